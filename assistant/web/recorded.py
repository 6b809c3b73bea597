"""Recorded answers at `/a/ID`: as a page, as text and as Markdown; and what readers say of them.

Whoever has the link may read: no public page lists ids, and none may be guessed. The staff's page of
opinions links the answers that readers spoke of.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from assistant.errors import InputInvalid, RecordsMismatch, RecordsUnavailable
from assistant.records.answers import MOST_WORDS, AnswerRecord, AnswerRecords, Reason
from assistant.trouble import log_error
from assistant.web.answer_text import Provenance, as_markdown, as_text, shown_time
from assistant.web.own_form import is_own
from assistant.web.render import render_answer, render_question
from assistant.web.sentences import checked_in_words
from assistant.web.site import Site

_MOST_A_MINUTE = 60  # opinions of all readers together
_PRIVATE = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
_GONE = "没有这个回答：链接不对，或者已过保存期限（{days} 天）被删除。"
_AWAY = "保存回答的地方暂时打不开，请稍后再试。"
_NOT_TAKEN = "意见没有收下：格式不对。"
_NOT_OWN = "意见没有收下：不是从本站的页面交来的。"
_TOO_MANY = "现在交意见的人太多，请过一会儿再交。"


class Opinion(BaseModel):
    """What the page sends when a reader says whether an answer helped."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    useful: bool
    reason: Reason | None = None
    text: Annotated[str, Field(max_length=MOST_WORDS)] = ""


class Rate:
    """At most so many a minute, whoever they come from."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._taken: deque[float] = deque()

    def takes(self) -> bool:
        """Whether one more is taken now."""
        now = self._clock()
        while self._taken and self._taken[0] <= now - 60:
            self._taken.popleft()
        if len(self._taken) >= self._most:
            return False
        self._taken.append(now)
        return True


def recorded_routes(records: AnswerRecords, site: Site) -> APIRouter:
    """The routes of recorded answers, as pages of `site`."""
    routes = APIRouter(include_in_schema=False)
    gone = _GONE.format(days=records.days)

    def opened(answer_id: str, draw: Callable[[AnswerRecord], Response]) -> Response:
        try:
            record = records.get(answer_id)
        except (RecordsUnavailable, RecordsMismatch) as error:
            log_error("没能读出一个回答的记录", error)
            return site.message("暂时打不开", _AWAY, 503)
        reply = draw(record) if record else site.message("没有这个回答", gone, 404)
        reply.headers.update(_PRIVATE)
        return reply

    @routes.get("/a/{answer_id}.txt")
    def text(answer_id: str, request: Request) -> Response:
        def draw(record: AnswerRecord) -> Response:
            return PlainTextResponse(as_text(record.object, _provenance(record, request)))

        return opened(answer_id, draw)

    @routes.get("/a/{answer_id}.md")
    def markdown(answer_id: str, request: Request) -> Response:
        def draw(record: AnswerRecord) -> Response:
            written = as_markdown(record.object, _provenance(record, request))
            return PlainTextResponse(written, media_type="text/markdown; charset=utf-8")

        return opened(answer_id, draw)

    @routes.get("/a/{answer_id}")
    def page(answer_id: str, request: Request) -> Response:
        return opened(answer_id, lambda record: _page(site, record, request, records.days))

    _add_feedback(routes, records)
    return routes


def _add_feedback(routes: APIRouter, records: AnswerRecords) -> None:
    rate = Rate(_MOST_A_MINUTE)

    @routes.post("/a/{answer_id}/feedback")
    async def feedback(request: Request) -> Response:
        if not is_own(request):
            return _said(_NOT_OWN, 403)
        try:
            opinion = Opinion.model_validate_json(await request.body())
        except ValidationError:
            return _said(_NOT_TAKEN, 400)
        if not rate.takes():
            return _said(_TOO_MANY, 429)
        try:
            await run_in_threadpool(
                records.add_feedback,
                request.path_params["answer_id"],
                useful=opinion.useful,
                reason=opinion.reason,
                text=opinion.text,
            )
        except InputInvalid as refused:
            return _said(str(refused), 409)
        except (RecordsUnavailable, RecordsMismatch) as error:
            log_error("没能保存一条意见", error)
            return _said(_AWAY, 503)
        return JSONResponse({"status": "ok"})


def _page(site: Site, record: AnswerRecord, request: Request, days: int) -> Response:
    return site.page(
        "recorded",
        title=record.question or "没有写问题",
        record=record,
        made=shown_time(record.made),
        days=days,
        question=render_question(record.question),
        answer=render_answer(record.answer, "source") if record.answer else None,
        text=as_text(record.object, _provenance(record, request)),
    )


def _said(text: str, status: int) -> Response:
    return JSONResponse({"detail": text}, status, {"content-language": "zh-CN"})


def _provenance(record: AnswerRecord, request: Request) -> Provenance:
    checked = checked_in_words(record.answer) if record.answer else ""
    return Provenance(f"{request.base_url}a/{record.id}", record.made, checked)
