"""The question on one of several values that are asked about at once, and the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.query import Kind, Operation
from assistant.question.operation import without_operator
from assistant.question.parts import RELATIVE_YEAR, YEAR
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.places import find_places

AIM = re.compile(one_of("comparison.aim"))
OUTCOME = re.compile(rf"{one_of('comparison.outcome')}|(?<=[\u4e00-\u9fff])[完成好](?=了?的|了|$)")
STRONG = rf"(?:{one_of('comparison.strongly', 'comparison.exceeds')}了?)"
"""Joins two things only where they are compared."""
WEAK = one_of("comparison.weakly")
_IS = one_of("comparison.equals")
_SHARE = one_of("comparison.share", "asking.amount")
_QUOTIENTS: tuple[tuple[Operation, re.Pattern[str]], ...] = (
    ("ratio", re.compile(rf"{_IS}(?P<whole>.+?)的?{one_of('asking.how_much')}倍$")),
    ("share", re.compile(rf"占(?P<whole>.+?)的?{_SHARE}[^,，]*$")),
    ("share", re.compile(rf"{_IS}(?P<whole>.+?)的{_SHARE}$")),
)
ABOVE = re.compile(rf"全[市省国]|{one_of('comparison.above')}")
_OF_EACH = re.compile(
    rf"[两三四五六]个?{one_of('comparison.kinds_of_place')}市?"
    rf"|{one_of('comparison.each')}(?={one_of('comparison.behind_each')})|{one_of('comparison.each_alone')}"
)
# The year that reports compare with themselves.
_OF_REPORTS = re.compile(f"[比较]{one_of('comparison.as_before')}$")
_EDGES = re.compile(r"^[的在了,，。:：;；?？\s]+|(?:[的了,，。、:：;；?？\s]|数[量目]上)+$")
_ENDS = re.compile(
    rf"(?:{one_of('comparison.whether')}+|了?{one_of('comparison.ends')})(?=$|[,，?？])|{one_of('asking.amount')}$"
)
MUCH_AT_END = re.compile(rf"[是有]?{one_of('asking.how_much')}[\u4e00-\u9fff]{{0,4}}$")
_OF_NO_AMOUNT = re.compile("[点块]")
ASKS_ITSELF = re.compile(one_of("comparison.asks_itself"))


@dataclass(frozen=True, slots=True)
class Operand:
    """The question on one value; `kind` where the words beside the value say it."""

    text: str
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """The questions that one predicate asks of several values, and what is to be worked out of them.

    `lowest`: the lowest of them is asked for; `speeds`: rates of growth are compared; `amounts`: it
    asks which has more.
    """

    operands: tuple[Operand, ...]
    operation: Operation | None = None
    lowest: bool = False
    speeds: bool = False
    amounts: bool = False


def times_in(text: str) -> list[re.Match[str]]:
    """The years that a folded text names, but for the one that reports compare with themselves."""
    found = (match for pattern in (YEAR, RELATIVE_YEAR) for match in pattern.finditer(text))
    named = [match for match in found if not _OF_REPORTS.search(text[: match.end()])]
    return sorted(named, key=lambda match: match.start())


def without_time(text: str) -> str:
    return RELATIVE_YEAR.sub("", YEAR.sub("", text))


def kinds_in(text: str, pattern: re.Pattern[str]) -> list[re.Match[str]]:
    """The words of an aim or an outcome that are no part of an indicator (实际使用外资)."""
    named = [(mention.start, mention.end) for mention in load_aliases().mentions(text)]
    matches = pattern.finditer(text)
    return [m for m in matches if not any(start <= m.start() < end for start, end in named)]


def kind_of(piece: str) -> Kind | None:
    """Whether a piece of a question speaks of an outcome or an aim."""
    if kinds_in(piece, OUTCOME):
        return "actual"
    return "target" if kinds_in(piece, AIM) else None


def without_kind(text: str) -> str:
    for pattern in (AIM, OUTCOME):
        for match in reversed(kinds_in(text, pattern)):
            text = text[: match.start()] + text[match.end() :]
    return text


def quotient(text: str) -> tuple[Operation, str] | None:
    """What a text, from the word that joins a thing to its whole, works out, and the whole."""
    found = ((operation, pattern.match(text)) for operation, pattern in _QUOTIENTS)
    return next(((operation, match["whole"]) for operation, match in found if match), None)


def trimmed(piece: str) -> str:
    return _EDGES.sub("", piece)


def of_each(piece: str) -> str:
    """A piece of a question without the words for each by itself."""
    return trimmed(_OF_EACH.sub("", piece))


def said(piece: str) -> str:
    """A piece of a question without the words of comparison, and those for each by itself."""
    return trimmed(_ENDS.sub("", trimmed(without_operator(of_each(piece)))))


def asking(text: str, unit: str) -> str:
    """The question on a topic, counted in `unit` where that is no difference of rates."""
    topic = trimmed(text)
    if ASKS_ITSELF.search(topic):
        return topic
    return f"{topic}是多少{'' if _OF_NO_AMOUNT.search(unit) else unit}"


def lead_of(item: str, names: Sequence[str]) -> str:
    """The place and the time that the first of several things names for all of them."""
    spans = {place.start: place.end for place in find_places(item, names)}
    spans |= {time.start(): time.end() for time in times_in(item)}
    end = 0
    while further := spans.get(end + item.startswith("的", end)):
        end = further
    return item[: end + item.startswith("的", end)]
