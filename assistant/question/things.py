"""What a question asks of several things that words join: what is to be worked out of two, or of each
by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import Operation
from assistant.question.operand import (
    ABOVE,
    AIM,
    MUCH_AT_END,
    STRONG,
    WEAK,
    Operand,
    Several,
    asking,
    kind_of,
    lead_of,
    quotient,
    said,
    times_in,
    trimmed,
    without_time,
)
from assistant.question.operation import (
    compared_by,
    of_speeds,
    sums,
    unit_asked,
    without_operator,
)
from assistant.question.parts import ASPECT, asks
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of, words

_JOINS = re.compile(rf"(?P<strong>{STRONG})|{WEAK}|(?P<of>占|{one_of('comparison.equals')})")
_MEASURE_AT_END = re.compile(
    f"(?:{'|'.join(sorted(words('name.measure'), key=len, reverse=True))})$"
)
_HEAD = re.compile(f"{one_of('name.bare_thing')}$")
_HEAD_OF_NAME = re.compile(rf".*[的在于,，:：]|.*{one_of('time.year')}")
_SHORT = 3  # characters of a thing at the most that needs a known name to be one
_SHORT_TAIL = 6  # characters of what is asked of both of two things
_DOES = f"(?:{one_of('verb.before_name')}|{ASPECT.pattern}|[是为有占涨升降居排])"
_HOW_MUCH, _ALONE = map(one_of, ("asking.how_much", "comparison.each_alone"))
EACH = re.compile(
    rf"(?:{_ALONE}|各(?=了?{_DOES}|{_HOW_MUCH})|都(?={_DOES}*{_HOW_MUCH}))(?=[^,，]*(?<!哪){_HOW_MUCH}[^,，]*$)"
)
_BETWEEN_ITEMS = re.compile(f"[,，]?{one_of('comparison.as_well_as')}")
_TAIL = re.compile(f"的?(?:{one_of('asking.of_aim')}|{ASPECT.pattern}|{AIM.pattern})+$")
_ASKS_OF_EACH = re.compile(f"{one_of('asking.amount', 'comparison.each_alone')}|[各,，;；?？。]")
_ONLY_TIME = re.compile(r"[\W\d年间期来的从至到一二三四五十]*")


def of_things(asked: str, names: Sequence[str]) -> Several | None:
    """What is worked out of two things that a word joins."""
    for joins in _JOINS.finditer(asked):
        left, right = asked[: joins.start()], asked[joins.end() :]
        operation, thing, tail = _operation(joins, right)
        if re.search("的[,，]?$", without_operator(right)):
            thing += _head_of(left, thing)
        if operation is None or len(left) < 2 or not (_is_thing(thing) or _ends_alike(left, thing)):
            continue
        if not (_ASKS_OF_EACH.search(left + thing) or ABOVE.search(left + thing)):
            return _two((left, thing, tail), operation, names, right)
    return None


def _operation(joins: re.Match[str], right: str) -> tuple[Operation | None, str, str]:
    """What the words behind a joining word work out, the second thing, and what of both is asked for
    (社零和财政收入，增速哪个快)."""
    if joins["of"]:
        found = quotient(joins.group() + right)
        return (*found, "") if found else (None, "", "")
    by = compared_by(right)
    strong = joins["strong"] or "asked" in by
    compares = by - {"asked"} - (frozenset() if strong else {"more", "much", "changed"})
    operation: Operation | None = "compare" if compares else "sum" if sums(right) else None
    thing, _, tail = MUCH_AT_END.sub("", said(right)).partition(",")
    if len(tail) > _SHORT_TAIL or any(load_aliases().mentions(tail)):
        return operation, f"{thing},{tail}", ""
    return operation, thing, tail


def _head_of(one: str, other: str) -> str:
    """What follows in `one` on the end of `other`, which leaves it out: 收入增速 of 农村居民收入增速 for
    全体居民的."""
    shared = (other[-size:] for size in range(len(other), 1, -1) if other[-size:] in one)
    end = next(shared, "")
    return one.rpartition(end)[2] if end else ""


def _is_thing(text: str) -> bool:
    """Whether a text is the name of something: of an indicator, of a measure, or long enough."""
    named = text in words("name.measure") or any(load_aliases().mentions(text))
    return bool(AIM.search(text) or named or len(text) > _SHORT)


def _ends_alike(one: str, other: str) -> bool:
    """Whether two short words are of one kind: 学位和托位."""
    return len(other) > 1 and one[-1] == other[-1]


def _two(
    named: tuple[str, str, str], operation: Operation, names: Sequence[str], behind: str
) -> Several:
    """Two things, each with what only the other names (a head), and what of both is asked for."""
    one, other, tail = named
    head = _HEAD.search(other)
    if head and head.start() and not one.endswith(head.group()):
        one += head.group()  # 外资和外贸企业
    texts = _alike(one, other, names) or (one, _of_first(other, one, names))
    texts = (texts[0] + tail, texts[1] + tail)
    if operation in ("ratio", "share"):
        return Several(tuple(map(Operand, texts)), operation)
    operands = (Operand(asking(text, unit_asked(behind)), kind_of(text)) for text in texts)
    return Several(tuple(operands), operation, speeds=of_speeds(behind))


def _alike(one: str, other: str, names: Sequence[str]) -> tuple[str, str] | None:
    """Two things whose names end alike, with what is before and behind both: 新增 of 外贸企业 and
    外资企业新增; None where they do not."""
    for size in (2, 1):
        at = other.find(one[-size:])
        if at < 1 or len(one) <= size:
            continue
        thing, rest = other[: at + size], other[at + size :].lstrip("上中里的")
        head = None if "的" in thing else _HEAD_OF_NAME.match(one[:-size])
        before = one[: head.end()] if head else lead_of(one, names)
        return one + rest, f"{before}{thing}{rest}"
    return None


def _of_first(other: str, first: str, names: Sequence[str]) -> str:
    """The second of two things, with the place and time of the first, or what it measures."""
    other = _measured(other, first)
    return (
        other
        if lead_of(other, names)
        else lead_of(first, names) + other.removeprefix(lead_of(first, names))
    )


def _measured(item: str, first: str) -> str:
    """A bare measure as that of the thing that the first of a list measures: 粮食播种面积和产量."""
    measured = item in words("name.measure") and not any(load_aliases().mentions(item))
    return _MEASURE_AT_END.sub("", first) + item if measured else item


def listed(asked: str, names: Sequence[str]) -> Several | None:
    """What is asked of each of several things by itself: A、B和C各是多少."""
    each = EACH.search(asked)
    if each is None:
        return None
    lead, items = _items(asked[: each.start()], names)
    if len(items) < 2 or any(map(_is_no_thing, items)):
        return None
    behind = asked[each.end() :]
    both = _alike(items[0], items[1] + behind, names) if len(items) == 2 else None
    each_asked = both or tuple(f"{item}{behind}" for item in _in_full(items))
    return Several(tuple(Operand(lead + asked) for asked in each_asked))


def _is_no_thing(item: str) -> bool:
    return len(item) < 2 or bool(asks(item) or times_in(item))


def _items(text: str, names: Sequence[str]) -> tuple[str, list[str]]:
    """The things that a text joins, and the place and time that it names for all of them."""
    lead = ""
    clauses = re.split("[,，]", text)
    while len(clauses) > 1 and not _BETWEEN_ITEMS.search(clauses[0]):
        own = lead_of(clauses[0], names)
        only_time = _ONLY_TIME.fullmatch(without_time(clauses[0][len(own) :]))
        if (own and not only_time) or any(load_aliases().mentions(clauses[0])):
            break
        first = clauses.pop(0)
        lead += first if only_time else ""
    rest = ",".join(clauses)
    own = lead_of(rest, names)
    lead, rest = lead + own, rest[len(own) :]
    times = times_in(rest)
    if times and times[-1].end() == len(rest) and times[-1].start():  # GDP、社零去年各增长多少
        lead, rest = lead + times[-1].group(), rest[: times[-1].start()]
    return lead, [trimmed(item) for item in _BETWEEN_ITEMS.split(rest) if item.strip()]


def _in_full(items: Sequence[str]) -> list[str]:
    """The items of a list, each with what only others name: the thing of a bare aspect (增速), the
    aspect that stands behind the last of a row (A、B和C的增长目标)."""
    tails = [_tail(item) for item in items]
    own = [item.removesuffix(tail) for item, tail in zip(items, tails, strict=True)]
    measure = _MEASURE_AT_END.search(own[-1])
    things: list[str] = []
    for thing in own:
        bare = measure and not (
            _MEASURE_AT_END.search(thing) or any(load_aliases().mentions(thing))
        )
        named = _measured(thing, own[0]) + (measure.group() if thing and measure and bare else "")
        things.append(named or things[-1] if things else named)
    shared = ""
    for n in reversed(range(len(items))):
        shared = (tails[n] or shared) if own[n] else ""
        things[n] += tails[n] or shared
    return things


def _tail(item: str) -> str:
    """The words of an aim or an aspect at the end of an item, behind the name of its indicator."""
    named = max((mention.end for mention in load_aliases().mentions(item)), default=0)
    tail = _TAIL.search(item, named)
    return tail.group() if tail else ""
