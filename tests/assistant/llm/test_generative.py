"""The model behind a real server that speaks the OpenAI protocol on loopback: well and badly."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from assistant.answer import Evidence, VerifiedAnswer
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import (
    Drop,
    Endpoint,
    Event,
    Finish,
    Messages,
    Raw,
    Refuse,
    Say,
    Step,
    Wait,
    says,
    serving,
)

QUESTION = "2025年北关区的GDP是多少?"
OPEN = "摆摊和占道经营怎么管？"
GOOD = "2025年，北关区生产总值为189.3亿元，同比增长5.5%[{n}]。"


def number_of(messages: Messages, told: str) -> int:
    """The number of the passage in the prompt that holds `told`."""
    blocks = messages[1]["content"].split("数字表")[0].split("\n\n[")
    return next(n for n, block in enumerate(blocks) if told in block)


class Writes:
    """A script that writes its answers in turn, {n} being the passage that tells the GDP."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def __call__(self, messages: Messages) -> list[Step]:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return says(answer.format(n=number_of(messages, "189.3亿元")))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving(Writes(GOOD)) as opened:
        yield opened


@pytest.fixture
def assistant(seed_index: Path, endpoint: Endpoint) -> Assistant:
    return open_assistant(
        Settings(
            index=seed_index, llm_model="test-model", llm_base_url=endpoint.url, llm_timeout=1.0
        ),
        figures_by_code=False,
    )


def test_the_endpoint_speaks_the_protocol_of_the_official_client(endpoint: Endpoint) -> None:
    endpoint.script = lambda messages: says("甲乙丙丁戊")
    client = openai.OpenAI(base_url=endpoint.url, api_key="none")
    with client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "好"}], stream=True
    ) as stream:
        chunks = list(stream)
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "甲乙丙丁戊"
    assert chunks[-1].choices[0].finish_reason == "stop"
    client.close()


def test_a_good_answer_is_taken_with_model_prompt_and_quote(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode, answer.model) == ("answered", "llm", "test-model")
    assert re.sub(r"\d\]", "n]", answer.text) == GOOD.replace("{n}", "n")
    assert answer.prompt_id is not None and answer.prompt_id.startswith("answer.v3-")
    assert "189.3亿元" in answer.citations[0].quote
    assert {figure.status for figure in answer.figures} == {"supported"}
    assert answer.fallback is None


