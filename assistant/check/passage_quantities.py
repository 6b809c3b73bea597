"""The quantities that a passage tells, with what they are bound to and the words about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.check.context_words import About, content_of, pairs_of, words_about
from index.figures.clauses import sentences_of
from index.figures.figure import Binding
from index.figures.passage_figures import figures_of
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage


@dataclass(frozen=True, slots=True)
class Told:
    """A quantity of a passage, what it is bound to where the ledger has it, the words about it, and
    those of its sentence up to it that are not of another figure."""

    quantity: Quantity
    binding: Binding | None
    words: About
    before: frozenset[str]


@lru_cache(maxsize=1024)
def told_in(passage: Passage) -> tuple[Told, ...]:
    """Every quantity of the passage, once for each that it is bound to."""
    bound: dict[int, list[Binding | None]] = {}
    for figure in figures_of(passage):
        if figure.binding.attribute != "date":
            bound.setdefault(figure.binding.quantity.start, []).append(figure.binding)
    quantities = parse_quantities(passage.text)
    counted = [quantity for quantity in quantities if quantity.unit != "year"]
    about = {q.start: words_about(passage.text, q, counted) for q in quantities}
    return tuple(
        Told(
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
    of_others = [told.own for start, told in about.items() if first <= start < quantity.start]
    return content_of(passage.text[first : quantity.start]).difference(*of_others)


def _words_bound(binding: Binding | None) -> frozenset[str]:
    if binding is None:
        return frozenset()
    named = {binding.name} | pairs_of(binding.name) if binding.name else set()
    return content_of(binding.indicator) | named
