"""Whether a model that invents figures gets one past the check, and what the check costs in time.

Every answer of the scripted endpoint (`evals.measures.endpoint`) is made of sentences of the passages it
was given, each made wrong in one way (`evals.measures.mutation`), under its marker, that of no passage
or none; so are its second attempts. Everything behind the socket is the product's own. Then the same
with right sentences, to time them.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle, islice

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.check.markers import without_markers
from assistant.settings import Settings
from assistant.wiring import open_assistant, open_library
from evals.measures.endpoint import Call, Endpoint, Messages, Step, says, serving
from evals.measures.mutation import (
    Kind,
    Mutant,
    Statement,
    mutants_of,
    statements_of,
    word_mutants_of,
)
from evals.measures.verifier import LABELS
from evals.scoring.statistics import quantile
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage, reading_text

SEED = 20261124
_PAUSE = 0.01  # seconds between pieces of a right answer: about 100 tokens a second
_TIMED = 100  # answers
_SENTENCES = 2
_END = 8  # characters by which a statement is found among the sentences given
_MARKERS = ("[{}]", "", "[9]")  # right, left out, of no passage
_BLOCK = re.compile(r"^\[(\d+)\] .*\n((?:.*\n)*?)(?=^\[\d+\]|^数字表)", re.MULTILINE)
# Invented: figures that the reports do not have there. A figure of the passage given for another
# thing is measured by `evals verifier`.
_INVENTED: tuple[Kind, ...] = (
    *("digit", "ten_times", "unit", "year", "place", "kind"),
    *("negated", "direction", "comparison", "parent", "completion", "person", "clause"),
)


@dataclass(slots=True)
class Tally:
    """What came of the answers that invent, and the milliseconds added to right ones."""

    answers: int = 0
    calls: int = 0
    invented: Counter[str] = field(default_factory=Counter)
    shown: list[tuple[str, str]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    added_ms: list[float] = field(default_factory=list)


def measure(settings: Settings, questions: Sequence[str], count: int) -> Tally:
    """Asks `count` times, through the `questions` again and again, then times right answers."""
    chance = random.Random(SEED)
    tally = Tally()
    with serving(lambda messages: []) as endpoint:
        assistant = open_assistant(
            settings.model_copy(
                update={"llm_model": "scripted", "llm_base_url": endpoint.url, "llm_timeout": 10.0}
            ),
            figures_by_code=False,
        )
        passages = _passages_of(settings)
        inventing = _Inventing(passages, chance, tally)
        endpoint.script = inventing
        for question in islice(cycle(questions), count):
            inventing.written.clear()
            _ask_inventing(assistant, question, inventing.written, tally)
        tally.calls = len(endpoint.calls)
        endpoint.script = _telling(passages, chance)
        for question in islice(cycle(questions), _TIMED):
            _ask_timed(assistant, endpoint, question, tally)
    return tally


def _passages_of(settings: Settings) -> list[Passage]:
    library = open_library(settings)
    passages = [p for report in library.covered() for p in library.passages_of(report.report_id)]
    library.close()
    return passages


@dataclass(slots=True)
class _Inventing:
    """A script: sentences of the passages given, each made wrong; `written` are the sentences."""

    passages: Sequence[Passage]
    chance: random.Random
    tally: Tally
    written: list[tuple[Kind, str]] = field(default_factory=list)

    def __call__(self, messages: Messages) -> list[Step]:
        given = _given(messages, self.passages)
        others = [q for _, s in given for q in parse_quantities(s.passage.text)]
        wrong = self._mutants(given, others)
        self.written += [(mutant.kind, text) for mutant, text in wrong]
        self.tally.invented.update(mutant.kind for mutant, _ in wrong)
        return says("".join(text for _, text in wrong) or "无可奉告[1]。")

    def _mutants(
        self, given: Sequence[tuple[int, Statement]], others: Sequence[Quantity]
    ) -> list[tuple[Mutant, str]]:
        stated = list(given)
        self.chance.shuffle(stated)
        made: list[tuple[Mutant, str]] = []
        for number, statement in stated:
            made_wrong = (*mutants_of(statement, others, self.chance), *word_mutants_of(statement))
            wrong = [mutant for mutant in made_wrong if mutant.kind in _INVENTED]
            if wrong:
                mutant = self.chance.choice(wrong)
                written = mutant.text.replace("[1]", self.chance.choice(_MARKERS).format(number))
                made.append((mutant, written))
            if len(made) == _SENTENCES:
                break
        return made


@cache
def _statements(passage: Passage) -> tuple[Statement, ...]:
    return tuple(statements_of([passage]))


def _given(messages: Messages, passages: Sequence[Passage]) -> list[tuple[int, Statement]]:
    """What the sentences of a prompt state, with the numbers of their passages."""
    blocks = _BLOCK.findall(messages[1]["content"] + "\n")
    read = [(int(number), [_bare(part) for part in text.split("……")]) for number, text in blocks]
    return [
        (number, statement)
        for number, parts in read
        for passage in passages
        if all(part in _bare(passage.text) for part in parts)
        for statement in _statements(passage)
        if any(_bare(statement.text)[-_END:] in part for part in parts)
    ]


@cache
def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", without_markers(reading_text(text)))


def _ask_inventing(
    assistant: Assistant, question: str, written: Sequence[tuple[Kind, str]], tally: Tally
) -> None:
    """Every snapshot counts: what was shown for a moment was shown."""
    seen: set[str] = set()
    last: VerifiedAnswer | None = None
    for snapshot in assistant.stream(question):
        if isinstance(snapshot, VerifiedAnswer):
            seen.update(map(without_markers, snapshot.sentences if snapshot.mode == "llm" else ()))
            last = snapshot
    tally.answers += 1
    tally.shown += [(kind, text) for kind, text in written if without_markers(text) in seen]
    tally.outcomes[_outcome(last)] += 1


def _outcome(answer: VerifiedAnswer | None) -> str:
    if answer is None or not answer.status.startswith("answered"):
        return "refused"
    if answer.fallback:
        return "the extract stands in"
    return "by the model" if answer.mode == "llm" else "worked out, without the model"


def _telling(
    passages: Sequence[Passage], chance: random.Random
) -> Callable[[Messages], list[Step]]:
    """A script that writes right sentences of the passages given, at a model's pace."""

    def script(messages: Messages) -> list[Step]:
        right = _given(messages, passages)
        chosen = chance.sample(right, min(_SENTENCES, len(right)))
        written = (s.text.replace("。[1]", f"[{number}]。") for number, s in chosen)
        return says("".join(written) or "[0]", pause=_PAUSE)

    return script


