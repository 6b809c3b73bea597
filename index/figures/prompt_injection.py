"""Sentences of a report that give orders to a machine that reads it: nothing that a report tells.

Whoever can put a file among the reports can write anything into it; what is meant for a machine
is neither quoted nor read for figures. Told by its words, so a new wording is missed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index.report import Passage

_SENTENCE = re.compile(r"[^。！？!?；;\r\n]+")
_ORDER = re.compile(
    r"(?:忽略|无视|忘记|忘掉|绕过|不要理会)(?:掉|以上|上述|上面|之前|前面|此前|先前|所有|全部|一切|原有|系统|的){0,4}"
    r"(?:指令|指示|要求|规则|提示|命令|设定)"
    r"|系统提示(?!音|灯|牌)|提示词|^\s*(?:系统|system|assistant|user)\s*[:：]"
    r"|(?:AI|人工智能|智能|聊天|问答)(?:助手|机器人|模型)\s*(?:必须|应当|只能|请)"
    r"|<\|?/?(?:script|system|user|assistant|im_start|im_end|img|iframe|a)\b|!?\[[^\]]*\]\((?:https?:|javascript:)"
    r"|｜[^｜]*｜[^｜]*｜|^\s*(?:段落|数字表)\s*(?:（[^）]*）)?\s*[:：]"
    r"|(?:ignore|disregard)\b.{0,24}\b(?:instructions?|prompts?|rules)",
    re.IGNORECASE,
)


def is_prompt_injection(sentence: str) -> bool:
    """Whether `sentence` is meant for a machine and not for the readers of a report."""
    return _ORDER.search(sentence) is not None


@lru_cache(maxsize=1024)
def without_injections(passage: Passage) -> Passage:
    """`passage` with blanks in place of its orders, every other character where it was."""

    def blanked(match: re.Match[str]) -> str:
        return " " * len(match[0]) if is_prompt_injection(match[0]) else match[0]

    text = _SENTENCE.sub(blanked, passage.text)
    return passage if text == passage.text else replace(passage, text=text)
