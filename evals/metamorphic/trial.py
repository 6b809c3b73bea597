"""What the relations share: the questions asked once each, what an answer shows, and the trial.

After: Chen, Cheung, Yiu 1998, "Metamorphic testing: a new approach for generating next test cases".
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from evals.cases.case import is_refusal
from evals.drafting.askable import Askable, plain_wordings
from evals.scoring.answer_object import AnswerObject
from evals.scoring.asking import Ask, answer_of
from index.figures.figure import Figure
from index.figures.places import own_name
from index.report import Level, Passage
from index.store.library import Covered

Amount = tuple[Decimal | None, str]
"""A value in base units and its unit."""

_YES = re.compile(r"(?:^|[。！？；\n])\s*(?:是的|属实)")


class Trial(BaseModel):
    """A relation put to the test once: what was asked, whether it held, and the answer judged.

    `refused` where what did not hold is a refusal, which shows nothing wrong.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    relation: str
    asked: tuple[str, ...]
    holds: bool
    refused: bool
    answered: str


class Reply:
    """What an answer shows: the one place that reads the answer object for the relations."""

    def __init__(self, answer: Mapping[str, object]) -> None:
        self.status = str(answer.get("status"))
        crashed = self.status.startswith("error_")
        read = AnswerObject.model_validate(
            {**answer, "status": "error_fault"} if crashed else answer
        )
        self.text = read.text
        figures = [shown for shown in read.figures if shown.unit != "year"]
        self.amounts = frozenset((_size(shown.value), shown.unit) for shown in figures)
        self.cited = frozenset((one.report_id, one.passage) for one in read.citations)
        reports = {one.marker: one.report_id for one in read.citations}
        self.by_report = frozenset(
            (reports.get(shown.marker or 0, ""), (_size(shown.value), shown.unit))
            for shown in figures
        )

    @property
    def affirms(self) -> bool:
        """Whether it says 是的, or 属实 of one of several, to what the question puts forward."""
        return bool(_YES.search(self.text))

    @property
    def refuses(self) -> bool:
        return is_refusal(self.status)

    @property
    def shown(self) -> object:
        """What must not depend on the conversation before."""
        return self.status, self.amounts, self.cited


def _size(value: Decimal | None) -> Decimal | None:
    """A fall may be written as 下降3% or as -3%."""
    return None if value is None else abs(value)


def amount_of(one: Askable) -> Amount:
    quantity = one.binding.quantity
    return abs(quantity.value), quantity.unit


def called(one: Askable) -> str:
    """What the place of a figure is called in a question."""
    return own_name(one.report.place or "")


@dataclass(frozen=True, slots=True)
class Material:
    """What trials are made of: the index, `count` trials of a relation at the most, and chance, which
    each relation begins anew from `seed`.

    `figures` are those of the ledger that can be asked of, in an order drawn by chance; `ledger`
    is all of it, by which a claim is known to be false. `ask` is asked each question once.
    """

    ask: Ask
    figures: Sequence[Askable]
    ledger: Sequence[Figure]
    covered: Sequence[Covered]
    passages_of: Callable[[str], Sequence[Passage]]
    count: int
    chance: random.Random
    seed: int
    _replies: dict[tuple[str, ...], Reply] = field(default_factory=dict)

    @property
    def drawn(self) -> Sequence[Askable]:
        """The figures of a relation that asks of single ones: half of them of indicators with a name
        of their own, as far as there are any."""
        named = [one for one in self.figures if one.binding.name][: (self.count + 1) // 2]
        others = [one for one in self.figures if not one.binding.name]
        return [*named, *others[: self.count - len(named)]]

    @property
    def level_of(self) -> Mapping[str, Level | None]:
        return {one.report_id: one.level for one in self.covered}

    def reply(self, question: str, *turns: str) -> Reply:
        """The answer to `question` after `turns`; a crash is an answer with an error."""
        key = (*turns, question)
        if key not in self._replies:
            self._replies[key] = Reply(answer_of(self.ask, question, turns))
        return self._replies[key]

    def plain(self, one: Askable) -> str:
        """The question for a figure in plain words, always the same."""
        wordings = plain_wordings(one.binding, called(one))
        return wordings[one.start % len(wordings)]

    def alone(self, one: Askable) -> Reply | None:
        """The answer to the plain question, None where it does not show the figure."""
        reply = self.reply(self.plain(one))
        return reply if amount_of(one) in reply.amounts else None


def trial(relation: str, asked: Sequence[str], reply: Reply, *, holds: bool) -> Trial:
    return Trial(
        relation=relation,
        asked=tuple(asked),
        holds=holds,
        refused=not holds and reply.refuses,
        answered=f"{reply.status}　{reply.text}",
    )
