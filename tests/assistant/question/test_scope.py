"""Which place a reader means by 全市 and 全省, with and without a home."""

from dataclasses import replace

import pytest

from assistant.errors import SettingsInvalid
from assistant.query import Query
from assistant.question.scope import Scope, place_meant
from index.report import Level
from index.store.library import Covered


def covered(place: str, level: Level) -> Covered:
    return Covered(f"{place}#1", place, place, level, 2026, None)


REPORTS = (
    covered("安阳市北关区", "district"),
    covered("安阳市", "city"),
    covered("杭州市", "city"),
    covered("河南省", "province"),
    covered("西藏自治区", "province"),
)


@pytest.mark.parametrize(
    ("home", "name", "places"),
    [
        ("安阳市北关区", "全市", ("安阳市",)),
        ("安阳市北关区", "全省", ("河南省",)),
        ("安阳市北关区", "全区", ("安阳市北关区",)),
        ("安阳市北关区", "杭州", ("杭州市",)),
        (None, "全省", ("河南省",)),
        (None, "全市", ()),
        (None, "全区", ()),
    ],
)
def test_a_name_by_level_is_the_place_above_home_or_the_only_one(
    home: str | None, name: str, places: tuple[str, ...]
) -> None:
    assert Scope(REPORTS, home).named((name,)) == places


def test_at_home_no_other_city_is_called_by_its_level() -> None:
    scope = Scope((REPORTS[0], REPORTS[2]), "安阳市北关区")
    assert "全市" not in scope.names
    assert "全市" in Scope((REPORTS[2],)).names


def test_the_place_whose_reports_say_so_is_at_home_unless_another_is_set() -> None:
    seed = replace(covered("安阳市北关区", "district"), home=True)
    scope = Scope((seed, covered("杭州市", "city")))
    assert scope.at_home("").home == "安阳市北关区"
    assert scope.at_home("杭州").home == "杭州市"
    assert Scope((seed, replace(covered("杭州市", "city"), home=True))).at_home("").home is None


def test_a_home_place_that_no_report_covers_stops_the_start_with_its_name() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_HOME_PLACE 所设的 '郑州市'"):
        Scope((covered("杭州市", "city"),)).at_home("郑州市")


def test_whom_something_is_done_with_is_the_place_meant_where_no_other_is_named() -> None:
    scope = Scope(REPORTS)
    assert place_meant(Query("和杭州签了协议的有哪些", named=("杭州",)), [], scope) == "杭州市"
    assert place_meant(Query("和武汉签了协议的有哪些", named=("武汉",)), [], scope) is None
    both = Query("杭州和安阳签了什么", named=("杭州", "安阳"))
    assert place_meant(both, [], scope) is None


def test_the_places_of_a_level_can_be_those_in_a_place() -> None:
    cities = tuple(covered(place, "city") for place in ("杭州市", "宁波市", "广州市"))
    scope = Scope((*cities, covered("浙江省", "province")))
    assert scope.several_of("city", ["浙江"]) == ("宁波市", "杭州市")
    assert scope.several_of("city", ["全国"]) == ("宁波市", "广州市", "杭州市")
    assert scope.several_of("city", ["广东"]) == ()  # one alone is asked by its name


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("杭州在浙江排第几", "杭州在全省排第几"),
        ("同在浙江，杭州和宁波谁的增速低", "同在浙江，杭州和宁波谁的增速低"),
    ],
)
def test_a_place_that_another_is_ranked_in_is_the_whole_of_it(text: str, named: str) -> None:
    scope = Scope((covered("杭州市", "city"), covered("宁波市", "city")))
    assert scope.with_wholes_named(text) == named
