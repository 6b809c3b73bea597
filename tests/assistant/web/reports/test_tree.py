"""The tree of the covered reports, and what a search finds in it."""

from __future__ import annotations

import pytest

from assistant.web.reports.tree import Branch, Wanted, tree_of, words_of
from index.report import DocumentKind
from index.store.library import Covered, Listed


def listed(
    place: str | None, year: int | None = 2025, kind: DocumentKind = "work_report", title: str = ""
) -> Listed:
    name = f"{place}{year}"
    covered = Covered(name, title or f"{place}政府工作报告", place, None, year, None, document=kind)
    return Listed(covered, f"/{name}.txt", 1, 1, ())


REPORTS = [
    listed("安阳市北关区", 2025),
    listed("安阳市北关区", 2026),
    listed("杭州市", 2024),
    listed("河南省", 2025, "communique", "河南省2025年统计公报"),
    listed("安阳市", 2025),
    listed(None, None, title="没有写明地方的文件"),
    listed("全国", 2026, title="国务院政府工作报告"),
]


def shape(branch: Branch) -> dict[str, object]:
    return {
        inner.name: ([each.covered.year for each in inner.reports], shape(inner))
        for inner in branch.inside.values()
    }


def test_reports_stand_below_their_province_and_city_the_newest_first() -> None:
    assert shape(tree_of(REPORTS)) == {
        "全国": ([2026], {}),
        "地方不详": ([None], {}),
        "浙江省": ([], {"杭州市": ([2024], {})}),
        "河南省": ([2025], {"安阳市": ([2025], {"北关区": ([2026, 2025], {})})}),
    }


def test_a_place_counts_what_is_in_it_and_says_its_years() -> None:
    tree = tree_of(REPORTS)
    assert tree.count == len(REPORTS)
    assert tree.inside["河南省"].count == 4
    assert tree.inside["河南省"].years == "2025—2026年"
    assert tree.inside["浙江省"].years == "2024年"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("北关", 2),
        ("河南", 4),
        ("安阳 2026", 1),
        ("beiguan", 2),
        ("bgq", 2),
        ("anyang", 3),
        ("公报", 1),
        ("2024年", 1),
        ("ＨＡＮＧＺＨＯＵ", 1),
        ("北关 杭州", 0),
        ("guan", 0),
        ("<script>", 0),
    ],
)
def test_a_search_finds_places_by_name_and_pinyin_titles_and_years(search: str, found: int) -> None:
    wanted = Wanted(words_of(search))
    assert sum(wanted.is_met_by(report) for report in REPORTS) == found


def test_year_and_kind_are_met_as_well() -> None:
    met = [report for report in REPORTS if Wanted(("河南",), 2025, "work_report").is_met_by(report)]
    assert [report.covered.place for report in met] == ["安阳市北关区", "安阳市"]
