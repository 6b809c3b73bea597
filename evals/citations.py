"""An independent check of an answer against its own sources: quotes verbatim, numbers whole.

It trusts the passages that the answer carries, not the verdicts; only a rounded figure is taken at
the product's word. A derived one is worked out again here. Chinese numerals are not read.
"""

from __future__ import annotations

import re
from decimal import Decimal

from evals.answer_object import AnswerObject, ShownCitation
from evals.matching import fold, markers, numbers, without_markers, years

_UNIT = r"[^\d+−÷=≈]*"
_FORMULA = re.compile(
    rf"(?P<one>[\d.]+){_UNIT}(?P<sign>[−+÷])(?P<other>[\d.]+){_UNIT}[=≈](?P<shown>[\d.]+){_UNIT}"
)


def citation_faults(answer: AnswerObject) -> tuple[str, ...]:
    """What is wrong with the citations, each as `code: detail`; empty where nothing is."""
    known = {citation.marker for citation in answer.citations}
    faults = [
        f"quote_not_verbatim: [{citation.marker}] {citation.quote!r}"
        for citation in answer.citations
        if not _is_verbatim(citation)
    ]
    faults += [
        f"marker_without_citation: [{marker}]"
        for marker in dict.fromkeys(markers(answer.text))
        if marker not in known
    ]
    if not answer.citations and answer.status == "answered":
        faults.append("no_citation")
    return tuple(faults)


def numbers_not_in_passages(answer: AnswerObject) -> tuple[str, ...]:
    """The numbers of the answer's text that are whole in no cited passage, heading or title."""
    allowed = _years_in_scope(answer) | _reckoned_numbers(answer)
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
    """Years an answer may name without a passage doing so: those asked for, and the report's."""
    resolved = {str(period) for period in answer.resolved.periods}
    reports = (years(citation.report_id) for citation in answer.citations)
    return resolved.union(years(answer.question), years(answer.resolved.text), *reports)


def _reckoned_numbers(answer: AnswerObject) -> set[str]:
    told = {number for citation in answer.citations for number in numbers(citation.passage)}
    return {
        number
        for figure in answer.figures
        if figure.status == "rounded"
        or (figure.status == "derived" and figure.formula and _works_out(figure.formula, told))
        for number in numbers(figure.text)
    }


def _works_out(formula: str, told: set[str]) -> bool:
    """Whether a formula of two told figures in one scale holds, at the places that it shows."""
    parts = _FORMULA.fullmatch(re.sub(r"[()（）]", "", fold(formula)))
    if parts is None or parts["one"] not in told or parts["other"] not in told:
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
