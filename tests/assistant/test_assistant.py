"""The whole way on the real report: what is answered, what is refused, and what never happens."""

import json

import pytest

from assistant.assistant import Assistant
from assistant.check.markers import MARKER
from assistant.json_objects import answer_object
from index.figures.quantities import parse_quantities


def test_the_first_question_of_all(assistant: Assistant) -> None:
    answer = assistant.ask("2025年北关区的GDP是多少?")
    assert answer.status == "answered"
    assert "189.3亿元" in answer.text and "5.5%" in answer.text
    assert "189.3亿元" in answer.citations[0].quote
    assert {figure.status for figure in answer.figures} == {"supported"}


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("规上工业去年增长了多少？", "15.2%"),
        ("社零增速在全市排第几", "第二位"),
        ("老小区改造了几个？", "20个"),
        ("今年打算改造多少老旧小区", "19个"),
        ("老人吃饭的地方建了多少个", "40个"),
        ("固定资产投资今年目标是多少", "4%左右"),
        ("人代会在哪里召开的", "安阳宾馆"),
        ("政协会议是哪天开的", "2月26日至27日"),
        ("哪些景区创建了3A", "安阳天空之城"),
        ("二〇二五年生產總值是多少", "189.3亿元"),
        ("北关 gdp 2025", "189.3亿元"),
        ("GDP是不是达到了250亿元?", "不是"),
        ("2025年GDP超过180亿元了吗", "是的"),
        ("排查化解了多少矛盾纠纷", "1446起"),
    ],
)
def test_answers_in_the_reports_own_words(assistant: Assistant, question: str, told: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "turns", "told"),
    [
        ("那2026年的目标呢?", ["2025年北关区的GDP是多少?"], "5.5%左右"),
        ("那社零呢?", ["2025年北关区的GDP是多少?"], "79.38亿元"),
        ("在哪里开的?", ["政协会议什么时候开的?"], "安阳宾馆"),
        ("那建筑业呢?", ["纺织服装产业的产值是多少"], "80.4亿元"),
    ],
)
def test_a_follow_up_is_understood_from_the_turns(
    assistant: Assistant, question: str, turns: list[str], told: str
) -> None:
    answer = assistant.ask(question, turns)
    assert told in answer.text
    assert answer.question.query.wording != question


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("文峰区的GDP是多少?", "unanswerable_place"),
        ("安阳市2025年生产总值", "unanswerable_place"),
        ("全市GDP是多少", "unanswerable_place"),
        ("2024年GDP是多少", "unanswerable_period"),
        ("2027年的经济增长目标", "unanswerable_period"),
        ("2025年一季度GDP是多少", "unanswerable_period"),
        ("北关区有多少所大学", "unanswerable_not_in_reports"),
        ("固定资产投资2025年完成多少", "unanswerable_not_in_reports"),
        ("今天天气怎么样", "unanswerable_off_topic"),
        ("你好！", "guardrail_small_talk"),
        ("你是谁？", "guardrail_about_assistant"),
        ("小区没暖气，没人管", "guardrail_complaint"),
        ("你真笨", "guardrail_insult"),
        ("北关区的财政干得好不好", "guardrail_opinion"),
        ("你觉得区财政怎么样", "guardrail_opinion"),
        ("何北省2025年GDP是多少", "clarify_place_name"),
        ("魔都去年GDP是多少", "unanswerable_place"),
        ("2024年去年GDP是多少", "clarify_period"),
        ("收入", "clarify_question"),
        ("", "guardrail_empty"),
        (" \x00\u200b\n", "guardrail_empty"),
        ("？！", "guardrail_empty"),
        ("好" * 10_000, "guardrail_too_long"),
    ],
)
def test_what_the_reports_do_not_say_is_not_said(
    assistant: Assistant, question: str, status: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == status
    assert answer.citations == () and answer.figures == ()


def test_a_level_that_is_not_given_is_not_made_up_from_another_indicator(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("规模以上工业增加值总额是多少亿元")
    assert answer.status == "answered_partly"
    assert "15.2%" in answer.text and "79.38" not in answer.text


@pytest.mark.parametrize("length", [4_001, 100_000, 3_000_000])
def test_of_what_is_far_too_long_only_the_beginning_is_looked_at(
    assistant: Assistant, length: int
) -> None:
    """Personal data is masked there too; the rest is not kept."""
    question = ("我叫王小明，住在" + "住在" * length)[:length]
    answer = assistant.ask(question, [question])
    assert answer.status == "guardrail_too_long"
    assert answer.question.asked.startswith("我叫〔姓名〕，住在住在")
    assert len(answer.question.asked) < 4_010 and answer.question.turns == ()


@pytest.mark.parametrize("half", ["\ud83d", "\udc00\ud83d", "\udfff"])
def test_half_a_character_changes_nothing(assistant: Assistant, half: str) -> None:
    answer = assistant.ask(f"{half}2025年北关区的GDP是多少?", [f"别的问题{half}"])
    assert "189.3亿元" in answer.text
    assert json.dumps(answer_object(answer), ensure_ascii=False).encode()


def test_control_characters_change_nothing(assistant: Assistant) -> None:
    assert "189.3亿元" in assistant.ask("2025年\x00北关区的\x07GDP\u200b是多少?").text


@pytest.mark.parametrize("question", ["GDP和财政收入分别是多少", "教育方面今年有什么打算"])
def test_every_quote_is_verbatim_and_every_figure_whole_in_its_passage(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    assert len(answer.sentences) > 1
    by_marker = {citation.marker: citation for citation in answer.citations}
    for citation in answer.citations:
        assert citation.passage.text[citation.start : citation.end] == citation.quote
    for sentence in answer.sentences:
        (marker,) = MARKER.findall(sentence)
        passage = by_marker[int(marker)].passage
        told = {(q.value, q.unit, q.qualifier) for q in parse_quantities(passage.text)}
        for quantity in parse_quantities(MARKER.sub("", sentence)):
            if quantity.unit != "year":
                assert (quantity.value, quantity.unit, quantity.qualifier) in told


def test_a_stream_ends_with_the_whole_answer(assistant: Assistant) -> None:
    _, *snapshots = assistant.stream("教育方面今年有什么打算")
    grown = [len(snapshot.sentences) for snapshot in snapshots]
    assert len(grown) > 1 and grown == list(range(1, len(grown) + 1))
    assert snapshots[-1].text == assistant.ask("教育方面今年有什么打算").text


def test_a_refusal_brings_the_nearest_passages(assistant: Assistant) -> None:
    assert len(assistant.ask("北关区有多少所大学").nearest) == 3
