"""Questions offered next: one of each kind, each answered, in bounded time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assistant.answer import Option, Slot, VerifiedAnswer
from assistant.answering.next_questions import NextQuestions
from tests.assistant.web.samples import answered, refused

SLOTS = (
    Slot("地方", "北关区", (Option("文峰区", "文峰区2025年地区生产总值是多少？"),)),
    Slot("年份", "2025年", (Option("2024年", "北关区2024年地区生产总值是多少？"),)),
    Slot("指标", "地区生产总值", (Option("财政收入", "北关区2025年财政收入是多少？"),)),
    Slot("结果或目标", "", (Option("目标", "北关区2025年地区生产总值目标是多少？"),)),
)
TARGET, COMPARED, OTHER, YEAR = (
    "北关区2025年地区生产总值目标是多少？",
    "北关区和文峰区2025年地区生产总值谁高？",
    "北关区2025年财政收入是多少？",
    "北关区2024年地区生产总值是多少？",
)


@dataclass
class Answering:
    """Answers all but `refuses`; each answer takes `takes` seconds of its own clock."""

    refuses: tuple[str, ...] = ()
    takes: float = 0.0
    now: float = 0.0
    asked: list[str] = field(default_factory=list)

    def ask(self, asked: str) -> VerifiedAnswer:
        self.asked.append(asked)
        self.now += self.takes
        return refused() if asked in self.refuses else replace(answered(), text=f"答：{asked}")


def after(answering: Answering, answer: VerifiedAnswer | None = None) -> tuple[str, ...]:
    before = replace(answered(), slots=SLOTS) if answer is None else answer
    return NextQuestions(answering, clock=lambda: answering.now).after(before)


def test_one_of_each_kind_is_offered_three_at_most() -> None:
    assert after(Answering()) == (TARGET, COMPARED, OTHER)


def test_what_would_be_refused_is_not_offered() -> None:
    assert after(Answering(refuses=(TARGET, OTHER))) == (COMPARED, YEAR)


def test_what_would_be_answered_alike_is_not_offered() -> None:
    alike = replace(answered(), slots=SLOTS, text=f"答：{TARGET}")
    assert after(Answering(), alike) == (COMPARED, OTHER, YEAR)


def test_checking_ends_in_time() -> None:
    slow = Answering(takes=0.3)
    assert after(slow) == (TARGET, COMPARED) and len(slow.asked) == 2


def test_beside_a_refusal_or_without_slots_there_are_none() -> None:
    assert after(Answering(), replace(refused(), slots=SLOTS)) == ()
    assert after(Answering(), answered()) == ()
