"""One line in the log for a fault: what and where, never what a reader wrote."""

from __future__ import annotations

import logging
import traceback

_LOG = logging.getLogger("assistant.web")


def log_error(doing: str, fault: BaseException) -> None:
    """Logs the kind of a fault and the lines it came through; its message may quote a reader."""
    frames = traceback.extract_tb(fault.__traceback__)[-3:]
    where = " ← ".join(
        f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames)
    )
    _LOG.error("%s：%s（%s）", doing, type(fault).__name__, where)
