"""The covered reports as a tree of places, and those of them that a search finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.figures.gazetteer.lookup import order_of, own_name, parents_of
from index.figures.normalise import fold
from index.figures.sounds import spells
from index.report import DocumentKind
from index.store.library import Listed

_UNKNOWN = "地方不详"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports are searched for; what is left empty holds for all.

    Each of the `words` is part of a title, of a place or of one that it is in, its name's pinyin
    (beiguan, bgq), or a year.
    """

    words: tuple[str, ...] = ()
    year: int | None = None
    kind: DocumentKind | None = None

    def __bool__(self) -> bool:
        return bool(self.words or self.year or self.kind)

    def is_met_by(self, report: Listed) -> bool:
        covered = report.covered
        return (
            self.year in (None, covered.year)
            and self.kind in (None, covered.document)
            and all(_is_found(word, report) for word in self.words)
        )


@dataclass(slots=True)
class Branch:
    """A place with its reports and the places in it; the root has no place."""

    place: str = ""
    reports: list[Listed] = field(default_factory=list)
    inside: dict[str, Branch] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return own_name(self.place) if self.place else _UNKNOWN

    @property
    def count(self) -> int:
        """Of the reports of the place and of all in it."""
        return len(self.reports) + sum(branch.count for branch in self.inside.values())

    @property
    def years(self) -> str:
        """The years of these reports: 2024年, 2023—2025年; "" where none is known."""
        years = sorted({each.covered.year for each in self.all() if each.covered.year})
        if not years:
            return ""
        return f"{years[0]}年" if years[0] == years[-1] else f"{years[0]}—{years[-1]}年"

    def all(self) -> Iterator[Listed]:
        yield from self.reports
        for branch in self.inside.values():
            yield from branch.all()


def tree_of(reports: Iterable[Listed]) -> Branch:
    """The reports by province, city and district, in administrative order, the newest first."""
    root = Branch()
    for report in sorted(reports, key=_order):
        branch = root
        for place in chain_of(report.covered.place) or ("",):
            branch = branch.inside.setdefault(place, Branch(place))
        branch.reports.append(report)
    return root


def words_of(search: str) -> tuple[str, ...]:
    """The words of a search, as `Wanted` takes them."""
    return tuple(fold(search).lower().split())


def _order(report: Listed) -> tuple[str, int, str]:
    covered = report.covered
    return order_of(covered.place), -(covered.year or 0), covered.report_id


def chain_of(place: str | None) -> Sequence[str]:
    """The full names of the places that `place` is in, the outermost first, and its own."""
    return (*reversed(parents_of(place)), place) if place else ()


def _is_found(word: str, report: Listed) -> bool:
    covered = report.covered
    if word in fold(covered.title).lower() or word.removesuffix("年") == str(covered.year):
        return True
    return is_called(word, covered.place)


def is_called(word: str, place: str | None) -> bool:
    """Whether `word` is part of the name of `place` or of one that it is in, or begins it in pinyin."""
    return any(word in each or spells(word, own_name(each)) for each in chain_of(place))
