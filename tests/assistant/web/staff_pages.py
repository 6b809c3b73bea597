"""The staff page over a desk of its own, and a clerk's part in it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from assistant.assistant import Assistant
from assistant.records.answers import AnswerRecords
from assistant.records.database import Database
from assistant.records.replies import Replies
from assistant.staff.reply_library import digests_of
from assistant.web.app import create_app
from assistant.web.site import Site
from assistant.web.staff_work import StaffDesk
from index.search.searcher import Searcher
from index.store.library import Library
from tests.assistant.web.pages import library_at
from tests.assistant.web.samples import FixedAssistant
from tests.timing import wait_for

OWN = {"sec-fetch-site": "same-origin"}


def desk_of(assistant: Assistant, folder: Path) -> StaffDesk:
    searcher = assistant.searcher
    assert isinstance(searcher, Searcher)

    @contextmanager
    def library() -> Iterator[Library]:
        yield searcher.library

    database = Database(f"sqlite:///{folder / 'records.sqlite'}")
    return StaffDesk(
        asks=assistant,
        drafting=assistant,
        replies=Replies(database, days=30),
        answers=AnswerRecords(database, days=30),
        encode=lambda questions: searcher.encoder.encode(questions, "query"),
        digests=partial(digests_of, library),
        office="北关区人民政府办公室",
        made_by=lambda: "i m",
        folder=folder / "staff",
    )


def client_of(desk: StaffDesk | None, folder: Path) -> TestClient:
    async def create() -> FastAPI:
        return create_app(
            FixedAssistant(),
            Site(library_at(folder)),
            reports=[],
            examples=[],
            ready=lambda: "index-1",
            records=AnswerRecords(Database(f"sqlite:///{folder / 'records.sqlite'}"), days=30),
            data_folder=folder / "page",
            desk=desk,
            hosts=["testserver"],
        )

    return TestClient(asyncio.run(create()), follow_redirects=False)


def send(client: TestClient, to: str, *, headers: dict[str, str] = OWN, **form: Any) -> Response:
    files = {
        name: value if isinstance(value, tuple) else (None, value) for name, value in form.items()
    }
    return client.post(to, files=files, headers=headers)


def finished(client: TestClient, reply: Response) -> str:
    """The page that the job of `reply` leads to, once it is done."""
    assert reply.status_code == 303, reply.text
    pages: list[str] = []

    def is_done() -> bool:
        got = client.get(reply.headers["location"])
        pages.append(client.get(got.headers["location"]).text if got.is_redirect else got.text)
        return 'http-equiv="refresh"' not in pages[-1]

    wait_for(is_done)
    return pages[-1]
