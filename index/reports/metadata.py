"""What is known of a report beside its text: from its side file, else guessed from text and name."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from index.errors import ReportUnreadable
from index.figures import years
from index.figures.gazetteer.lookup import places_called, unlisted
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.period_rules import RULES, span_of
from index.figures.places import own_name
from index.reading.source_text import SourceText
from index.report import DocumentKind, Level
from index.reports.place_of_report import NATION, PlaceGuess, full_name, guess_place, level_of
from index.reports.report_file import side_file
from index.reports.stored_paths import shown
from index.reports.text_doubts import text_doubts
from index.reports.year_of_report import TimeGuess, guess_time

_NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_ONE_DATE = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"\\^`{|}\x00-\x1f]{3,2000}$")]
_Date = Annotated[str, StringConstraints(pattern=rf"^{_ONE_DATE}(?:/{_ONE_DATE})?$")]
_HEAD = 600  # characters in which a report says what it is
_GIVEN = re.compile(rf"我代表\S{{0,12}}{one_of('document.government')}")
_FIRST_HEADING = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*$", re.MULTILINE)


class ArticleMetadata(BaseModel):
    """One article of a file: the heading it begins at, and what differs from the file's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    heading: _NonEmpty
    title: _NonEmpty | None = None
    reporter: _NonEmpty | None = None
    date: _Date | None = None
    url: _Url | None = None


class ReportMetadata(BaseModel):
    """What a `*.meta.toml` beside a file holds; `home`: a question without a place means its own.

    `kind` is the kind of document, `span` the years it is about, where it is about several, `url`
    the page where it was published.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: _NonEmpty | None = None
    place: _NonEmpty | None = None
    level: Level | None = None
    kind: DocumentKind | None = None
    year: int | None = Field(default=None, ge=years.FIRST, le=years.LAST)
    span: tuple[int, int] | None = None
    date: _Date | None = None
    url: _Url | None = None
    home: bool = False
    article: tuple[ArticleMetadata, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a report file, and what is doubtful about it: sentences for people."""

    metadata: ReportMetadata
    doubts: tuple[str, ...] = ()


def read_metadata(path: Path, source: SourceText, side: bytes | None) -> Known:
    """What is known of the report file `path`, which was read as `source`, and whose side file
    holds `side`, None where there is none.

    A side file is obeyed, and what the text says otherwise is a doubt. Raises ReportUnreadable
    where a side file is there and is wrong, its message naming the field; and where there is none
    and the text is of another place than the file's name says.
    """
    beside = side_file(path)
    name = PurePath(shown(path.name))
    place = guess_place(name.stem, source.text)
    given = None if side is None else _read_side_file(beside, side)
    time = guess_time(
        name.stem,
        shown(path.resolve().parent.name),
        source.text,
        title=(given and given.title) or source.title,
        published=(given and given.date) or source.date,
        kind=given.kind if given else None,
    )
    if given is not None:
        return _obeyed(given, place, time, source.text)
    if place.contradicted:
        stated = "国务院" if place.contradicted == NATION else place.contradicted
        raise ReportUnreadable(
            f"文件名 {name.name!r} 说的是 {place.place or name.stem!r}，文本却是 {stated!r} 的报告。"
            f"请改正文件，或用 {shown(beside.name)!r} 写明地方。"
        )
    title = source.title or _title(name.stem, source.text, place, time)
    guessed = _guessed(title, place, time, source.date)
    wrong = text_doubts(source.text, place.place)
    return Known(guessed, (*place.doubts, *time.doubts, *wrong))


def guess_metadata(stem: str, text: str = "") -> ReportMetadata:
    """Place, year and date by the head of the text, else by the file's name.

    2025年河北省政府工作报告 → 河北省, 2025; 2024年1月29日在杭州市第十四届人民代表大会… → 杭州市.
    """
    place, time = guess_place(stem, text), guess_time(stem, "", text)
    return _guessed(_title(stem, text, place, time), place, time)


def _guessed(
    title: str, place: PlaceGuess, time: TimeGuess, published: str | None = None
) -> ReportMetadata:
    return ReportMetadata(
        title=title,
        place=place.place,
        level=place.level,
        kind=time.document,
        year=time.year,
        span=time.span,
        date=time.date or published,
    )


def _title(stem: str, text: str, place: PlaceGuess, time: TimeGuess) -> str:
    """The heading that the text begins with, else the file's name; 杭州 is too little of one."""
    heading = _FIRST_HEADING.search(text[:_HEAD])
    if heading:
        return heading.group(1)
    if full_name(stem) and place.place and time.year and _GIVEN.search(text[:_HEAD]):
        return f"{place.place}{time.year}年政府工作报告"
    return stem


def _read_side_file(beside: Path, side: bytes) -> ReportMetadata:
    try:
        return ReportMetadata.model_validate(tomllib.loads(side.decode("utf-8")))
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ReportUnreadable(
            f"元数据文件 {shown(beside.name)!r} 的字段 {field!r} 不正确。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReportUnreadable(
            f"元数据文件 {shown(beside.name)!r} 不是有效的 TOML：{error}。"
        ) from error


def _obeyed(given: ReportMetadata, place: PlaceGuess, time: TimeGuess, text: str) -> Known:
    """The side file's metadata with the place in full, and where the text says otherwise."""
    named = (full_name(given.place) or given.place) if given.place else None
    level = given.level or level_of(named or "")
    kind = given.kind or time.document
    span = given.span or span_of(kind, [fold(given.title or "")], given.year) or time.span
    obeyed = given.model_copy(update={"place": named, "level": level, "kind": kind, "span": span})
    doubts: list[str] = []
    if named is not None:
        doubts += _doubts_of_place(named, level)
        stated = place.contradicted or place.place
        if stated and own_name(stated) != own_name(named):
            doubts.append(f"元数据文件写的是{named}，正文或文件名说的是{stated}。")
    published = (time.year or 0) + RULES[kind].given
    if given.year and time.year and given.year not in (time.year, published):
        doubts.append(f"元数据文件写的是{given.year}年，正文或文件名说的是{time.year}年。")
    if given.date and time.date and not _covers(given.date, time.date):
        doubts.append(f"元数据文件写的日期是{given.date}，正文说的是{time.date}。")
    wrong = () if given.article else text_doubts(text, named)
    return Known(obeyed, (*doubts, *wrong))


def _doubts_of_place(named: str, level: Level | None) -> list[str]:
    called = places_called(named)
    if not called and unlisted(named):
        return []
    if not called:
        return [f"地名录中没有“{named}”。"]
    if len(called) > 1:
        others = "、".join(place.full for place in called)
        return [f"“{named}”可以指{others}，请在元数据文件中写明上级。"]
    if level != called[0].level:
        return [f"元数据文件把{named}写作 {level}，地名录中是 {called[0].level}。"]
    return []


def _covers(given: str, stated: str) -> bool:
    first, _, last = given.partition("/")
    return first[: len(stated)] <= stated <= (last or first) or stated.startswith(first)
