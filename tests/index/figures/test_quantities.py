from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.figures.quantities import parse_quantities, scan
from tests.conftest import SEED_FILE

MUST_HOLD = [
    ("189.3亿元", "18930000000", "元", None, None),
    ("10.06亿元", "1006000000", "元", None, None),
    ("1.92万亩", "19200", "亩", None, None),
    ("1.2万人", "12000", "人", None, None),
    ("5.5%左右", "5.5", "%", "approx", None),
    ("**5.5%左右**", "5.5", "%", "approx", None),
    ("0.3个百分点", "0.3", "百分点", None, None),
    ("第二位", "2", "位", None, None),
    ("9100余人次", "9100", "人次", "over", "9200"),
    ("5000人以上", "5000", "人", "ge", None),
    ("百亿级", "10000000000", "", "ge", None),
    ("二〇二五年", "2025", "year", None, None),
    ("一百八十九点三亿元", "18930000000", "元", None, None),
    ("1,100.9亿元", "110090000000", "元", None, None),
    ("近3成", "30", "%", "near", None),
    ("两千多万元", "20000000", "元", "over", "30000000"),
    ("3—5个百分点", "3", "百分点", None, "5"),
    ("10-15亿元", "1000000000", "元", None, "1500000000"),
    ("1.5万余户", "15000", "户", "over", "16000"),
    ("翻一番", "2", "倍", None, None),
    ("110千伏", "110", "千伏", None, None),
    ("百分之五点五", "5.5", "%", None, None),
    ("１８９．３億元", "18930000000", "元", None, None),
    ("超1.5亿元", "150000000", "元", "gt", None),
    ("不低于95%", "95", "%", "ge", None),
    ("三个片区", "3", "个", None, None),
    ("一百零二亿三千万元", "10230000000", "元", None, None),
    ("3亿5000万元", "350000000", "元", None, None),
    ("13万2人", "132000", "人", None, None),
    ("伍佰万元", "5000000", "元", None, None),
    ("5佰亿元", "50000000000", "元", None, None),
    ("五OO亿元", "50000000000", "元", None, None),
    ("卅亿元", "3000000000", "元", None, None),
    ("两三家", "2", "家", None, "3"),
    ("三四十人", "30", "人", None, "40"),
    ("收入四、五十亿元", "4000000000", "元", None, "5000000000"),
    ("九成五", "95", "%", None, None),
    ("七成半以上", "75", "%", "ge", None),
    ("七八成", "70", "%", None, "80"),
    ("九成多", "90", "%", "over", "100"),
    ("百分之一点五", "1.5", "%", None, None),
    ("百分之一百零三", "103", "%", None, None),
    ("百分之一百五十", "150", "%", None, None),
    ("超过百分之九十", "90", "%", "gt", None),
    ("超过了五成", "50", "%", "gt", None),
    ("百分之四到百分之五", "4", "%", None, "5"),
    ("百分之二百五十到二百七十五", "250", "%", None, "275"),
    ("千分之三", "3", "‰", None, None),
    ("万分之六左右", "6", "‱", "approx", None),
    ("一千瓦", "1", "千瓦", None, None),
    ("五千千瓦", "5000", "千瓦", None, None),
    ("一个百分点", "1", "百分点", None, None),
    ("三亿度", "300000000", "千瓦时", None, None),
    ("五十七亿人公里", "5700000000", "人公里", None, None),
    ("12 300套", "12300", "套", None, None),
    ("12\u202f300套", "12300", "套", None, None),
    ("12\u200b50万元", "12500000", "元", None, None),
    ("1.5 亿元", "150000000", "元", None, None),
    ("19·5％", "19.5", "%", None, None),
    ("7 4 7 7 2 亿元", "7477200000000", "元", None, None),
    ("1 8 9 . 3 亿元", "18930000000", "元", None, None),
    ("39,\n860元", "39860", "元", None, None),
    ("38\n万元", "380000", "元", None, None),
    ("2 0 2 4 年", "2024", "year", None, None),
    ("一九八○年", "1980", "year", None, None),
    ("一九五三年到一九五七年", "1953", "year", None, "1957"),
    ("-2.41‰", "-2.41", "‰", None, None),
    ("负2.41‰", "-2.41", "‰", None, None),
    ("△3.1%", "-3.1", "%", None, None),
    ("7,000亿澳門元", "700000000000", "澳门元", None, None),
    ("300亿港币", "30000000000", "港元", None, None),
    ("$257.6 billion", "257600000000", "$", None, None),
    ("US$3.5 million", "3500000", "美元", None, None),
    ("5.2 per cent", "5.2", "%", None, None),
    ("12 million yuan", "12000000", "元", None, None),
    ("五到十万吨", "50000", "吨", None, "100000"),
    ("突破三百亿", "30000000000", "", "gt", None),
    ("站上千亿", "100000000000", "", "ge", None),
    ("十几万", "100000", "", "over", "200000"),
    ("破百亿", "10000000000", "", "gt", None),
    ("千亿俱乐部", "100000000000", "", "ge", None),
    ("前三名", "3", "位", "le", None),
    # Words and masks do not begin within a numeral: 一一, 五是, 5/100.
    ("百分之零点一一", "0.11", "%", None, None),
    ("零点一一亿元", "11000000", "元", None, None),
    ("百分之零点一一一，", "0.111", "%", None, None),
    ("下午七点两家", "2", "家", None, None),
    ("百分之三点五是工业", "3.5", "%", None, None),
    ("百分之三十五是工业", "35", "%", None, None),
    ("百分之二点三三产业", "2.33", "%", None, None),
    ("百分之零点一直接投资", "0.1", "%", None, None),
    # Formal characters, also where 壹 is left out and where plain ones stand among them.
    ("完成投资拾万零壹元", "100001", "元", None, None),
    ("壹拾万零壹元", "100001", "元", None, None),
    ("拾万零伍佰户", "100500", "户", None, None),
    ("拾亿零壹元", "1000000001", "元", None, None),
    ("拾五户", "15", "户", None, None),
    ("2000张", "2000", "张", None, None),
    ("2020套", "2020", "套", None, None),
    ("1930所", "1930", "所", None, None),
    ("叁百户", "300", "户", None, None),
    ("伍百元", "500", "元", None, None),
    ("壹万二千元", "12000", "元", None, None),
    ("收入叁点伍亿元", "350000000", "元", None, None),
    ("百分之叁点伍", "3.5", "%", None, None),
    ("大陆三百家", "300", "家", None, None),
    ("收拾五个房间", "5", "个", None, None),
]


