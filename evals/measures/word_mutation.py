"""Sentences made wrong in their words, their figures left right: what a checker of figures passes.

Beside `evals.measures.mutation`: a statement is denied, turned about, compared wrongly, told of the place
above, called fulfilled beyond its plan, put into the mouth or the care of a person, or given a
clause that nobody wrote.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from evals.measures.mutation import Kind, Mutant, Statement
from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.places import own_name

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
    told = statement.passage.text
    yield from _denied(statement)
    yield from _turned(statement)
    yield from _compared(statement, chance)
    yield from _of_the_place_above(statement)
    if not re.search("超额|提前", told):
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
