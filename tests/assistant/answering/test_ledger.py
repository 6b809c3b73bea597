"""Vague names in a question: what the reports tell by them is stated, under the report's own name."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.check.foreign import VerifyLine, check
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

_HEAD = "# {place}2025年政府工作报告\n\n## 一、2024年工作回顾\n\n"
_TEXTS = {
    "苍溪县": "全县地区生产总值完成210亿元，增长6.1%。一般公共预算收入完成12.4亿元，增长5.2%。"
    "规模以上工业增加值增长9.3%。城镇新增就业4100人。专利授权320件。",
    "蓬安县": "一般公共预算收入完成9.8亿元，增长4.7%。财政总收入完成15.6亿元，增长3.9%。"
    "工业增加值完成41亿元，增长7.7%；规模以上工业增加值增长8.8%。发明专利授权36件。",
    "仪陇县": "财政总收入完成21.3亿元，增长2.6%。高技术制造业增加值增长11.5%。人均地区生产总值达到5.3万元。",
    "营山县": "财政收入完成8.7亿元，增长1.9%。规上工业企业达到83家。登记失业率为3.1%。",
    "南部县": "新入选省顶尖人才11名，新认定高层次人才350名。全县人才总量超过3万人。"
    "过境免签扩展到9个镇、接待入境游客增长168%。",
}


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("counties")
    for place, text in _TEXTS.items():
        file = folder / f"{place}2025年政府工作报告.md"
        file.write_text(_HEAD.format(place=place) + text + "\n", encoding="utf-8")
    index = folder / "index"
    build_index([folder], index, shipped_encoder)
    return open_assistant(Settings(index=index))


@pytest.mark.parametrize(
    ("question", "stated", "named"),
    [
        ("苍溪县2024年财政收入是多少？", ["12.4亿元"], ["一般公共预算收入"]),
        ("苍溪县2024年财政收入增长多少？", ["5.2%"], ["一般公共预算收入"]),
        ("蓬安县2024年财政收入是多少？", ["9.8亿元", "15.6亿元"], ["一般公共预算收入", "财政总收入"]),
        ("仪陇县2024年财政收入是多少？", ["21.3亿元"], ["财政总收入"]),
        ("营山县2024年财政收入是多少？", ["8.7亿元"], ["财政收入"]),
        ("苍溪县2024年新增就业多少人？", ["4100人"], ["城镇新增就业"]),
        ("营山县2024年失业率是多少？", ["3.1%"], ["登记失业率"]),
    ],
)  # fmt: skip
def test_a_vague_name_is_answered_by_the_name_of_the_report(
    counties: Assistant, question: str, stated: list[str], named: list[str]
) -> None:
    answer = counties.ask(question)
    assert answer.status == "answered"
    assert [figure for figure in stated if figure in answer.text] == stated
    assert [name for name in named if name in answer.text] == named


def test_a_part_is_given_for_the_whole_only_where_it_is_said_to_be_one(
    counties: Assistant,
) -> None:
    answer = counties.ask("苍溪县2024年工业增加值增长多少？")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出工业增加值，只提到规模以上工业增加值：")
    assert "9.3%" in answer.text
    whole = counties.ask("蓬安县2024年工业增加值增长多少？")
    assert whole.status == "answered"
    assert "7.7%" in whole.text


@pytest.mark.parametrize(
    "question",
    [
        "苍溪县2024年财政总收入是多少？",
        "仪陇县2024年一般公共预算收入是多少？",
        "营山县2024年一般公共预算收入是多少？",
        "仪陇县2024年高新技术产业增加值增长多少？",
        "仪陇县2024年地区生产总值是多少？",
        "营山县2024年城镇调查失业率是多少？",
        "营山县2024年规模以上工业增加值增长多少？",
    ],
)
def test_another_indicator_is_no_answer(counties: Assistant, question: str) -> None:
    assert counties.ask(question).status == "unanswerable_not_in_reports"


@pytest.mark.parametrize(
    ("passage", "claimed", "status"),
    [
        ("2024年，高技术制造业增加值增长8.9%。", "2024年，高技术制造业增加值增长8.9%", "supported"),
        ("2024年，高技术制造业增加值增长8.9%。", "2024年，高新技术产业增加值增长8.9%", "unsupported"),
        ("2024年，工业增加值40.6亿元。", "2024年，规上工业增加值40.6亿元", "unsupported"),
        ("2024年，规模以上工业增加值40.6亿元。", "2024年，工业增加值40.6亿元", "unsupported"),
        ("2024年，规模以上工业增加值40.6亿元。", "2024年，规上工业增加值40.6亿元", "supported"),
        ("2024年，人均地区生产总值7.2万元。", "2024年，地区生产总值7.2万元", "unsupported"),
        ("2024年，财政总收入6.1亿元。", "2024年，一般公共预算收入6.1亿元", "unsupported"),
        ("2024年，户籍人口城镇化率46.1%。", "2024年，常住人口城镇化率46.1%", "unsupported"),
        ("2024年，限额以上零售额5.5亿元。", "2024年，零售额5.5亿元", "unsupported"),
        ("2024年，城镇登记失业率3.2%。", "2024年，城镇调查失业率3.2%", "unsupported"),
        ("2024年，民间投资增长8.1%。", "2024年，投资增长8.1%", "unsupported"),
        ("2024年，城镇居民人均消费支出2.1万元。", "2024年，居民人均消费支出2.1万元", "unsupported"),
        ("2024年，农村居民人均消费支出1.3万元。", "2024年，城镇居民人均消费支出1.3万元", "unsupported"),
        ("2024年，粮食产能达到50万吨。", "2024年，粮食总产量达到50万吨", "unsupported"),
    ],
)  # fmt: skip
def test_a_claim_of_another_extent_is_not_borne_out(
    passage: str, claimed: str, status: str
) -> None:
    passages = [{"marker": "1", "text": passage}]
    line = VerifyLine.model_validate({"id": "1", "text": f"{claimed}。[1]", "passages": passages})
    assert [verdict.status for verdict in check(line)][1:] == [status]


def test_the_very_thing_goes_before_a_kind_of_it(counties: Assistant) -> None:
    for question in ("南部县人才总量有多少？", "南部县有多少人才？"):
        answer = counties.ask(question)
        assert "3万人" in answer.text and "11名" not in answer.text


def test_growth_is_no_number_of_things(counties: Assistant) -> None:
    answer = counties.ask("南部县来了多少游客？")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有给出数量，只提到：")
