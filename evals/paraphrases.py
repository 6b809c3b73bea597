"""How often the check stops what a language model rightly writes, and lets through what it must not.

The answers of `paraphrases.jsonl` are written as a model would: true ones in other words than the
report's, and ones that must be stopped although their figures stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from assistant.attempt import Attempt
from assistant.grounding import ENOUGH, told_share
from assistant.markers import markers_of, sentences_from
from assistant.verify import ACCEPTED, judge
from evals.errors import CasesInvalid
from evals.verifier import report_files
from index.chunker import cut
from index.reader import read_reports
from index.report import Passage

PARAPHRASES = Path(__file__).parent / "paraphrases.jsonl"
SPLITS = ("dev", "test")

Reason = Literal["figure", "told", "other"]
REASONS: Mapping[Reason, str] = {
    "figure": "a figure",
    "told": "told too little",
    "other": "other",
}

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Line):
    """The one passage of a report that holds `quote`."""

    report: _Text
    quote: _Text


class Paraphrase(_Line):
    """What a model wrote on `question`: marker [n] stands for the n-th of `passages`.

    `kind` is the manner of a right one, and what is wrong with one that `must_stop`.
    """

    id: _Text
    split: Literal["dev", "test"]
    kind: _Text
    must_stop: bool
    question: _Text
    answer: _Text
    passages: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of a paraphrase with the reason why it was stopped, None where it was shown."""

    of: Paraphrase
    sentence: str
    reason: Reason | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """Every sentence judged, and the reports that were not at hand for the others."""

    judged: tuple[Judged, ...]
    lacking: tuple[str, ...]


def load_paraphrases(path: Path = PARAPHRASES) -> list[Paraphrase]:
    """The paraphrases of a file, in order. Raises CasesInvalid for a line that is none."""
    loaded: dict[str, Paraphrase] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            one = Paraphrase.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "整行"
            raise CasesInvalid(
                f"{path.name} 第 {number} 行，字段 {where}：{first['msg']}。"
            ) from error
        if one.id in loaded:
            raise CasesInvalid(f"{path.name} 第 {number} 行，字段 id：{one.id!r} 重复。")
        loaded[one.id] = one
    return list(loaded.values())


def measure(paraphrases: Sequence[Paraphrase], paths: Sequence[Path]) -> Measured:
    """Judges each sentence as the composer would, on the report files under `paths`.

    Raises CasesInvalid where a quote does not stand in just one passage of its report.
    """
    wanted = {source.report.partition("#")[0] for one in paraphrases for source in one.passages}
    passages: dict[str, list[Passage]] = {}
    for path in report_files(paths):
        if path.stem in wanted:
            passages |= {report.id: list(cut(report)) for report in read_reports(path)}
    at_hand = [one for one in paraphrases if all(s.report in passages for s in one.passages)]
    lacking = {s.report for one in paraphrases for s in one.passages if s.report not in passages}
    return Measured(
        tuple(
            judged
            for one in at_hand
            for judged in _judged(one, [_found(source, passages) for source in one.passages])
        ),
        tuple(sorted(lacking)),
    )


def _found(source: Source, passages: Mapping[str, Sequence[Passage]]) -> Passage:
    found = [passage for passage in passages[source.report] if source.quote in passage.text]
    if len(found) != 1:
        raise CasesInvalid(f"{source.quote!r} 在 {source.report!r} 的 {len(found)} 个段落中。")
    return found[0]


def _judged(one: Paraphrase, passages: Sequence[Passage]) -> Iterator[Judged]:
    attempt = Attempt(passages, one.question)
    for sentence in sentences_from(iter([one.answer])):
        failed = len(attempt.failed)
        kept = attempt.take(sentence)
        if kept:
            yield Judged(one, sentence, None)
        elif len(attempt.failed) > failed:
            said = attempt.failed[-1][1]
            yield Judged(one, sentence, _reason(sentence, passages, one.question), said)


def _reason(sentence: str, passages: Sequence[Passage], question: str) -> Reason:
    cited = dict(enumerate(passages, start=1))
    if any(verdict.status not in ACCEPTED for verdict in judge(sentence, cited, question)):
        return "figure"
    by_marker = [cited[marker] for marker in markers_of(sentence) if marker in cited]
    return "told" if told_share(sentence, by_marker, question) < ENOUGH else "other"


def table(measured: Measured) -> str:
    """The result as Markdown: what was stopped of right sentences and shown of wrong ones."""
    lines = [
        "| Right sentences | Sentences | Stopped | " + " | ".join(REASONS.values()) + " |",
        "|---|---:|---:|" + "---:|" * len(REASONS),
    ]
    for split in SPLITS:
        right = [j for j in measured.judged if j.of.split == split and not j.of.must_stop]
        counts = [sum(j.reason == reason for j in right) for reason in REASONS]
        cells = (split, f"{len(right)}", _share(sum(counts), len(right)), *map(str, counts))
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "| Must be stopped | Sentences | Shown |", "|---|---:|---:|"]
    for split in SPLITS:
        wrong = [j for j in measured.judged if j.of.split == split and j.of.must_stop]
        shown = sum(j.reason is None for j in wrong)
        lines.append(f"| {split} | {len(wrong)} | {_share(shown, len(wrong))} |")
    if measured.lacking:
        lines += ["", f"Not at hand: {'、'.join(measured.lacking)}."]
    return "\n".join(lines)


def errors(measured: Measured) -> str:
    """Each right sentence that was stopped, and each that must be stopped and was shown."""
    return "\n".join(
        f"{j.of.id} {j.of.split} {j.reason or 'shown'}: {j.sentence} {j.said}".rstrip()
        for j in measured.judged
        if (j.reason is None) == j.of.must_stop
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part})" if whole else "nan"
