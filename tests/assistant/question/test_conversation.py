"""What a question means after earlier ones, and what several things asked at once mean."""

from __future__ import annotations

import pytest

from assistant.query import Query
from assistant.question.conversation import in_conversation, understand
from assistant.question.in_words import in_words
from assistant.question.scope import Scope
from index.report import Level
from index.store.library import Covered

GDP = "2025年北关区的GDP是多少?"


def covered(place: str, level: Level, year: int = 2026) -> Covered:
    return Covered(f"{place}#1", place, place, level, year, None)


HOME = Scope((covered("安阳市北关区", "district"),))
PLACES = Scope(
    tuple(covered(place, "city", 2025) for place in ("岳阳市", "广元市", "乐山市"))
    + tuple(covered(place, "province", 2025) for place in ("湖南省", "湖北省"))
)


def meant(scope: Scope, turns: list[str], question: str) -> Query:
    earlier: list[Query] = []
    for turn in turns:
        earlier.append(in_conversation(turn, earlier, scope))
    return in_conversation(question, earlier, scope)


@pytest.mark.parametrize(
    ("turns", "question", "completed"),
    [
        ([GDP], "那2026年的目标呢?", "2026年北关区GDP目标是多少？"),
        ([GDP], "增长率呢?", "2025年北关区GDP增长率是多少？"),
        ([GDP], "那社零呢?", "2025年北关区社零是多少？"),
        ([GDP], "文峰区呢?", "2025年文峰区GDP是多少？"),
        ([GDP, "那社零呢"], "增速呢", "2025年北关区社零增速是多少？"),
        ([GDP], "建成了多少个零工驿站?", "建成了多少个零工驿站?"),
        ([], "那2026年的目标呢?", "那2026年的目标呢?"),
        (["2025年社零多少"], "规上工业增长多少?", "规上工业增长多少?"),
        (["今年打算改几个老旧小区？"], "去年改了几个？", "去年改老旧小区改了几个?"),
        (["今年打算改几个老旧小区？"], "去年呢？", "去年改老旧小区几个？"),
        (["2026年GDP目标是多少？"], "社零呢？", "2026年社零目标是多少？"),
        (["去年签约项目多少个"], "其中制造业有几个", "去年签约项目其中制造业有几个"),
        (["去年财政收入是多少"], "占GDP的比重是多少", "去年财政收入占GDP的比重是多少"),
        (["2025年上半年GDP多少"], "社零呢", "2025年上半年社零多少？"),
        (["2025年上半年GDP多少"], "前三季度呢", "2025年前三季度GDP多少？"),
        (["2025年上半年GDP多少"], "今年的目标呢", "今年GDP目标多少？"),
        (["去年社零多少"], "今年规上工业增长多少?", "今年规上工业增长多少?"),
    ],
)
def test_what_the_follow_up_leaves_out_is_carried_over(
    turns: list[str], question: str, completed: str
) -> None:
    assert meant(HOME, turns, question).wording == completed


