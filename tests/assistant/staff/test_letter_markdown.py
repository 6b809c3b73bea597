"""The draft as Markdown: footnotes that exist, evidence, and a writer who cannot format it."""

import re
from datetime import date

from assistant.assistant import Assistant
from assistant.staff.draft import Drafter
from assistant.staff.letter_markdown import markdown
from tests.assistant.staff.letters import letter

TODAY = date(2026, 11, 24)


def test_every_footnote_that_is_referred_to_is_there_once(assistant: Assistant) -> None:
    text = markdown(Drafter(assistant, "办公室").draft(letter("06-二十问.txt"), TODAY).letter)
    referred = re.findall(r"\[\^(\d+)\](?!:)", text)
    defined = re.findall(r"^\[\^(\d+)\]: 《", text, re.MULTILINE)
    assert set(referred) == set(defined) and len(defined) == len(set(defined))
    assert len(referred) == 19


def test_the_evidence_stands_after_the_letter(assistant: Assistant) -> None:
    text = markdown(Drafter(assistant, "办公室").draft(letter("15-只有一句.txt"), TODAY).letter)
    told, annex = text.split("\n---\n")
    assert (
        "核对表" in annex
        and "拟稿，待审核" in annex
        and "3%左右：与原文一致" in annex.replace("2026年、", "")
    )
    assert "拟稿" not in told and "核对" not in told
    assert told.rstrip().endswith("。") and "办公室  \n2026年11月24日" in told


def test_what_a_writer_types_does_not_format_the_reply(assistant: Assistant) -> None:
    text = "今年打算改几个**老旧小区**<script>alert(1)</script>[^9]|x|？"
    made = markdown(Drafter(assistant, "# 办公室\n\n[链接](http://x)").draft(text, TODAY).letter)
    assert "<script>" not in made.replace("\\<script\\>", "")
    assert not re.search(r"(?<!\\)\[\^9", made)
    assert "\n# 办公室" not in made and "\\[链接\\]" in made
