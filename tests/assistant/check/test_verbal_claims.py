"""What a sentence says beside its figures is said by the passage, or it is named as unsupported."""

from __future__ import annotations

import pytest

from assistant.check.verbal_claims import unsupported_claims
from assistant.check.verify import ACCEPTED, judge
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "全县生产总值完成120.5亿元,增长6.1%,增速高于全市平均0.4个百分点,居全市第三位。"
    "规模以上工业增加值增长8.2%,与全省持平。固定资产投资增长3%,低于预期目标。"
    "农村居民收入增速快于城镇居民。省定6项民生实事全部办结,12个市级项目完成年度投资计划的104%。"
    "城区污水管网改造基本完工,东湖水库尚未蓄水。出口总额由负转正。"
    "空气优良天数较上年减少5天,全年未发生重特大事故。新能源汽车产量首次突破10万辆,旅游收入创历史新高。"
)
PASSAGE = Passage(
    id="p",
    report_id="r",
    start=0,
    end=len(TEXT),
    text=TEXT,
    headings=("2024年工作回顾",),
    period=2024,
    kind="actual",
    title="2025年青山县政府工作报告",
    place="青山县",
    year=2025,
)


def unsupported(sentence: str, asked: str = "") -> list[str]:
    return list(unsupported_claims(f"{sentence}[1]。", {1: PASSAGE}, understood(asked)))


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        # denied
        ("2024年全县没有完成120.5亿元的生产总值", "没有"),
        ("规模以上工业增加值并未增长8.2%", "并未"),
        ("省定6项民生实事未能全部办结", "未能"),
        ("12个市级项目未完成年度投资计划的104%", "未"),
        ("城区污水管网改造尚未完工", "尚未"),
        # up and down
        ("规模以上工业增加值增长8.2%，增速有所回落", "回落"),
        ("全县生产总值增长6.1%，但后劲不足、持续下滑", "下滑"),
        ("空气优良天数较上年增加5天", "增加"),
        ("农村居民收入增速放缓", "放缓"),
        ("规模以上工业增加值由负转正，增长8.2%", "由负转正"),
        ("固定资产投资增长3%，扭转了下降势头", "扭转"),
        # above and below
        ("全县生产总值增速低于全市平均0.4个百分点", "低于"),
        ("全县生产总值增速与全市平均持平", "持平"),
        ("规模以上工业增加值增长8.2%，高于全省", "高于"),
        ("规模以上工业增加值增长8.2%，比全省快", "比全省快"),
        ("固定资产投资增长3%，好于预期目标", "好于"),
        ("农村居民收入增速慢于城镇居民", "慢于"),
        ("全县生产总值增长6.1%，领跑全市", "领跑"),
        ("规模以上工业增加值增速全省最快", "最快"),
        # done in full
        ("全县生产总值完成120.5亿元，超额完成全年目标", "超额"),
        ("规模以上工业增加值增长8.2%，提前完成任务", "提前完成"),
        ("固定资产投资增长3%，圆满完成预期目标", "完成预期目标"),
        ("城区污水管网改造全部完工", "全部"),
        # the first, the highest
        ("全县生产总值首次突破120亿元", "首次"),
        ("规模以上工业增加值增长8.2%，创历史新高", "新高"),
        ("新能源汽车产量创下新低", "新低"),
        ("旅游收入不是历史最高", "历史最高"),
    ],
)
def test_what_the_passage_does_not_say_in_words_is_named(sentence: str, wrong: str) -> None:
    assert any(wrong in text or text in wrong for text in unsupported(sentence))
    verdicts = judge(f"{sentence}[1]。", {1: PASSAGE})
    assert any(verdict.status not in ACCEPTED for verdict in verdicts)


@pytest.mark.parametrize(
    "sentence",
    [
        "2024年全县实现生产总值120.5亿元，增速比全市平均高0.4个百分点",
        "青山县生产总值增长6.1%，快于全市平均水平，在全市排第三位",
        "规模以上工业增加值增长8.2%，与全省增速一致",
        "规模以上工业增加值增速不高于全省",
        "规模以上工业增加值增速不低于全省",
        "固定资产投资增长3%，没有达到预期目标",
        "固定资产投资增长3%，不及预期",
        "农村居民收入增长跑赢城镇居民",
        "省定6项民生实事已全部办结",
        "12个市级项目超额完成了年度投资计划",
        "12个市级项目完成了年度计划",
        "城区污水管网改造已基本完工",
        "东湖水库还没有蓄水",
        "出口总额扭转了下降局面",
        "空气优良天数比上年下降了5天",
        "全年没有发生重特大事故",
        "新能源汽车产量首次超过10万辆",
        "旅游收入达到历史最高",
        "无人机产业不断壮大",
        "不是第一，全县生产总值增速居全市第三位",
        "规模以上工业增加值增长8.2%，同比提高",
    ],
)
def test_a_paraphrase_says_the_same(sentence: str) -> None:
    assert unsupported(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [("东湖水库已经蓄水", ["东湖水库已经蓄水"]), ("东湖水库开始蓄水", ["东湖水库开始蓄水"])],
)
def test_what_the_passage_denies_is_not_said(sentence: str, wrong: list[str]) -> None:
    assert unsupported(sentence) == wrong


