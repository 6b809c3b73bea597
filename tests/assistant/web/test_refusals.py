"""What the page offers beside a refusal."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Option, Slot
from assistant.web.refusals import instead_of
from assistant.web.render import render_answer
from tests.assistant.web.samples import refused

SLOTS = (
    Slot("地方", "文峰区", (Option("北关区", "北关区2025年GDP是多少？"),)),
    Slot("年份", "2025年", (Option("2024年", "文峰区2024年GDP是多少？"),)),
)


def test_beside_a_place_that_is_lacking_stand_other_places_by_name() -> None:
    offered = instead_of(replace(refused(), slots=SLOTS))
    assert offered == list(SLOTS[0].options)


def test_beside_anything_else_stand_whole_questions_of_each_kind() -> None:
    offered = instead_of(replace(refused(), slots=SLOTS, status="unanswerable_not_in_reports"))
    assert [option.label for option in offered] == [
        "北关区2025年GDP是多少？",
        "文峰区2024年GDP是多少？",
    ]


def test_a_question_that_is_offered_is_a_button_with_the_whole_question() -> None:
    html = render_answer(replace(refused(), slots=SLOTS), "a")
    assert (
        '<button type="button" class="ask" value="北关区2025年GDP是多少？">北关区</button>' in html
    )


def test_passages_of_other_places_do_not_stand_beside_a_refusal_of_a_place() -> None:
    assert "最接近的内容" not in render_answer(refused(), "a")
