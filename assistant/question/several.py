"""Questions that ask several things one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.axes import several_values
from assistant.question.completion import content_of
from assistant.question.operation import operation_alone
from assistant.question.parts import asks, take_apart
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import parse_quantities

_CLAUSE = re.compile(r"[^,，、;；?？。!！]*\w[^,，、;；?？。!！]*[,，、;；?？。!！]*")
_SENTENCE = re.compile(r"[^;；?？。!！]*\w[^;；?？。!！]*[;；?？。!！]*")
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
        several = several_values(before, names)
        return several is not None and several.operation is not None
    return not content_of(parts.topic) and (not parts.place or bool(parts.topic))
