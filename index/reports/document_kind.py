"""Which kind of document a text is: from its title, else from its form, else from its words.

A kind decides what years its figures are of (`index.figures.period_rules`). What fits none is "unknown":
no year is assumed for it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.figures.normalise import fold
from index.figures.years import WRITTEN, years_in
from index.report import DocumentKind

_HEAD = 1500  # characters in which a document shows what it is
_OPENING = 500  # characters in which it says it of itself
_TITLE_LINE, _TITLE_LINES = 60, 4

_FILE = Path(__file__).with_name("document_kinds.toml")
_NEWS = re.compile(
    r"本报讯|(?:新华社|中新[社网]|人民网|央视网|本报)[^。\n]{0,16}(?:电|讯|记者)|[(（][^()（）\n]{0,20}记者[^()（）\n]{1,20}[)）]"
    r"|^\s*记者[从近日]|(?:融媒|融媒体|日报|晚报|晨报)[^。\n]{0,6}(?:讯|记者)",
    re.MULTILINE,
)
# 作关于发展国民经济的第七个五年计划的报告: a text without a title says what it is.
_SAYS = re.compile(r"关于(?P<what>[^。\n]{4,60}?)的报告")
_SALUTES = re.compile(r"位(?:代表|委员|主任)|同志们")
_REPORTS = re.compile(
    r"我(?:现在)?代表[^。]{0,24}(?:政府|行署|国务院|管委会|办事处)|(?:报告|汇报)(?:政府)?工作|政府工作报告|工作报告"
    r"|作(?:政府)?工作报告|请(?:予)?审议|受[^。]{2,12}委托"
)
_SESSION = re.compile(
    r"年\d{1,2}月\d{1,2}日[^。\n]{0,30}在[^。\n]{2,16}第[^。\n]{1,4}届[^。\n]{0,8}人民代表大会"
)
_FOR_PARTY = re.compile(
    r"我(?:现在)?代表(?:中国共产党)?[^。]{0,12}委员会[^。]{0,8}(?:向大会)?[作做]?报告"
)
# A section that looks back, and one that looks ahead: 一、过去一年的工作, 二、2024年工作安排.
_REVIEWS = re.compile(
    rf"^[^，,。；;\n]{{0,12}}(?:{WRITTEN}年|过去|去年|一年来)[^，,。；;\n]{{0,16}}(?P<what>工作|回顾|总结|任务)\s*$",
    re.MULTILINE,
)
_PLANS = re.compile(
    rf"^[^，,。；;\n]{{0,12}}(?:{WRITTEN}年|今年|今后)[^，,。；;\n]{{0,14}}(?:安排|任务|目标|工作|建议|打算)\s*$",
    re.MULTILINE,
)
_WE_DID = re.compile(r"[一五]年来[^。\n]{0,12}我们|我们(?:主要|重点)?(?:做了|抓了)以下")
_NOT_TITLE = re.compile(
    r"[。;;！!]|^各位|^同志们|^[一二三四五六七八九十]+、|^[(（][一二三四五六七八九十]+[)）]|^第[一二三四五六七八九十]+[章篇节]"
)
_DATE_LINE = re.compile(r"月\d{1,2}日")


class _Title(BaseModel):
    """Patterns of titles that say a kind."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: DocumentKind
    patterns: tuple[str, ...]


class _Words(BaseModel):
    """Words of a text that say its kind, where `enough` different ones stand in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: DocumentKind
    enough: int
    words: tuple[str, ...]


class _Vocabulary(BaseModel):
    """What the data file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    part_of_year: tuple[str, ...]
    title: tuple[_Title, ...]
    words: tuple[_Words, ...]


@cache
def _vocabulary() -> _Vocabulary:
    return _Vocabulary.model_validate(tomllib.loads(_FILE.read_text(encoding="utf-8")))


@cache
def _title_patterns() -> tuple[tuple[DocumentKind, re.Pattern[str]], ...]:
    part = "|".join(_vocabulary().part_of_year)
    return tuple(
        (title.kind, re.compile("|".join(title.patterns).replace("%PART%", part)))
        for title in _vocabulary().title
    )


