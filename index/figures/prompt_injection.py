"""Sentences of a report that instruct a machine that reads it; they are no part of what it reports.

Whoever can put a file among the reports can write anything into it: what is meant for a machine
is neither quoted nor read for figures. It is recognised by its words, so a new wording is missed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index.figures.lexicon import one_of
from index.report import Passage

_SENTENCE = re.compile(r"[^。！？!?；;\r\n]+")
_INJECTION = re.compile(
    rf"{one_of('prompt_injection.ignore')}{one_of('prompt_injection.which')}{{0,4}}"
    rf"{one_of('prompt_injection.instructions')}"
    rf"|{one_of('prompt_injection.system_prompt')}|^\s*(?:系统|system|assistant|user)\s*[:：]"
    rf"|{one_of('prompt_injection.machine')}{one_of('prompt_injection.kind_of_machine')}"
    rf"\s*{one_of('prompt_injection.must')}"
    r"|<\|?/?(?:script|system|user|assistant|im_start|im_end|img|iframe|a)\b|!?\[[^\]]*\]\((?:https?:|javascript:)"
    r"|｜[^｜]*｜[^｜]*｜|^\s*(?:段落|数字表)\s*(?:（[^）]*）)?\s*[:：]"
    r"|(?:ignore|disregard)\b.{0,24}\b(?:instructions?|prompts?|rules)",
    re.IGNORECASE,
)


def is_prompt_injection(sentence: str) -> bool:
    """Whether `sentence` is meant for a machine and not for the readers of a report."""
    return _INJECTION.search(sentence) is not None


@lru_cache(maxsize=1024)
def without_injections(passage: Passage) -> Passage:
    """`passage` with blanks in place of its prompt injections, every other character where it was."""

    def blanked(match: re.Match[str]) -> str:
        return " " * len(match[0]) if is_prompt_injection(match[0]) else match[0]

    text = _SENTENCE.sub(blanked, passage.text)
    return passage if text == passage.text else replace(passage, text=text)
