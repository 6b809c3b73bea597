"""The library of approved replies: like questions find them, and a changed source marks them."""

from datetime import UTC, datetime

import numpy as np

from assistant.records.replies import Reply
from assistant.staff.reply_library import alike, is_stale
from index.encoder.encoding import Vectors

NOW = datetime(2026, 11, 29, tzinfo=UTC)
DIRECTIONS = {"改几个小区？": (1.0, 0.0), "小区改多少？": (0.9, 0.436), "GDP？": (0.0, 1.0)}


def encode(questions: object) -> Vectors:
    return np.array([DIRECTIONS[q] for q in questions], dtype=np.float32)  # type: ignore[attr-defined]


def reply(reply_id: str, *questions: str) -> Reply:
    return Reply(reply_id, "信", "文", "approved", 1, NOW, NOW, questions, {"r1": "abc"})


def test_the_likest_comes_first_and_each_once() -> None:
    kept = [reply("a", "小区改多少？", "改几个小区？"), reply("b", "GDP？")]
    found = alike(["改几个小区？"], kept, encode=encode, digests={"r1": "abc"})
    assert [(like.reply.id, like.question, like.stale) for like in found] == [
        ("a", "改几个小区？", False)
    ]


def test_nothing_is_alike_where_nothing_is_kept_or_asked() -> None:
    assert alike(["GDP？"], [], encode=encode, digests={}) == []
    assert alike([], [reply("a", "GDP？")], encode=encode, digests={}) == []


def test_a_changed_or_missing_source_makes_a_reply_stale() -> None:
    assert not is_stale(reply("a"), {"r1": "abc", "r2": "x"})
    assert is_stale(reply("a"), {"r1": "abd"}) and is_stale(reply("a"), {})
