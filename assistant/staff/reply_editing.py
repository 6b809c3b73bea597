"""What a clerk does to the questions of a reply: ask again, split, join, add, drop, answer by hand,
vouch for a figure. Each gives the content that follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.errors import InputInvalid
from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.draft import MAX_QUESTIONS, Drafter
from assistant.staff.inquiry import read_inquiry
from assistant.staff.letter import Vouched
from assistant.staff.paragraph_check import marks_of
from assistant.staff.reply import BY_HAND, Content, Item, item_of
from assistant.staff.standalone_question import standalone

MOST_CHARACTERS = 4000  # of a paragraph
_MOST_OF_REASON = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """The letter that the questions are of, and who drafts the paragraphs on them."""

    letter: str
    drafter: Drafter


def asked_again(content: Content, item_id: int, lines: Sequence[str], asking: Asking) -> Content:
    """The item with the answers to `lines`, each a question: one in place, several split it."""
    at = _position(content, item_id)
    made = _asked(content, lines, asking)
    first = replace(made[0], id=item_id)
    return replace(content, items=(*content.items[:at], first, *made[1:], *content.items[at + 1 :]))


def added(content: Content, lines: Sequence[str], asking: Asking) -> Content:
    made = _asked(content, lines, asking)
    return replace(content, items=(*content.items, *made))


def joined(content: Content, item_id: int, asking: Asking) -> Content:
    """The item and the next one as one question, asked again."""
    at = _position(content, item_id)
    if at + 1 == len(content.items):
        raise InputInvalid("这是最后一个问题，后面没有可以合并的。")
    first, second = content.items[at : at + 2]
    question = f"{first.question.rstrip('？?')}，{second.question}"
    without = replace(content, items=tuple(i for i in content.items if i.id != second.id))
    return asked_again(without, item_id, [question], asking)


def dropped(content: Content, item_id: int) -> Content:
    _position(content, item_id)
    return replace(content, items=tuple(item for item in content.items if item.id != item_id))


def by_hand(content: Content, item_id: int) -> Content:
    return _changed(content, item_id, text=BY_HAND, citations=(), by_hand=True, vouched=())


def with_offer(content: Content, item_id: int, figure: str, offer: str) -> Content:
    """The first `figure` of the paragraph that has no support replaced by an `offer` of its sources."""
    item = content.items[_position(content, item_id)]
    for mark in item.marks:
        if mark.text == figure and any(each.text == offer for each in mark.offers):
            text = item.text[: mark.start] + offer + item.text[mark.end :]
            return _changed(content, item_id, text=text)
    raise InputInvalid("这一段已经改动，请看新的核对结果。")


def vouched(content: Content, item_id: int, figure: str, *, reason: str, by: str) -> Content:
    """Raises InputInvalid without a reason."""
    reason = " ".join(reason.split())[:_MOST_OF_REASON]
    if not reason:
        raise InputInvalid(f"请写明“{figure}”的依据，再由您负责。")
    item = content.items[_position(content, item_id)]
    others = tuple(each for each in item.vouched if each.figure != figure)
    return _changed(content, item_id, vouched=(*others, Vouched(figure, reason, by)))


def edited(content: Content, item_id: int, *, about: str, text: str) -> Content:
    """The paragraph as the clerk wrote it; what is vouched for goes with its figure, and once the
    reports have it."""
    if len(text) > MOST_CHARACTERS:
        raise InputInvalid(f"一段答复有 {len(text):,} 字，超过 {MOST_CHARACTERS:,} 字的上限。")
    item = content.items[_position(content, item_id)]
    marks = marks_of(text, item.citations, vouched=item.vouched)
    open_to_vouch = {mark.text for mark in marks if mark.verdict == "vouched"}
    kept = tuple(each for each in item.vouched if each.figure in open_to_vouch)
    return _changed(content, item_id, about=about, text=text, vouched=kept)


def _asked(content: Content, lines: Sequence[str], asking: Asking) -> list[Item]:
    questions = [masked(printable(line)).text.strip() for line in lines if line.strip()]
    if not questions:
        raise InputInvalid("请写明要问的问题。")
    if len(content.items) + len(questions) > MAX_QUESTIONS:
        raise InputInvalid(f"一封答复最多 {MAX_QUESTIONS} 个问题。")
    place = read_inquiry(asking.letter).place
    items = []
    for item_id, line in enumerate(questions, start=content.next_id):
        question = standalone(line.rstrip("？?"), "", place=place, earlier=())
        reply, footnotes = asking.drafter.reply(question, asking.letter, reports=content.titles)
        items.append(item_of(reply, footnotes, item_id))
    return items


def _position(content: Content, item_id: int) -> int:
    at = next((n for n, item in enumerate(content.items) if item.id == item_id), None)
    if at is None:
        raise InputInvalid("这个问题已经不在答复中，请刷新后再操作。")
    return at


def _changed(content: Content, item_id: int, **values: object) -> Content:
    at = _position(content, item_id)
    item = replace(content.items[at], **values)  # type: ignore[arg-type]
    return replace(content, items=(*content.items[:at], item, *content.items[at + 1 :]))
