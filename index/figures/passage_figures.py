"""The figures of a passage: each sentence bound under what stands above it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from index.figures.binding import bind
from index.figures.dates import dates_of
from index.figures.figure import Figure
from index.figures.sentence_contexts import contexts_of
from index.report import Passage


@lru_cache(maxsize=1024)
def figures_of(passage: Passage) -> tuple[Figure, ...]:
    """The figures that `passage` tells, in the order of its text."""
    figures = []
    for sentence, context in contexts_of(passage):
        evidence = (sentence.start, sentence.end)
        for binding in (*bind(sentence.text, context), *dates_of(sentence.text, context)):
            moved = replace(binding, quantity=binding.quantity.moved(sentence.start))
            figures.append(Figure(moved, passage.report_id, passage.id, evidence))
    return tuple(figures)
