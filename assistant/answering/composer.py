"""The seams of composing: what writes an answer, or says why there is none; and what it reads."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Protocol

from assistant.answer import Answer
from assistant.query import Query
from assistant.refusals import Refusal
from index.figures.figure import Figure
from index.report import Passage, RetrievedPassage
from index.store.library import Covered, FigureFilter

Found = Sequence[RetrievedPassage]
Snapshots = Generator[Answer | Refusal | None]
"""An answer as it grows, each time whole in place of the one before; None: nothing is new."""


class Composes(Protocol):
    """Writes an answer, unchecked, or a refusal where the passages hold none.

    It gives the answer as it grows, each time whole in place of the one before; the last counts.
    None says that nothing is new: a chance to close the generator, which stops the writing.
    """

    def compose(self, query: Query, found: Found) -> Snapshots: ...


class Rewrites(Protocol):
    """Writes an answer, unchecked, in place of an extract, or gives the extract in the end."""

    def rewrite(self, query: Query, found: Found, extract: Answer | Refusal) -> Snapshots: ...


def composed(composer: Composes, query: Query, found: Found) -> Answer | Refusal:
    """What `composer` has written in the end."""
    written = [answer for answer in composer.compose(query, found) if answer is not None]
    return written[-1]


def is_answer(answer: Answer | Refusal) -> bool:
    """Whether it answers, and is not only what comes nearest."""
    return isinstance(answer, Answer) and not answer.nearest


def adapted(
    snapshots: Snapshots, change: Callable[[Answer | Refusal], Answer | Refusal]
) -> Snapshots:
    """`snapshots` with each answer as `change` makes it; closing it closes them."""
    with closing(snapshots):
        for answer in snapshots:
            yield None if answer is None else change(answer)


class HoldsFigures(Protocol):
    """The ledger; `index.search.searcher.Searcher` is one."""

    def figures(self, indicator: str | None, wanted: FigureFilter) -> list[Figure]: ...

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]: ...


class HoldsReports(HoldsFigures, Protocol):
    """The reports of an index and their ledger; `index.search.searcher.Searcher` is one."""

    def covered(self) -> list[Covered]: ...

    def passages_of(self, report_id: str) -> list[Passage]: ...
