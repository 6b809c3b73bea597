"""Whether an answer states the facts of a case: read by the product's own parser and binding.

A figure of the answer is taken for the fact if value, unit and qualifier are its, and what its
sentence says of indicator, year and kind does not say otherwise. What a sentence leaves open (5.5%
under a question that names indicator and year) is taken as asked.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.check.claims import Claim, claims_of
from assistant.check.markers import sentences_in
from assistant.query import Query, Subject, Time
from evals.cases.case import Fact
from evals.scoring.answer_object import AnswerObject
from evals.scoring.matching import place_stated
from index.figures.aliases import load_aliases
from index.figures.dates import months_in
from index.figures.figure import Period
from index.figures.normalise import fold
from index.figures.quantities import Quantity, scan

_CLAUSE_END = re.compile("[，,；;。]")


@dataclass(frozen=True, slots=True)
class Match:
    """How an answer stands to a fact: `stated`, or else the figure that is given for something else,
    and what of; neither where its value is not there at all."""

    stated: bool
    misbound: tuple[Quantity, str] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of an answer as its sentence claims it, the clause that it stands in, and all that
    the answer says before its sentence."""

    claim: Claim
    clause: str
    earlier: str

    @property
    def quantity(self) -> Quantity:
        return self.claim.quantity


def shown_in(answer: AnswerObject) -> list[Shown]:
    """The figures of the answer's text, years and denied ones aside."""
    sentences = sentences_in(answer.text)
    text = answer.resolved.text
    asked = Query(text, subject=Subject(phrase=text), time=Time(months=months_in(text)))
    return [
        Shown(claim, _clause(sentence, claim.quantity), "\n".join(sentences[:earlier]))
        for earlier, sentence in enumerate(sentences)
        for claim in claims_of(sentence, asked)[0]
        if claim.quantity.unit != "year" and not claim.denied
    ]


def _clause(sentence: str, quantity: Quantity) -> str:
    """What stands before the figure, and after it up to the end of its clause: 47项成果荣获…奖."""
    return sentence[: quantity.start] + _CLAUSE_END.split(sentence[quantity.start :], maxsplit=1)[0]


def listed_otherwise(answer: AnswerObject) -> tuple[str, ...]:
    """The figures that the answer lists with another value, unit or qualifier than its text has."""
    written = {
        (quantity.raw, quantity.value, quantity.unit, quantity.qualifier)
        for sentence in sentences_in(answer.text)
        for quantity in scan(sentence).quantities
    }
    return tuple(
        figure.text
        for figure in answer.figures
        if (figure.text, figure.value, figure.unit, figure.qualifier) not in written
    )


def match(fact: Fact, figures: Sequence[Shown], places: Collection[str] = ()) -> Match:
    """`places` are those that the case asks about: given for another of them, it is another figure."""
    misbound = None
    for shown in figures:
        if not equals(fact, shown.quantity):
            continue
        otherwise = _otherwise(fact, shown, places)
        if otherwise is None:
            return Match(stated=True)
        misbound = (shown.quantity, otherwise)
    return Match(stated=False, misbound=misbound)


def equals(fact: Fact, quantity: Quantity) -> bool:
    """Whether the number, unit and qualifier are those of the fact."""
    return (
        abs(quantity.value - fact.value) <= fact.tolerance
        and quantity.unit == fact.unit
        and fact.qualifier in (None, quantity.qualifier)
    )


def _otherwise(fact: Fact, shown: Shown, places: Collection[str]) -> str | None:
    """What the sentence says of the figure that the fact does not, None where it says nothing."""
    claim = shown.claim
    if claim.indicator and not _same_indicator(fact, shown):
        return claim.indicator
    if fact.period and claim.period and not claim.period.meets(Period(fact.period, fact.period)):
        return str(claim.period)
    if claim.kind in ("actual", "target") and claim.kind != fact.kind:
        return claim.kind
    place = place_stated(f"{shown.earlier}\n{claim.before}", places) if fact.place else None
    return place if place != fact.place else None


def _same_indicator(fact: Fact, shown: Shown) -> bool:
    """By the name in the alias file, or by words: one of the two in the other."""
    claim = shown.claim
    named = [_name(alias) for alias in fact.indicator]
    if claim.name and claim.name in named:
        return True
    said = fold(shown.clause + claim.indicator)
    phrase = fold(claim.indicator)
    return any(fold(alias) in said or phrase in fold(alias) for alias in fact.indicator)


def _name(alias: str) -> str | None:
    return next((mention.indicator.name for mention in load_aliases().mentions(alias)), None)
