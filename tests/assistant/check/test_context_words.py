"""A paraphrase is borne out by the figure that its words fit best, and by no other."""

from __future__ import annotations

import pytest

from assistant.check.claims import claims_of
from assistant.check.context_words import content_of, fit
from assistant.check.verify import ACCEPTED, judge
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "全年生产总值完成189.3亿元,同比增长5.5%。规模以上工业增加值增长15.2%,社会消费品零售总额完成"
    "79.38亿元,同比增长5.8%。建筑业完成产值80.4亿元,实现税收3.25亿元。完成20个老旧小区改造和"
    "4个海绵城市项目。支持蓝天实验室发展,申报专利8项、形成样机9套。开展职业技能培训7341人次,"
    "平台接待研学9100余人次。安阳天空之城获评国家AAA级景区。"
)
PASSAGE = Passage(
    "甲#1:1", "甲#1", 0, len(TEXT), TEXT, ("2025年工作回顾",), year=2026, period=2025, kind="actual"
)


def _borne_out(sentence: str, asked: str = "") -> bool:
    return all(
        verdict.status in ACCEPTED for verdict in judge(sentence, {1: PASSAGE}, understood(asked))
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2025年社零不降反升，同比增长5.8%[1]。", "2025年社零不降反升，同比增长15.2%[1]。"),
        ("社零去年保持稳定，达到79.38亿元[1]。", "社零去年保持稳定，达到189.3亿元[1]。"),
        ("规上工业增加值在2025年实际增长15.2%[1]。", "规上工业增加值在2025年实际增长5.8%[1]。"),
        ("建筑业2025年实现产值80.4亿元[1]。", "建筑业2025年实现产值3.25亿元[1]。"),
        ("建筑业贡献税收3.25亿元[1]。", "建筑业贡献税收80.4亿元[1]。"),
        ("共完成了20个老旧小区的改造工作[1]。", "共完成了4个老旧小区的改造工作[1]。"),
        ("老旧小区改造方面，去年完成20个[1]。", "老旧小区改造方面，去年完成4个[1]。"),
        ("老旧小区改造方面，去年完成20个[1]。", "老旧小区改造方面，今年完成20个[1]。"),
        ("蓝天实验室已形成样机9套[1]。", "蓝天实验室已形成样机8套[1]。"),
        ("职业技能培训去年开展了7341人次[1]。", "职业技能培训去年开展了9100余人次[1]。"),
        ("安阳天空之城是国家3A级景区[1]。", "安阳天空之城是国家4A级景区[1]。"),
    ],
)
def test_a_paraphrase_stands_and_its_near_miss_falls(right: str, wrong: str) -> None:
    assert _borne_out(right)
    assert not _borne_out(wrong)


def test_what_a_sentence_leaves_out_the_question_tells() -> None:
    asked = "职业技能培训目标是9000人次吗？"
    assert _borne_out("7341人次是2025年实际完成的数量[1]。", asked)
    assert not _borne_out("9100余人次是2025年实际完成的数量[1]。", asked)
    assert not _borne_out("7341人次是2024年实际完成的数量[1]。", asked)


def test_a_growth_is_not_worked_out_of_percentages() -> None:
    assert not _borne_out("生产总值增长5.5%，规模以上工业增加值增长5.5%，社零增长5.8%[1]。")
    assert _borne_out("生产总值增长5.5%，规模以上工业增加值增长15.2%，社零增长5.8%[1]。")


def test_last_year_counts_from_the_report() -> None:
    (claim,) = claims_of("职业技能培训去年开展了7341人次[1]。")[0]
    assert claim.years_on == -1
    (claim,) = claims_of("职业技能培训比去年多开展7341人次[1]。")[0]
    assert claim.years_on is None


def test_content_is_what_is_not_said_of_any_figure() -> None:
    assert content_of("2025年，北关区GDP实际达到") == {"地区生产总值"}
    assert content_of("去年同比增长") == frozenset()
    assert content_of("人均GDP") == {"人均地区生产总值"}


def test_what_the_sentence_says_before_a_figure_counts_neither_way() -> None:
    said, told = frozenset({"实验", "样机"}), frozenset({"样机"})
    assert fit(said, told, frozenset()) == 0.5
    assert fit(said, told, frozenset({"实验"})) == 1.0
    assert fit(said, frozenset({"专利"}), frozenset({"实验", "样机"})) == 0.0
