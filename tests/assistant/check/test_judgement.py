"""是的 only where every slot is borne out, 不是 only where a figure of the same slots refutes it."""

from __future__ import annotations

import pytest

from assistant.check.claimed_value import Judged
from assistant.check.judgement import judged, stated_in
from index.figures.clauses import sentences_of
from index.report import Kind, Passage
from tests.assistant.understood import understood

PLACE = "青山县"


def passage(text: str, *, period: int = 2024, kind: Kind = "actual") -> Passage:
    return Passage(
        id="p",
        report_id="r",
        start=0,
        end=len(text),
        text=text,
        headings=(f"{period}年工作",),
        period=period,
        kind=kind,
        title="青山县2025年政府工作报告",
        place=PLACE,
        year=2025,
    )


def judge(asked: str, of: Passage) -> Judged | None:
    figures = [
        one for sentence in sentences_of(of) for one in stated_in(of, sentence.start, sentence.end)
    ]
    return judged(understood(f"青山县{asked}", PLACE), figures)


DIRECTIONS = passage(
    "户籍人口净流出1.4万人。城乡居民收入比缩小0.05。商品房销售面积减少7.2万平方米。信访总量下降22%。"
    "工业生产者出厂价格走低2.6%。固定资产投资由降转升，增长2.3%。进出口总额回落12.3%。"
    "银行业不良贷款率压降0.6个百分点。粮食播种面积扩大1.1万亩。规模以上工业企业利润总额下滑6.7%。"
    "财政收支顺差3.1亿元。生产安全事故起数上升4.0%。"
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2024年户籍人口净流入1.4万人，是真的吗？", "not_so"),
        ("2024年城乡居民收入比扩大了0.05吗？", "not_so"),
        ("2024年商品房比上一年多卖了7.2万平方米？", "not_so"),
        ("2024年信访总量上升22%吗？", "not_so"),
        ("2024年工业生产者出厂价格涨了2.6%吗？", "not_so"),
        ("2024年固定资产投资下降2.3%，对不对？", "not_so"),
        ("2024年银行业不良贷款率上升0.6个百分点，是不是？", "not_so"),
        ("2024年粮食播种面积减少了1.1万亩吗？", "not_so"),
        ("2024年规上工业企业利润总额增长了6.7%，对吗？", "not_so"),
        ("2024年财政收支逆差3.1亿元，对吗？", "not_so"),
        ("2024年生产安全事故起数下降了吗？", "not_so"),
        # The same direction by another word.
        ("2024年户籍人口净流出1.4万人，是真的吗？", "so"),
        ("2024年进出口总额下降12.3%吗？", "so"),
        ("2024年商品房比上一年少卖了7.2万平方米？", "so"),
        ("2024年生产安全事故起数增加了4%，对吗？", "so"),
        ("2024年固定资产投资增长了吗？", "so"),
        ("2024年生产安全事故起数没有上升4%，对吗？", None),  # denied
        ("2024年固定资产投资翻番了吗？", None),  # it grew, but not by as much
    ],
)
def test_a_change_is_borne_out_by_its_own_direction_alone(
    asked: str, follows: Judged | None
) -> None:
    assert judge(asked, DIRECTIONS) == follows


ORIGINS = passage(
    "常住人口城镇化率由52.3%提高至58.9%；森林覆盖率从31.5%增加到36.2%。高新技术企业由17家增至46家，"
    "旅游综合收入从9.3亿元跃升至21.8亿元。农村自来水普及率从2020年的81.7%上升到2024年的95.4%。"
    "城市低保标准由每人每月640元提高到705元。常住人口由2020年的41.3万人减少到38.6万人。"
    "规模以上工业企业达118家，比2020年的73家增加45家。"
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2024年城镇化率是52.3%吗？", "not_so"),
        ("2024年森林覆盖率是31.5%，对吧？", "not_so"),
        ("2024年有17家高新技术企业，对吗？", "more"),
        ("2024年旅游综合收入是9.3亿元吗？", "not_so"),
        ("2024年农村自来水普及率是81.7%吗？", "not_so"),
        ("2024年城市低保标准是每人每月640元吗？", "not_so"),
        ("2024年常住人口41.3万人，没错吧？", "not_so"),
        ("2024年规上工业企业是73家吗？", "not_so"),
        # Where it names its own year, it is the value of that year.
        ("2020年农村自来水普及率是81.7%吗？", "so"),
        ("2020年常住人口41.3万人，没错吧？", "so"),
        ("2020年规上工业企业是73家吗？", "so"),
        ("2020年常住人口38.6万人，没错吧？", "not_so"),
        ("2024年旅游综合收入是21.8亿元吗？", "so"),
        ("2024年规上工业企业是118家吗？", "so"),
    ],
)
def test_the_value_that_something_came_from_is_of_its_own_year_alone(
    asked: str, follows: Judged | None
) -> None:
    assert judge(asked, ORIGINS) == follows


