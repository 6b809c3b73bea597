"""A case and its answer to an outcome: pure, so that a stored run can be scored again at any time.

Facts are scored by value, unit, qualifier, indicator, period and kind, as the product's own parser
reads the answer's text (`evals.scoring.facts`). `evals.scoring.plain_score` is the scorer that does without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import ValidationError

from evals.cases.case import Case, Fact, is_refusal
from evals.scoring.answer_object import AnswerObject
from evals.scoring.citations import (
    CitationQuality,
    citation_errors,
    citation_quality,
    numbers_not_in_passages,
)
from evals.scoring.facts import Shown, equals, listed_otherwise, match, shown_in
from evals.scoring.matching import holds, without_markers
from evals.scoring.tallies import borne_out_counts

Outcome = Literal["right", "wrong", "partly", "rightly_refused", "wrongly_refused", "error"]
UNFIT = ("unsupported", "miscited", "qualifier_lost")
"""Verdicts with which no figure may reach a reader."""


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of a case, why (each as `code: detail`), and the wrong figures that were shown.

    Wrong figures are counted apart from the outcome; an answer that shows one is never right.
    `unsupported` counts those that no cited passage bears out; `citations` is None of a refusal.
    """

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    wrong_figures: tuple[str, ...] = ()
    unsupported: int = 0
    citations: CitationQuality | None = None


@dataclass(frozen=True, slots=True)
class _Findings:
    """What is wrong with an answer whatever the case asks of it."""

    reasons: tuple[str, ...]
    wrong_figures: tuple[str, ...]


def score(case: Case, answer_object: Mapping[str, object]) -> Score:
    """Score one answer object. Never raises: one that breaks the contract scores as an error."""
    status = str(answer_object.get("status"))
    if status.startswith("error_"):
        return Score("error", (f"status: {status}",))
    try:
        answer = AnswerObject.model_validate(answer_object)
    except ValidationError as error:
        fields = (".".join(str(part) for part in problem["loc"]) for problem in error.errors())
        return Score("error", (f"malformed: {', '.join(fields)}",))
    if is_refusal(answer.status):
        return _score_refusal(case, answer)
    scored = _score_due_answer if case.must_answer else _score_undue_answer
    return replace(
        scored(case, answer),
        unsupported=len(_unsupported(case, answer)),
        citations=citation_quality(answer, borne_out_counts(case, answer.text))
        if answer.cites
        else None,
    )


def _score_refusal(case: Case, answer: AnswerObject) -> Score:
    forbidden = _forbidden(case, answer)
    if forbidden.reasons:
        return Score("wrong", forbidden.reasons, forbidden.wrong_figures)
    if case.must_answer:
        return Score("wrongly_refused", (f"refused: {answer.status}",))
    if answer.status not in case.statuses:
        return Score("rightly_refused", (f"status_differs: {answer.status}",))
    return Score("rightly_refused")


def _score_due_answer(case: Case, answer: AnswerObject) -> Score:
    figures = shown_in(answer)
    matches = [(fact, match(fact, figures, case.places)) for fact in case.facts]
    missing = [(fact, found) for fact, found in matches if not found.stated]
    unmet = [group for group in case.contains if not any(_says(answer, option) for option in group)]
    flaws = _flaws(case, answer)
    reasons = [
        f"fact_of_other: {_name(fact)}（{found.misbound[1]}）"
        if found.misbound
        else f"fact_missing: {_name(fact)}"
        for fact, found in missing
    ]
    reasons += [f"text_missing: {'|'.join(group)}" for group in unmet]
    if answer.status not in case.statuses:
        reasons.append(f"status_not_allowed: {answer.status}")
    held = len(case.facts) - len(missing) + len(case.contains) - len(unmet)
    astray = [found.misbound[0].raw for _, found in missing if found.misbound]
    astray += _other_figures(case, figures, answer) if missing else ()
    partial = answer.status == "answered_partly"
    if partial and held and reasons and not (flaws.reasons or astray):
        return Score("partly", tuple(reasons))
    return Score(
        "wrong" if reasons or flaws.reasons else "right",
        (*reasons, *flaws.reasons),
        _distinct(*flaws.wrong_figures, *astray),
    )


def _score_undue_answer(case: Case, answer: AnswerObject) -> Score:
    """An answer where the reports say nothing: every figure it shows as one is a wrong figure."""
    flaws = _flaws(case, answer)
    if answer.status == "answered_partly" and answer.status in case.statuses:
        if not flaws.reasons:
            return Score("rightly_refused", ("declined_partly",))
        return Score("wrong", flaws.reasons, flaws.wrong_figures)
    return Score(
        "wrong",
        (f"answered_unanswerable: {answer.status}", *flaws.reasons),
        _distinct(*flaws.wrong_figures, *_other_figures(case, shown_in(answer), answer)),
    )


def _flaws(case: Case, answer: AnswerObject) -> _Findings:
    forbidden = _forbidden(case, answer)
    unsupported = _unsupported(case, answer)
    return _Findings(
        reasons=(
            *forbidden.reasons,
            *(f"{code}: {text}" for text, code in unsupported.items()),
            *(citation_errors(answer) if answer.cites else ()),
        ),
        wrong_figures=_distinct(*forbidden.wrong_figures, *unsupported),
    )


def _unsupported(case: Case, answer: AnswerObject) -> dict[str, str]:
    """What nothing bears out, each with the reason: by the product's own verdict, by what it lists
    beside what it writes, or by a look at the cited passages."""
    unfit = {f.text: f"figure_{f.status}" for f in answer.figures if f.status in UNFIT}
    unfit |= dict.fromkeys(listed_otherwise(answer), "figure_listed_otherwise")
    if answer.cites:
        counts = borne_out_counts(case, answer.text)
        unfit |= dict.fromkeys(numbers_not_in_passages(answer, counts), "number_not_in_passage")
    return unfit


def _forbidden(case: Case, answer: AnswerObject) -> _Findings:
    said = [text for text in case.forbidden if _says(answer, text)]
    return _Findings(
        reasons=tuple(f"forbidden_shown: {text}" for text in said),
        wrong_figures=tuple(text for text in said if any(map(str.isdigit, text))),
    )


def _other_figures(case: Case, figures: Sequence[Shown], answer: AnswerObject) -> tuple[str, ...]:
    """The figures shown that are none of the case's facts, no count of reports that it may state,
    and not repeated from the question."""
    counts = borne_out_counts(case, answer.text)
    return tuple(
        shown.quantity.raw
        for shown in figures
        if not any(equals(fact, shown.quantity) for fact in case.facts)
        and not holds(answer.question, shown.quantity.raw)
        and not (shown.quantity.unit == "份" and f"{shown.quantity.value:f}" in counts)
    )


def _says(answer: AnswerObject, text: str) -> bool:
    return holds(without_markers(answer.text), text)


def _name(fact: Fact) -> str:
    return " ".join(
        filter(None, (fact.place, fact.indicator[0], str(fact.value), fact.unit, fact.qualifier))
    )


def _distinct(*texts: str) -> tuple[str, ...]:
    """Each once; a bare number that stands in another (188.3 in 188.3亿元) is the same figure."""
    once = tuple(dict.fromkeys(texts))
    return tuple(
        text for text in once if not any(holds(other, text) for other in once if other != text)
    )
