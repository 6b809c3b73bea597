"""A case and its answer to an outcome: pure, so that a stored run can be scored again at any time.

A fact is matched by value, unit and qualifier; the answer object carries neither the indicator nor
the period of a figure, so `forbidden` is what tells a figure of another year or indicator apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from evals.answer_object import AnswerObject, ShownFigure
from evals.case import Case, Fact, is_refusal
from evals.citations import citation_faults, numbers_not_in_passages
from evals.matching import holds, without_markers

Outcome = Literal["right", "wrong", "partly", "rightly_refused", "wrongly_refused", "error"]
UNFIT = ("unsupported", "miscited", "qualifier_lost")
"""Verdicts with which no figure may reach a reader."""


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of a case, why (each as `code: detail`), and the wrong figures that were shown.

    Wrong figures are counted apart from the outcome; an answer that shows one is never right.
    """

    outcome: Outcome
    reasons: tuple[str, ...] = ()
    wrong_figures: tuple[str, ...] = ()


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
        fields = (".".join(str(part) for part in fault["loc"]) for fault in error.errors())
        return Score("error", (f"malformed: {', '.join(fields)}",))
    if is_refusal(answer.status):
        return _score_refusal(case, answer)
    if case.must_answer:
        return _score_due_answer(case, answer)
    return _score_undue_answer(case, answer)


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
    missing = [fact for fact in case.facts if not _shown(fact, answer)]
    unmet = [group for group in case.contains if not any(_says(answer, option) for option in group)]
    flaws = _flaws(case, answer)
    reasons = [f"fact_missing: {_name(fact)}" for fact in missing]
    reasons += [f"text_missing: {'|'.join(group)}" for group in unmet]
    if answer.status not in case.statuses:
        reasons.append(f"status_not_allowed: {answer.status}")
    partial = answer.status == "answered_partly"
    held = len(case.facts) - len(missing) + len(case.contains) - len(unmet)
    astray = _other_figures(case, answer) if missing else ()
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
        _distinct(*flaws.wrong_figures, *_other_figures(case, answer)),
    )


def _flaws(case: Case, answer: AnswerObject) -> _Findings:
    forbidden = _forbidden(case, answer)
    unfit = [figure for figure in answer.figures if figure.status in UNFIT]
    unfounded = numbers_not_in_passages(answer)
    return _Findings(
        reasons=(
            *forbidden.reasons,
            *(f"figure_{figure.status}: {figure.text}" for figure in unfit),
            *(f"number_not_in_passage: {number}" for number in unfounded),
            *citation_faults(answer),
        ),
        wrong_figures=_distinct(
            *forbidden.wrong_figures, *(figure.text for figure in unfit), *unfounded
        ),
    )


def _forbidden(case: Case, answer: AnswerObject) -> _Findings:
    said = [text for text in case.forbidden if _says(answer, text)]
    return _Findings(
        reasons=tuple(f"forbidden_shown: {text}" for text in said),
        wrong_figures=tuple(text for text in said if any(map(str.isdigit, text))),
    )


def _shown(fact: Fact, answer: AnswerObject) -> bool:
    """Whether a figure of the answer is the fact, and stands in the text that a person reads."""
    return any(_equals(fact, figure) and _says(answer, figure.text) for figure in answer.figures)


def _equals(fact: Fact, figure: ShownFigure) -> bool:
    return (
        figure.value is not None
        and abs(figure.value - fact.value) <= fact.tolerance
        and figure.unit == fact.unit
        and fact.qualifier in (None, figure.qualifier)
    )


def _other_figures(case: Case, answer: AnswerObject) -> tuple[str, ...]:
    """The figures shown that are none of the case's facts; a year is no figure."""
    return tuple(
        figure.text
        for figure in answer.figures
        if figure.unit != "year" and not any(_equals(fact, figure) for fact in case.facts)
    )


def _says(answer: AnswerObject, text: str) -> bool:
    return holds(without_markers(answer.text), text)


def _name(fact: Fact) -> str:
    return " ".join(filter(None, (fact.indicator[0], str(fact.value), fact.unit, fact.qualifier)))


def _distinct(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
