"""What a clause asserts beside its figures: denied, up or down, above or below, done, first; and
whether a sentence that opens with yes or no answers the question rightly.

The words stand in `clause_words.toml`; here is how a clause is read by them. 是的 to a false claim is
worse than a wrong figure: the reader takes it for the check.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.check.markers import MARKER, markers_of
from index.figures.gazetteer.lookup import places_called
from index.figures.normalise import fold
from index.figures.places import city_called, find_places
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage

_FILE = Path(__file__).parent / "clause_words.toml"
_PLAIN = ("negation", "direction", "turn", "completion", "rank", "record")
_LEVELS = {"nation": "nation", "province": "province", "city": "city", "district": "county"}
_NUMBER = r"(?!了?约?近?(?!\d{4}年)[\d零一二两三四五六七八九十百千万亿.]+(?!.{0,3}位))"
Aspect = Literal["negation", "direction", "turn", "completion", "rank", "record", "comparison"]
_OUTCOMES = frozenset(("above", "below", "equal"))


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a clause says in one aspect, by `text`: the names of what it may be, one of which it is
    (低于 is below; 不高于 below or equal). `among`: what is compared with, empty where left open."""

    aspect: Aspect
    says: frozenset[str]
    text: str
    among: frozenset[str] = frozenset()

    def implied_by(self, other: Assertion) -> bool:
        """Whether this cannot be false where `other` is true."""
        if self.aspect != other.aspect or not other.says <= self.says:
            return False
        return not self.among or not other.among or bool(self.among & other.among)


def assertions_said(clause: str) -> list[Assertion]:
    """What a clause of an answer says: only by words that say it without doubt."""
    return _assertions(clause, "words")


def assertions_in_passage(clause: str) -> list[Assertion]:
    """What a clause of a passage can bear out: by wider words."""
    return _assertions(clause, "also")


@cache
def words_of(section: str, key: str) -> re.Pattern[str]:
    """The words of a list of the file as one pattern."""
    words = _content()[section][key]
    return re.compile(words if isinstance(words, str) else "|".join(words))


def among_of(clause: str) -> frozenset[str]:
    """What a clause compares with or ranks among, by level: 全市 and 安阳市 are "city"."""
    named = {level for level in _content()["among"] if words_of("among", level).search(clause)}
    for mention in find_places(clause):
        name = city_called(mention.name) or mention.name
        named |= {_LEVELS[place.level] for place in places_called(name)}
    return frozenset(named)


def _assertions(clause: str, words: Literal["words", "also"]) -> list[Assertion]:
    text = fold(clause)
    among = among_of(text)
    found = []
    for aspect in _PLAIN:
        for says in _content()[aspect]:
            match = _reading(aspect, says, words).search(_without(aspect, says, text))
            if match:
                of = among if aspect == "rank" else frozenset[str]()
                found.append(Assertion(aspect, frozenset({says}), match.group(), of))  # type: ignore[arg-type]
    return _joined([*found, *_compared(text, among)], text)


def is_to_come(clause: str) -> bool:
    """Whether a clause says that something is yet to be done: 将, 力争, 加快."""
    return re.search("|".join(_content()["completion"]["done"]["future"]), clause) is not None


def _joined(assertions: Sequence[Assertion], text: str) -> list[Assertion]:
    """The assertions, but two that say one thing as one: 没有达到目标 is below the aim, and 扭转下降
    only a turn."""
    by_aspect = {one.aspect: one for one in assertions}
    denied, done = by_aspect.get("negation"), by_aspect.get("completion")
    if denied and done and "met" in done.says and text.find(denied.text) < text.find(done.text):
        unmet = Assertion(
            "comparison", frozenset({"below"}), denied.text + done.text, frozenset({"aim"})
        )
        return [unmet, *(one for one in assertions if one not in (denied, done))]
    if "turn" in by_aspect:
        return [one for one in assertions if one.aspect != "direction"]
    return list(assertions)


