"""The web application over an assistant, and a browser's part in a chat with it."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from assistant.records.answers import AnswerRecords
from assistant.records.database import Database
from assistant.web.app import create_app
from assistant.web.around import Suggests
from assistant.web.site import OpensLibrary, Site
from assistant.web.writing import Asks
from index.store.library import LIBRARY_FILE, SCHEMA, Covered, Library

REPORT = Covered(
    report_id="r1",
    title="凝心聚力<b>再出发",
    place="安阳市北关区",
    level="district",
    year=2026,
    date="2026-02-27",
)
EXAMPLE = "2025年北关区的GDP是多少？"
JOIN = "/gradio_api/queue/join"
READ = "/gradio_api/queue/data"
CONTROLS = 5  # box, send, stop, clear and one example

Message = dict[str, Any]


def library_at(generation: Path) -> OpensLibrary:
    """Opens the library of a generation; an empty one where the folder has none."""

    @contextmanager
    def opens() -> Iterator[Library]:
        file = generation / LIBRARY_FILE
        if not file.exists():
            generation.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(file)) as made:
                made.executescript(SCHEMA)
        with closing(Library(file)) as library:
            yield library

    return opens


def records_at(folder: Path) -> AnswerRecords:
    return AnswerRecords(Database(f"sqlite:///{folder / 'records.sqlite'}"), days=180)


def client_of(
    assistant: Asks,
    folder: Path,
    index_id: str | None = "index-1",
    *,
    at_once: int = 4,
    hosts: Sequence[str] = (),
    site: Site | None = None,
    records: AnswerRecords | None = None,
    suggests: Suggests | None = None,
) -> TestClient:
    async def create() -> FastAPI:
        return create_app(
            assistant,
            site or Site(library_at(folder)),
            reports=[REPORT],
            examples=[EXAMPLE],
            ready=lambda: index_id,
            data_folder=folder,
            records=records,
            suggests=suggests,
            at_once=at_once,
            hosts=hosts,
        )

    # In a running loop: outside one, gradio opens loops of its own and never closes them.
    return TestClient(asyncio.run(create()))


def messages_in(sent: str) -> list[Message]:
    """The messages of an event stream that concern events, in order."""
    messages = [json.loads(line[5:]) for line in sent.splitlines() if line[:5] == "data:"]
    return [message for message in messages if message["msg"].startswith("process_")]


class Chat:
    """A browser's part in a chat: it joins the queue and reads what the page is sent."""

    def __init__(self, client: TestClient, session: str) -> None:
        self.client = client
        self.session = session
        dependencies = client.get("/config").json()["dependencies"]
        self.numbers = [each["id"] for each in dependencies]
        self.submit, self.send, self.stop, self.clear, self.reopen = self.numbers

    def join(self, number: int, data: list[Any]) -> Response:
        body = {"data": data, "fn_index": number, "session_hash": self.session}
        headers = {"content-type": "application/json"}
        return self.client.post(JOIN, content=json.dumps(body), headers=headers)

    def read(self) -> list[Message]:
        sent = self.client.get(READ, params={"session_hash": self.session})
        assert sent.status_code == 200, sent.text
        return messages_in(sent.text)

    def ask(self, question: str) -> list[Message]:
        """Messages of the server while it answers, in order."""
        return self.do(self.submit, [question])

    def do(self, number: int, data: list[Any]) -> list[Message]:
        joined = self.join(number, data)
        assert joined.status_code == 200, joined.text
        return self.read()


def chat_shown(messages: Sequence[Message]) -> list[str]:
    """The bubbles of the chat once all `messages` have come, as gradio's client puts them together."""
    bubbles: list[str] = []
    for message in messages:
        chat = message.get("output", {}).get("data", [{}])[0]
        if isinstance(chat, list) and chat and isinstance(chat[0], list):
            ((action, (last, *_), text),) = chat
            assert action == "replace" and last == len(bubbles) - 1
            bubbles[last] = text
        elif isinstance(chat, list):
            bubbles = [each["content"][0]["text"] for each in chat]
    return bubbles