@dataclass(frozen=True, slots=True)
class KindGuess:
    """The kind of a document and the titles by which it was looked for, folded, the surest first.

    `by_title` is the title that told the kind, "" where form or words did.
    """

    kind: DocumentKind
    titles: tuple[str, ...]
    by_title: str = ""


def guess_kind(names: Sequence[str], text: str) -> KindGuess:
    """The kind of the document `text`, called by `names` (its file, its page's title)."""
    head = fold(text[:_HEAD])
    titles = tuple(dict.fromkeys(title for title in _titles(names, head) if title))
    told = next(((kind, title) for title in titles if (kind := _by_title(title))), None)
    news = _NEWS.search(head[:_OPENING]) is not None
    if told and not (news and told[0] != "work_report" and not _closes(told[1])):
        return KindGuess(told[0], titles, told[1])
    return KindGuess("news" if news else _by_words(head, text), titles)


def _titles(names: Sequence[str], head: str) -> Iterator[str]:
    """The lines above the text, what the text says of itself, and the names it goes by."""
    lines: list[str] = []
    for line in filter(None, map(_bare, head.split("\n")[: 3 * _TITLE_LINES])):
        if len(line) > _TITLE_LINE or _NOT_TITLE.search(line) or len(lines) == _TITLE_LINES:
            break
        if not _DATE_LINE.search(line):
            lines.append(line)
    yield "".join(lines)
    yield from lines
    says = _SAYS.search(head[:_OPENING])
    if says and not _NEWS.search(head[:_OPENING]):
        yield _bare(says.group())
    yield from (_bare(fold(name)) for name in names)


def _bare(line: str) -> str:
    return re.sub(r"[\s#*\u200b]+", "", line)


def _by_title(title: str) -> DocumentKind | None:
    return next((kind for kind, pattern in _title_patterns() if pattern.search(title)), None)


def _closes(title: str) -> bool:
    """Whether a title is that of the document itself, not of an article on it: …统计公报."""
    return (
        re.search(
            r"(?:报告|公报|纲要|规划|草案|总结|通知|意见|方案|办法)(?:[((][^()]{1,24}[))])?$", title
        )
        is not None
    )


def _by_words(head: str, text: str) -> DocumentKind:
    if _FOR_PARTY.search(head) and "代表大会" in head:
        return "congress"
    if _SESSION.search(head) or (_SALUTES.search(head) and _REPORTS.search(head)):
        return "work_report"
    folded = fold(text)
    if _looks_both_ways(folded) or _WE_DID.search(folded):
        return "work_report"
    for told in _vocabulary().words:
        if sum(re.search(word, folded) is not None for word in told.words) >= told.enough:
            return told.kind
    return "unknown"


def named_by_its_own_year(text: str, year: int, given: int | None) -> bool | None:
    """Whether 某县人民法院2023年工作报告 tells of 2023 and was not given in it; None where the text
    does not say. `given` is the year in which it was given, where that is known.
    """
    if given is not None:
        return given > year
    folded = fold(text)
    if re.search(rf"{year}年(?:的)?(?:主要|重点)?工作(?:的)?(?:回顾|情况|总结)", folded):
        return True
    if re.search(rf"{year}年(?:的)?(?:主要|重点)?工作(?:的)?(?:安排|任务|打算|思路|建议)", folded):
        return False
    compared = re.compile(rf"(?:较|比|与|同){year - 1}年")
    years = years_in(compared.sub("", folded))
    ahead, before = years.count(year + 1), years.count(year - 1)
    if ahead != before:
        return ahead > before
    return None


def _looks_both_ways(text: str) -> bool:
    reviews = list(_REVIEWS.finditer(text))
    if any(found["what"] == "回顾" for found in reviews):
        return True
    return any(plans.start() > reviews[0].end() for plans in _PLANS.finditer(text) if reviews)
