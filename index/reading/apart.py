"""Files read in a process of their own, with limits of time and memory.

A reader in native code may hang, take all memory or crash over a file made for that; then one
file is lost, and named, not the build.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText

_LOOK_SECONDS = 0.5
MOST_SECONDS = 1800
"""Three times what 100 scanned pages take on two cores; 2,000 pages of text take a tenth of it."""
MOST_MEMORY = 6 * 1024**3
"""Bytes of address space; the models of the recogniser and a page take less than half."""

_ROOT = Path(__file__).parents[2]


def end_with_parent(parent: int) -> None:
    """End this process soon after its parent, the process with the id `parent`, has ended.

    A thread looks at it: the system's own signal for this depends on threads, and only Linux has
    it. Where no parent can be asked for (Windows), the process goes on to the end of its work.
    """
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def text_read_apart(
    kind: str, raw: bytes, name: str, *, seconds: float = MOST_SECONDS
) -> SourceText:
    """What the reader of `kind` ("pdf", "image") makes of `raw`.

    Raises ReportUnreadable with its reason, or where it took too long, too much, or broke off.
    """
    path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "index.reading.apart", kind, name, str(os.getpid())],
            input=raw,
            capture_output=True,
            timeout=seconds,
            env={**os.environ, "PYTHONPATH": path, "ORT_DISABLE_TELEMETRY": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReportUnreadable.of(name, f"读了 {seconds:.0f} 秒还没有读完，已放弃。") from error
    if ended.returncode != 0:
        raise ReportUnreadable.of(name, "读取中断：内容已损坏，或所需内存超过上限。")
    answer = json.loads(ended.stdout)
    if "reason" in answer:
        raise ReportUnreadable(answer["reason"])
    answer.update({key: tuple(answer[key]) for key in ("pages", "doubts")})
    return SourceText(**answer)


def _reader(kind: str) -> Callable[[bytes, str], SourceText]:
    if kind == "pdf":
        from index.reading.pdf import pdf_text

        return pdf_text
    from index.reading.scan import scan_text

    return scan_text


def _limit() -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = MOST_SECONDS * (os.cpu_count() or 1)  # of a processor: recognition takes all cores
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _main(kind: str, name: str, parent: str) -> None:
    end_with_parent(int(parent))
    _limit()
    # What a library prints must not get between the lines of our answer.
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answer:
        os.dup2(2, 1)
        try:
            read = _reader(kind)(sys.stdin.buffer.read(), name)
            result = {key: getattr(read, key) for key in ("text", "pages", "recognised", "doubts")}
        except ReportUnreadable as error:
            result = {"reason": str(error)}
        json.dump(result, answer, ensure_ascii=False)


if __name__ == "__main__":
    _main(*sys.argv[1:])
