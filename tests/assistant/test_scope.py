"""Which place a reader means by 全市 and 全省, with and without a home."""

import pytest

from assistant.scope import Scope
from index.library import Covered
from index.report import Level


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
