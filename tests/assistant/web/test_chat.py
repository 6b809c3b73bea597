"""The chat of many readers: one line, conversations kept by the server, and what a reader who leaves frees."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import aclosing
from pathlib import Path

import pytest

from assistant.answer import Evidence, VerifiedAnswer
from assistant.web.around import Around
from assistant.web.chat import Chat, PageEvents
from assistant.web.chat_wire import Sent
from assistant.web.conversations import Conversations
from assistant.web.writing import WaitingRoom
from index.errors import IndexMissing
from tests.assistant.web.pages import Chat as Browser
from tests.assistant.web.pages import Message, chat_shown, client_of, messages_in
from tests.assistant.web.samples import QUESTION, FixedAssistant, answered
from tests.timing import wait_for

LOCKED = ({"__type__": "update", "interactive": False},)
UNLOCKED = ({"__type__": "update", "interactive": True},)


def kept(question: str) -> tuple[dict[str, object]]:
    return ({"__type__": "update", "interactive": True, "value": question},)


EVENTS = PageEvents(
    typed=frozenset({0}),
    stop=frozenset({3}),
    clear=frozenset({2}),
    reopen=frozenset({4}),
    locked=LOCKED,
    unchanged=({"__type__": "update"},),
    unlocked=UNLOCKED,
    kept=kept,
)


class Held:
    """Answers nothing until it is let; says the same while it waits, as a model's stream does."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = 0
        self.closed = 0

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Generator[Evidence | VerifiedAnswer]:
        self.begun += 1
        evidence = Evidence(QUESTION, ())
        try:
            yield evidence
            while not self.go_on.wait(0.02):
                yield evidence
            yield answered()
        finally:
            self.closed += 1


class Room:
    """A chat in which `at_once` are answered and `most` wait."""

    def __init__(self, at_once: int = 1, most: int = 2) -> None:
        self.assistant = Held()
        self.conversations = Conversations()
        room = WaitingRoom(at_once, most)
        self.chat = Chat(
            self.assistant,
            EVENTS,
            room=room,
            conversations=self.conversations,
            around=Around(),
        )
        self.tasks: list[asyncio.Task[list[Message]]] = []

    def ask(self, session: str, question: str = "问题") -> AsyncIterator[bytes]:
        sent = Sent(data=[question], fn_index=0, session_hash=session)
        assert self.chat.join(sent)
        return self.chat.read(session)

    def reader(self, session: str) -> asyncio.Task[list[Message]]:
        async def read() -> list[Message]:
            lines = [line.decode() async for line in self.ask(session)]
            return messages_in("".join(lines))

        self.tasks.append(asyncio.create_task(read()))
        return self.tasks[-1]


async def until(condition: object) -> None:
    await asyncio.to_thread(wait_for, condition)


def test_who_waits_sees_his_place_and_is_answered_in_turn() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=5)
        seen: list[str] = []

        async def watch() -> None:
            async for line in room.ask("third"):
                seen.append(line.decode())

        first = room.reader("first")
        await until(lambda: room.assistant.begun == 1)
        second = room.reader("second")
        await asyncio.sleep(0)
        third = asyncio.create_task(watch())
        await until(lambda: any("您前面还有 1 个问题" in line for line in seen))
        room.assistant.go_on.set()
        await asyncio.gather(first, second, third)
        for messages in (first.result(), second.result(), messages_in("".join(seen))):
            assert "189.3亿元" in chat_shown(messages)[-1]
            assert messages[-1]["output"]["data"][1:] == list(UNLOCKED)
        assert room.assistant.begun == 3

    asyncio.run(run())


def test_who_finds_the_line_full_is_told_and_keeps_his_question() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=1)
        readers = [room.reader("first")]
        await until(lambda: room.assistant.begun == 1)
        readers.append(room.reader("second"))
        await asyncio.sleep(0)
        turned_away = [line.decode() async for line in room.ask("third", "我的问题")]
        messages = messages_in("".join(turned_away))
        assert "暂时排不上队" in chat_shown(messages)[-1]
        assert messages[-1]["output"]["data"][1:] == list(kept("我的问题"))
        room.assistant.go_on.set()
        await asyncio.gather(*readers)
        assert room.assistant.begun == 2
        again = messages_in("".join([line.decode() async for line in room.ask("third")]))
        assert len(chat_shown(again)) == 2, "what was not answered is not kept"

    asyncio.run(run())


def test_a_reader_who_leaves_while_he_is_answered_frees_his_place() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=1)
        async with aclosing(room.ask("first")) as leaving:  # type: ignore[type-var]
            async for line in leaving:
                if "正在根据原文".encode() in line:
                    break
            assert room.assistant.begun == 1
        await until(lambda: room.assistant.closed == 1)
        room.assistant.go_on.set()
        assert "189.3亿元" in chat_shown(await room.reader("second"))[-1]

    asyncio.run(run())


def test_a_reader_who_leaves_the_line_lets_the_next_move_up() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=1)
        first = room.reader("first")
        await until(lambda: room.assistant.begun == 1)
        waiting = room.reader("second")
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.wait([waiting])
        third = room.reader("third")
        await asyncio.sleep(0)
        room.assistant.go_on.set()
        await asyncio.gather(first, third)
        assert "189.3亿元" in chat_shown(third.result())[-1]
        assert room.assistant.begun == 2

    asyncio.run(run())


def test_as_many_are_answered_at_once_as_there_are_places() -> None:
    async def run() -> None:
        room = Room(at_once=12, most=0)
        readers = [room.reader(f"r{number}") for number in range(12)]
        await until(lambda: room.assistant.begun == 12)
        room.assistant.go_on.set()
        for messages in await asyncio.gather(*readers):
            assert "189.3亿元" in chat_shown(messages)[-1]

    asyncio.run(run())


