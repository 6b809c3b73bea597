"""A list asked for is answered by its items, wherever they stand behind what announces them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.candidates import Candidate
from assistant.answering.list_items import apart, enumerates, numbered, with_items
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.report import Passage


def passage(text: str, start: int = 0) -> Passage:
    return Passage(f"r#{start}", "r", start, start + len(text), text)


def listed(text: str, announced: str, *following: str, begun: bool = False) -> list[str]:
    whole = passage(text)
    start = text.index(announced)
    candidate = Candidate(whole, start, start + len(announced), 1.0, 1.0, (announced,))
    behind = [passage(after, 1000 * n) for n, after in enumerate(following, start=1)]
    found = with_items(candidate, behind, begun=begun)
    return [one.passage.text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "announced", "items"),
    [
        ("办好实事。1.修路10条。2.建学校；招生。3.种树。另有安排。", "办好实事", "2.建学校；招生。3.种树"),
        ("主要目标是：增长5%；就业4万人。\n下一段。", "主要目标是", "主要目标是：增长5%；就业4万人"),
        ("抓好以下工作：\n一是修路。\n二是种树。", "抓好以下工作", "一是修路。\n二是种树"),
        ("还有困难，主要表现在：底子薄；人才少。", "还有困难", "还有困难，主要表现在：底子薄；人才少"),
        ("还有一些困难。主要是，底子薄；人才少。\n下一段。", "还有一些困难", "还有一些困难。主要是，底子薄；人才少"),
        ("抓好工作。（一）修路。（二）种树。", "抓好工作", "（一）修路。（二）种树"),
    ],
)  # fmt: skip
def test_items_follow_what_announces_them(text: str, announced: str, items: str) -> None:
    (found,) = listed(text, announced)
    assert found.startswith(announced)
    assert found.endswith(items)


@pytest.mark.parametrize(
    ("text", "announced"),
    [
        ("办好三件实事。群众满意度提高。", "办好三件实事"),
        ("增长1.5个百分点。1.5万人就业。", "增长1.5个百分点"),
        ("重点抓好以下工作：\n", "重点抓好以下工作"),
        ("坚持一是一、二是二。", "坚持"),
    ],
)
def test_what_announces_nothing_has_no_items(text: str, announced: str) -> None:
    assert listed(text, announced) == []


def test_a_list_goes_on_in_the_next_passage_with_its_next_number_alone() -> None:
    first, second = listed("办好实事。1.修路。2.种树。", "办好实事", "3.建校。\n\n另一段。")
    assert (first, second) == ("办好实事。1.修路。2.种树", "3.建校")
    assert listed("办好实事。1.修路。2.种树。", "办好实事", "4.建校。") == [
        "办好实事。1.修路。2.种树"
    ]


def test_a_list_of_which_the_first_item_is_quoted_goes_on_only_where_items_are_asked_for() -> None:
    text = "主要目标是：增长5%；就业4万人。"
    assert listed(text, "主要目标是：增长5%") == []
    assert listed(text, "主要目标是：增长5%", begun=True) == ["主要目标是：增长5%；就业4万人"]


def test_each_sentence_of_a_list_by_itself() -> None:
    text = "目标是：增长5%；就业4万人"
    parts = apart(Candidate(passage(text), 0, len(text), 1.0, 1.0, ()))
    assert [text[p.start : p.end] for p in parts] == ["目标是：增长5%", "就业4万人"]


def test_three_things_are_a_list() -> None:
    assert enumerates("修路、种树、建校")
    assert not enumerates("办好民生实事、增进福祉")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("要坚持做到：一要把握方向，凝聚共识；二要聚焦主业；三要站稳立场", 3),
        ("实事。1.修路10条。2.建校3所", 2),
        ("第一产业增长3%，二要抓实", 0),
        ("推进1.2亿元项目", 0),
    ],
)
def test_items_are_counted_from_the_first_on(text: str, items: int) -> None:
    assert numbered(text) == items


REPORT = """各位代表：
我代表岳阳市人民政府，向大会报告工作。
一、2024年工作回顾
地区生产总值完成1035亿元，增长5.6%。落实好42条产业扶持政策。居民消费价格涨幅2%。
二、2025年工作安排
主要预期目标是：地区生产总值增长5.5%左右；城镇新增就业4万人以上。
扎实办好“十件民生实事”。1.新建幼儿园9所。2.新增公共停车位1200个。
梳理形成12件民心实事。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("lists")
    (folder / "岳阳市2025年政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("2025年的十件民生实事是哪些？", "answered", ("9所", "1200个")),
        ("2025年的主要预期目标有哪些？", "answered", ("5.5%左右", "4万人以上")),
        ("请列出2025年经济社会发展的主要预期目标。", "answered", ("5.5%左右", "4万人以上")),
        ("2025年要办哪些民心实事？", "answered_partly", ("没有逐项列出", "12件")),
        ("光伏补贴政策是什么？", "unanswerable_not_in_reports", ()),
        ("天然气价格是多少？", "unanswerable_not_in_reports", ()),
    ],
)
def test_a_list_that_is_asked_for(
    city: Assistant, question: str, status: str, said: tuple[str, ...]
) -> None:
    answer = city.ask(question)
    assert answer.status == status, answer.text
    assert all(one in answer.text for one in said), answer.text