@pytest.mark.parametrize(
    ("turns", "question", "operation", "operands"),
    [
        (
            ["岳阳2024年GDP增长多少？"],
            "和广元比呢？",
            "compare",
            ["岳阳市2024年地区生产总值增速", "广元市2024年地区生产总值增速"],
        ),
        (
            ["岳阳2024年GDP增长多少？"],
            "比广元快几个百分点？",
            "compare",
            ["岳阳市2024年地区生产总值增速", "广元市2024年地区生产总值增速"],
        ),
        (
            ["岳阳2024年GDP增长多少？", "广元呢？"],
            "两个城市谁高？",
            "compare",
            ["岳阳市2024年地区生产总值增速", "广元市2024年地区生产总值增速"],
        ),
        (
            ["岳阳2024年粮食产量多少？", "广元呢？", "乐山呢？"],
            "三个里面哪个最低？",
            "compare",
            ["岳阳市2024年粮食总产量", "广元市2024年粮食总产量", "乐山市2024年粮食总产量"],
        ),
        (
            ["岳阳2024年社零多少？", "广元呢？"],
            "两个市加在一起呢？",
            "sum",
            ["岳阳市2024年社会消费品零售总额", "广元市2024年社会消费品零售总额"],
        ),
        (
            ["岳阳2024年社零多少？", "广元呢？"],
            "加起来一共多少？",
            "sum",
            ["岳阳市2024年社会消费品零售总额", "广元市2024年社会消费品零售总额"],
        ),
        (
            ["岳阳、广元2025年的增长目标分别是多少？"],
            "哪个更高？",
            "compare",
            ["岳阳市2025年地区生产总值增速目标", "广元市2025年地区生产总值增速目标"],
        ),
        (
            ["湖南和湖北2024年GDP增速谁高？"],
            "它们的财政收入呢？",
            "compare",
            ["湖南省2024年财政收入增速", "湖北省2024年财政收入增速"],
        ),
        (
            ["岳阳2024年GDP增长多少？"],
            "比2023年高多少？",
            "compare",
            ["岳阳市2024年地区生产总值增速", "岳阳市2023年地区生产总值增速"],
        ),
        (
            ["岳阳2024年城镇居民人均可支配收入是多少？", "农村的呢？"],
            "城乡差多少？",
            "compare",
            ["岳阳市2024年城镇居民人均可支配收入", "岳阳市2024年农村居民人均可支配收入"],
        ),
    ],
)
def test_an_operator_alone_is_over_what_was_asked(
    turns: list[str], question: str, operation: str, operands: list[str]
) -> None:
    query = meant(PLACES, turns, question)
    assert query.operation == operation
    assert [in_words(part).removesuffix("数量") for part in query.parts] == operands


@pytest.mark.parametrize(
    ("turns", "question", "complete"),
    [
        (["哪些省提到了低空经济？"], "商业航天呢？", "哪些省提到了商业航天？"),
        (["哪些省提到了低空经济？"], "哪些城市呢？", "哪些城市提到了低空经济？"),
        (
            ["湖南2025年的增长目标是多少？"],
            "其他省呢？",
            "各省2025年的地区生产总值增长目标是多少？",
        ),
    ],
)
def test_a_survey_goes_on(turns: list[str], question: str, complete: str) -> None:
    assert meant(PLACES, turns, question).wording == complete


@pytest.mark.parametrize("question", ["比上一年高多少？", "比全省高多少？", "比上年同期快多少？"])
def test_what_a_report_compares_with_itself_is_no_operator(question: str) -> None:
    assert meant(PLACES, ["岳阳2024年GDP增长多少？"], question).operation is None


@pytest.mark.parametrize(
    "question", ["不对吧，我记得是140亿", "是140亿吗？", "不是140亿元吗？", "应该是140亿吧"]
)
def test_a_figure_put_forward_alone_is_of_what_was_asked(question: str) -> None:
    query = meant(PLACES, ["岳阳2024年GDP是多少？"], question)
    assert (query.within, query.indicators, query.years) == (
        ("岳阳市",),
        ("地区生产总值",),
        (2024,),
    )
    assert query.claim is not None and query.claim.figure is not None
    assert query.claim.figure.quantity.value == 14_000_000_000


@pytest.mark.parametrize(
    "question",
    [
        "税收下降了吗？",
        "建筑业税收去年是多少？",
        "2025年GDP是多少？",
        "规上工业增长多少？",
        "老旧小区改造了多少个？",
        "去年新增了哪些学校？",
        "人代会是什么时候开的？",
        "去年教育方面做了哪些事？",
        "全区高企数量达到多少了？",
        "2026年的主要预期目标有哪些？",
        "高企多了几家",
        "瞪羚引进了几家",
        "高企比去年增加了几家",
        "欠了多少债？",
        "今年政府最想抓哪几件事？",
        "教育方面今年有什么打算？",
    ],
)
@pytest.mark.parametrize(
    "before", ["社零去年增了多少？", "2026年GDP目标是多少？", "哪些单位参加了义诊？"]
)
def test_a_complete_question_takes_nothing_from_the_one_before(before: str, question: str) -> None:
    alone, after = understand(question, HOME), meant(HOME, [before], question)
    assert after == alone


