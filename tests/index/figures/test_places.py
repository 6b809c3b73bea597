"""The gazetteer: what each place is in, and which words are names of places."""

import re

import pytest

from index.figures.gazetteer.lookup import order_of, own_name, parents_of, places_called
from index.figures.gazetteer.table import places
from index.figures.places import (
    ancestor_called,
    cities,
    find_places,
    is_known,
    names_of,
    pattern_of,
)


def found(text: str) -> list[str]:
    return [mention.name for mention in find_places(text)]


def test_the_gazetteer_has_every_level() -> None:
    levels = [place.level for place in places()]
    assert levels.count("province") == 34
    assert 330 <= levels.count("city") <= 370
    assert levels.count("district") > 2800
    assert len({place.code for place in places()}) == len(levels)
    assert all(place.parent for place in places() if place.level != "province")


def test_no_two_places_have_one_full_name() -> None:
    full = [place.full for place in places()]
    assert len(set(full)) == len(full)


@pytest.mark.parametrize(
    ("place", "parents"),
    [
        ("安阳市北关区", ("安阳市", "河南省")),
        ("北关区", ("安阳市", "河南省")),
        ("河南省安阳市北关区", ("安阳市", "河南省")),
        ("恩施州恩施市", ("恩施州", "湖北省")),
        ("北京市朝阳区", ("北京市",)),
        ("天门市", ("湖北省",)),
        ("杭州市", ("浙江省",)),
        ("河南省", ()),
        ("朝阳区", ()),  # in 北京市 and in 长春市
        ("安阳市青山县", ("安阳市", "河南省")),  # not in the gazetteer: its name says it
        ("青山县", ()),
    ],
)
def test_a_place_is_in_its_parents(place: str, parents: tuple[str, ...]) -> None:
    assert parents_of(place) == parents


def test_a_name_of_several_places_needs_its_parent() -> None:
    assert [place.full for place in places_called("朝阳区")] == ["北京市朝阳区", "长春市朝阳区"]
    assert [place.full for place in places_called("长春市朝阳区")] == ["长春市朝阳区"]
    assert [place.full for place in places_called("吉林省长春朝阳区")] == ["长春市朝阳区"]
    assert places_called("安阳市朝阳区") == ()


@pytest.mark.parametrize(
    ("place", "own"),
    [
        ("安阳市北关区", "北关区"),
        ("杭州市余杭区", "余杭区"),  # 杭州 ends like a place of another kind
        ("徐州市沛县", "沛县"),
        ("恩施土家族苗族自治州恩施市", "恩施市"),
        ("安阳市青山县", "青山县"),
        ("河南省", "河南省"),
    ],
)
def test_the_own_part_of_a_name_is_its_last(place: str, own: str) -> None:
    assert own_name(place) == own


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("支持苍溪县建设", ["苍溪县"]),
        ("推动黔东南苗族侗族自治州和巴里坤县合作", ["黔东南苗族侗族自治州", "巴里坤县"]),
        ("晋城市城区和阳泉城区", ["城区", "阳泉"]),
        ("北京朝阳区", ["朝阳区"]),
        ("昆山市与安阳县", ["昆山市", "安阳县"]),
        ("新增城区绿地", []),
        ("老城区改造和新兴城市", []),
        ("建设世界级滨海城市", []),
        ("农产品合作市场", []),
        ("和平发展与新华书店", []),
        ("东方文明与白银价格、万年大计", []),
        ("做强全州经济，振兴县域", ["全州"]),
    ],
)
def test_names_are_found_and_words_are_not(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_place_is_called_by_what_its_name_ends_in() -> None:
    assert "全区" in names_of("西藏自治区", "province")
    assert "全省" not in names_of("西藏自治区", "province")
    assert "全市" in names_of("恩施州恩施市", "district")
    assert "全区" not in names_of("恩施州恩施市", "district")
    assert "全州" in names_of("凉山州", "city")


@pytest.mark.parametrize(
    ("generic", "place", "ancestor"),
    [
        ("全市", "安阳市北关区", "安阳市"),
        ("全省", "安阳市北关区", "河南省"),
        ("全省", "安阳市", "河南省"),
        ("全区", "崇左市", "广西壮族自治区"),
        ("全市", "北京市朝阳区", "北京市"),
        ("全市", "安阳市", None),
        ("全州", "安阳市北关区", None),
        ("全市", "朝阳区", None),
    ],
)
def test_a_report_calls_the_places_above_its_own_by_their_kind(
    generic: str, place: str, ancestor: str | None
) -> None:
    assert ancestor_called(generic, place) == ancestor


def test_places_are_sorted_by_administrative_order() -> None:
    mixed = ["安阳市北关区", "杭州市", None, "河南省", "安阳市青山县", "全国", "安阳市", "浙江省"]
    assert sorted(mixed, key=order_of) == [
        "全国", "浙江省", "杭州市", "河南省", "安阳市", "安阳市北关区", "安阳市青山县", None,
    ]  # fmt: skip


def test_a_place_merged_of_late_is_still_known() -> None:
    assert is_known("渝北区")


def test_the_pattern_of_names_finds_the_longest_and_nothing_without_names() -> None:
    pattern = pattern_of(["安阳", "安阳市", "安庆", "a.b"])
    assert pattern.findall("安阳市、安阳、安庆、安、a.b、axb") == ["安阳市", "安阳", "安庆", "a.b"]
    assert not pattern_of([]).search("安阳")
    assert isinstance(pattern, re.Pattern)


NAMES = names_of("安阳市北关区", "district")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2025年北关区的GDP", ["北关区"]),
        ("文峰区GDP是多少", ["文峰区"]),
        ("殷都区和朝阳区比呢", ["殷都区", "朝阳区"]),
        ("郑州和洛阳谁高", ["郑州", "洛阳"]),
        ("在全市排第几", ["全市"]),
        ("你觉得区财政怎么样", []),
        ("我想问区财政情况", []),
        ("查询县财政收入", []),
        ("你代表区政府吗", []),
        ("哪些省区", []),
        ("请问宣武区GDP", ["宣武区"]),  # of old
        ("改造了多少老旧小区", []),
        ("哪些景区、社区和园区", []),
        ("超市和城市建设", []),
    ],
)
def test_places_are_found_and_common_words_are_not(text: str, named: list[str]) -> None:
    assert [mention.name for mention in find_places(text, NAMES)] == named


def test_a_place_is_called_by_its_own_part_and_its_level() -> None:
    assert {"安阳市北关区", "北关区", "北关", "我区", "全区"} <= set(NAMES)
    assert "安阳市" not in NAMES
    assert own_name("河南省") == "河南省"


def test_a_city_is_called_in_full_and_an_autonomous_prefecture_is_none() -> None:
    called = cities()
    assert {"郑州市", "杭州市", "朝阳市"} <= set(called)
    assert len(set(called)) == len(called)
    assert not {"文山州市", "红河州市", "文山市", "北京市"} & set(called)
