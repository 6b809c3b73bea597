"""Questions made from any index, without labels, whose answers must agree with each other.

Suites get tuned to; a relation cannot be. Each relation makes questions from the ledger and says
what must hold of their answers, whatever the reports are.

After: Chen, Cheung, Yiu 1998, "Metamorphic testing: a new approach for generating next test cases".
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.answer import VerifiedAnswer
from evals.drafting.askable import (
    Askable,
    askable,
    denied_wordings,
    plain_wordings,
    without_bounds,
)
from evals.measures.mutation import wrong_figure
from index.figures.places import own_name
from index.store.library import Covered, FigureFilter, Library

SEED = 20261128
RELATIONS: Mapping[str, str] = {
    "context": "a complete question after another one: as alone",
    "value": "a figure asked for: its value",
    "true": "a true figure put forward: 是的",
    "digit": "one digit wrong: never 是的",
    "direction": "the opposite direction: never 是的",
    "year": "another year: never 是的",
    "place": "another place: never 是的",
    "kind": "an outcome called a target, or the reverse: never 是的",
    "both": "two things asked at once: what each gives alone",
    "order": "two places the other way round: the same answer",
}

Ask = Callable[[str, Sequence[str]], VerifiedAnswer]
"""A question and the earlier ones of its conversation to an answer."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a relation held for one set of questions, and what was answered where it did not."""

    relation: str
    questions: tuple[str, ...]
    holds: bool
    answered: str


@dataclass(frozen=True, slots=True)
class Makes:
    """Makes the questions of every relation from `figures`, and asks them."""

    ask: Ask
    figures: Sequence[Askable]
    covered: Sequence[Covered]
    chance: random.Random

    def context(self) -> Iterator[Checked]:
        for before, one in pairwise(self.figures):
            first, question = self._plain(before), self._plain(one)
            alone, after = self.ask(question, ()), self.ask(question, (first,))
            yield Checked("context", (first, question), shown(alone) == shown(after), after.text)

    def value(self) -> Iterator[Checked]:
        for one in self.figures:
            question = self._plain(one)
            answer = self.ask(question, ())
            yield Checked("value", (question,), _has(answer, one), answer.text)

    def true(self) -> Iterator[Checked]:
        for one in self.figures:
            question = self._claim(one, one.binding.quantity.raw)
            answer = self.ask(question, ())
            yield Checked("true", (question,), _affirms(answer), answer.text)

    def false(self) -> Iterator[Checked]:
        """Claims that are false in one respect each."""
        for one in self.figures:
            for relation, question in self._false_claims(one):
                answer = self.ask(question, ())
                yield Checked(relation, (question,), not _affirms(answer), answer.text)

    def both(self) -> Iterator[Checked]:
        for one, other in pairwise(self.figures):
            if one.report.id != other.report.id:
                continue
            questions = self._plain(one), self._plain(other)
            at_once = f"{questions[0].rstrip('？')}？{questions[1]}"
            alone = [self.ask(question, ()) for question in questions]
            answer = self.ask(at_once, ())
            expected = set().union(*(figures_of(single) for single in alone))
            yield Checked("both", (at_once,), expected <= figures_of(answer), answer.text)

    def order(self) -> Iterator[Checked]:
        named = [
            one for one in self.figures if one.binding.name and one.binding.attribute == "level"
        ]
        for one in named:
            other = next((o for o in named if _comparable(one, o)), None)
            if other is None:
                continue
            year, what = one.binding.period, one.binding.name
            names = own_name(one.report.place or ""), own_name(other.report.place or "")
            asked = tuple(
                f"{year}年{a}和{b}的{what}哪个高？" for a, b in (names, tuple(reversed(names)))
            )
            answers = [self.ask(question, ()) for question in asked]
            same = figures_of(answers[0]) == figures_of(answers[1])
            yield Checked("order", asked, same, " | ".join(answer.text for answer in answers))

    def _plain(self, one: Askable) -> str:
        return self.chance.choice(plain_wordings(one.binding, _called(one)))

    def _claim(self, one: Askable, figure: str, place: str | None = None) -> str:
        return self.chance.choice(denied_wordings(one.binding, place or _called(one), figure))

    def _false_claims(self, one: Askable) -> Iterator[tuple[str, str]]:
        raw, period = one.binding.quantity.raw, one.binding.period
        wrong = wrong_figure(one.binding.quantity, self.chance)
        if wrong is not None and without_bounds(wrong) not in one.report.text:
            yield "digit", self._claim(one, wrong)
        claim = self._claim(one, raw)
        if one.binding.attribute == "change":
            rises, falls = ("下降", "增长") if one.binding.falls else ("增长", "下降")
            yield "direction", claim.replace(rises, falls)
        if period is not None and f"{period.first}年" in claim:
            year = period.first - self.chance.randint(1, 3)
            yield "year", claim.replace(f"{period.first}年", f"{year}年")
        elsewhere = [r for r in self.covered if r.place and r.place != one.report.place]
        if elsewhere:
            place = own_name(self.chance.choice(elsewhere).place or "")
            yield "place", self._claim(one, raw, place)
        if one.binding.kind == "actual" and one.binding.attribute == "level":
            yield "kind", f"{_called(one)}{period}年{one.binding.indicator}的目标是{raw}吗？"


def measure(library: Library, ask: Ask, count: int, seed: int = SEED) -> list[Checked]:
    """Every relation over `count` figures of the ledger, drawn by `seed`."""
    found, _ = askable(library, library.figures(FigureFilter()))
    chance = random.Random(seed)
    figures = chance.sample(found, min(count, len(found)))
    makes = Makes(ask, figures, tuple(library.covered()), chance)
    makers = (makes.context, makes.value, makes.true, makes.false, makes.both, makes.order)
    return [checked for make in makers for checked in make()]


def table(checked: Sequence[Checked]) -> str:
    """The rate of each relation, with its denominator."""
    lines = ["| Relation | Asked | Held |", "|---|---:|---:|"]
    for relation, words in RELATIONS.items():
        held = [one.holds for one in checked if one.relation == relation]
        rate = f"{sum(held)} ({sum(held) / len(held):.1%})" if held else "nan"
        lines.append(f"| {words} | {len(held)} | {rate} |")
    return "\n".join(lines)


def errors(checked: Sequence[Checked]) -> str:
    """Each set of questions whose relation did not hold, with what was answered."""
    return "\n".join(
        f"{one.relation}: {' → '.join(one.questions)}\n    {one.answered}"
        for one in checked
        if not one.holds
    )


def figures_of(answer: VerifiedAnswer) -> set[tuple[Decimal | None, str]]:
    """The figures that an answer shows, by value and unit."""
    return {(figure.value, figure.unit) for figure in answer.figures}


def shown(answer: VerifiedAnswer) -> object:
    """What of an answer must not depend on the conversation before it."""
    return answer.status, figures_of(answer), {c.passage.id for c in answer.citations}


def _has(answer: VerifiedAnswer, one: Askable) -> bool:
    quantity = one.binding.quantity
    return (abs(quantity.value), quantity.unit) in {
        (abs(value), unit) for value, unit in figures_of(answer) if value is not None
    }


def _affirms(answer: VerifiedAnswer) -> bool:
    return answer.text.startswith("是的")


def _called(one: Askable) -> str:
    return own_name(one.report.place or "")


def _comparable(one: Askable, other: Askable) -> bool:
    mine, others = one.binding, other.binding
    return one.report.place != other.report.place and (
        (mine.name, mine.period, mine.kind, mine.quantity.unit)
        == (others.name, others.period, others.kind, others.quantity.unit)
    )
