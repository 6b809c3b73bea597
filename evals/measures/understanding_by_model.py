"""Whether a language model knows which name of a report a question in everyday words means.

Each question (`evals/bench/naming.jsonl`) asks for a figure under no name that the reports know; its
gold is the name that they have for it, or none. The model chooses among the names that code offers it
in answers as well, so also what is not offered counts. Beside it stands what the name most like the question would
give, without a model.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.llm.understanding import ModelUnderstanding
from assistant.question.naming import without_name
from assistant.question.resolve import resolve
from assistant.question.scope import Scope
from evals.cases.json_lines import Identified, load_lines
from evals.scoring.statistics import quantile

NAMING_FILE = Path(__file__).parents[1] / "bench" / "naming.jsonl"
Outcome = Literal["right", "wrong", "missed", "rightly_none", "named_none"]
OUTCOMES: Mapping[Outcome, str] = {
    "right": "指对",
    "wrong": "指错",
    "missed": "该指而没有指",
    "rightly_none": "本来没有，也没有指",
    "named_none": "本来没有而指了",
}


class NamingQuestion(Identified):
    """A question, after `turns`, and the `name` that the report has for what it asks; "": none."""

    question: str = Field(min_length=1)
    turns: tuple[str, ...] = ()
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """A question, the names offered for it, the one that the model chose and the seconds it took."""

    question: NamingQuestion
    offered: tuple[str, ...]
    chosen: str
    seconds: float | None = None

    @property
    def outcome(self) -> Outcome:
        return outcome(self.question.name, self.chosen)


def outcome(gold: str, chosen: str) -> Outcome:
    """What a choice is worth."""
    if not gold:
        return "named_none" if chosen else "rightly_none"
    return "right" if chosen == gold else "wrong" if chosen else "missed"


def load_naming(file: Path = NAMING_FILE) -> list[NamingQuestion]:
    """Raises CasesInvalid with the line's number and what is wrong."""
    return load_lines(file, NamingQuestion)


def measure(
    questions: Iterable[NamingQuestion], understanding: ModelUnderstanding, scope: Scope
) -> list[Named]:
    """Each question put to the model as an answer would put it."""
    return [_named(question, understanding, scope) for question in questions]


def _named(question: NamingQuestion, understanding: ModelUnderstanding, scope: Scope) -> Named:
    asked = resolve(question.question, question.turns, scope)
    names = understanding.names_near(asked.query) if without_name(asked.query) else ()
    if not names:
        return Named(question, (), "")
    begun = time.perf_counter()
    chosen = _returned(understanding.name_meant(asked))
    return Named(question, names, chosen or "", time.perf_counter() - begun)


def _returned(steps: Generator[None, None, str | None]) -> str | None:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            value: str | None = stop.value
            return value


def table(named: Sequence[Named]) -> str:
    """The outcomes of the model's choice and of the name most like the question, with what the model took."""
    most_like = Counter(outcome(one.question.name, next(iter(one.offered), "")) for one in named)
    by_model = Counter(one.outcome for one in named)
    rows = (("大模型", by_model), ("最相近的名称", most_like))
    lines = [
        "| | " + " | ".join(OUTCOMES.values()) + " |",
        "|---" + "|---:" * len(OUTCOMES) + "|",
        *(f"| {who} | {' | '.join(str(of[one]) for one in OUTCOMES)} |" for who, of in rows),
    ]
    seconds = sorted(one.seconds for one in named if one.seconds is not None)
    lines += ["", f"{len(named)} 题，请大模型指出 {len(seconds)} 题"]
    if seconds:
        p50, p95 = (quantile(seconds, share) for share in (0.5, 0.95))
        lines[-1] += f"，每次秒数 p50 / p95：{p50:.1f} / {p95:.1f}"
    return "\n".join(lines)


def errors(named: Iterable[Named]) -> str:
    """Each question whose name was not rightly chosen."""
    return "\n".join(
        f"{one.question.id}　{OUTCOMES[one.outcome]}　{one.question.question}\n"
        f"    应：{one.question.name or '—'}　得：{one.chosen or '—'}　可选：{'、'.join(one.offered)}"
        for one in named
        if one.outcome not in ("right", "rightly_none")
    )
