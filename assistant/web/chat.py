"""The chat behind the page: events come in, answers go out as they are written.

The page is drawn by gradio, but none of its events runs there: a browser sends an event's number, a
session and a question (`chat_wire`). Earlier questions and answers are kept by session
(`conversations`); a browser sends no history, but may name recorded answers by their ids, and then
goes on from them.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, closing
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.types import Send

from assistant.errors import InputInvalid
from assistant.question.privacy import masked
from assistant.records.answers import ID, AnswerRecord
from assistant.refusals import MAX_QUESTION_CHARACTERS
from assistant.web.around import Around, exchange_of
from assistant.web.chat_wire import (
    CLOSED,
    HEARTBEAT,
    UNKNOWN,
    Reply,
    Sent,
    Update,
    read_sent,
    read_session,
)
from assistant.web.conversations import MOST_EXCHANGES, Conversation, Conversations, Exchange
from assistant.web.render import render_notice, render_question
from assistant.web.writing import Asks, Place, Unanswered, WaitingRoom, Writing

JOIN, READ, APP_ID = (
    "/gradio_api/queue/join",
    "/gradio_api/queue/data",
    "/gradio_api/app_id",
)
_MOST_PENDING = 4  # events of one session
_MOST_UNREAD = 1_000  # sessions with events that nobody reads
_STOPPED = "已停止，没有回答。"
_LOOKING = "正在查阅报告……"
_BEFORE = "现在提问的人较多，您前面还有 {ahead} 个问题，请稍候……"
_NEXT = "现在提问的人较多，下一个就是您的问题，请稍候……"
_FULL = "现在提问的人太多，暂时排不上队。您的问题还在输入框里，请过一两分钟再提问。"
_TOO_MANY = "您的请求太多，请稍候再试。"


@dataclass(frozen=True, slots=True)
class PageEvents:
    """What each event of the page does, by its number: ask the typed question, stop
    the answer that is being written, clear, or open recorded answers again; and the states of the
    page's controls."""

    typed: frozenset[int]
    stop: frozenset[int]
    clear: frozenset[int]
    reopen: frozenset[int]
    locked: tuple[Update, ...]
    unchanged: tuple[Update, ...]
    unlocked: tuple[Update, ...]
    kept: Callable[[str], tuple[Update, ...]]
    """Unlocked, and the given question stays in the box."""


@dataclass(frozen=True, slots=True)
class _Event:
    id: str
    does: Literal["ask", "stop", "clear", "reopen"]
    sent: str = ""
    """The question, or ids of recorded answers."""


