"""Waits until report files change; the only file that knows watchfiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import Change, watch

from index.build.report_files import is_report_file
from index.reports.report_file import SIDE_FILE_SUFFIX

_SETTLED_MS = 1500  # a file that is being copied changes many times
_LOOK_MS = 500


def settled_changes(paths: Sequence[Path], stop: Event | None = None) -> Iterator[frozenset[Path]]:
    """First nothing, once every later change will be noticed; then the report and side files
    under `paths` that changed, each time when they have settled.

    Ends when `stop` is set or the process is interrupted. Raises FileNotFoundError where a path is
    not there.
    """
    begun = False
    for changes in watch(
        *paths,
        watch_filter=_is_of_a_report,
        debounce=_SETTLED_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=False,
    ):
        if changes or not begun:
            begun = True
            yield frozenset(Path(path) for _, path in changes)


def _is_of_a_report(change: Change, path: str) -> bool:
    return is_report_file(Path(path)) or path.endswith(SIDE_FILE_SUFFIX)
