"""The segments of an index: each a folder with a database and vectors, of which only the last of a
generation is ever changed, in a copy.

Adding a report to a large index so costs the copy of a small segment, not of everything.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.store.durable import make_durable
from index.store.manifest import Segment

LIBRARY_FILE = "library.sqlite"
VECTORS_FOLDER = "vectors"

_FOLDER = "segments"
_OPEN_UNTIL = 20_000  # passages: copied in well under a second
_MOST = 8  # SQLite attaches ten databases at the most


def segment_folder(index: Path, name: str) -> Path:
    return index / _FOLDER / name


def segments_of(generation: Path, segments: Sequence[Segment]) -> list[Path]:
    """The folders of a generation's segments, the oldest first."""
    return [segment_folder(generation.parent, segment.name) for segment in segments]


def sealed_before(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments that the next generation takes over as they are: all but a last small one."""
    if segments and not is_sealed(segments[-1].passages):
        return tuple(segments[:-1])
    return tuple(segments)


def is_sealed(passages: int) -> bool:
    """Whether a segment that holds so many is not to be changed any more."""
    return passages >= _OPEN_UNTIL


def to_be_merged(sealed: Sequence[Segment]) -> tuple[Segment, ...]:
    """The last of too many segments, which the next one is to take over: each as small as those
    after it together, so that a passage is seldom moved. Empty where there are not too many."""
    if len(sealed) < _MOST:
        return ()
    sizes = [segment.passages for segment in sealed]
    first = next(n for n, size in enumerate(sizes) if size <= sum(sizes[n + 1 :]))
    return tuple(sealed[first:])


@contextmanager
def next_segment(index: Path, based_on: Path | None) -> Iterator[Path]:
    """A folder to write the next segment in, a copy of the folder `based_on` where one is given;
    on the disk when the block has ended, removed when it ends with an exception."""
    above = index / _FOLDER
    above.mkdir(parents=True, exist_ok=True)
    segment = above / f"{max(map(int, _names(above)), default=0) + 1:06d}"
    try:
        if based_on is None:
            segment.mkdir()
        else:
            shutil.copytree(based_on, segment)
        yield segment
        make_durable(segment)
    except BaseException:
        shutil.rmtree(segment, ignore_errors=True)
        raise


def remove_segments(index: Path, besides: set[str]) -> None:
    """Remove the segments that no generation holds, of killed builds too."""
    above = index / _FOLDER
    for name in _names(above):
        if name not in besides:
            shutil.rmtree(above / name, ignore_errors=True)


def _names(above: Path) -> list[str]:
    return [path.name for path in above.iterdir() if path.name.isdigit()]
