"""Report files to an index: read, cut, encode and store what has changed, then switch at once."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from index.build.generation_writer import GenerationWriter, LibraryWriter
from index.build.prepare import Unreadable, prepare_all
from index.build.records_place import InFolder, OnServer, RecordsPlace
from index.build.report_files import Changes, files_under, find_changes, nothing_left, with_recorded
from index.build.standing import keep_sources, record_sources, standing_of
from index.encoder.encoding import Encoder
from index.errors import IndexUnwritable, ReportUnreadable
from index.reports.stored_paths import file_name, path_of
from index.reports.text_doubts import alike, alike_words
from index.store.generations import build_lock, next_generation, remove_leftovers
from index.store.keywords import KEYWORDS_FOLDER, go_on_from
from index.store.library import LIBRARY_FILE, library_of
from index.store.manifest import (
    Manifest,
    Recipe,
    index_id,
    inventory_of,
    read_manifest,
    recipe_for,
    write_manifest,
)

Progress = Callable[[int, int, str], None]
"""Called with (files done, files in all, name of the file at hand)."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: files by what became of them, and the size of the index.

    `same_text` are files whose text another holds, with that other: answered from once. `doubts`
    are those of the files that this build took in. `renewed` says why an index that was there was
    built anew, "" where it was not.
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
    renewed: str = ""


def build_index(
    paths: Sequence[Path],
    folder: Path,
    encoder: Encoder,
    *,
    chroma_url: str = "",
    progress: Progress = lambda done, total, name: None,
) -> BuildResult:
    """Bring the index at `folder` up to date with the report files under `paths`.

    Files that have not changed are left as they are, files that vanished from a given folder are
    taken out, and files outside `paths` stay. A file that cannot be read is named in `failed`; its
    earlier version, if there is one, stays. An index that is damaged or was made by another recipe
    is built anew, from `paths` and all files that it was made of.
    The passages are put on the Chroma server `chroma_url` where one is given, else in the folder.
    Raises IndexBusy where another build holds the folder, ReportUnreadable where a path is not
    there at all, IndexUnwritable where the disk refuses, EncoderUnusable where the encoder gives no
    vector for a text; the index then stays as it was.
    """
    try:
        with build_lock(folder):
            dimensions = encoder.encode(["维数"], "passage").shape[1]
            recipe = recipe_for(encoder.identity, dimensions, chroma_url)
            standing = standing_of(folder, recipe, chroma_url)
            base = standing.base
            found = with_recorded(files_under(paths), paths, standing.sources)
            changes = find_changes(found, paths, *_indexed_files(base))
            if base is not None:
                remove_leftovers(folder, base)
                keep_sources(folder, base)
                if not changes:
                    return _result(read_manifest(base), changes)
            records = OnServer(chroma_url, folder, base) if chroma_url else InFolder(base)
            with next_generation(folder, base) as generation:
                _write(changes, generation, base, encoder, records, progress)
                manifest = _describe(generation, base, recipe, records.suffix)
                if not manifest.reports:
                    raise ReportUnreadable(nothing_left(changes))
                keep_sources(folder, generation)
            records.switched()
            return replace(_result(manifest, changes), renewed=standing.renewed)
    except OSError as error:
        raise IndexUnwritable(
            f"无法写入索引 {str(folder)!r}：{error.strerror or error}。"
        ) from error


def _indexed_files(base: Path | None) -> tuple[dict[str, str], dict[str, str]]:
    """The digest of each file of the index, and whose text the ones without reports share."""
    if base is None:
        return {}, {}
    with closing(library_of(base)) as library:
        return library.files.digests(), library.files.same_as()


def _write(
    changes: Changes,
    generation: Path,
    base: Path | None,
    encoder: Encoder,
    records: RecordsPlace,
    progress: Progress,
) -> None:
    """Write into the generation what comes of the changes to `base`."""
    if base:
        go_on_from(base / KEYWORDS_FOLDER, generation / KEYWORDS_FOLDER)
        shutil.copyfile(base / LIBRARY_FILE, generation / LIBRARY_FILE)
    with (
        records.opened(generation) as store,
        closing(GenerationWriter(generation, store, encoder)) as writer,
    ):
        _apply(changes, writer, progress)
        records.drop(store, writer.obsolete)


def _apply(changes: Changes, writer: GenerationWriter, progress: Progress) -> None:
    """Write the changes; a file that proves unreadable moves to `failed`."""
    library = writer.library
    for source in changes.removed:
        writer.take_out(source)
    library.files.forget_refused(lambda source: not path_of(source).exists())
    pending = [*changes.added, *changes.replaced]
    preparing = prepare_all(list(zip(pending, _stems(pending, library), strict=True)))
    for done, source in enumerate(pending):
        progress(done, len(pending), file_name(source))
        file = next(preparing)
        library.files.drop_refused(source)
        if isinstance(file, Unreadable):
            changes.failed[source] = file.reason
            library.files.put_refused(source, file.reason)
            continue
        writer.take_out(source)
        holder = library.files.holder_of(file.rows.text_digest, source)
        if holder:
            library.files.put_same(source, file.rows.digest, holder)
            changes.same_text[source] = holder
            continue
        writer.take_in(source, file)
        changes.doubts[source] = file.doubts
    writer.finish()
    progress(len(pending), len(pending), "")
    _doubt_copies(changes, library)


def _stems(sources: Sequence[str], library: LibraryWriter) -> list[str]:
    """What the ids of each file's reports begin with: its name, made unlike that of namesakes."""
    holders: dict[str, str] = {}
    stems = []
    for source in sources:
        stem = PurePath(file_name(source)).stem
        holder = holders.setdefault(stem, library.source_of(f"{stem}#1") or source)
        if holder != source:
            stem = f"{stem}~{hashlib.sha256(source.encode()).hexdigest()[:6]}"
        stems.append(stem)
    return stems


def _doubt_copies(changes: Changes, library: LibraryWriter) -> None:
    """Add to the doubts about the files taken in which others hold nearly the same text."""
    for pair in alike(library.files.sketches()):
        for file, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if file in changes.doubts:
                said = alike_words(other, pair.share)
                changes.doubts[file] = (*changes.doubts[file], said)


def _describe(generation: Path, base: Path | None, recipe: Recipe, suffix: str) -> Manifest:
    """Write the manifest of a generation, and give it back."""
    with closing(library_of(generation)) as library:
        reports, passages = library.counts()
        digests = library.files.digests()
    record_sources(generation, list(digests))
    before = read_manifest(base).files if base else {}
    manifest = Manifest(
        recipe=recipe,
        index_id=index_id(recipe, digests),
        reports=reports,
        passages=passages,
        suffix=suffix,
        files=inventory_of(generation, base, before),
    )
    write_manifest(generation, manifest)
    return manifest


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