@pytest.mark.parametrize(
    ("asked", "sentence", "wrong"),
    [
        ("生产总值超过100亿元了吗？", "超过了，2024年生产总值为120.5亿元", []),
        ("生产总值超过150亿元了吗？", "超过了，2024年生产总值为120.5亿元", ["超过"]),
        ("生产总值低于150亿元吗？", "低于，2024年生产总值为120.5亿元", []),
        ("生产总值是150亿元吗？", "没有达到150亿元，2024年生产总值为120.5亿元", []),
    ],
)
def test_a_word_that_answers_is_judged_by_the_figure_asked_about(
    asked: str, sentence: str, wrong: list[str]
) -> None:
    assert unsupported(sentence, asked) == wrong


def test_each_clause_is_compared_with_what_it_cites() -> None:
    other = "全县出口总额下降3.2%。"
    second = Passage("q", "r", 0, len(other), other, ("2024年工作回顾",), period=2024)
    right = "规模以上工业增加值增长8.2%[1]，出口总额下降3.2%[2]。"
    wrong = "规模以上工业增加值下降8.2%[1]，出口总额增长3.2%[2]。"
    cited = {1: PASSAGE, 2: second}
    assert list(unsupported_claims(right, cited)) == []
    assert "增长" in list(unsupported_claims(wrong, cited))


def test_what_cites_nothing_is_not_compared() -> None:
    assert list(unsupported_claims("生产总值领跑全国。", {1: PASSAGE})) == []


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("工业增长8.2%，生产总值增长6.1%，前者比后者高2.1个百分点", []),
        ("工业增长8.2%，生产总值增长6.1%，前者比后者低2.1个百分点", ["前者比后者低"]),
        ("工业增长8.2%，高于生产总值的6.1%", []),
        ("工业增长8.2%，低于生产总值的6.1%", ["低于"]),
        ("投资增长3%，低于2024年生产总值的6.1%", []),
        ("投资增长3%，快于2024年生产总值的6.1%", ["快于"]),
    ],
)
def test_two_figures_of_a_sentence_are_compared_by_their_values(
    sentence: str, wrong: list[str]
) -> None:
    found = unsupported(sentence)
    assert len(found) == len(wrong)
    assert all(one in whole for one, whole in zip(found, wrong, strict=True))


PLANS = "推动中华路北向贯通和107国道改线。加快推进污水管网改造,尽快建成投用。已开工的东湖水库年底前蓄水。"
PLANNED = Passage("q", "r", 0, len(PLANS), PLANS, ("2025年重点工作",), period=2025, kind="target")


@pytest.mark.parametrize(
    "sentence",
    [
        "中华路北向已经贯通",
        "107国道改线已完成",
        "污水管网改造建成投用",
        "污水管网改造竣工",
        "污水管网改造停工",
    ],
)
def test_what_is_planned_is_not_told_as_done_nor_as_given_up(sentence: str) -> None:
    verdicts = judge(f"{sentence}[1]。", {1: PLANNED})
    assert [v.status for v in verdicts if v.value is None] == ["unsupported"]


@pytest.mark.parametrize(
    "sentence",
    [
        "2025年将推动中华路北向贯通",
        "污水管网改造力争尽快建成投用",
        "加快改造污水管网，争取早日竣工",
        "东湖水库已开工",
    ],
)
def test_what_is_planned_may_be_told_as_such(sentence: str) -> None:
    assert list(unsupported_claims(f"{sentence}[1]。", {1: PLANNED})) == []


@pytest.mark.parametrize(
    "sentence", ["城区污水管网改造已建成投用", "12个市级项目均已停工", "省定民生实事落空"]
)
def test_what_has_ended_otherwise_is_named(sentence: str) -> None:
    verdicts = judge(f"{sentence}[1]。", {1: PASSAGE})
    assert any(v.status == "unsupported" for v in verdicts)
