"""Whether a text has what a question expects as its answer: a figure of some unit, a date, a name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.query import Expected
from assistant.question.expected_answer import DAY, PERCENT, THINGS
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_CLOCK = re.compile(r"\d{1,2}(?:[点时](?!代|间|速|段|候)|:\d\d)")
_AT_A_PLACE = re.compile(
    rf"在[^，,。；;]{{2,15}}{one_of('asking.takes_place')}|{one_of('answer.locates')}"
)
_PLACE = re.compile(rf"[\u4e00-\u9fff]{one_of('asking.end_of_site')}")
_YEAR = re.compile(f"{WRITTEN}年")
_ORDINAL = re.compile(r"第[一二三四五六七八九十]+[届次]")
_COMPARES = re.compile(f"全[市省国]|{one_of('comparison.equal', 'asking.higher_lower')}")
_NAME_AFTER = (
    rf"[ \u3000]*[{''.join(words('person.common_surname'))}][\u4e00-\u9fff]{{1,2}}"
    rf"(?=[)），,。、\s]|{one_of('asking.behind_holder')}|$)"
)


def met_by(expected: Expected, text: str) -> bool:
    """Whether `text` has what is expected."""
    if expected.date:
        return bool((_YEAR if expected.year else DAY).search(fold(text)))
    if expected.clock:
        return bool(_CLOCK.search(fold(text)))
    if expected.where and not _PLACE.search(text):
        return False
    if expected.title:
        return bool(re.search(expected.title + _NAME_AFTER, text))
    if expected.ordinal and not _ORDINAL.search(fold(text)):
        return False
    return not expected.figure or any(_fits(expected, one) for one in parse_quantities(text))


def _fits(expected: Expected, quantity: Quantity) -> bool:
    """Whether the question may mean the quantity."""
    # 790元/月 is a sum of money.
    units = {quantity.unit, quantity.unit.partition("/")[0]}
    return quantity.unit != "year" and (not expected.units or bool(units & expected.units))


def names_the_same(expected: Expected, text: str) -> bool:
    """Whether `text` has the figures by which the question names its subject: 那36个项目."""
    stated = {(q.value, q.unit) for q in parse_quantities(text)}
    # Of 亿元以上项目是89个吗 the last is what is put forward.
    asked = expected.asked[:-1] if expected.premise else expected.asked
    named = (
        q for q in asked if (q.unit in THINGS and re.search(r"\d", q.raw)) or q.qualifier == "ge"
    )
    return all((q.value, q.unit) in stated for q in named)


def favours(expected: Expected, text: str) -> bool:
    """Whether `text` has what such an answer mostly has, though not every one."""
    folded = fold(text)
    return bool(
        (expected.where and _AT_A_PLACE.search(folded))
        or (expected.compared and _COMPARES.search(folded))
    )


def states_only_change(segments: Iterable[str]) -> bool:
    """Whether the clauses hold figures, and percentages alone."""
    units = {q.unit for segment in segments for q in parse_quantities(segment)} - {"year"}
    return bool(units) and units <= PERCENT | {"位"}
