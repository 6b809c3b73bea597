"""Ends a helper process when the process that started it is gone, however that ended."""

from __future__ import annotations

import os
import threading
import time

_LOOK_SECONDS = 0.5


def end_with_parent(parent: int) -> None:
    """End this process soon after its parent, the process with the id `parent`, has ended.

    A thread looks at it: signals of the system that would tell go by threads, and only on Linux.
    Where no parent can be asked for (Windows), the process goes on to the end of its work.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)
