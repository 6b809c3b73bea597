"""Errors in the log: what failed and where, and never a word that a person wrote."""

from __future__ import annotations

import logging
import traceback

_LOG = logging.getLogger(__name__)


def log_error(what: str, error: BaseException) -> None:
    """Logs the type of an error and its last lines of code; its message may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " ← ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames)
    )
    _LOG.error("%s：%s（%s）", what, type(error).__name__, where)
