"""Which segments of a sentence tell of what is asked: by the indicators they name and are bound to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Question
from assistant.question.expected_answer import ExpectedAnswer
from assistant.question.query_terms import QueryTerm, comparable, coverage
from index.figures.aliases import load_aliases
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.report import Passage

_OF_BEST = 0.5  # a clause tells of what is asked if it does half as much as the best beside it
_OF_ALL = re.compile(r"[均都]")


def telling_segments(
    passage: Passage,
    segments: Sequence[tuple[int, int]],
    concepts: Sequence[QueryTerm],
    question: Question,
    wanted: ExpectedAnswer,
) -> list[str]:
    """The segments whose figures are about what is asked.

    A figure of a neighbouring segment is another subject's: 规模以上工业增加值增长15.2%,
    社会消费品零售总额完成79.38亿元 tells no total of the first. 均居第二位 is about all before it.
    """
    text = passage.text
    required = [concept for concept in concepts if concept.required]
    written = [text[start:end] for start, end in segments]
    if required:
        named = [_indicator_names(segment) for segment in written]
        about = [all(names & set(concept.written) for concept in required) for names in named]
        if any(about):
            bound = [tells_of_indicator(passage, span, question) is True for span in segments]
            of_none = [not names for names in named]
            about = [a or (b and n) for a, b, n in zip(about, bound, of_none, strict=True)]
    else:
        shares = [coverage(concepts, comparable(segment)) for segment in written]
        about = [share > 0 and share >= _OF_BEST * max(shares) for share in shares]
    if wanted.date and any(about):
        return [text[segments[0][0] : segments[-1][1]]]
    return [
        segment
        for number, segment in enumerate(written)
        if about[number]
        or (wanted.attribute == "rank" and _OF_ALL.search(segment) and any(about[:number]))
    ]


def tells_of_indicator(passage: Passage, span: tuple[int, int], question: Question) -> bool | None:
    """Whether a figure of the span is bound to what is asked; False where those that name it are
    all of a part of it (襄阳、宜昌经济总量, 13个设区市地区生产总值), None where none names it."""
    bound = [
        figure.binding
        for figure in figures_of(passage)
        if span[0] <= figure.binding.quantity.start < span[1]
    ]
    if any(binding.name in question.indicators for binding in bound):
        return True
    heads = [head for b in bound for head in _heads(b.indicator, question.indicators)]
    return False if heads and not any(head in fold(question.text) for head in heads) else None


def _heads(phrase: str, indicators: Sequence[str]) -> list[str]:
    """What stands in a phrase before the indicators that it names: 山区5县 of 山区5县生产总值."""
    mentions = load_aliases().mentions(phrase)
    return [fold(phrase)[: m.start] for m in mentions if m.indicator.name in indicators]


def _indicator_names(text: str) -> set[str]:
    """Every name of the indicators that `text` names; one inside another's name is not named."""
    # 城乡居民人均可支配收入 names those of either.
    each = [text.replace("城乡", one) for one in ("城镇", "农村")] if "城乡" in text else []
    return {
        fold(name).lower()
        for named in (text, *each)
        for mention in load_aliases().mentions(named)
        for name in mention.indicator.names
    }