@pytest.mark.parametrize(("text", "value", "unit", "qualifier", "upper"), MUST_HOLD)
def test_reads_a_quantity(
    text: str, value: str, unit: str, qualifier: str | None, upper: str | None
) -> None:
    (quantity,) = parse_quantities(text)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (Decimal(value), unit, qualifier)
    assert quantity.upper == (None if upper is None else Decimal(upper))


@pytest.mark.parametrize(
    "text",
    [
        "一般公共预算",
        "统一市场",
        "“1+2+4+N”",
        "“1253”工作落实思路",
        "“十五五”规划",
        "107国道改线",
        "化工三路",
        "2月26日至28日",
        "第十一届",
        "四五六期",
        "中央八项规定",
        "一是抓稳岗",
        "低空+A1研学",
    ],
)
def test_what_is_no_quantity_is_not_read_as_one(text: str) -> None:
    assert parse_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("建设投资38.\n6亿元，增长6.\n4%；", ["38.\n6亿元", "6.\n4%"]),
        ("产业融合一二三次产业，三封路段", []),
        ("四面八方客商云集，不能一成不变，千家万户，五湖四海", []),
        ("新增就业三万，引进企业三百。", ["三万", "三百"]),
        ("百货，二十大报告，万里长城，超百货，五一，百姓，一百周年", []),
        (
            "打机井三百眼，引进企业五十。（十一）千亿县，超百亿县",
            ["三百", "五十", "千亿", "超百亿"],
        ),
        ("居全国前三，前三季度", ["前三"]),
        ("死亡率8.5/100，3/10", ["8.5", "100"]),
        ("上午九点一般开会，以上九点一是经验", []),
        ("为全市29万65岁以上老年人", ["29万", "65岁以上"]),
        ("一九八一、一九八二两个年度", ["两个"]),
        ("在2023四川三家", ["三家"]),
        ("全县减负230亿元", ["230亿元"]),
        ("成功侦破6起", ["6起"]),
        ("增长2—3倍，同比-0.5%", ["2—3倍", "-0.5%"]),
        ("增长破零倍增", []),
        ("社零79.38亿元，社零5万亿元", ["79.38亿元", "5万亿元"]),
        ("2×66万千瓦", []),
        ("连续第3年，第五套装置", []),
        ("投资10个亿，三个亿，3个亿元镇，4个千亿台阶", ["10个亿", "三个亿", "3个", "4个"]),
        ("稳居世界第二，第一，抓改革", ["第二"]),
        ("分别上升5.5及3.2个百分点", ["5.5", "3.2个百分点"]),
        ("不搞千篇一律，信心百倍，比例由8.03比1改为1比1", []),
        ("增速2024年5%比2023年4%快", ["2024年", "5%", "2023年", "4%"]),
        ("减少7.8%至2610元", ["7.8%", "2610元"]),
        ("由3亿至5%", ["3亿", "5%"]),
        ("突破了300亿元，约**5个**", ["突破了300亿元", "约**5个"]),
    ],
)
def test_amounts_are_told_from_words_and_from_each_other(text: str, raws: list[str]) -> None:
    assert [quantity.raw for quantity in parse_quantities(text)] == raws
    assert scan(text).unread == ()


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("投资一八九点三亿元", ["一八九点三亿"]),
        ("中船七一二所", ["七一二"]),
        ("贷款10亿余万元", ["10亿余万"]),
        ("产值一百\n亿九十一元", ["一百\n亿九十一"]),
        ("产量 120 300\n", ["120 300"]),
        ("收入21\n500元", ["21\n500"]),
        ("投资2025,1005元", []),
        ("投资1234,567元", ["1234,567"]),
        ("企业5八家", ["5八"]),
        ("增长百分之三四五", ["百分之三四五"]),
        ("投资三万五万元", ["三万五万"]),
        ("投资3点5亿元", ["3点5亿"]),
        ("完成一点十元", ["一点十"]),
        ("增长百分之零点一五一十", ["百分之零点一五一十"]),
    ],
)
def test_a_numeral_that_is_not_read_whole_is_not_read_in_part(text: str, unread: list[str]) -> None:
    found = scan(text)
    assert [text[slice(*span)] for span in found.unread] == unread
    assert not unread or found.quantities == ()


