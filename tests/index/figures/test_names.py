"""Places, aliases, periods and fusion: the small pure parts."""

import pytest

from index.figures.aliases import load_aliases
from index.figures.period_rules import kind_by_words, period_of
from index.figures.places import cities, find_places, names_of, own_name
from index.reports.metadata import guess_metadata

NAMES = names_of("安阳市北关区", "district")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2025年北关区的GDP", ["北关区"]),
        ("文峰区GDP是多少", ["文峰区"]),
        ("殷都区和朝阳区比呢", ["殷都区", "朝阳区"]),
        ("郑州和洛阳谁高", ["郑州", "洛阳"]),
        ("在全市排第几", ["全市"]),
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


def test_one_indicator_is_not_named_inside_another() -> None:
    aliases = load_aliases()

    def named(text: str) -> list[str]:
        return [mention.indicator.name for mention in aliases.mentions(text)]

    assert named("全年生产总值完成") == ["地区生产总值"]
    assert named("单位生产总值碳排放") == ["单位生产总值碳排放"]
    assert named("规上工业增加值和社零") == ["规模以上工业增加值", "社会消费品零售总额"]
    assert named("战略性新兴产业增加值增长") == ["战略性新兴产业增加值"]
    assert named("GDP") == named("gdp") == named("ＧＤＰ") == ["地区生产总值"]


@pytest.mark.parametrize(
    ("headings", "year", "expected"),
    [
        (("2025年工作回顾", "经济运行稳中有进"), 2026, (2025, "actual")),
        (("2026年主要预期目标",), 2026, (2026, "target")),
        (("2026年重点工作", "惠民生"), 2026, (2026, "target")),
        (("一、过去一年工作回顾",), 2025, (2024, "actual")),
        (("今年工作安排",), 2025, (2025, "target")),
        (("过去五年工作回顾",), 2026, (None, "actual")),
        (("过去一年工作回顾",), None, (None, "actual")),
        (("经济运行稳中有进",), 2026, (None, None)),
        ((), 2026, (None, None)),
    ],
)
def test_a_section_tells_of_the_year_its_heading_gives(
    headings: tuple[str, ...], year: int | None, expected: tuple[int | None, str | None]
) -> None:
    assert period_of(headings, year) == expected


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("地区生产总值超2.2万亿元、增长6%", "actual"),
        ("地区生产总值增长6%左右", "target"),
        ("力争完成投资20亿元", "target"),
        ("完成投资20亿元,同比增长5%", "actual"),
        ("会议在安阳宾馆召开", None),
    ],
)
def test_a_sentence_tells_targets_from_outcomes_by_its_words(
    sentence: str, kind: str | None
) -> None:
    assert kind_by_words(sentence) == kind


@pytest.mark.parametrize(
    ("stem", "place", "level", "year"),
    [
        ("2025年河北省政府工作报告", "河北省", "province", 2025),
        ("2025年北京市政府工作报告", "北京市", "province", 2025),
        ("青山县2024年政府工作报告全文", "青山县", "district", 2024),
        ("会议纪要", None, None, None),
    ],
)
def test_place_and_year_are_guessed_from_a_file_name(
    stem: str, place: str | None, level: str | None, year: int | None
) -> None:
    guessed = guess_metadata(stem)
    assert (guessed.place, guessed.level, guessed.year) == (place, level, year)


@pytest.mark.parametrize(
    ("text", "place", "level", "year", "date"),
    [
        (
            "(2024年1月29日在杭州市第十四届人民代表大会第四次会议上)\n各位代表:",
            "杭州市",
            "city",
            2024,
            "2024-01-29",
        ),
        ("# 2025年青山县政府工作报告\n\n各位代表:", "青山县", "district", 2025, None),
        ("各位代表:现在,我代表市人民政府,向大会报告工作。", None, None, None, None),
    ],
)
def test_place_year_and_date_are_told_by_the_head_of_the_text(
    text: str, place: str | None, level: str | None, year: int | None, date: str | None
) -> None:
    guessed = guess_metadata("报告", text)
    assert (guessed.place, guessed.level, guessed.year, guessed.date) == (place, level, year, date)


def test_a_city_is_called_in_full_and_an_autonomous_prefecture_is_none() -> None:
    called = cities()
    assert {"郑州市", "杭州市", "朝阳市"} <= set(called)
    assert len(set(called)) == len(called)
    assert not {"文山州市", "红河州市", "文山市", "北京市"} & set(called)
