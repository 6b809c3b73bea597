"""Replies: no version is lost or half saved, a step counts for what was seen, nobody approves their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import InputInvalid
from assistant.records.database import Database
from assistant.records.replies import OwnReply, Replies, ReplyChanged, Version, same_person

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ID = "r" * 32


def replies_in(folder: Path, *, days: int = 30, now: datetime = NOW) -> Replies:
    database = Database(f"sqlite:///{folder / 'records.sqlite'}")
    return Replies(database, days=days, clock=lambda: now)


def version(number: int, by: str = "李明", content: str = "文字") -> Version:
    return Version(number, NOW, by, "修改文字", f"{content}{number}")


@pytest.fixture
def replies(tmp_path: Path) -> Replies:
    made = replies_in(tmp_path)
    made.add(
        ID,
        name="来信.txt",
        letter="去年GDP是多少？",
        first=version(1, by="程序"),
        questions=["去年GDP是多少？"],
        sources={"r1": "abc"},
    )
    return made


def save(replies: Replies, number: int, by: str = "李明") -> None:
    replies.save(ID, version(number, by), questions=["问"], sources={})


def state(replies: Replies) -> str:
    reply = replies.get(ID)
    assert reply is not None
    return reply.state


def test_each_version_is_kept_as_it_was_saved(replies: Replies) -> None:
    save(replies, 2)
    assert [(v.number, v.by, v.content) for v in replies.versions(ID)] == [
        (2, "李明", "文字2"),
        (1, "程序", "文字1"),
    ]


def test_of_two_who_save_on_one_version_the_second_is_refused(replies: Replies) -> None:
    save(replies, 2)
    with pytest.raises(ReplyChanged):
        save(replies, 2, by="王芳")
    assert [v.by for v in replies.versions(ID)] == ["李明", "程序"]


def test_the_way_of_a_reply(replies: Replies) -> None:
    replies.take(ID, "submitted", version=1, by="李明")
    with pytest.raises(ReplyChanged):
        save(replies, 2)
    replies.take(ID, "sent_back", version=1, by="王芳", note="改开头")
    save(replies, 2)
    assert state(replies) == "draft"
    replies.take(ID, "submitted", version=2, by="李明")
    replies.take(ID, "approved", version=2, by="王芳")
    assert state(replies) == "approved"
    assert [(s.step, s.by, s.version) for s in replies.steps(ID)] == [
        ("submitted", "李明", 1),
        ("sent_back", "王芳", 1),
        ("submitted", "李明", 2),
        ("approved", "王芳", 2),
    ]
    with pytest.raises(ReplyChanged):
        save(replies, 3)


@pytest.mark.parametrize("name", ["李明", " 李 明", "李明 "])
def test_nobody_approves_their_own(replies: Replies, name: str) -> None:
    save(replies, 2)
    replies.take(ID, "submitted", version=2, by="张强")
    for own in (name, "张强"):
        with pytest.raises(OwnReply):
            replies.take(ID, "approved", version=2, by=own)
    assert state(replies) == "in_review"


def test_one_who_has_a_like_name_is_another() -> None:
    assert same_person("ＬＩ Ming", ["li ming"])
    assert not same_person("李明明", ["李明"])


def test_a_button_that_is_pressed_twice_takes_one_step(replies: Replies) -> None:
    replies.take(ID, "submitted", version=1, by="李明")
    replies.take(ID, "approved", version=1, by="王芳")
    replies.take(ID, "approved", version=1, by="王芳")
    assert [s.step for s in replies.steps(ID)] == ["submitted", "approved"]
    with pytest.raises(ReplyChanged):
        replies.take(ID, "approved", version=1, by="赵六")


def test_what_was_not_seen_is_not_approved(replies: Replies) -> None:
    save(replies, 2)
    replies.take(ID, "submitted", version=2, by="李明")
    with pytest.raises(ReplyChanged):
        replies.take(ID, "approved", version=1, by="王芳")


def test_sending_back_needs_a_reason(replies: Replies) -> None:
    replies.take(ID, "submitted", version=1, by="李明")
    with pytest.raises(InputInvalid):
        replies.take(ID, "sent_back", version=1, by="王芳", note=" ")


def test_the_inbox_is_searched(replies: Replies) -> None:
    assert [r.id for r in replies.listed("gdp 去年")] == [ID]
    assert replies.listed("财政") == [] and replies.listed("100%") == []
    assert replies.listed(state="approved") == []


def test_an_id_that_is_there_stays_as_it_is(replies: Replies) -> None:
    save(replies, 2)
    replies.add(ID, name="", letter="", first=version(1), questions=[], sources={})
    assert [v.number for v in replies.versions(ID)] == [2, 1]


def test_a_reply_is_deleted_when_its_term_is_over_and_not_before(
    replies: Replies, tmp_path: Path
) -> None:
    in_time, too_late = (replies_in(tmp_path, now=NOW + timedelta(days=n)) for n in (30, 31))
    assert in_time.get(ID) and in_time.listed()
    assert too_late.get(ID) is None and too_late.listed() == [], "though no letter came since"
    assert in_time.prune() == 0
    assert too_late.prune() == 1
    assert replies.get(ID) is None and replies.versions(ID) == []


def _saves(folder: Path, saved: multiprocessing.connection.Connection) -> None:
    replies = replies_in(folder)
    for number in range(2, 10_000):
        save(replies, number)
        saved.send(number)


def test_a_kill_loses_nothing_that_was_saved(replies: Replies, tmp_path: Path) -> None:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_saves, args=(tmp_path, there))
    process.start()
    last = [here.recv() for _ in range(25)][-1]
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    while here.poll():
        last = here.recv()
    numbers = [v.number for v in replies_in(tmp_path).versions(ID)]
    assert numbers == list(range(numbers[0], 0, -1)) and numbers[0] >= last
    reply = replies_in(tmp_path).get(ID)
    assert reply is not None and reply.version == numbers[0]