def test_a_plan_asked_for_alone_is_of_what_was_asked_before() -> None:
    query = meant(HOME, ["污水管网去年修了多少公里？"], "今年有什么打算？")
    assert "污水管网" in query.subject.phrase


@pytest.mark.parametrize(
    ("question", "things"),
    [
        (
            "岳阳2024年GDP增长多少，2025年的目标又是多少？",
            ["岳阳市2024年地区生产总值增速", "岳阳市2025年地区生产总值增速目标"],
        ),
        (
            "岳阳去年GDP是多少？税收增长多少？还有社零呢？",
            [
                "岳阳市2024年地区生产总值",
                "岳阳市2024年税收增速",
                "岳阳市2024年社会消费品零售总额增速",
            ],
        ),
        (
            "岳阳2024年技术合同成交额增速是多少？2025年的目标呢？还想问2025年GDP预期增长多少？",
            [
                "岳阳市2024年技术合同成交额增速",
                "岳阳市2025年技术合同成交额增速目标",
                "岳阳市2025年地区生产总值增速目标",
            ],
        ),
        (
            "岳阳2024年社零增长多少、2025年目标增长多少？",
            ["岳阳市2024年社会消费品零售总额增速", "岳阳市2025年社会消费品零售总额增速目标"],
        ),
        (
            "岳阳今年打算改造几个老旧小区？去年社零增长多少？",
            ["岳阳市2025年改造老旧小区数量目标", "岳阳市2024年社会消费品零售总额增速"],
        ),
        (
            "广元2024年粮食打了多少，今年要保住多少？",
            ["广元市2024年粮食总产量", "广元市2025年粮食总产量"],
        ),
        (
            "岳阳2024年新建了多少亩高标准农田，2025年计划建多少？",
            ["岳阳市2024年新建高标准农田数量", "岳阳市2025年新建高标准农田数量目标"],
        ),
        (
            "岳阳2024年建了几所学校、多了多少学位？2025年又打算建多少所？",
            [
                "岳阳市2024年建学校数量",
                "岳阳市2024年新增学位数量",
                "岳阳市2025年建学校数量目标",
            ],
        ),
        (
            "岳阳2024年社零、固投各增长多少，这两项2025年的目标各是多少？",
            [
                "岳阳市2024年社会消费品零售总额增速",
                "岳阳市2024年固定资产投资增速",
                "岳阳市2025年社会消费品零售总额增速目标",
                "岳阳市2025年固定资产投资增速目标",
            ],
        ),
        (
            "答复提案要用，岳阳2024年社零、固投各增长多少？",
            ["岳阳市2024年社会消费品零售总额增速", "岳阳市2024年固定资产投资增速"],
        ),
        (
            "还有岳阳2025年油菜种植面积和产量的任务各是多少？",
            ["岳阳市2025年油菜种植面积的任务数量目标", "岳阳市2025年油菜种植产量的任务数量目标"],
        ),
    ],
)
def test_each_of_several_things_is_asked_by_itself(question: str, things: list[str]) -> None:
    assert [in_words(part) for part in understand(question, PLACES).parts] == things


def test_a_thing_with_no_word_but_for_what_it_asks_for_is_asked_of_what_was_named_before() -> None:
    _, second = understand("岳阳“人才60条”的补贴怎么申请、带哪些材料？", PLACES).parts
    assert {"人才", "补贴", "材料"} <= {term.asked for term in second.subject.terms}


