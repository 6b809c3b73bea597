"""What a model wrote beside its figures is told by the passage it cites, or it is not shown."""

from __future__ import annotations

import pytest

from assistant.check.grounding import unsupported_words
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "因地制宜规划建设一批停车场、充电桩,持续完善城市基础设施。谋划19个老旧小区改造。"
    "落实育儿补贴、免费学前教育等政策,着力建设生育友好型社会。"
)
PASSAGE = Passage("甲#1:1", "甲#1", 0, len(TEXT), TEXT, ("2026年重点工作",), period=2026)
QUESTION = understood("停车难怎么解决？")


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
    assert unsupported_words(sentence, [PASSAGE], QUESTION) is None


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
    assert unsupported_words(sentence, [PASSAGE], QUESTION) == sentence


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
    assert unsupported_words(f"{right}，{invented}[1]。", [PASSAGE], QUESTION) == f"{invented}[1]。"
    assert unsupported_words(f"{invented}，{right}[1]。", [PASSAGE], QUESTION) == invented


def test_a_short_clause_of_light_words_counts_neither_way() -> None:
    assert unsupported_words("谋划老旧小区改造19个，较上年略减[1]。", [PASSAGE], QUESTION) is None


def test_the_passage_of_another_topic_does_not_tell_it() -> None:
    text = "全年生产总值完成189.3亿元,同比增长5.5%。"
    other = Passage("甲#1:2", "甲#1", 0, len(text), text, ())
    sentence = "将建设一批停车场和充电桩[1]。"
    assert unsupported_words(sentence, [other], QUESTION) == sentence
    assert unsupported_words(sentence, [other, PASSAGE], QUESTION) is None


HEAD = "县长周明远作政府工作报告,县委书记高度重视,副县长分管教育。生产总值完成120.5亿元。"


@pytest.mark.parametrize(
    "clause",
    [
        "青山县县长是贪官",
        "县长被查",
        "县委书记收受好处",
        "副县长能力平庸",
        "县长贪污",
        "据说书记很不得人心",
    ],
)
def test_an_office_that_the_passage_names_is_no_evidence_for_what_is_said_of_its_holder(
    clause: str,
) -> None:
    passage = Passage("甲#1:1", "甲#1", 0, len(HEAD), HEAD, (), place="青山县")
    assert (
        unsupported_words(f"{clause}[1]。", [passage], understood("青山县县长怎么样？")) is not None
    )
    assert (
        unsupported_words(
            f"生产总值完成120.5亿元，{clause}[1]。", [passage], understood("县长怎么样？")
        )
        is not None
    )


@pytest.mark.parametrize(
    "sentence",
    ["县长周明远作政府工作报告[1]。", "副县长分管教育[1]。", "青山县县委书记高度重视[1]。"],
)
def test_what_it_says_of_the_holder_is_told(sentence: str) -> None:
    passage = Passage("甲#1:1", "甲#1", 0, len(HEAD), HEAD, (), place="青山县")
    assert unsupported_words(sentence, [passage], understood("县长怎么样？")) is None


@pytest.mark.parametrize(
    "rider", ["数据造假", "其中存在虚报", "居民怨声载道", "财政赤字严重", "多为临时岗位"]
)
def test_a_short_clause_that_has_no_word_of_the_passage_is_untold(rider: str) -> None:
    right = "2026年将因地制宜规划建设一批停车场、充电桩"
    wrong = unsupported_words(f"{right}，{rider}[1]。", [PASSAGE], QUESTION)
    assert wrong is not None and wrong.startswith(rider)


@pytest.mark.parametrize(
    "turn",
    [
        "具体来看",
        "总的来说",
        "在停车方面",
        "据了解",
        "针对您反映的问题",
        "对有车的家庭",
        "主要做法如下",
    ],
)
def test_a_turn_that_states_nothing_may_open_a_sentence(turn: str) -> None:
    right = "2026年将因地制宜规划建设一批停车场、充电桩"
    assert unsupported_words(f"{turn}，{right}[1]。", [PASSAGE], QUESTION) is None


