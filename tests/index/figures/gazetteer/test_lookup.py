"""Towns, zones and departments by their names; what in a report is a place, and what only looks so."""

from __future__ import annotations

import pytest

from index.figures.bound_place import place_of, places_opening, towns_in
from index.figures.figure import Context
from index.figures.gazetteer.lookup import named_in_title, own_name, parents_of, unlisted
from index.figures.places import names_of
from index.report import Level
from index.reports.place_of_report import guess_place

COUNTY = Context(place="南充市蓬安县", year=2025)


@pytest.mark.parametrize(
    ("written", "full", "own", "level"),
    [
        ("罗家镇", "罗家镇", "罗家镇", "town"),
        ("蓬安县罗家镇", "蓬安县罗家镇", "罗家镇", "town"),
        ("四川省南充市蓬安县罗家镇", "蓬安县罗家镇", "罗家镇", "town"),
        ("蓬安县相如街道", "蓬安县相如街道", "相如街道", "town"),
        ("北京市朝阳区望京街道", "北京市朝阳区望京街道", "望京街道", "town"),
        ("南充经开区", "南充市经开区", "经开区", "zone"),
        ("蓬安县工业园区", "蓬安县工业园区", "工业园区", "zone"),
        ("火炬开发区", "火炬开发区", "火炬开发区", "zone"),
        ("蓬安县教育局", "蓬安县教育局", "教育局", "department"),
        ("蓬安县第一中学", "蓬安县第一中学", "第一中学", "department"),
        ("上海市政府办公厅", "上海市政府办公厅", "政府办公厅", "department"),
    ],
)
def test_a_name_of_no_gazetteer_has_a_place_above_an_own_name_and_a_level(
    written: str, full: str, own: str, level: Level
) -> None:
    named = unlisted(written)
    assert named is not None
    assert (named.full, named.own, named.level) == (full, own, level)
    assert own_name(named.full) == own


@pytest.mark.parametrize(
    "written",
    ["乡镇", "特色小镇", "美丽乡", "城乡", "各乡镇", "全镇", "教育局", "经开区", "工业园区", "蓬安县", "中国",
     "三个街道", "2024年"],
)  # fmt: skip
def test_a_kind_without_a_name_and_a_word_are_no_names(written: str) -> None:
    assert unlisted(written) is None


def test_an_unlisted_place_is_in_those_that_its_name_says() -> None:
    assert parents_of("蓬安县罗家镇") == ("南充市蓬安县", "南充市", "四川省")
    assert parents_of("南充市经开区") == ("南充市", "四川省")
    assert parents_of("罗家镇") == ()


def test_a_town_is_called_by_its_own_name_and_a_department_only_with_its_place() -> None:
    assert {"蓬安县罗家镇", "蓬安罗家镇", "罗家镇", "全镇"} <= set(names_of("蓬安县罗家镇", "town"))
    assert "全街道" in names_of("蓬安县相如街道", "town")
    department = set(names_of("蓬安县教育局", "department"))
    assert "蓬安教育局" in department
    assert "教育局" not in department
    assert "经开区" not in names_of("南充市经开区", "zone")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("蓬安县罗家镇2025年政府工作报告", "蓬安县罗家镇"),
        ("罗家镇人民政府工作报告", "罗家镇"),
        ("蓬安县教育局2024年部门决算", "蓬安县教育局"),
        ("南充经开区2024年工作总结", "南充经开区"),
        ("蓬安县高新区规划", "蓬安县高新区"),
        ("蓬安县人民法院工作报告", None),
        ("蓬安县人大常委会工作报告", None),
        ("蓬安县2025年政府工作报告", None),
        ("全县乡镇工作总结", None),
        ("蓬安县推进开发区改革的意见", None),
        ("2024年工作报告", None),
    ],
)
def test_a_title_names_what_it_opens_with(title: str, name: str | None) -> None:
    assert named_in_title(title) == name


