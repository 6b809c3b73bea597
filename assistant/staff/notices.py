"""What the clerk is told about a draft; none of it is part of the letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from assistant.answer import VerifiedAnswer
from assistant.staff.inquiry import Inquiry

NOTICE = "拟稿，待审核：本稿由程序根据已收录的报告拟写，须经人工审核后方可发出。"
_LONG_LIST = 8  # questions
_CHINESE = re.compile("[\u4e00-\u9fff]")


def notices_of(
    inquiry: Inquiry, answers: Sequence[VerifiedAnswer], *, today: date, office: str, most: int
) -> tuple[str, ...]:
    """The notices on a draft of `office`, dated `today`, that answers up to `most` questions by
    `answers`."""
    return (
        NOTICE,
        *(
            ()
            if office
            else ("没有写明落款单位，请补上，或用 --office、设置 ASSISTANT_OFFICE 指明。",)
        ),
        *_on_questions(inquiry, most),
        *_on_answers(answers, today),
        *_on_the_rest(inquiry, answers),
    )


def _on_questions(inquiry: Inquiry, most: int) -> Iterator[str]:
    asked = len(inquiry.questions)
    if asked:
        yield f"程序从来信中找到 {asked} 个问题，请对照原信核对有无遗漏或误解。"
    else:
        yield "来信中没有找到可以依据报告答复的问题，请对照原信核对。"
    if asked > most:
        left = "".join(f"“{question.asked}”" for question in inquiry.questions[most:])
        yield f"来信共提出 {asked} 个问题，本稿只答复前 {most} 个，其余请另行答复：{left}。"
    elif asked >= _LONG_LIST:
        yield f"来信共提出 {asked} 个问题，本稿逐一答复，篇幅较长，可酌情归并。"
    if not _CHINESE.search(inquiry.text):
        yield "来信用外文写成，请考虑随复信附上译文。"


def _on_answers(answers: Sequence[VerifiedAnswer], today: date) -> Iterator[str]:
    for told, wording in (
        ("answered_partly", "只答复了一部分"),
        ("unanswerable", "在报告中没有找到答案"),
        ("clarify", "没有写清所问的内容"),
        ("guardrail", "没有能够查阅"),
        ("error", "没有能够查阅"),
    ):
        numbers = [str(n) for n, a in enumerate(answers, start=1) if a.status.startswith(told)]
        if numbers:
            yield f"第 {'、'.join(numbers)} 个问题{wording}，请承办人核实或补充。"
    years = {c.passage.year for answer in answers for c in answer.citations if c.passage.year}
    if years and max(years) != today.year:
        yield (
            f"“今年”“去年”是按所引报告（{max(years)}年）理解的，与落款的{today.year}年不同，请核对。"
        )


def _on_the_rest(inquiry: Inquiry, answers: Sequence[VerifiedAnswer]) -> Iterator[str]:
    if inquiry.matters:
        told = "".join(f"“{matter.text}”" for matter in inquiry.matters)
        yield f"来信另有具体诉求，是否转办请承办人确定：{told}。"
    if inquiry.instructions:
        told = "".join(f"“{instruction}”" for instruction in inquiry.instructions)
        yield f"来信夹有指示程序如何作答的文字，没有照办：{told}。"
    if inquiry.masked:
        yield f"来信中的{'、'.join(inquiry.masked)}已隐去，称谓和送达请对照原信。"
    if inquiry.matters or any(answer.status != "answered" for answer in answers):
        yield "信中建议咨询的部门按区县一般设置列出，请核对名称。"
