"""Sets of questions to retrieve for, each with the passages to choose from and which are right."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.bench.colloquial import COLLOQUIAL_FILE, UNSEEN_FILE, Colloquial, load_colloquial
from evals.cases.case import CASES_FOLDER, Case, load_cases
from evals.errors import CasesInvalid
from evals.measures.retrieval import searchable
from evals.scoring.recall import covers
from index.build.report_files import files_under
from index.chunker import cut
from index.encoder.corpus import held_out, question_pairs
from index.errors import ReportUnreadable
from index.figures.clauses import sentences_of
from index.figures.normalise import fold
from index.report import Passage, Report
from index.reports.reader import read_reports

PAIRS_FILE = "questions.jsonl.xz"
SOURCES = {"cmrc2018": "CMRC 2018", "drcd": "DRCD", "im_tqa": "IM-TQA"}
REPORT_SUITES = ("reports", "across")

_SHORTEST_SENTENCE = 10  # characters


@dataclass(frozen=True, slots=True)
class Sought:
    """A question, and for each thing that it needs the ids of the passages that hold it."""

    question: str
    right: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Questions over one pool of passages."""

    name: str
    passages: tuple[Passage, ...]
    questions: tuple[Sought, ...]


def all_sets(pairs: Path | None, reports: Sequence[Path], split: str) -> list[RetrievalSet]:
    """Every set that can be made of the folders given; `split` is of the sets that have one.

    Raises CasesInvalid where that is none, and as the makers of the sets do.
    """
    sets = pair_sets(pairs) if pairs else []
    if reports:
        read = read_all(reports)
        sets += report_sets(read, split)
        for file in (COLLOQUIAL_FILE, UNSEEN_FILE):
            sets += colloquial_sets(load_colloquial(file), read, split, name=file.stem)
    if not sets:
        raise CasesInvalid(
            "没有可用的题集：请用 --pairs 给出问答对的目录，用 --reports 给出报告的目录。"
        )
    return sets


def pair_sets(folder: Path) -> list[RetrievalSet]:
    """The questions that the shipped encoder was not trained on, by source, over all of a source.

    Right is the passage of the question, and any other slice of the same paragraph that holds the
    answer. Raises CasesInvalid where the folder lacks the file of pairs.
    """
    file = folder / PAIRS_FILE
    try:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        pairs = question_pairs(file)
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError) as error:
        raise CasesInvalid(f"无法读取问答对 {str(file)!r}：{error}。") from error
    sets = []
    for source, name in SOURCES.items():
        own = [(row, pair) for row, pair in zip(rows, pairs, strict=True) if pair.source == source]
        ids = {text: f"{source}:{n}" for n, text in enumerate({p.passage: None for _, p in own})}
        slices = defaultdict(set)
        for row, pair in own:
            slices[row["p"]].add(pair.passage)
        questions = []
        for row, pair in own:
            if held_out(pair.passage):
                answer = fold(str(row["a"]))
                right = {text for text in slices[row["p"]] if answer in text} | {pair.passage}
                questions.append(Sought(pair.query, (frozenset(ids[text] for text in right),)))
        passages = tuple(Passage(ids[text], source, 0, len(text), text) for text in ids)
        if questions:
            sets.append(RetrievalSet(name, passages, tuple(questions)))
    return sets


def read_all(paths: Sequence[Path]) -> list[Report]:
    """The reports of every file under `paths`; one that is refused is left out, as in a build."""
    return [report for file in files_under(paths).files for report in _reports_of(file)]


def _reports_of(file: Path) -> list[Report]:
    try:
        return read_reports(file)
    except ReportUnreadable:
        return []


def report_sets(reports: Sequence[Report], split: str) -> list[RetrievalSet]:
    """The cases on real reports that stand alone, over the passages of all reports.

    Cases whose reports are not all at hand are left out, and a suite of which none is left.
    """
    by_report = {report.id: cut(report) for report in reports}
    texts = {report.id: report.text for report in reports}
    pool = tuple(passage for passages in by_report.values() for passage in passages)
    sets = []
    for suite in REPORT_SUITES:
        cases = searchable(load_cases(CASES_FOLDER / f"{suite}.jsonl"))
        chosen = tuple(
            Sought(case.question, _holding(case, texts, by_report))
            for case in cases
            if split in ("all", case.split) and all(e.report in texts for e in case.evidence)
        )
        if chosen:
            sets.append(RetrievalSet(suite, pool, chosen))
    return sets


def colloquial_sets(
    questions: Sequence[Colloquial],
    reports: Iterable[Report],
    split: str,
    *,
    name: str = COLLOQUIAL_FILE.stem,
) -> list[RetrievalSet]:
    """Everyday questions over the sentences of the reports that the questions' evidence is from.

    No set where nothing of `split` is left. Raises CasesInvalid for a quote that is in no sentence of
    its report, or whose report is not at hand.
    """
    chosen = [one for one in questions if split in ("all", one.split)]
    if not chosen:
        return []
    named = {item.report for one in questions for item in one.evidence}
    pool = [
        sentence
        for report in reports
        if report.id in named
        for passage in cut(report)
        for sentence in _as_passages(passage)
    ]
    sought = []
    for one in chosen:
        right: set[str] = set()
        for item in one.evidence:
            held = {p.id for p in pool if p.report_id == item.report and item.quote in p.text}
            if not held:
                raise CasesInvalid(
                    f"口语题 {one.id!r}：报告 {item.report!r} 没有一句含有 {item.quote!r}。"
                )
            right |= held
        sought.append(Sought(one.question, (frozenset(right),)))
    return [RetrievalSet(name, tuple(pool), tuple(sought))]


def _holding(
    case: Case, texts: dict[str, str], by_report: dict[str, list[Passage]]
) -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset(
            passage.id
            for start in _places(texts[item.report], item.quote)
            for passage in by_report[item.report]
            if covers((passage.start, passage.end), (start, start + len(item.quote)))
        )
        for item in case.evidence
    )


def _places(text: str, quote: str) -> Iterable[int]:
    found = text.find(quote)
    while found >= 0:
        yield found
        found = text.find(quote, found + 1)


def _as_passages(passage: Passage) -> Iterable[Passage]:
    """The sentences of a passage, each as a passage by itself, without headings or title."""
    for sentence in sentences_of(passage):
        if len(sentence.text) >= _SHORTEST_SENTENCE:
            start = passage.start + sentence.start
            yield replace(
                passage,
                id=f"{passage.report_id}:{start}",
                start=start,
                end=passage.start + sentence.end,
                text=sentence.text,
                headings=(),
                title="",
                page=None,
                page_breaks=(),
            )
