"""Every way not to answer has a text, a badge and a word for staff."""

from typing import get_args

import pytest

from assistant.answer import Status
from assistant.refusals import Refusal, refusal_text
from assistant.staff.batch import status_label
from evals.report.words import STATUSES

REFUSALS = [s for s in get_args(Status) if not s.startswith(("answered", "error_"))]


@pytest.mark.parametrize("status", REFUSALS)
@pytest.mark.parametrize("places", [("北关区",), ("北关区", "杭州市")])
def test_each_refusal_is_a_whole_sentence_in_chinese(
    status: Status, places: tuple[str, ...]
) -> None:
    text = refusal_text(
        Refusal(status, asked="何北省", meant=("河北省",)), places=places, years=(2025, 2026)
    )
    assert text[-1] in "。？" and "{" not in text and "“”" not in text and "，，" not in text
    assert status_label(status) and STATUSES[status]


def test_the_example_names_a_place_only_where_there_are_several() -> None:
    greeting = Refusal("guardrail_small_talk", preface="您好！")
    of_one = refusal_text(greeting, places=("北关区",), years=(2025, 2026))
    assert of_one.startswith("您好！") and "例如：2025年的地区生产总值是多少？" in of_one
    of_two = refusal_text(greeting, places=("北关区", "杭州市"), years=(2025, 2026))
    assert "例如：北关区2025年的地区生产总值是多少？" in of_two
