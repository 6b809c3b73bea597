"""What is known of a report beside its text: from its side file, else guessed from its name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index.errors import ReportUnreadable
from index.places import city_called
from index.reading.source_text import SourceText
from index.report import Level

SIDE_FILE_SUFFIX = ".meta.toml"

_NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NOT_A_PLACE = re.compile(r"20\d\d年?|人民政府|政府|工作报告|报告|全文|[\W\d_a-zA-Z]+")
_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city",
    "地区": "city", "区": "district", "县": "district", "旗": "district",
}  # fmt: skip
_HEAD = 600  # characters in which a report says what it is
_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_TITLE_YEAR = re.compile(r"^#*[ \t]*(20\d\d)年[^\n。]{0,20}工作报告", re.MULTILINE)
# A report that looks back on a year was delivered in the next.
_REVIEWED = re.compile(r"(20\d\d)年(?:政府)?(?:主要|重点)?工作(?:的)?(?:回顾|情况)|回顾(20\d\d)年")
# The years that headings name: of the last one the report tells what is planned.
_HEADING_YEAR = re.compile(
    r"^(?:[一二三]、)?[^，,。；;\d\n]{0,8}(20\d\d)年[^，,。；;\n]{0,14}(?:安排|任务|目标|工作|建议)[ \t\r]*$",
    re.MULTILINE,
)
_HELD_ON = re.compile(r"(20\d\d)年\s*(\d{1,2})月\s*(\d{1,2})日[^\n。]{0,6}?在")
_PLACE_IN_HEAD = (
    re.compile(r"在([\u4e00-\u9fff]{2,12}?)第[一二三四五六七八九十]+届人民代表大会"),
    re.compile(
        r"^#*[ \t]*(?:20\d\d年)?([\u4e00-\u9fff]{2,10}?)(?:人民)?政府工作报告", re.MULTILINE
    ),
)
# 我代表国务院, 我代表广元市人民政府: for whom the report is given.
_GIVEN_FOR = re.compile(r"我代表(?:(国务院)|([\u4e00-\u9fff]{2,12}?)(?:人民)?政府)")
_OPENING = 3000  # characters in which that is said
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


def read_metadata(path: Path, source: SourceText, side: bytes | None) -> ReportMetadata:
    """What is known of the report file `path`, which was read as `source`, and whose side file
    holds `side`.

    Raises ReportUnreadable where a side file is there and is wrong, its message naming the field;
    and where there is none and the text is given for another place than the file's name says.
    """
    beside = side_file(path)
    if side is None:
        guessed = guess_metadata(path.stem, source.text)
        _refuse_another_place(path, guessed.place, source.text)
        said = {"title": source.title, "date": guessed.date or source.date}
        return guessed.model_copy(update={key: value for key, value in said.items() if value})
    try:
        return ReportMetadata.model_validate(tomllib.loads(side.decode("utf-8")))
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ReportUnreadable(f"元数据文件 {beside.name!r} 的字段 {field!r} 不正确。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportUnreadable(f"元数据文件 {beside.name!r} 不是有效的 TOML：{error}。") from error


def _refuse_another_place(path: Path, place: str | None, text: str) -> None:
    """Another's figures must not be told as those of the place that a file is named after."""
    given_for = _GIVEN_FOR.search(text[:_OPENING])
    if place is None or given_for is None:
        return
    other = given_for[1] or _place_in(given_for[2])
    if other and place not in other and other not in place:
        raise ReportUnreadable(
            f"文件名 {path.name!r} 说的是 {place!r}，文本却是 {other!r} 的报告。"
            f"请改正文件，或用 {side_file(path).name!r} 写明地方。"
        )


def guess_metadata(stem: str, text: str = "") -> ReportMetadata:
    """Place, year and date as the file's name tells them, else the head of the text.

    2025年河北省政府工作报告 → 河北省, 2025; 2024年1月29日在杭州市第十四届人民代表大会… → 杭州市.
    A place is only taken with its level (河北省, not 河北): a doubtful one is left open.
    """
    head = text[:_HEAD]
    place = _place_in(_NOT_A_PLACE.sub("", stem)) or next(
        (
            place
            for pattern in _PLACE_IN_HEAD
            for place in map(_place_in, pattern.findall(head))
            if place
        ),
        None,
    )
    held = _HELD_ON.search(head)
    year = _YEAR.search(stem) or _TITLE_YEAR.search(head) or held
    said = int(year.group(1)) if year else _year_after(_REVIEWED.search(text))
    title = _FIRST_HEADING.search(head)
    return ReportMetadata(
        title=title.group(1) if title else stem,
        place=place,
        level=_level_of(place) if place else None,
        year=said or max(map(int, _HEADING_YEAR.findall(text)), default=None),
        date=f"{held[1]}-{int(held[2]):02}-{int(held[3]):02}" if held else None,
    )


def _year_after(reviewed: re.Match[str] | None) -> int | None:
    return int(reviewed[1] or reviewed[2]) + 1 if reviewed else None


def _place_in(written: str) -> str | None:
    """`written` where it is a place's name with its level, else None; 杭州 is 杭州市."""
    full = city_called(written) or written
    return full if _level_of(full) else None


def _level_of(place: str) -> Level | None:
    if place in _MUNICIPALITIES:
        return "province"
    return next((level for end, level in _LEVELS.items() if place.endswith(end)), None)
