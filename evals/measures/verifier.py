"""How much the checker lets through and how much it stops wrongly, over whole reports."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.check.grounding import unsupported_words
from assistant.check.verify import ACCEPTED, judge
from evals.measures.mutation import Mutant, mutants_of, statements_of, word_mutants_of
from evals.measures.retrieval import TRUE, Checked
from index.chunker import cut
from index.errors import ReportUnreadable
from index.figures.quantities import parse_quantities
from index.reading.files import SUFFIXES
from index.report import Passage
from index.reports.reader import read_reports

SEED = 20261123
PER_REPORT = 24  # statements of a report, chosen by chance

LABELS = {
    "digit": "one digit changed",
    "ten_times": "×10 or ÷10",
    "unit": "unit or scale swapped",
    "other_figure": "another figure of the report in its place",
    "neighbour": "another figure of the same passage in its place",
    "kind": "outcome given as target, or the reverse",
    "year": "another year",
    "place": "another place",
    "negated": "denied: 没有 before its verb",
    "direction": "up given as down, or the reverse",
    "comparison": "above given as below, or compared where it is not",
    "parent": "given as of the place that its own is in",
    "completion": "called fulfilled beyond its plan, or before its time",
    "person": "a person put in",
    "clause": "an invented clause behind it",
}


@dataclass(slots=True)
class Tally:
    """Mutants tried and accepted by kind, by this checker and by the value-and-unit rule alone."""

    reports: int = 0
    statements: int = 0
    alarms: list[Trial] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    accepted_by_value: Counter[str] = field(default_factory=Counter)
    missed: list[Trial] = field(default_factory=list)

    def count(self, trial: Trial) -> None:
        if trial.kind == TRUE:
            self.statements += 1
            self.alarms += [] if trial.accepted else [trial]
            return
        self.tried[trial.kind] += 1
        self.accepted[trial.kind] += trial.accepted
        self.accepted_by_value[trial.kind] += trial.accepted_by_value
        self.missed += [trial] if trial.accepted else []


@dataclass(frozen=True, slots=True)
class Trial:
    """A sentence given to the checker: `kind` is how it was made wrong, TRUE where it was not."""

    kind: str
    text: str
    passage: Passage
    accepted: bool
    accepted_by_value: bool


def measure(paths: Sequence[Path], per_report: int = PER_REPORT) -> Tally:
    """Tries the checker on statements and mutants of the report files under `paths`."""
    chance = random.Random(SEED)
    tally = Tally()
    for path in report_files(paths):
        try:
            reports = read_reports(path)
        except ReportUnreadable:
            continue
        tally.reports += 1
        passages = [passage for report in reports for passage in cut(report)]
        for trial in trials_of(passages, per_report, chance):
            tally.count(trial)
    return tally


def check_all(reports: Iterable[Sequence[Passage]], per_report: int = PER_REPORT) -> list[Checked]:
    """The trials over reports that are indexed, each given by its passages, as a run stores them."""
    chance = random.Random(SEED)
    return [
        Checked(
            kind=trial.kind,
            text=trial.text,
            passage_id=trial.passage.id,
            accepted=trial.accepted,
        )
        for passages in reports
        for trial in trials_of(passages, per_report, chance)
    ]


def trials_of(
    passages: Sequence[Passage], per_report: int, chance: random.Random
) -> Iterator[Trial]:
    """Statements of a report, chosen by chance, each as it is and made wrong in every way."""
    statements = list(statements_of(passages))
    chosen = chance.sample(statements, min(per_report, len(statements)))
    others = [q for passage in passages for q in parse_quantities(passage.text)]
    for statement in chosen:
        accepted = _lets_through(statement.text, statement.passage)
        yield Trial(TRUE, statement.text, statement.passage, accepted, True)
        for mutant in (*mutants_of(statement, others, chance), *word_mutants_of(statement)):
            accepted = _lets_through(mutant.text, mutant.passage)
            yield Trial(mutant.kind, mutant.text, mutant.passage, accepted, _value_stands(mutant))


def report_files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        files += [f for f in found if f.suffix in SUFFIXES and f.stem not in ("README", "SOURCE")]
    return files


def _lets_through(text: str, passage: Passage) -> bool:
    """Whether a reader would be shown the sentence: none of its figures and words fails."""
    verdicts = judge(text, {1: passage})
    return (
        all(v.status in ACCEPTED for v in verdicts)
        and unsupported_words(text, [passage], None) is None
    )


def _value_stands(mutant: Mutant) -> bool:
    """What others check: the value with its unit stands somewhere in the cited passage."""
    stated = {(q.value, q.unit) for q in parse_quantities(mutant.passage.text)}
    figure = parse_quantities(mutant.text[mutant.start : mutant.end])
    return all((q.value, q.unit) in stated for q in figure)


def table(tally: Tally) -> str:
    """The result as Markdown: wrong figures let through, by kind, and false alarms."""
    lines = [
        f"{sum(tally.tried.values()):,} wrong sentences from {tally.statements:,} right ones of "
        f"{tally.reports} reports.",
        "",
        "| Made wrong by | Tried | Let through | By value and unit alone |",
        "|---|---:|---:|---:|",
    ]
    for kind, label in LABELS.items():
        tried = tally.tried[kind]
        lines.append(
            f"| {label} | {tried:,} | {_share(tally.accepted[kind], tried)} "
            f"| {_share(tally.accepted_by_value[kind], tried)} |"
        )
    alarms = _share(len(tally.alarms), tally.statements)
    lines.append(f"| *nothing: false alarms* | {tally.statements:,} | {alarms} stopped | |")
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part})" if whole else "nan"
