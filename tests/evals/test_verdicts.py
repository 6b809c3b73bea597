from __future__ import annotations

import pytest

from tests.evals.samples import a_case, fact
from tests.evals.verdicts import borne_out, check_survey, surveyed

RANKED = a_case(
    facts=[
        fact(value="6.5", unit="%", place="文峰"),
        fact(value="5.5", unit="%", place="北关"),
    ]
)
SURVEY = a_case(
    facts=[],
    note="survey: 造林",
    contains=[["文峰"], ["1份"], ["2份"]],
    evidence=[{"report": "文峰区#1", "quote": "造林2万亩"}],
)
TEXTS = {"文峰区#1": "全区造林2万亩。", "北关区#1": "全区修路。"}


@pytest.mark.parametrize(
    "text", ["文峰更高", "文峰区高于", "高于北关", "比北关高", "北关更低", "低于文峰"]
)
def test_the_right_order_is_borne_out(text: str) -> None:
    assert borne_out(RANKED, [text])


@pytest.mark.parametrize(
    "text", ["北关更高", "高于文峰", "比文峰高", "文峰更低", "低于北关", "文峰区"]
)
def test_the_wrong_order_is_not(text: str) -> None:
    assert not borne_out(RANKED, ["文峰更高", text])


def test_the_same_is_borne_out_by_equal_values_alone() -> None:
    assert not borne_out(RANKED, ["一样"])
    assert borne_out(a_case(facts=[fact(), fact(place="北关")]), ["一样", "持平"])


def test_a_target_is_met_by_what_is_as_high() -> None:
    target, actual = fact(kind="target", value="5"), fact(value="5")
    assert borne_out(a_case(facts=[target, actual]), ["完成"])
    assert borne_out(a_case(facts=[target, fact(value="4")]), ["未"])
    assert not borne_out(a_case(facts=[target, fact(value="4")]), ["完成"])


def test_a_survey_must_count_and_name_what_the_texts_hold() -> None:
    check_survey(SURVEY, TEXTS)
    with pytest.raises(AssertionError):
        check_survey(SURVEY, TEXTS | {"殷都区#1": "也造林。"})
    with pytest.raises(AssertionError):
        check_survey(SURVEY.model_copy(update={"contains": (("北关",), ("1份",))}), TEXTS)
    assert surveyed(a_case()) is None
