"""Which of the things asked the figures shown answer: an answer checked against its Query.

A figure counts only where its place, its year, the part of it, outcome or target, whole or part, and
whether something came from it or became it are those asked for. One beside it in the same sentence
may be shown, but answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, FigureVerdict
from assistant.check.matching import fits, likeness
from assistant.query import Query
from assistant.question.subject import canonical
from index.figures.figure import Attribute, Binding
from index.figures.passage_figures import figures_between
from index.figures.quantities import parse_quantities

ATTRIBUTES_OF: dict[Attribute | None, tuple[Attribute, ...]] = {
    None: ("level", "count", "share", "change"),
    "level": ("level", "count"),
    "count": ("count", "level"),
    "change": ("change",),
    "share": ("share",),
    "rank": ("rank",),
    "date": ("date",),
}
"""The attributes of a figure that may be the one asked for, the likeliest first."""
_ENOUGH = 0.62


def subject_fits(query: Query, bound: Binding) -> float:
    """How far a figure is of the indicator that is asked for: 1 in full, 0 not at all."""
    if query.indicators:
        return 1.0 if bound.name in query.indicators else 0.0
    likely = likeness(query.subject.topic, canonical(bound.indicator))
    return likely if likely >= _ENOUGH else 0.0


def asks_for(leaf: Query, bound: Binding) -> bool:
    """Whether a figure is the one, or one of those, that a leaf asks for."""
    return (
        leaf.expected.figure
        and bound.attribute in ATTRIBUTES_OF[leaf.attribute]
        and subject_fits(leaf, bound) > 0
        and _answers(leaf, bound)
    )


def with_what_is_asked(
    verdicts: Sequence[FigureVerdict], answer: Answer, query: Query
) -> tuple[FigureVerdict, ...]:
    """The verdicts on `answer`; that on a figure which `query` asks for with what the quote binds it
    to, where the quote leaves no choice."""
    return tuple(replace(one, bound=_bound(one, answer, query)) for one in verdicts)


def _bound(verdict: FigureVerdict, answer: Answer, query: Query) -> Binding | None:
    stated = {
        (b.name or b.indicator, b.attribute, b.period, b.kind, b.place, b.direction): b
        for citation in answer.citations
        if citation.marker == verdict.marker
        for figure in figures_between(citation.passage, citation.start, citation.end)
        if ((b := figure.binding).quantity.value, b.quantity.unit) == (verdict.value, verdict.unit)
        and any(asks_for(leaf, b) for leaf in query.leaves)
    }
    return next(iter(stated.values())) if len(stated) == 1 else None


def accounted(answer: Answer, query: Query) -> Answer:
    """`answer`, said to be partly one where it gives figures and none answers what is asked; of
    several things each by the citations of its account."""
    if query.survey is not None:
        return answer
    if len(answer.parts) != len(query.leaves):
        lacks = any(_lacks(leaf, answer, None) for leaf in query.leaves)
        return replace(answer, partly=answer.partly or lacks)
    parts = tuple(
        replace(part, status="partly")
        if part.status == "answered" and _lacks(leaf, answer, part.markers)
        else part
        for part, leaf in zip(answer.parts, query.leaves, strict=True)
    )
    partly = answer.partly or any(part.status != "answered" for part in parts)
    return replace(answer, parts=parts, partly=partly)


def _lacks(leaf: Query, answer: Answer, markers: Sequence[int] | None) -> bool:
    """Whether a figure is asked for, figures are given (by the citations `markers`, None: by all), and
    none is one that is asked for."""
    given = _given(answer, markers) if leaf.expected.figure else []
    return bool(given) and not any(_answers(leaf, bound) for bound in given)


def _given(answer: Answer, markers: Sequence[int] | None) -> list[Binding]:
    """The figures of the citations that the answer's sentences give."""
    said = {(q.value, q.unit) for one in answer.sentences for q in parse_quantities(one)}
    return [
        figure.binding
        for citation in answer.citations
        if markers is None or citation.marker in markers
        for figure in figures_between(citation.passage, citation.start, citation.end)
        if figure.binding.attribute != "date"
        and (figure.binding.quantity.value, figure.binding.quantity.unit) in said
    ]


def _answers(leaf: Query, bound: Binding) -> bool:
    of_place = not leaf.within or bound.place is None or bound.place in leaf.within
    of_kind = leaf.kind is None or (leaf.kind == "target") == (bound.kind == "target")
    of_all = not (leaf.extent == "all" and bound.new)
    return of_place and of_kind and of_all and fits(leaf, bound)
