"""The report files under some paths: found without following a loop, and named where refused."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import ReportUnreadable
from index.reading.files import BESIDE_SUFFIXES, REFUSED_SUFFIXES, SUFFIXES
from index.reports.report_file import digest, exists
from index.reports.stored_paths import path_of, shown, stored
from index.store.generations import is_index

_OF_A_SAVED_PAGE = ("_files", ".files")  # the folder of its pictures and frames
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
_ABOUT_THE_REPORTS = ("README", "SOURCE", "LICENSE")


@dataclass(slots=True)
class FoundFiles:
    """The report files under some paths, in order, and what there could not be taken, with why."""

    files: list[Path] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def files_under(paths: Sequence[Path]) -> FoundFiles:
    """The files with a reader under `paths`, sorted; a file named itself is taken as it is.

    Not followed but named in `refused` are links to folders, so that none leads round in a circle,
    and links to files outside `paths`, so that an unpacked archive cannot publish other files.
    Raises ReportUnreadable where a path is not there at all.
    """
    found = FoundFiles()
    files: dict[Path, None] = {}
    for path in paths:
        if not exists(path):
            raise ReportUnreadable(f"路径 {shown(path)!r} 不存在。")
    roots = [path.resolve() for path in paths]
    for path in paths:
        if path.is_dir():
            files.update(dict.fromkeys(sorted(_walk(path, roots, found.refused))))
        else:
            files[path] = None
    found.files = list(files)
    return found


def with_recorded(found: FoundFiles, paths: Sequence[Path], sources: Sequence[str]) -> FoundFiles:
    """`found` and those of `sources`, stored paths of an index's files, that lie outside `paths`;
    one that is there no more is refused by name."""
    roots = [path.resolve() for path in paths]
    files, refused = list(found.files), dict(found.refused)
    for source in sources:
        file = path_of(source)
        if any(file.is_relative_to(root) for root in roots):
            continue
        if exists(file):
            files.append(file)
        else:
            refused[source] = f"文件 {shown(file)!r} 原已收录，现已不在原处，重建索引时未能收录。"
    return FoundFiles(files, refused)


def _walk(folder: Path, roots: Sequence[Path], refused: dict[str, str]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        name = error.filename
        refused[stored(Path(name))] = f"目录 {shown(name)!r} 无法读取：{error.strerror}。"

    for above, folders, names in os.walk(folder, onerror=unreadable):
        if is_index(Path(above)):
            folders.clear()
            continue
        for name in folders:
            inner = Path(above, name)
            if _is_link(inner):
                refused[stored(inner)] = (
                    f"目录链接 {shown(name)!r} 未跟随；请直接给出它所指的目录。"
                )
        for name in names:
            file = Path(above, name)
            if not is_report_file(file):
                if _may_be_a_report(file, folder):
                    refused[stored(file)] = _of_unknown_type(name)
                continue
            fault = _fault_of_link(file, roots) if _is_link(file) else None
            if fault:
                refused[stored(file)] = f"文件 {shown(name)!r} 是{fault}"
            else:
                yield file


def _fault_of_link(file: Path, roots: Sequence[Path]) -> str | None:
    if not exists(file):
        return "失效的或循环的链接。"
    if not any(file.resolve().is_relative_to(root) for root in roots):
        return "指向所给目录之外的链接，未跟随；请直接给出它所指的文件。"
    return None


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:  # a path longer than the system allows: whoever reads it will say so
        return False


def _may_be_a_report(file: Path, root: Path) -> bool:
    """Whether a file that is not read could be meant as a report: named, not passed over in silence."""
    folders = file.relative_to(root).parts[:-1]
    return (
        file.suffix.lower() not in ("", *BESIDE_SUFFIXES)
        and is_report_file(file.with_suffix(SUFFIXES[0]))
        and not any(name.startswith((".", "__")) for name in folders)
    )


def _of_unknown_type(name: str) -> str:
    suffix = Path(name).suffix
    if suffix.lower() in _ARCHIVES:
        return f"文件 {shown(name)!r} 是压缩包，请解压后再试。"
    return (
        f"文件 {shown(name)!r} 的类型（{shown(suffix)}）不能读取；"
        "如是报告，请另存为 DOCX、PDF、HTML、TXT、XLSX 或 CSV 文件。"
    )


def is_report_file(file: Path) -> bool:
    """Whether a file of that name, in its folder, is read as a report or refused as one by name."""
    return (
        file.suffix.lower() in (*SUFFIXES, *REFUSED_SUFFIXES)
        and not file.name.startswith((".", "~$"))  # ~$ is what Word leaves beside an open file
        and file.stem.upper() not in _ABOUT_THE_REPORTS
        and not file.parent.name.endswith(_OF_A_SAVED_PAGE)
    )


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
