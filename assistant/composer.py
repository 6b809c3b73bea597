"""The seam of composing: what writes an answer from passages, or says why they hold none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Answer, Question
from assistant.refusals import Refusal
from index.report import RetrievedPassage


class Composes(Protocol):
    """Writes an answer, unchecked, or a refusal where the passages hold none."""

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Answer | Refusal: ...
