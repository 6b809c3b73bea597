"""From a question to the figure of the ledger that it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Question
from assistant.check.figure_fit import fits
from assistant.check.support import likeness
from assistant.question.parts import strip_question
from index.figures.aliases import load_aliases
from index.figures.figure import Attribute, Figure
from index.figures.normalise import fold

_ENOUGH = 0.62
_FITS: dict[Attribute | None, tuple[Attribute, ...]] = {
    None: ("level", "count", "share", "change"),
    "level": ("level", "count"),
    "count": ("count", "level"),
    "change": ("change",),
    "share": ("share",),
    "rank": ("rank",),
    "date": ("date",),
}
_NEW = re.compile(r"新增|净增|新引进|引进|新建|新设|新认定|新培育|增加了")
_IN_ALL = re.compile(r"总数|总量|现有|实有|存量|累计")
_LIGHT = re.compile(
    r"实际|完成|数量|人次|数额|总数|总量|现有|共有|家数|户数|人数|的|了|情况|个数|新增|引进|建成|今年|去年|目标|计划|预期"
)


def figure_for(
    question: Question, figures: Sequence[Figure], known_places: Sequence[str]
) -> Figure | None:
    """The figure of `figures` that answers the question best; None where none is near enough.

    An outcome goes before a target where the question leaves it open, and the newest first; what
    there is in all before what is new, unless that is asked for, and a number before a bound.
    """
    topic = canonical(strip_question(question.text, known_places))
    ranked = [
        (fit, figure)
        for figure in figures
        if _kind_and_time_fit(question, figure)
        and (not question.within or figure.binding.place in question.within)
        and figure.binding.attribute in _FITS[question.attribute]
        and (fit := _subject_fits(question, topic, figure)) >= _ENOUGH
    ]
    new = asks_new(question.text)
    alike = [pair for pair in ranked if pair[1].binding.new == new]
    ranked = alike or ([] if _IN_ALL.search(fold(question.text)) else ranked)
    if not ranked:
        return None
    return max(ranked, key=lambda pair: (pair[0], _preferred(question, pair[1])))[1]


def asks_new(text: str) -> bool:
    """Whether a question asks for what was added, not for all there is."""
    return _NEW.search(fold(text)) is not None


def _subject_fits(question: Question, topic: str, figure: Figure) -> float:
    bound = figure.binding
    if question.indicators:
        return 1.0 if bound.name in question.indicators else 0.0
    return likeness(topic, canonical(bound.indicator))


def _preferred(question: Question, figure: Figure) -> tuple[bool, int, int, bool]:
    bound = figure.binding
    order = _FITS[question.attribute].index(bound.attribute)
    bare = bound.quantity.qualifier is None and bound.quantity.upper is None
    exact = bare and bound.kind != "target"  # 7%以上，力争达到8%: the first is the target
    return (bound.kind != "target", -order, bound.period.last if bound.period else 0, exact)


def _kind_and_time_fit(question: Question, figure: Figure) -> bool:
    bound = figure.binding
    if question.kind == "target" and bound.kind != "target":
        return False
    if question.kind == "actual" and bound.kind == "target":
        return False
    return fits(question, bound)


def canonical(text: str) -> str:
    """`text` with each synonym as the first word of its group, and without what tells little."""
    folded = _LIGHT.sub("", fold(text)).replace(" ", "")
    for start, end, group in reversed(list(load_aliases().same(folded))):
        folded = folded[:start] + group[0] + folded[end:]
    return folded
