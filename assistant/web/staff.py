"""The staff page at /staff: plain forms for a letter's draft and a table's answers, without scripts.

It has no login: `create_app` adds it only where the settings ask for it.
"""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from assistant.errors import AssistantError, InputInvalid
from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.inquiry import MAX_BYTES as MAX_LETTER
from assistant.staff.inquiry import MAX_CHARACTERS, inquiry_text
from assistant.staff.jobs import Job, Jobs, JobsFull
from assistant.staff.tables import MAX_BYTES as MAX_TABLE
from assistant.staff.tables import QUESTION_COLUMN, masked_table, read_table
from assistant.web.own_form import is_own
from assistant.web.staff_work import LETTER, table_files
from assistant.web.templates import fill

_STYLES = tuple(Path(__file__).with_name(name) for name in ("colours.css", "staff.css"))
_OVERHEAD = 64 * 1024  # bytes of a form besides its file
_DRAINED = 200 * 1024 * 1024  # bytes read and dropped, so that the browser reads the reply
_KINDS = {"draft": "答复拟稿", "batch": "批量答复"}
_STATES = {
    "waiting": "正在排队",
    "running": "正在处理",
    "done": "已完成",
    "partly": "已完成，有几行出错",
    "failed": "没有做成",
}
_FILES = {
    "draft": (("draft.docx", "下载拟稿（DOCX）"), ("draft.md", "下载拟稿（Markdown）")),
    "batch": (("result.xlsx", "下载结果（XLSX）"), ("result.csv", "下载结果（CSV）")),
}
_SAVED_AS = {"draft": "答复拟稿", "result": "答复结果"}
_GONE = "没有这个任务：网址不对，或已过一天被删除。"

Handles = Callable[[Request], Awaitable[Response]]


def staff_routes(jobs: Jobs) -> APIRouter:
    """The routes of the page over `jobs`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/staff")
    def start() -> Response:
        return _page("staff_start")

    @routes.get("/staff/style.css")
    def style() -> Response:
        styles = "".join(path.read_text(encoding="utf-8") for path in _STYLES)
        return Response(styles, media_type="text/css")

    @routes.get("/staff/jobs/{job_id}")
    def job(job_id: str) -> Response:
        found = jobs.job(job_id)
        return _job(jobs, found) if found else _page("staff_page", 404, message=_GONE)

    @routes.get("/staff/jobs/{job_id}/{name}")
    def file(job_id: str, name: str) -> Response:
        offered = [each for files in _FILES.values() for each, _ in files]
        path = jobs.file(job_id, name) if name in offered else None
        if path is None:
            return _page("staff_page", 404, message=_GONE)
        media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        saved_as = f"{_SAVED_AS[path.stem]}{path.suffix}"
        return FileResponse(path, media_type=media, filename=saved_as)

    _add_forms(routes, jobs)
    return routes


def _add_forms(routes: APIRouter, jobs: Jobs) -> None:
    @routes.post("/staff/drafts")
    @_guarded
    async def add_draft(request: Request) -> Response:
        form = await read_form(request, MAX_LETTER + _OVERHEAD)
        return await run_in_threadpool(_add_draft, jobs, form)

    @routes.post("/staff/batches")
    @_guarded
    async def add_batch(request: Request) -> Response:
        form = await read_form(request, MAX_TABLE + _OVERHEAD)
        return await run_in_threadpool(_add_batch, jobs, form)

    @routes.post("/staff/jobs/{job_id}/again")
    @_guarded
    async def again(request: Request) -> Response:
        found = jobs.again(request.path_params["job_id"])
        return _to(found) if found else _page("staff_page", 404, message=_GONE)


def _guarded(handle: Handles) -> Handles:
    """`handle` for forms of our own pages; an error is shown on the page."""

    @wraps(handle)
    async def guarded(request: Request) -> Response:
        if not is_own(request):
            return _page("staff_page", 403, message="这个请求不是从本页交来的，没有处理。")
        try:
            return await handle(request)
        except FormTooLarge as error:
            return _page("staff_start", 413, message=str(error))
        except InputInvalid as error:
            return _page("staff_start", 422, message=str(error))
        except JobsFull as error:
            return _page("staff_start", 503, message=str(error))
        except AssistantError as error:
            return _page("staff_start", 500, message=str(error))

    return guarded


def _add_draft(jobs: Jobs, form: SentForm) -> Response:
    text = form.fields.get("letter", "").replace("\r\n", "\n")
    name = "来信"
    if form.raw:
        text, name = inquiry_text(form.raw, form.name), form.name
    if not text.strip():
        raise InputInvalid("没有收到来信：请粘贴来信全文，或选择一个文件。")
    if len(text) > MAX_CHARACTERS:
        raise InputInvalid(f"来信有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限。")
    letter = masked(printable(text)).text
    return _to(jobs.add("draft", masked(name).text, {LETTER: letter.encode()}))


def _add_batch(jobs: Jobs, form: SentForm) -> Response:
    if not form.name:
        raise InputInvalid("没有选择问题表格。")
    column = form.fields.get("column", "").strip() or QUESTION_COLUMN
    table = read_table(form.raw, form.name, column, form.fields.get("sheet", "").strip())
    return _to(jobs.add("batch", masked(form.name).text, table_files(masked_table(table))))


def _to(job: Job) -> Response:
    return RedirectResponse(f"/staff/jobs/{job.id}", 303)


def _page(template: str, status: int = 200, **values: object) -> Response:
    return HTMLResponse(fill(template, **values), status)


def _job(jobs: Jobs, job: Job) -> Response:
    """A job as it stands; its page loads itself anew until it is done."""
    drafted = jobs.file(job.id, "draft.html")
    state = _STATES[job.state]
    return _page(
        "staff_job",
        title=f"{_KINDS[job.kind]}：{state}",
        state=state,
        job=job,
        files=[(name, label) for name, label in _FILES[job.kind] if jobs.file(job.id, name)],
        draft=drafted.read_text(encoding="utf-8") if drafted else "",
        refresh=job.is_open,
    )


class FormTooLarge(InputInvalid):
    """The file sent is larger than allowed."""


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields of a form by name, and its file: "" and no bytes where none was chosen."""

    fields: dict[str, str]
    name: str = ""
    raw: bytes = b""


class _TooLarge(MultiPartException):
    """A subclass of the parser's own error: on this the parser frees what it has read."""


class _InMemory(MultiPartParser):
    """Keeps files in memory: starlette writes a larger one to a temporary file, unmasked."""

    def __init__(self, request: Request, stream: AsyncGenerator[bytes, None], limit: int) -> None:
        super().__init__(request.headers, stream, max_files=2, max_fields=8, max_part_size=limit)
        self.spool_max_size = limit + 1


async def read_form(request: Request, limit: int) -> SentForm:
    """The form sent, of at most `limit` bytes. Raises FormTooLarge, InputInvalid."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InputInvalid("没有收到表单，请从页面上交来。")
    try:
        form = await _InMemory(request, _bounded(request, limit), limit).parse()
    except _TooLarge as error:
        raise FormTooLarge(
            f"交来的文件超过 {limit // 1024 // 1024} MB 的上限，没有收下。"
        ) from error
    except (MultiPartException, KeyError) as error:
        raise InputInvalid("表单没有传完整，请再交一次。") from error
    fields, name, raw = {}, "", b""
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            name, raw = value.filename or "", await value.read()
        else:
            fields[key] = value
    await form.close()
    return SentForm(fields, name, raw)


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= limit:
            yield chunk
        elif received > limit + _DRAINED:
            break
    if received > limit:
        raise _TooLarge("larger than the form takes")
