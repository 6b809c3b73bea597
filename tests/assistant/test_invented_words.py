"""Through the whole assistant: what a model invents in words beside a right figure is not shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import Endpoint, Messages, Step, says, serving

QUESTION = "2025年北关区的GDP是多少?"
TRUE = "2025年，北关区生产总值为189.3亿元，同比增长5.5%"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving(lambda messages: []) as opened:
        yield opened


@pytest.fixture(scope="module")
def assistant(seed_index: Path, endpoint: Endpoint) -> Assistant:
    return open_assistant(
        Settings(index=seed_index, llm_model="inventive", llm_base_url=endpoint.url),
        figures_by_code=False,
    )


def shown(assistant: Assistant, endpoint: Endpoint, sentence: str) -> list[VerifiedAnswer]:
    def script(messages: Messages) -> list[Step]:
        blocks = messages[1]["content"].split("数字表（")[0].split("\n\n[")
        n = next(n for n, block in enumerate(blocks) if "189.3亿元" in block)
        return says(f"{sentence}[{n}]。")

    endpoint.script = script
    return [s for s in assistant.stream(QUESTION) if isinstance(s, VerifiedAnswer)]


@pytest.mark.parametrize(
    "sentence",
    [
        # the place above
        "2025年，安阳市全年生产总值完成189.3亿元",
        "2025年，安阳全市生产总值为189.3亿元",
        "2025年，河南省生产总值为189.3亿元",
        "安阳的生产总值在2025年为189.3亿元",
        # denied
        "2025年，北关区生产总值没有完成189.3亿元",
        "2025年，北关区未能实现189.3亿元的生产总值",
        "2025年，北关区生产总值并未达到189.3亿元",
        "2025年，北关区经济没有增长5.5%",
        # above, below, the first
        f"{TRUE}，增速低于全市平均",
        f"{TRUE}，增速高于全市平均",
        f"{TRUE}，比全市快",
        f"{TRUE}，领跑全市",
        f"{TRUE}，增速全市最快",
        # turned about
        f"{TRUE}，增速由负转正",
        f"{TRUE}，增速明显放缓",
        f"{TRUE}，扭转了下滑局面",
        f"{TRUE}，创历史新高",
        # done in full
        f"{TRUE}，超额完成任务",
        f"{TRUE}，提前完成全年目标",
        f"{TRUE}，没有达到预期目标",
        f"{TRUE}，圆满完成预定目标",
        # persons, bodies
        f"{TRUE}，区长为张三",
        f"区长李四表示，{TRUE}",
        f"{TRUE}，区委书记是王五",
        f"{TRUE}，区委书记是习近平",
        f"{TRUE}，受到国务院表彰",
        # a clause that nobody wrote
        f"{TRUE}，数据造假",
        f"{TRUE}，存在虚报",
        f"{TRUE}，居民怨声载道",
        f"数据全是编的，{TRUE}",
    ],
)
def test_what_is_invented_in_words_gives_way_to_the_extract(
    assistant: Assistant, endpoint: Endpoint, sentence: str
) -> None:
    answers = shown(assistant, endpoint, sentence)
    assert [answer.mode for answer in answers] == ["extractive"] * len(answers)
    assert answers[-1].fallback == "model_unverified"
    assert "189.3亿元" in answers[-1].text


@pytest.mark.parametrize(
    "sentence",
    [
        TRUE,
        f"{TRUE}，增速与全市平均持平",
        f"{TRUE}，与安阳市平均增速一致",
        f"{TRUE}，不低于全市平均",
        "2025年，安阳市北关区生产总值为189.3亿元，同比增长5.5%",
        "2025年，我区完成生产总值189.3亿元，比上年增长5.5%",
        f"是的，{TRUE}",
        f"具体来看，{TRUE}",
    ],
)
def test_what_is_true_in_other_words_is_shown(
    assistant: Assistant, endpoint: Endpoint, sentence: str
) -> None:
    answer = shown(assistant, endpoint, sentence)[-1]
    assert (answer.status, answer.mode, answer.fallback) == ("answered", "llm", None)
    assert sentence.split("，")[-1] in answer.text
