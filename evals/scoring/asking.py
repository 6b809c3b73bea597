"""What is measured, asked: a question and the earlier ones of its conversation to an answer object."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence

from assistant.errors import AssistantError
from evals.errors import EvalsError
from index.errors import ReportIndexError

Ask = Callable[[str, Sequence[str]], Mapping[str, object]]

_LOG = logging.getLogger(__name__)


def answer_of(ask: Ask, question: str, turns: Sequence[str]) -> Mapping[str, object]:
    """The answer object to `question` after `turns`; an error is an answer with an error_* status."""
    try:
        return ask(question, turns)
    except (AssistantError, ReportIndexError, EvalsError) as error:
        return _error(question, error, str(error))
    except Exception as error:  # noqa: BLE001 (a crash of what is measured is a result, not the end)
        _LOG.exception("%r", question)
        return _error(question, error, repr(error))


def _error(question: str, error: Exception, text: str) -> Mapping[str, object]:
    return {
        "question": question,
        "resolved": {"text": question, "periods": []},
        "status": f"error_{type(error).__name__}",
        "text": text,
        "citations": [],
        "figures": [],
        "mode": "extractive",
    }
