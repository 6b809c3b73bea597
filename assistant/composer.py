"""The seam of composing: what writes an answer from passages, or says why they hold none."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Protocol

from assistant.answer import Answer, Question
from assistant.refusals import Refusal
from index.report import RetrievedPassage


class Composes(Protocol):
    """Writes an answer, unchecked, or a refusal where the passages hold none.

    It gives the answer as it grows, each time whole in place of the one before; the last counts.
    Closing the generator stops the writing.
    """

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal]: ...


def composed(
    composer: Composes, question: Question, found: Sequence[RetrievedPassage]
) -> Answer | Refusal:
    """What `composer` has written in the end."""
    *_, last = composer.compose(question, found)
    return last
