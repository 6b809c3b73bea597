"""What a question compares, adds up or lists: over places, times, an aim and its outcome, things."""

from __future__ import annotations

import pytest

from assistant.question.axes import several_values

NAMES = ("青山市", "青山", "白水市", "白水", "红岩市", "红岩")


@pytest.mark.parametrize(
    ("question", "of_each", "lowest"),
    [
        ("青山和白水谁的增长目标高？", "增长目标是多少", False),
        ("青山市和白水市2025年GDP增长目标哪个更低？", "2025年GDP增长目标是多少", True),
        ("青山比白水多多少GDP？", "GDP是多少", False),
        ("青山的GDP和白水比怎么样？", "GDP是多少", False),
        ("青山GDP增速比白水快吗", "GDP增速是多少", False),
        ("青山、白水、红岩哪个城市的GDP最低", "GDP是多少", True),
        ("青山与白水相比，2024年进出口总额哪个更大", "2024年进出口总额是多少", False),
        ("比较一下青山和白水的GDP增速", "GDP增速是多少", False),
        ("青山市和白水市两市2024年地区生产总值相差多少？", "2024年地区生产总值是多少", False),
        ("青山跟白水，2023年谁家出栏的生猪多？多出多少头？", "2023年出栏的生猪是多少头", False),
        ("2023年青山港和白水港的吞吐量差多少吨", "港2023年吞吐量是多少吨", False),
        ("高新技术企业，青山多还是白水多？", "高新技术企业是多少", False),
        ("青山就业多少人，比白水多几个？", "就业是多少", False),
        ("去年青山的GDP增速跟白水的相比，差几个百分点", "去年GDP增速是多少", False),
        ("青山GDP增速高过白水吗", "GDP增速是多少", False),
        ("青山、白水、红岩三市，GDP增速谁垫底？", "GDP增速是多少", True),
        ("青山的就业人数比白水多吗？各有多少人？", "就业人数是多少人", False),
    ],
)
def test_a_comparison_of_places_asks_the_same_of_each(
    question: str, of_each: str, lowest: bool
) -> None:
    several = several_values(question, NAMES)
    assert several is not None
    assert (several.operation, several.lowest) == ("compare", lowest)
    asked = {f"{name}{of_each}" for name in NAMES}
    assert {operand.text for operand in several.operands} <= asked


@pytest.mark.parametrize(
    "question",
    [
        "青山、白水2025年的增长目标分别是多少？",
        "青山和白水新建了多少公里高速公路",
        "青山、白水和红岩各完成多少粮食产量",
    ],
)
def test_several_places_may_be_asked_without_a_comparison(question: str) -> None:
    several = several_values(question, NAMES)
    assert several is not None
    assert several.operation is None


@pytest.mark.parametrize(
    "question",
    [
        "青山市2025年GDP增长目标是多少",
        "青山与哈密市建立合作关系的是哪个部门",
        "青山到白水的铁路建成了吗",
        "青山和白水",
        "青山市增速比全市高多少",
        "GDP比上年增长多少",
        "2024年GDP比2023年全市平均增速高多少",
        "战略性新兴产业增速比全市高多少",
        "与全市平均增速相比高多少",
        "2025年GDP是多少",
        "北关区和哈密市巴里坤县有什么合作",
        "去年新建学校和幼儿园增加多少学位",
        "列入省、市重点的项目一共几个",
        "2025年GDP比上年涨了几个点",
        "去年研发投入占生产总值比重是多少，列全省第几位",
    ],
)
def test_what_is_named_only_once_or_compared_by_the_report_is_one_question(question: str) -> None:
    assert several_values(question, NAMES) is None


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (
            "青山2024年计划新建的幸福河湖数量与2023年建成数相比，是增加还是减少，相差多少条？",
            ("青山2024年计划新建的幸福河湖数量是多少条", "target"),
            ("青山2023年新建的幸福河湖数量是多少条", "actual"),
        ),
        (
            "青山2024年社零增长目标与2023年实际增速相比，高低多少个百分点？",
            ("青山2024年社零增长目标是多少", "target"),
            ("青山2023年社零增长增速是多少", "actual"),
        ),
        (
            "青山2025年城镇新增就业的目标，跟2024年实际干成的比是多是少？差多少人？",
            ("青山2025年城镇新增就业的目标是多少人", "target"),
            ("青山2024年城镇新增就业是多少人", "actual"),
        ),
        (
            "老小区改造，青山2024年打算改的比2023年改完的多了还是少了",
            ("老小区改造,青山2024年打算改是多少", "target"),
            ("老小区改造,青山2023年改是多少", "actual"),
        ),
        (
            "固定资产投资，去年增长和今年目标差几个百分点",
            ("固定资产投资去年增长是多少", None),
            ("固定资产投资今年增长目标是多少", "target"),
        ),
        (
            "青山2024年的社零增长目标高过2023年实际多少个百分点",
            ("青山2024年社零增长目标是多少", "target"),
            ("青山2023年社零增长是多少", "actual"),
        ),
        (
            "青山今年（2025年）技术合同成交额打算比2024年多做多少亿元",
            ("青山2025年技术合同成交额打算是多少亿元", "target"),
            ("青山2024年技术合同成交额是多少亿元", "actual"),
        ),
        (
            "青山2023年10亿元以上项目与2024年计划的10亿元以上项目，数目差多少",
            ("青山2023年10亿元以上项目是多少", None),
            ("青山2024年10亿元以上项目计划是多少", "target"),
        ),
        (
            "杭州今年计划的实际利用外资与去年实际相比，是增加还是减少",
            ("杭州今年计划的实际利用外资是多少", "target"),
            ("杭州去年实际利用外资是多少", "actual"),
        ),
        (
            "城镇新增就业2024年比上一年少了多少",
            ("城镇新增就业2024年是多少", None),
            ("城镇新增就业2023年是多少", None),
        ),
        (
            "2024年GDP实际增速比目标高多少",
            ("2024年GDP实际增速是多少", "actual"),
            ("2024年GDP目标增速是多少", "target"),
        ),
        (
            "2024年的财政收入比2023年的财政支出多多少",
            ("2024年财政收入是多少", None),
            ("2023年财政支出是多少", None),
        ),
    ],
)
def test_a_time_and_the_aim_or_outcome_with_it_are_one_value(
    question: str, one: tuple[str, str | None], other: tuple[str, str | None]
) -> None:
    several = several_values(question, NAMES)
    assert several is not None
    assert several.operation == "compare"
    assert [(operand.text, operand.kind) for operand in several.operands] == [one, other]


