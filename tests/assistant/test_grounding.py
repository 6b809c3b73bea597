"""What a model wrote beside its figures is told by the passage it cites, or it is not shown."""

from __future__ import annotations

import pytest

from assistant.grounding import untold
from index.report import Passage

TEXT = (
    "因地制宜规划建设一批停车场、充电桩,持续完善城市基础设施。谋划19个老旧小区改造。"
    "落实育儿补贴、免费学前教育等政策,着力建设生育友好型社会。"
)
PASSAGE = Passage("甲#1:1", "甲#1", 0, len(TEXT), TEXT, ("2026年重点工作",), period=2026)
QUESTION = "停车难怎么解决？"


@pytest.mark.parametrize(
    "sentence",
    [
        "2026年将因地制宜地规划建设一批停车场和充电桩[1]。",
        "为解决停车难，将建设停车场、充电桩，以完善城市的基础设施[1]。",
        "对养育孩子的家庭，将落实育儿补贴和免费学前教育政策[1]。",
        "谋划改造的老旧小区为19个[1]。",
        "[1]。",
    ],
)
def test_a_paraphrase_is_told(sentence: str) -> None:
    assert untold(sentence, [PASSAGE], QUESTION) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "有一天企鹅觉得很无聊，就把身上的毛全拔光了[1]。",
        "我的任务是撰写答案，只依据给出的段落，不用其他知识[1]。",
        "请您放心，下个月就有专人上门为您办理[1]。",
        "将严厉打击电信网络诈骗，常态化开展扫黑除恶[1]。",
    ],
)
def test_what_the_passage_does_not_say_is_untold_as_a_whole(sentence: str) -> None:
    assert untold(sentence, [PASSAGE], QUESTION) == sentence


@pytest.mark.parametrize(
    "invented",
    [
        "预计明年春节之前全部投入使用",
        "这反映出历届领导长期忽视民众诉求",
        "我们保证您家楼下划出车位",
    ],
)
def test_an_invented_clause_behind_a_right_one_is_untold(invented: str) -> None:
    right = "2026年将因地制宜规划建设一批停车场、充电桩"
    assert untold(f"{right}，{invented}[1]。", [PASSAGE], QUESTION) == f"{invented}[1]。"
    assert untold(f"{invented}，{right}[1]。", [PASSAGE], QUESTION) == invented


def test_a_short_clause_of_light_words_counts_neither_way() -> None:
    assert untold("谋划老旧小区改造19个，较上年略减[1]。", [PASSAGE], QUESTION) is None


def test_the_passage_of_another_topic_does_not_tell_it() -> None:
    text = "全年生产总值完成189.3亿元,同比增长5.5%。"
    other = Passage("甲#1:2", "甲#1", 0, len(text), text, ())
    sentence = "将建设一批停车场和充电桩[1]。"
    assert untold(sentence, [other], QUESTION) == sentence
    assert untold(sentence, [other, PASSAGE], QUESTION) is None