ROADS = (
    "翠园街、长青街等4条市政道路建成通车。安阳天空之城、北花村乡田悦等景区成功创建国家AAA级景区。"
)


@pytest.mark.parametrize(
    ("sentence", "invented"),
    [
        ("红色街、长青街等4条市政道路建成通车[1]。", "红色街"),
        ("翠园街、长青路、长青街等市政道路建成通车[1]。", "长青路"),
        ("北花村乡田悦、汉字公园、安阳天空之城成功创建国家AAA级景区[1]。", "汉字公园"),
        ("长青街、翠园街等4条市政道路已建成通车[1]。", None),
        ("红色街建成通车[1]。", "红色街"),
        ("长安街等4条市政道路建成通车[1]。", "长安街"),
        ("青花村乡田悦成功创建国家AAA级景区[1]。", "青花村"),
        ("4条路建成通车，其中有翠园街[1]。", None),
        ("翠园街建成通车[1]。", None),
        ("北花村乡田悦、安阳天空之城等景区创建为国家AAA级景区[1]。", None),
    ],
)
def test_each_item_of_an_enumeration_is_one_that_the_passages_have(
    sentence: str, invented: str | None
) -> None:
    passage = Passage("甲#2:1", "甲#2", 0, len(ROADS), ROADS, ("2025年工作回顾",), period=2025)
    assert unsupported_words(sentence, [passage], understood("情况怎么样？")) == invented


@pytest.mark.parametrize(
    ("question", "sentence", "invented"),
    [
        ("体育馆建成了吗？", "翠园街、体育馆、长青街建成通车[1]。", "体育馆"),
        ("地铁和高铁建成通车了吗？", "翠园街、地铁、高铁建成通车[1]。", "地铁"),
        (
            "红旗渠景区创建3A级景区了吗？",
            "红旗渠景区、安阳天空之城成功创建国家AAA级景区[1]。",
            "红旗渠景区",
        ),
        ("新修的马路叫什么名字？", "新修的马路叫体育街、长青街[1]。", "新修的马路叫体育街"),
        ("哪些马路新修了？", "新修的马路有翠园街、长青街[1]。", None),
    ],
)
def test_an_item_that_only_the_question_names_is_not_said(
    question: str, sentence: str, invented: str | None
) -> None:
    passage = Passage("甲#2:1", "甲#2", 0, len(ROADS), ROADS, ("2025年工作回顾",), period=2025)
    assert unsupported_words(sentence, [passage], understood(question)) == invented


MALLS = (
    "印象汇、碧乐汇等商业综合体完成提质升级。依托全区无人机产业优势,与哈密市巴里坤县等区域建立稳固合作关系。"
    "加快青禾普惠养老等项目建设。"
)


@pytest.mark.parametrize(
    ("sentence", "put_in"),
    [
        ("加快翠苑普惠养老等项目建设[1]。", "翠苑"),
        ("完成提质升级的商业综合体有印象汇和碧乐汇等[1]。", None),
        ("将加快青禾普惠养老等项目的建设[1]。", None),
        ("加速青禾普惠养老等项目建设[1]。", None),
    ],
)
def test_a_name_in_the_place_of_another_is_untold(sentence: str, put_in: str | None) -> None:
    passage = Passage("甲#1:1", "甲#1", 0, len(MALLS), MALLS, (), period=2025)
    assert unsupported_words(sentence, [passage], understood("有哪些项目？")) == put_in


def test_an_item_behind_words_of_the_question_is_told() -> None:
    text = "工业块头小、创新能力弱、产业缺龙头缺链条的问题仍然突出。"
    passage = Passage("甲#1:1", "甲#1", 0, len(text), text, (), period=2025)
    asked = understood("工业做不强，政府自己找的毛病是么事？")
    said = "政府自己找的毛病是工业块头小、创新能力弱、产业缺龙头缺链条[1]。"
    assert unsupported_words(said, [passage], asked) is None
    assert unsupported_words(said.replace("工业块头小", "资金缺口大"), [passage], asked)
