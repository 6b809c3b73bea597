"""What a clause states of beside what was asked."""

from __future__ import annotations

import pytest

from assistant.answering.relevance import another_scope, names_stand, of_another_subject
from assistant.question.conversation import understand
from assistant.question.scope import Scope


@pytest.mark.parametrize(
    ("question", "clause", "another"),
    [
        ("购买第二套住房最高能贷多少", "首套住房最高可贷100万元", True),
        ("第二阶梯水价是多少", "第一阶梯水价为每立方米3.3元", True),
        ("第一批项目有多少个", "首批项目36个", False),
        ("第2期工程投资多少", "第二期工程投资3亿元", False),
        ("住房最高能贷多少", "首套住房最高可贷100万元", False),
        ("第二套住房最高能贷多少", "首套住房最高可贷100万元，第二套50万元", False),
    ],
)
def test_one_of_a_row_is_no_other(question: str, clause: str, another: bool) -> None:
    assert of_another_subject(understand(question, Scope(())), clause) is another


@pytest.mark.parametrize(
    ("question", "clause", "another"),
    [
        ("招引企业多少家", "新引进项目97个", True),
        ("招引公司多少家", "招引企业150家以上", False),
        ("项目有多少个", "招引企业150家以上", True),
        ("企业的项目有多少个", "新引进项目97个", False),
        ("引进了多少", "新引进项目97个", False),
    ],
)
def test_projects_are_no_firms(question: str, clause: str, another: bool) -> None:
    assert of_another_subject(understand(question, Scope(())), clause) is another


@pytest.mark.parametrize(
    ("question", "clause", "another"),
    [
        ("污水管网改造了几个片区", "3个片区雨水管网改造更新基本完工", True),
        ("雨水管网改造了几个片区", "3个片区雨水管网改造更新基本完工", False),
        ("管网改造了几个片区", "3个片区雨水管网改造更新基本完工", False),
        ("农村居民收入增长多少", "城镇居民人均可支配收入增长5%", True),
        ("出口增长多少", "进出口总值增长5.5%", True),
        ("出口增长多少", "进出口增长5.5%，其中出口增长6.3%", False),
        ("外贸进出口增长多少", "进出口总值增长5.5%", False),
        ("省级平台几家", "新增市级平台5家", True),
        ("省级平台几家", "新增省级、市级平台5家", False),
    ],
)
def test_another_thing_of_the_same_kind(question: str, clause: str, another: bool) -> None:
    assert of_another_subject(understand(question, Scope(())), clause) is another


def test_another_scope_is_named() -> None:
    assert another_scope(understand("增速在全省排第几", Scope(())), "增速均居全市第二位") == "全省"
    assert another_scope(understand("增速在全市排第几", Scope(())), "增速均居全市第二位") is None


@pytest.mark.parametrize(
    ("question", "clause", "another"),
    [
        ("原煤产量增长了多少", "焦煤产量90万吨，增长3.2%", True),
        ("褐煤产量是多少", "原煤产量760万吨", True),
        ("原煤产量是多少", "原煤产量760万吨，焦煤产量90万吨", False),
        ("老年住餐场所建了多少个", "建成老年助餐场所40个", False),  # a slip of the pen
        ("要发布多少份可共享利用的种质资源", "发布可共享利用的种质资源1000份以上", False),
    ],
)
def test_a_sibling_is_another_thing(question: str, clause: str, another: bool) -> None:
    assert of_another_subject(understand(question, Scope(())), clause) is another


def test_a_name_in_what_is_asked_must_stand() -> None:
    query = understand("原煤产量增长了多少", Scope(()))
    assert names_stand(query, "原煤产量增长3%") and not names_stand(query, "天然气产量增长12.7%")
