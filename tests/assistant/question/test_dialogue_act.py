"""What is no question: ten utterances of each kind, and as many near misses that go on as questions."""

import json
import time
from pathlib import Path

import pytest

from assistant.question.dialogue_act import Act, asks_opinion, dialogue_act, small_talk

CASES = Path(__file__).parents[3] / "evals" / "cases"
ACTS: dict[Act, list[str]] = {
    "greeting": [
        "你好，我想咨询一下",
        "您好，麻烦问个事",
        "你好",
        "您好！",
        "早上好",
        "在吗",
        "hello",
        "你好呀，小助手",
        "老师好",
        "嗨",
        "有人在吗？",
        "大家好啊",
    ],
    "thanks": [
        "好的知道了谢谢",
        "感谢政府",
        "谢谢",
        "好的，谢谢您",
        "非常感谢你的帮助",
        "辛苦了",
        "多谢！",
        "太好了，谢谢",
        "你真棒，很棒",
        "谢谢你的回答",
        "麻烦了",
        "Thanks",
    ],
    "farewell": [
        "再见",
        "拜拜",
        "好的，再见",
        "谢谢，再见",
        "没有了，谢谢",
        "晚安",
        "回头见",
        "那就这样",
        "bye",
        "辛苦啦，祝工作顺利",
    ],
    "feedback": ["嗯", "好的", "是的", "哈哈哈", "知道了", "不对", "ok", "测试", "好吧", "明白了"],
    "insult": [
        "你是傻逼吗",
        "你真笨",
        "垃圾系统",
        "滚",
        "什么破玩意",
        "你这个废物",
        "你们都是骗子",
        "白痴",
        "这个系统太烂了",
        "胡说八道",
    ],
    "about_assistant": [
        "你用的是什么数据",
        "你支持哪些地区",
        "为什么你不能回答",
        "这是什么网站",
        "你是谁",
        "你能做什么？",
        "数据从哪来",
        "你叫什么名字",
        "你是机器人吗",
        "你是不是ChatGPT",
        "怎么使用这个系统",
        "你的数据更新到什么时候",
        "你能回答哪些问题",
        "你好，你说的准吗",
        "收录了哪些报告",
    ],
    "complaint": [
        "路灯坏了",
        "孩子上学太难了",
        "我要投诉",
        "楼下天天半夜施工，吵死了",
        "办事效率太低了，太让人失望了",
        "小区没暖气，没人管",
        "你们就知道糊弄老百姓",
        "我家漏水三个月了",
        "门口又积水了",
        "反映多次，得不到解决",
        "油烟扰民，我睡不着",
        "隔壁天天噪音",
    ],
}
QUESTIONS = [
    "你好，去年GDP多少？谢谢",
    "谢谢，那社零呢？",
    "您好，老旧小区改造",
    "辛苦了，请问今年GDP目标",
    "在吗，想问财政收入",
    "早上好，区长是谁",
    "再见之前再问一个：新增就业多少",
    "好的，那今年目标呢",
    "可以申请养老补贴吗",
    "好人好事有哪些",
    "垃圾分类怎么推进",
    "垃圾处理能力多少",
    "生活垃圾",
    "废物利用项目有哪些",
    "破产案件审结多少件",
    "数据中心建了几个",
    "大数据产业产值多少",
    "机器人企业有几家",
    "人工智能产业目标",
    "收入数据是多少",
    "系统推进了哪些改革",
    "这个平台投资多少",
    "数据要素市场做了什么",
    "小区没暖气，没人管，区里改造了多少老旧小区？",
    "我家漏水，区里有什么改造计划",
    "噪音扰民整治",
    "治理欠薪",
    "油烟扰民问题专项治理情况",
    "12345热线投诉办结率",
    "停水停电问题整治",
    "我市拖欠工资清欠情况",
    "整治不作为慢作为",
    "农民工维权",
    "积水点整治完成几处",
    "我想投诉，GDP到底多少",
    "长春",
    "收入",
    "老旧小区",
    "目标",
]
OPINIONS = [
    "评价一下北关区的工作",
    "189.3亿元算多吗",
    "怎么看待北关区的发展",
    "今年经济形势好吗",
    "北关区适合投资吗",
    "这个区的财政干得好不好",
    "你觉得北关区怎么样",
    "你认为区长做得好吗",
    "你怎么看房价",
    "区政府干得好不好",
    "你觉得区财政怎么样",
    "哪个领导最好",
    "值不值得去北关区买房",
    "区长称职吗",
    "你觉得今年目标定得合理吗",
    "北关区宜居吗",
    "你的看法是什么",
]
NO_OPINIONS = [
    "怎么评价营商环境提到哪些",
    "适合投资的项目有哪些",
    "你觉得去年GDP是多少",
    "你认为今年有哪些重点工作",
    "北关区经济怎么样",
    "去年就业工作做得怎么样",
    "财政收入完成得如何",
    "你看2025年新增就业几人",
    "营商环境优化了哪些",
    "空气质量优良天数多少",
    "水平安居工程投资多少",
    "有没有好看的公园",
    "群众满意度是多少",
    "怎么看待新质生产力写了什么",
]


@pytest.mark.parametrize(("act", "text"), [(act, text) for act in ACTS for text in ACTS[act]])
def test_what_asks_nothing_of_the_reports_is_named(act: Act, text: str) -> None:
    assert dialogue_act(text) == act
    refusal = small_talk(text)
    assert refusal is not None and refusal.status.startswith("guardrail_")


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_may_ask_something_goes_on(text: str) -> None:
    assert dialogue_act(text) is None and small_talk(text) is None


@pytest.mark.parametrize("text", OPINIONS)
def test_a_judgement_asked_for_is_an_opinion(text: str) -> None:
    assert asks_opinion(text) and dialogue_act(text) is None


@pytest.mark.parametrize("text", NO_OPINIONS)
def test_what_a_report_can_state_is_no_opinion(text: str) -> None:
    assert not asks_opinion(text)


def test_no_question_of_the_suites_is_taken_for_anything_else() -> None:
    for file in CASES.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            question = case["question"]
            assert dialogue_act(question) is None, question
            assert not asks_opinion(question) or "guardrail_opinion" in case["statuses"], question


@pytest.mark.parametrize(
    "text", ["好的" * 500, "你好啊" * 300 + "x", "为什么" * 300 + "q", "谢谢你的" * 240]
)
def test_the_longest_utterance_takes_no_time(text: str) -> None:
    started = time.perf_counter()
    dialogue_act(text)
    assert time.perf_counter() - started < 1
