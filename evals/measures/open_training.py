"""Learns the weights of the reader of open questions, and says how they do on questions left out.

Two logistic regressions: which sentence fits (over the likeliest sentences of questions that have an
answer), and how likely the best two of each question answer (over all questions, those without an
answer too).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.answer import Evidence
from assistant.answering.candidates import Models
from assistant.answering.reader.likeness import likeness, sentences_found
from assistant.answering.reader.reader import WEIGHTS, Ranking, Weights, chance, shipped
from assistant.assistant import Assistant
from evals.measures.open_questions import OpenQuestion
from index.encoder.static_encoding import StaticEncoder
from index.figures.segmenter import shipped_segmenter

_LIKELY = 24  # sentences of a question that are learned from
_JUDGED = 2  # of these, whose chance is
_OF_FIT, _OF_CHANCE = 0.3, 0.05  # inverse strength of the regularisation
_DIGITS = 4
_BIN = 0.1
_BINS = [number / 10 for number in range(10)]

Row = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Example:
    """The sentences of a question, which of them answer, and its report."""

    ranking: Ranking
    answers: NDArray[np.bool_]
    report: str

    def rows(self) -> list[Row]:
        names = self.ranking.signals
        return [{n: float(names[n][i]) for n in names} for i in range(len(self.answers))]


def train(questions: Sequence[OpenQuestion], assistant: Assistant) -> str:
    """Writes the weights, and says of questions on reports left out how often the sentence at the
    top answers, and how well chances tell those that answer from the others (AUC)."""
    examples = list(_examples(questions, assistant))
    reports = sorted({one.report for one in examples})
    folds = [set(reports[fold::4]) for fold in range(4)]
    judged = []
    for fold in folds:
        fit, odds = _learned([one for one in examples if one.report not in fold])
        judged += list(_judged([one for one in examples if one.report in fold], fit, odds))
    fit, odds = _learned(examples)
    content = {"fit": _content(fit), "chance": _content(odds)}
    WEIGHTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    chances, answers, has_answer = (np.array(column) for column in zip(*judged, strict=True))
    top = answers[has_answer].mean()
    return f"{len(judged)} 题；排在最前的一句是答案 {top:.3f}；AUC {roc_auc_score(answers, chances):.3f}"


def curve(questions: Sequence[OpenQuestion], assistant: Assistant) -> str:
    """Of the sentence ranked first for each question: how often it answers for each chance that it was
    given, and what answering from a chance on would cover and get wrong. Markdown."""
    judged = []
    for one in _examples(questions, assistant):
        ranking = replace(
            one.ranking, scores=np.asarray(shipped()["fit"].total(one.ranking.signals))
        )
        first = ranking.order[0]
        judged.append((chance(ranking, first), bool(one.answers[first])))
    lines = ["| Chance | Questions | Mean chance | Answers, % |", "|---|---:|---:|---:|"]
    for low in _BINS:
        within = [pair for pair in judged if low <= pair[0] < low + _BIN]
        if within:
            chances, answers = zip(*within, strict=True)
            shares = f"{np.mean(chances):.2f} | {100 * np.mean(answers):.0f}"
            lines.append(f"| {low:.1f}–{low + _BIN:.1f} | {len(within)} | {shares} |")
    lines += [
        "",
        "| Answered from a chance of | Covers, % | Wrong of these, % |",
        "|---|---:|---:|",
    ]
    for low in _BINS:
        above = [answers for given, answers in judged if given >= low]
        if above:
            covers = 100 * len(above) / len(judged)
            lines.append(f"| {low:.1f} | {covers:.0f} | {100 - 100 * np.mean(above):.0f} |")
    return "\n".join(lines)


def _examples(questions: Iterable[OpenQuestion], assistant: Assistant) -> Iterator[_Example]:
    models = Models(StaticEncoder(), shipped_segmenter())
    for question in questions:
        evidence = next(assistant.stream(question.question))
        if not isinstance(evidence, Evidence) or evidence.question.query.parts:
            continue
        query, read = evidence.question.query, sentences_found(evidence.found)
        signals = likeness(query, read, models)
        if not signals:
            continue
        answers = np.array([question.answered_in(one.text) for one in read])
        if answers.any() or not question.quotes:
            ranking = Ranking(query, read, signals, np.zeros(len(read), dtype=np.float32))
            yield _likeliest(_Example(ranking, answers, question.report))


def _likeliest(example: _Example) -> _Example:
    signals = example.ranking.signals
    likely = signals["terms"] + signals["words"] + signals["meaning"]
    kept = np.sort(np.argsort(-likely, kind="stable")[:_LIKELY])
    ranking = replace(
        example.ranking,
        read=[example.ranking.read[index] for index in kept],
        signals={name: values[kept] for name, values in signals.items()},
    )
    return replace(example, ranking=ranking, answers=example.answers[kept])


def _learned(examples: Sequence[_Example]) -> tuple[Weights, Weights]:
    answered = [one for one in examples if one.answers.any()]
    rows = [row for one in answered for row in one.rows()]
    answers = np.concatenate([one.answers for one in answered])
    # Each question counts alike, and its answer as much as half of the rest.
    counts = [1 / len(one.answers) + one.answers / one.answers.sum() / 2 for one in answered]
    fit = _regression(rows, answers, _OF_FIT, np.concatenate(counts))
    judged = [(row, answers) for one in examples for row, answers in _best(one, fit)]
    odds = _regression([row for row, _ in judged], np.array([a for _, a in judged]), _OF_CHANCE)
    return fit, odds


def _best(example: _Example, fit: Weights) -> Iterator[tuple[Row, bool]]:
    """What the chance of the best sentences is judged by, and whether they answer."""
    ranking = replace(example.ranking, scores=np.asarray(fit.total(example.ranking.signals)))
    for index in ranking.order[:_JUDGED]:
        yield ranking.of_chance(index), bool(example.answers[index])


def _judged(
    examples: Sequence[_Example], fit: Weights, odds: Weights
) -> Iterator[tuple[float, bool, bool]]:
    """For each example the log odds of its best sentence, whether that answers, and whether any does."""
    for one in examples:
        row, answers = next(_best(one, fit))
        yield float(odds.total(row)), answers, bool(one.answers.any())


def _regression(
    rows: Sequence[Row],
    answers: NDArray[np.bool_],
    strength: float,
    counts: NDArray[np.float64] | None = None,
) -> Weights:
    names = list(rows[0])
    values = np.array([[row[name] for name in names] for row in rows])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(scaler.transform(values), answers, sample_weight=counts)
    columns = zip(names, scaler.mean_, scaler.scale_, model.coef_[0], strict=True)
    signals = {
        name: (float(mean), float(spread), float(weight)) for name, mean, spread, weight in columns
    }
    return Weights(float(model.intercept_[0]), signals)


def _content(weights: Weights) -> dict[str, object]:
    signals = {
        name: [round(value, _DIGITS) for value in row] for name, row in weights.signals.items()
    }
    return {"constant": round(weights.constant, _DIGITS), "signals": signals}
