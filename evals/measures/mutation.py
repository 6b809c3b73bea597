"""Wrong figures made from right ones, to measure what a checker lets through.

A right sentence is a clause of a report as an answer would say it, with year and place set before
it, cited to its passage. Each mutation makes one thing in it wrong. After: mutation testing of
programs (DeMillo, Lipton, Sayward 1978).
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.figures.bound_time import months_before
from index.figures.clauses import sentences_of
from index.figures.figure import Figure
from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.figures.places import own_name
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage

Kind = Literal[
    "digit", "ten_times", "unit", "other_figure", "neighbour", "kind", "year", "place",
    "negated", "direction", "comparison", "parent", "completion", "person", "clause",
]  # fmt: skip
_SCALES = {"万": "亿", "亿": "万"}
_UNITS = {
    "%": "个百分点", "个百分点": "%", "亩": "公顷", "公顷": "亩", "人": "户", "户": "人", "家": "个",
    "个": "家", "项": "个", "公里": "米", "吨": "斤", "元": "美元", "平方米": "亩", "件": "项",
    "人次": "人", "万": "亿",
}  # fmt: skip
_RANKS = "二三四五六七八九"
_ELSEWHERE = ("乌鲁木齐市", "海口市", "长春市")
_ONLY_PLANNED = re.compile(r"谋划|储备|安排|部署")
_AIM_WORDS = re.compile(r"力争|目标|预期|计划|争取|确保|左右|要|将")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with marker [1], the passage that stands for it, and the figure it is about."""

    text: str
    passage: Passage
    figure: Quantity


@dataclass(frozen=True, slots=True)
class Mutant:
    """A statement made wrong, `text[start:end]` being its figure, which is or says what is wrong."""

    kind: Kind
    text: str
    passage: Passage
    start: int
    end: int


def statements_of(passages: Sequence[Passage]) -> Iterator[Statement]:
    """A right sentence for each figure of `passages` that stands in a clause of its own subject."""
    for passage in passages:
        figures = [f for f in figures_of(passage) if f.binding.attribute != "date"]
        for sentence in sentences_of(passage):
            for start, end in sentence.segments():
                inside = [
                    f
                    for f in figures
                    if start <= f.binding.quantity.start < end
                    and not _part_cut_off(f, passage, start)
                ]
                for figure in inside:
                    yield _statement(passage, figure, start, end)


def _statement(passage: Passage, figure: Figure, start: int, end: int) -> Statement:
    opening = _opening(passage, passage.text[figure.evidence[0] : end])
    written = f"{opening}{passage.text[start:end]}。[1]"
    moved = figure.binding.quantity.moved(len(opening) - start)
    return Statement(written, passage, moved)


def _part_cut_off(figure: Figure, passage: Passage, start: int) -> bool:
    """Whether the part of the year that a figure is of (1—11月，…) stands before what is quoted."""
    period = figure.binding.period
    said = passage.text[start : figure.binding.quantity.start]
    return bool(period and period.months and not period.months.same_as(months_before(said)))


def _opening(passage: Passage, said: str) -> str:
    """The year and place that the headings give, where the sentence up to there names no time."""
    place = own_name(passage.place) if passage.place else ""
    if not passage.period or re.search(r"20\d\d|[去今上明]年|年来|十[一二三四五]五", fold(said)):
        return ""
    if passage.kind == "target":
        return f"{place}{passage.period}年计划："
    return f"{passage.period}年，{place}"


def mutants_of(
    statement: Statement, others: Sequence[Quantity], chance: random.Random
) -> Iterator[Mutant]:
    """Each way in which `statement` can be made wrong; `others` are the report's quantities."""
    figure = statement.figure
    raw = figure.raw
    beside = [q for q in parse_quantities(statement.passage.text) if _could_stand(q, figure)]
    changed: list[tuple[Kind, str | None]] = [
        ("digit", _another_digit(raw, chance)),
        ("ten_times", _ten_times(raw, chance)),
        ("unit", another_unit(raw)),
        ("other_figure", _another_of(others, figure, chance)),
        ("neighbour", _another_of(beside, figure, chance)),
    ]
    for kind, new in changed:
        if new is not None and _differs(new, figure):
            yield _replaced(statement, kind, figure.start, figure.end, new)
    yield from _reframed(statement, chance)