@pytest.mark.parametrize(
    "question",
    [
        "岳阳2024年GDP是1000亿元，对吗？",
        "2024年奇瑞出口了多少辆车？岳阳市的报告里有吗",
        "您好，我想问一下，岳阳2024年GDP是多少，谢谢！",
        "岳阳2023年和2024年GDP分别是多少？",
        "我的手机号是〔手机号〕，2024年岳阳的GDP是多少？",
        "好几年没回岳阳了，2024年GDP是多少？",
        "岳阳2024年保交楼交付了多少套，我们盼着收房呢",
    ],
)
def test_one_thing_is_not_cut_in_two(question: str) -> None:
    assert understand(question, PLACES).parts == ()


@pytest.mark.parametrize(
    ("turns", "question", "things"),
    [
        (["岳阳2024年GDP是多少？"], "财政收入呢？那零售额呢？", ["财政收入", "零售额数量"]),
        (["岳阳2024年GDP是多少？"], "不对吧，不是97.2亿吗？", []),
        (["岳阳2024年茶叶产量是多少？"], "今年打算再建几个？对吧？", []),
    ],
)
def test_several_things_go_on_from_the_question_before(
    turns: list[str], question: str, things: list[str]
) -> None:
    parts = meant(PLACES, turns, question).parts
    assert [in_words(part) for part in parts] == [f"岳阳市2024年{thing}" for thing in things]


def test_an_operator_in_the_same_line_takes_the_place_of_its_operands() -> None:
    query = understand("岳阳2024年出栏肉牛多少，2025年目标比它高还是低？", PLACES)
    assert query.operation == "compare"
    assert [part.years for part in query.parts] == [(2024,), (2025,)]
    assert [part.kind for part in query.parts] == [None, "target"]


@pytest.mark.parametrize(
    ("turns", "question", "complete"),
    [
        (["岳阳2024年GDP增长多少？"], "广元呢？", "2024年广元GDP增长多少？"),
        (["岳阳2024年GDP增长多少？"], "社零呢？", "2024年岳阳社零增长多少？"),
        (["岳阳2024年GDP增长多少？"], "乐山2025年新增就业多少人？", "乐山2025年新增就业多少人？"),
        (
            ["哪些省提到了低空经济？"],
            "湖南2025年的增长目标是多少？",
            "湖南2025年的地区生产总值增长目标是多少？",
        ),
    ],
)
def test_a_follow_up_on_one_place_stays_on_it(
    turns: list[str], question: str, complete: str
) -> None:
    assert meant(PLACES, turns, question).wording == complete


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("我家孩子小，每天挤公交，岳阳2024年新建幼儿园多少所？", "岳阳2024年新建幼儿园多少所"),
        ("岳阳2024年新建幼儿园多少所，我开民宿的想看看", "岳阳2024年新建幼儿园多少所"),
        ("岳阳2024年新建幼儿园多少所？愁死了", "岳阳2024年新建幼儿园多少所"),
    ],
)
def test_what_is_only_about_the_asker_is_no_part_of_the_question(question: str, asked: str) -> None:
    query = understand(question, PLACES)
    assert query.parts == () and asked in query.wording
    assert query.subject.topic == understand(asked, PLACES).subject.topic


@pytest.mark.parametrize(
    "question",
    [
        "哪一片区域学位不够、孩子上学紧张？",
        "今年有哪些无人机、低空方面的具体项目要推进？",
        "老旧小区改造，去年完成了多少个？",
    ],
)
def test_what_belongs_to_the_question_stays(question: str) -> None:
    assert understand(question, HOME).wording == question


