"""What is known of a report beside its text: from its side file, else guessed from its name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index.errors import ReportUnreadable
from index.report import Level

SIDE_FILE_SUFFIX = ".meta.toml"

_NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NOT_A_PLACE = re.compile(r"20\d\d年?|人民政府|政府|工作报告|报告|全文|[\W\d_a-zA-Z]+")
_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city",
    "地区": "city", "区": "district", "县": "district", "旗": "district",
}  # fmt: skip
_MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")


class ArticleMetadata(BaseModel):
    """One article of a file: the heading it begins at, and what differs from the file's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: _NonEmpty
    title: _NonEmpty | None = None
    reporter: _NonEmpty | None = None
    date: _NonEmpty | None = None


class ReportMetadata(BaseModel):
    """What a `*.meta.toml` beside a file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _NonEmpty | None = None
    place: _NonEmpty | None = None
    level: Level | None = None
    year: int | None = Field(default=None, ge=1949, le=2100)
    date: _NonEmpty | None = None
    article: tuple[ArticleMetadata, ...] = ()


def side_file(path: Path) -> Path:
    """Where the side file of the report file `path` lies: 名称.txt → 名称.meta.toml."""
    return path.with_name(path.stem + SIDE_FILE_SUFFIX)


def read_metadata(path: Path) -> ReportMetadata:
    """What is known of the report file `path`.

    Raises ReportUnreadable where a side file is there and is wrong; its message names the field.
    """
    beside = side_file(path)
    if not beside.exists():
        return guess_metadata(path.stem)
    try:
        return ReportMetadata.model_validate(tomllib.loads(beside.read_text(encoding="utf-8")))
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ReportUnreadable(f"元数据文件 {beside.name!r} 的字段 {field!r} 不正确。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportUnreadable(f"元数据文件 {beside.name!r} 不是有效的 TOML：{error}。") from error


def guess_metadata(stem: str) -> ReportMetadata:
    """Year and place as a file name tells them: 2025年河北省政府工作报告 → 河北省, 2025."""
    year = _YEAR.search(stem)
    place = _NOT_A_PLACE.sub("", stem)
    level = next((_LEVELS[end] for end in _LEVELS if place.endswith(end)), None)
    if level is None:
        place = ""
    if place in _MUNICIPALITIES:
        level = "province"
    return ReportMetadata(
        title=stem,
        place=place or None,
        level=level,
        year=int(year.group(1)) if year else None,
    )
