"""How an index was made; an index made otherwise is refused rather than misread."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from index import chunker, ledger, normalise
from index.errors import IndexDamaged, IndexMismatch

FORMAT = 6
_FILE = "manifest.json"


class Recipe(BaseModel):
    """All that decides what an index built from given files holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    encoder: str
    dimensions: int
    max_characters: int
    normalisation: str
    ledger: str


class Segment(BaseModel):
    """A part of the index by the name of its folder, and how many passages lie in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    passages: int


class Manifest(BaseModel):
    """The recipe of an index, an id that changes with its content, and its segments, the oldest
    first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recipe: Recipe
    index_id: str
    reports: int
    passages: int
    segments: tuple[Segment, ...]


def recipe_for(encoder: str, dimensions: int) -> Recipe:
    """The recipe by which this version of the project builds with the encoder of that identity."""
    return Recipe(
        format=FORMAT,
        encoder=encoder,
        dimensions=dimensions,
        max_characters=chunker.MAX_CHARACTERS,
        normalisation=normalise.VERSION,
        ledger=ledger.VERSION,
    )


def index_id(recipe: Recipe, digests: dict[str, str]) -> str:
    """Same recipe and same files give the same id."""
    content = recipe.model_dump_json() + "".join(sorted(digests.values()))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()[:12]


def write_manifest(generation: Path, manifest: Manifest) -> None:
    unfinished = generation / (_FILE + ".part")
    unfinished.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    unfinished.replace(generation / _FILE)


def read_manifest(generation: Path) -> Manifest:
    """Raises IndexDamaged where the manifest is missing or is none."""
    try:
        return Manifest.model_validate_json((generation / _FILE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise IndexDamaged(
            f"索引 {str(generation)!r} 不完整或已损坏。请运行 assistant build 重新建立。"
        ) from error


def check_recipe(manifest: Manifest, recipe: Recipe) -> None:
    """Raises IndexMismatch, naming each part that differs, unless the index was made by `recipe`."""
    names = {
        "format": "索引格式",
        "encoder": "编码模型",
        "dimensions": "向量维数",
        "max_characters": "段落长度",
        "normalisation": "文字规范",
        "ledger": "数字台账规则",
    }
    made, wanted = manifest.recipe.model_dump(), recipe.model_dump()
    differing = [
        f"{name}（索引为 {made[key]!r}，现为 {wanted[key]!r}）"
        for key, name in names.items()
        if made[key] != wanted[key]
    ]
    if differing:
        raise IndexMismatch(
            f"索引与当前设置不一致：{'；'.join(differing)}。请运行 assistant build 重新建立索引。"
        )
