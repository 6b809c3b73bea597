"""Work on many items in several processes: none outlives its builder, and one that breaks costs one
item."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from index.reading.apart import end_with_parent

Item = tuple[str, str]
Result = TypeVar("Result")

_AHEAD = 8  # items a process: what is ready waits in memory
_MOST_AHEAD = 64 * 1024 * 1024  # bytes of items; what is made of one takes some ten times as much


class Broken:
    """What stands for the result of an item whose process broke: killed for memory, or crashed."""


def in_order(
    work: Callable[[str, str], Result],
    items: Sequence[Item],
    processes: int,
    size_of: Callable[[Item], int] = lambda item: 0,
) -> Iterator[Result | Broken]:
    """`work` for each of `items`, in order; a few at a time, as they are asked for, and fewer of
    items that are large by `size_of`, in bytes.

    Where no process can be had, the work is done here.
    """
    if not _can_start():
        yield from (work(*item) for item in items)
        return
    done = 0
    while done < len(items):
        try:
            for result in _pooled(work, items[done:], processes, size_of):
                yield result
                done += 1
        except BrokenProcessPool:
            # Which of the items at hand broke it is not known: the first of them is tried alone.
            yield _alone(work, items[done])
            done += 1


def _alone(work: Callable[[str, str], Result], item: Item) -> Result | Broken:
    try:
        return next(_pooled(work, [item], 1, lambda item: 0))
    except BrokenProcessPool:
        return Broken()


def _can_start() -> bool:
    """False where the system has no process left, or where the main module cannot be imported."""
    try:
        with _executor(1) as executor:
            return executor.submit(os.getpid).result() != os.getpid()
    except (BrokenProcessPool, OSError):
        return False


def _pooled(
    work: Callable[[str, str], Result],
    items: Sequence[Item],
    processes: int,
    size_of: Callable[[Item], int],
) -> Iterator[Result]:
    others = set(multiprocessing.active_children())
    executor = _executor(processes)
    waiting: deque[tuple[Future[Result], int]] = deque()
    ahead = 0
    try:
        for item in items:
            size = size_of(item)
            while waiting and (len(waiting) >= processes * _AHEAD or ahead + size > _MOST_AHEAD):
                first, its_size = waiting.popleft()
                ahead -= its_size
                yield first.result()
            waiting.append((executor.submit(work, *item), size))
            ahead += size
        while waiting:
            yield waiting.popleft()[0].result()
    except BaseException:
        # Whoever stops a build does not wait for the files that are being read.
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _executor(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        processes,
        # Not forked: the encoder and the engines that are open here have threads.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=end_with_parent,
        initargs=(os.getpid(),),
    )
