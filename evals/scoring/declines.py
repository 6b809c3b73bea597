"""Whether a reply declines to answer: the one rule by which another system's words become a status.

It declines where it says that it does not know, in one of the wordings below, and shows no number
that the question did not hold: a reply that names a figure has answered, whatever it adds.
"""

from __future__ import annotations

import re

from evals.scoring.matching import fold
from evals.scoring.plain_figures import PlainNumber, plain_numbers

DECLINES = (
    r"未(?:能)?(?:提及|提到|涉及|说明|给出|找到|查到|检索到|披露|列出|包含|明确)",
    r"没有(?:明确)?(?:提及|提到|涉及|相关|说明|给出|找到|查到|披露|列出|包含|足够|关于)",
    r"(?:无法|不能|难以)(?:直接)?(?:回答|确定|提供|得知|给出|判断|查到|获取|确认|作答)",
    r"不(?:太)?(?:清楚|知道|了解|确定(?!性|因素|的))",
    r"暂(?:无|未|时没有)",
    r"无(?:相关|此|可用)(?:信息|内容|数据|资料|记录)?",
    r"(?:信息|资料|数据|内容)不足",
    r"抱歉",
    r"\bi (?:do not|don['’]t) (?:know|have)",
    r"\b(?:can ?not|can['’]t|unable to|could not|couldn['’]t)\s+(?:answer|find|determine|provide|say|tell)",
    r"\b(?:no|not enough|insufficient) (?:relevant )?(?:information|data|mention)",
    r"\bnot (?:mentioned|specified|stated|provided|available|given|found|included)\b",
)
_DECLINES = tuple(re.compile(pattern, re.IGNORECASE) for pattern in DECLINES)
_SMALL = 10  # 两份报告, 三个方面: in words and below this, no figure


def declines(reply: str, question: str) -> bool:
    """Whether `reply` says that it does not know, and names no number beyond those of `question`."""
    asked = plain_numbers(question)
    return any(pattern.search(reply) for pattern in _DECLINES) and all(
        _small(number) or number.year or any(_same(number, one) for one in asked)
        for number in plain_numbers(fold(reply))
    )


def _small(number: PlainNumber) -> bool:
    return number.in_words and number.value < _SMALL


def _same(number: PlainNumber, one: PlainNumber) -> bool:
    return (number.value, number.high, number.unit) == (one.value, one.high, one.unit)
