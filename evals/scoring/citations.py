"""An independent check of an answer against its own sources: quotes verbatim, numbers whole.

It trusts the passages that the answer carries, not the verdicts; only a rounded figure is taken at
the product's word. A derived one is worked out again here. Chinese numerals are not read.

Citation recall and precision are ALCE's (Gao et al. 2023), with code in place of the NLI model: a
statement is borne out where the passages hold its numbers and half of its pairs of characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from evals.scoring.answer_object import AnswerObject, ShownCitation
from evals.scoring.matching import fold, markers, numbers, without_markers, years

_UNIT = r"[^\d+−÷=≈]*"
_FORMULA = re.compile(
    rf"(?P<one>[\d.]+){_UNIT}(?P<sign>[−+÷])(?P<other>[\d.]+){_UNIT}[=≈](?P<shown>[\d.]+){_UNIT}"
)

_STATEMENT = re.compile(r"[^。！？!?\n]+(?:[。！？!?]|\n|$)(?:\[\d+\])*")
_SAYS_SOMETHING = 3  # pairs of characters
_BORNE_OUT = 0.5  # of a statement's pairs of characters: year and place are put before the quote


@dataclass(frozen=True, slots=True)
class CitationQuality:
    """Counts to be added up: statements, those borne out by what they cite (recall), citations,
    and those that their statement needs (precision)."""

    statements: int
    borne_out: int
    citations: int
    needed: int


def citation_quality(
    answer: AnswerObject, counts: Collection[str] = frozenset()
) -> CitationQuality:
    """A citation is needed where it bears a statement out alone, or the others do not.

    `counts` are the numbers of reports that the answer may state without a passage that holds them.
    """
    allowed = _years_in_scope(answer).union(_reckoned_numbers(answer), counts)
    by_marker = {citation.marker: citation for citation in answer.citations}
    statements = borne_out = citations = needed = 0
    for stated, marked in _statements(answer.text):
        cited = [by_marker[marker] for marker in marked if marker in by_marker]
        good = [statement for statement in stated if _bears_out(cited, statement, allowed)]
        statements += len(stated)
        borne_out += len(good)
        citations += len(cited)
        needed += sum(any(_is_needed(one, cited, g, allowed) for g in good) for one in cited)
    return CitationQuality(statements, borne_out, citations, needed)


def _statements(text: str) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """The sentences with the markers that stand for them: the next after each, so that those of a
    quote of several share the marker at its end. 不是。 says nothing without what follows it."""
    stated: list[str] = []
    for match in _STATEMENT.finditer(text):
        statement, marked = without_markers(match.group()), markers(match.group())
        stated += [statement] if len(_pairs(statement)) >= _SAYS_SOMETHING else []
        if marked:
            yield stated, tuple(dict.fromkeys(marked))
            stated = []
    yield stated, ()


def _is_needed(
    one: ShownCitation, cited: Sequence[ShownCitation], statement: str, allowed: set[str]
) -> bool:
    others = [other for other in cited if other is not one]
    return _bears_out([one], statement, allowed) or not _bears_out(others, statement, allowed)


def _bears_out(cited: Sequence[ShownCitation], statement: str, allowed: set[str]) -> bool:
    if not cited:
        return False
    stated = " ".join(text for one in cited for text in (one.passage, one.title, *one.headings))
    if not set(numbers(statement)) <= allowed.union(numbers(stated)):
        return False
    pairs, known = _pairs(statement), _pairs(stated)
    return not pairs or len(pairs & known) >= _BORNE_OUT * len(pairs)


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(re.sub(r"\W", "", fold(text))))


def citation_errors(answer: AnswerObject) -> tuple[str, ...]:
    """What is wrong with the citations, each as `code: detail`; empty where nothing is."""
    known = {citation.marker for citation in answer.citations}
    errors = [
        f"quote_not_verbatim: [{citation.marker}] {citation.quote!r}"
        for citation in answer.citations
        if not _is_verbatim(citation)
    ]
    errors += [
        f"marker_without_citation: [{marker}]"
        for marker in dict.fromkeys(markers(answer.text))
        if marker not in known
    ]
    if not answer.citations and answer.status == "answered":
        errors.append("no_citation")
    return tuple(errors)


def numbers_not_in_passages(
    answer: AnswerObject, counts: Collection[str] = frozenset()
) -> tuple[str, ...]:
    """The numbers of the answer's text that are whole in no cited passage, heading or title, and
    that are none of the `counts` of reports that it may state."""
    allowed = _years_in_scope(answer).union(_reckoned_numbers(answer), counts)
    for citation in answer.citations:
        allowed.update(numbers(citation.passage))
        allowed.update(numbers(" ".join((citation.title, *citation.headings))))
    shown = dict.fromkeys(numbers(without_markers(answer.text)))
    return tuple(number for number in shown if number not in allowed)


def _is_verbatim(citation: ShownCitation) -> bool:
    return bool(citation.quote) and (
        0 <= citation.start < citation.end <= len(citation.passage)
        and citation.passage[citation.start : citation.end] == citation.quote
    )


def _years_in_scope(answer: AnswerObject) -> set[str]:
    """Years an answer may name without a passage doing so: those asked for, that of a report, and
    the one before, whose outcomes a work report states: so also the one after those asked."""
    named = {str(period + on) for period in answer.resolved.periods for on in (0, 1)}
    named = named.union(years(answer.question), years(answer.resolved.text))
    reports = [year for c in answer.citations for year in years(f"{c.report_id} {c.title}")]
    return named.union(reports, (str(int(year) - 1) for year in reports))


def _reckoned_numbers(answer: AnswerObject) -> set[str]:
    stated = {number for citation in answer.citations for number in numbers(citation.passage)}
    return {
        number
        for figure in answer.figures
        if figure.status == "rounded"
        or (figure.status == "derived" and figure.formula and _works_out(figure.formula, stated))
        for number in numbers(figure.text)
    }


def _works_out(formula: str, stated: set[str]) -> bool:
    """Whether a formula of two stated figures in one scale holds, at the places that it shows."""
    parts = _FORMULA.fullmatch(re.sub(r"[()（）]", "", fold(formula)))
    if parts is None or parts["one"] not in stated or parts["other"] not in stated:
        return False
    one, other, shown = (Decimal(parts[name]) for name in ("one", "other", "shown"))
    reckoned = {
        "−": [one - other],
        "+": [one + other],
        "÷": [one / other, 100 * one / other] if other else [],
    }[parts["sign"]]
    return any(abs(value - shown) <= Decimal("0.5").scaleb(_places(shown)) for value in reckoned)


def _places(shown: Decimal) -> int:
    return int(shown.as_tuple().exponent)
