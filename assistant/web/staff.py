"""The staff page at /staff: inbox, letters and tables in, jobs. Plain forms; it works without a script.

It has no login: `create_app` adds it only where the settings ask for it, and the names that people
give are what they say.
"""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from functools import wraps

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from assistant.errors import AssistantError, InputInvalid
from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.inquiry import MAX_BYTES as MAX_LETTER
from assistant.staff.inquiry import MAX_CHARACTERS, inquiry_text
from assistant.staff.jobs import Job, Jobs, JobsFull
from assistant.staff.preview import preview_of
from assistant.staff.reply_library import is_stale
from assistant.staff.tables import MAX_BYTES as MAX_TABLE
from assistant.staff.tables import QUESTION_COLUMN, Table, masked_table, read_table
from assistant.web.own_form import is_own
from assistant.web.site import Site
from assistant.web.staff_feedback import feedback_routes
from assistant.web.staff_forms import FormTooLarge, SentForm, person, read_form, remember
from assistant.web.staff_replies import STATES, Handles, reply_routes
from assistant.web.staff_work import (
    LETTER,
    NAME,
    TABLE,
    StaffDesk,
    table_files,
    table_in,
)

_OVERHEAD = 64 * 1024  # bytes of a form besides its file
_KINDS = {"draft": "答复拟稿", "batch": "批量答复"}
_JOB_STATES = {
    "held": "请先核对",
    "waiting": "正在排队",
    "running": "正在处理",
    "done": "已完成",
    "partly": "已完成，有几行出错",
    "failed": "没有做成",
    "cancelled": "已取消",
}
_FILES = (("result.xlsx", "下载结果（XLSX）"), ("result.csv", "下载结果（CSV）"))
_MOST_LISTED = 20  # rows with masked cells that the preview names
_GONE = "没有这个任务：网址不对，或已过一天被删除。"


def staff_routes(jobs: Jobs, desk: StaffDesk, site: Site) -> APIRouter:
    """The routes of the page over `jobs` and the replies of `desk`."""
    routes = APIRouter(include_in_schema=False)
    page = _Pages(jobs, desk, site)

    @routes.get("/staff")
    def start(request: Request) -> Response:
        return page.inbox(request)

    @routes.get("/staff/jobs/{job_id}")
    def job(job_id: str, column: str = "") -> Response:
        found = jobs.job(job_id)
        if found and found.state == "held":
            return page.preview(found, column)
        return page.job(found) if found else page.gone()

    @routes.get("/staff/jobs/{job_id}/{name}")
    def file(job_id: str, name: str) -> Response:
        path = jobs.file(job_id, name) if name in dict(_FILES) else None
        if path is None:
            return page.gone()
        media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return FileResponse(path, media_type=media, filename=f"答复结果{path.suffix}")

    _add_forms(routes, page, jobs)
    routes.include_router(feedback_routes(desk.answers, site))
    routes.include_router(reply_routes(desk, site, page.guarded))
    return routes


def _add_forms(routes: APIRouter, page: _Pages, jobs: Jobs) -> None:
    @routes.post("/staff/drafts")
    @page.guarded
    async def add_draft(request: Request) -> Response:
        form = await read_form(request, MAX_LETTER + _OVERHEAD)
        return await run_in_threadpool(_add_draft, jobs, form)

    @routes.post("/staff/batches")
    @page.guarded
    async def add_batch(request: Request) -> Response:
        form = await read_form(request, MAX_TABLE + _OVERHEAD)
        return await run_in_threadpool(_add_batch, jobs, form)

    @routes.post("/staff/name")
    @page.guarded
    async def name(request: Request) -> Response:
        form = await read_form(request, _OVERHEAD)
        back = form.fields.get("back", "")
        ours = back if back.startswith("/staff/replies/") else "/staff"
        return remember(RedirectResponse(ours, 303), form.fields.get("name", ""))

    @routes.post("/staff/jobs/{job_id}/again")
    @page.guarded
    async def again(request: Request) -> Response:
        found = jobs.again(request.path_params["job_id"])
        return _to(found) if found else page.gone()

    @routes.post("/staff/jobs/{job_id}/start")
    @page.guarded
    async def start(request: Request) -> Response:
        form = await read_form(request, _OVERHEAD)
        found = await run_in_threadpool(_start, jobs, request.path_params["job_id"], form)
        return _to(found) if found else page.gone()

    @routes.post("/staff/jobs/{job_id}/cancel")
    @page.guarded
    async def cancel(request: Request) -> Response:
        found = await run_in_threadpool(jobs.cancel, request.path_params["job_id"])
        return _to(found) if found else RedirectResponse("/staff", 303)


