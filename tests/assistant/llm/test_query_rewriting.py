"""Follow-ups made standalone by a model: taken where it is faithful, else the rule's version."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.llm.language_model import Message
from assistant.llm.query_rewriting import ModelRewriter
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import Messages, Refuse, Step, says, serving
from prompts import load_prompt

PLACES = ("北关区", "安阳市北关区")
TURN = "2025年北关区的GDP是多少?"


@dataclass
class Writes:
    """A model that writes `answer` in pieces, or fails."""

    answer: str | ModelError
    name: str = "writes"
    timeout: float = 30.0
    asked: list[Sequence[Message]] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], within: float | None = None) -> Generator[str]:
        self.asked.append(messages)
        if isinstance(self.answer, ModelError):
            raise self.answer
        yield from self.answer


def rewritten(
    answer: str | ModelError, question: str, turns: Sequence[str] = (TURN,)
) -> str | None:
    return ModelRewriter(Writes(answer), load_prompt("condense.v1"))(question, turns, PLACES)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("那2026年的目标呢?", "2026年北关区GDP的目标是多少？"),
        ("去年的社零呢", "去年北关区的社会消费品零售总额是多少？"),
        ("比全市平均高吗", "2025年北关区的GDP增速比全市平均高吗？"),
    ],
)
def test_a_faithful_version_is_taken(question: str, written: str) -> None:
    assert rewritten(written, question) == written


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("那2026年的目标呢?", "2027年北关区GDP的目标是多少？"),
        ("那2026年的目标呢?", "北关区GDP的目标是多少？"),
        ("那2026年的目标呢?", "2026年文峰区GDP的目标是多少？"),
        ("那2026年的目标呢?", "2026年北关区GDP的目标是不是5.5%左右？"),
        ("那社零呢", "2025年北关区的财政收入是多少？"),
        ("那2026年的目标呢?", "2026年北关区GDP目标是多少？\n理由：用户在追问。"),
        ("那2026年的目标呢?", ""),
        ("那2026年的目标呢?", "好" * 300),
    ],
)
def test_one_that_adds_drops_or_explains_is_not(question: str, written: str) -> None:
    assert rewritten(written, question) is None


def test_a_model_that_fails_leaves_the_rules_version() -> None:
    fault = ModelError("大模型没有应答。", "too_slow")
    assert rewritten(fault, "那社零呢") is None


def test_a_first_question_is_not_sent() -> None:
    model = Writes("不该问")
    assert ModelRewriter(model, load_prompt("condense.v1"))(TURN, (), PLACES) is None
    assert model.asked == []


def test_a_complete_question_is_not_sent() -> None:
    model = Writes("不该问")
    rewriter = ModelRewriter(model, load_prompt("condense.v1"))
    assert rewriter("今年要改造几个老旧小区?", (TURN,), PLACES) is None
    assert model.asked == []


def test_the_page_can_show_what_was_understood(seed_index: Path) -> None:
    understood = "北关区2026年的GDP增长目标是多少？"

    def script(messages: Messages) -> list[Step]:
        return says(understood) if "最后一问" in messages[-1]["content"] else [Refuse(500)]

    with serving(script) as endpoint:
        assistant = open_assistant(
            Settings(index=seed_index, llm_model="m", llm_base_url=endpoint.url, llm_timeout=1.0)
        )
        answer = assistant.ask("那2026年的目标呢?", [TURN])
    assert answer.question.query.wording == understood
    assert answer.question.query.years == (2026,)
    assert "5.5%左右" in answer.text
