"""Whether a sentence that opens on yes or no answers the question rightly, by what it tells itself.

是的 to a false claim is worse than a wrong figure: the reader takes it for the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from assistant.check.clause_assertions import Assertion, assertions_in_passage, assertions_said
from assistant.check.markers import MARKER, markers_of
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage

_OPENING = re.compile(r"\s*(?P<word>[^，,。！!；;：:]{1,8})[，,。！!；;：:]")
_YES = re.compile(
    r"(?:是的?|对的?|没错|正确|不错|(?:的确|确实)(?:是|如此|有)?的?|有的?|会的?|能|可以"
    r"|(?:已经?)?(?:达到|超过|突破|完成|实现|高于|低于|增长|下降)了?)"
)
_NO = re.compile(
    r"(?:不是的?|不对|不会|不能|否|(?:并)?没有?(?:达到|超过|突破|完成|实现)?|并非(?:如此)?|未(?:达到|超过|突破|完成|实现)|不(?:高于|低于))"
)
_EITHER = re.compile(r"有没有|是不是|是否|会不会|能不能|对不对|是吗|难道")
_REACHED = re.compile(r"(?:达到?|到|满|够|完成|实现)了?(?:了|约)?\s*$")
_JUDGED = frozenset({"direction", "turn", "comparison", "rank", "record"})


def wrongly_answered(
    sentence: str, passages: Mapping[int, Passage], asked: str
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The yes or no that `sentence` opens on, where what it tells makes `asked` the contrary."""
    opening = _OPENING.match(sentence)
    word = opening["word"].strip() if opening else ""
    yes, no = _YES.fullmatch(word), _NO.fullmatch(word)
    if not opening or not (yes or no):
        return
    rest = MARKER.sub(" ", sentence[opening.end() :])
    cited = [passages[n] for n in markers_of(sentence) if n in passages]
    holds = _holds(_EITHER.sub("", fold(asked)), rest, cited)
    if holds is not None and holds == bool(no):
        yield word, tuple(markers_of(sentence))


def _holds(asked: str, told: str, cited: Sequence[Passage]) -> bool | None:
    """Whether what the question puts forward is so, by what is told; None where that is open."""
    marks = assertions_said(asked)
    if any(mark.aspect == "negation" for mark in marks):
        return None
    figures = [figure for figure in parse_quantities(asked) if figure.unit != "year"]
    judged = [_figure_holds(figure, asked, told) for figure in figures]
    if not figures:
        judged = [_mark_holds(mark, told, cited) for mark in marks if mark.aspect in _JUDGED]
    known = [one for one in judged if one is not None]
    return all(known) if known else None


def _figure_holds(figure: Quantity, asked: str, told: str) -> bool | None:
    same = [q for q in parse_quantities(told) if q.unit == figure.unit]
    reached = _REACHED.search(asked, 0, figure.start) is not None
    judged = {_satisfies(q.value, figure, reached=reached) for q in same}
    # 不对，7341人次是去年的，今年的目标是3000人次以上: what is told of two years leaves it open.
    return judged.pop() if len(judged) == 1 else None


def _satisfies(value: Decimal, figure: Quantity, *, reached: bool) -> bool | None:
    """Whether `value` is what the question puts forward: 超过180亿元, 不到200亿元, 达到, or just so."""
    if figure.qualifier == "gt":
        return value > figure.value
    if figure.qualifier == "lt":
        return value < figure.value
    if figure.qualifier == "ge" or (figure.qualifier is None and reached):
        return value >= figure.value
    if figure.qualifier == "le":
        return value <= figure.value
    return value == figure.value if figure.qualifier is None else None


def _mark_holds(mark: Assertion, told: str, cited: Sequence[Passage]) -> bool | None:
    """By the sentence itself where it says anything in that aspect, else by what it cites."""
    ranks = [q.value for q in parse_quantities(told) if q.unit == "位"]
    if mark.aspect == "rank" and ranks:
        return (1 in ranks) == ("first" in mark.says)
    said = [m for m in assertions_said(told) if m.aspect == mark.aspect]
    if not said:
        said = [m for p in cited for m in assertions_in_passage(p.text) if m.aspect == mark.aspect]
    return any(mark.borne_out_by(m) for m in said) if said else None
