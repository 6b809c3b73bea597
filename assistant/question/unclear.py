"""What is asked back before a question is understood: a misspelt place, years that contradict each
other, too much at once, one vague word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.nicknames import places_in_full
from assistant.question.parts import YEAR, limiting_mentions, years_of
from assistant.question.scope import Scope
from assistant.question.unknown_place import misplaced, unknown_place
from assistant.refusals import MAX_THINGS_ASKED, Refusal
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.near_miss import near_miss
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, city_called, find_places
from index.figures.quantities import parse_quantities
from index.figures.years import WRITTEN

_SENTENCE = re.compile(r"[^。?!;]+")
_FROM_NOW = one_of("asking.counted_from_now")
_BESIDE_EACH_OTHER = re.compile(rf"(?:{YEAR.pattern})(?:的?{_FROM_NOW}|的{WRITTEN}年)")
# 05年 and 3025年 are no years that reports are about; 三五年 is a time of some years.
_UNREAD_YEAR = re.compile(
    r"(?<![\d零〇一二三四五六七八九十])(?:\d{4}|0\d|[零〇九八][零〇一二三四五六七八九])年(?![来间期])"
)
_YES = re.compile(f"{one_of('dialogue.yes')}+[,。!]*")
_READINGS = 4  # of a vague word that are named
_VAGUE = 3  # readings at the least


def unclear(text: str, scope: Scope, *, follow_up: bool = False) -> Refusal | None:
    """What must be asked back about `text`, None where it can be understood as it is.

    One vague word says enough where it is a `follow_up`.
    """
    asked = fold(places_in_full(text))
    folded = asked.strip("?!。, ")
    near = near_miss(folded, scope.names) or misplaced(folded, scope)
    if near:
        return Refusal("clarify_place_name", near.written, meant=near.meant)
    beyond = unknown_place(folded, scope)
    if beyond:
        return Refusal("unanswerable_place", beyond)
    year = _UNREAD_YEAR.search(folded)
    if year and not years_of(year.group(), None):
        return Refusal("unanswerable_period", year.group())
    contradiction = _contradicting_years(folded, scope)
    if contradiction:
        return Refusal("clarify_period", contradiction)
    if _things_asked(asked, scope) > MAX_THINGS_ASKED:
        return Refusal("clarify_too_many")
    return _bare_place(folded, scope) or (None if follow_up else _vague_word(folded))


def corrected(asked: str, turns: Sequence[str], scope: Scope) -> tuple[str, list[str]]:
    """The question and the `turns` before it, misspelt places put right where they are sure.

    是的 behind a question that was asked back is that question, put right.
    """
    right = [_put_right(turn, scope) for turn in turns]
    confirms = turns and right[-1] != turns[-1] and _YES.fullmatch(fold(asked))
    return (right[-1], right[:-1]) if confirms else (asked, right)


def _put_right(text: str, scope: Scope) -> str:
    near = near_miss(fold(text), scope.names)
    if near is None or len(near.meant) > 1:
        return text
    return fold(text).replace(near.written, near.meant[0])


def _contradicting_years(folded: str, scope: Scope) -> str:
    """2025年去年, where 去年 is another year: as written, "" where there is none."""
    for beside in _BESIDE_EACH_OTHER.finditer(folded):
        within = scope.named([m.name for m in limiting_mentions(folded, scope.names)])
        if len(years_of(beside.group(), scope.narrowed(within).newest)) > 1:
            return beside.group()
    return ""


def _things_asked(asked: str, scope: Scope) -> int:
    """How many things are asked at once: questions, or indicators or listed things in one of them.

    Places do not count: one thing may be asked of many.
    """
    sentences = [sentence.group() for sentence in _SENTENCE.finditer(asked)]
    listed = (sentence.count("、") + 1 - _of_no_thing(sentence, scope) for sentence in sentences)
    named = {mention.indicator.name for mention in load_aliases().mentions(asked)}
    return max(asked.count("?"), len(named), *listed, 0)


def _of_no_thing(sentence: str, scope: Scope) -> int:
    """How many places and figures a sentence names: what may stand in a list and is not asked for."""
    return len(list(find_places(sentence, scope.names))) + len(parse_quantities(sentence))


def _bare_place(folded: str, scope: Scope) -> Refusal | None:
    """The refusal of a place by itself that is not covered: nothing else could be answered."""
    named = [mention.name for mention in find_places(folded, scope.names)]
    if named != [folded] or folded in scope.names or folded in BY_LEVEL:
        return None
    return Refusal("unanswerable_place", city_called(folded) or folded)


def _vague_word(folded: str) -> Refusal | None:
    """What a word by itself must be asked about that ends the names of several indicators: 收入."""
    if not folded or any(load_aliases().mentions(folded)):
        return None
    names = [i.name for i in load_aliases().indicators if i.name.endswith(folded)]
    if len(names) < _VAGUE:
        return None
    named = "、".join(names[:_READINGS])
    return Refusal("clarify_question", preface=f"“{folded}”可以指{named}等。")
