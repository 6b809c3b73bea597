import pytest

from index.figures.clauses import sentences_of, topics_of
from index.report import Passage


def _passage(text: str, headings: tuple[str, ...] = ()) -> Passage:
    return Passage("甲#1:0", "甲#1", 0, len(text), text, headings)


def _written(passage: Passage) -> list[list[str]]:
    return [
        [passage.text[slice(*segment)] for segment in sentence.segments()]
        for sentence in sentences_of(passage)
    ]


def test_clauses_that_go_on_stay_with_their_subject() -> None:
    text = "规模以上工业增加值增长15.2%,社会消费品零售总额完成79.38亿元,同比增长5.8%,增速均居全市第二位。"
    assert _written(_passage(text)) == [
        [
            "规模以上工业增加值增长15.2%",
            "社会消费品零售总额完成79.38亿元,同比增长5.8%,增速均居全市第二位",
        ]
    ]


def test_a_word_that_begins_like_going_on_opens_a_subject() -> None:
    assert _written(_passage("就业稳定,居民消费价格涨幅2%左右。")) == [
        ["就业稳定", "居民消费价格涨幅2%左右"]
    ]


def test_a_comma_inside_a_number_ends_no_clause() -> None:
    assert _written(_passage("完成1,100.9亿元,增长5%。")) == [["完成1,100.9亿元,增长5%"]]


def test_headings_and_subtitles_are_no_sentences() -> None:
    text = "## 工作回顾\n\n某某会议召开\n\n全年完成5亿元。\n"
    assert _written(_passage(text)) == [["全年完成5亿元"]]


def test_a_column_break_is_inside_its_sentence() -> None:
    text = "整治市容,设置流动摊贩\n\n疏导点,开展整治。\n\n另起一段。"
    assert [sentence.text for sentence in sentences_of(_passage(text))] == [
        "整治市容,设置流动摊贩\n\n疏导点,开展整治",
        "另起一段",
    ]


def test_an_announcement_is_joined_to_what_it_announces() -> None:
    text = (
        "营商环境优化升级。问题得到立行立改,走访全覆盖。区域合作纵深推进。建立合作关系,不断深化。"
    )
    assert [topic.text for topic in topics_of(_passage(text))] == [
        "营商环境优化升级。问题得到立行立改,走访全覆盖",
        "区域合作纵深推进。建立合作关系,不断深化",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("，。", []),
        ("：，；，！", []),
        ("，", []),
        ("30亿元。，。增长5%。", [["30亿元"], ["增长5%"]]),
        ("收入30亿元，，增长5%。，：", [["收入30亿元，，增长5%"]]),
        ("本报讯（记者甲），。", [["本报讯（记者甲）"]]),
    ],
)
def test_a_sentence_of_marks_alone_is_none(text: str, told: list[list[str]]) -> None:
    assert _written(_passage(text)) == told
