"""The fixed wording of official replies; its only figure is the number of the hotline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.answering.premise import VERDICTS
from assistant.refusals import HOTLINE
from assistant.staff.departments import Topic, topics_of
from assistant.staff.inquiry import Matter
from assistant.staff.inquiry_words import pattern
from assistant.staff.unsupported_figures import holds_figure

_DIGITS = "零一二三四五六七八九"
_MOST_CHARACTERS_QUOTED = 40
_CONDUCT = pattern("conduct")
_LACKING = "报告没有"

_NOT_ASKED = "（待补：拟稿时未能查阅这一问题，请承办人补写。）"
_NOT_ANSWERED = {
    "unanswerable_place": (
        "您询问的是其他地方的情况，我们查阅的政府工作报告没有涉及。建议您向当地政府有关部门了解。"
    ),
    "unanswerable_period": (
        "我们查阅的政府工作报告没有所问年份的相应内容。为保证答复准确，这里不作推断。{ask}"
    ),
    "clarify": (
        "来信对此事的表述较为简略，我们未能确定所问的具体内容。"
        "请您补充说明所问的地方、时间和事项，我们再行答复。"
    ),
    "unanswerable_off_topic": "这一问题不在政府工作报告所载内容之内。{ask}",
    "guardrail_opinion": "政府工作报告只载明工作情况，对此不作评价。{ask}",
    "guardrail_complaint": "这类事项须由责任部门调查核实后办理。{ask}",
    "guardrail": _NOT_ASKED,
    "error": _NOT_ASKED,
    "unanswerable": "我们查阅了已公开的政府工作报告，其中没有与此直接对应的内容。为保证答复准确，这里不作推断。{ask}",
}


@dataclass(frozen=True, slots=True)
class Replying:
    """The wording of a reply on behalf of `place` ("" where unknown) that cites `reports` (titles);
    `several`: it answers more than one question."""

    place: str
    reports: tuple[str, ...]
    several: bool

    def title(self, topics: Sequence[str]) -> str:
        if not topics:
            return "关于来信所提问题的答复"
        return f"关于{topics[0]}{'等问题' if len(topics) > 1 else '有关问题'}的答复"

    def salutation(self, writer: str) -> str:
        return f"尊敬的{writer or '来信人'}："

    def opening(self, *, asked: bool, brought: bool) -> str:
        if asked:
            source = f"根据{_listed(self.reports)}，" if len(self.reports) == 1 else ""
            return f"您好！您的来信收悉。现{source}就您所提问题答复如下："
        if brought:
            return "您好！您的来信收悉。现就您反映的事项回复如下："
        return (
            "您好！您的来信收悉。来信没有提出需要答复的具体问题。"
            f"如您希望了解政府工作报告中的有关情况，欢迎来信写明所问事项，也可以拨打{HOTLINE}咨询。"
        )

    def closing(self) -> str:
        return f"感谢您对{self.place or '我们'}工作的关心和支持！"

    def about(self, number: int, quoted: str, *, topic: Topic | None, statement: str) -> str:
        """What the paragraph with `statement` is about: the question if it can be quoted, else its
        topic."""
        about = f"所问的{topic.name}情况" if topic else f"所提的第{ordinal(number)}个问题"
        if topic and statement.startswith(VERDICTS):
            about = f"来信所述的{topic.name}情况是否属实"
        return f"关于您问的“{quoted}”" if quoted else f"关于您{about}"

    def answered(
        self, titles: Sequence[str], statement: str, *, topic: Topic | None, partly: bool
    ) -> str:
        """The verified `statement`, with the reports `titles` where the opening names none."""
        reports = _listed(titles) if len(self.reports) > 1 else ""
        source = f"根据{reports}，" if reports else ""
        if statement.startswith(VERDICTS):
            source = f"经查阅{reports or '报告'}："
        elif statement.startswith(_LACKING):
            source = f"经查阅{reports}，"
        if not partly:
            return source + statement
        rest = "" if statement.startswith(_LACKING) else "所问的其余内容，报告没有提及。"
        return source + statement + rest + self.whom_to_ask(topic)

    def not_answered(self, status: Status, topic: Topic | None) -> str:
        """Why there is no answer, and whom to ask instead."""
        wording = _NOT_ANSWERED.get(status) or _NOT_ANSWERED[status.partition("_")[0]]
        return wording.format(ask=self.whom_to_ask(topic))

    def matters(self, matters: Sequence[Matter], *, asked: bool) -> str:
        """One paragraph on all that is for the departments: named, not judged."""
        if not matters:
            return ""
        named = "；".join(
            f"{ordinal(number)}是{self._matter(matter)}"
            if len(matters) > 1
            else self._matter(matter)
            for number, matter in enumerate(matters)
        )
        return (
            f"{'另外，您在来信中还' if asked else '您在来信中'}反映了具体事项：{named}。"
            "这类事项须由责任部门调查核实后办理，本答复不作结论。"
            f"您可以直接向责任部门反映，也可以拨打{HOTLINE}，由热线登记转办，并可查询办理进展。"
        )

    def whom_to_ask(self, topic: Topic | None) -> str:
        if topic is None:
            return f"建议您拨打{HOTLINE}咨询。"
        return f"建议您向{self._department(topic)}咨询，也可以拨打{HOTLINE}。"

    def _department(self, topic: Topic) -> str:
        # The names of the data file are those of districts; other levels organise otherwise.
        if not self.place or self.place.endswith(("区", "县", "旗")):
            return f"{self.place}{topic.department}"
        return f"{topic.name}的主管部门"

    def _matter(self, matter: Matter) -> str:
        topics = topics_of(matter.text)
        if len(matter.text) <= _MOST_CHARACTERS_QUOTED and not holds_figure(matter.text):
            named = f"“{matter.text.rstrip('。？！')}”"
        else:
            names = dict.fromkeys(topic.name for topic in topics)
            named = "、".join(names) + "方面的诉求" if names else "来信所述的其他诉求"
        if not topics or _CONDUCT.search(matter.text):
            return named
        return f"{named}（可由{self._department(topics[0])}受理）"


def _listed(titles: Sequence[str]) -> str:
    return "".join(f"《{title}》" for title in titles)


def ordinal(number: int) -> str:
    """The Chinese ordinal of the item `number`, counted from 0, under a hundred: 十一."""
    tens, ones = divmod(number + 1, 10)
    written = (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "")
    return written + (_DIGITS[ones] if ones else "")


def lead(number: int, about: str, *, several: bool) -> str:
    """How paragraph `number`, counted from 0, begins."""
    return f"{ordinal(number)}、{about}。" if several else f"{about}，"
