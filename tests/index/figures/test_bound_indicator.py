"""What a figure is of, where it stands in a row, behind a comma, or in a ranking."""

from __future__ import annotations

import pytest

from index.figures.binding import bind
from index.figures.figure import Context, Period

OUTCOMES = Context("绵阳市", 2024, Period.of(2023), "actual")


SECTORS = ["第一产业增加值", "第二产业增加值", "第三产业增加值"]


def names(sentence: str) -> list[tuple[str, str, str]]:
    return [(b.quantity.raw, b.name or b.indicator, b.attribute) for b in bind(sentence, OUTCOMES)]


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("外贸进出口总额6.3亿元、增长14.8%", "货物贸易进出口额"),
        ("外贸进出口完成192.5亿美元、增长20.1%", "货物贸易进出口额"),
        ("进出口总额达6.3亿元、下降2%", "货物贸易进出口额"),
        ("跨境电商进出口6.3亿元、增长两成", "跨境电商进出口额"),
        ("存贷款余额9875亿元、增长17.5%", "存贷款余额"),
        ("城乡居民储蓄余额5781亿元、增长12.7%", "城乡居民储蓄余额"),
        ("先进光伏和新型储能产业产值1362亿元、增长56%", "先进光伏和新型储能产业产值"),
        ("软件和信息技术服务业收入1200亿元、增长20%", "软件和信息技术服务业收入"),
        ("创建国家、自治区级旅游品牌114个、增长58%", "国家、自治区级旅游品牌"),
        ("规上服务业和限上商贸企业户数778户、增长25.7%", "规上服务业和限上商贸企业户数"),
    ],
)
def test_an_amount_and_its_change_are_of_one_thing(sentence: str, indicator: str) -> None:
    assert [name for _, name, _ in names(sentence)] == [indicator, indicator]


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        (
            "城乡居民人均可支配收入达到45000元和23000元",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
        ),
        (
            "城乡居民人均可支配收入分别增长4.5%和6.8%",
            ["城镇居民人均可支配收入", "农村居民人均可支配收入"],
        ),
        ("存贷款余额达387亿元、299亿元", ["存款余额", "贷款余额"]),
        (
            "省级及以上园区总收入、规模工业增加值、亩均税收分别增长15%、9%、18%",
            ["省级及以上园区总收入", "规模以上工业增加值", "亩均税收"],
        ),
        ("一、二、三产业增加值分别增长3%、9%、6%", SECTORS),
        ("一、二、三产业分别增长3%、9%左右、6%左右", SECTORS),
        ("第一、二、三产业分别增长3%、9%、6%", SECTORS),
        ("一产、二产、三产增加值分别增长3.5%、8.2%、6.1%", SECTORS),
        ("三次产业分别增长5%、9%、6%", SECTORS),
        ("其中一、二、三产分别增长5%、9%、6%", SECTORS),
        (
            "原煤、原油、天然气产量80万吨、30万吨、50亿立方米",
            ["原煤产量", "原油产量", "天然气产量"],
        ),
    ],
)
def test_amounts_in_a_row_are_each_of_their_own(sentence: str, indicators: list[str]) -> None:
    assert [name for _, name, _ in names(sentence)] == indicators


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("粮食生产喜获丰收，产量达64.3万吨", "粮食总产量"),
        ("粮食稳产增收，总产达到58.7亿斤", "粮食总产量"),
        ("建成高标准农田10.5万亩，粮食生产再获丰收，产量达64.3万吨", "粮食总产量"),
        ("粮食播种面积339万亩、产量127万吨", "粮食总产量"),
        ("粮食播面稳定在858万亩以上、产量320万吨", "粮食总产量"),
        ("粮食种植1140万亩、实现产量256.8万吨", "粮食总产量"),
        ("粮食面积稳定790万亩、总产量300万吨", "粮食总产量"),
        ("新能源动力电池产业跻身国家级集群，产值突破600亿元", "新能源动力电池产业产值"),
        ("固定资产投资由降转升，增长2.3%", "固定资产投资"),
        ("社会消费品零售总额由负转正，增长7.1%", "社会消费品零售总额"),
        ("地区生产总值增长6%，规模以上工业增加值增长8%", "规模以上工业增加值"),
        ("一般公共预算收入110亿元，其中税收收入80亿元", "税收收入"),
    ],
)
def test_a_measure_is_of_the_subject_of_the_clause_before(sentence: str, indicator: str) -> None:
    assert names(sentence)[-1][1] == indicator


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("建设高标准农田90万亩，产量稳定在130亿斤", "产量"),
        ("加大信贷投放，新增贷款280亿元", "贷款"),
        ("建成高标准农田90万亩，单产提高2%", "单产"),
    ],
)
def test_what_bears_no_harvest_is_no_subject_of_one(sentence: str, indicator: str) -> None:
    assert names(sentence)[-1][1] == indicator


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("绵阳位列2023数字百强市第46位，较上年上升9位", [("数字百强市", "rank"), ("数字百强市", "change")]),
        ("综合实力居全国百强市第46位，前进9位", [("综合实力", "rank"), ("综合实力", "change")]),
        ("固定资产投资增速排名全省第5，较上年前移2位", [("固定资产投资", "rank"), ("固定资产投资", "change")]),
        ("建筑业居全国百强市37位", [("建筑业", "rank")]),
        ("集装箱港口排名提升至75位", [("集装箱港口", "rank")]),
        ("实际利用外资增长11.2%，列全省第1位", [("实际使用外资", "change"), ("实际使用外资", "rank")]),
        ("20位院士来访", [("院士来访", "count")]),
    ],
)  # fmt: skip
def test_a_rank_and_how_it_moved(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert [(name, attribute) for _, name, attribute in names(sentence)] == expected


def test_a_rank_that_falls_back_falls() -> None:
    (_, moved) = bind("营商环境居全省第9位，后移3位", OUTCOMES)
    assert (moved.attribute, moved.direction) == ("change", "fall")


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("涪城区、江油市分别位列全国百强县（区）第59位、第89位", ["涪城区", "江油市"]),
        ("涪城区、江油市分列全国百强县（区）第59位、第89位", ["涪城区", "江油市"]),
        ("涪城区第59位、江油市第89位", ["涪城区", "江油市"]),
        ("涪城区、江油市GDP分别增长5%、6%", ["涪城区", "江油市"]),
        ("涪城区、江油市GDP增长5%、6%", ["涪城区", "江油市"]),
        ("涪城区增长10%、江油市增长14%", ["涪城区", "江油市"]),
        ("力争综保区进出口总额突破25亿元", ["综保区"]),
        ("确保江油市GDP增长7%", ["江油市"]),
        ("力争涪城区增长10%、江油市增长14%", ["涪城区", "江油市"]),
        ("固定资产投资、社零总额分别增长5%、6%", ["", ""]),
        ("在全国168个重点城市排第16位", ["", ""]),
        ("新增有机证书54张、香港认证证书51张", ["", ""]),
        ("GDP增长6%、居全省第3位", ["", ""]),
    ],
)
def test_each_of_several_places_has_its_own(sentence: str, places: list[str]) -> None:
    found = [binding.place for binding in bind(sentence, OUTCOMES)]
    assert found == [f"绵阳市{place}" for place in places]


@pytest.mark.parametrize(
    ("sentence", "indicator", "direction"),
    [
        ("工业生产者出厂价格走低2.6%", "工业生产者出厂价格", "fall"),
        ("工业生产者出厂价格走高2.6%", "工业生产者出厂价格", "rise"),
        ("出口负增长8.5%", "出口", "fall"),
        ("规上企业利润总额下滑6.7%", "规上企业利润总额", "fall"),
        ("不良贷款率压降0.6个百分点", "不良贷款率", "fall"),
        ("首套房贷利率调低0.3个百分点", "首套房贷利率", "fall"),
        ("融资平台压降94户", "融资平台", "fall"),
        ("房价下跌3%", "房价", "fall"),
        ("规上工业营收攀升9%", "规上工业营收", "rise"),
        ("用电量上调5%", "用电量", "rise"),
    ],
)
def test_a_name_keeps_no_word_of_direction(sentence: str, indicator: str, direction: str) -> None:
    (binding,) = bind(sentence, OUTCOMES)
    assert (binding.indicator, binding.attribute) == (indicator, "change")
    assert binding.direction == direction
