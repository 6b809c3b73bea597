"""What a build finds at its folder: a generation to go on from, or else which files it was made of.

An index that is damaged or was made by another recipe is built anew from the files it was made of,
those of folders not named this time too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from index.build.records_place import is_unfinished
from index.errors import BUILD_AGAIN, IndexDamaged, IndexMismatch, IndexMissing
from index.store.chroma import on_server
from index.store.generations import current_generation, generations, put_in_place
from index.store.library import library_of
from index.store.manifest import Manifest, Recipe, check_files, check_recipe, read_manifest

_SOURCES_FILE = "sources.json"
_SOURCES = TypeAdapter(tuple[str, ...])


@dataclass(frozen=True, slots=True)
class Standing:
    """`base` is the generation to go on from, None where there is none; `renewed` then says why, ""
    for a first build, and `sources` are the files that the index was made of, as stored paths."""

    base: Path | None
    renewed: str = ""
    sources: tuple[str, ...] = ()


def standing_of(folder: Path, recipe: Recipe, chroma_url: str = "") -> Standing:
    """What stands at `folder` for a build by `recipe`; every byte of it is looked at, and the
    records on the server are counted. Raises IndexUnreachable."""
    try:
        generation = current_generation(folder)
        manifest = read_manifest(generation)
        check_recipe(manifest, recipe)
        check_files(generation, manifest, whole=True)
        if chroma_url:
            _check_server(folder, chroma_url, manifest)
    except IndexMissing:
        sources = _recorded(folder)
        return Standing(None, f"{folder / 'current'} 不见了。" if sources else "", sources)
    except (IndexDamaged, IndexMismatch) as error:
        return Standing(None, str(error).removesuffix(BUILD_AGAIN), _recorded(folder))
    return Standing(generation)


def record_sources(generation: Path, sources: list[str]) -> None:
    """Note which files a generation is made of, apart from what may be damaged with its engines."""
    (generation / _SOURCES_FILE).write_text(
        json.dumps(sources, ensure_ascii=False), encoding="utf-8"
    )


def keep_sources(folder: Path, generation: Path) -> None:
    """Keep what `record_sources` noted, if it did, beside the generations as well, for when one is
    lost."""
    if not (generation / _SOURCES_FILE).exists():
        return
    noted = (generation / _SOURCES_FILE).read_text(encoding="utf-8")
    kept = folder / _SOURCES_FILE
    with suppress(OSError, UnicodeDecodeError):
        if kept.read_text(encoding="utf-8") == noted:
            return
    put_in_place(kept, noted)


def _recorded(folder: Path) -> tuple[str, ...]:
    """The files that the newest generation of which this can still be read was made of."""
    return next(filter(None, _candidates(folder)), ())


def _candidates(folder: Path) -> Iterator[tuple[str, ...]]:
    newest_first = generations(folder)[::-1]
    current = []
    with suppress(IndexMissing, IndexDamaged):
        current = [current_generation(folder)]
    for noted in (*current, folder, *newest_first):
        with suppress(OSError, ValidationError):
            yield _SOURCES.validate_json((noted / _SOURCES_FILE).read_bytes())
    # An index from before there were notes, or with all of them lost.
    for generation in (*current, *newest_first):
        with suppress(IndexDamaged, sqlite3.Error):
            yield _in_library(generation)


def _in_library(generation: Path) -> tuple[str, ...]:
    with closing(library_of(generation)) as library:
        return tuple(library.files.digests())


def _check_server(folder: Path, chroma_url: str, manifest: Manifest) -> None:
    if is_unfinished(folder):
        raise IndexDamaged("上次建立索引中断，Chroma 服务器上的段落可能不全。")
    with closing(on_server(chroma_url, manifest.suffix)) as store:
        if store.count() != manifest.passages:
            raise IndexDamaged("Chroma 服务器上的段落数与清单不符。")
