"""A second scorer of answers, from their text, status and cited passages alone.

It shares no code with the product's parser and looks at no verdict of the product's, so that a case
on which it and the scorer differ shows a mistake in one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.cases.case import Case, Fact, is_refusal
from evals.scoring.answer_object import ENDPOINT
from evals.scoring.matching import fold, holds, place_stated, without_markers
from evals.scoring.plain_figures import PlainNumber, plain_numbers
from evals.scoring.tallies import borne_out_counts

_CLAUSE = re.compile(r"[,，、;；。:：]")
# 2026年政府工作报告 names a report; it does not say when.
_OF_A_REPORT = re.compile(r"[^,，。]{0,8}?(?:报告|报道|两会)")
_INTENDED = re.compile(
    r"目标|预期|力争|争取|确保|努力|预计|谋划|计划|拟(?=[新建引培实完投])|将(?=[新建达完实增])"
)
# 完成年度投资计划的107%, 高于预期目标0.5个百分点: outcomes that name a plan.
_AGAINST_A_PLAN = re.compile(r"(?:完成|高于|超过?|好于|低于)[^,，]{0,12}?(?:计划|目标|预期)")
_HEADED = re.compile(r"(?:计划|目标|预期)[^,，:：]{0,6}[:：]")
_OUTCOME = re.compile(r"同比|(?:完成|实现|达到|增长|建成|新增)了|已|实际|增至")
_LISTED = re.compile(r"[均都]|分别")
_COMMON = (
    "生产总值 增加值 零售总额 预算收入 税收 固定资产投资 失业率 消费价格 进出口"
    " 可支配收入 产值 经济增长 总投资 成交额 覆盖率 城镇新增就业 新增城镇就业 职业技能培训"
).split()
_SAME = (
    ("规模以上", "规上"),
    ("社会消费品零售总额", "社零总额", "社零"),
    ("地区生产总值", "生产总值", "GDP", "经济增长"),
    ("固定资产投资", "固投"),
)
_PIECE = 2  # characters: the least that counts as naming part of an indicator


def states(
    sentence: str,
    number: PlainNumber,
    numbers: Sequence[PlainNumber],
    fact: Fact,
    asked: str,
) -> bool:
    """Whether `sentence`, folded, states `number`, one of its `numbers`, as the fact's.

    `asked` is the question with those before it, folded: it may name the indicator where the
    sentence does not and names no other.
    """
    return (
        _of_the_indicator(sentence, number, numbers, fact, asked)
        and _of_the_year(sentence, number, numbers, fact)
        and _of_the_kind(sentence, number, fact)
    )


def _of_the_indicator(
    sentence: str, number: PlainNumber, numbers: Sequence[PlainNumber], fact: Fact, asked: str
) -> bool:
    aliases = _spellings(fact.indicator)
    before = max((_end_of(alias, sentence[: number.start]) for alias in aliases), default=-1)
    if before >= 0:
        between = sentence[before : number.start]
        listed = number.unit == "位" or _LISTED.search(between)
        return bool(listed) or not _named_in(between, aliases)
    behind = [end for end in (_end_of(alias, sentence) for alias in aliases) if end >= 0]
    if behind:
        nearest = sentence[number.end : min(behind)]
        return not any(
            number.end < n.start < number.end + len(nearest) and not n.in_words for n in numbers
        )
    named = any(_end_of(alias, asked) >= 0 for alias in aliases)
    return named and not _named_in(sentence, aliases)


def _of_the_year(
    sentence: str, number: PlainNumber, numbers: Sequence[PlainNumber], fact: Fact
) -> bool:
    years = [n for n in numbers if n.year and not _OF_A_REPORT.match(sentence[n.end :])]
    last = [n for n in years if n.end <= number.start][-1:] or years
    return fact.period is None or not last or any(_covers(year, fact.period) for year in last)


def _covers(year: PlainNumber, period: int) -> bool:
    return year.value <= period <= (year.high or year.value)


def _of_the_kind(sentence: str, number: PlainNumber, fact: Fact) -> bool:
    """An outcome is not stated under words of intent, nor a target as something done."""
    before = sentence[: number.start]
    bounds = [match.end() for match in _CLAUSE.finditer(before)]
    clause_end = _CLAUSE.search(sentence, number.end)
    clause = sentence[bounds[-1] if bounds else 0 : clause_end.start() if clause_end else None]
    intended = bool(_HEADED.search(before) or _INTENDED.search(_AGAINST_A_PLAN.sub("", clause)))
    if fact.kind == "actual":
        return not intended
    return intended or bool(_INTENDED.search(before)) or not _OUTCOME.search(clause)


def _named_in(text: str, aliases: Iterable[str]) -> set[str]:
    """The common indicators that `text` names and that are not part of one of `aliases`."""
    return {
        name for name in _COMMON if name in text and not any(name in alias for alias in aliases)
    }


def _spellings(indicators: Iterable[str]) -> list[str]:
    """The aliases, and what they are in the short forms that reports use."""
    aliases = [fold(alias) for alias in indicators]
    return aliases + [
        alias.replace(one, other)
        for alias in aliases
        for group in _SAME
        for one in group
        for other in group
        if one in alias
    ]


def _end_of(alias: str, text: str) -> int:
    """Where the last mention of `alias` in `text` ends, -1 where there is none.

    It may be spread: 建筑业税收 is named by 建筑业完成产值80.4亿元,实现税收3.25亿元.
    """
    whole = text.lower().rfind(alias.lower())
    if whole >= 0:
        return whole + len(alias)
    for cut in range(len(alias) - _PIECE, _PIECE - 1, -1):
        first = text.find(alias[:cut])
        rest = _end_of(alias[cut:], text[first + cut :]) if first >= 0 else -1
        if rest >= 0:
            return first + cut + rest
    return -1


Outcome = Literal["right", "wrong", "partly", "rightly_refused", "wrongly_refused", "error"]

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")
_LIST_ORDINAL = re.compile(r"^\s*(?:[-*•]\s*)?\d{1,2}[.、)）](?!\d)", re.MULTILINE)
_ROUNDED = {"approx": (-1, 1), "gt": (0, 1), "over": (0, 1), "near": (-1, 0)}
_DATES = ("年", "月", "日")
_SMALL = 10  # 两个, 三是: in words and below this, not a figure of the report


class _Citation(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    report_id: str
    title: str
    headings: tuple[str, ...]
    passage: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    status: str
    text: str
    citations: tuple[_Citation, ...]
    mode: str = ""


@dataclass(frozen=True, slots=True)
class PlainScore:
    """What came of a case, and why, each reason as `code: detail`."""

    outcome: Outcome
    reasons: tuple[str, ...]


def plain_outcome(case: Case, answer: Mapping[str, object]) -> PlainScore:
    """Score one answer object; one that lacks what is read here is an error."""
    status = answer.get("status")
    if isinstance(status, str) and status.startswith("error_"):
        return PlainScore("error", (f"error: {status}",))
    try:
        read = _Answer.model_validate(answer)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        return PlainScore("error", (f"malformed: {field}",))
    # Of another's chat endpoint no passage is had that its numbers could stand in.
    wrong = (*_forbidden(case, read), *(() if read.mode == ENDPOINT else _strangers(case, read)))
    if wrong:
        return PlainScore("wrong", wrong)
    if is_refusal(read.status):
        refused: Outcome = "wrongly_refused" if case.must_answer else "rightly_refused"
        return PlainScore(refused, (f"refused: {read.status}",) if case.must_answer else ())
    if not case.must_answer and read.status not in case.statuses:
        return PlainScore("wrong", (f"answered: {read.status}",))
    return _of_answered(case, read)


def meets(number: PlainNumber, fact: Fact) -> bool:
    """Whether the number is the fact's: value within tolerance, unit, and qualifier if it has one."""
    return (
        number.high is None
        and abs(number.value - fact.value) <= fact.tolerance
        and number.unit == fact.unit
        and fact.qualifier in (None, number.qualifier)
    )


