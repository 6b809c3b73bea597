"""What a sentence of an answer claims of each of its figures; what it leaves open is None."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.markers import MARKER, markers_after
from assistant.worded import worded_in
from index.binding import bind
from index.bound_place import places_opening
from index.figures import Attribute, Context, FigureKind, Period
from index.normalise import fold
from index.quantities import Quantity, scan

_AIMED_AT = re.compile(
    r"(?<!低于)(?<!高于)(?<!下达)(?<!年度)(?<!预期)(?<!完成)目标|力争|预期(?!目标[高低])|计划[：:]|(?<![\u4e00-\u9fff])计划(?!总?投资)"
    r"|打算|将(?=达|实现|完成|新增|建成|投入|超过|突破|增长)|要求达到"
)
_CLAUSE_MARK = re.compile(r"[，,；;。：:\0]")
_NAMES_YEAR = re.compile(r"20\d\d年")
_DENIED = re.compile(r"(?:不是|并非|而非|没有?达?到|未达?到)了?\s*$")
_REACHED = re.compile(
    r"已(?!知|谋划|储备)|实际(?=完成|达到|实现|为|增长)|完成了|实现了|达到了|建成了|增长了"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure as an answer has it: its span counts in the sentence, `cites` are the markers that
    stand for it, `before` is what the sentence says up to it. `indicator` is "" and the rest None
    where the sentence leaves it open."""

    quantity: Quantity
    cites: tuple[int, ...]
    before: str
    indicator: str = ""
    name: str | None = None
    attribute: Attribute | None = None
    period: Period | None = None
    kind: FigureKind | None = None
    places: tuple[str, ...] = ()
    falls: bool | None = None

    @property
    def denied(self) -> bool:
        """Whether the sentence says that this is not the figure: 不是250亿元."""
        return _DENIED.search(self.before) is not None


def claims_of(sentence: str) -> tuple[list[Claim], list[tuple[str, tuple[int, ...]]]]:
    """The claims of `sentence`, and what in it can only be compared as it is written (a slogan, a
    date, a figure in words) with its markers."""
    told = MARKER.sub(lambda match: "\0" * len(match.group()), sentence)
    bound = {binding.quantity.start: binding for binding in bind(told, Context())}
    scanned = scan(told)
    claims = []
    for quantity in scanned.quantities:
        cites = markers_after(sentence, quantity.end)
        before = told[: quantity.start]
        binding = bound.get(quantity.start)
        if binding is None:
            claims.append(Claim(quantity, cites, before))
            continue
        claims.append(
            Claim(
                quantity=quantity,
                cites=cites,
                before=before,
                indicator=binding.indicator,
                name=binding.name,
                attribute=binding.attribute,
                period=binding.period,
                kind=_kind(before, told[quantity.end :]),
                places=_places(before),
                falls=binding.falls,
            )
        )
    as_written = (*scanned.masked, *worded_in(told))
    return claims, [(told[start:end], markers_after(sentence, end)) for start, end in as_written]


def _places(before: str) -> tuple[str, ...]:
    """The places that the clauses before a figure open with, in order.

    What stands before a marker is told of what that one cites, unless no place is named since.
    """
    since_marker = before.rpartition("\0")[2]
    if since_marker != before and (named_since := _places(since_marker)):
        return named_since
    named = (places_opening(clause) for clause in _CLAUSE_MARK.split(before))
    return tuple(dict.fromkeys(place for places in named for place in places))


def _kind(before: str, after: str) -> FigureKind | None:
    """Whether the words say that it is aimed at or was reached; the nearest before it tells."""
    since_marker = before.rpartition("\0")[2]
    said = fold(since_marker if _NAMES_YEAR.search(since_marker) else before)
    aims = [match.end() for match in _AIMED_AT.finditer(said)]
    reached = [match.end() for match in _REACHED.finditer(said)]
    if aims and aims[-1] > (reached[-1] if reached else -1):
        return "target"
    if reached:
        return "actual"
    return "target" if re.match(r"的?目标", fold(after)) else None
