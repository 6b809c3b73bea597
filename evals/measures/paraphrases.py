"""How often the check stops what a language model rightly writes, and lets through what it must not.

The answers of `paraphrases.jsonl` are written as a model would: true ones in other words than the
report's, and ones that must be stopped although their figures stand.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from assistant.check.grounding import unsupported_words
from assistant.check.markers import MARKER, markers_after, markers_of, sentences_from
from assistant.check.verify import ACCEPTED, judge
from assistant.llm.attempt import Attempt
from assistant.query import Query
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from assistant.question.subject import comparable
from evals.cases.json_lines import Identified, load_lines
from evals.errors import CasesInvalid
from evals.measures.mutation import Statement, mutants_of, word_mutants_of
from evals.measures.verifier import LABELS, SEED, report_files
from index.chunker import cut
from index.figures.quantities import parse_quantities
from index.figures.segmenter import shipped_segmenter
from index.report import Passage
from index.reports.reader import read_reports

PARAPHRASES = Path(__file__).parent / "paraphrases.jsonl"
SPLITS = ("dev", "test")
_WORD = re.compile(r"[\u3400-\u9fff]{2,4}")
_RARE = 0.85

Reason = Literal["figure", "words", "other"]
REASONS: Mapping[Reason, str] = {
    "figure": "a figure",
    "words": "words without support",
    "other": "other",
}

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Source(BaseModel):
    """The one passage of a report that holds `quote`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    report: _Text
    quote: _Text


