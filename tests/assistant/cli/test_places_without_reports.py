"""Places that the gazetteer does not list, and figures of a place told in another place's report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.assistant import Assistant
from assistant.cli.reports import report_lines
from assistant.settings import Settings
from assistant.wiring import open_assistant, open_library
from index.build.builder import build_index
from index.encoder.encoding import Encoder

_SAID = "\n\n各位代表：\n\n一、2024年工作回顾\n\n"
_FILES = {
    "蓬安县2025年政府工作报告": "——2025年1月9日在蓬安县第十八届人民代表大会第五次会议上"
    + _SAID
    + "2024年，全县地区生产总值完成236亿元，增长6.3%，增速高于全省0.9个百分点；全市地区生产总值增长6.1%。"
    "全省固定资产投资增长2.4%。粮食总产量达到41万吨。",
    "蓬安县罗家镇2025年政府工作报告": "——2025年1月6日在罗家镇第十九届人民代表大会第五次会议上"
    + _SAID
    + "2024年，全镇农业总产值达到2.7亿元，增长4.4%。全镇建成高标准农田6300亩。",
    "蓬安县城关镇2025年政府工作报告": _SAID + "2024年，全镇粮食产量达到1.9万吨。",
    "仪陇县城关镇2025年政府工作报告": _SAID + "2024年，全镇粮食产量达到2.6万吨。",
    "蓬安县工业园区2024年工作报告": _SAID
    + "2024年，规模以上工业企业达到58家，园区税收收入3.3亿元。",
    "蓬安县教育局2024年部门决算": "\n\n2024年，收入总计4.9亿元，在职教职工3120人。",
    "蓬安县人民法院2025年工作报告": "——2025年1月10日在蓬安县第十八届人民代表大会第五次会议上"
    + _SAID
    + "2024年，共受理各类案件5123件，审结4980件。",
    "香港特別行政區2024年施政報告": "\n\n2023年，香港本地生產總值增長3.3%。訪港旅客達3400萬人次。",
    "1987年国务院政府工作报告": "\n\n一九八六年，全国粮食产量达到三亿九千一百五十一万吨。",
    "工作动态": "\n\n2024年，遂宁市建成海绵城市项目29个，地区生产总值增长6.6%。资阳市建成海绵城市项目11个。",
    "关于加强节水工作的意见": "\n\n到2025年，建成节水示范单位47个。",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    folder = tmp_path_factory.mktemp("places")
    for name, text in _FILES.items():
        (folder / f"{name}.txt").write_text(f"{name}\n{text}\n", encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return folder / "index"


@pytest.fixture(scope="module")
def told(index: Path) -> Assistant:
    return open_assistant(Settings(index=index))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("罗家镇2024年农业总产值是多少？", "2.7亿元"),
        ("蓬安县罗家镇2024年建成高标准农田多少亩？", "6300亩"),
        ("罗家镇2024年农业总产值增长多少？", "4.4%"),
        ("1986年全国粮食产量是多少？", "三亿九千一百五十一万吨"),
        ("我国1986年粮食产量达到多少？", "三亿九千一百五十一万吨"),
        ("蓬安县工业园区2024年税收收入是多少？", "3.3亿元"),
        ("蓬安县教育局2024年在职教职工有多少人？", "3120人"),
        ("蓬安县法院2024年审结案件多少件？", "4980件"),
        ("香港2023年访港旅客多少人次？", "3400萬人次"),
        ("蓬安县2024年地区生产总值增长多少？", "6.3%"),
        ("蓬安县2024年GDP增速比全省高多少？", "0.9个百分点"),
    ],
)
def test_a_place_of_no_gazetteer_answers_by_its_name(
    told: Assistant, question: str, figure: str
) -> None:
    answer = told.ask(question)
    assert answer.status == "answered"
    assert figure in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "蓬安县2024年农业总产值是多少？",  # of its town alone
        "蓬安县2024年税收收入是多少？",  # of its park alone
        "蓬安县2024年固定资产投资增长多少？",  # of the province alone
        "罗家镇2024年粮食总产量是多少？",
        "蓬安县2024年建成节水示范单位多少个？",  # of a file without a place
    ],
)
def test_a_figure_of_another_place_is_no_answer(told: Assistant, question: str) -> None:
    assert told.ask(question).status == "unanswerable_not_in_reports"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "南充市2024年地区生产总值增长多少？",
            "没有收录南充市的报告，据蓬安县报告：2024年，南充市地区生产总值增长6.1%。[1]",
        ),
        (
            "四川省2024年固定资产投资增长多少？",
            "没有收录四川省的报告，据蓬安县报告：2024年，四川省固定资产投资增长2.4%。[1]",
        ),
    ],
)
def test_a_figure_of_the_place_above_is_told_as_such(
    told: Assistant, question: str, text: str
) -> None:
    answer = told.ask(question)
    assert (answer.status, answer.text) == ("answered", text)


@pytest.mark.parametrize(
    "question",
    [
        "四川省2024年地区生产总值增长多少？",  # 高于全省0.9个百分点 is no figure of the province
        "南充市2023年地区生产总值增长多少？",
        "仪陇县2024年地区生产总值增长多少？",
        "石桥镇2024年农业总产值是多少？",
    ],
)
def test_a_place_of_which_nothing_is_told_is_refused_by_its_name(
    told: Assistant, question: str
) -> None:
    assert told.ask(question).status == "unanswerable_place"


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("到2025年建成节水示范单位多少个？", "47个"),
        ("遂宁市2024年建成海绵城市项目多少个？", "29个"),
        ("资阳市建成海绵城市项目多少个？", "11个"),
    ],
)
def test_a_document_of_no_place_answers_what_names_none_and_what_its_sentence_names(
    told: Assistant, question: str, figure: str
) -> None:
    answer = told.ask(question)
    assert answer.status == "answered"
    assert figure in answer.text


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("2024年地区生产总值增长多少？", "clarify_place"),  # whose?
        ("内江市建成海绵城市项目多少个？", "unanswerable_place"),
        ("内江市到2025年建成节水示范单位多少个？", "unanswerable_place"),
    ],
)
def test_a_document_of_no_place_is_used_for_no_other_place(
    told: Assistant, question: str, status: str
) -> None:
    assert told.ask(question).status == status


def test_a_name_of_two_places_is_asked_back_with_both(told: Assistant) -> None:
    answer = told.ask("城关镇2024年粮食产量是多少？")
    assert answer.status == "clarify_place"
    assert (
        "蓬安县城关镇、仪陇县城关镇" in answer.text or "仪陇县城关镇、蓬安县城关镇" in answer.text
    )
    one = told.ask("仪陇县城关镇2024年粮食产量是多少？")
    assert (one.status, "2.6万吨" in one.text) == ("answered", True)


def test_a_body_is_named_with_its_place(told: Assistant) -> None:
    answer = told.ask("蓬安县教育局2024年在职教职工有多少人？")
    assert answer.status == "answered"
    assert answer.text.startswith("2024年，蓬安县教育局")


def test_growth_told_for_a_level_is_said_to_be_all(told: Assistant) -> None:
    answer = told.ask("南充市2024年地区生产总值是多少？")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("没有收录南充市的报告，据蓬安县报告只提到：")


def test_the_list_of_reports_names_each_place_and_its_level(index: Path) -> None:
    listed = "\n".join(report_lines(open_library(Settings(index=index))))
    for name in (
        "蓬安县罗家镇",
        "蓬安县工业园区",
        "蓬安县教育局",
        "香港特别行政区",
        "南充市蓬安县",
    ):
        assert name in listed
    for level in ("乡镇级", "开发区", "部门单位"):
        assert level in listed


@pytest.mark.parametrize("name", ["南充市", "四川省南充市", "南充"])
def test_the_ledger_lists_the_figures_of_a_place_without_a_report(
    index: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "--place", name, "--index", str(index)]) == 0
    assert "6.1%" in capsys.readouterr().out


def test_a_side_file_may_name_any_place(tmp_path: Path, shipped_encoder: Encoder) -> None:
    (tmp_path / "总结.txt").write_text("2024年，全年接待游客31万人次。\n", encoding="utf-8")
    side = 'place = "南充市蓬安县相如街道"\nyear = 2025\ntitle = "工作总结"\n'
    (tmp_path / "总结.meta.toml").write_text(side, encoding="utf-8")
    build_index([tmp_path], tmp_path / "index", shipped_encoder)
    answer = open_assistant(Settings(index=tmp_path / "index")).ask("相如街道2024年接待游客多少？")
    assert answer.status == "answered"
    assert "31万人次" in answer.text
    assert json.dumps(answer.question.query.within, ensure_ascii=False) == '["蓬安县相如街道"]'
