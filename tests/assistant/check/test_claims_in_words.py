"""Figures told in words: said only where the cited passage has them as they are."""

import pytest

from assistant.answer import Answer, Citation
from assistant.check.claims import worded_in
from assistant.check.verify import judge, verify
from index.report import Passage

PASSAGE = Passage(
    id="p",
    report_id="r",
    start=0,
    end=0,
    text="全年生产总值完成189.3亿元，近半来自工业，三分之一的项目投产，服务数百家企业，位居前列。",
    headings=(),
    place="青山县",
    year=2025,
    title="2025年青山县政府工作报告",
)


@pytest.mark.parametrize(
    "said",
    [
        "生产总值为伍佰亿元[1]。",
        "生产总值为5佰亿元[1]。",
        "生产总值为五OO亿元[1]。",
        "生产总值为⑤百亿元[1]。",
        "生产总值增长⑤%[1]。",
        "引进企业⑤家[1]。",
        "生产总值增长5.⑤%[1]。",
        "生产总值为数百亿元[1]。",
        "生产总值破千亿[1]。",
        "生产总值增长两位数[1]。",
        "GDP was three hundred billion yuan[1]。",
        "生产总值翻番[1]。",
        "生产总值翻了一番[1]。",
        "生产总值翻了两番[1]。",
        "生产总值实现倍增[1]。",
        "过半来自工业[1]。",
        "一半来自工业[1]。",
        "四分之一的项目投产[1]。",
        "十来个项目投产[1]。",
        "仨项目投产[1]。",
        "生产总值居全县榜首[1]。",
        "生产总值居全县第一[1]。",
        "生产总值负增长[1]。",
    ],
)
def test_a_figure_in_words_that_the_passage_has_not_is_unsupported(said: str) -> None:
    assert "unsupported" in {verdict.status for verdict in judge(said, {1: PASSAGE})}
    citation = Citation(1, PASSAGE, 0, len(PASSAGE.text))
    assert verify(Answer((said,), (citation,))) == (None, ())


@pytest.mark.parametrize(
    "said",
    [
        "近半来自工业[1]。",
        "三分之一的项目投产[1]。",
        "服务数百家企业[1]。",
        "生产总值为189.3亿元，位居前列[1]。",
    ],
)
def test_one_that_the_passage_has_as_it_is_may_be_said(said: str) -> None:
    assert {verdict.status for verdict in judge(said, {1: PASSAGE})} <= {"supported"}


@pytest.mark.parametrize(
    "text",
    [
        "统筹一般公共预算，进一步优化一流营商环境，万众一心。",
        "五成以上，百分之五，第二位，三个百分点。",
        "大力发展装配式建筑，经过半年建设，通过验收。",
        "上半年，下半年，大半年来，陆路口岸，一对一帮扶，倍加珍惜。",
        "低空+A1研学基地，GDP总量，12345热线。",
        "①人才引进；②家政服务：③加快建设。",
        "经济运行保持平稳，社零增长5.7%。",
    ],
)
def test_common_words_and_what_a_value_is_read_from_are_none(text: str) -> None:
    assert [text[slice(*span)] for span in worded_in(text)] == []
