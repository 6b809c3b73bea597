"""Which figures, headings and reports of an index the cases touch, and which none does.

A case touches what its evidence quotes: a figure whose whole span lies in a quote, a heading that
a quote lies under. What only drafts touch is counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evals.cases.case import Case
from index.figures.figure import Figure
from index.report import Report
from index.store.library import FigureFilter, Library

_Span = tuple[int, int]
_Why = Literal["no report", "no quote"]
_NO_REPORT: _Why = "no report"
_NO_QUOTE: _Why = "no quote"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that can be touched, as it is listed, and where it stands."""

    report: str
    text: str
    spans: tuple[_Span, ...]


@dataclass(slots=True)
class Touched:
    """The things of one sort: touched by a case, by drafts only, or by none."""

    cases: list[Part] = field(default_factory=list)
    drafts: list[Part] = field(default_factory=list)
    none: list[Part] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.cases) + len(self.drafts) + len(self.none)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was touched, and the evidence that could not be placed: (case, report, why)."""

    reports: Touched
    headings: Touched
    figures: Touched
    unplaced: tuple[tuple[str, str, _Why], ...]


@dataclass(slots=True)
class _Quoted:
    """The spans of each report that evidence quotes, of cases and of drafts."""

    cases: dict[str, list[_Span]] = field(default_factory=dict)
    drafts: dict[str, list[_Span]] = field(default_factory=dict)


def cover(library: Library, cases: Sequence[Case]) -> Coverage:
    """The coverage of `library` by `cases`."""
    reports = {r.report_id: library.report(r.report_id) for r in library.covered()}
    quoted, unplaced = _place(reports, cases)
    result = Coverage(Touched(), Touched(), Touched(), tuple(unplaced))
    figures: dict[str, list[Figure]] = {}
    for figure in library.figures(FigureFilter()):
        figures.setdefault(figure.report_id, []).append(figure)
    for report in reports.values():
        whole = Part(report.id, report.title, ((0, len(report.text)),))
        _sort(result.reports, whole, quoted)
        for part in _headings(library, report):
            _sort(result.headings, part, quoted)
        for part in _figures(library, report, figures.get(report.id, [])):
            _sort(result.figures, part, quoted, whole=True)
    return result


def _place(
    reports: dict[str, Report], cases: Sequence[Case]
) -> tuple[_Quoted, list[tuple[str, str, _Why]]]:
    quoted = _Quoted()
    unplaced: list[tuple[str, str, _Why]] = []
    for case in cases:
        spans_of = quoted.drafts if case.draft else quoted.cases
        for item in case.evidence:
            if item.report not in reports:
                unplaced.append((case.id, item.report, _NO_REPORT))
                continue
            spans = list(_found(item.quote, reports[item.report].text))
            spans_of.setdefault(item.report, []).extend(spans)
            if not spans:
                unplaced.append((case.id, item.report, _NO_QUOTE))
    return quoted, unplaced


def _found(quote: str, text: str) -> Iterator[_Span]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _headings(library: Library, report: Report) -> Iterator[Part]:
    """Each section that has text of its own, under its path of headings."""
    sections: dict[tuple[str, ...], list[_Span]] = {}
    for passage in library.passages_of(report.id):
        if passage.headings:
            sections.setdefault(passage.headings, []).append((passage.start, passage.end))
    for path, spans in sections.items():
        yield Part(report.id, " › ".join(path), tuple(spans))


def _figures(library: Library, report: Report, figures: Sequence[Figure]) -> Iterator[Part]:
    """Each figure as written; a rank written once of several indicators is one for each."""
    starts = {passage.id: passage.start for passage in library.passages_of(report.id)}
    for figure in figures:
        bound, by = figure.binding, starts[figure.passage_id]
        text = f"{bound.period or '—'}　{bound.indicator or '（未写明）'}　{bound.quantity.raw}"
        span = (by + bound.quantity.start, by + bound.quantity.end)
        yield Part(report.id, text, (span,))


def _sort(touched: Touched, part: Part, quoted: _Quoted, *, whole: bool = False) -> None:
    """Put `part` where it belongs; `whole`: a quote must hold all of it, else some of it."""
    if _met(part, quoted.cases, whole=whole):
        touched.cases.append(part)
    elif _met(part, quoted.drafts, whole=whole):
        touched.drafts.append(part)
    else:
        touched.none.append(part)


def _met(part: Part, quoted: dict[str, list[_Span]], *, whole: bool) -> bool:
    return any(
        (start <= first and last <= end) if whole else (start < last and first < end)
        for start, end in quoted.get(part.report, ())
        for first, last in part.spans
    )


def lines(coverage: Coverage, *, listed: bool) -> Iterator[str]:
    """The counts, each of how many; where `listed`, what no case touches too."""
    sorts = (("报告", coverage.reports), ("标题", coverage.headings), ("数字", coverage.figures))
    for name, touched in sorts:
        yield (
            f"{name}：有题 {_of(len(touched.cases), touched.total)}，"
            f"仅有草稿 {_of(len(touched.drafts), touched.total)}，"
            f"未涉及 {_of(len(touched.none), touched.total)}"
        )
    yield from _unplaced(coverage.unplaced)
    if listed:
        for name, touched in sorts:
            yield f"\n未涉及的{name} {_of(len(touched.none), touched.total)}："
            yield from (f"  {part.report}　{part.text}" for part in touched.none)
            if touched.drafts:
                yield f"仅有草稿的{name} {_of(len(touched.drafts), touched.total)}："
                yield from (f"  {part.report}　{part.text}" for part in touched.drafts)


def _unplaced(unplaced: Sequence[tuple[str, str, _Why]]) -> Iterator[str]:
    """What could not be placed: a line for each report that is not there, one for each quote."""
    elsewhere = Counter(report for _, report, why in unplaced if why == _NO_REPORT)
    for report, count in sorted(elsewhere.items()):
        yield f"依据所在的报告 {report!r} 不在索引中，{count} 处依据未计。"
    for case, report, why in unplaced:
        if why == _NO_QUOTE:
            yield f"题目 {case!r} 所引原文不见于报告 {report!r}，未计。"


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}（{100 * part / whole:.1f} %）" if whole else f"{part}/{whole}（nan）"
