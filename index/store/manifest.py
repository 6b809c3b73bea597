"""How an index was made; an index made otherwise is refused rather than misread."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import BUILD_AGAIN, IndexDamaged, IndexMismatch, ReportIndexError
from index.figures import normalise
from index.figures.figure import LEDGER_VERSION
from index.report import MAX_CHARACTERS
from index.store.generations import put_in_place

_SMALL = 4 * 1024 * 1024  # bytes; a larger file is known by a sample where time is short
_ENDS = 1024 * 1024
_BLOCK, _BLOCKS = 4096, 256
_LOCK = ".lock"


class Entry(NamedTuple):
    """A file: its bytes, SHA-256 over all of them, and over a sample."""

    size: int
    digest: str
    sample: str


Inventory = dict[str, Entry]
"""Path below the generation, with "/" → what lies there."""


def inventory_of(generation: Path, base: Path | None, before: Inventory) -> Inventory:
    """All files of the generation but locks.

    What the inventory `before` of the generation `base` has of a file that is the same on the disk,
    by a link, is taken over without a look at it: so a build does not certify what was damaged since.
    """
    linked = {
        identity: entry
        for path, entry in before.items()
        if base and (identity := _linked(base / path))
    }
    files = sorted(file for file in generation.rglob("*") if file.is_file())
    return {
        file.relative_to(generation).as_posix(): linked.get(_linked(file) or ()) or _entry(file)
        for file in files
        if file.suffix != _LOCK
    }


def _linked(file: Path) -> tuple[int, ...] | None:
    """By what a file with several links is the same; None for a file with one."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return None
    return (status.st_dev, status.st_ino) if status.st_nlink > 1 else None


def faults(generation: Path, inventory: Mapping[str, Entry], *, whole: bool) -> Iterator[str]:
    """A word for each file that is missing or not as it was, by its path below the generation.

    By size and all bytes where `whole`, else by size and of a large file a sample: the beginning,
    the end, and blocks between, a few milliseconds a file.
    """
    for path, entry in inventory.items():
        file = generation / path
        try:
            if file.stat().st_size != entry.size:
                yield f"{path} 的大小不对"
            elif (whole and _digest(file) != entry.digest) or (
                not whole and _sample(file, entry.size) != entry.sample
            ):
                yield f"{path} 的内容不对"
        except FileNotFoundError:
            yield f"{path} 不见了"
        except OSError as error:
            yield f"{path} 无法读取（{error.strerror}）"


def _entry(file: Path) -> Entry:
    size, digest = file.stat().st_size, _digest(file)
    return Entry(size, digest, digest if size <= _SMALL else _sample(file, size))


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sample(file: Path, size: int) -> str:
    if size <= _SMALL:
        return _digest(file)
    hasher = hashlib.sha256()
    with file.open("rb") as opened:
        hasher.update(opened.read(_ENDS))
        for number in range(_BLOCKS):
            opened.seek(_ENDS + (size - 2 * _ENDS) * number // _BLOCKS)
            hasher.update(opened.read(_BLOCK))
        opened.seek(size - _ENDS)
        hasher.update(opened.read(_ENDS))
    return hasher.hexdigest()


FORMAT = 7
_FILE = "manifest.json"


RecordsPlace = Literal["folder", "server"]
"""Where Chroma holds the passages: embedded in the index, or on a server."""


class Recipe(BaseModel):
    """All that decides what an index built from given files holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    encoder: str
    dimensions: int
    max_characters: int
    normalisation: str
    ledger: str
    place: RecordsPlace


class Manifest(BaseModel):
    """The recipe of an index, an id that changes with its content, and all its files. `suffix` ends
    the names of its collections on a Chroma server. `seal` is a digest of the rest, so that damage
    to the manifest is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recipe: Recipe
    index_id: str
    reports: int
    passages: int
    suffix: str = ""
    files: Inventory = Field(default_factory=dict)
    seal: str = ""

    def sealed(self) -> Manifest:
        unsealed = self.model_copy(update={"seal": ""}).model_dump_json()
        digest = hashlib.sha256(unsealed.encode("utf-8")).hexdigest()
        return self.model_copy(update={"seal": digest})


class _Made(BaseModel):
    """What every format of the manifest has."""

    class _Recipe(BaseModel):
        format: int

    recipe: _Recipe


def recipe_for(encoder: str, dimensions: int, chroma_url: str = "") -> Recipe:
    """The recipe by which this version of the project builds with the encoder of that identity, on
    the Chroma server of that address where one is given."""
    return Recipe(
        format=FORMAT,
        encoder=encoder,
        dimensions=dimensions,
        max_characters=MAX_CHARACTERS,
        normalisation=normalise.VERSION,
        ledger=LEDGER_VERSION,
        place="server" if chroma_url else "folder",
    )


def index_id(recipe: Recipe, digests: dict[str, str]) -> str:
    """Same recipe and same files give the same id."""
    content = recipe.model_dump_json() + "".join(sorted(digests.values()))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]


def write_manifest(generation: Path, manifest: Manifest) -> None:
    put_in_place(generation / _FILE, manifest.sealed().model_dump_json(indent=1))


def read_manifest(generation: Path) -> Manifest:
    """Raises IndexDamaged where the manifest is missing, is none or was changed, and IndexMismatch
    where it is of another format."""
    try:
        written = (generation / _FILE).read_text(encoding="utf-8")
        manifest = Manifest.model_validate_json(written)
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(generation, "清单无法读取") from error
    except ValidationError as error:
        raise _unlike(generation, written) from error
    if manifest != manifest.sealed() and manifest.recipe.format == FORMAT:
        raise _damaged(generation, "清单的内容不对")
    return manifest


def _unlike(generation: Path, written: str) -> ReportIndexError:
    try:
        made = _Made.model_validate_json(written).recipe.format
    except ValidationError:
        made = FORMAT
    if made == FORMAT:
        return _damaged(generation, "清单不完整")
    return _mismatch([f"索引格式（索引为 {made!r}，现为 {FORMAT!r}）"])


def _damaged(generation: Path, how: str) -> IndexDamaged:
    return IndexDamaged(f"索引 {str(generation)!r} 不完整或已损坏：{how}。{BUILD_AGAIN}")


def check_files(generation: Path, manifest: Manifest, *, whole: bool = False) -> None:
    """Raises IndexDamaged, naming the first file that is missing or not as it was built and how
    many there are; `whole` as for `index.store.manifest.faults`."""
    found = list(faults(generation, manifest.files, whole=whole))
    if found:
        others = f"，另有 {len(found) - 1} 处损坏" if len(found) > 1 else ""
        raise _damaged(generation, f"{found[0]}{others}")


def check_recipe(manifest: Manifest, recipe: Recipe) -> None:
    """Raises IndexMismatch, naming each part that differs, unless the index was made by `recipe`."""
    names = {
        "format": "索引格式",
        "encoder": "编码模型",
        "dimensions": "向量维数",
        "max_characters": "段落长度",
        "normalisation": "文字规范",
        "ledger": "数字台账规则",
        "place": "段落所在的 Chroma",
    }
    made, wanted = manifest.recipe.model_dump(), recipe.model_dump()
    differing = [
        f"{name}（索引为 {made[key]!r}，现为 {wanted[key]!r}）"
        for key, name in names.items()
        if made[key] != wanted[key]
    ]
    if differing:
        raise _mismatch(differing)


def _mismatch(differing: Sequence[str]) -> IndexMismatch:
    return IndexMismatch(f"索引与当前设置不一致：{'；'.join(differing)}。{BUILD_AGAIN}")