def _of_answered(case: Case, answer: _Answer) -> PlainScore:
    lacking = [
        f"fact_missing: {_named(fact)}" for fact in case.facts if not _told(fact, case, answer)
    ]
    lacking += [
        f"text_missing: {'|'.join(group)}"
        for group in case.contains
        if not any(_shows(answer.text, text) for text in group)
    ]
    if not case.must_answer:
        return PlainScore("wrong" if lacking else "rightly_refused", tuple(lacking))
    some = len(lacking) < len(case.facts) + len(case.contains)
    if answer.status not in case.statuses:
        lacking.append(f"status: {answer.status}")
    if not lacking:
        return PlainScore("right", ())
    partly = some and answer.status == "answered_partly"
    return PlainScore("partly" if partly else "wrong", tuple(lacking))


def _told(fact: Fact, case: Case, answer: _Answer) -> bool:
    """Whether a sentence of the answer states the fact as what it is."""
    asked = fold(" ".join((*case.turns, case.question)))
    earlier = ""
    for sentence, numbers in _sentences(answer.text):
        for number in numbers:
            before = f"{earlier}\n{sentence[: number.start]}"
            of_the_place = not fact.place or place_stated(before, case.places) in (None, fact.place)
            if (
                meets(number, fact)
                and of_the_place
                and states(sentence, number, numbers, fact, asked)
            ):
                return True
        earlier += f"\n{sentence}"
    return False


