"""Open questions, those without a single figure as their answer: right, nearest, wrong or refused.

Each question is on one report and has the quotes that answer it, or none: then `near` is what the
report says of the same thing without answering.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from pydantic import Field

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.question.subject import comparable
from evals.cases.json_lines import Identified, load_lines

OPEN_FILE = Path(__file__).parents[1] / "bench" / "open.jsonl"
SPLITS = ("train", "dev", "test")
Outcome = Literal["right", "rightly_nearest", "wrong", "beside", "needless", "rightly_refused"]
OUTCOMES: dict[Outcome, str] = {
    "right": "Right",
    "rightly_nearest": "Rightly nearest",
    "rightly_refused": "Rightly refused",
    "beside": "Nearest, and beside the point",
    "needless": "Needlessly refused",
    "wrong": "Wrong",
}
_GOOD: frozenset[Outcome] = frozenset({"right", "rightly_nearest", "rightly_refused"})
_HALF = 0.5


class OpenQuestion(Identified):
    """A question on `report`; without `quotes` the report does not answer it."""

    split: Literal["train", "dev", "test"]
    report: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    question: str = Field(min_length=1)
    right: str = Field(min_length=1)
    quotes: tuple[str, ...]
    near: str

    def answered_in(self, text: str) -> bool:
        """Whether `text` has half of one of the quotes, or is itself half of one in one piece."""
        here = comparable(text)
        return any(_share(comparable(quote), here) >= _HALF for quote in self.quotes)


def _share(quote: str, text: str) -> float:
    """The longest piece that both have, as a share of the shorter."""
    match = SequenceMatcher(None, quote, text, autojunk=False).find_longest_match()
    return match.size / max(min(len(quote), len(text)), 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer and what that is worth."""

    question: OpenQuestion
    answer: VerifiedAnswer
    outcome: Outcome


def load_open(split: str, file: Path = OPEN_FILE) -> list[OpenQuestion]:
    """The questions of a split. Raises CasesInvalid with the line's number and what is wrong."""
    return [one for one in load_lines(file, OpenQuestion) if one.split == split]


def measure(questions: Iterable[OpenQuestion], assistant: Assistant) -> Iterator[Asked]:
    """Each question asked by itself."""
    for question in questions:
        answer = assistant.ask(question.question)
        yield Asked(question, answer, outcome(question, answer))


def outcome(question: OpenQuestion, answer: VerifiedAnswer) -> Outcome:
    """What an answer is worth, by the sentences that it quotes."""
    answered = answer.status in ("answered", "answered_partly")
    nearest = answer.status == "answered_nearest"
    if not question.quotes:
        return "wrong" if answered else "rightly_nearest" if nearest else "rightly_refused"
    held = any(question.answered_in(citation.quote) for citation in answer.citations)
    if answered:
        return "right" if held else "wrong"
    if nearest:
        return "rightly_nearest" if held else "beside"
    return "needless"


def table(asked: Sequence[Asked]) -> str:
    """The outcomes as Markdown, by what is expected, with the share that is good and that is wrong."""
    kinds = sorted({one.question.kind for one in asked})
    header = ["Expected", "Questions", *OUTCOMES.values(), "Good, %", "Wrong, %"]
    rows = [_row(kind, [one for one in asked if one.question.kind == kind]) for kind in kinds]
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows, _row("all", asked)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def errors(asked: Sequence[Asked]) -> str:
    """Each question that is not answered well, with its answer and the right one."""
    return "\n".join(
        f"{one.question.id} [{OUTCOMES[one.outcome]}] {one.question.question}\n"
        f"  {one.answer.text}\n  ✓ {one.question.right}"
        for one in asked
        if one.outcome not in _GOOD
    )


def _row(name: str, asked: Sequence[Asked]) -> list[str]:
    counts = Counter(one.outcome for one in asked)
    good = sum(counts[outcome] for outcome in _GOOD)
    shares = (f"{100 * part / len(asked):.1f}" for part in (good, counts["wrong"]))
    return [name, str(len(asked)), *(str(counts[outcome]) for outcome in OUTCOMES), *shares]
