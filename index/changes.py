"""What the files at hand ask of an index as it stands: which to read, which to take out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ReportUnreadable
from index.reader import digest
from index.reading.files import SUFFIXES

_OF_A_SAVED_PAGE = ("_files", ".files")  # the folder of its pictures, which are no scans
_ABOUT_THE_REPORTS = ("README", "SOURCE", "LICENSE")


@dataclass(slots=True)
class Changes:
    """What the files at hand ask of the index as it stands; paths as strings, digests beside."""

    added: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    same_text: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.removed)


def report_files(paths: Sequence[Path]) -> list[Path]:
    """The files with a reader under `paths`, sorted; a file named itself is taken as it is."""
    files: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)
            files.update(dict.fromkeys(sorted(file for file in found if _is_report(file))))
        elif path.exists():
            files[path] = None
        else:
            raise ReportUnreadable(f"路径 {str(path)!r} 不存在。")
    return list(files)


def _is_report(file: Path) -> bool:
    return (
        file.is_file()
        and not file.name.startswith(".")
        and file.stem.upper() not in _ABOUT_THE_REPORTS
        and not file.parent.name.endswith(_OF_A_SAVED_PAGE)
    )


def find_changes(
    files: Sequence[Path],
    paths: Sequence[Path],
    indexed: dict[str, str],
    same_as: dict[str, str],
) -> Changes:
    changes = Changes()
    for file in files:
        source = str(file.resolve())
        try:
            now = digest(file)
        except ReportUnreadable as error:
            changes.failed[source] = str(error)
            continue
        if source not in indexed:
            changes.added[source] = now
        elif indexed[source] != now:
            changes.replaced[source] = now
        else:
            changes.unchanged += 1
    present = {str(file.resolve()) for file in files}
    roots = [path.resolve() for path in paths]
    changes.removed = [
        source
        for source in indexed
        if source not in present and any(Path(source).is_relative_to(root) for root in roots)
    ]
    for source, holder in same_as.items():
        if source in present and holder in {*changes.removed, *changes.replaced}:
            _read_again(source, indexed[source], changes)
    return changes


def _read_again(source: str, now: str, changes: Changes) -> None:
    """A file that stood back for another comes forward where that other changed or is gone."""
    if source not in changes.replaced:
        changes.replaced[source] = now
        changes.unchanged -= 1


def nothing_left(changes: Changes) -> str:
    reasons = "".join(f"\n  {reason}" for reason in changes.failed.values())
    return f"没有任何可用的报告，索引未建立。{reasons}"
