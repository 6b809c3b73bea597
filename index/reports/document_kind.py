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

from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.years import WRITTEN, years_in
from index.report import DocumentKind

_HEAD = 1500  # characters in which a document shows what it is
_OPENING = 500  # characters in which it says it of itself
_TITLE_LINE, _TITLE_LINES = 60, 4

_FILE = Path(__file__).with_name("document_kinds.toml")
_NEWS = re.compile(
    rf"本报讯|{one_of('document.agency')}[^。\n]{{0,16}}(?:电|讯|记者)|[(（][^()（）\n]{{0,20}}记者[^()（）\n]{{1,20}}[)）]"
    rf"|^\s*记者[从近日]|{one_of('document.newspaper')}[^。\n]{{0,6}}(?:讯|记者)",
    re.MULTILINE,
)
# 作关于发展国民经济的第七个五年计划的报告: a text without a title says what it is.
_SAYS = re.compile(r"关于(?P<what>[^。\n]{4,60}?)的报告")
_SALUTES = re.compile(rf"位{one_of('document.audience')}|同志们")
_REPORTS = re.compile(
    rf"我(?:现在)?代表[^。]{{0,24}}{one_of('document.government', 'document.office')}"
    r"|(?:报告|汇报)(?:政府)?工作|工作报告|请(?:予)?审议|受[^。]{2,12}委托"
)
_SESSION = re.compile(
    r"年\d{1,2}月\d{1,2}日[^。\n]{0,30}在[^。\n]{2,16}第[^。\n]{1,4}届[^。\n]{0,8}人民代表大会"
)
_FOR_PARTY = re.compile(
    r"我(?:现在)?代表(?:中国共产党)?[^。]{0,12}委员会[^。]{0,8}(?:向大会)?[作做]?报告"
)
# A section that looks back, and one that looks ahead: 一、过去一年的工作, 二、2024年工作安排.
_REVIEWS = re.compile(
    rf"^[^，,。；;\n]{{0,12}}(?:{WRITTEN}年|{one_of('document.review_opens')})[^，,。；;\n]{{0,16}}"
    rf"(?P<what>{one_of('document.review_ends')})\s*$",
    re.MULTILINE,
)
_PLANS = re.compile(
    rf"^[^，,。；;\n]{{0,12}}(?:{WRITTEN}年|{one_of('document.plan_opens')})[^，,。；;\n]{{0,14}}"
    rf"{one_of('document.plan_ends')}\s*$",
    re.MULTILINE,
)
_WORK = rf"年(?:的)?{one_of('document.weight')}?工作(?:的)?"
_WE_DID = re.compile(
    rf"[一五]年来[^。\n]{{0,12}}我们|我们{one_of('document.weight')}?(?:做了|抓了)以下"
)
_NOT_TITLE = re.compile(
    rf"[。;；！!]|^{one_of('document.no_title')}|^[一二三四五六七八九十]+、"
    r"|^[(（][一二三四五六七八九十]+[)）]|^第[一二三四五六七八九十]+[章篇节]"
)
_CLOSES = re.compile(rf"{one_of('document.title_end')}(?:[((][^()]{{1,24}}[))])?$")
_DATE_LINE = re.compile(r"月\d{1,2}日")


class _Data(BaseModel):
    """A table of the data file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Title(_Data):
    """Patterns of titles that say a kind."""

    kind: DocumentKind
    patterns: tuple[str, ...]


class _Words(_Data):
    """Words of a text that say its kind, where `enough` different ones stand in it."""

    kind: DocumentKind
    enough: int
    words: tuple[str, ...]


class _Vocabulary(_Data):
    """What the data file holds."""

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

    `by_title` is the title that decided the kind, "" where form or words did.
    """

    kind: DocumentKind
    titles: tuple[str, ...]
    by_title: str = ""


def guess_kind(names: Sequence[str], text: str) -> KindGuess:
    """The kind of the document `text`, called by `names` (its file, its page's title)."""
    head = fold(text[:_HEAD])
    titles = tuple(dict.fromkeys(title for title in _titles(names, head) if title))
    kind, title = next(
        ((kind, title) for title in titles if (kind := _by_title(title))), (None, "")
    )
    news = _NEWS.search(head[:_OPENING]) is not None
    on_it = news and kind != "work_report" and not _CLOSES.search(title)
    if kind and not on_it:
        return KindGuess(kind, titles, title)
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


def _by_words(head: str, text: str) -> DocumentKind:
    if _FOR_PARTY.search(head) and "代表大会" in head:
        return "congress"
    if _SESSION.search(head) or (_SALUTES.search(head) and _REPORTS.search(head)):
        return "work_report"
    folded = fold(text)
    if _looks_both_ways(folded) or _WE_DID.search(folded):
        return "work_report"
    for known in _vocabulary().words:
        if sum(re.search(word, folded) is not None for word in known.words) >= known.enough:
            return known.kind
    return "unknown"


def named_by_its_own_year(text: str, year: int, given: int | None) -> bool | None:
    """Whether 某县人民法院2023年工作报告 is about 2023 and was not given in it; None where the text
    does not say. `given` is the year in which it was given, where that is known.
    """
    if given is not None:
        return given > year
    folded = fold(text)
    if re.search(rf"{year}{_WORK}{one_of('document.work_reviewed')}", folded):
        return True
    if re.search(rf"{year}{_WORK}{one_of('document.work_planned')}", folded):
        return False
    compared = re.compile(rf"(?:较|比|与|同){year - 1}年")
    years = years_in(compared.sub("", folded))
    ahead, before = years.count(year + 1), years.count(year - 1)
    return None if ahead == before else ahead > before


def _looks_both_ways(text: str) -> bool:
    reviews = list(_REVIEWS.finditer(text))
    if any(found["what"] == "回顾" for found in reviews):
        return True
    return any(plans.start() > reviews[0].end() for plans in _PLANS.finditer(text) if reviews)