class Chat:
    """The chat of all readers over one assistant."""

    def __init__(
        self,
        assistant: Asks,
        events: PageEvents,
        *,
        room: WaitingRoom,
        conversations: Conversations,
        around: Around,
    ) -> None:
        self._assistant, self._around = assistant, around
        self._underway: dict[str, _Underway] = {}
        self._events = events
        self._room = room
        self._conversations = conversations
        self._pending: OrderedDict[str, deque[_Event]] = OrderedDict()

    def join(self, sent: Sent) -> str | None:
        """Queues an event until its session is read, and gives its id; None if the session has too many.

        Raises InputInvalid where the page has no such event, or the event takes no such data.
        """
        event = self._event(sent)
        if event.does == "stop" and sent.session_hash in self._underway:
            self._underway[sent.session_hash].stop()
        waiting = self._pending.setdefault(sent.session_hash, deque())
        if len(waiting) >= _MOST_PENDING:
            return None
        waiting.append(event)
        self._pending.move_to_end(sent.session_hash)
        if len(self._pending) > _MOST_UNREAD:
            self._pending.popitem(last=False)
        return event.id

    def _event(self, sent: Sent) -> _Event:
        number, event_id = sent.fn_index, secrets.token_hex(16)
        if sent.data and number in self._events.typed:
            return _Event(event_id, "ask", sent.data[0])
        if sent.data and number in self._events.reopen:
            return _Event(event_id, "reopen", sent.data[0])
        if not sent.data and number in self._events.clear:
            return _Event(event_id, "clear")
        if not sent.data and number in self._events.stop:
            return _Event(event_id, "stop")
        raise InputInvalid("页面没有这个操作，请刷新页面后再试。")

    async def read(self, session: str) -> AsyncGenerator[bytes]:
        """The answers to the events of a session, until none is left."""
        if session not in self._pending and session not in self._conversations:
            yield UNKNOWN
            return
        while waiting := self._pending.get(session):
            event = waiting.popleft()
            if not waiting:
                del self._pending[session]
            async with aclosing(self._replied(session, event)) as messages:
                async for message in messages:
                    yield message
        yield CLOSED

    async def _replied(self, session: str, event: _Event) -> AsyncGenerator[bytes]:
        conversation = self._conversations.of(session)
        reply = Reply(event.id, len(self._events.unlocked))
        yield reply.starts()
        if event.does == "ask":
            asking = self._asked(reply, session, conversation, event.sent)
            async with aclosing(asking) as messages:
                async for message in messages:
                    yield message
        elif event.does == "stop":
            yield reply.ends(self._events.unchanged)
        elif event.does == "clear":
            conversation.clear()
            yield reply.ends(self._events.unlocked, [])
        else:
            await self._reopen(conversation, event.sent)
            yield reply.ends(self._events.unlocked, _bubbles(conversation))
        self._conversations.keep(session, conversation)

    async def _asked(
        self, reply: Reply, session: str, conversation: Conversation, asked: str
    ) -> AsyncGenerator[bytes]:
        place = self._room.enter()
        if place is None:
            yield self._refused(reply, conversation, asked)
            return
        with closing(_Underway(place)) as underway:
            self._underway[session] = underway
            try:
                answering = self._answered(reply, conversation, asked, underway)
                async with aclosing(answering) as messages:
                    async for message in messages:
                        yield message
            finally:
                self._underway.pop(session, None)

    async def _reopen(self, conversation: Conversation, ids: str) -> None:
        """Opens recorded answers in place of what the conversation holds, for later questions too."""
        wanted = [each for each in ids.split(",") if ID.fullmatch(each)][-MOST_EXCHANGES:]
        opened = await asyncio.to_thread(self._opened, wanted)
        conversation.clear()
        for record, exchange in opened:
            conversation.add(exchange, record.question)

    def _opened(self, ids: Sequence[str]) -> list[tuple[AnswerRecord, Exchange]]:
        records = self._around.reopened(ids)
        return [
            (record, exchange_of(record, f"source-{number}"))
            for number, record in enumerate(records)
        ]

    def _refused(self, reply: Reply, conversation: Conversation, asked: str) -> bytes:
        bubbles = [*_bubbles(conversation), _asked(asked), render_notice(_FULL)]
        return reply.ends(self._events.kept(asked), bubbles)

    async def _answered(
        self, reply: Reply, conversation: Conversation, asked: str, underway: _Underway
    ) -> AsyncGenerator[bytes]:
        question = _asked(asked)
        answer = render_notice(_LOOKING)
        yield reply.shows([*_bubbles(conversation), question, answer], self._events.locked)
        async for ahead in underway.place.turn():
            if underway.stopped:
                break
            yield reply.says(render_notice(_BEFORE.format(ahead=ahead) if ahead else _NEXT))
        turn = "" if underway.stopped else _turn(asked)
        try:
            async with aclosing(self._written(conversation, asked, underway)) as bubbles:
                async for bubble in bubbles:
                    answer = bubble or answer
                    yield reply.says(bubble) if bubble else HEARTBEAT
        except Unanswered as failure:
            answer, turn = render_notice(str(failure)), ""
            yield reply.says(answer)
        conversation.add((question, answer), turn)
        yield reply.ends(self._events.kept(asked) if underway.stopped else self._events.unlocked)

    async def _written(
        self, conversation: Conversation, asked: str, underway: _Underway
    ) -> AsyncGenerator[str]:
        """The answer as it grows; where it was stopped, what there is of it. Raises Unanswered."""
        written = ""
        if not underway.stopped:
            writing = underway.written_by(
                Writing(
                    self._assistant,
                    asked,
                    list(conversation.turns),
                    anchor=f"source-{conversation.count}",
                    around=self._around,
                    done=underway.place.leave,
                )
            )
            async with aclosing(writing.bubbles()) as bubbles:
                async for bubble in bubbles:
                    yield bubble
            written = writing.written
        if underway.stopped:
            yield written or render_notice(_STOPPED)


class _Underway:
    """A question that waits for its turn or is being answered. Its place is freed when the reader
    goes or stops it, or by the thread that writes the answer."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.stopped = False
        self._writing: Writing | None = None

    def written_by(self, writing: Writing) -> Writing:
        """From now on the writing frees the place."""
        self._writing = writing
        return writing

    def stop(self) -> None:
        self.stopped = True
        if self._writing:
            self._writing.stop()

    def close(self) -> None:
        if not self._writing:
            self.place.leave()


def _asked(question: str) -> str:
    """The reader's bubble. It is kept, so the part that is shown holds no personal data."""
    first, rest = question[:MAX_QUESTION_CHARACTERS], question[MAX_QUESTION_CHARACTERS:]
    found = masked(first)
    return render_question(found.text + rest, found.kinds)


def _turn(asked: str) -> str:
    """The question as later ones may refer to it."""
    return masked(asked).text if 0 < len(asked.strip()) <= MAX_QUESTION_CHARACTERS else ""


def _bubbles(conversation: Conversation) -> list[str]:
    return [bubble for exchange in conversation.exchanges() for bubble in exchange]


class _EventStream(StreamingResponse):
    """Ends the stream when the reader goes."""

    media_type = "text/event-stream"

    async def stream_response(self, send: Send) -> None:
        assert isinstance(self.body_iterator, AsyncGenerator)
        async with aclosing(self.body_iterator):
            await super().stream_response(send)


def chat_routes(chat: Chat, app_id: int) -> APIRouter:
    """The routes that the page's events go to; `app_id` is another at each start of the server."""
    routes = APIRouter(include_in_schema=False)

    @routes.post(JOIN)
    async def join(request: Request) -> Response:
        try:
            event_id = chat.join(read_sent(await request.body()))
        except InputInvalid as refused:
            return JSONResponse({"detail": str(refused)}, status_code=400)
        if event_id is None:
            return JSONResponse({"detail": _TOO_MANY}, status_code=429)
        return JSONResponse({"event_id": event_id})

    @routes.get(READ)
    async def read(request: Request) -> Response:
        try:
            session = read_session(request.query_params.multi_items())
        except InputInvalid as refused:
            return JSONResponse({"detail": str(refused)}, status_code=400)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return _EventStream(chat.read(session), headers=headers)

    @routes.get(APP_ID)
    def this_start() -> Response:
        return JSONResponse({"app_id": app_id})

    return routes
