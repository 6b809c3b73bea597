"""Report files to an index: read, cut, encode and store what has changed, then switch at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from index.chunker import cut, embedding_text
from index.encoding import Encoder
from index.errors import IndexDamaged, IndexMissing, IndexUnwritable, ReportUnreadable
from index.generations import build_lock, current_generation, next_generation
from index.keywords import KeywordIndex
from index.library import Library
from index.manifest import Manifest, Recipe, index_id, read_manifest, recipe_for, write_manifest
from index.reader import digest, read_reports
from index.reading.files import SUFFIXES
from index.report import Passage
from index.vectors import VectorIndex

LIBRARY_FILE = "library.sqlite"
KEYWORDS_FOLDER = "keywords"
VECTORS_FOLDER = "vectors"

_BATCH = 512
_OF_A_SAVED_PAGE = ("_files", ".files")  # the folder of its pictures, which are no scans
_ABOUT_THE_REPORTS = ("README", "SOURCE", "LICENSE")

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: files by what became of them, and the size of the index."""

    index_id: str
    reports: int
    passages: int
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Changes:
    """What the files at hand ask of the index as it stands; paths as strings, digests beside."""

    added: dict[str, str] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced or self.removed)


def build_index(
    paths: Sequence[Path],
    folder: Path,
    encoder: Encoder,
    *,
    progress: Progress = lambda done, total, name: None,
) -> BuildResult:
    """Bring the index at `folder` up to date with the report files under `paths`.

    Files that have not changed are left as they are, files that vanished from a given folder are
    taken out, and files outside `paths` stay. A file that cannot be read is told in `failed`; its
    earlier version, if there is one, stays. An index made by another recipe is built anew.
    Raises IndexBusy where another build holds the folder, ReportUnreadable where a path is not
    there at all, IndexUnwritable where the disk refuses.
    """
    try:
        with build_lock(folder):
            recipe = recipe_for(encoder.identity, encoder.encode(["维数"], "passage").shape[1])
            base = _reusable_generation(folder, recipe)
            changes = _find_changes(_report_files(paths), paths, _indexed_files(base))
            if base is not None and not changes:
                return _result(read_manifest(base), changes)
            with next_generation(folder, base) as generation:
                _apply(changes, generation, encoder, progress)
                manifest = _describe(generation, recipe)
                if not manifest.reports:
                    raise ReportUnreadable(_nothing_left(changes))
                write_manifest(generation, manifest)
            return _result(manifest, changes)
    except OSError as error:
        raise IndexUnwritable(
            f"无法写入索引 {str(folder)!r}：{error.strerror or error}。"
        ) from error


def _reusable_generation(folder: Path, recipe: Recipe) -> Path | None:
    """The current generation, or None where there is none to go on from."""
    try:
        generation = current_generation(folder)
        return generation if read_manifest(generation).recipe == recipe else None
    except (IndexMissing, IndexDamaged):
        return None


def _report_files(paths: Sequence[Path]) -> list[Path]:
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


def _indexed_files(base: Path | None) -> dict[str, str]:
    if base is None:
        return {}
    library = Library(base / LIBRARY_FILE)
    try:
        return library.digests()
    finally:
        library.close()


def _find_changes(
    files: Sequence[Path], paths: Sequence[Path], indexed: dict[str, str]
) -> _Changes:
    changes = _Changes()
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
    return changes


def _apply(changes: _Changes, generation: Path, encoder: Encoder, progress: Progress) -> None:
    """Write the changes into `generation`; a file that proves unreadable moves to `failed`."""
    library = Library(generation / LIBRARY_FILE, writable=True)
    keywords = KeywordIndex(generation / KEYWORDS_FOLDER)
    dimensions = encoder.encode(["维数"], "passage").shape[1]
    vectors = VectorIndex(generation / VECTORS_FOLDER, dimensions)
    try:
        for source in changes.removed:
            _take_out(source, library, keywords, vectors)
            library.drop_file(source)
        pending = [*changes.added.items(), *changes.replaced.items()]
        for done, (source, now) in enumerate(pending):
            progress(done, len(pending), Path(source).name)
            try:
                stem = _unique_stem(Path(source), library)
                reports = [(report, cut(report)) for report in read_reports(Path(source), stem)]
            except ReportUnreadable as error:
                changes.failed[source] = str(error)
                continue
            _take_out(source, library, keywords, vectors)
            library.put_file(source, now, reports)
            passages = [passage for _, cut_passages in reports for passage in cut_passages]
            keywords.add(passages)
            _encode(passages, encoder, vectors)
        _encode_indicators(library, encoder, vectors)
        progress(len(pending), len(pending), "")
        keywords.commit()
    finally:
        vectors.close()
        library.close()


def _unique_stem(path: Path, library: Library) -> str:
    """What the ids of the file's reports begin with: its name, told apart from namesakes."""
    if library.source_of(f"{path.stem}#1") in (None, str(path)):
        return path.stem
    return f"{path.stem}~{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"


def _take_out(source: str, library: Library, keywords: KeywordIndex, vectors: VectorIndex) -> None:
    earlier = library.report_ids(source)
    keywords.remove(earlier)
    vectors.remove(earlier)


def _encode(passages: Iterable[Passage], encoder: Encoder, vectors: VectorIndex) -> None:
    for batch in _batches(passages, _BATCH):
        encoded = encoder.encode([embedding_text(passage) for passage in batch], "passage")
        vectors.add(batch, encoded)


def _encode_indicators(library: Library, encoder: Encoder, vectors: VectorIndex) -> None:
    """Give each phrase of the ledger its vector, and take out those that no figure has any more."""
    told, known = set(library.indicators()), vectors.indicators()
    vectors.remove_indicators(sorted(known - told))
    new = sorted(told - known)
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        vectors.add_indicators(batch, encoder.encode(batch, "passage"))


def _batches(passages: Iterable[Passage], size: int) -> Iterator[list[Passage]]:
    remaining = iter(passages)
    while batch := list(islice(remaining, size)):
        yield batch


def _describe(generation: Path, recipe: Recipe) -> Manifest:
    library = Library(generation / LIBRARY_FILE)
    try:
        return Manifest(
            recipe=recipe,
            index_id=index_id(recipe, library.digests()),
            reports=len(library.covered()),
            passages=library.passage_count(),
        )
    finally:
        library.close()


def _nothing_left(changes: _Changes) -> str:
    reasons = "".join(f"\n  {reason}" for reason in changes.failed.values())
    return f"没有任何可用的报告，索引未建立。{reasons}"


def _result(manifest: Manifest, changes: _Changes) -> BuildResult:
    return BuildResult(
        index_id=manifest.index_id,
        reports=manifest.reports,
        passages=manifest.passages,
        added=tuple(source for source in changes.added if source not in changes.failed),
        replaced=tuple(source for source in changes.replaced if source not in changes.failed),
        removed=tuple(changes.removed),
        unchanged=changes.unchanged,
        failed=tuple(changes.failed.items()),
    )
