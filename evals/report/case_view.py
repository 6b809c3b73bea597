"""A failed case, made ready to be shown: what was asked, expected and answered, and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from evals.cases.case import Case, Evidence
from evals.report.highlight import Segment, marked, quoted, shortened
from evals.report.words import (
    category_words,
    expected_way,
    fact_words,
    reason_words,
    status_words,
)
from evals.runs.results import GOOD, Result, Try
from evals.runs.tables import OUTCOMES
from evals.scoring.answer_object import AnswerObject, ShownCitation
from evals.scoring.facts import Shown, equals, match, shown_in
from evals.scoring.matching import holds, without_markers
from evals.scoring.score import Outcome

SHOWN = 800
"""Characters of an answer that are shown at once; the whole stands folded below."""
_AROUND_QUOTE = 600
_WORST_FIRST: tuple[Outcome, ...] = (
    "wrong",
    "error",
    "wrongly_refused",
    "partly",
    "rightly_refused",
    "right",
)


@dataclass(frozen=True, slots=True)
class Expected:
    """Something that the answer should hold, and whether it does."""

    text: str
    state: Literal["stated", "missing"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A cited passage; `verbatim` is False where the quote is not the slice it claims to be."""

    marker: int
    where: str
    segments: Sequence[Segment]
    verbatim: bool


@dataclass(frozen=True, slots=True)
class TryView:
    """One answer; `whole` is the text in full where `segments` show only its beginning."""

    repeat: int
    status: str
    segments: Sequence[Segment]
    whole: str | None
    expected: Sequence[Expected]
    wrong_figures: Sequence[str]
    reasons: Sequence[str]
    passages: Sequence[Passage]
    outcome: Outcome
    plain_outcome: Outcome
    plain_reasons: Sequence[str]
    agree: bool
    ms: float
    cached: bool

    @property
    def outcome_words(self) -> str:
        return OUTCOMES[self.outcome]

    @property
    def plain_words(self) -> str:
        return OUTCOMES[self.plain_outcome]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with the answers to be shown; `anchor` is unique on the page."""

    anchor: str
    id: str
    suite: str
    category: str
    draft: bool
    turns: Sequence[str]
    question: str
    expected_way: str
    forbidden: Sequence[str]
    evidence: Sequence[Evidence]
    note: str
    outcome: Outcome
    of_tries: str
    tries: Sequence[TryView]

    @property
    def outcome_words(self) -> str:
        return OUTCOMES[self.outcome]


def failed(results: Sequence[Result]) -> list[Result]:
    """The cases that failed or showed a wrong figure, the worst first."""
    bad = [result for result in results if not result.good or result.wrong_figures]
    return sorted(bad, key=lambda r: (not r.wrong_figures, _WORST_FIRST.index(r.outcome)))


def case_view(anchor: str, result: Result, tries: Sequence[Try]) -> CaseView:
    case = result.case
    outcomes = [OUTCOMES[one.score.outcome] for one in result.tries]
    return CaseView(
        anchor=anchor,
        id=case.id,
        suite=result.suite,
        category=category_words(case.category),
        draft=case.draft,
        turns=case.turns,
        question=case.question,
        expected_way=expected_way(case),
        forbidden=case.forbidden,
        evidence=case.evidence,
        note=case.note,
        outcome=result.outcome,
        of_tries="、".join(outcomes) if len(outcomes) > 1 else "",
        tries=[try_view(case, one) for one in tries],
    )


def bad_tries(result: Result) -> list[Try]:
    """The answers that failed, the worst first; the same answer given again is shown once."""
    bad = [one for one in result.tries if one.score.outcome not in GOOD or one.score.wrong_figures]
    bad.sort(key=lambda t: (not t.score.wrong_figures, _WORST_FIRST.index(t.score.outcome)))
    return list({(_text_of(one), one.score.outcome): one for one in reversed(bad)}.values())[::-1]


def disagreeing(results: Sequence[Result]) -> list[Result]:
    """The cases of which the two scorers disagree, by any of their answers."""
    return [result for result in results if differing_tries(result)]


def differing_tries(result: Result) -> list[Try]:
    return [one for one in result.tries if not one.scorers_agree]


def try_view(case: Case, one: Try) -> TryView:
    answer = _parsed(one)
    text = _text_of(one)
    figures = shown_in(answer) if answer else []
    return TryView(
        repeat=one.asked.turn.repeat,
        status=status_words(str(one.asked.answer.get("status"))),
        segments=marked(
            shortened(text, SHOWN), wrong=one.score.wrong_figures, found=_wanted(case, figures)
        ),
        whole=text if len(text) > SHOWN else None,
        expected=_expected(case, figures, without_markers(answer.text) if answer else ""),
        wrong_figures=one.score.wrong_figures,
        reasons=[reason_words(reason) for reason in one.score.reasons],
        passages=[_passage(citation) for citation in answer.citations] if answer else [],
        outcome=one.score.outcome,
        plain_outcome=one.plain.outcome,
        plain_reasons=[reason_words(reason) for reason in one.plain.reasons],
        agree=one.scorers_agree,
        ms=one.asked.ms,
        cached=one.asked.cached,
    )


def _parsed(one: Try) -> AnswerObject | None:
    """None of an answer that breaks the contract: its text is all that can be shown of it."""
    try:
        return AnswerObject.model_validate(one.asked.answer)
    except ValidationError:
        return None


def _text_of(one: Try) -> str:
    return str(one.asked.answer.get("text") or "")


def _expected(case: Case, figures: Sequence[Shown], said: str) -> list[Expected]:
    facts = [(fact_words(fact), match(fact, figures).stated) for fact in case.facts]
    texts = [
        ("，或".join(group), any(holds(said, option) for option in group))
        for group in case.contains
    ]
    return [Expected(text, "stated" if stated else "missing") for text, stated in facts + texts]


def _wanted(case: Case, figures: Sequence[Shown]) -> list[str]:
    """What to look for in the answer's text: the figures as it writes them, and the words."""
    written = [
        shown.quantity.raw
        for shown in figures
        if any(equals(fact, shown.quantity) for fact in case.facts)
    ]
    return written + [option for group in case.contains for option in group]


def _passage(citation: ShownCitation) -> Passage:
    text, start, end = citation.passage, citation.start, citation.end
    verbatim = 0 <= start < end and text[start:end] == citation.quote
    if not verbatim:
        start = end = 0
    first = max(0, start - _AROUND_QUOTE)
    last = min(max(end, len(text.rstrip())), end + _AROUND_QUOTE)
    lead, tail = "…" if first else "", "…" if last < len(text.rstrip()) else ""
    shift = len(lead) - first
    return Passage(
        marker=citation.marker,
        where=" › ".join((citation.title, *citation.headings)),
        segments=quoted(f"{lead}{text[first:last]}{tail}", start + shift, end + shift),
        verbatim=verbatim,
    )
