"""What is asked back before a question is understood: a misspelt place, years that contradict each
other, too much at once, one vague word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.question.parts import YEAR, limiting_mentions, years_of
from assistant.question.scope import Scope
from assistant.refusals import MAX_THINGS_ASKED, Refusal
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.near_miss import near_miss
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, city_called, find_places

_SENTENCE = re.compile(r"[^。?!;]+")
_FROM_NOW = one_of("asking.counted_from_now")
_BESIDE_EACH_OTHER = re.compile(rf"(?:{YEAR.pattern})的?{_FROM_NOW}")
_YES = re.compile(f"{one_of('dialogue.yes')}+[,。!]*")
_READINGS = 4  # of a vague word that are named
_VAGUE = 3  # readings at the least


def unclear(text: str, scope: Scope) -> Refusal | None:
    """What must be asked back about `text`, None where it can be understood as it is."""
    asked = fold(text)
    folded = asked.strip("?!。, ")
    near = near_miss(folded, scope.names)
    if near:
        return Refusal("clarify_place_name", near.written, meant=near.meant)
    contradiction = _contradicting_years(folded, scope)
    if contradiction:
        return Refusal("clarify_period", contradiction)
    if _things_asked(asked, scope) > MAX_THINGS_ASKED:
        return Refusal("clarify_too_many")
    return _one_word(folded, scope)


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
    listed = (
        sentence.count("、") + 1 - len(list(find_places(sentence, scope.names)))
        for sentence in sentences
    )
    named = {mention.indicator.name for mention in load_aliases().mentions(asked)}
    return max(asked.count("?"), len(named), *listed, 0)


def _one_word(folded: str, scope: Scope) -> Refusal | None:
    """What a word by itself must be asked about: a place that is not covered, or a vague 收入."""
    places = [mention.name for mention in find_places(folded, scope.names)]
    if places == [folded]:
        beyond = folded not in scope.names and folded not in BY_LEVEL
        return Refusal("unanswerable_place", city_called(folded) or folded) if beyond else None
    if any(load_aliases().mentions(folded)):
        return None
    names = [i.name for i in load_aliases().indicators if i.name.endswith(folded) and folded]
    if len(names) < _VAGUE:
        return None
    return Refusal(
        "clarify_question", preface=f"“{folded}”可以指{'、'.join(names[:_READINGS])}等。"
    )
