import pytest

from prompts import load_prompt

# A released prompt is never edited: make the next version instead.
RELEASED = {"answer.v1": "answer.v1-8792aa65"}


def test_variables_are_strict() -> None:
    prompt = load_prompt("answer.v1")
    assert "问题：好吗" in prompt.fill(passages="[1] 甲", question="好吗")
    with pytest.raises(KeyError):
        prompt.fill(question="好吗")
    with pytest.raises(ValueError, match="extra"):
        prompt.fill(passages="", question="", extra="")


def test_a_dollar_in_a_question_is_no_variable() -> None:
    filled = load_prompt("answer.v1").fill(passages="", question="$passages 和 ${x}")
    assert "$passages 和 ${x}" in filled


@pytest.mark.parametrize(("name", "released"), RELEASED.items())
def test_a_released_prompt_is_as_it_was(name: str, released: str) -> None:
    assert load_prompt(name).id == released


def test_the_title_for_editors_does_not_reach_the_model() -> None:
    assert not load_prompt("answer.v1").text.startswith("#")