def test_a_year_that_one_place_alone_covers_means_that_place() -> None:
    scope = Scope((covered("岳阳市", "city", 2025), covered("广元市", "city", 2003)))
    assert understand("2002年粮食产量是多少？", scope).within == ("广元市",)
    assert understand("粮食产量是多少？", scope).within == ()
    both = Scope((covered("岳阳市", "city", 2025), covered("广元市", "city", 2025)))
    assert understand("2024年粮食产量是多少？", both).within == ()


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("岳阳2024年新建幼儿园几所？", "新建幼儿园"),
        ("岳阳2024年改造老旧小区多少处？", "改造老旧小区"),
        ("岳阳2024年引进多少人才？", "人才"),
    ],
)
def test_what_is_counted_by_is_no_part_of_the_topic(question: str, topic: str) -> None:
    assert understand(question, PLACES).subject.topic == topic


@pytest.mark.parametrize(
    ("turns", "question", "things"),
    [
        (
            ["岳阳2024年GDP多少", "社零呢"],
            "这两项2025年的目标各是多少？",
            ["岳阳市2025年地区生产总值目标", "岳阳市2025年社会消费品零售总额目标"],
        ),
    ],
)
def test_the_same_is_asked_of_each_of_the_last_things(
    turns: list[str], question: str, things: list[str]
) -> None:
    assert [in_words(leaf) for leaf in meant(PLACES, turns, question).leaves] == things


@pytest.mark.parametrize(
    "asked", ["把岳阳2024年社零换算成万元", "岳阳2024年社零换算成万元是多少？"]
)
def test_a_figure_and_its_unit_may_be_asked_for_at_once(asked: str) -> None:
    query = meant(PLACES, [], asked)
    assert (query.indicators, query.unit) == (("社会消费品零售总额",), "万元")
    assert query.subject.beside == ""


def test_what_was_answered_is_asked_for_in_another_unit() -> None:
    query = meant(PLACES, ["岳阳2024年社零多少"], "换算成万元是多少？")
    assert (query.unit, query.indicators, query.years) == ("万元", ("社会消费品零售总额",), (2024,))


@pytest.mark.parametrize(
    ("question", "attribute"),
    [
        ("岳阳2024年失业率是百分之几？", None),
        ("岳阳2024年税收占GDP百分之几？", "share"),
        ("岳阳2024年GDP增长百分之几？", "change"),
    ],
)
def test_a_rate_is_its_own_value(question: str, attribute: str | None) -> None:
    assert understand(question, PLACES).leaves[0].attribute == attribute or (
        attribute == "share" and understand(question, PLACES).operation == "share"
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("岳阳2024年高企又多了几家？", "岳阳市2024年新增高企数量"),
        ("岳阳2024年青少年活动中心建了几座？", "岳阳市2024年青少年活动中心数量"),
    ],
)
def test_a_query_reads_as_a_person_would_write_it(question: str, said: str) -> None:
    assert in_words(understand(question, PLACES)) == said


def test_a_thing_asked_about_after_a_place_no_report_covers_is_not_of_that_place() -> None:
    before = ["我家在彰东街道，今年那边有什么动静"]
    scope = Scope((Covered("r#1", "报告", "安阳市北关区", "district", 2026, None),))
    assert not meant(scope, before, "听说要建个新的变电站，在哪儿").places
    assert meant(scope, before, "那去年呢").places == ("彰东街道",)


def test_a_meeting_that_lasted_takes_nothing_from_the_question_before() -> None:
    query = meant(PLACES, ["岳阳退役军人有什么政策"], "岳阳人大会今年开了几天")
    assert "退役军人" not in query.wording


@pytest.mark.parametrize("said", ["过亿的项目", "上亿项目", "超亿元的项目"])
def test_a_size_in_everyday_words_is_a_bound(said: str) -> None:
    (asked,) = understand(f"岳阳去年引进了几个{said}", PLACES).expected.asked
    assert (asked.value, asked.unit, asked.qualifier) == (100_000_000, "元", "ge")


@pytest.mark.parametrize("question", ["岳阳修了哪些路", "岳阳修哪几条路"])
def test_what_was_done_to_something_is_asked_by_itself(question: str) -> None:
    assert (
        "社零" not in meant(PLACES, ["岳阳2024年社零多少"], question.removeprefix("岳阳")).wording
    )
