"""Relaxations, and the order of what they find."""

from __future__ import annotations

from assistant.answer import Question
from assistant.answering.candidates import Candidate
from assistant.answering.relaxations import newest_first, relaxations
from assistant.assistant import Assistant
from assistant.question.expected_answer import expected_answer
from index.report import Passage


def test_a_year_is_answered_by_its_outcome_first_then_by_what_was_planned_for_it(
    assistant: Assistant,
) -> None:
    asked = Question(
        asked="2026年社零是多少",
        text="2026年社零是多少",
        periods=(2026,),
        indicators=("社会消费品零售总额",),
    )
    relaxed = list(relaxations(asked, expected_answer(asked)))
    assert [one.question.kind for one in relaxed[:2]] == ["actual", None]
    assert relaxed[1].question == asked
    assert not any("没有给出完成数" in one.note for one in relaxed)


def test_candidates_stay_as_they_are_where_a_year_is_asked_for() -> None:
    passages = [Passage(id=str(n), report_id="r", start=0, end=2, text="正文") for n in range(2)]
    ranked = [Candidate(p, 0, 2, 1.0, 1.0, ("正文",)) for p in passages]
    asked = Question(asked="", text="", periods=(2025,), indicators=("地区生产总值",))
    assert newest_first(ranked, asked) == ranked
