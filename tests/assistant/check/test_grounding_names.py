"""Persons, offices, bodies and places that a sentence names stand in what it cites."""

from __future__ import annotations

import pytest

from assistant.check.grounding import not_named
from assistant.check.verify import judge
from index.report import Passage

TEXT = (
    "1月8日,县长周明远代表县人民政府作政府工作报告。全县生产总值完成120.5亿元,增长6.1%,高于全市平均水平。"
    "县委书记高度重视项目建设,副县长郑海燕牵头推进。与杭州市余杭区签订合作协议。"
)


def passage(text: str = TEXT, place: str = "安阳市北关区") -> Passage:
    return Passage(
        id="p",
        report_id="r",
        start=0,
        end=len(text),
        text=text,
        headings=("2024年工作回顾",),
        period=2024,
        kind="actual",
        title="政府工作报告",
        place=place,
        year=2025,
    )


def named(sentence: str, **fields: str) -> list[str]:
    return list(not_named(f"{sentence}[1]。", {1: passage(**fields)}))


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("生产总值完成120.5亿元，县长为张三", "县长为张三"),
        ("县长李国强介绍，生产总值完成120.5亿元", "县长李国强"),
        ("县委书记王建国表示，生产总值增长6.1%", "书记王建国"),
        ("据县长吴敏介绍，生产总值增长6.1%", "县长吴敏"),
        ("赵志刚指出，生产总值增长6.1%", "赵志刚"),
        ("负责人是欧阳锋，生产总值增长6.1%", "负责人是欧阳锋"),
        ("县委书记周明远作政府工作报告", "书记周明远"),
        ("县长郑海燕作政府工作报告，副县长为周明远", "副县长为周明远"),
        ("生产总值增长6.1%，得到国务院表彰", "国务院"),
        ("生产总值增长6.1%，审计署已介入", "审计署"),
        ("局长表示，生产总值增长6.1%", "局长"),
        ("生产总值增长6.1%纯属虚构", "虚构"),
        ("生产总值120.5亿元有水分", "水分"),
        ("项目建设中存在违规", "违规"),
        ("与上海市浦东新区签订合作协议", "浦东新区"),
        ("生产总值增速高于重庆", "重庆"),
        ("与全省其他地方签订合作协议", "全省"),
    ],
)
def test_who_or_what_the_passage_does_not_name_is_not_said(sentence: str, wrong: str) -> None:
    assert wrong in named(sentence)
    assert "unsupported" in [v.status for v in judge(f"{sentence}[1]。", {1: passage()})]


@pytest.mark.parametrize(
    "sentence",
    [
        "县长周明远作政府工作报告",
        "政府工作报告由周明远县长作",
        "作报告的是县长周明远",
        "副县长郑海燕牵头推进项目建设",
        "县委书记高度重视项目建设",
        "北关区生产总值完成120.5亿元",
        "安阳市北关区生产总值完成120.5亿元",
        "河南省安阳市北关区生产总值完成120.5亿元",
        "生产总值增速高于安阳市平均水平",
        "与杭州余杭区签订合作协议",
        "我区生产总值增长6.1%",
        "全面完成各方面任务，成功推进项目建设",
    ],
)
def test_what_it_names_may_be_said(sentence: str) -> None:
    assert named(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "figure", "status"),
    [
        ("安阳市生产总值完成120.5亿元", "120.5亿元", "unsupported"),
        ("安阳全市生产总值完成120.5亿元", "120.5亿元", "unsupported"),
        ("全市生产总值完成120.5亿元", "120.5亿元", "unsupported"),
        ("2024年河南省生产总值增长6.1%", "6.1%", "unsupported"),
        ("2024年，安阳生产总值增长6.1%", "6.1%", "unsupported"),
        ("文峰区生产总值完成120.5亿元", "120.5亿元", "unsupported"),
        ("北关区生产总值完成120.5亿元", "120.5亿元", "supported"),
        ("安阳市北关区生产总值完成120.5亿元", "120.5亿元", "supported"),
        ("北关生产总值增长6.1%", "6.1%", "supported"),
        ("全区生产总值完成120.5亿元", "120.5亿元", "supported"),
    ],
)
def test_a_place_that_the_report_is_in_is_not_its_place(
    sentence: str, figure: str, status: str
) -> None:
    text = "全年生产总值完成120.5亿元,增长6.1%,高于全市平均水平。"
    verdicts = judge(f"{sentence}[1]。", {1: passage(text)})
    assert [v.status for v in verdicts if v.text == figure] == [status]


@pytest.mark.parametrize(
    ("place", "sentence", "status"),
    [
        ("内蒙古自治区", "内蒙古生产总值完成120.5亿元", "supported"),
        ("湖南省", "湖南生产总值完成120.5亿元", "supported"),
        ("锡林郭勒盟", "锡林郭勒生产总值完成120.5亿元", "supported"),
        ("锡林郭勒盟", "内蒙古生产总值完成120.5亿元", "unsupported"),
        ("杭州市", "浙江省生产总值完成120.5亿元", "unsupported"),
        ("杭州市", "浙江省杭州市生产总值完成120.5亿元", "supported"),
        ("杭州市", "杭州市余杭区生产总值完成120.5亿元", "unsupported"),
        ("湖南省", "全国生产总值完成120.5亿元", "unsupported"),
    ],
)
def test_it_is_so_at_every_level(place: str, sentence: str, status: str) -> None:
    text = "全年生产总值完成120.5亿元,增长6.1%。"
    verdicts = judge(f"{sentence}[1]。", {1: passage(text, place)})
    assert [v.status for v in verdicts if v.text == "120.5亿元"] == [status]


def test_what_the_passage_says_of_the_place_above_is_said_of_it() -> None:
    text = "全区生产总值增长6.1%。全市生产总值增长5.7%。"
    verdicts = judge("安阳市生产总值增长5.7%[1]。", {1: passage(text)})
    assert [v.status for v in verdicts] == ["supported"]


def test_a_charge_that_the_passage_makes_may_be_said() -> None:
    text = "查处违规项目12个,排查化解拖欠工资案件35件。"
    sentence = "2024年查处违规项目12个，化解拖欠工资案件35件[1]。"
    assert list(not_named(sentence, {1: passage(text)})) == []


def test_a_name_that_begins_with_a_place_is_not_of_that_place() -> None:
    text = "安阳研学通平台接待研学9100余人次。"
    verdicts = judge("安阳研学通平台接待研学9100余人次[1]。", {1: passage(text)})
    assert [v.status for v in verdicts] == ["supported"]
