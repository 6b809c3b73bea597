"""What could be asked next, in full: of each slot of an answer the likeliest other, and two places side
by side.

The slots know what the ledger holds (`alternatives`); here each question is answered before it is
offered, so none of them leads to a refusal.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Protocol

from assistant.answer import VerifiedAnswer

_MOST = 3  # offered
_WITHIN = 0.4  # seconds for checking all of them


class Answers(Protocol):
    """Answers a question from the reports, without a model; `assistant.Assistant` is one."""

    def ask(self, asked: str) -> VerifiedAnswer: ...


class NextQuestions:
    """Questions that can be asked next, over what answers from the same index."""

    def __init__(self, answers: Answers, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._answers, self._clock = answers, clock

    def after(self, answer: VerifiedAnswer) -> tuple[str, ...]:
        """At most three, each of which is answered; none where nothing was answered before, or where
        there was no time to check."""
        if not answer.status.startswith("answered"):
            return ()  # beside a refusal the slots are offered themselves
        until = self._clock() + _WITHIN
        offered: list[str] = []
        for question in _candidates(answer):
            if len(offered) == _MOST or self._clock() >= until:
                break
            if question not in offered and self._says_more(question, answer):
                offered.append(question)
        return tuple(offered)

    def _says_more(self, question: str, before: VerifiedAnswer) -> bool:
        """Whether it is answered, and otherwise than what was asked before."""
        after = self._answers.ask(question)
        return after.status == "answered" and after.text != before.text


def _candidates(answer: VerifiedAnswer) -> Iterator[str]:
    """The likeliest first: target or outcome, beside another place, another indicator, another year."""
    first = {slot.name: slot.options[0].question for slot in answer.slots if slot.options}
    questions = (first.get("结果或目标"), _compared(answer), first.get("指标"), first.get("年份"))
    yield from (question for question in questions if question)


def _compared(answer: VerifiedAnswer) -> str | None:
    """The same of the place and of the first other one."""
    slots = {slot.name: slot for slot in answer.slots}
    place = slots.get("地方")
    if not place or not place.value or not place.options:
        return None
    rest = [slots[name].value for name in ("年份", "指标", "结果或目标") if name in slots]
    return f"{place.value}和{place.options[0].label}{''.join(rest)}谁高？"