@pytest.mark.parametrize(
    ("name", "text", "place", "level"),
    [
        ("罗家镇2025年政府工作报告", "", "罗家镇", "town"),
        ("罗家镇2025年政府工作报告", "——在蓬安县罗家镇第十九届人民代表大会第五次会议上", "蓬安县罗家镇", "town"),
        ("报告", "蓬安县罗家镇2025年政府工作报告\n\n各位代表：", "蓬安县罗家镇", "town"),
        ("2024年度蓬安县教育局部门决算", "", "蓬安县教育局", "department"),
        ("蓬安县人民法院工作报告", "", "南充市蓬安县", "district"),
        ("蓬安县人民检察院2025年工作报告", "", "南充市蓬安县", "district"),
        ("澳門特別行政區2024年財政年度施政報告", "", "澳门特别行政区", "province"),
        ("澳門2024年統計年鑑", "", "澳门特别行政区", "province"),
        ("香港2024年施政報告", "", "香港特别行政区", "province"),
        ("1957年国务院政府工作报告", "", "全国", "nation"),
        ("中国共产党第十八次全国代表大会报告", "", "全国", "nation"),
        ("涪陵市1996年政府工作报告", "", "涪陵市", "city"),
        ("热河省1954年政府工作报告", "", "热河省", "province"),
        ("蓬安县贯彻国务院意见的方案", "", "南充市蓬安县", "district"),
        ("蓬安县2025年政府工作报告", "推进罗家镇2025年工业园区建设", "南充市蓬安县", "district"),
        ("关于加强节水工作的意见", "到2025年建成节水单位47个。", None, None),
    ],
)  # fmt: skip
def test_a_report_is_of_the_place_or_body_that_its_title_names(
    name: str, text: str, place: str | None, level: Level | None
) -> None:
    guess = guess_place(name, text)
    assert (guess.place, guess.level, guess.contradicted) == (place, level, None)


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        ("全市地区生产总值增长5.9%", "南充市"),
        ("全省粮食总产量3000亿斤", "四川省"),
        ("全国粮食总产量1.4万亿斤", "全国"),
        ("全镇建成高标准农田3000亩", "全镇"),  # of a town, not of the county
        ("罗家镇实现产值3亿元", "蓬安县罗家镇"),
        ("城关镇投资3亿元", "蓬安县城关镇"),
        ("相如街道新增企业30家", "蓬安县相如街道"),
        ("工业园区实现产值30亿元", "蓬安县工业园区"),
        ("县经开区税收增长5%", "蓬安县经开区"),
        ("绵阳高新区产值增长8%", "绵阳市高新区"),
        ("仪陇县产值30亿元", "南充市仪陇县"),
        ("南充市仪陇县产值30亿元", "南充市仪陇县"),
        ("深圳投资项目3个", "深圳市"),
        ("上海市浦东新区投资项目3个", "上海市浦东新区"),
        ("英国1958年的煤产量为2.2亿吨", "英国"),
        ("热河省粮食产量30亿斤", "热河省"),
        ("渝北区投资30亿元", "渝北区"),
    ],
)
def test_a_clause_is_of_the_place_that_it_opens_with(clause: str, place: str) -> None:
    assert place_of(clause, COUNTY) == place


@pytest.mark.parametrize(
    "clause",
    ["推动县域经济增长8%", "整县推进试点3个", "项目区亩均增产50公斤", "本县新增企业30家", "各县完成投资3亿元",
     "每个县区打造应用场景3个",
     "发挥区位优势引进项目3个", "示范区面积达到3万亩", "景区接待游客3万人次", "社区建成食堂3个",
     "校区投用3个", "城区新增绿地3万亩", "棚户区改造1624户",
     "核心区亩产1589公斤", "脱贫县人均收入增长7%", "办理区市人大代表建议135件", "省级区域医疗中心3个",
     "地表水区控断面优良率98%", "集中区企业突破100家",
     "自治区级以上龙头企业13家", "重点镇建成3个", "美丽乡村建成3个", "城乡居民收入增长5%", "乡镇卫生院建成3所",
     "特色小镇建成3个", "五县经济总量占25%"],
)  # fmt: skip
def test_what_only_looks_like_a_name_is_no_place(clause: str) -> None:
    assert place_of(clause, COUNTY) == "南充市蓬安县"


def test_a_league_calls_itself_by_its_kind() -> None:
    league = Context(place="锡林郭勒盟", year=2024)
    assert place_of("全盟粮食产量增长5%", league) == "锡林郭勒盟"


def test_a_clause_of_a_document_without_a_place_is_of_the_place_that_it_names() -> None:
    assert place_of("浙江省地区生产总值9万亿元", Context()) == "浙江省"
    assert place_of("全市地区生产总值9万亿元", Context()) is None
    assert places_opening("项目区亩均增产") == []


@pytest.mark.parametrize(
    ("question", "towns"),
    [
        ("石桥镇2024年农业总产值是多少", ["石桥镇"]),
        ("请问蓬安县石桥镇有多少企业", ["石桥镇"]),
        ("相如街道和罗家镇哪个企业多", ["相如街道", "罗家镇"]),
        ("乡镇卫生院有几所", []),
        ("特色小镇建了几个", []),
        ("美丽乡村建设怎么样", []),
        ("城镇新增就业多少", []),
        ("好多老乡问医保怎么交", []),
        ("景德镇市GDP是多少", []),
    ],
)
def test_the_towns_of_a_question_are_found(question: str, towns: list[str]) -> None:
    assert [town.name for town in towns_in(question)] == towns


def test_the_nation_is_called_by_each_of_its_names_once() -> None:
    assert names_of("全国", "nation") == ("全国", "我国", "中国")
