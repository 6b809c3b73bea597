"""What the clerk is told about a draft; none of it is part of the letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Status
from assistant.staff.inquiry import Inquiry

NOTICE = "拟稿，待审核：本稿由程序根据已收录的报告拟写，须经人工审核后方可发出。"
_LONG_LIST = 8  # questions


def notices_of(inquiry: Inquiry, statuses: Sequence[Status], most: int) -> tuple[str, ...]:
    """The notices on a draft whose questions, `most` of them answered, came to `statuses`."""
    return (NOTICE, *_on_questions(inquiry, statuses, most), *_on_the_rest(inquiry, statuses))


def _on_questions(inquiry: Inquiry, statuses: Sequence[Status], most: int) -> Iterator[str]:
    asked = len(inquiry.questions)
    if not asked:
        yield "来信中没有找到可以依据报告答复的问题，请对照原信核对。"
    if asked > most:
        left = "".join(f"“{question.asked}”" for question in inquiry.questions[most:])
        yield f"来信共提出 {asked} 个问题，本稿只答复前 {most} 个，其余请另行答复：{left}。"
    elif asked >= _LONG_LIST:
        yield f"来信共提出 {asked} 个问题，本稿逐一答复，篇幅较长，可酌情归并。"
    open_ones = [
        str(number)
        for number, status in enumerate(statuses, start=1)
        if not status.startswith("answered")
    ]
    if open_ones:
        yield f"第 {'、'.join(open_ones)} 个问题在报告中没有找到答案，请承办人核实或补充。"
    partly = [
        str(number)
        for number, status in enumerate(statuses, start=1)
        if status == "answered_partly"
    ]
    if partly:
        yield f"第 {'、'.join(partly)} 个问题只答复了一部分，请承办人核实或补充。"


def _on_the_rest(inquiry: Inquiry, statuses: Sequence[Status]) -> Iterator[str]:
    if inquiry.matters:
        told = "".join(f"“{matter.text}”" for matter in inquiry.matters)
        yield f"来信另有具体诉求，是否转办请承办人确定：{told}。"
    if inquiry.instructions:
        told = "".join(f"“{instruction}”" for instruction in inquiry.instructions)
        yield f"来信夹有指示程序如何作答的文字，没有照办：{told}。"
    if inquiry.masked:
        yield f"来信中的{'、'.join(inquiry.masked)}已隐去，称谓和送达请对照原信。"
    if inquiry.matters or any(status != "answered" for status in statuses):
        yield "建议咨询的单位按区县一般设置列出，请核对名称。"
