"""Questions that ask several things at once: one after the other, or a list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.axes import Operand, Several, lead_of, of_first, several_values
from assistant.question.completion import OPENS, content_of
from assistant.question.operation import operation_alone
from assistant.question.parts import asks, take_apart
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import parse_quantities
from index.figures.years import RECENT, WRITTEN

_CLAUSE = re.compile(r"[^,，、;；?？。!！]*\w[^,，、;；?？。!！]*[,，、;；?？。!！]*")
_SENTENCE = re.compile(r"[^;；?？。!！]*\w[^;；?？。!！]*[;；?？。!！]*")
_TIME_ONLY = re.compile(rf"(?:{WRITTEN}年|{RECENT}|去年|今年|上年|前年|明年)(?:的|同期)?")
_LIST = re.compile(
    r"^(?P<items>(?:[^、,，和及]{2,24}(?:[、,，]|和|以及|及))+[^、,，和及]{2,24}?)"
    r"(?P<asking>(?:的?(?:增速|目标|数额|任务|计划))?(?:分别|各自?|都)(?:是|为|有|达到?|完成|增长|实现)*了?(?:多少|几)[^,，]*)$"
)
_OUTCOME = re.compile(one_of("asking.in_the_end"))


def sentences_asked(text: str, names: Sequence[str]) -> list[str]:
    """The sentences of `text` that ask something, as `things_asked` cuts them."""
    return _asked(_SENTENCE.findall(fold(text)), names)


def things_asked(text: str, names: Sequence[str]) -> list[str]:
    """The things that `text` asks one after the other, in its own words; what asks nothing goes with
    the thing behind it, what has no content of its own (对吗, 哪个更多) with the one before."""
    return _asked(_CLAUSE.findall(fold(text)), names)


def _asked(clauses: Sequence[str], names: Sequence[str]) -> list[str]:
    things: list[str] = []
    open_clauses = ""
    for clause in clauses:
        if not _asks(clause, names, first=not things):
            open_clauses += clause
        elif things and not open_clauses and _belongs_to(things[-1], clause, names):
            things[-1] += clause
        else:
            things.append(open_clauses + clause)
            open_clauses = ""
    if things:
        things[-1] += open_clauses
    return [thing.rstrip(",，、;；") for thing in things]


def _asks(clause: str, names: Sequence[str], *, first: bool) -> bool:
    """Whether a clause asks something: the `first` not by an operator alone, nor by 不对吧."""
    if not first:
        return asks(clause) or operation_alone(clause, names) is not None
    parts = take_apart(clause, names)
    named = parts.place or parts.period or parts.aspect or content_of(parts.topic)
    return asks(clause) and bool(named or parse_quantities(clause))


def _belongs_to(before: str, clause: str, names: Sequence[str]) -> bool:
    """Whether a clause only asks (对吗), or says again what the one before it compares (多多少)."""
    parts = take_apart(clause, names)
    if parts.period or parts.aspect or parse_quantities(clause):
        return False
    if _OUTCOME.search(clause) and not parts.place:
        return False  # 实际新增了多少, behind what was planned
    if operation_alone(clause, names) is not None:
        several = several_in(before, names)
        return several is not None and several.operation is not None
    return not content_of(parts.topic) and (not parts.place or bool(parts.topic))


def several_in(text: str, names: Sequence[str]) -> Several | None:
    """What `text` asks of several values at once, None where it asks one thing."""
    return several_values(text, names) or _listed(OPENS.sub("", fold(text).rstrip("?？。 ")), names)


def _listed(asked: str, names: Sequence[str]) -> Several | None:
    match = _LIST.search(asked)
    if match is None:
        return None
    listed = _behind_story(match["items"], names)
    items = [item for item in re.split(r"[、,，]|以及|和|及", listed) if item.strip()]
    lead = lead_of(items[0], names)
    own = [items[0][len(lead) :], *items[1:]]
    time_at_end = next((m for m in _TIME_ONLY.finditer(own[-1]) if m.end() == len(own[-1])), None)
    if time_at_end and time_at_end.start():  # GDP、社零去年各增长多少
        lead, own[-1] = lead + time_at_end.group(), own[-1][: time_at_end.start()]
    if any(len(item) < 2 or _TIME_ONLY.fullmatch(item) or asks(item) for item in own):
        return None
    asking = re.sub(r"分别|各自?|都", "", match["asking"])
    own = [own[0], *(of_first(item, own[0]) for item in own[1:])]
    return Several(tuple(Operand(f"{lead}{item}{asking}") for item in own))


def _behind_story(items: str, names: Sequence[str]) -> str:
    """A list from the clause on that names its place and time: 答复提案要用，去年社零、固投."""
    clauses = [m.start() for m in re.finditer(r"(?<=[,，])[^,，]", items)]
    led = next((start for start in clauses if lead_of(items[start:], names)), 0)
    return (
        items if lead_of(items, names) or any(load_aliases().mentions(items[:led])) else items[led:]
    )
