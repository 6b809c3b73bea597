"""What makes a case sound: evidence verbatim, facts in their evidence, twins present.

Numbers are read by the plain reader of the second scorer, so that a mistake of the product's parser
cannot hide in the cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from evals.cases.case import Case, Fact
from evals.drafting.drafts import DENIALS
from evals.scoring.matching import holds
from evals.scoring.plain_figures import plain_numbers
from evals.scoring.plain_score import meets

QUALIFIERS = {
    "approx": ("左右", "约"),
    "ge": ("以上", "不低于"),
    "gt": ("超", "突破"),
    "le": ("以下", "以内"),
    "lt": ("低于",),
    "near": ("近",),
    "over": ("余", "多"),
}


def states(quote: str, fact: Fact) -> bool:
    return any(meets(number, fact) for number in plain_numbers(quote))


def check_evidence_is_verbatim(case: Case, reports: Mapping[str, str]) -> None:
    for item in case.evidence:
        assert item.report in reports, (case.id, item.report)
        assert item.quote in reports[item.report], (case.id, item.quote)


def check_facts_stand_in_the_evidence(case: Case) -> None:
    for fact in case.facts:
        assert any(states(item.quote, fact) for item in case.evidence), (case.id, fact)


def check_wanted_text_can_be_had(
    case: Case, follows: Callable[[Case, Sequence[str]], bool] = lambda case, group: False
) -> None:
    """`follows` tells of a group that it need not be quoted: the case's facts bear it out."""
    evidence = "\n".join(item.quote for item in case.evidence)
    for group in case.contains:
        # A counterfactual is denied in words of the answer's own.
        denied = set(DENIALS) & set(group)
        told = any(holds(evidence, text) for text in group)
        borne_out = denied or told or follows(case, group)
        assert borne_out or all(works_out(text, case) for text in group), (case.id, group)


def works_out(text: str, case: Case) -> bool:
    """Whether `text` is the sum, difference or ratio of the case's two facts, as exact as it is."""
    if len(case.facts) != 2:
        return False
    one, other = (fact.value for fact in case.facts)
    results = (abs(one - other), one + other, one / other, other / one)
    (number,) = re.findall(r"\d+(?:\.\d+)?", text) or [""]
    if not number:
        return False
    value = plain_numbers(text)[0].value
    step = Decimal(1).scaleb(int(Decimal(number).as_tuple().exponent)) * value / Decimal(number)
    return any(abs(result - value) <= step / 2 for result in results)


def check_something_wanted_is_not_forbidden(case: Case) -> None:
    for group in case.contains:
        allowed = (text for text in group if not any(holds(text, no) for no in case.forbidden))
        assert any(allowed), (case.id, group)


def check_no_fact_is_forbidden(case: Case) -> None:
    """A forbidden figure may equal a fact only with a qualifier that the fact does not have."""
    for fact in case.facts:
        bare = fact.model_copy(update={"qualifier": None})
        for banned in filter(lambda text: states(text, bare), case.forbidden):
            assert any(
                word in banned
                for qualifier, words in QUALIFIERS.items()
                for word in words
                if qualifier != fact.qualifier
            ), (case.id, banned)


def check_twin_is_there(case: Case, cases: Iterable[Case]) -> None:
    others = {other.id for other in cases} - {case.id}
    assert case.twin_of is None or case.twin_of in others, (case.id, case.twin_of)