def test_the_model_is_told_place_date_headings_kind_and_the_ledgers_figures(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    assistant.ask(QUESTION)
    system, user = (message["content"] for message in endpoint.calls[0].messages)
    number = number_of(endpoint.calls[0].messages, "189.3亿元")
    assert "$" not in system + user and "北关区" not in system
    head = re.search(rf"^\[{number}\] (.+)$", user, re.MULTILINE)
    assert head and "安阳市北关区" in head[1] and "2026-02-27" in head[1]
    assert "2025年工作回顾" in head[1] and "讲的是2025年的结果" in head[1]
    assert f"[{number}] 2025年北关区：地区生产总值189.3亿元。" in user
    assert user.rstrip().endswith(f"问题：{QUESTION}")


def test_the_model_is_told_which_year_last_year_is(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    assistant.ask("去年GDP是多少")
    assert endpoint.calls[0].prompt.rstrip().endswith("问题：去年GDP是多少（问的是2025年）")


def test_what_was_found_is_shown_before_the_first_sentence(assistant: Assistant) -> None:
    first, *rest = assistant.stream(QUESTION)
    assert isinstance(first, Evidence) and len(first.found) > 3
    assert all(isinstance(snapshot, VerifiedAnswer) for snapshot in rest)


NOT_EXTRACTED = "怎么帮助企业解决困难"
VISITS = "2025年，“学查改”以企观政服务企业大走访活动深入开展，“四上”企业实现实地走访全覆盖[{n}]。"
AT_ONCE = "“未诉先办”问题得到立行立改[{n}]。"


def test_where_there_is_no_extract_a_sentence_is_shown_while_the_next_is_being_written(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    first_is_shown = threading.Event()

    def script(messages: Messages) -> list[Step]:
        n = number_of(messages, "未诉先办")
        return [*says(VISITS.format(n=n)), Wait(0.9, first_is_shown), *says(AT_ONCE.format(n=n))]

    endpoint.script = script
    shown: list[int] = []
    held_back: list[bool] = []
    latest = None
    for snapshot in assistant.stream(NOT_EXTRACTED):
        if isinstance(snapshot, VerifiedAnswer) and snapshot is not latest:
            held_back.append(not first_is_shown.is_set())
            shown.append(len(snapshot.sentences))
            first_is_shown.set()
        latest = snapshot
    assert shown == [1, 2, 2]
    assert held_back == [True, False, False]


def test_an_extract_is_shown_at_once_and_stays_until_the_model_is_done(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    extract_is_shown = threading.Event()

    def script(messages: Messages) -> Iterator[Step]:
        yield Wait(5.0, extract_is_shown)
        yield from Writes(GOOD)(messages)

    endpoint.script = script
    shown: list[VerifiedAnswer] = []
    for snapshot in assistant.stream(QUESTION):
        if isinstance(snapshot, VerifiedAnswer) and snapshot not in shown:
            shown.append(snapshot)
            extract_is_shown.set()
    first, *_, last = shown
    assert first.pending and first.mode == "extractive" and "189.3亿元" in first.text
    assert first.model == "test-model" and first.fallback is None
    assert {one.mode for one in shown if one.pending} == {"extractive"}
    assert last.mode == "llm" and not last.pending


def test_an_extract_that_stays_is_no_longer_pending(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = lambda messages: [Refuse(401)]
    *_, last = assistant.stream(QUESTION)
    assert isinstance(last, VerifiedAnswer)
    assert (last.mode, last.fallback, last.pending) == ("extractive", "model_fault", False)


@pytest.mark.parametrize(
    "reply",
    [
        "2025年生产总值为198.3亿元[{n}]。",
        "2025年生产总值为198.3亿元。",
        "2025年生产总值为198.3亿元[99]。",
        "2026年预期目标：北关区生产总值为189.3亿元[{n}]。",
        "2025年，文峰区生产总值为189.3亿元[{n}]。",
        "2025年生产总值为189.3万元[{n}]。",
        "2025年生产总值约为180亿元[{n}]。",
        "2025年北关区社会消费品零售总额为189.3亿元[{n}]。",
        "GDP was 200 billion yuan, I believe.",
        "The economy of the district keeps growing thanks to strong leadership and spending [{n}].",
        "   ",
    ],
)
def test_what_is_invented_or_uncited_is_replaced_by_the_extract(
    assistant: Assistant, endpoint: Endpoint, reply: str
) -> None:
    endpoint.script = Writes(reply)
    for snapshot in assistant.stream(QUESTION):
        if isinstance(snapshot, VerifiedAnswer):
            assert snapshot.mode == "extractive"
    assert "189.3亿元" in snapshot.text and "2025年" in snapshot.text
    assert (snapshot.model, snapshot.fallback) == ("test-model", "model_unverified")


def test_what_failed_is_named_once_and_the_mended_answer_shown(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("2025年生产总值为198.3亿元[{n}]。", GOOD)
    answer = assistant.ask(QUESTION)
    assert (answer.mode, answer.fallback) == ("llm", None)
    assert "189.3亿元" in answer.text
    first, second = endpoint.calls
    assert second.messages[:2] == first.messages
    assert "198.3亿元" in second.messages[2]["content"]
    assert "“198.3亿元”与段落核对不上" in second.messages[3]["content"]


def test_what_still_fails_is_cut_where_the_rest_tells_all_that_the_extract_does(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    whole = "2025年，北关区生产总值为189.3亿元，同比增长5.5%，与全市平均增速持平[{n}]。"
    endpoint.script = Writes(whole + "人均生产总值为9.9万元[{n}]。")
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode) == ("answered", "llm")
    assert "189.3亿元" in answer.text and "9.9" not in answer.text
    assert len(endpoint.calls) == 2


def test_an_opening_without_a_figure_is_left_out_and_no_fault(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("您好，很高兴为您解答。\n\n**答案**：\n- " + GOOD)
    answer = assistant.ask(QUESTION)
    assert len(endpoint.calls) == 1 and answer.mode == "llm"
    assert answer.text.startswith("2025年，北关区")


def test_what_a_reasoning_model_thinks_is_not_shown(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("<think>段落里是189.3亿元，增长5.5%[{n}]。\n</think>\n\n" + GOOD)
    assert assistant.ask(QUESTION).text.startswith("2025年，北关区")


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, "没有接受这次请求"),
        (401, "没有接受密钥"),
        (404, "不存在，或接口地址不对"),
        (429, "过于频繁"),
        (500, "的服务出了错"),
    ],
)
def test_an_endpoint_that_refuses_leaves_the_extract_and_is_told_in_words(
    assistant: Assistant,
    endpoint: Endpoint,
    caplog: pytest.LogCaptureFixture,
    status: int,
    told: str,
) -> None:
    endpoint.script = lambda messages: [Refuse(status)]
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode) == ("answered", "extractive")
    assert answer.fallback == "model_fault"
    assert len(endpoint.calls) == (1 if status < 429 else 2), "what may pass is tried again"
    assert told in caplog.text


def test_what_passes_is_tried_again_after_the_time_asked_for(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    def script(messages: Messages) -> list[Step]:
        if len(endpoint.calls) == 1:
            return [Refuse(429, retry_after=0.2)]
        return Writes(GOOD)(messages)

    endpoint.script = script
    assert assistant.ask(QUESTION).mode == "llm"
    first, second = endpoint.calls
    assert 0.2 <= second.begun - first.begun < 0.8


@pytest.mark.parametrize(
    "steps",
    [
        [Wait(4.0)],
        [Say("2025年，北关区生产总值"), Wait(4.0), Say("为")],
        [Say("2025年，北关区生产总值"), Drop()],
        [Say("2025年，北关区"), Raw(b'data: {"id": "1", "choices": [{"ind\n\n')],
        [Raw(b"<html><body>502 Bad Gateway</body></html>")],
        [Raw(b"data: [DONE]\n\n")],
        [Say("2025年，北关区生产总值"), Finish("length")],
        [Drop()],
        [Say("好" * 5_000) for _ in range(20)],
        [Refuse(200, body=b'{"choices": [{"index": 0, "mess')],
        [Refuse(200, body=b"")],
    ],
    ids=[
        *("hangs", "stalls", "drops", "half a JSON", "a page in place of events", "nothing"),
        *("cut at its length", "drops at once", "100,000 characters", "half a body", "no body"),
    ],
)
def test_a_stream_that_goes_wrong_leaves_the_extract(
    assistant: Assistant, endpoint: Endpoint, steps: list[Step]
) -> None:
    endpoint.script = lambda messages: steps
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode, answer.fallback) == (
        "answered",
        "extractive",
        "model_fault",
    )
    assert "189.3亿元" in answer.text


def test_a_model_that_breaks_off_leaves_what_was_shown_where_there_is_no_extract(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    told = "2026年，北关区力争低空经济年产值达到20亿元[{n}]。"

    def script(messages: Messages) -> list[Step]:
        return [*says(told.format(n=number_of(messages, "20亿元"))), Say("此外"), Drop()]

    endpoint.script = script
    answer = assistant.ask("为什么要发展低空经济")
    assert (answer.status, answer.mode) == ("answered_partly", "llm")
    assert answer.text.startswith("2026年，北关区力争低空经济年产值达到20亿元")


def test_an_endpoint_that_is_not_there_leaves_the_extract(
    seed_index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(lambda messages: []) as gone:
        url = gone.url
    assistant = open_assistant(
        Settings(index=seed_index, llm_model="m", llm_base_url=url, llm_timeout=2.0),
        figures_by_code=False,
    )
    answer = assistant.ask(QUESTION)
    assert (answer.mode, answer.fallback) == ("extractive", "model_fault")
    assert "连接不上，请检查接口地址" in caplog.text


def test_the_model_says_in_a_form_of_its_own_that_the_passages_do_not_tell(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = lambda messages: says("[0]")
    answer = assistant.ask("城市绿化怎么做")
    assert answer.status == "answered_nearest"
    assert answer.text.startswith("没有找到直接回答这个问题的内容，最接近的是：")
    assert answer.citations and answer.mode == "extractive"
    assert assistant.ask(OPEN).status == "answered", "of which the reader is sure"


def test_what_is_so_and_answers_something_else_does_not_replace_the_extract(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = lambda messages: says("加强城市道路、绿化、照明等运行维护。")
    answer = assistant.ask("2026年要新建改扩建哪些路？")
    assert answer.mode == "extractive" and "化工三路" in answer.text


def test_a_model_that_goes_round_in_a_circle_is_not_waited_for(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    said = "2026年，北关区将开展占道经营专项整治[1]。"
    endpoint.script = lambda messages: (
        step for _ in range(2000) for step in (Say(said), Wait(0.01))
    )
    answer = assistant.ask(OPEN)
    assert answer.text == said and answer.mode == "llm"
    assert endpoint.calls[0].ended.wait(5) and endpoint.calls[0].left


def test_a_model_that_declines_only_when_it_is_asked_again_is_not_believed(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = lambda messages: says("[0]" if len(messages) > 2 else "摆摊罚款500元[1]。")
    answer = assistant.ask(OPEN)
    assert (answer.status, answer.fallback) == ("answered", "model_unverified")
    assert len(endpoint.calls) == 2


def test_what_is_of_another_year_is_not_given_and_no_answer(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = lambda messages: says("翠园街、长青街等4条市政道路建成通车。")
    answer = assistant.ask("2026年要新建改扩建哪些路？")
    assert "长青街" not in endpoint.calls[0].prompt
    assert "化工三路" in endpoint.calls[0].prompt and "化工三路" in answer.text
    assert answer.mode == "extractive"


def test_a_figure_that_code_finds_does_not_hang_on_what_a_model_says_of_it(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("[0]")
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.fallback) == ("answered", "model_unverified")
    assert "189.3亿元" in answer.text


@pytest.mark.parametrize("marker", ["", "[99]", "[99][98]"])
def test_a_marker_left_out_or_of_no_passage_is_set_by_code(
    assistant: Assistant, endpoint: Endpoint, marker: str
) -> None:
    endpoint.script = Writes(GOOD.replace("[{n}]", marker))
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode, len(endpoint.calls)) == ("answered", "llm", 1)
    assert "189.3亿元" in answer.citations[0].quote


def test_a_true_sentence_on_something_else_is_no_answer(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("2025年，北关区签约亿元以上项目69个，总投资463.48亿元。")
    answer = assistant.ask(QUESTION)
    assert answer.mode == "extractive" and "189.3亿元" in answer.text
    assert len(endpoint.calls) == 1


def test_of_a_figure_that_code_does_not_find_no_model_is_asked(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    answer = assistant.ask("纺织服装企业的用电量和产值变化趋势说明了什么")
    assert answer.status == "unanswerable_not_in_reports" and not endpoint.calls


def test_words_that_sound_like_a_refusal_are_none(assistant: Assistant, endpoint: Endpoint) -> None:
    endpoint.script = Writes("未提及。")
    assert assistant.ask(QUESTION).mode == "extractive"


def test_a_part_that_is_not_told_makes_the_answer_partly(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes(GOOD + "[0]")
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode) == ("answered_partly", "llm")
    assert "[0]" not in answer.text


def test_the_rules_on_place_and_period_stand_before_the_model(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    endpoint.script = Writes("文峰区生产总值为189.3亿元[1]。")
    assert assistant.ask("文峰区的GDP是多少?").status == "unanswerable_place"
    assert assistant.ask("2024年的GDP是多少?").status == "unanswerable_period"
    assert endpoint.calls == []


def test_personal_data_is_not_sent(assistant: Assistant, endpoint: Endpoint) -> None:
    answer = assistant.ask("我的手机号是13812345678，摆摊和占道经营怎么管？")
    call = endpoint.calls[0]
    assert "摆摊和占道经营怎么管" in str(call.messages)
    assert "13812345678" not in str(call.messages)
    assert "13812345678" not in answer.question.asked


def test_a_reader_who_leaves_ends_the_call(seed_index: Path, endpoint: Endpoint) -> None:
    """Long before the model's time is up, and before it has written all."""

    def script(messages: Messages) -> list[Step]:
        text = VISITS.format(n=number_of(messages, "未诉先办"))
        return [*says(text), *(step for _ in range(2000) for step in (Wait(0.01), Say("，")))]

    endpoint.script = script
    patient = open_assistant(
        Settings(index=seed_index, llm_model="m", llm_base_url=endpoint.url, llm_timeout=60.0),
        figures_by_code=False,
    )
    stream = patient.stream(NOT_EXTRACTED)
    for snapshot in stream:
        if isinstance(snapshot, VerifiedAnswer):
            break
    stream.close()
    (call,) = endpoint.calls
    assert call.ended.wait(10.0) and call.left


def test_calls_beyond_the_bound_wait_their_turn(seed_index: Path) -> None:
    import threading

    at_once, most = 0, 0
    lock = threading.Lock()

    def script(messages: Messages) -> Iterator[Step]:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        yield Wait(0.1)
        with lock:
            at_once -= 1
        yield from Writes(GOOD)(messages)

    with serving(script) as endpoint:
        assistant = open_assistant(
            Settings(index=seed_index, llm_model="m", llm_base_url=endpoint.url, llm_concurrency=2),
            figures_by_code=False,
        )
        modes: list[str] = []
        threads = [
            threading.Thread(target=lambda: modes.append(assistant.ask(QUESTION).mode))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert modes == ["llm"] * 6
    assert most == 2


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"operator": "median", "indicator": "GDP", "years": [2025]}),
        json.dumps({"places": [f"第{n}区" for n in range(40)]}, ensure_ascii=False),
        "、".join(f"第{n}区" for n in range(40)) + "的生产总值为189.3亿元[{n}]。",
        json.dumps({"indicator": "GDP", "years": [20255]}),
        "20255年，北关区生产总值为189.3亿元，同比增长5.5%[{n}]。",
    ],
    ids=["operator", "places in JSON", "places", "year in JSON", "year"],
)
def test_what_is_no_answer_leaves_the_extract_with_the_reason(
    assistant: Assistant, endpoint: Endpoint, text: str
) -> None:
    endpoint.script = lambda messages: [
        Say(text.replace("{n}", str(number_of(messages, "189.3亿元"))))
    ]
    answer = assistant.ask(QUESTION)
    assert (answer.status, answer.mode) == ("answered", "extractive")
    assert answer.fallback == "model_unverified"  # the page says so in words
    assert "189.3亿元" in answer.text
    assert not re.search(r"20255|第\d+区|median", answer.text)


def of_model(name: str, text: str) -> list[Step]:
    """An answer that says which model wrote it."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks = [Event({"model": name, "choices": [one]}) for one in (choice, end)]
    return [*chunks, Raw(b"data: [DONE]\n\n")]


def test_two_models_behind_one_name_are_both_checked_and_named_once(
    assistant: Assistant, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    """One invents and the other does not, in turn."""
    wrong = GOOD.replace("189.3", "190.5")

    def script(messages: Messages) -> list[Step]:
        small = len(endpoint.calls) in (1, 2, 4, 5)  # the second of each pair is the new attempt
        text = (wrong if small else GOOD).replace("{n}", str(number_of(messages, "189.3亿元")))
        return of_model("small" if small else "large", text)

    endpoint.script = script
    with caplog.at_level(logging.WARNING):
        answers = [assistant.ask(QUESTION) for _ in range(4)]
    assert [answer.mode for answer in answers] == ["extractive", "llm"] * 2
    assert all("189.3亿元" in a.text and "190.5" not in a.text for a in answers)
    assert caplog.text.count("由不同的模型作答：'large'、'small'") == 1


def test_a_context_too_small_for_any_passage_leaves_the_extract(
    seed_index: Path, endpoint: Endpoint
) -> None:
    assistant = open_assistant(
        Settings(index=seed_index, llm_model="m", llm_base_url=endpoint.url, llm_context=2048),
        figures_by_code=False,
    )
    answer = assistant.ask(QUESTION)
    assert answer.mode == "extractive" and endpoint.calls == []
