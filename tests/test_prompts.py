from pathlib import Path

import pytest

import prompts
from prompts import load_prompt

# A released prompt is never edited: make the next version instead.
RELEASED = {
    "answer.v1": "answer.v1-8792aa65",
    "answer.v2": "answer.v2-4c998915",
    "answer.v3": "answer.v3-33aa54cc",
    "repair.v1": "repair.v1-955b0a0d",
    "repair.v2": "repair.v2-af64af73",
    "reply.v1": "reply.v1-fd9b2cc8",
    "reply.v2": "reply.v2-9086ddf4",
    "understand.v1": "understand.v1-03dead9c",
    "vary.v1": "vary.v1-8ef01c2d",
}


def test_variables_are_strict() -> None:
    prompt = load_prompt("answer.v1")
    assert "问题：好吗" in prompt.fill(passages="[1] 甲", question="好吗").user
    with pytest.raises(KeyError):
        prompt.fill(question="好吗")
    with pytest.raises(ValueError, match="extra"):
        prompt.fill(passages="", question="", extra="")


def test_a_dollar_in_a_question_is_no_variable() -> None:
    filled = load_prompt("answer.v1").fill(passages="", question="$passages 和 ${x}").user
    assert "$passages 和 ${x}" in filled


@pytest.mark.parametrize(("name", "released"), RELEASED.items())
def test_a_released_prompt_is_as_it_was(name: str, released: str) -> None:
    assert load_prompt(name).id == released


def test_the_title_for_editors_does_not_reach_the_model() -> None:
    opening = "你为政府工作报告问答系统撰写答案"
    assert load_prompt("answer.v1").user.startswith(opening)
    assert load_prompt("answer.v3").system.startswith(opening)


def test_what_a_reader_or_a_report_wrote_never_gets_into_the_systems_part() -> None:
    filled = load_prompt("answer.v3").fill(passages="甲", facts="乙", question="丙")
    assert not any(written in filled.system for written in ("甲", "乙", "丙"))
    assert all(written in filled.user for written in ("甲", "乙", "丙"))


def test_every_prompt_is_among_the_released() -> None:
    files = Path(prompts.__file__).parent.glob("*.md")
    assert {file.stem for file in files} == set(RELEASED)