class _Pages:
    """The pages of the inbox and of jobs."""

    def __init__(self, jobs: Jobs, desk: StaffDesk, site: Site) -> None:
        self._jobs, self._desk, self._site = jobs, desk, site

    def inbox(self, request: Request, *, message: str = "", status: int = 200) -> Response:
        words = request.query_params.get("q", "")[:100]
        chosen = request.query_params.get("state", "")
        state = next((state for state in STATES if state == chosen), None)
        replies = self._desk.replies.listed(words, state)
        now = self._desk.digests([report for reply in replies for report in reply.sources])
        return self._site.page(
            "staff_inbox",
            title="来信答复",
            here="/staff",
            status=status,
            replies=[(reply, is_stale(reply, now)) for reply in replies],
            states=STATES,
            words=words,
            chosen=state or "",
            days=self._desk.replies.days,
            person=person(request),
            back="/staff",
            message=message,
        )

    def job(self, job: Job) -> Response:
        """A job as it stands; its page loads itself anew until it is done. A letter leads on."""
        if job.kind == "draft" and job.state == "done":
            return RedirectResponse(f"/staff/replies/{job.id}", 303)
        state = _JOB_STATES[job.state]
        return self._site.page(
            "staff_job",
            title=f"{_KINDS[job.kind]}：{state}",
            here="/staff",
            state=state,
            job=job,
            files=[(name, label) for name, label in _FILES if self._jobs.file(job.id, name)],
            refresh=job.is_open,
        )

    def preview(self, job: Job, column: str) -> Response:
        """A table before it is answered, by the column that the person chose."""
        table = _held_table(self._jobs, job.id)
        if table is None:
            return self.gone()
        preview = preview_of(_by_column(table, column) or table)
        return self._site.page(
            "staff_preview",
            title=f"{_KINDS[job.kind]}：{_JOB_STATES[job.state]}",
            here="/staff",
            job=job,
            preview=preview,
            most_listed=_MOST_LISTED,
        )

    def gone(self) -> Response:
        return self._site.message("没有这个任务", _GONE, 404)

    def guarded(self, handle: Handles) -> Handles:
        """`handle` for forms of our own pages; an error is shown on the page."""

        @wraps(handle)
        async def guarded(request: Request) -> Response:
            if not is_own(request):
                said = "这个请求不是从本页交来的，没有处理。"
                return self._site.message("没有处理", said, 403)
            try:
                return await handle(request)
            except FormTooLarge as error:
                return await self._failed(request, str(error), 413)
            except InputInvalid as error:
                return await self._failed(request, str(error), 422)
            except JobsFull as error:
                return await self._failed(request, str(error), 503)
            except AssistantError as error:
                return self._site.message("没有做成", str(error), 500)

        return guarded

    async def _failed(self, request: Request, message: str, status: int) -> Response:
        return await run_in_threadpool(self.inbox, request, message=message, status=status)


def _add_draft(jobs: Jobs, form: SentForm) -> Response:
    text = form.fields.get("letter", "").replace("\r\n", "\n")
    name = "来信"
    if form.raw:
        text, name = inquiry_text(form.raw, form.name), form.name
    if not text.strip():
        raise InputInvalid("没有收到来信：请粘贴来信全文，或选择一个文件。")
    if len(text) > MAX_CHARACTERS:
        raise InputInvalid(f"来信有 {len(text):,} 字，超过 {MAX_CHARACTERS:,} 字的上限。")
    letter, name = masked(printable(text)).text, masked(printable(name)).text
    return _to(jobs.add("draft", name, {LETTER: letter.encode(), NAME: name.encode()}))


def _add_batch(jobs: Jobs, form: SentForm) -> Response:
    if not form.name:
        raise InputInvalid("没有选择问题表格。")
    column = form.fields.get("column", "").strip() or QUESTION_COLUMN
    table = read_table(form.raw, form.name, column, form.fields.get("sheet", "").strip())
    return _to(jobs.add("batch", masked(form.name).text, table_files(table), held=True))


def _start(jobs: Jobs, job_id: str, form: SentForm) -> Job | None:
    """Starts a held job with the column that the person saw, masked before it waits."""
    table = _held_table(jobs, job_id)
    if table is None:  # it was started before
        return jobs.job(job_id)
    chosen = _by_column(table, form.fields.get("column", ""))
    if chosen is None or not any(map(chosen.question, chosen.rows)):
        raise InputInvalid("选的那一列里没有任何问题，没有开始。")
    return jobs.start(job_id, table_files(masked_table(chosen)))


def _held_table(jobs: Jobs, job_id: str) -> Table | None:
    job, path = jobs.job(job_id), jobs.file(job_id, TABLE)
    return table_in(path.parent) if path and job and job.state == "held" else None


def _by_column(table: Table, column: str) -> Table | None:
    """`table` with its questions in the column of that number, from 0; None where there is none."""
    known = {str(at): at for at in range(len(table.header))}
    return replace(table, at=known[column]) if column in known else None


def _to(job: Job) -> Response:
    return RedirectResponse(f"/staff/jobs/{job.id}", 303)
