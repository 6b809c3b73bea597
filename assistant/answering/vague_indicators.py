"""Vague names of indicators in a question (财政收入), read as what the reports state.

The answer names what the report names. Where the reports state the very name, it alone is meant;
where they state several of its meanings, each is given; a part is given where they state no whole,
and said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from assistant.answer import Answer, Question
from assistant.answering.composer import Composes, Found, HoldsFigures, Snapshots
from assistant.check.matching import fits
from index.figures.aliases import Indicator, load_aliases
from index.figures.figure import Figure
from index.store.library import FigureFilter


@dataclass(frozen=True, slots=True)
class AsMeant:
    """Composes by `otherwise` what a question means; `ledger` says what the reports state."""

    ledger: HoldsFigures
    otherwise: Composes

    def compose(self, question: Question, found: Found) -> Snapshots:
        meant, note = self._meant(question, found)
        with closing(self.otherwise.compose(meant, found)) as snapshots:
            for answer in snapshots:
                yield _noted(answer, note) if isinstance(answer, Answer) and note else answer

    def _meant(self, question: Question, found: Found) -> tuple[Question, str]:
        """The question with each vague name as what is meant, and what to say of a part."""
        note = ""
        for name in _vague_names(question):
            indicator = load_aliases().called(name)
            stated = self._stated(indicator, question) or _mentioned(indicator, found)
            if name in stated:
                continue
            meanings = [meaning for meaning in indicator.means if meaning in stated]
            parts = [part for part in indicator.narrower if part in stated]
            if meanings or parts:
                question = _named(question, indicator, meanings or parts[:1])
            if parts and not meanings:
                note = f"报告没有给出{name}，只提到{parts[0]}："
        return question, note

    def _stated(self, indicator: Indicator, question: Question) -> frozenset[str]:
        """Which of the indicator and its meanings and parts the reports asked of state."""
        names = (indicator.name, *indicator.means, *indicator.narrower)
        figures = self.ledger.figures(None, FigureFilter(places=question.within, names=names))
        fitting = [figure for figure in figures if _may_be_asked(question, figure)] or figures
        most = question.survey is not None or question.by_place
        return _of_most_places(fitting) if most else frozenset(map(_name, fitting))


def _mentioned(indicator: Indicator, found: Found) -> frozenset[str]:
    """Which of the indicator, its meanings and parts the passages speak of, without a figure."""
    names = {indicator.name, *indicator.means, *indicator.narrower}
    aliases = load_aliases()
    spoken = (m.indicator.name for hit in found for m in aliases.mentions(hit.passage.text))
    return frozenset(names.intersection(spoken))


def _vague_names(question: Question) -> list[str]:
    """The names in the question that may mean, or have as a part, another indicator."""
    asked = [question, *question.parts]
    names = dict.fromkeys(name for one in asked for name in one.indicators)
    aliases = load_aliases()
    return [name for name in names if aliases.called(name).means or aliases.called(name).narrower]


def _may_be_asked(question: Question, figure: Figure) -> bool:
    bound = figure.binding
    if question.kind == "target" and bound.kind != "target":
        return False
    if question.attribute in ("change", "rank") and bound.attribute != question.attribute:
        return False
    return not question.periods or fits(question, bound)


def _of_most_places(figures: Sequence[Figure]) -> frozenset[str]:
    """The one name that the most places state: a ranking is of one indicator."""
    places: dict[str, set[str | None]] = {}
    for figure in figures:
        places.setdefault(_name(figure), set()).add(figure.binding.place)
    most = max(places, key=lambda name: len(places[name]), default=None)
    return frozenset({most}) if most else frozenset()


def _name(figure: Figure) -> str:
    return figure.binding.name or ""


def _named(question: Question, vague: Indicator, meant: Sequence[str]) -> Question:
    """The question with `vague` said as `meant`, in its text and in all of its parts."""
    if vague.name not in question.indicators:
        indicators = question.indicators
    else:
        others = [name for name in question.indicators if name != vague.name]
        indicators = tuple(dict.fromkeys((*meant, *others)))
    survey = question.survey
    return replace(
        question,
        text=_said(question.text, vague, meant),
        indicators=indicators,
        parts=tuple(_named(part, vague, meant[:1]) for part in question.parts),
        survey=replace(survey, text=_said(survey.text, vague, meant)) if survey else None,
    )


def _said(text: str, vague: Indicator, meant: Sequence[str]) -> str:
    for mention in reversed(list(load_aliases().mentions(text))):
        if mention.indicator.name == vague.name:
            text = f"{text[: mention.start]}{'和'.join(meant)}{text[mention.end :]}"
    return text


def _noted(answer: Answer, note: str) -> Answer:
    first, *others = answer.sentences
    return replace(answer, sentences=(note + first, *others), partly=True)