TIMES = passage(
    "1—10月，外贸进出口总额6.3亿元。前三季度，农村居民人均可支配收入14260元。上半年，工业用电量2.7亿千瓦时。"
    "一季度固定资产投资增长11.6%。12月当月，一般公共预算收入1.3亿元；全年一般公共预算收入10.7亿元。"
    "近三年累计城镇新增就业1.2万人。“十四五”前四年，规模以上工业增加值年均增长8.4%。"
    "2023、2024两年平均，服务业增加值增长6.7%。2024年，社会消费品零售总额46.9亿元。"
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2024年外贸进出口总额6.3亿元，对吗？", None),
        ("2024年农村居民人均可支配收入是14260元吗？", None),
        ("2024年工业用电量是2.7亿千瓦时吗？", None),
        ("2024年固定资产投资增长11.6%，对吗？", None),
        ("2024年一般公共预算收入是1.3亿元吗？", "not_so"),
        ("2024年城镇新增就业1.2万人，对吗？", None),
        ("2024年城镇新增就业3万人，对吗？", None),
        ("2024年规上工业增加值增长8.4%吗？", None),
        ("2024年服务业增加值增速是6.7%吗？", None),
        ("2023年社会消费品零售总额46.9亿元，对吗？", None),
        ("2024年上半年工业用电量是2.7亿千瓦时吗？", "so"),
        ("2024年前三季度农村居民人均可支配收入是14260元吗？", "so"),
        ("2024年前三季度农村居民人均可支配收入是15260元吗？", "not_so"),
        ("2024年一般公共预算收入是10.7亿元吗？", "so"),
        ("2024年社会消费品零售总额46.9亿元，对吗？", "so"),
    ],
)
def test_a_part_of_a_year_and_a_span_of_years_answer_for_no_year(
    asked: str, follows: Judged | None
) -> None:
    assert judge(asked, TIMES) == follows


THINGS = passage(
    "发明专利授权量213件；常住人口城镇化率61.4%；数字经济核心产业增加值增长12.5%；住户存款余额417亿元。"
    "规模以上服务业营业收入增长10.2%；工业技改投资增长16.9%；出口总额22.1亿元；"
    "工业生产者出厂价格下降1.7%；城镇登记失业率3.1%；粮食总产量8.6亿斤，其中小麦5.2亿斤。"
    "6个村获评省级美丽乡村；新培育家庭农场33家；商标注册量520件；"
    "完成危旧房改造7043户。"
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2024年专利授权量是213件吗？", None),
        ("2024年户籍人口城镇化率是61.4%吗？", None),
        ("2024年数字经济增加值增长12.5%吗？", None),
        ("2024年各项存款余额是417亿元吗？", None),
        ("2024年服务业增加值增长10.2%吗？", None),
        ("2024年工业投资增长16.9%吗？", None),
        ("2024年进出口总额是22.1亿元吗？", None),
        ("2024年居民消费价格下降1.7%，对吗？", None),
        ("2024年城镇调查失业率是3.1%吗？", None),
        ("2024年驰名商标注册量520件，对吗？", None),
        ("是不是一共只有6个村？", None),
        ("2024年家庭农场总共有33家，对吗？", None),
        ("2024年危旧房总共有7043户，对吗？", None),
        ("2024年危旧房改造总共有7043户，对吗？", "so"),
        ("2024年粮食打了5.2亿斤，是吗？", "not_so"),
        ("2024年发明专利授权量是213件吗？", "so"),
        ("2024年发明专利授权量是231件吗？", "not_so"),
        ("2024年城镇登记失业率是3.1%吗？", "so"),
        ("2024年新培育家庭农场33家，对吗？", "so"),
    ],
)
def test_a_narrower_or_another_indicator_bears_nothing_out(
    asked: str, follows: Judged | None
) -> None:
    assert judge(asked, THINGS) == follows