class Paraphrase(Identified):
    """What a model wrote on `question`: marker [n] stands for the n-th of `passages`.

    `kind` is the manner of a right one, and what is wrong with one that `must_stop`.
    """

    split: Literal["dev", "test"]
    kind: _Text
    must_stop: bool
    question: _Text
    answer: _Text
    passages: tuple[Source, ...]

    @property
    def query(self) -> Query:
        """What the question means where no report is known."""
        return understand(self.question, Scope(()))


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence of a paraphrase with the reason why it was stopped, None where it was shown."""

    of: Paraphrase
    sentence: str
    reason: Reason | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Twisted:
    """A right sentence made wrong in one thing, and whether it was let through."""

    of: Paraphrase
    kind: str
    sentence: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """Every sentence judged, as written, made wrong, and with a word put in the place of another; the
    reports that the others lacked."""

    judged: tuple[Judged, ...]
    twisted: tuple[Twisted, ...]
    renamed: tuple[Twisted, ...]
    lacking: tuple[str, ...]


def load_paraphrases(path: Path = PARAPHRASES) -> list[Paraphrase]:
    """The paraphrases of a file, in order. Raises CasesInvalid for a line that is none."""
    return load_lines(path, Paraphrase)


def measure(paraphrases: Sequence[Paraphrase], paths: Sequence[Path]) -> Measured:
    """Judges each sentence as the composer would, on the report files under `paths`.

    Raises CasesInvalid where a quote does not stand in just one passage of its report.
    """
    needed = {source.report.partition("#")[0] for one in paraphrases for source in one.passages}
    passages: dict[str, list[Passage]] = {}
    for path in report_files(paths):
        if path.stem in needed:
            passages |= {report.id: list(cut(report)) for report in read_reports(path)}
    at_hand = [one for one in paraphrases if all(s.report in passages for s in one.passages)]
    lacking = {s.report for one in paraphrases for s in one.passages if s.report not in passages}
    chance = random.Random(SEED)
    judged: list[Judged] = []
    twisted: list[Twisted] = []
    renamed: list[Twisted] = []
    for one in at_hand:
        cited = [_found(source, passages) for source in one.passages]
        judged += _judged(one, cited)
        if not one.must_stop:
            twisted += _twisted(one, cited, chance)
            renamed += _renamed(one, cited, passages[one.passages[0].report], chance)
    return Measured(tuple(judged), tuple(twisted), tuple(renamed), tuple(sorted(lacking)))


def _found(source: Source, passages: Mapping[str, Sequence[Passage]]) -> Passage:
    found = [passage for passage in passages[source.report] if source.quote in passage.text]
    if len(found) != 1:
        raise CasesInvalid(f"{source.quote!r} 在 {source.report!r} 的 {len(found)} 个段落中。")
    return found[0]


def _judged(one: Paraphrase, passages: Sequence[Passage]) -> Iterator[Judged]:
    attempt = Attempt(passages, one.query)
    for sentence in sentences_from(iter([one.answer])):
        failed = len(attempt.failed)
        kept = attempt.take(sentence)
        if kept:
            yield Judged(one, sentence, None)
        elif len(attempt.failed) > failed:
            said = attempt.failed[-1][1]
            yield Judged(one, sentence, _reason(sentence, passages, one.query), said)


def _twisted(
    one: Paraphrase, passages: Sequence[Passage], chance: random.Random
) -> Iterator[Twisted]:
    """The sentences of `one`, each figure of each made wrong as the figures of a report are; also
    every other figure of the same unit that the passages hold, put in its place."""
    beside = [q for passage in passages for q in parse_quantities(passage.text)]
    for sentence in sentences_from(iter([one.answer])):
        for figure in parse_quantities(sentence):
            cited = markers_after(sentence, figure.end)
            passage = passages[cited[0] - 1] if cited else passages[0]
            statement = Statement(sentence, passage, figure)
            made = {
                (mutant.text, mutant.kind)
                for mutant in (*mutants_of(statement, beside, chance), *word_mutants_of(statement))
                # To call a target a target is no mistake.
                if mutant.kind != "kind" or passage.kind != "target"
            }
            made |= {
                (sentence[: figure.start] + q.raw + sentence[figure.end :], "neighbour")
                for q in beside
                if q.unit == figure.unit and (q.value, q.upper) != (figure.value, figure.upper)
            }
            for text, kind in sorted(made):
                yield Twisted(one, kind, text, Attempt(passages, one.query).take(text))


def _renamed(
    one: Paraphrase, cited: Sequence[Passage], report: Sequence[Passage], chance: random.Random
) -> Iterator[Twisted]:
    """The sentences of `one` with each rare word that is the report's, and not the question's, as a rare
    one of its other passages: 印象汇 as 曙光."""
    here = comparable("".join(passage.text for passage in cited))
    others = [word for passage in report for word in _rare_words(comparable(passage.text))]
    others = [word for word in dict.fromkeys(others) if word not in here]
    for sentence in sentences_from(iter([one.answer])):
        for word in _rare_words(MARKER.sub("", sentence)) if others else []:
            if word in here and word not in one.question:
                text = sentence.replace(word, chance.choice(others))
                yield Twisted(one, "name", text, Attempt(cited, one.query).take(text))


def _rare_words(text: str) -> list[str]:
    segmenter = shipped_segmenter()
    words = dict.fromkeys(text[start:end] for start, end in segmenter.spans(text))
    return [word for word in words if _WORD.fullmatch(word) and segmenter.rarity(word) >= _RARE]


def _reason(sentence: str, passages: Sequence[Passage], query: Query) -> Reason:
    cited = dict(enumerate(passages, start=1))
    if any(verdict.status not in ACCEPTED for verdict in judge(sentence, cited, query)):
        return "figure"
    by_marker = [cited[marker] for marker in markers_of(sentence) if marker in cited]
    return "words" if unsupported_words(sentence, by_marker, query) else "other"


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
    lines += ["", "| Right ones made wrong by | Tried | Let through |", "|---|---:|---:|"]
    tried = Counter(twisted.kind for twisted in measured.twisted)
    shown_by = Counter(twisted.kind for twisted in measured.twisted if twisted.shown)
    lines += [
        f"| {label} | {tried[kind]:,} | {_share(shown_by[kind], tried[kind])} |"
        for kind, label in LABELS.items()
    ]
    shown = sum(one.shown for one in measured.renamed)
    share = _share(shown, len(measured.renamed))
    lines.append(
        f"| a rare word of the report in place of another | {len(measured.renamed):,} | {share} |"
    )
    if measured.lacking:
        lines += ["", f"Not at hand: {'、'.join(measured.lacking)}."]
    return "\n".join(lines)


def errors(measured: Measured) -> str:
    """Each right sentence that was stopped, and each that must be stopped and was shown."""
    amiss = [
        f"{j.of.id} {j.of.split} {j.reason or 'shown'}: {j.sentence} {j.said}".rstrip()
        for j in measured.judged
        if (j.reason is None) == j.of.must_stop
    ]
    amiss += [f"{t.of.id} {t.kind} shown: {t.sentence}" for t in measured.twisted if t.shown]
    return "\n".join(amiss)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} % ({part})" if whole else "nan"