def _ask_timed(assistant: Assistant, endpoint: Endpoint, question: str, tally: Tally) -> None:
    """The time until a text of the model is shown, less what the model took to write it: from the
    question on, or from the extract that stands there meanwhile."""
    calls = len(endpoint.calls)
    waits_from, extract = time.monotonic(), False
    for snapshot in assistant.stream(question):
        if not isinstance(snapshot, VerifiedAnswer):
            continue
        now = time.monotonic()
        if snapshot.mode == "llm":
            call = endpoint.calls[calls]
            written = _written_in(call, "" if extract else snapshot.sentences[0])
            tally.added_ms.append(1000 * (now - waits_from - written))
            break
        if len(endpoint.calls) == calls:
            waits_from, extract = now, True


def _written_in(call: Call, first: str) -> float:
    """Seconds from the call's arrival until the sentence `first` was sent, or the whole where that is
    awaited: what replaces an extract."""
    text = ""
    for piece, at in call.sent:
        text += piece
        if first and first in text:
            return at - call.begun
    return call.sent[-1][1] - call.begun


def table(tally: Tally) -> str:
    """The result as Markdown."""
    lines = [
        f"{tally.answers:,} questions, {tally.calls:,} calls of a model that invents.",
        "",
        "| Made wrong by | Written | Shown |",
        "|---|---:|---:|",
    ]
    shown = Counter(kind for kind, _ in tally.shown)
    for kind in _INVENTED:
        lines.append(f"| {LABELS[kind]} | {tally.invented[kind]:,} | {shown[kind]} |")
    lines += ["", "| The reader gets | Answers |", "|---|---:|"]
    lines += [f"| {outcome} | {n:,} |" for outcome, n in tally.outcomes.most_common()]
    added = tally.added_ms
    lines += [
        "",
        f"Time until the model's text is shown, beyond the model's own, {len(added)} right answers: "
        f"median {quantile(added, 0.5):.0f} ms, p95 {quantile(added, 0.95):.0f} ms.",
    ]
    lines += [f"\n- {kind}: {text}" for kind, text in tally.shown]
    return "\n".join(lines)
