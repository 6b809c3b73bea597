"""What the assistant says when it does not answer: a fixed text a status, with a next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation, Status

HOTLINE = "12345政务服务便民热线"
MAX_QUESTION_CHARACTERS = 1000
MAX_THINGS_ASKED = 8
_PLACES_SHOWN = 8

_TEXTS: dict[Status, str] = {
    "guardrail_empty": "您还没有输入问题。请写下想了解的内容，例如：{example}",
    "guardrail_too_long": (
        f"问题超过了 {MAX_QUESTION_CHARACTERS} 字。请把想问的内容缩短，一次问一件事。"
    ),
    "clarify_question": "没有看出您想问的是哪一项内容。请写得具体一些，例如：{example}",
    "clarify_place": "已收录多个地方的报告：{places}。请写明想问哪个地方，例如：{example}",
    "clarify_place_name": "没有查到“{asked}”这个地名。您是否想问{meant}？请写明后再问，例如：{example}",
    "clarify_period": "问题里的时间前后不一致：{asked}。请写明想问哪一年，例如：{example}",
    "clarify_too_many": (
        f"一次问得太多，难以逐项核对。一次最多问 {MAX_THINGS_ASKED} 项，请分几次来问，例如：{{example}}"
    ),
    "guardrail_small_talk": (
        "我可以从已收录的政府工作报告中查数字、目标和工作安排，并注明出处。您可以问，例如：{example}"
    ),
    "guardrail_about_assistant": (
        "我是政府工作报告的问答助手，由程序作答，不是真人。已收录{places}的报告，涉及的年份是{years}；"
        "回答都出自这些报告的原文，其中的数字逐一与原文核对，并注明出处，报告没有写的不作回答。"
        "您可以问，例如：{example}"
    ),
    "guardrail_opinion": (
        "好不好、值不值得，我不作评价，只介绍报告写明的内容。"
        "您可以查看下面最接近的原文，或问具体的数字和做法，例如：{example}"
    ),
    "guardrail_complaint": (
        "您反映的情况需要责任部门核实办理，我无法受理，很抱歉。"
        f"建议您直接向责任部门反映，或拨打{HOTLINE}。"
        "我可以查政府工作报告中的有关安排，例如：{example}"
    ),
    "guardrail_insult": (
        "很抱歉没有帮上您。我只能根据已收录的政府工作报告回答问题。"
        f"您可以换一种说法再问，例如：{{example}}如需反映问题，请拨打{HOTLINE}。"
    ),
    "unanswerable_not_in_reports": (
        "已收录的报告中没有找到能回答这个问题的内容，因此不作回答。"
        "您可以换一种说法，或查看下面最接近的原文。"
    ),
    "unanswerable_place": (
        "已收录的报告只涉及{places}，没有{asked}的内容，因此不作回答。"
        "您可以改问{these_places}的情况，或向{asked}的有关部门了解。"
    ),
    "unanswerable_period": (
        "已收录的报告没有{asked}的相应内容，因此不作回答。报告涉及的年份是{years}，您可以改问这些年份。"
    ),
    "unanswerable_off_topic": (
        "这个问题与已收录的政府工作报告无关，因此不作回答。您可以问报告中的内容，例如：{example}"
    ),
}

_EXAMPLE = "{place}{year}的地区生产总值是多少？"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer; `asked` is the place or time that was asked for beyond the reports,
    `preface` a sentence set before the text, `meant` the places that may have been meant, `near` the
    sentences that come nearest."""

    status: Status
    asked: str = ""
    preface: str = ""
    meant: tuple[str, ...] = ()
    near: tuple[Citation, ...] = ()


def refusal_text(
    refusal: Refusal,
    *,
    places: Sequence[str] = (),
    years: Sequence[int] = (),
    instead: Sequence[str] = (),
) -> str:
    """The text of a refusal: `places` and `years` are what the reports cover, `instead` those of the
    places that may be asked about in place of another."""
    instead = instead or places
    return refusal.preface + _TEXTS[refusal.status].format(
        places=_listed(places) or "其他地方",
        these_places=_listed(instead) if len(instead) <= _PLACES_SHOWN else "其中某个地方",
        meant="，还是".join(refusal.meant),
        years="、".join(f"{year}年" for year in years) or "未标明的年份",
        asked=refusal.asked or "这方面",
        # The newest report's own outcomes: the year before it.
        example=_EXAMPLE.format(
            place=refusal.meant[0] if refusal.meant else places[0] if len(places) > 1 else "",
            year=f"{years[-2:][0]}年" if years else "去年",
        ),
    )


def _listed(places: Sequence[str]) -> str:
    """The places by name, the first few of many."""
    shown = "、".join(places[:_PLACES_SHOWN])
    return shown if len(places) <= _PLACES_SHOWN else f"{shown}等 {len(places)} 个地方"
