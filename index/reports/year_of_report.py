"""The year, the day and the kind of a document, by its head, its headings and its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.period_rules import RULES, PeriodRule, span_of, year_of_congress
from index.figures.years import ARABIC, FIRST, LAST, WRITTEN, YEAR, year_of, years_in
from index.report import DocumentKind
from index.reports.document_kind import KindGuess, guess_kind, named_by_its_own_year

_BARE_YEAR = re.compile(rf"(?<!\d){ARABIC}(?!\d)")
_HEAD = 600  # characters in which a report says what it is
_FOOT = 300  # characters in which a notice is signed and dated
_TITLE_YEAR = re.compile(rf"^#*[ \t]*({WRITTEN})年[^\n。]{{0,20}}工作报告", re.MULTILINE)
# A report that looks back on a year was delivered in the next.
_REVIEWED = re.compile(
    rf"({WRITTEN})年(?:政府|国内)?{one_of('document.weight')}?工作(?:的)?(?:回顾|情况)|回顾({WRITTEN})年"
    rf"|^[一二三][、.]\s*({WRITTEN})年主要工作",
    re.MULTILINE,
)
# The years that headings name: for the last one the report says what is planned.
_HEADING_YEAR = re.compile(
    rf"^(?:[一二三]、)?[^，,。；;\d\n]{{0,8}}({WRITTEN})年[^，,。；;\n]{{0,14}}{one_of('document.plan_ends')}[ \t\r]*$",
    re.MULTILINE,
)
_PASSED = re.compile(
    rf"过去的({WRITTEN})年|(?:^|。)\s{{0,9}}({WRITTEN})年[,，]?(?:是|在)", re.MULTILINE
)
_DAY = rf"({WRITTEN})年\s{{0,9}}(\d{{1,2}})月\s{{0,9}}(\d{{1,2}})日"
_HELD_ON = re.compile(
    rf"{_DAY}[^\n。]{{0,6}}?在|{_DAY}[^\n。]{{0,24}}?在[^\n。]{{2,14}}第[^\n。]{{1,4}}届"
)
# A day by itself: in parentheses below a title, on a line of its own, after 发布时间.
_DATED = re.compile(
    rf"[(（]\s*{_DAY}[^\n()（）]{{0,40}}[)）]|(?:^|{one_of('document.published')}[:：]?)\s{{0,9}}{_DAY}\s*(?:$|[\s|｜])",
    re.MULTILINE,
)
_DOCUMENT_NUMBER = re.compile(rf"[〔\[(（]({ARABIC})[〕\])）]\s*\d+\s*号")
_LISTED = re.compile(rf"(?P<first>{WRITTEN})年?、{WRITTEN}年")
_MONTHS_BEFORE = 10  # a congress held after this month hears the report on the year then ending
_BODY_TITLE = re.compile(
    rf"(?<!\d)(?P<year>{WRITTEN})年?度?[^年]{{0,20}}工作报告|工作报告[(](?P<at_end>{WRITTEN})"
)
_GOVERNMENT = re.compile(rf"政府工作报告|代表[^。]{{0,24}}{one_of('document.government')}")
_WHOLE_YEAR = re.compile(one_of("document.whole_year"))

Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class TimeGuess:
    """The year and the ISO date of a document, its kind and what years it is about where several;
    `doubts` are sentences for people."""

    year: int | None
    date: str | None
    doubts: tuple[str, ...] = ()
    document: DocumentKind = "unknown"
    span: tuple[int, int] | None = None


def guess_time(
    name: str,
    folder: str,
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    kind: DocumentKind | None = None,
) -> TimeGuess:
    """The year of the document `text` in a file called `name` in `folder`, and the day it was given.

    What the text says of its own time comes before the names. The folder's name only bears out.
    `title` is that of its page, `published` the ISO date of it, `kind` what a side file says.
    """
    folded = fold(text)
    guess = guess_kind([title or "", name], text)
    document = kind or guess.kind
    held = _day(_HELD_ON.search(folded[:_HEAD]))
    if document in ("work_report", "year_report", "unknown"):
        year = _year_of_report(name, folded, held)
        day = held
    else:
        day = held or _dated(document, folded) or _iso_day(published)
        year = _named_year(document, guess, day, folded) or _one_year(name)
    if year is not None and not FIRST <= year <= LAST:
        year = None
    doubts: list[str] = []
    if kind is None and document == "work_report" and year is not None:
        document, year, doubts = _named_how(guess, folded, year, held)
    doubts = [*_doubts(year, RULES[document], (name, folder), folded), *doubts]
    if document == "unknown":
        doubts.append("看不出是哪一种文件，没有写明年份的数字不归到任何一年。")
    date = "{}-{:02}-{:02}".format(*day) if day else None
    span = span_of(document, guess.titles, year)
    return TimeGuess(year, date, tuple(doubts), document, span)


def _day(found: re.Match[str] | None) -> Day | None:
    if found is None:
        return None
    year, month, day = (part for part in found.groups() if part)
    return year_of(year), int(month), int(day)


def _iso_day(published: str | None) -> Day | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", published or "")
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _dated(document: DocumentKind, text: str) -> Day | None:
    """The day below the title or, of a notice, in its last lines."""
    day = _day(_DATED.search(text[:_HEAD]))
    if day is None and document in ("policy", "plan", "summary"):
        *_, day = None, *map(_day, _DATED.finditer(text[-_FOOT:]))
    return day


def _year_of_report(name: str, text: str, held: Day | None) -> int | None:
    planned = max(map(year_of, _HEADING_YEAR.findall(text)), default=None)
    stated = _stated_year(text, held) or _one_year(name)
    return stated or planned or _year_after(_PASSED.search(text))


def _stated_year(text: str, day: Day | None) -> int | None:
    titled = _TITLE_YEAR.search(text[:_HEAD])
    if titled:
        return year_of(titled[1])
    reviewed = _year_after(_REVIEWED.search(text))
    if day is None:
        return reviewed
    ending = day[1] > _MONTHS_BEFORE and reviewed == day[0] + 1
    return reviewed if ending else day[0]


def _year_after(reviewed: re.Match[str] | None) -> int | None:
    return year_of(next(filter(None, reviewed.groups()))) + 1 if reviewed else None


def _named_year(document: DocumentKind, guess: KindGuess, day: Day | None, text: str) -> int | None:
    """The year that the title names; of news and notices the one they are dated."""
    if document == "congress":
        counted = next(filter(None, map(year_of_congress, guess.titles)), None)
        return day[0] if day else counted
    if document == "news":
        return day[0] if day else None
    if document == "policy":  # 2025年节假日安排 is of 2025, whenever it was signed
        number = _DOCUMENT_NUMBER.search(text[:_HEAD])
        signed = day[0] if day else int(number[1]) if number else None
        return _titled_year(document, [_DOCUMENT_NUMBER.sub("", t) for t in guess.titles]) or signed
    if document == "plan":
        span = span_of(document, guess.titles, None)
        named = next(filter(None, map(_one_year, guess.titles)), None)
        return day[0] if day else named or (span[0] if span else None)
    titles = (guess.by_title, *guess.titles)
    return _titled_year(document, titles) or _year_by_day(document, day, text)


def _titled_year(document: DocumentKind, titles: Sequence[str]) -> int | None:
    """Of two years in a title (2023年预算执行情况和2024年预算草案) the first or the last, by kind."""
    for title in filter(None, titles):
        years = years_in(title) or [int(year) for year in _BARE_YEAR.findall(title)]
        listed = _LISTED.search(title)
        if listed:  # 关于1980、1981年国民经济计划安排的报告
            return year_of(listed["first"])
        if years:
            return max(years) if RULES[document].named_last else min(years)
    return None


def _year_by_day(document: DocumentKind, day: Day | None, text: str) -> int | None:
    """The year of a document without one in its title: by its day, else the first that it names."""
    rule = RULES[document]
    if day is not None:
        return day[0] - rule.given
    first = YEAR.search(text[:_HEAD])
    if first is None:
        return None
    return year_of(first.group()) - min(rule.settled, 0)


def _named_how(
    guess: KindGuess, text: str, year: int, held: Day | None
) -> tuple[DocumentKind, int, list[str]]:
    """Whether the report of a court or another body is named by the year it is about.

    某县人民法院2023年工作报告 may be given in 2023 or on 2023; a government's is always given in it.
    """
    title = next(filter(None, map(_BODY_TITLE.search, guess.titles)), None)
    if title is None or _GOVERNMENT.search(title.string + text[:_HEAD]):
        return "work_report", year, []
    named = year_of(title["year"] or title["at_end"])
    own = named_by_its_own_year(text, named, held[0] if held else None)
    if own is not None:
        return ("year_report" if own else "work_report"), named, []
    if not _WHOLE_YEAR.search(text):
        return "unknown", named, [f"看不出{named}年是作报告的年份还是所报告的年份。"]
    doubt = f"题目中的{named}年按所报告的年份收录，正文没有说明作报告的时间。"
    return "year_report", named, [doubt]


def _one_year(name: str) -> int | None:
    """The year in a name that has one alone: 2019-2024年汇编 has none."""
    folded = fold(name)
    years = {*map(int, _BARE_YEAR.findall(folded)), *years_in(folded)}
    return years.pop() if len(years) == 1 else None


def _doubts(year: int | None, rule: PeriodRule, names: tuple[str, str], text: str) -> Iterator[str]:
    if year is None:
        yield "文件名和正文都没有说明年份。"
        return
    for what, said in zip(("文件名", "文件夹名"), map(_one_year, names), strict=True):
        if said is not None and said not in (year, year + rule.given):
            yield f"{what}说的是{said}年，正文说的是{year}年，按{year}年收录。"
    looks_back = rule.outcome == -1
    if looks_back and not any(map(_one_year, names)) and year not in years_in(text):
        yield f"年份{year}只由正文所回顾的{year - 1}年推得。"
