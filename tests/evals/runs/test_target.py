from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import pytest
from pydantic import SecretStr

from assistant.llm.chat_model import OpenAICompatibleModel
from evals.measures.endpoint import Drop, Endpoint, Messages, Refuse, Say, Step, says, serving
from evals.runs.target import ChatTarget
from evals.scoring.answer_object import AnswerObject

QUESTION = "2025年北关区的GDP是多少？"


@contextmanager
def target(
    script: Callable[[Messages], Iterable[Step]], instructions: str = ""
) -> Iterator[tuple[ChatTarget, Endpoint]]:
    with serving(script) as endpoint:
        model = OpenAICompatibleModel(
            "scripted-1",
            base_url=endpoint.url,
            api_key=SecretStr("none"),
            timeout=5.0,
            concurrency=1,
        )
        yield ChatTarget(model, "脚本", instructions), endpoint


def test_an_answer_is_an_answer_object_of_the_contract() -> None:
    with target(lambda _: says("北关区GDP为189.3亿元。")) as (chat, endpoint):
        answer = chat.ask(QUESTION, ())
    read = AnswerObject.model_validate(answer)
    assert (read.status, read.text) == ("answered", "北关区GDP为189.3亿元。")
    assert (read.citations, read.figures) == ((), ())
    assert (answer["mode"], answer["model"], answer["prompt_id"]) == (
        "endpoint",
        "scripted-1",
        None,
    )
    assert endpoint.calls[0].messages == [{"content": QUESTION, "role": "user"}]
    timings = answer["timings_ms"]
    assert isinstance(timings, dict) and timings["ask"] >= timings["model"] > 0


def test_earlier_turns_are_asked_one_by_one_and_their_replies_kept() -> None:
    with target(lambda messages: says(f"答{len(messages)}")) as (chat, endpoint):
        answer = chat.ask("那今年呢？", ("GDP是多少？", "增速呢？"))
    assert answer["text"] == "答5"
    assert [len(call.messages) for call in endpoint.calls] == [1, 3, 5]
    assert [message["content"] for message in endpoint.calls[-1].messages] == [
        "GDP是多少？",
        "答1",
        "增速呢？",
        "答3",
        "那今年呢？",
    ]


def test_instructions_stand_before_the_chat() -> None:
    with target(lambda _: says("好"), "只依据报告作答。") as (chat, endpoint):
        chat.ask(QUESTION, ())
    assert endpoint.calls[0].messages[0] == {"content": "只依据报告作答。", "role": "system"}


def test_a_reply_that_does_not_know_is_a_refusal() -> None:
    with target(lambda _: says("报告中没有提到这一内容。")) as (chat, _):
        assert chat.ask(QUESTION, ())["status"] == "unanswerable_not_in_reports"
    with target(lambda _: says("没有提到增速，GDP为189.3亿元。")) as (chat, _):
        assert chat.ask(QUESTION, ())["status"] == "answered"


def test_a_figure_of_an_earlier_turn_repeated_in_a_refusal_is_none_of_its_own() -> None:
    with target(lambda _: says("无法确认189.3亿元这一数字。")) as (chat, _):
        answer = chat.ask("为什么？", ("GDP是189.3亿元吗？",))
    assert answer["status"] == "unanswerable_not_in_reports"


def test_an_empty_reply_is_an_error() -> None:
    with target(lambda _: [Say("  ")]) as (chat, _):
        answer = chat.ask(QUESTION, ())
    assert (answer["status"], answer["text"]) == ("error_fault", "")


@pytest.mark.parametrize("steps", [[Refuse(401)], [Say("GDP为189.3"), Drop()]])
def test_a_fault_of_the_model_is_told_as_the_text(steps: list[Step]) -> None:
    with target(lambda _: steps) as (chat, _):
        answer = chat.ask(QUESTION, ())
    assert answer["status"] == "error_fault"
    assert "scripted-1" in str(answer["text"])
    assert AnswerObject.model_validate(answer).status == "error_fault"


def test_a_fault_in_an_earlier_turn_ends_the_case() -> None:
    with target(lambda _: [Refuse(401)]) as (chat, endpoint):
        assert chat.ask(QUESTION, ("社零呢？",))["status"] == "error_fault"
    assert len(endpoint.calls) == 1
