"""A model that understands, behind a real server: what it may decide, and all that it may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.llm.understanding import NONE, name_in
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from assistant.settings import Settings
from assistant.wiring import (
    open_assistant,
    open_drafting_assistant,
    open_searcher,
    open_understanding,
)
from evals.measures.endpoint import Endpoint, Messages, Raw, Refuse, Step, Wait, says, serving
from index.build.builder import build_index
from index.encoder.encoding import Encoder

REPORT = """# 2025年宝兴县政府工作报告

## 一、2024年工作回顾

全县生产总值完成120.5亿元，增长6.1%。新建农村公路35公里。接待游客410万人次，旅游总收入32亿元。
护理型养老床位新增2000张。原煤产量760万吨。焦煤产量90万吨，增长3.2%。建成高标准农田2.3万亩。

## 二、2025年主要目标

生产总值增长6%左右，新增城镇就业3000人以上。
"""
OPEN = "2024年宝兴县来玩的客人有多少？"
TOURISTS = "接待游客"


def reply(name: str, **others: object) -> str:
    return json.dumps({"name": name, **others}, ensure_ascii=False)


def asks_for_name(messages: Messages) -> bool:
    return f"、{NONE}" in messages[-1]["content"]


def replying(text: str) -> Callable[[Messages], list[Step]]:
    """A model that answers with `text` when asked what a question means, and else declines."""
    return lambda messages: says(text) if asks_for_name(messages) else says("[0]")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("county")
    (folder / "2025年宝兴县政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return folder / "index"


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving(replying(reply(TOURISTS))) as opened:
        yield opened


def opened(index: Path, endpoint: Endpoint, **others: object) -> Assistant:
    settings = {"llm_model": "m", "llm_base_url": endpoint.url, "llm_timeout": 4.0}
    return open_assistant(
        Settings(index=index, llm_understands=True).model_copy(update=settings | others)
    )


@pytest.fixture
def assistant(index: Path, endpoint: Endpoint) -> Assistant:
    return opened(index, endpoint)


@pytest.fixture(scope="module")
def alone(index: Path) -> Assistant:
    """The same without a model."""
    return open_assistant(Settings(index=index))


def shown(answer: VerifiedAnswer) -> tuple[str, str]:
    return answer.status, answer.text


def test_code_answers_under_the_name_that_the_model_means(
    assistant: Assistant, alone: Assistant, endpoint: Endpoint
) -> None:
    """Said as what it is, if the model is right: true also where it is not."""
    assert alone.ask(OPEN).status == "unanswerable_not_in_reports"
    answer = assistant.ask(OPEN)
    assert (answer.status, answer.mode) == ("answered_nearest", "extractive")
    assert f"如果您问的是“{TOURISTS}”" in answer.text and "410万人次" in answer.text
    assert {figure.status for figure in answer.figures} == {"supported"}
    assert [call.form for call in endpoint.calls] == ["json_schema"]


@pytest.mark.parametrize(
    "question",
    [
        "2024年宝兴县GDP是多少？",
        "宝兴县生产总值增长多少",
        "2024年宝兴县新建农村公路多少公里？",
        "宝兴县2023年来玩的客人有多少？",
        "2024年宝兴县来玩的客人有410万吗？",
        "宝兴县做了哪些民生实事？",
    ],
)
def test_a_model_is_not_asked_what_the_grammar_understands_or_what_is_to_be_judged(
    assistant: Assistant, endpoint: Endpoint, question: str
) -> None:
    assistant.ask(question)
    assert not any(asks_for_name(call.messages) for call in endpoint.calls)


@pytest.mark.parametrize(
    "text",
    [
        reply(TOURISTS, operator="median"),
        reply(TOURISTS, places=[f"第{n}县" for n in range(40)]),
        reply(TOURISTS, years=[20255]),
        reply("farmland"),
        reply("全省接待游客"),
        reply("原煤产量"),
        reply("410万人次"),
        reply(NONE),
        reply(""),
        json.dumps({"name": [TOURISTS]}),
        "The question asks for the area of farmland in 2024.",
        "问题问的是一个数字。判断它问的是下面哪一个名称的数字，照抄那个名称。" * 40,
        '{"name": "接待游客"' * 100,
        "接待游客",
        "[1, 2]",
        "{}",
        "",
    ],
)
def test_a_reply_that_is_not_one_of_the_names_changes_nothing(
    assistant: Assistant,
    alone: Assistant,
    endpoint: Endpoint,
    caplog: pytest.LogCaptureFixture,
    text: str,
) -> None:
    endpoint.script = replying(text)
    assert shown(assistant.ask(OPEN)) == shown(alone.ask(OPEN))
    named = "没有按要求指出" in caplog.text or "没有写出回答" in caplog.text
    assert named == (text != reply(NONE))


@pytest.mark.parametrize(
    "text",
    [
        f"好的，结果如下：\n```json\n{reply(TOURISTS)}\n```\n希望有帮助。",
        f"<think>{{想一想}}</think>{reply(TOURISTS)}",
        f"<think>{reply('旅游总收入')}</think>{reply(TOURISTS)}",
        reply(TOURISTS) * 30,
    ],
)
def test_prose_around_it_is_passed_over(
    assistant: Assistant, endpoint: Endpoint, text: str
) -> None:
    endpoint.script = replying(text)
    assert "410万人次" in assistant.ask(OPEN).text


def test_names_of_another_unit_or_time_are_not_offered(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    assistant.ask("2024年宝兴县来玩的客人花了多少钱？")
    assistant.ask("2025年宝兴县来玩的客人有多少？")
    asked = [call.messages for call in endpoint.calls if asks_for_name(call.messages)]
    assert not any(TOURISTS in messages[-1]["content"] for messages in asked)


def test_a_name_of_the_reports_in_the_question_is_meant_and_no_other(
    index: Path, endpoint: Endpoint
) -> None:
    """The report gives the output of this coal, not its growth: that of another is not offered."""
    settings = Settings(index=index, llm_model="m", llm_base_url=endpoint.url)
    searcher = open_searcher(settings)
    scope = Scope(tuple(searcher.covered()))
    understanding = open_understanding(settings, searcher)

    def offered(question: str) -> tuple[str, ...]:
        return understanding.names_near(understand(question, scope))

    assert "焦煤产量" in offered("2024年宝兴县褐煤产量增长了多少？")
    assert offered("2024年宝兴县原煤产量增长了多少？") == ()


@pytest.mark.parametrize(
    ("refuses", "forms"),
    [
        ({"json_schema"}, ["json_schema", "json_object", "json_object"]),
        ({"json_schema", "json_object"}, ["json_schema", "json_object", "text", "text"]),
    ],
)
def test_an_endpoint_without_schema_or_json_is_asked_plainly_and_remembered(
    index: Path, endpoint: Endpoint, refuses: set[str], forms: list[str]
) -> None:
    endpoint.refuses = frozenset(refuses)
    assistant = opened(index, endpoint)
    assert [assistant.ask(OPEN).status for _ in range(2)] == ["answered_nearest"] * 2
    assert [call.form for call in endpoint.calls] == forms


@pytest.mark.parametrize(
    "step", [Refuse(500), Refuse(401), Raw(b"data: {half\n\n"), Wait(60.0)], ids=repr
)
def test_a_model_that_fails_or_stalls_leaves_what_the_grammar_has(
    index: Path, alone: Assistant, step: Step
) -> None:
    with serving(lambda messages: [step] if asks_for_name(messages) else says("[0]")) as endpoint:
        answer = opened(index, endpoint, llm_timeout=1.0).ask(OPEN)
    assert shown(answer) == shown(alone.ask(OPEN))
    assert answer.timings_ms["compose"] < 5000


@pytest.mark.parametrize(
    "question",
    [
        "2024年宝兴县GDP是多少？",
        "宝兴县生产总值和旅游总收入各是多少？",
        "宝兴县GDP是不是120.5亿元？",
    ],
)
def test_figures_are_answered_by_code_before_a_model_writes(
    index: Path, alone: Assistant, endpoint: Endpoint, question: str
) -> None:
    """Whatever the model would make of them, or how long it would take."""
    endpoint.script = lambda messages: [Wait(60.0)]
    answer = opened(index, endpoint).ask(question)
    assert shown(answer) == shown(alone.ask(question)) and answer.status == "answered"
    assert endpoint.calls == []


def test_what_has_no_figure_is_the_models(assistant: Assistant, endpoint: Endpoint) -> None:
    assistant.ask("宝兴县为农村做了什么？")
    assert len(endpoint.calls) == 1


def test_a_letter_is_written_by_the_model_whole(index: Path, endpoint: Endpoint) -> None:
    settings = Settings(index=index, llm_model="m", llm_base_url=endpoint.url, llm_timeout=4.0)
    open_drafting_assistant(settings).ask("2024年宝兴县GDP是多少？")
    assert endpoint.calls != []


def test_it_may_be_switched_off(index: Path, endpoint: Endpoint) -> None:
    opened(index, endpoint, llm_understands=False).ask(OPEN)
    assert not any(asks_for_name(call.messages) for call in endpoint.calls)


def test_what_never_changes_comes_first_and_the_rest_is_short(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    for question in (OPEN, "宝兴县2024年景点里来的客人有多少？"):
        assistant.ask(question)
    asked = [call.messages for call in endpoint.calls if asks_for_name(call.messages)]
    assert len({messages[0]["content"] for messages in asked}) == 1 < len(asked)
    assert all(len(messages[-1]["content"]) < 200 for messages in asked)


def test_the_first_object_counts() -> None:
    assert name_in(f"前 {reply('甲')} 后 {reply('乙')}") == "甲"
    assert name_in("{不是} " + reply("甲")) == "甲"
    assert name_in(reply("甲", year=20255)) is None
