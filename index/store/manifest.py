"""How an index was made; an index made otherwise is refused rather than misread."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import BUILD_AGAIN, IndexDamaged, IndexMismatch, ReportIndexError
from index.figures import normalise
from index.figures.figure import LEDGER_VERSION
from index.report import MAX_CHARACTERS
from index.store.durable import put_in_place
from index.store.inventory import Inventory, faults

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
    many there are; `whole` as for `index.store.inventory.faults`."""
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