def _replaced(statement: Statement, kind: Kind, start: int, end: int, new: str) -> Mutant:
    text = statement.text[:start] + new + statement.text[end:]
    figure = statement.figure
    if start == figure.start:
        return Mutant(kind, text, statement.passage, start, start + len(new))
    moved = len(new) - (end - start)
    return Mutant(kind, text, statement.passage, figure.start + moved, figure.end + moved)


def wrong_figure(figure: Quantity, chance: random.Random) -> str | None:
    """The figure with one digit wrong, a rank with another place; None where it has no digit."""
    if figure.unit == "位":
        ranks = [rank for rank in _RANKS if f"第{rank}" not in figure.raw]
        new: str | None = f"第{chance.choice(ranks)}位"
    else:
        new = _another_digit(figure.raw, chance)
    return new if new is not None and _differs(new, figure) else None


def _differs(new: str, figure: Quantity) -> bool:
    """Whether what was written reads as one quantity, and as another than before."""
    read = parse_quantities(new)
    return len(read) == 1 and (read[0].value, read[0].unit, read[0].upper) != (
        figure.value,
        figure.unit,
        figure.upper,
    )


def _another_digit(raw: str, chance: random.Random) -> str | None:
    places = [i for i, c in enumerate(raw) if c.isascii() and c.isdigit()]
    if not places:
        return None
    place = chance.choice(places)
    digits = [d for d in "123456789" if d != raw[place]]
    return raw[:place] + chance.choice(digits) + raw[place + 1 :]


def _ten_times(raw: str, chance: random.Random) -> str | None:
    """The number with its point moved by one place, to either side."""
    number = re.search(r"\d+(?:\.\d+)?", fold(raw))
    if number is None or fold(raw) != raw:
        return None
    whole, _, fraction = number.group().partition(".")
    if chance.random() < 0.5:
        new = whole + (fraction[:1] or "0") + (f".{fraction[1:]}" if fraction[1:] else "")
    else:
        new = f"{whole[:-1] or '0'}.{whole[-1]}{fraction}"
    new = re.sub(r"^0+(?=\d)", "", new)
    return raw[: number.start()] + new + raw[number.end() :]


def another_unit(raw: str) -> str | None:
    """The figure with its scale or unit wrong; None where it has neither that is known."""
    for scale, other in _SCALES.items():
        if scale in raw:
            return raw.replace(scale, other, 1)
    for unit in sorted(_UNITS, key=len, reverse=True):
        if unit in raw:
            return raw.replace(unit, _UNITS[unit], 1)
    return None


def _could_stand(other: Quantity, figure: Quantity) -> bool:
    return other.unit == figure.unit and other.value != figure.value


def _another_of(others: Sequence[Quantity], figure: Quantity, chance: random.Random) -> str | None:
    fitting = [other.raw for other in others if _could_stand(other, figure)]
    return chance.choice(fitting) if fitting else None


def _reframed(statement: Statement, chance: random.Random) -> Iterator[Mutant]:
    """The opening made wrong: another year, another place, an outcome given as a target."""
    passage, text = statement.passage, statement.text
    opening = re.match(
        r"(?P<place>[\u4e00-\u9fff]*)(?P<year>20\d\d)年(?P<aim>计划：|，)(?P<after>[\u4e00-\u9fff]*)",
        text,
    )
    if opening is None or opening.end() > statement.figure.start:
        return
    year = int(opening["year"])
    wrong = str(chance.choice([year - 2, year - 1, year + 1, year + 2]))
    yield _replaced(statement, "year", *opening.span("year"), wrong)
    place = own_name(passage.place) if passage.place else ""
    if place and text.find(place, 0, opening.end()) >= 0:
        start = text.find(place)
        elsewhere = [other for other in _ELSEWHERE if other != place]
        yield _replaced(statement, "place", start, start + len(place), chance.choice(elsewhere))
    aim = "，" if opening["aim"] == "计划：" else "计划："
    clause = text[opening.end("aim") :]
    if aim == "，" and _AIM_WORDS.search(clause):
        return  # its own words still say that it is aimed at
    if aim == "，" and _ONLY_PLANNED.match(clause):
        return  # 已谋划19个项目 states no outcome of them
    done = "已" if aim == "，" else ""
    yield _replaced(statement, "kind", *opening.span("aim"), aim + done)


