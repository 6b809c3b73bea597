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
    None says that nothing is new: a chance to close the generator, which stops the writing.
    """

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]: ...


def composed(
    composer: Composes, question: Question, found: Sequence[RetrievedPassage]
) -> Answer | Refusal:
    """What `composer` has written in the end."""
    written = [answer for answer in composer.compose(question, found) if answer is not None]
    return written[-1]
