"""An amount written in words, without a unit or as no numeral at all comes under the check."""

from __future__ import annotations

import pytest

from assistant.check.verify import ACCEPTED, judge
from index.report import Passage

TEXT = (
    "全年生产总值完成418.6亿元，同比增长6.2%。新增就业2.3万人。引进企业47家。"
    "财政收入突破三十亿元。城镇化率58.4%。人口自然增长率-1.6‰。由中船七一二所承建。"
)


def verdicts(said: str, text: str = TEXT) -> list[tuple[str, str]]:
    passage = Passage(
        id="p", report_id="r", start=0, end=len(text), text=text, headings=(), place="青山县",
        year=2026, period=2025,
    )  # fmt: skip
    return [(verdict.text, verdict.status) for verdict in judge(said, {1: passage})]


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ("生产总值突破五百亿大关[1]。", "突破五百亿"),
        ("生产总值超过六百亿[1]。", "超过六百亿"),
        ("生产总值站上千亿台阶[1]。", "站上千亿"),
        ("生产总值跻身千亿俱乐部[1]。", "千亿"),
        ("生产总值迈进万亿方阵[1]。", "万亿"),
        ("生产总值达九百亿规模[1]。", "九百亿"),
        ("生产总值为卅亿元[1]。", "卅亿元"),
        ("生产总值为叁佰亿圆[1]。", "叁佰亿圆"),
        ("生产总值为三 百 亿元[1]。", "三 百 亿元"),
        ("生产总值为5八亿元[1]。", "5八亿"),
        ("生产总值为四百一十八点六十亿元[1]。", "四百一十八点六十亿"),
        ("生产总值为八百来亿[1]。", "八百来亿"),
        ("生产总值为七八百亿[1]。", "七八百亿"),
        ("生产总值增长两位数[1]。", "两位数"),
        ("生产总值增长百分百[1]。", "百分百"),
        ("生产总值增长百分之一百六十[1]。", "百分之一百六十"),
        ("GDP was five hundred billion yuan[1].", "five hundred billion"),
        ("新增就业五万[1]。", "五万"),
        ("新增就业十几万[1]。", "十几万"),
        ("新增就业超两百万[1]。", "超两百万"),
        ("引进企业三百[1]。", "三百"),
        ("引进企业七十多[1]。", "七十多"),
        ("打机井三百眼[1]。", "三百"),
        ("财政收入突破五十亿[1]。", "突破五十亿"),
        ("城镇化率九成五[1]。", "九成五"),
        ("人口自然增长率1.6‰[1]。", "1.6‰"),
        ("居全省前三[1]。", "前三"),
        ("由七一所承建[1]。", "七一"),
    ],
)
def test_an_invented_amount_in_words_is_unsupported(said: str, figure: str) -> None:
    assert (figure, "unsupported") in verdicts(said)


@pytest.mark.parametrize(
    "said",
    [
        "生产总值突破四百亿大关[1]。",
        "生产总值为四百一十八点六亿元[1]。",
        "生产总值四百多亿[1]。",
        "生产总值完成418.6 亿元[1]。",
        "生产总值同比增长百分之六点二[1]。",
        "新增就业两万三千人[1]。",
        "新增就业2.3万[1]。",
        "新增就业两万三[1]。",
        "引进企业四十七家[1]。",
        "人口自然增长率负1.6‰[1]。",
        "由中船七一二所承建[1]。",
    ],
)
def test_a_true_amount_in_other_words_passes(said: str) -> None:
    assert {status for _, status in verdicts(said)} <= ACCEPTED


@pytest.mark.parametrize(
    ("said", "told", "status"),
    [
        ("生产总值突破三百亿[1]。", "生产总值完成302亿元。", "rounded"),
        ("生产总值突破三百亿[1]。", "生产总值完成189.3亿元。", "unsupported"),
        ("生产总值突破三百亿[1]。", "生产总值完成400亿元。", "unsupported"),
        ("生产总值突破三百亿[1]。", "生产总值突破300亿元。", "supported"),
        ("生产总值近三百亿[1]。", "生产总值完成298亿元。", "rounded"),
        ("生产总值近三百亿[1]。", "生产总值完成302亿元。", "unsupported"),
        ("新增就业三万[1]。", "新增就业3万人。", "supported"),
        ("新增就业三万[1]。", "新增就业约3万人。", "unsupported"),
        ("新增就业三万[1]。", "新增就业3.4万人。", "unsupported"),
    ],
)
def test_an_amount_without_a_unit_is_borne_out_by_its_size(
    said: str, told: str, status: str
) -> None:
    ((_, found),) = verdicts(said, told)
    assert found == status


def test_an_amount_without_a_unit_is_no_percentage_and_no_rank() -> None:
    assert verdicts("增长三万[1]。", "增长30000%。") == [("三万", "unsupported")]


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("推动第4批事项实施[1]。", True),
        ("推动第4批51项事项实施[1]。", True),
        ("推动第14批事项实施[1]。", False),
        ("由七一二所承建[1]。", True),
        ("由一二所承建[1]。", False),
    ],
)
def test_what_is_not_read_stands_as_a_whole_or_not_at_all(said: str, stands: bool) -> None:
    found = verdicts(said, "推动第4批51项事项实施，由七一二所承建。")
    assert all(status in ACCEPTED for _, status in found) == stands