BOUNDS = passage(
    "港口货物吞吐量突破5000万吨。地区生产总值186.4亿元。一般公共预算收入接近20亿元。"
    "接待游客9100余人次。培训5000人以上。城镇登记失业率不足3.5%。改造老旧小区1343个。"
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2024年港口货物吞吐量突破5000万吨了吗？", "so"),
        ("2024年港口货物吞吐量超过4000万吨了吗？", "so"),
        ("2024年港口货物吞吐量突破8000万吨了吗？", "not_so"),
        ("2024年港口货物吞吐量突破5500万吨了吗？", None),
        ("2024年港口货物吞吐量不到5000万吨吧？", "not_so"),
        ("2024年GDP破300亿元了吧？", "not_so"),
        ("2024年GDP有200亿了吗？", "not_so"),
        ("2024年GDP超过150亿元吗？", "so"),
        ("2024年GDP难道没超过150亿元？", "so"),
        ("2024年GDP是不是在180亿元以上？", "so"),
        ("2024年GDP达到180亿元了吗？", "more"),
        ("2024年GDP不足190亿元，对吗？", "so"),
        ("2024年GDP约186亿元，对吗？", "so"),
        ("2024年GDP接近190亿元，对吗？", "so"),
        ("2024年GDP接近180亿元，对吗？", "not_so"),
        ("2024年GDP将近190亿吗？", "so"),
        ("2024年一般公共预算收入接近20亿元，对吗？", "so"),
        ("2024年一般公共预算收入超过20亿元，对吗？", "not_so"),
        ("2024年城镇登记失业率超过4%了吗？", "not_so"),
        ("2024年接待游客9100余人次，对吗？", "so"),
        ("2024年接待游客9200余人次，对吗？", "not_so"),
        ("2024年接待游客9000多人次，对吗？", "so"),
        ("2024年改造老旧小区1300个，对吗？", "not_so"),
        ("2024年改造老旧小区52.54万户，对吗？", None),
    ],
)
def test_a_value_is_compared_within_its_bound_and_that_of_the_report(
    asked: str, follows: Judged | None
) -> None:
    assert judge(asked, BOUNDS) == follows


AIMS = passage(
    "力争城镇新增就业5000人以上，地区生产总值增长5.5%左右，招引企业150家以上。",
    period=2025,
    kind="target",
)


@pytest.mark.parametrize(
    ("asked", "follows"),
    [
        ("2025年城镇新增就业的目标是5000人吗？", "so"),
        ("2025年城镇新增就业的目标是1.2万人吗？", "not_so"),
        ("2025年GDP增长目标是5.5%吗？", "so"),
        ("2025年GDP增长目标是6%吗？", "not_so"),
        ("2025年GDP增长目标是5.5%左右，是不是？", "so"),
        ("2025年城镇新增就业目标是5000人左右，是不是？", None),
        ("2025年GDP增长目标是5.5%以上，是不是？", None),
        ("2025年招引企业目标是105家以上，对吗？", "more"),
        ("2025年招引企业目标是200家以上，对吗？", "not_so"),
        ("2025年招引企业目标是150家以上，对吗？", "so"),
        # What is aimed at was not reached by that, nor in another year.
        ("2025年城镇新增就业实际完成5000人，对吗？", None),
        ("2024年GDP增长5.5%吗？", None),
    ],
)
def test_an_aim_is_its_number_and_no_outcome(asked: str, follows: Judged | None) -> None:
    assert judge(asked, AIMS) == follows


def test_a_figure_of_another_place_bears_nothing_out() -> None:
    other = passage("绿水县地区生产总值186.4亿元。")
    assert judge("2024年GDP是186.4亿元吗？", other) is None


def test_figures_that_contradict_each_other_leave_it_open() -> None:
    twice = passage("地区生产总值186.4亿元。地区生产总值143.9亿元。")
    assert judge("2024年GDP是186.4亿元吗？", twice) is None
