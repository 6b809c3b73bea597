"""A figure put forward is borne out or not; what is beside the point is no answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("2025年GDP是不是达到了250亿元？", "不是。"),
        ("2025年GDP是189.3亿元吗？", "是的。"),
        ("GDP有200亿了吗", "不是。"),
        ("社零突破80亿了吗", "不是。"),
        ("一般公共预算收入有没有超过10亿", "是的。"),
        ("义务教育阶段集团化覆盖率达到85%，对吗？", "不止。"),
        ("2025年签约的亿元以上项目有96个，没错吧？", "不是。"),
        ("签约亿元以上项目总投资是不是364.48亿元？", "不是。"),
        ("蓝天实验室申报专利9项，对吗？", "不是。"),
        ("蓝天实验室形成样机9套，对吗？", "是的。"),
        ("就业服务站建成了10个，是吗？", "不是。"),
        ("今年招引企业150家以上，对吗？", "是的。"),
        ("规上工业增加值下降了15.2%吗？", "不是。"),
        ("高新技术企业新增34家吗", "不是。"),
        # What is denied is answered without 是的, which could be taken for either.
        ("2025年GDP不是189.3亿元吧", "是这个数。"),
        ("2025年GDP没有增长5.5%，对吗", "是这个数。"),
        ("2025年GDP并没有增长，对吗", "增长了。"),
        ("2025年GDP没有下降吧", "没有下降。"),
        ("高新技术企业2025年一下多了34家，有这么猛吗？", "不是。"),
    ],
)
def test_what_is_put_forward_is_confirmed_or_denied(
    assistant: Assistant, question: str, opening: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    assert answer.text.startswith(opening)


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        # All there is says nothing of what is new, unless that would be all there is, or more.
        ("高新技术企业新增20家吗", "高新技术企业增至34家"),
        # A part says nothing of the whole.
        ("北关区教育集团覆盖率今年要保持在98%以上，对吗？", "义务教育阶段教育集团覆盖率"),
    ],
)
def test_a_figure_of_another_slot_gives_no_verdict(
    assistant: Assistant, question: str, nearest: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_partly"
    assert nearest in answer.text
    assert not answer.text.startswith(("是的", "不是", "不止"))


def test_a_choice_of_two_is_answered_without_yes_or_no(assistant: Assistant) -> None:
    text = assistant.ask("立体绿化40处还是50处").text
    assert "40处" in text
    assert not text.startswith(("是的", "不是"))


@pytest.mark.parametrize(
    "question",
    [
        "去年服务贸易进出口额是多少？",
        "新增省级入库人才多少人？",
        "北关区去年有多少个国家级重点项目？",
        "房地产业去年实现税收多少？",
        "去年签约的十亿元以上项目有几个？",
        "36个重点项目完成投资多少亿",
        "矛盾纠纷化解率",
    ],
)
def test_a_figure_of_something_like_it_is_not_offered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "unanswerable_not_in_reports"


def test_what_is_near_has_no_figure_of_something_like_it(assistant: Assistant) -> None:
    answer = assistant.ask("污水管网改造更新了几个片区？")
    assert answer.status == "answered_nearest"
    assert "污水管网改造" in answer.text and "3个片区" not in answer.text  # these are of 雨水管网


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("规模以上工业增加值的总额是多少？", "没有给出规模以上工业增加值的具体数额"),
        ("规上工业增加值增速在全省排第几？", "没有给出在全省的位次"),
        ("战略性新兴产业增速比全国高多少？", "没有给出在全国的位次或与全国的比较"),
        ("义务教育集团化覆盖率提高了几个百分点", "没有给出所问的增速"),
        ("GDP增速在全市排第几", "没有给出地区生产总值的位次"),
    ],
)
def test_what_is_lacking_is_said_before_what_there_is(
    assistant: Assistant, question: str, lacking: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered_partly"
    assert lacking in answer.text


def test_indicators_are_listed_by_their_value(assistant: Assistant) -> None:
    targets = assistant.ask("哪些目标是5.5%左右").text
    assert "生产总值预期增长5.5%左右" in targets
    assert "城镇调查失业率的目标为5.5%左右" in targets
    growing = assistant.ask("哪些指标增长超过10%").text
    assert all(raw in growing for raw in ("15.2%", "18.2%", "24.3%"))
    assert "5.8%" not in growing


def test_both_dates_are_shown_where_two_articles_differ(assistant: Assistant) -> None:
    text = assistant.ask("人代会是2月27日开的吗").text
    assert "2月26日至28日" in text
    assert "2月27日" in text


def test_a_threshold_that_names_the_subject_is_not_what_is_put_forward(
    assistant: Assistant,
) -> None:
    stated = assistant.ask("北关区2025年的亿元以上项目是89个吗？").text
    assert stated.startswith("不是。")
    assert "69个" in stated and "97个" not in stated


def test_of_several_values_of_the_indicator_all_must_refute_what_is_put_forward(
    tmp_path: Path, shipped_encoder: Encoder
) -> None:
    report = tmp_path / "青山市2025年政府工作报告.txt"
    report.write_text(
        "青山市2025年政府工作报告\n\n一、2024年工作回顾\n\n"
        "粮食总产量41.2亿斤，连续8年稳定在40亿斤以上。\n",
        encoding="utf-8",
    )
    build_index([report], tmp_path / "index", shipped_encoder)
    assistant = open_assistant(Settings(index=tmp_path / "index", llm_model="", _env_file=None))
    denied = assistant.ask("青山市2024年粮食总产量是43.2亿斤，是吗？")
    assert denied.status == "answered" and denied.text.startswith("不是。")
    borne_out = assistant.ask("青山市2024年粮食总产量是41.2亿斤，是吗？")
    assert borne_out.status == "answered" and not borne_out.text.startswith("不是")
    assert "41.2亿斤" in borne_out.text


COUNTIES = {
    "禾丰县": "全县地区生产总值186.4亿元，增长5.9%；一般公共预算收入11.2亿元；粮食总产量8.6亿斤。"
    "城镇居民人均可支配收入40210元，农村居民人均可支配收入21350元。",
    "石桥县": "全县地区生产总值143.9亿元，增长6.4%；一般公共预算收入9.8亿元；粮食总产量6.1亿斤。",
}


@pytest.fixture(scope="module")
def counties(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder = tmp_path_factory.mktemp("counties")
    reports = []
    for name, text in COUNTIES.items():
        report = folder / f"{name}2025年政府工作报告.txt"
        report.write_text(
            f"{name}2025年政府工作报告\n\n一、2024年工作回顾\n\n2024年，{text}\n", encoding="utf-8"
        )
        reports.append(report)
    build_index(reports, folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "2024年禾丰县GDP是186.4亿元，石桥县是153.9亿元，对吗？",
            [
                "属实：2024年，禾丰县地区生产总值为186.4亿元",
                "不是153.9亿元，报告为：2024年，石桥县",
            ],
        ),
        (
            "禾丰县2024年城镇居民人均可支配收入40210元、农村居民20350元，是这样吗？",
            ["属实：", "40210元", "不是20350元，报告为：", "21350元"],
        ),
        (
            "石桥县2024年GDP增长5.9%、一般公共预算收入9.8亿元，对吗？",
            ["不是5.9%，报告为：", "增长6.4%", "属实：", "9.8亿元"],
        ),
        (
            "禾丰县和石桥县2024年粮食产量都超过7亿斤吗？",
            ["属实：2024年，禾丰县", "8.6亿斤", "没有超过：2024年，石桥县", "6.1亿斤"],
        ),
        ("禾丰县2024年GDP难道没超过150亿元？", ["超过了。", "186.4亿元"]),
        ("石桥县2024年GDP没超过150亿元吧？", ["没有超过。", "143.9亿元"]),
    ],
)
def test_each_claim_is_said_to_be_so_or_not(
    counties: Assistant, question: str, said: list[str]
) -> None:
    answer = counties.ask(question)
    assert answer.status == "answered"
    positions = [answer.text.find(words) for words in said]
    assert -1 not in positions and positions == sorted(positions), answer.text


@pytest.mark.parametrize(
    ("question", "opens"),
    [
        ("GDP是不是涨了5.5个点？", "是的。"),
        ("GDP涨了7个点，真的吗？", "不是。"),
        ("GDP是不是涨了5.5个百分点？", "报告没有这样说，只提到："),
    ],
)
def test_points_said_for_percent_are_judged_as_percent(
    assistant: Assistant, question: str, opens: str
) -> None:
    assert assistant.ask(question).text.startswith(opens)