def stop(room: Room, session: str) -> None:
    assert room.chat.join(Sent(data=[], fn_index=3, session_hash=session))


def test_an_answer_that_is_stopped_ends_at_once_and_its_question_is_in_the_box() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=1)
        reading = room.reader("first")
        await until(lambda: room.assistant.begun == 1)
        stop(room, "first")
        messages = await reading
        assert "已停止，没有回答" in chat_shown(messages)[-1]
        stopped, answered_stop = [m for m in messages if m["msg"] == "process_completed"]
        assert stopped["output"]["data"][1:] == list(kept("问题"))
        assert answered_stop["output"]["data"] == [{"__type__": "update"}] * 2
        await until(lambda: room.assistant.closed == 1)
        room.assistant.go_on.set()
        assert "189.3亿元" in chat_shown(await room.reader("second"))[-1], "its place is free"

    asyncio.run(run())


def test_who_stops_in_the_line_leaves_it() -> None:
    async def run() -> None:
        room = Room(at_once=1, most=1)
        first = room.reader("first")
        await until(lambda: room.assistant.begun == 1)
        waiting = room.reader("second")
        await asyncio.sleep(0.05)
        stop(room, "second")
        assert "已停止" in chat_shown(await waiting)[-1]
        third = room.reader("third")
        await asyncio.sleep(0)
        room.assistant.go_on.set()
        await asyncio.gather(first, third)
        assert "189.3亿元" in chat_shown(third.result())[-1]
        assert room.assistant.begun == 2

    asyncio.run(run())


class Growing:
    """Says a sentence, then hangs until it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.said = threading.Event()

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Generator[Evidence | VerifiedAnswer]:
        yield answered("2025年，北关区全年生产总值完成189.3亿元。[1]")
        self.said.set()
        self.go_on.wait(10)
        yield answered()


def test_what_was_written_before_a_stop_stays_and_is_said_to_be_incomplete() -> None:
    async def run() -> None:
        growing = Growing()
        chat = Chat(
            growing,
            EVENTS,
            room=WaitingRoom(1, 1),
            conversations=Conversations(),
            around=Around(),
        )
        assert chat.join(Sent(data=["问题"], fn_index=0, session_hash="a"))
        reading = asyncio.create_task(collected(chat, "a"))
        await until(growing.said.is_set)
        assert chat.join(Sent(data=[], fn_index=3, session_hash="a"))
        shown = chat_shown(await reading)[-1]
        growing.go_on.set()
        assert "189.3亿元" in shown and "已停止，以上内容不完整" in shown

    asyncio.run(run())


async def collected(chat: Chat, session: str) -> list[Message]:
    return messages_in("".join([line.decode() async for line in chat.read(session)]))


def test_a_stop_where_nothing_is_written_does_nothing() -> None:
    async def run() -> None:
        room = Room()
        stop(room, "first")
        (_, ended) = await collected(room.chat, "first")
        assert ended["output"]["data"] == [{"__type__": "update"}] * 2

    asyncio.run(run())


class Missing:
    def stream(self, asked: str, turns: Sequence[str] = ()) -> Generator[Evidence | VerifiedAnswer]:
        raise IndexMissing("目录 '/srv/secret' 中还没有索引。")
        yield


def test_an_index_that_is_away_is_told_without_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(Missing(), tmp_path) as client:
        messages = Browser(client, "s1").ask("我叫王小明，GDP是多少")
    assert "收录的报告正在更新" in chat_shown(messages)[-1]
    assert "secret" not in str(messages)
    (line,) = [record.getMessage() for record in caplog.get_records("call")]
    assert "IndexMissing" in line and "\n" not in line
    assert "secret" not in line and "王小明" not in line


def test_a_conversation_is_shown_again_with_each_answer_and_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    assistant = FixedAssistant()
    with client_of(assistant, tmp_path) as client:
        chat = Browser(client, "s1")
        assert len(chat_shown(chat.ask("第一问"))) == 2
        shown = chat_shown(chat.ask("2025年北关区的GDP"))
        assert [bubble for bubble in shown if "asked" in bubble] == shown[::2]
        assert "第一问" in shown[0] and "2025年北关区的GDP" in shown[2]
        assert 'id="source-0-1"' in shown[1] and 'id="source-1-1"' in shown[3]
        cleared = chat.do(chat.clear, [])
        assert cleared[-1]["output"]["data"][0] == []
        assert len(chat_shown(chat.ask("第二问"))) == 2
        assert assistant.asked[-1] == ("第二问", ())
        assert len(chat_shown(Browser(client, "s2").ask("别人的"))) == 2


def test_personal_data_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    assistant = FixedAssistant()
    with client_of(assistant, tmp_path) as client:
        chat = Browser(client, "s1")
        shown = chat_shown(chat.ask("我叫王小明，电话13803721234，GDP是多少"))
        assert "〔姓名〕" in shown[0] and "13803721234" not in shown[0]
        chat.ask("那明年呢")
    assert assistant.asked[-1][1] == ("我叫〔姓名〕，电话〔手机号〕，GDP是多少",)


def test_too_many_events_of_one_session_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path) as client:
        chat = Browser(client, "s1")
        codes = [chat.join(chat.submit, ["问"]).status_code for _ in range(6)]
        assert codes == [200] * 4 + [429] * 2
        assert sum(message["msg"] == "process_completed" for message in chat.read()) == 4


def test_events_that_nobody_reads_are_bounded() -> None:
    chat = Room().chat
    for number in range(1_500):
        assert chat.join(Sent(data=["问"], fn_index=0, session_hash=f"s{number}"))
    assert len(chat._pending) == 1_000 and "s1499" in chat._pending
