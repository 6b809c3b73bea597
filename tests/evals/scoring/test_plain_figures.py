"""Readings of phrases from real reports: the seed, and work reports of provinces and cities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from evals.scoring.plain_figures import plain_numbers

# (text, value, unit, qualifier): the only number that the text holds.
READINGS = [
    ("全年生产总值完成189.3亿元", "18930000000", "元", None),
    ("一般公共预算收入完成10.06亿元", "1006000000", "元", None),
    ("加快建设1.92万亩高标准农田", "19200", "亩", None),
    ("失业人员再就业1.2万人", "12000", "人", None),
    ("城镇新增就业5000人以上", "5000", "人", "ge"),
    ("累计接待研学9100余人次", "9100", "人次", "over"),
    ("经济增长**5.5%左右**", "5.5", "%", "approx"),
    ("完成年度投资计划的107%", "107", "%", None),
    ("高于全市增速4个百分点", "4", "百分点", None),
    ("增速均居全市第二位", "2", "位", None),
    ("完成职业技能培训3000人次以上", "3000", "人次", "ge"),
    ("新引进各类人才3850人", "3850", "人", None),
    ("翠园街、长青街等4条市政道路", "4", "条", None),
    ("全年签约项目69个", "69", "个", None),
    ("新改扩建义务教育学校251所", "251", "所", None),
    ("粮食总产781.8亿斤", "78180000000", "斤", None),
    ("北京市场份额超过四成", "40", "%", "gt"),
    ("推动14.95万脱贫人口稳定外出务工", "149500", "", None),
    ("评价排全区第3位", "3", "位", None),
    ("稳居全区第1位", "1", "位", None),
    ("保持全区第一", "1", "位", None),
    ("全省第二。", "2", "位", None),
    ("服务器销售额居全国首位", "1", "位", None),
    ("土地承包到期后再延长三十年", "30", "年", None),
    ("网上销售突破15亿元", "1500000000", "元", "gt"),
    ("力争在建项目总投资2700亿元以上", "270000000000", "元", "ge"),
    ("退出生态保护红线内矿业权338宗", "338", "宗", None),
    ("引入企业实施“碳中和林”项目4500亩", "4500", "亩", None),
    ("发展人工饲草30万亩", "300000", "亩", None),
    ("空气质量优良天数比例为98.3%", "98.3", "%", None),
    ("建设筹集保障性住房4000套", "4000", "套", None),
    ("增加值达到6400亿元以上", "640000000000", "元", "ge"),
    ("人均旅游消费超过1300元", "1300", "元", "gt"),
    ("参保人数超过620万", "6200000", "", "gt"),
    ("新增公共及小微停车泊位8万个", "80000", "个", None),
    ("实施农村公路安防工程4102公里", "4102", "公里", None),
    ("较上年提高0.5个百分点", "0.5", "百分点", None),
    ("新开业大型商业设施面积近240万平方米", "2400000", "平方米", "near"),
    ("城乡建设用地减量约8平方公里", "8", "平方公里", "approx"),
    ("各类财政性资金超330亿元", "33000000000", "元", "gt"),
    ("居民消费价格涨幅3%左右", "3", "%", "approx"),
    ("粮食产量60亿斤左右", "6000000000", "斤", "approx"),
    ("力争实际利用外资30亿美元", "3000000000", "美元", None),
    ("建成公共充电桩1万个以上", "10000", "个", "ge"),
    ("快递业务量突破140亿件", "14000000000", "件", "gt"),
    ("争取用地指标3.2万亩", "32000", "亩", None),
    ("集聚度提升1个百分点以上", "1", "百分点", "ge"),
    ("营收超142亿元", "14200000000", "元", "gt"),
    ("旅游综合收入均增长20％以上", "20", "%", "ge"),
    ("通车总里程突破1万公里", "10000", "公里", "gt"),
    ("新增或改造提升医养结合床位2.4万张", "24000", "张", None),
    ("超50%镇街建成紧密型医联体", "50", "%", "gt"),
    ("社会消费品零售总额确保增长9%", "9", "%", None),
    ("新增城镇就业18.5万人，", "185000", "人", None),
    ("失业率控制在5.5%以内", "5.5", "%", "le"),
    ("一百八十九点三亿元", "18930000000", "元", None),
    ("进出口总额一万亿元", "1000000000000", "元", None),
    ("一亿二千万元", "120000000", "元", None),
    ("两千多万元", "20000000", "元", "over"),
    ("３０００多万元", "30000000", "元", "over"),
    ("近3成", "30", "%", "near"),
    ("1,100.9亿元", "110090000000", "元", None),
    ("打造百亿级产业", "10000000000", "", "ge"),
    ("百分之五点五", "5.5", "%", None),
    ("新增装机180万千瓦", "1800000", "千瓦", None),
    ("不低于5000人", "5000", "人", "ge"),
    ("不超过3个月", "3", "个月", "le"),
    ("二〇二五年", "2025", "年", None),
    ("GDP189.3亿元", "18930000000", "元", None),
    ("带动作用增长1.2倍", "1.2", "倍", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "qualifier"), READINGS)
def test_a_phrase_is_read(text: str, value: str, unit: str, qualifier: str | None) -> None:
    (number,) = plain_numbers(text)
    assert (number.value, number.unit, number.qualifier) == (Decimal(value), unit, qualifier)
    assert number.high is None


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算收入",
        "统一战线",
        "第十届委员会第五次会议",
        "推动三产融合，一是抓好落实",
        "抓好S95石渠至甘孜段、G664公路",
        "万众一心",
    ],
)
def test_what_only_looks_like_a_number_is_none(text: str) -> None:
    assert plain_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("签约69个", None),  # not 约69个
        ("节约8.1万吨", None),
        ("最近3年", None),
        ("附近5公里", None),
        ("约69个", "approx"),
        ("近3年", "near"),
        ("不超过3%", "le"),  # not 超过3%
        ("超过3%", "gt"),
        ("不低于3%", "ge"),  # not 低于3%
        ("低于3%", "lt"),
        ("5个以上", "ge"),
    ],
)
def test_a_qualifier_is_the_words_own(text: str, qualifier: str | None) -> None:
    assert [number.qualifier for number in plain_numbers(text)] == [qualifier]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3—5个百分点", "3", "5", "百分点"),
        ("10-15亿元", "1000000000", "1500000000", "元"),
        ("5%至6%", "5", "6", "%"),
        ("2021—2025年", "2021", "2025", "年"),
        ("26日至28日", "26", "28", "日"),
    ],
)
def test_a_range_is_one_number(text: str, low: str, high: str, unit: str) -> None:
    (number,) = plain_numbers(text)
    assert (number.value, number.high, number.unit) == (Decimal(low), Decimal(high), unit)


def test_near_misses_are_told_apart() -> None:
    def read(text: str) -> list[tuple[Decimal, str]]:
        return [(number.value, number.unit) for number in plain_numbers(text)]

    assert read("5.5%") != read("15.5%")
    assert read("5.5%") != read("5.5个百分点")
    assert read("1.2万人") != read("1.2万人次")
    assert read("8位代表") != read("第8位")
    assert read("240平方公里") != read("240公里")
    assert read("亿元以上项目69个") == [(Decimal(10**8), "元"), (Decimal(69), "个")]
    assert read("3家、5家") == [(Decimal(3), "家"), (Decimal(5), "家")]


def test_a_year_is_told_from_a_span_of_years() -> None:
    assert [number.year for number in plain_numbers("2025年新增3年期项目")] == [2025, None]
