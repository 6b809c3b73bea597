"""The words around a figure, of a claim or of a passage, and how well those of the two agree.

A paraphrase reorders the clause, so that no noun phrase stands where the rules of binding look
for one. Its words still fit the figure that it states better than every other of the passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.figures.aliases import load_aliases
from index.figures.bound_place import places_opening
from index.figures.clauses import sentences_of
from index.figures.figure import Binding
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import ARABIC
from index.report import Passage

_MARK = re.compile(r"[，,；;：:、。！？!?（）()\n\0]")
_JOINS = re.compile(one_of("claim.joins_counted"))
_STOPS = frozenset("。！？!?\n")
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
_LIGHT = re.compile(rf"{ARABIC}年|{one_of('claim.of_any_figure')}")


@dataclass(frozen=True, slots=True)
class About:
    """The words about a figure: `own`, and `wider` with those of the clause before them."""

    own: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()

    def __or__(self, others: frozenset[str]) -> About:
        return About(self.own | others, self.wider | others)


@dataclass(frozen=True, slots=True)
class StatedQuantity:
    """A quantity of a passage, what it is bound to where the ledger has it, the words about it, and
    those of its sentence up to it that are not of another figure."""

    quantity: Quantity
    binding: Binding | None
    words: About
    before: frozenset[str]


@lru_cache(maxsize=1024)
def stated_in(passage: Passage) -> tuple[StatedQuantity, ...]:
    """Every quantity of the passage, once for each binding that it has."""
    bound: dict[int, list[Binding | None]] = {}
    for figure in figures_of(passage):
        if figure.binding.attribute != "date":
            bound.setdefault(figure.binding.quantity.start, []).append(figure.binding)
    quantities = parse_quantities(passage.text)
    counted = [quantity for quantity in quantities if quantity.unit != "year"]
    about = {q.start: words_about(passage.text, q, counted) for q in quantities}
    return tuple(
        StatedQuantity(
            binding.quantity if binding else quantity,
            binding,
            about[quantity.start] | _words_bound(binding),
            _words_before(quantity, passage, about),
        )
        for quantity in quantities
        for binding in bound.get(quantity.start, [None])
    )


def _words_before(
    quantity: Quantity, passage: Passage, about: Mapping[int, About]
) -> frozenset[str]:
    """What the sentence says up to a figure, but for what it says of the figures before."""
    starts = (s.start for s in sentences_of(passage) if s.start <= quantity.start < s.end)
    first = next(starts, quantity.start)
    of_others = [words.own for start, words in about.items() if first <= start < quantity.start]
    return content_of(passage.text[first : quantity.start]).difference(*of_others)


def _words_bound(binding: Binding | None) -> frozenset[str]:
    if binding is None:
        return frozenset()
    named = {binding.name} | pairs_of(binding.name) if binding.name else set()
    return content_of(binding.indicator) | named


def words_about(text: str, figure: Quantity, among: Sequence[Quantity]) -> About:
    """The words of the clause that `figure` stands in, between the figures `among` beside it; of
    the clause before where it says nothing of its own: 同比增长5.5%."""
    end = min((q.start for q in among if q.start >= figure.end), default=len(text))
    mark = _MARK.search(text, figure.end, end)
    after = text[figure.end : mark.start() if mark else end]
    bound = max((q.end for q in among if q.end <= figure.start), default=0)
    marks = [match.end() for match in _MARK.finditer(text, 0, figure.start)]
    # 20个老旧小区改造和4个海绵城市项目: what stands before 和 is of the figure before.
    joins = [match.end() for match in _JOINS.finditer(text, bound, figure.start)] if bound else []
    start = max([bound, *marks, *joins])
    own = content_of(text[start : figure.start]) | content_of(after)
    before = _clauses_before(_without(among, text[:start]), start, marks)
    if not own:
        own = next(before, frozenset())
    return About(own, own | next(before, frozenset()))


def _clauses_before(text: str, end: int, marks: Sequence[int]) -> Iterator[frozenset[str]]:
    """The words of each clause of the sentence before `end` that has any, nearest first."""
    for start in reversed([0, *marks]):
        if end and text[end - 1] in _STOPS:
            return
        if start < end:
            words = content_of(text[start:end])
            end = start
            if words:
                yield words


def _without(figures: Sequence[Quantity], text: str) -> str:
    for figure in figures:
        if figure.end <= len(text):
            blank = " " * (figure.end - figure.start)
            text = text[: figure.start] + blank + text[figure.end :]
    return text


def content_of(text: str) -> frozenset[str]:
    """The indicators that a clause names, and the pairs of ideographs of what else it says, but for
    its time and place and what is said of any figure."""
    said = fold(text).replace("*", "")
    for place in places_opening(said):
        said = said.replace(place, " ", 1)
    mentions = list(load_aliases().mentions(said))
    named = {mention.indicator.name for mention in mentions}
    for mention in reversed(mentions):
        said = f"{said[: mention.start]} {said[mention.end :]}"
    runs = _IDEOGRAPHS.findall(_LIGHT.sub(" ", said))
    return frozenset(named.union(*map(pairs_of, runs)))


def pairs_of(text: str) -> set[str]:
    """The pairs of neighbouring characters of `text`."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def fit(claimed: frozenset[str], stated: frozenset[str], before: frozenset[str]) -> float:
    """The share, 0 to 1, of the words of a claim that are stated of a figure. What its sentence says
    `before` it counts neither way, where the two share any; 1 for a claim without words."""
    shared = len(claimed & stated)
    return shared / len(claimed - (before - stated)) if shared else float(not claimed)
