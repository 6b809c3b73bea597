"""What the files at hand ask of an index as it stands: which to read, which to take out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.build.report_files import FoundFiles
from index.errors import ReportUnreadable
from index.reports.report_file import digest, path_of, stored


@dataclass(slots=True)
class Changes:
    """What the files at hand ask of the index as it stands; paths as strings."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    same_text: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.removed)


def find_changes(
    found: FoundFiles,
    paths: Sequence[Path],
    indexed: dict[str, str],
    same_as: dict[str, str],
) -> Changes:
    """What became of each file since the index was built, by its digest.

    `indexed` has the digest of each file of the index, `same_as` whose text a file shares.
    """
    changes = Changes(failed=dict(found.refused))
    present = dict.fromkeys(stored(file.resolve()) for file in found.files)
    for source in present:
        try:
            now = digest(path_of(source))
        except ReportUnreadable as error:
            changes.failed[source] = str(error)
            continue
        if source not in indexed:
            changes.added.append(source)
        elif indexed[source] != now:
            changes.replaced.append(source)
        else:
            changes.unchanged += 1
    roots = [path.resolve() for path in paths]
    changes.removed = [
        source
        for source in indexed
        if source not in present and any(path_of(source).is_relative_to(root) for root in roots)
    ]
    changed = {*changes.removed, *changes.replaced}
    for source, holder in same_as.items():
        if source in present and holder in changed:
            _read_again(source, changes)
    return changes


def _read_again(source: str, changes: Changes) -> None:
    """A file that stood back for another comes forward where that other changed or is gone."""
    if source not in changes.replaced:
        changes.replaced.append(source)
        changes.unchanged -= 1


def nothing_left(changes: Changes) -> str:
    reasons = "".join(f"\n  {reason}" for reason in changes.failed.values())
    return f"没有任何可用的报告，索引未建立。{reasons}"
