"""What changed between two versions of a reply, part by part, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.staff.reply import Content

Kept = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One part that changed, and its pieces: kept, added or removed."""

    part: str
    pieces: tuple[tuple[Kept, str], ...]


def changes(before: Content, after: Content) -> tuple[Change, ...]:
    """The parts of `after` that are not as they were in `before`, and those that are gone."""
    old, new = dict(_parts(before)), dict(_parts(after))
    return tuple(
        Change(part, tuple(_pieces(old.get(part, ""), new.get(part, ""))))
        for part in dict.fromkeys((*new, *old))
        if old.get(part, "") != new.get(part, "")
    )


def _parts(content: Content) -> Iterator[tuple[str, str]]:
    yield from (("标题", content.title), ("称谓", content.salutation), ("开头", content.opening))
    for item in content.items:
        yield f"问题 {item.id}", item.question
        yield f"问题 {item.id} 的答复", f"{item.about}：{item.text}"
        for vouched in item.vouched:
            yield f"问题 {item.id} 的“{vouched.figure}”", f"由{vouched.by}负责：{vouched.reason}"
    yield from (("具体诉求", content.matters), ("结尾", content.closing))
    yield from (("落款", content.office), ("日期", content.date))


def _pieces(before: str, after: str) -> Iterator[tuple[Kept, str]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield "same", before[i:j]
            continue
        if i < j:
            yield "removed", before[i:j]
        if k < m:
            yield "added", after[k:m]
