"""The web application: the page at "/", the staff page where it is wanted, health at "/health"."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import gradio as gr
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import AssistantError
from assistant.records.answers import AnswerRecords
from assistant.staff.jobs import Jobs
from assistant.trouble import log_error
from assistant.web.around import Around, Suggests
from assistant.web.chat import Chat, chat_routes
from assistant.web.conversations import Conversations
from assistant.web.figures.routes import figures_routes
from assistant.web.guard import Guard
from assistant.web.page import SCRIPTS, STYLES, build_page, theme
from assistant.web.places import places_routes
from assistant.web.recorded import recorded_routes
from assistant.web.reports.routes import report_routes
from assistant.web.site import Site, site_routes
from assistant.web.staff import staff_routes
from assistant.web.staff_work import StaffDesk, works
from assistant.web.welcome import Welcome
from assistant.web.writing import Asks, WaitingRoom
from index.errors import ReportIndexError
from index.store.library import Covered

_ICON = (
    '<link rel="icon" href="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='6' fill='%239d2420'/%3E"
    "%3Ctext x='16' y='23' font-size='19' text-anchor='middle' fill='white'%3E"
    '问%3C/text%3E%3C/svg%3E">'
)
_WAITING = 200  # readers in the queue; one more is asked to come back
AT_ONCE = 4
"""Answers written at the same time. Without a model each needs the processor: more would be slower."""


def create_app(
    assistant: Asks,
    site: Site,
    *,
    reports: Sequence[Covered],
    examples: Sequence[str],
    ready: Callable[[], str | None],
    data_folder: Path,
    records: AnswerRecords | None = None,
    suggests: Suggests | None = None,
    desk: StaffDesk | None = None,
    at_once: int = AT_ONCE,
    hosts: Sequence[str] = (),
) -> FastAPI:
    """The application: the chat, and the pages of `site` beside it.

    `ready` gives the index id when questions can be answered, else None. gradio may put temporary
    files in `data_folder`. Without `records` no answer is kept. The staff page exists only with a
    `desk`, and writes only in the desk's own folder. `at_once` answers are written at a time, other
    readers wait. `hosts` are the names by which the server is reached.
    """
    os.environ["GRADIO_TEMP_DIR"] = str(data_folder.resolve())  # gradio has no argument for it
    page = build_page(
        Welcome(reports, examples, site.owner, site.contact, days=records.days if records else None)
    )
    room = WaitingRoom(at_once, _WAITING)
    chat = Chat(
        assistant,
        page.events,
        room=room,
        conversations=Conversations(),
        around=Around(records, suggests, room.has_spare_place),
    )
    app = FastAPI(openapi_url=None)
    app.add_middleware(Guard, staff=desk is not None, hosts=frozenset(map(str.lower, hosts)))
    app.include_router(chat_routes(chat, secrets.randbits(48)))
    _add_pages(app, site)
    app.include_router(places_routes(site))
    if records:
        app.include_router(recorded_routes(records, site))
    if desk:
        _add_staff_page(app, desk, site)
    _add_health(app, ready)
    _mount_chat(app, page.blocks)
    return app


def _add_health(app: FastAPI, ready: Callable[[], str | None]) -> None:
    @app.get("/health")
    def health() -> JSONResponse:
        index_id = ready()
        if index_id is None:
            return JSONResponse({"status": "unavailable", "index_id": None}, status_code=503)
        return JSONResponse({"status": "ok", "index_id": index_id})


def _mount_chat(app: FastAPI, blocks: gr.Blocks) -> None:
    """Adds the page that gradio draws, last: it takes every path that is left."""
    own_lifespan = app.router.lifespan_context
    gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=theme(),
        head=_head(),
    )
    # gradio would start its queue, which looks for events a thousand times a second; none come.
    app.router.lifespan_context = own_lifespan


def _head() -> str:
    """Icon, styles and scripts. The styles are no `css_paths`: gradio would change their selectors."""
    styles, scripts = (
        "".join(f"<{tag}>{path.read_text(encoding='utf-8')}</{tag}>" for path in paths)
        for tag, paths in (("style", STYLES), ("script", SCRIPTS))
    )
    return f"{_ICON}{styles}{scripts}"


def _add_pages(app: FastAPI, site: Site) -> None:
    app.include_router(site_routes())
    app.include_router(report_routes(site))
    app.include_router(figures_routes(site))

    @app.exception_handler(ReportIndexError)
    def unavailable(_: Request, error: Exception) -> Response:
        log_error("页面没有打开", error)
        return site.message("暂时不能查阅", "报告的索引暂时打不开，请稍后再试。", 503)


def _add_staff_page(app: FastAPI, desk: StaffDesk, site: Site) -> None:
    @app.exception_handler(AssistantError)
    def failed(_: Request, error: Exception) -> Response:
        return site.message("暂时不能打开", str(error), 503)

    jobs = Jobs(desk.folder, works(desk))

    @asynccontextmanager
    async def closing(_: FastAPI) -> AsyncIterator[None]:
        yield
        jobs.close()

    app.router.lifespan_context = closing
    app.include_router(staff_routes(jobs, desk, site))