def test_percent_is_not_percentage_points() -> None:
    percent, points = parse_quantities("增长4%，高于全市4个百分点")
    assert (percent.unit, points.unit) == ("%", "百分点")


def test_the_yue_of_a_word_is_no_qualifier() -> None:
    assert parse_quantities("签约5个")[0].qualifier is None
    assert parse_quantities("约5个")[0].qualifier == "approx"


def test_digits_that_are_no_quantity_are_handed_back_apart() -> None:
    text = "落实“168”工作机制，2月27日开幕"
    assert [text[slice(*span)] for span in scan(text).masked] == ["“168”", "2月27日"]


def test_every_quantity_of_the_seed_stands_where_it_says() -> None:
    text = SEED_FILE.read_text(encoding="utf-8")
    quantities = parse_quantities(text)
    assert len(quantities) > 75
    assert all(text[q.start : q.end] == q.raw for q in quantities)
    assert {"189.3亿元", "463.48亿元", "9100余人次", "5.5%左右"} <= {q.raw for q in quantities}


@given(
    st.text(
        alphabet="一二百千万亿点两十0123456789.,%％-—至余多近约年月日个元人位第“”左右以上 \n",
        max_size=40,
    )
)
def test_parsing_never_fails_and_spans_hold(text: str) -> None:
    for quantity in parse_quantities(text):
        assert text[quantity.start : quantity.end] == quantity.raw
        assert quantity.value.is_finite()


def test_module_is_pure() -> None:
    source = (Path(__file__).parents[3] / "index/figures/quantities.py").read_text(encoding="utf-8")
    assert "float(" not in source


def test_a_figure_of_three_hundred_digits_is_read_exactly() -> None:
    digits = "123456789" * 34
    (quantity,) = parse_quantities(f"投资{digits}.5亿元")
    assert quantity.value == int(digits) * 10**8 + 5 * 10**7


def test_a_note_mark_is_no_digit_of_the_figure_beside_it() -> None:
    assert [q.raw for q in parse_quantities("示范①3个，“四个最严”[12]要求，建成(59)5个")] == [
        "3个",
        "5个",
    ]


@pytest.mark.parametrize("text", ["", " ", "，。", "。" * 5000, "\0\0", "十" * 999, "-" * 999])
def test_a_text_without_figures_has_none(text: str) -> None:
    assert parse_quantities(text) == ()


def test_a_table_pasted_as_text_is_read_row_by_row() -> None:
    table = "指标\t单位\t2025年\n生产总值\t亿元\t189.3\n税收\t亿元\t3.25亿元\n"
    assert [q.raw for q in parse_quantities(table)] == ["2025年", "189.3", "3.25亿元"]
