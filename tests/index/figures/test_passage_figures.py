"""The ledger: figures bound to what they measure, stored, found again, and their conflicts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from index.encoder.encoding import Encoder
from index.figures.binding import bind
from index.figures.conflicts import conflicts_among
from index.figures.figure import Binding, Context, Period
from index.figures.passage_figures import figures_of
from index.report import Passage
from index.search.searcher import Searcher
from index.store.library import FigureFilter

OUTCOMES = Context("安阳市北关区", 2026, Period(2025, 2025), "actual")
TARGETS = Context("安阳市北关区", 2026, Period(2026, 2026), "target")
UNTOLD = Context("安阳市北关区", 2026)


def told(sentence: str, context: Context = OUTCOMES) -> list[tuple[str, str, str]]:
    return [(b.quantity.raw, b.indicator, b.attribute) for b in bind(sentence, context)]


def only(sentence: str, context: Context = OUTCOMES) -> Binding:
    (binding,) = bind(sentence, context)
    return binding


def test_a_clause_inherits_the_indicator_of_the_clause_before_it() -> None:
    sentence = "全年生产总值完成189.3亿元，同比增长5.5%，与全市平均增速持平"
    assert told(sentence) == [("189.3亿元", "生产总值", "level"), ("5.5%", "生产总值", "change")]


def test_a_new_indicator_ends_what_is_inherited() -> None:
    sentence = "规模以上工业增加值增长15.2%，社会消费品零售总额完成79.38亿元，同比增长5.8%"
    assert told(sentence) == [
        ("15.2%", "规模以上工业增加值", "change"),
        ("79.38亿元", "社会消费品零售总额", "level"),
        ("5.8%", "社会消费品零售总额", "change"),
    ]


def test_what_is_compared_with_names_no_indicator() -> None:
    sentence = "战略性新兴产业增加值增长24.3%，高于全市增速4个百分点，居全市第二位"
    assert [b.name for b in bind(sentence, OUTCOMES)] == ["战略性新兴产业增加值"] * 3
    assert [b.attribute for b in bind(sentence, OUTCOMES)] == ["change", "change", "rank"]


@pytest.mark.parametrize(
    ("sentence", "indicator"),
    [
        ("完成20个老旧小区改造和海绵化改造", "老旧小区改造"),
        ("新增外资企业4家", "外资企业"),
        ("建成老年助餐场所40个", "老年助餐场所"),
        ("全年招引无人机企业100家以上", "无人机企业"),
        ("市级及以上研发平台总量增至55家", "市级及以上研发平台总量"),
    ],
)
def test_a_count_is_of_the_noun_beside_it(sentence: str, indicator: str) -> None:
    assert only(sentence).indicator == indicator


def test_a_percentage_in_chinese_is_a_figure() -> None:
    assert told("财政收入增长百分之一点七，城镇化率达到百分之五十一点三，死亡率千分之八") == [
        ("百分之一点七", "财政收入", "change"),
        ("百分之五十一点三", "城镇化率", "share"),
        ("千分之八", "死亡率", "share"),
    ]
    assert told("服务百家企业，带动万人就业，论文进入全球前万分之一") == []


def test_a_part_is_told_with_its_whole() -> None:
    assert told("全年签约亿元以上项目69个，总投资463.48亿元") == [
        ("69个", "亿元以上项目", "count"),
        ("463.48亿元", "亿元以上项目总投资", "level"),
    ]
    assert told("建筑业完成产值80.4亿元，实现税收3.25亿元")[1][1] == "建筑业税收"


def test_respectively_gives_each_its_own() -> None:
    sentence = "城镇、农村居民人均可支配收入分别增长4.9%、6.6%"
    assert [b.name for b in bind(sentence, OUTCOMES)] == [
        "城镇居民人均可支配收入",
        "农村居民人均可支配收入",
    ]


def test_urban_and_rural_residents_are_two_in_one() -> None:
    sentence = "城乡居民人均可支配收入分别为80587元和48180元，分别增长4.6%和6.6%"
    assert [(b.quantity.raw, b.name) for b in bind(sentence, Context())] == [
        ("80587元", "城镇居民人均可支配收入"),
        ("48180元", "农村居民人均可支配收入"),
        ("4.6%", "城镇居民人均可支配收入"),
        ("6.6%", "农村居民人均可支配收入"),
    ]


def test_the_total_told_after_growth_and_rank_is_of_the_same_indicator() -> None:
    sentence = "地区生产总值增长5.8％、增速全国第3，总量达到60013亿元，保持全国第7位"
    told = [(b.quantity.raw, b.name, b.attribute) for b in bind(sentence, Context())]
    assert told == [
        ("5.8％", "地区生产总值", "change"),
        ("第3", "地区生产总值", "rank"),
        ("60013亿元", "地区生产总值", "level"),
        ("第7位", "地区生产总值", "rank"),
    ]


def test_another_indicator_that_holds_the_name_is_not_taken_for_it() -> None:
    assert only("海洋生产总值增长6%以上").name == "海洋生产总值"
    assert only("数字经济生产总值增长6%以上").name is None
    assert only("综合保税区进出口额252.4亿元").place == "北关区综合保税区"


def test_a_fall_is_no_rise() -> None:
    assert only("出口总额下降3.2%").falls
    assert only("出口总额同比-0.5%").falls
    assert not only("出口总额增长3.2%").falls
    assert only("一般公共预算收入负增长1.2%").falls


def test_raised_to_a_level_is_a_level() -> None:
    assert only("城乡低保标准提高到1134元").attribute == "level"
    assert only("城乡低保标准提高34元").attribute == "change"


@pytest.mark.parametrize(
    ("sentence", "context", "period", "kind"),
    [
        ("固定资产投资增长4%左右", TARGETS, "2026", "target"),
        ("粮食总产量达到30万吨", OUTCOMES, "2025", "actual"),
        ("五年来，新增城镇就业6万人", UNTOLD, "2021-2025", "cumulative"),
        ("“十四五”期间，建成公园30个", OUTCOMES, "2021-2025", "cumulative"),
        ("到2030年，森林覆盖率达到30%", TARGETS, "2030", "target"),
        ("2023年，完成投资3亿元", OUTCOMES, "2023", "actual"),
        ("完成投资3亿元，比2020年增长8%", OUTCOMES, "2025", "actual"),
        ("力争全年引进企业150家以上", UNTOLD, "2026", "target"),
        ("今年以来，开工项目30个", OUTCOMES, "2026", "actual"),
    ],
)
def test_when_and_whether_reached_or_aimed_at(
    sentence: str, context: Context, period: str, kind: str
) -> None:
    first = bind(sentence, context)[0]
    assert (str(first.period), first.kind) == (period, kind)


@pytest.mark.parametrize(
    "sentence",
    [
        "新签约亿元以上项目",
        "永安110千伏变电站等项目",
        "推动安省百亿级童装产业园一期建设",
        "强化四个专班联动",
        "打造24小时服务大厅",
        "2025年工作回顾",
        "",
    ],
)
def test_what_only_names_or_bounds_is_no_figure(sentence: str) -> None:
    assert bind(sentence, OUTCOMES) == []


def test_another_place_that_a_clause_is_about() -> None:
    assert only("全省生产总值增长5.1%").place == "河南省"
    assert only("全区生产总值增长5.1%").place == "安阳市北关区"
    assert only("生产总值居全省第二位").place == "安阳市北关区"
    assert only("全市生产总值增长5.1%").place == "安阳市"
    assert only("安阳市生产总值增长5.1%").place == "安阳市"
    assert only("安阳市北关区生产总值增长5.1%").place == "安阳市北关区"
    assert only("全国生产总值增长5.1%").place == "全国"


@pytest.fixture(scope="module")
def searcher(seed_index: Path, shipped_encoder: Encoder) -> Searcher:
    return Searcher(seed_index, shipped_encoder)


def test_figures_are_stored_with_their_passages(searcher: Searcher) -> None:
    figures = searcher.library.figures(FigureFilter())
    passages = searcher.library.passages([figure.passage_id for figure in figures])
    assert len(figures) > 65
    for figure in figures:
        quantity = figure.binding.quantity
        text = passages[figure.passage_id].text
        assert text[quantity.start : quantity.end] == quantity.raw
        start, end = figure.evidence
        assert start <= quantity.start < quantity.end <= end


@pytest.mark.parametrize("called", ["GDP", "生产总值", "经济总量", "ＧＤＰ", "國內生產總值"])
def test_an_indicator_is_found_by_any_of_its_names(searcher: Searcher, called: str) -> None:
    figures = searcher.figures(called, FigureFilter(years=(2025,)))
    assert [f.binding.quantity.raw for f in figures] == ["189.3亿元", "5.5%"]


def test_an_indicator_without_an_alias_is_found_by_its_words(searcher: Searcher) -> None:
    found = searcher.figures("老小区", FigureFilter(kinds=("target",)))
    assert "19个" in [f.binding.quantity.raw for f in found]


def test_filters_hold_together(searcher: Searcher) -> None:
    targets = searcher.library.figures(FigureFilter(years=(2026,), kinds=("target",)))
    assert targets
    assert {f.binding.kind for f in targets} == {"target"}
    assert searcher.library.figures(FigureFilter(places=("文峰区",))) == []


def test_two_dates_for_one_meeting_are_kept_side_by_side(searcher: Searcher) -> None:
    conflicts = conflicts_among(searcher.library.figures(FigureFilter()))
    dates = [[f.binding.quantity.raw for f in conflict.figures] for conflict in conflicts]
    assert ["2月26日至28日", "2月27日"] in dates


def test_a_rounded_figure_is_no_conflict_and_another_value_is(searcher: Searcher) -> None:
    figures = searcher.library.figures(FigureFilter(names=("社会消费品零售总额",)))
    assert conflicts_among(figures) == []


@pytest.mark.parametrize("place", ["新疆维吾尔自治区", "新乡市"])
def test_a_place_that_begins_like_a_verb_is_a_place(place: str) -> None:
    binding = only(
        f"2024年，{place}建设高标准农田434万亩", Context(place, 2025, Period(2024, 2024))
    )
    assert (binding.place, binding.indicator) == (place, "高标准农田")


def periods(sentence: str, context: Context = OUTCOMES) -> list[tuple[str, str]]:
    return [(b.quantity.raw, str(b.period)) for b in bind(sentence, context)]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "1—11月，工业用电量增长7.2%，固定资产投资完成33.1亿元",
            [("7.2%", "2025年1—11月"), ("33.1亿元", "2025年1—11月")],
        ),
        (
            "一季度生产总值24.1亿元，增长5.2%，上半年49.8亿元，增长5.7%",
            [
                ("24.1亿元", "2025年一季度"),
                ("5.2%", "2025年一季度"),
                ("49.8亿元", "2025年上半年"),
                ("5.7%", "2025年上半年"),
            ],
        ),
        (
            "前三季度增长5.1%，全年增长5.5%，居全市第二位",
            [("5.1%", "2025年前三季度"), ("5.5%", "2025"), ("第二位", "2025")],
        ),
        (
            "2024年上半年增长4%，2025年增长6%",
            [("4%", "2024年上半年"), ("6%", "2025")],
        ),
        ("生产总值30亿元（前三季度）、增长5.3%", [("30亿元", "2025年前三季度"), ("5.3%", "2025年前三季度")]),
        ("固定资产投资增长3%，比上半年回升0.4个百分点", [("3%", "2025"), ("0.4个百分点", "2025")]),
        ("截至9月底，存款余额387亿元", [("387亿元", "2025年9月底")]),
        ("2025年末常住人口30万人", [("30万人", "2025")]),
    ],
)  # fmt: skip
def test_a_part_of_a_year_is_a_period_of_its_own(
    sentence: str, told: list[tuple[str, str]]
) -> None:
    assert periods(sentence) == told


def test_a_part_that_a_sentence_opens_with_holds_up_to_the_full_stop() -> None:
    text = "2025年1—11月，工业用电量增长7%；外贸增长9%。税收增长2%。零售额12月增长3%；投资增长4%。"
    told = [(f.binding.quantity.raw, str(f.binding.period)) for f in figures_of(_passage(text))]
    assert told == [
        ("7%", "2025年1—11月"),
        ("9%", "2025年1—11月"),
        ("2%", "2025"),
        ("3%", "2025年12月"),
        ("4%", "2025"),
    ]


def test_a_part_keeps_the_name_of_what_it_tells() -> None:
    assert only("社会消费品零售总额12月同比增长3.4%").name == "社会消费品零售总额"
    assert only("上半年生产总值增长5%").name == "地区生产总值"


@pytest.mark.parametrize(
    ("sentence", "period", "yearly"),
    [
        ("“十四五”以来，生产总值年均增长5.9%", "2021-2025", True),
        ("2021年以来，累计完成投资50亿元", "2021-2025", False),
        ("五年来，新增就业3万人", "2021-2025", False),
        ("生产总值年均增长5.9%", "None", True),  # of which years is not told
        ("PM2.5年均浓度下降8%", "2025", False),
        ("2025年是“十四五”时期的最后一年，生产总值增长5.5%", "2025", False),
    ],
)
def test_several_years_and_their_average_are_of_no_single_year(
    sentence: str, period: str, yearly: bool
) -> None:
    bound = bind(sentence, OUTCOMES)[-1]
    assert (str(bound.period), bound.yearly) == (period, yearly)


def _passage(text: str) -> Passage:
    return Passage(
        id="p",
        report_id="r",
        start=0,
        end=len(text),
        text=text,
        period=2025,
        kind="actual",
        place="安阳市北关区",
        year=2026,
    )


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("存贷款余额分别达387亿元、299亿元", [("存款余额", "387亿元"), ("贷款余额", "299亿元")]),
        ("进出口额分别为12亿元和30亿元", [("进口额", "12亿元"), ("出口额", "30亿元")]),
        (
            "生活补贴、护理补贴标准分别为217元、290元",
            [("生活补贴标准", "217元"), ("护理补贴标准", "290元")],
        ),
        (
            "医疗纠纷120件，劳动纠纷210件，分别下降8.6%、上升2.1%",
            [
                ("医疗纠纷", "120件"),
                ("劳动纠纷", "210件"),
                ("医疗纠纷", "8.6%"),
                ("劳动纠纷", "2.1%"),
            ],
        ),
        ("景区、公园日均客流分别达1409、1305人次", [("景区日均客流", "1409"), ("公园日均客流", "1305人次")]),
    ],
)  # fmt: skip
def test_respectively_gives_each_of_unlike_parts_its_own(
    sentence: str, told: list[tuple[str, str]]
) -> None:
    assert [(b.indicator, b.quantity.raw) for b in bind(sentence, OUTCOMES)] == told


def test_a_bare_number_in_a_row_has_the_unit_and_scale_of_the_next() -> None:
    visits = bind("两馆接待量分别达1.2、3.4万人次", OUTCOMES)
    assert [(str(b.quantity.value), b.quantity.unit) for b in visits] == [
        ("12000", "人次"),
        ("34000", "人次"),
    ]
    alone = bind("热线受理1409，人次增加", OUTCOMES)
    assert [b.quantity.unit for b in alone] in ([], [""])


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("出口总额下滑3.2%", "fall"),
        ("出口总额增长3.2%", "rise"),
        ("出口总额减少1.2亿元", "fall"),
        ("出口降幅收窄2.3个百分点", "narrowing"),
        ("出口下降5%，降幅比上年收窄2.3个百分点", "narrowing"),
        ("出口降幅扩大1.1个百分点", "fall"),
        ("全年出口由负转正、增长3%", "rise"),
        ("出口总额为30亿元", "none"),
    ],
)
def test_a_change_goes_one_way(sentence: str, direction: str) -> None:
    assert bind(sentence, OUTCOMES)[-1].direction == direction


@pytest.mark.parametrize(
    ("sentence", "extents"),
    [
        ("5个乡镇新获评文明乡镇", ["part"]),
        ("3个县区入选全国百强", ["part"]),
        ("新签约项目369个，其中产业项目63个", ["new", "part"]),
        ("新签约项目369个，其中产业项目63个、文旅项目20个，总投资30亿元", ["new", "part", "part", "whole"]),
        ("固定资产投资增长3.6%，其中工业投资增长21.4%", ["whole", "whole"]),  # all of 工业投资
        ("改造老旧小区20个", ["whole"]),
        ("新增企业30家、农场5家，累计达到120家", ["new", "new", "whole"]),
    ],
)  # fmt: skip
def test_a_part_and_what_is_new_are_marked(sentence: str, extents: list[str]) -> None:
    assert [b.extent for b in bind(sentence, OUTCOMES)] == extents


def test_how_much_of_a_plan_was_done_is_no_figure_of_the_indicator() -> None:
    budget = bind("一般公共预算收入51.2亿元，完成调整预算的99.6%，增长3%", OUTCOMES)
    assert [(b.name, b.attribute) for b in budget] == [
        ("一般公共预算收入", "level"),
        (None, "share"),
        ("一般公共预算收入", "change"),
    ]
    assert bind("税收收入完成预算的101.7%", OUTCOMES)[0].name is None


def test_news_sets_a_time_that_holds_to_the_end_of_its_paragraph() -> None:
    text = (
        "记者从市财政局获悉，今年上半年，全市税收收入30亿元。非税收入12亿元，1985年建成的水库蓄水5亿吨。"
        "就业稳定，新增就业3万人。\n外贸增长5%。二季度，投资增长6%。"
    )
    passage = replace(_passage(text), period=None, kind=None, document="news")
    told = [(f.binding.quantity.raw, str(f.binding.period)) for f in figures_of(passage)]
    assert told == [
        ("30亿元", "2026年上半年"),
        ("12亿元", "2026年上半年"),
        ("5亿吨", "1985"),
        ("3万人", "2026年上半年"),
        ("5%", "None"),  # another paragraph: of no known time
        ("6%", "2026年二季度"),
    ]


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        ("原煤、原油产量达到80万吨、30万吨", ["原煤产量", "原油产量"]),
        ("粮食、蔬菜产量增长5%、居全省第二位", ["粮食、蔬菜产量"] * 2),  # one figure for both
        ("自来水普及率、供水覆盖率分别达98%和92%", ["自来水普及率", "供水覆盖率"]),
        ("生产事故起数、死亡人数分别下降18%、13%", ["生产事故起数", "死亡人数"]),
        (
            "新签约亿元以上项目369个，其中10亿元以上12个、50亿元以上3个",
            ["亿元以上项目", "10亿元以上项目", "50亿元以上项目"],
        ),
        ("水泥：从280万吨增加到600万吨", ["水泥", "水泥"]),
    ],
)
def test_each_of_several_things_has_its_own_figure(sentence: str, indicators: list[str]) -> None:
    assert [b.indicator for b in bind(sentence, OUTCOMES)] == indicators


def test_a_sentence_in_traditional_script_is_bound_as_in_simplified() -> None:
    written = (
        "入境旅客1,850萬人次，其中國際旅客達120萬人次，分別增長11.5%和9.4%；失業率由2.1%降至1.8%。"
    )
    plain = (
        "入境旅客1,850万人次，其中国际旅客达120万人次，分别增长11.5%和9.4%；失业率由2.1%降至1.8%。"
    )
    told, same = bind(written, OUTCOMES), bind(plain, OUTCOMES)
    assert [(b.indicator, b.attribute, b.role) for b in told] == [
        (b.indicator, b.attribute, b.role) for b in same
    ]
    assert told[0].quantity.raw == "1,850萬人次"
    assert (told[2].indicator, told[2].quantity.value) == ("入境旅客", Decimal("11.5"))


def test_the_year_of_the_prices_is_not_the_year_of_the_figure() -> None:
    told = periods("2025年农业总产值为68亿元（按2020年不变价格计算），比上年增长6.1%")
    assert told == [("68亿元", "2025"), ("6.1%", "2025")]


def test_sectors_share_what_the_last_of_them_names() -> None:
    sentence = "一、二、三产增加值分别增长4.1%、7.3%和5%"
    assert [b.indicator for b in bind(sentence, OUTCOMES)] == [
        "一产增加值",
        "二产增加值",
        "三产增加值",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "地区生产总值迈上3万亿元新台阶、达到30145.79亿元、增长6.1%。",
        "地区生产总值再上新台阶、达到4015亿元、增长5.2%。",
        "地区生产总值稳步回升，完成882亿元、增长4.9%。",
    ],
)
def test_a_verb_after_a_comma_of_a_list_goes_on_about_the_same_thing(sentence: str) -> None:
    bound = bind(sentence, Context(place="青山市", year=2024))
    assert {binding.name for binding in bound} == {"地区生产总值"}
    assert [binding.attribute for binding in bound][-2:] == ["level", "change"]


def test_a_paragraph_that_opens_with_years_sums_them_up() -> None:
    text = "五年来，人民生活明显改善。城镇新增就业4200万人。全年增收37元。\n城镇新增就业900万人。"
    passage = Passage("r:0", "r", 0, len(text), text, period=2006, kind="target", year=2006)
    of_span, of_part, of_year = (figure.binding for figure in figures_of(passage))
    assert of_part.period == Period.of(2006)
    assert (of_span.kind, of_span.period) == ("cumulative", Period(2001, 2005))
    assert (of_year.kind, of_year.period) == ("target", Period.of(2006))