@pytest.mark.parametrize(
    ("question", "operation", "texts"),
    [
        (
            "去年规上工业增加值增速和社零增速相差几个百分点",
            "compare",
            ("去年规上工业增加值增速是多少", "去年社零增速是多少"),
        ),
        (
            "2002年城里人均可支配收入比农村人均纯收入多多少钱",
            "compare",
            ("2002年城里人均可支配收入是多少钱", "2002年农村人均纯收入是多少钱"),
        ),
        (
            "青山2023年新增的高新技术企业和科技型中小企业，哪个多",
            "compare",
            ("青山2023年新增的高新技术企业是多少", "青山2023年新增的科技型中小企业是多少"),
        ),
        (
            "外贸企业和外资企业一共新增多少家",
            "sum",
            ("外贸企业新增是多少家", "外资企业新增是多少家"),
        ),
        (
            "新增的外资和外贸企业加在一起多少家",
            "sum",
            ("新增的外资企业是多少家", "新增的外贸企业是多少家"),
        ),
        ("建筑业产值是纺织服装产业产值的几倍", "ratio", ("建筑业产值", "纺织服装产业产值")),
        ("一般公共预算收入占GDP的比重是多少", "share", ("一般公共预算收入", "GDP")),
        ("青山2023年生产总值是白水的几倍？", "ratio", ("青山2023年生产总值", "白水2023年生产总值")),
        ("建筑业税收比产值少多少", "compare", ("建筑业税收是多少", "建筑业产值是多少")),
        ("今年的增长目标完成了吗", "compare", ("今年的增长实际完成", "今年的增长目标")),
    ],
)
def test_any_operator_works_over_two_things(
    question: str, operation: str, texts: tuple[str, str]
) -> None:
    several = several_values(question, NAMES)
    assert several is not None
    assert several.operation == operation
    assert tuple(operand.text for operand in several.operands) == texts


def test_rates_of_growth_are_told_from_amounts() -> None:
    speeds = several_values("青山和白水去年GDP谁增得快，快几个点", NAMES)
    amounts = several_values("青山和白水去年就业谁多", NAMES)
    assert speeds is not None and amounts is not None
    assert (speeds.speeds, speeds.amounts) == (True, False)
    assert (amounts.speeds, amounts.amounts) == (False, True)


@pytest.mark.parametrize(
    ("question", "each"),
    [
        (
            "青山2024年进出口总额的增长目标和总量目标分别是多少",
            ["青山2024年进出口总额的增长目标是多少", "青山2024年进出口总额的总量目标是多少"],
        ),
        (
            "2005年城镇居民人均可支配收入、农村居民人均纯收入及其实际增幅分别是多少",
            [
                "2005年城镇居民人均可支配收入是多少",
                "2005年农村居民人均纯收入是多少",
                "2005年农村居民人均纯收入实际增幅是多少",
            ],
        ),
        (
            "青山去年城里人和农牧民收入各涨了百分之几",
            ["青山去年城里人收入涨了百分之几", "青山去年农牧民收入涨了百分之几"],
        ),
        (
            "青山运动员在亚运会和亚残运会上各获得多少枚奖牌",
            ["青山运动员在亚运会获得多少枚奖牌", "青山运动员在亚残运会获得多少枚奖牌"],
        ),
        (
            "2003—2007年五年间，新增电力装机、建成泊位各是多少",
            ["2003—2007年五年间新增电力装机是多少", "2003—2007年五年间建成泊位是多少"],
        ),
        ("GDP、社零去年各增长多少", ["去年GDP增长多少", "去年社零增长多少"]),
        (
            "社零2024年实际增速和2025年目标各是多少",
            ["社零2024年实际增速是多少", "社零2025年增速目标是多少"],
        ),
    ],
)
def test_things_that_share_a_predicate_are_asked_one_by_one(question: str, each: list[str]) -> None:
    several = several_values(question, NAMES)
    assert several is not None
    assert several.operation is None
    assert [operand.text for operand in several.operands] == each


@pytest.mark.parametrize(
    "question",
    [
        "示范园和织布园今年各建哪几期",
        "青山失业率，2023年和2024年各是多少",
        "青山各区县和乡镇去年新建了多少公里路",
        "2024年青山为退役军人提供了多少个岗位",
    ],
)
def test_a_list_of_things_is_no_list_of_years_nor_of_names(question: str) -> None:
    assert several_values(question, NAMES) is None
