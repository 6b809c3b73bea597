from __future__ import annotations

import pytest

from evals.report.highlight import Segment, changed, marked, quoted, shortened, spans


def found(text: str, wanted: str) -> list[str]:
    return [text[start:end] for start, end in spans(text, wanted)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("增长15%", "5%"),
        ("税收13.25亿元", "3.25亿元"),
        ("化解340起", "40"),
        ("共25个", "5个"),
        ("共25个", "2"),
        ("增长5.5%", "5"),
        ("完成1,100.9亿元", "100.9亿元"),
        ("完成1,100.9亿元", "1"),
        ("新建12,345个", "12"),
        ("任何文字", ""),
        ("第1,234,567个", "234"),
        ("", "5%"),
    ],
)
def test_a_part_of_a_longer_number_is_not_marked(text: str, wanted: str) -> None:
    assert found(text, wanted) == []


@pytest.mark.parametrize(
    ("text", "wanted", "marked_as"),
    [
        ("增长5%。", "5%", ["5%"]),
        ("增长５％。", "5%", ["５％"]),
        ("由15%到5%", "5%", ["5%"]),
        ("5%，又是5%", "5%", ["5%", "5%"]),
        ("完成1,100.9亿元", "1100.9亿元", ["1,100.9亿元"]),
        ("完成**189.3** 亿元", "189.3亿元", ["189.3** 亿元"]),
        ("增长5.5%[15]，", "5.5%", ["5.5%"]),
        ("苏宁[1]易购", "苏宁易购", ["苏宁[1]易购"]),
        ("5.5%左右", "5.5%", ["5.5%"]),
        ("第二位", "第二位", ["第二位"]),
        ("增5.5、5个", "5", ["5"]),
        ("有12,34个", "12", ["12"]),
    ],
)
def test_a_whole_one_is_marked_as_it_is_written(
    text: str, wanted: str, marked_as: list[str]
) -> None:
    assert found(text, wanted) == marked_as


def test_of_two_alike_only_the_whole_one_is_marked() -> None:
    assert spans("增5.5、5个", "5") == [(5, 6)]
    assert spans("由15%到5%", "5%") == [(5, 7)]


def test_a_marker_is_no_figure() -> None:
    assert found("增长5.5%[15]。", "15") == []


def test_what_is_wrong_goes_before_what_is_wanted() -> None:
    assert marked("完成189.3亿元，增长5.6%", wrong=["5.6%"], found=["189.3亿元", "5.6%"]) == [
        Segment("完成"),
        Segment("189.3亿元", "found"),
        Segment("，增长"),
        Segment("5.6%", "wrong"),
    ]


def test_no_character_is_lost_whatever_the_text_holds() -> None:
    hostile = "<script>\x00\ud800\u202e</style>5%" * 3
    assert "".join(one.text for one in marked(hostile, wrong=["5%"])) == hostile
    assert marked("", wrong=["5%"]) == []


def test_the_quote_is_marked_by_its_place() -> None:
    assert quoted("甲乙丙乙", 3, 4) == [Segment("甲乙丙"), Segment("乙", "quote")]
    assert quoted("甲乙", 0, 0) == [Segment("甲乙")]


def test_a_change_is_told_to_the_character() -> None:
    gone, new = changed("完成189.3亿元", "完成188.3亿元")
    assert gone == [Segment("完成18"), Segment("9", "gone"), Segment(".3亿元")]
    assert new == [Segment("完成18"), Segment("8", "new"), Segment(".3亿元")]


def test_no_change_marks_nothing_and_all_new_marks_all() -> None:
    assert changed("同", "同") == ([Segment("同")], [Segment("同")])
    assert changed("", "新") == ([], [Segment("新", "new")])


def test_only_what_is_too_long_is_shortened() -> None:
    assert shortened("五个字正好", 5) == "五个字正好"
    assert shortened("这是六个字", 4) == "这是六个…"
