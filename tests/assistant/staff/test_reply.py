"""A reply as a clerk edits it: paragraphs keep their evidence, and the letter is made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.errors import InputInvalid
from assistant.staff import reply_editing as editing
from assistant.staff.draft import Drafter
from assistant.staff.reply import (
    Content,
    ReplyUnreadable,
    first_content,
    letter_of,
    misquoted,
    read,
    written,
)
from assistant.staff.reply_diff import changes

LETTER = "北关区政府：去年GDP是多少？今年打算改几个老旧小区？路灯坏了半年没人修。"


@pytest.fixture(scope="module")
def drafter(assistant: Assistant) -> Drafter:
    return Drafter(assistant, "办公室")


@pytest.fixture(scope="module")
def content(drafter: Drafter) -> Content:
    return first_content(drafter.draft(LETTER, date(2026, 11, 29)))


@pytest.fixture
def asking(drafter: Drafter) -> editing.Asking:
    return editing.Asking(LETTER, drafter)


def test_a_draft_is_sound_and_stays_the_same_when_it_is_stored(content: Content) -> None:
    assert not content.faults and len(content.items) == 2
    assert read(written(content)) == content
    with pytest.raises(ReplyUnreadable):
        read("{}")


def test_the_letter_is_that_of_the_draft(content: Content, drafter: Drafter) -> None:
    drafted = drafter.draft(LETTER, date(2026, 11, 29)).letter
    made = letter_of(content)
    assert made.paragraphs == drafted.paragraphs and made.footnotes == drafted.footnotes
    assert [line.figure for line in made.evidence] == [line.figure for line in drafted.evidence]


def test_a_question_that_is_reworded_is_answered_anew(
    content: Content, asking: editing.Asking
) -> None:
    after = editing.asked_again(content, 1, ["去年一般公共预算收入是多少？"], asking)
    assert "10.06亿元" in after.items[0].text and after.items[1] == content.items[1]
    assert not after.faults


def test_lines_split_a_question_and_two_are_joined(
    content: Content, asking: editing.Asking
) -> None:
    lines = ["去年GDP是多少？", "去年一般公共预算收入是多少？"]
    split = editing.asked_again(content, 1, lines, asking)
    assert [item.id for item in split.items] == [1, 4, 2]
    joined = editing.joined(split, 1, asking)
    assert [item.id for item in joined.items] == [1, 2]
    assert "189.3亿元" in joined.items[0].text and "10.06亿元" in joined.items[0].text
    with pytest.raises(InputInvalid):
        editing.joined(joined, 2, asking)


def test_a_question_is_dropped_added_and_answered_by_hand(
    content: Content, asking: editing.Asking
) -> None:
    assert editing.dropped(content, 1).questions == content.questions[1:]
    added = editing.added(content, ["今年打算建几条路？", " "], asking)
    assert len(added.items) == 3
    by_hand = editing.by_hand(content, 1)
    assert by_hand.items[0].by_hand and by_hand.faults, "what is not written is not sent"
    with pytest.raises(InputInvalid):
        editing.dropped(content, 9)


def test_a_wrong_figure_is_put_right_by_what_is_offered(content: Content) -> None:
    wrong = content.items[0].text.replace("189.3亿元", "198.3亿元")
    edited = editing.edited(content, 1, about=content.items[0].about, text=wrong)
    assert edited.faults
    figure = next(mark.text for mark in edited.items[0].marks if mark.verdict == "wrong")
    offered = edited.items[0].marks[1].offers or edited.items[0].marks[0].offers
    assert any("189.3亿元" in offer.text for offer in offered)
    offer = next(offer.text for offer in offered if "189.3亿元" in offer.text)
    assert not editing.with_offer(edited, 1, figure, offer).faults


def test_what_is_vouched_for_goes_out_under_its_name_and_with_its_figure(content: Content) -> None:
    text = content.items[0].text.replace("189.3亿元", "198.3亿元")
    edited = editing.edited(content, 1, about="关于经济", text=text)
    with pytest.raises(InputInvalid):
        editing.vouched(edited, 1, "198.3亿元", reason=" ", by="李明")
    vouched = editing.vouched(edited, 1, "198.3亿元", reason="统计局核定", by="李明")
    assert not vouched.faults
    assert "李明" in letter_of(vouched).vouched_lines[0]
    gone = editing.edited(vouched, 1, about="关于经济", text=content.items[0].text)
    assert gone.items[0].vouched == ()
    longer = editing.edited(vouched, 1, about="关于经济", text=text.replace("198.3", "3198.3"))
    assert longer.items[0].vouched == () and longer.faults


def test_words_that_nobody_wrote_in_quotation_marks_are_named(content: Content) -> None:
    assert misquoted(content, LETTER) == ()
    invented = replace(content, matters="您反映的“路灯全坏了”")
    assert misquoted(invented, LETTER) == ("路灯全坏了",)


def test_a_figure_in_the_opening_is_not_let_out(content: Content) -> None:
    assert replace(content, opening="去年增长了37%，现答复如下：").faults


def test_what_changed_is_shown_part_by_part(content: Content) -> None:
    after = replace(content, title=content.title + "函", items=content.items[1:])
    changed = {change.part: change.pieces for change in changes(content, after)}
    assert ("added", "函") in changed["标题"]
    assert all(kind == "removed" for kind, _ in changed["问题 1 的答复"])
    assert changes(content, content) == ()