def _compared(text: str, among: frozenset[str]) -> Iterator[Assertion]:
    for outcome, pattern in _relations():
        for match in pattern.finditer(text):
            says = frozenset((outcome,))
            if text[: match.start()].endswith("不"):
                says = _OUTCOMES - says
            yield Assertion("comparison", says, match.group(), among)


@cache
def _relations() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = _content()["comparison"]
    # 同比提高 compares nothing with another, nor does 占比较高.
    than = r"(?<![同环占对])(?:比|较)(?!重|例|较|上年|去年|同期|去|年)[^，。；\d]{1,12}?(?<![提增加扩减缩降变最升])"
    ends = r"(?=了?约?[\d零一二两三四五六七八九十.]+[个%成倍]|出|一些|$|[，。；\0])"
    sides = [
        (side, rf"(?:{'|'.join(words[side])}){_NUMBER}|{than}(?:{words[adjective]}){ends}")
        for side, adjective in (("above", "more"), ("below", "less"))
    ]
    sides.append(("equal", "|".join(words["equal"])))
    return tuple((side, re.compile(pattern)) for side, pattern in sides)


def _without(aspect: str, says: str, text: str) -> str:
    """`text` without the words that only look like those that say it: 无人机, 不断."""
    never = _content()[aspect][says].get("never")
    return re.sub("|".join(never), lambda match: " " * len(match[0]), text) if never else text


@cache
def _reading(aspect: str, says: str, words: str) -> re.Pattern[str]:
    entry = _content()[aspect][says]
    alternatives = [*entry["words"], *(entry.get("also", ()) if words == "also" else ())]
    return re.compile("|".join(alternatives))


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


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


def wrongly_answered(sentence: str, passages: Mapping[int, Passage], asked: str) -> Iterator[str]:
    """The yes or no that opens `sentence`, where the rest of it says the contrary on `asked`."""
    opening = _OPENING.match(sentence)
    word = opening["word"].strip() if opening else ""
    yes, no = _YES.fullmatch(word), _NO.fullmatch(word)
    if not opening or not (yes or no):
        return
    rest = MARKER.sub(" ", sentence[opening.end() :])
    cited = [passages[n] for n in markers_of(sentence) if n in passages]
    holds = _holds(_EITHER.sub("", fold(asked)), rest, cited)
    if holds is not None and holds == bool(no):
        yield word


def _holds(asked: str, stated: str, cited: Sequence[Passage]) -> bool | None:
    """Whether what the question puts forward is so, by what is stated; None where that is open."""
    assertions = assertions_said(asked)
    if any(one.aspect == "negation" for one in assertions):
        return None
    figures = [figure for figure in parse_quantities(asked) if figure.unit != "year"]
    judged = [_figure_holds(figure, asked, stated) for figure in figures]
    if not figures:
        judged = [
            _assertion_holds(one, stated, cited) for one in assertions if one.aspect in _JUDGED
        ]
    known = [one for one in judged if one is not None]
    return all(known) if known else None


def _figure_holds(figure: Quantity, asked: str, stated: str) -> bool | None:
    same = [q for q in parse_quantities(stated) if q.unit == figure.unit]
    reached = _REACHED.search(asked, 0, figure.start) is not None
    judged = {_satisfies(q.value, figure, reached=reached) for q in same}
    # 不对，7341人次是去年的，今年的目标是3000人次以上: figures of two years leave it open.
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


def _assertion_holds(one: Assertion, stated: str, cited: Sequence[Passage]) -> bool | None:
    """By the sentence itself where it says anything in that aspect, else by what it cites."""
    ranks = [q.value for q in parse_quantities(stated) if q.unit == "位"]
    if one.aspect == "rank" and ranks:
        return (1 in ranks) == ("first" in one.says)
    said = [m for m in assertions_said(stated) if m.aspect == one.aspect]
    if not said:
        said = [m for p in cited for m in assertions_in_passage(p.text) if m.aspect == one.aspect]
    return any(one.implied_by(m) for m in said) if said else None
