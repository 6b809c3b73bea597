"""Whether a clause of a report says in words what a question puts forward: 滁宁城际是不是开通了.

It does where it has every word of the claim, as it is or by one that says as much, in the same role,
and none beside that says more, less, or of another thing: 建设 for 建成, 市中医医院 for 市医院. It must
state an outcome, of the very year that is asked for. A clause that says the same of a work, but not
that it has come as far (开工 for 建成), refutes the claim. From any other clause nothing follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.check.claimed_words import Word, called, claimed_parts, own_level
from assistant.check.said_of_each import said_of_each
from assistant.query import Claim, Query
from index.figures.clauses import Sentence
from index.figures.figure import Context, FigureKind
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import contexts_of
from index.figures.period_rules import kind_by_words, usual_period
from index.figures.years import WRITTEN, years_in
from index.report import Passage

_MARK = re.compile(r"[^\w、]|_")
_OF_TWO = re.compile(one_of("borne_out.of_two", "borne_out.relates"))
_NO_MORE = (
    rf"{one_of('borne_out.no_more', 'borne_out.hedge', 'borne_out.hedge_alone')}|{WRITTEN}年|、"
    rf"|[\d.一二两三四五六七八九十百千万]+[余多]?{one_of('asking.thing')}"
    rf"|等(?:{one_of('borne_out.and_more')}|\d+[个项条家座所处])?{one_of('borne_out.weighty')}?{one_of('borne_out.works')}?"
)
_FIRST_OF_KIND = (
    rf"{one_of('claim.among_nation', 'claim.among_province')}首[条个家座批项例]\w{{0,10}}"
)
_OPENS_WITH_YEAR = re.compile(rf"(?:^|[，,；;])\s*({WRITTEN}年)")
_AIMS = one_of("kind.aim")
_MOST_CLAUSES = 3
_CLASS = "类"


class Finding(NamedTuple):
    """A span of a passage that bears the claim out, or refutes it."""

    passage: Passage
    start: int
    end: int
    holds: bool


class _Saying(NamedTuple):
    """Clauses that follow each other, or what is said of one of several things in a clause: their
    number in the sentence, their span, and their words without marks; as `written`, folded, and what
    the sentence has `before` them."""

    number: int
    start: int
    end: int
    text: str
    written: str
    before: str


def judged_in_words(query: Query, passages: Iterable[Passage]) -> Finding | None:
    """The first span that bears out what `query` puts forward in words, else the first that refutes
    it; None where nothing follows, or a figure is put forward; a class of water (四类) is none."""
    claim = query.claim
    if claim is None or claim.open or claim.denied:
        return None
    if claim.figure is not None and claim.figure.quantity.unit != _CLASS:
        return None
    found = [finding for passage in passages for finding in _findings(query, claim, passage)]
    return next((one for one in found if one.holds), found[0] if found else None)


def _findings(query: Query, claim: Claim, passage: Passage) -> Iterator[Finding]:
    aims = query.kind == "target"
    parts = claimed_parts(claim.said, passage.place, aims=aims)
    if not parts or (query.within and passage.place not in query.within):
        return
    optional = _optional(passage.place, aims=aims)
    (whole,) = parts[0]
    for sentence, context in contexts_of(passage):
        kind = context.kind or kind_by_words(sentence.text) or "actual"
        if not _is_of_kind(query, whole, kind):
            continue
        context = replace(context, period=context.period or usual_period(kind, context))
        said = [one for one in _sayings(sentence) if _is_of_year(query, claim, context, one)]
        for several in parts:
            spans = [
                next((one for one in said if _says(one, part, optional)), None) for part in several
            ]
            found = [one for one in spans if one]
            if len(found) == len(several) and _beside(found):
                yield Finding(passage, found[0].start, found[-1].end, holds=True)
        for one in said:
            if not aims and _says(one, _not_as_far(whole), optional):
                yield Finding(passage, one.start, one.end, holds=False)


def _not_as_far(claimed: Sequence[Word]) -> Sequence[Word]:
    """The claim of a work with the words for how far it has not come; () where it says nothing of
    that."""
    behind = [word._replace(written=word.behind) if word.behind else word for word in claimed]
    return behind if any(word.behind for word in claimed) else ()


def _beside(found: Sequence[_Saying]) -> bool:
    """Whether each stands in the clause of the one before or in the next."""
    return all(0 <= other.number - one.number <= 1 for one, other in pairwise(found))


# What a sentence says


def _sayings(sentence: Sentence) -> Iterator[_Saying]:
    text, clauses = sentence.passage.text, sentence.clauses
    bare = [_MARK.sub("", fold(text[a:b]).lower()) for a, b in clauses]
    for first, (start, end) in enumerate(clauses):
        before = fold(text[sentence.start : start])
        for one in said_of_each(bare[first]):
            yield _Saying(first, start, end, one, fold(text[start:end]), before)
        for after in range(first + 1, min(first + _MOST_CLAUSES, len(clauses)) + 1):
            end = clauses[after - 1][1]
            said = "".join(bare[first:after])
            yield _Saying(first, start, end, said, fold(text[start:end]), before)


def _is_of_kind(query: Query, claimed: Sequence[Word], kind: FigureKind) -> bool:
    """Whether it is an outcome, or a plan where that is claimed. What holds from a day on (从今年秋季起
    免除) is so by being decided."""
    if (kind == "target") == (query.kind == "target"):
        return True
    return kind == "target" and any(word.role == "since" for word in claimed)


def _is_of_year(query: Query, claim: Claim, context: Context, one: _Saying) -> bool:
    """Whether it is of the year that is asked for, and names no year that the claim does not."""
    if not query.years:
        return True
    if not set(years_in(one.written)) <= {*query.years, *years_in(fold(claim.said))}:
        return False
    opening = years_in("，".join(_OPENS_WITH_YEAR.findall(one.before + one.written)))
    if opening:
        return opening[-1] in query.years
    period = context.period
    if period is None or period.months != query.time.months:
        return False
    return period.in_one_year and period.first in query.years


# Whether it says what is claimed

_Aligned = tuple[tuple[int, int], Word]


def _says(one: _Saying, claimed: Sequence[Word], optional: re.Pattern[str]) -> bool:
    said = _aligned(claimed, one.text)
    if not said:
        return False
    spans = sorted(span for span, _ in said)
    ends, starts = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(one.text)]
    rest = [one.text[a:b] for a, b in zip(ends, starts, strict=True)]
    rest[0] = re.sub(rf"^(?:{optional.pattern})*{_FIRST_OF_KIND}$", "", rest[0])
    return all(map(re.compile(rf"(?:{optional.pattern})*").fullmatch, rest)) and _same_roles(said)


def _aligned(claimed: Sequence[Word], text: str) -> list[_Aligned]:
    """Where the words of the claim stand in `text`, in the order of the claim; [] where one is
    lacking. What a longer word has as well (长江的水, 水质), or has been said, need not stand there
    again: it is said twice."""
    found: list[_Aligned] = []
    twice: set[str] = set()
    end = 0
    for word in claimed:
        longer = [one for one in claimed if word.text in one.text and word.text != one.text]
        taken = [span for span, _ in found]
        taken += [match.span() for one in longer for match in one.written.finditer(text)]
        spans = (match.span() for match in word.written.finditer(text))
        free = [(a, b) for a, b in spans if not any(a < d and c < b for c, d in taken)]
        if free:
            start, end = next((span for span in free if span[0] >= end), free[0])
            found.append(((start, end), word))
        elif longer or any(one.text == word.text for _, one in found):
            twice.update(one.text for one in longer)
        else:
            return []
    return [(span, w._replace(role="twice") if w.text in twice else w) for span, w in found]


def _same_roles(said: Sequence[_Aligned]) -> bool:
    """Whether each thing stands on the same side of each verb, or all of them on the other (建成了X,
    X建成); whether all stand in the same order where that matters, or no verb is known."""
    order = [span[0] for span, _ in said]
    acts = [n for n, (_, word) in enumerate(said) if word.role == "act"]
    if not acts or any(_OF_TWO.fullmatch(word.text) for _, word in said):
        return order == sorted(order)
    things = [n for n, (_, word) in enumerate(said) if word.role == "thing"]
    for act in acts:
        sides = {(thing < act, order[thing] < order[act]) for thing in things}
        if len(sides) > 1 and any(claimed != there for claimed, there in sides):
            return False
    return True


@lru_cache(maxsize=64)
def _optional(place: str | None, *, aims: bool) -> re.Pattern[str]:
    """What a clause may have beside the words of the claim."""
    names = (*map(re.escape, called(place)), f"^(?:{own_level(place)})")
    return re.compile("|".join([*names, _NO_MORE, *((_AIMS,) if aims else ())]))
