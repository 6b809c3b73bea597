"""Report files to an index: read, cut, encode and store what has changed, then switch at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from index.changes import Changes, find_changes, nothing_left
from index.chunker import cut, embedding_text
from index.encoding import Encoder, check_placed
from index.errors import IndexDamaged, IndexMissing, IndexUnwritable, ReportUnreadable
from index.generations import build_lock, current_generation, next_generation
from index.keywords import KeywordIndex
from index.library import Library
from index.manifest import Manifest, Recipe, index_id, read_manifest, recipe_for, write_manifest
from index.reader import read_reports
from index.report import Passage, Report
from index.report_files import files_under, read_file
from index.same_text import alike_words
from index.vectors import VectorIndex

LIBRARY_FILE = "library.sqlite"
KEYWORDS_FOLDER = "keywords"
VECTORS_FOLDER = "vectors"

_BATCH = 512

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: files by what became of them, and the size of the index.

    `same_text` are files whose text another holds, with that other: answered from once. `doubts`
    are those of the files that this build took in.
    """

    index_id: str
    reports: int
    passages: int
    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    same_text: tuple[tuple[str, str], ...] = ()
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()


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
    there at all, IndexUnwritable where the disk refuses, EncoderUnusable where the encoder gives no
    vector for a text; the index then stays as it was.
    """
    try:
        with build_lock(folder):
            recipe = recipe_for(encoder.identity, encoder.encode(["维数"], "passage").shape[1])
            base = _reusable_generation(folder, recipe)
            changes = find_changes(files_under(paths), paths, *_indexed_files(base))
            if base is not None and not changes:
                return _result(read_manifest(base), changes)
            with next_generation(folder, base) as generation:
                _apply(changes, generation, encoder, progress)
                manifest = _describe(generation, recipe)
                if not manifest.reports:
                    raise ReportUnreadable(nothing_left(changes))
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


def _indexed_files(base: Path | None) -> tuple[dict[str, str], dict[str, str]]:
    """The digest of each file of the index, and whose text the ones without reports share."""
    if base is None:
        return {}, {}
    library = Library(base / LIBRARY_FILE)
    try:
        return library.files.digests(), library.files.same_as()
    finally:
        library.close()


def _apply(changes: Changes, generation: Path, encoder: Encoder, progress: Progress) -> None:
    """Write the changes into `generation`; a file that proves unreadable moves to `failed`."""
    library = Library(generation / LIBRARY_FILE, writable=True)
    keywords = KeywordIndex(generation / KEYWORDS_FOLDER)
    dimensions = encoder.encode(["维数"], "passage").shape[1]
    vectors = VectorIndex(generation / VECTORS_FOLDER, dimensions)
    try:
        for source in changes.removed:
            _take_out(source, library, keywords, vectors)
            library.drop_file(source)
        library.files.forget_refused(lambda source: not Path(source).exists())
        pending = [*changes.added, *changes.replaced]
        for done, source in enumerate(pending):
            progress(done, len(pending), Path(source).name)
            digest, reports = _read(source, changes, library)
            if not reports:
                continue
            _take_out(source, library, keywords, vectors)
            holder = library.files.holder_of("".join(report.text for report, _ in reports), source)
            if holder:
                library.put_same(source, digest, holder)
                changes.same_text[source] = holder
                continue
            library.put_file(source, digest, reports)
            changes.doubts[source] = reports[0][0].doubts
            passages = [passage for _, cut_passages in reports for passage in cut_passages]
            keywords.add(passages)
            _encode(passages, encoder, vectors)
        _encode_indicators(library, encoder, vectors)
        progress(len(pending), len(pending), "")
        keywords.commit()
        _doubt_copies(changes, library)
    finally:
        vectors.close()
        library.close()


def _read(
    source: str, changes: Changes, library: Library
) -> tuple[str, list[tuple[Report, list[Passage]]]]:
    """The digest of a file and its reports with their passages; none where it proves unreadable."""
    library.files.drop_refused(source)
    try:
        stem = _unique_stem(Path(source), library)
        file = read_file(Path(source))
        return file.digest, [(report, cut(report)) for report in read_reports(file, stem)]
    except ReportUnreadable as error:
        changes.failed[source] = str(error)
        library.files.put_refused(source, str(error))
        return "", []


def _doubt_copies(changes: Changes, library: Library) -> None:
    """Add to the doubts about the files taken in which others hold nearly the same text."""
    for pair in library.files.alike():
        for file, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if file in changes.doubts:
                said = alike_words(other, pair.share)
                changes.doubts[file] = (*changes.doubts[file], said)


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
        texts = [embedding_text(passage) for passage in batch]
        encoded = encoder.encode(texts, "passage")
        check_placed(texts, encoded)
        vectors.add(batch, encoded)


def _encode_indicators(library: Library, encoder: Encoder, vectors: VectorIndex) -> None:
    """Give each phrase of the ledger its vector, and take out those that no figure has any more."""
    told, known = set(library.indicators()), vectors.indicators()
    vectors.remove_indicators(sorted(known - told))
    new = sorted(told - known)
    for start in range(0, len(new), _BATCH):
        batch = new[start : start + _BATCH]
        encoded = encoder.encode(batch, "passage")
        check_placed(batch, encoded)
        vectors.add_indicators(batch, encoded)


def _batches(passages: Iterable[Passage], size: int) -> Iterator[list[Passage]]:
    remaining = iter(passages)
    while batch := list(islice(remaining, size)):
        yield batch


def _describe(generation: Path, recipe: Recipe) -> Manifest:
    library = Library(generation / LIBRARY_FILE)
    try:
        return Manifest(
            recipe=recipe,
            index_id=index_id(recipe, library.files.digests()),
            reports=len(library.covered()),
            passages=library.passage_count(),
        )
    finally:
        library.close()


def _result(manifest: Manifest, changes: Changes) -> BuildResult:
    left_out = {*changes.failed, *changes.same_text}
    return BuildResult(
        index_id=manifest.index_id,
        reports=manifest.reports,
        passages=manifest.passages,
        added=tuple(source for source in changes.added if source not in left_out),
        replaced=tuple(source for source in changes.replaced if source not in left_out),
        removed=tuple(changes.removed),
        unchanged=changes.unchanged,
        failed=tuple(changes.failed.items()),
        same_text=tuple(changes.same_text.items()),
        doubts=tuple((source, said) for source, said in changes.doubts.items() if said),
    )