_TAIL = re.compile(r"(?:。|\[\d+\])+$")
_VERB = re.compile(
    r"(?:完成|实现|达到|增长|新增|建成|引进|签约|新建|改造|培育|下降|获评|投入|开工|突破|发放|培训)了?$"
)
_OPPOSITE = {
    "增长": "下降", "提高": "降低", "提升": "降低", "增加": "减少", "上升": "下降", "上涨": "下跌", "增至": "减至",
    "下降": "增长", "降低": "提高", "减少": "增加", "高于": "低于", "低于": "高于", "快于": "慢于", "慢于": "快于",
}  # fmt: skip
_DIRECTION = re.compile(r"(增长|提高|提升|增加|上升|上涨|增至|下降|降低|减少)(?:了|约|到|至)?$")
_RELATION = re.compile(r"(高于|低于|快于|慢于)(?=[全上去城])")
_COMPARED = ("，低于全国平均水平", "，高于全国平均水平", "，领跑全国")
_FULFILLED = ("，超额完成年度目标", "，提前完成全年任务")
_PERSONS = (
    "，市长为李志强",
    "，负责人是王建军",
    "，县委书记陈国栋表示满意",
    "，由副区长赵立新牵头",
)
_INVENTED = (
    "，其中存在虚报瞒报",
    "，引发群众强烈不满",
    "，有关部门已立案调查",
    "，多数项目已经烂尾",
    "，背后是盲目举债",
    "，外界普遍质疑其真实性",
)


def word_mutants_of(statement: Statement) -> Iterator[Mutant]:
    """Each way in which the words of `statement` can be made wrong; chosen by chance, the same for
    the same statement."""
    chance = random.Random(statement.text)
    stated = statement.passage.text
    yield from _denied(statement)
    yield from _turned(statement)
    yield from _compared(statement, chance)
    yield from _of_the_place_above(statement)
    if not re.search("超额|提前", stated):
        yield _appended(statement, "completion", chance.choice(_FULFILLED))
    yield _appended(statement, "person", chance.choice(_PERSONS))
    yield _appended(statement, "clause", chance.choice(_INVENTED))


def _appended(statement: Statement, kind: Kind, clause: str) -> Mutant:
    """The statement with a clause before its last marker and stop."""
    tail = _TAIL.search(statement.text)
    end = tail.start() if tail else len(statement.text)
    text = statement.text[:end] + clause + statement.text[end:]
    return Mutant(kind, text, statement.passage, statement.figure.start, statement.figure.end)


def _changed(statement: Statement, kind: Kind, start: int, end: int, new: str) -> Mutant:
    """The statement with `new` in place of [start, end), which is before or behind its figure."""
    figure = statement.figure
    text = statement.text[:start] + new + statement.text[end:]
    moved = len(new) - (end - start) if start <= figure.start else 0
    return Mutant(kind, text, statement.passage, figure.start + moved, figure.end + moved)


def _denied(statement: Statement) -> Iterator[Mutant]:
    verb = _VERB.search(statement.text, 0, statement.figure.start)
    if verb and verb.end() == statement.figure.start:
        yield _changed(statement, "negated", verb.start(), verb.start(), "没有")


def _turned(statement: Statement) -> Iterator[Mutant]:
    word = _DIRECTION.search(statement.text, 0, statement.figure.start)
    if word:
        yield _changed(statement, "direction", *word.span(1), _OPPOSITE[word[1]])


def _compared(statement: Statement, chance: random.Random) -> Iterator[Mutant]:
    relation = _RELATION.search(statement.text)
    if relation:
        yield _changed(statement, "comparison", *relation.span(1), _OPPOSITE[relation[1]])
    elif not re.search("全国|国家", statement.passage.text):
        yield _appended(statement, "comparison", chance.choice(_COMPARED))


def _of_the_place_above(statement: Statement) -> Iterator[Mutant]:
    """Told of the city or province that the report's place is in, where the passage has neither."""
    place = statement.passage.place
    above = next((p for p in map(gazetteer_place, parents_of(place or "")) if p), None)
    if place is None or above is None:
        return
    start = statement.text.find(own_name(place), 0, statement.figure.start)
    named = re.search(f"{above.short}|[全我]{above.usual[-1]}", statement.passage.text)
    if start >= 0 and not named:
        end = start + len(own_name(place))
        yield _changed(statement, "parent", start, end, above.usual)