def _sentences(text: str) -> Iterator[tuple[str, tuple[PlainNumber, ...]]]:
    for match in _SENTENCE.finditer(without_markers(text)):
        yield fold(match.group()), plain_numbers(match.group())


def _forbidden(case: Case, answer: _Answer) -> tuple[str, ...]:
    return tuple(f"forbidden: {text}" for text in case.forbidden if _shows(answer.text, text))


def _shows(text: str, expected: str) -> bool:
    """Whether `expected` stands in `text`; one figure with its unit also in another spelling."""
    shown = without_markers(text)
    figures = plain_numbers(expected)
    alone = len(figures) == 1 and figures[0].unit and figures[0].end - figures[0].start > 1
    if holds(shown, expected):
        return True
    if not alone or re.sub(r"[左右以上下内余多约超近]", "", fold(expected)[figures[0].end :]):
        return False
    return any(
        (number.value, number.high, number.unit) == (one.value, one.high, one.unit)
        and one.qualifier in (None, number.qualifier)
        for one in figures
        for number in plain_numbers(shown)
    )


def _strangers(case: Case, answer: _Answer) -> tuple[str, ...]:
    """The numbers of the answer that no source of it holds and that cannot be worked out."""
    body = [citation.passage for citation in answer.citations]
    heads = [part for c in answer.citations for part in (c.title, *c.headings)]
    cited = [number for text in body for number in plain_numbers(text)]
    known = cited + [
        n for text in (*heads, *case.turns, case.question) for n in plain_numbers(text)
    ]
    years = _years(case, answer)
    counts = borne_out_counts(case, answer.text)
    text = _LIST_ORDINAL.sub("", without_markers(answer.text))
    refused = is_refusal(answer.status)
    shown = [n for n in plain_numbers(text) if not _passed_over(n, refused=refused)]
    operands = [number for number in shown if any(_same(number, one) for one in cited)]
    return tuple(
        f"stranger: {fold(text)[number.start : number.end]}"
        for number in shown
        if number.year not in years
        and not (number.unit == "份" and f"{number.value:f}" in counts)
        and not any(_same(number, one) or _rounds(number, one) for one in known)
        and not _worked_out(number, operands)
    )


def _passed_over(number: PlainNumber, *, refused: bool) -> bool:
    """What is no figure of a report. A refusal may name years, limits and counts of its own: 1000字,
    the 169个 places that are covered."""
    small = number.in_words and number.value < _SMALL
    return small or (refused and number.unit in ("", "个", *_DATES))


def _years(case: Case, answer: _Answer) -> frozenset[int]:
    """Years in scope: named by the case, or by a report and its headings, and the years before."""
    texts = [case.question, *case.turns]
    for citation in answer.citations:
        texts += [citation.report_id, citation.title, *citation.headings]
    named = {number.year for text in texts for number in plain_numbers(text)} - {None}
    named_years = {year for year in named if year is not None} | {
        f.period for f in case.facts if f.period
    }
    return frozenset(named_years | {year - 1 for year in named_years})


def _same(number: PlainNumber, one: PlainNumber) -> bool:
    return (number.value, number.high) == (one.value, one.high) and (
        number.unit == one.unit or "" in (number.unit, one.unit)
    )


def _rounds(number: PlainNumber, one: PlainNumber) -> bool:
    """约189亿元 of 189.3亿元, 超189亿元, 近190亿元: within one of its last digit, to that side."""
    sides = _ROUNDED.get(number.qualifier or "")
    if sides is None or number.high is not None or one.high is not None or number.unit != one.unit:
        return False
    low, high = (number.value + side * number.step for side in sides)
    return low < one.value < high and number.step < one.value


def _worked_out(number: PlainNumber, operands: Sequence[PlainNumber]) -> bool:
    """Whether it is the sum, difference or ratio of two cited figures that the answer shows too."""
    plain = [one for one in operands if one.high is None and one.unit]
    return any(
        abs(value - number.value) <= number.step / 2
        for one, other in permutations(plain, 2)
        if one.unit == other.unit
        for value in _results(number, one, other)
    )


def _results(number: PlainNumber, one: PlainNumber, other: PlainNumber) -> list[Decimal]:
    """What two figures of one unit give in the unit of `number`."""
    results = []
    if number.unit in {one.unit, "百分点" if one.unit == "%" else one.unit}:
        results += [one.value - other.value, one.value + other.value]
    if number.unit in ("倍", "%", "") and other.value:
        ratio = one.value / other.value
        results += [100 * ratio, 100 * (ratio - 1)] if number.unit == "%" else [ratio, ratio - 1]
    return results


def _named(fact: Fact) -> str:
    qualifier = f" {fact.qualifier}" if fact.qualifier else ""
    return f"{fact.indicator[0]} {fact.value}{fact.unit}{qualifier}"
