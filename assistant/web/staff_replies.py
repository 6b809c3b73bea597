"""The pages of one reply: letter and draft side by side, the check alive, versions, steps, exports."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import quote

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import InputInvalid
from assistant.question.characters import printable
from assistant.records.replies import Reply, State, StepName, Version
from assistant.staff import reply_editing as editing
from assistant.staff.draft import Drafter
from assistant.staff.inquiry import Inquiry, is_verbatim, read_inquiry
from assistant.staff.letter import Letter
from assistant.staff.letter_docx import docx
from assistant.staff.letter_markdown import markdown
from assistant.staff.paragraph_check import MARKED, marks_of
from assistant.staff.reply import Content, letter_of, misquoted, read, written
from assistant.staff.reply_diff import changes
from assistant.staff.reply_library import alike
from assistant.web.site import Site
from assistant.web.staff_forms import SentForm, number_in, person, read_form
from assistant.web.staff_work import StaffDesk
from assistant.web.templates import fill

STATES: dict[State, str] = {
    "draft": "起草中",
    "in_review": "待审核",
    "approved": "已审核",
    "sent_back": "已退回",
}
STEPS: dict[StepName, str] = {
    "submitted": "提交审核",
    "withdrawn": "撤回",
    "approved": "审核通过",
    "sent_back": "退回",
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_OF_NOTE = 500  # characters of why a reply is sent back
_LIMIT = 512 * 1024  # bytes of the form of a reply
_GONE = "没有这份答复：网址不对，或已过保存期限。"
_NAMELESS = "请先在页面上方写明您的姓名，再保存或审核。"
_UNSOUND = (
    "还有没写完的段落，或没有依据也没有人负责的数字，不能提交审核。请改正，或写明依据由您负责。"
)
_SENTENCES = re.compile("[^。！？!?\n]*[。！？!?\n]|[^。！？!?\n]+$")
_FRAME = ("title", "salutation", "opening", "matters", "closing", "office", "date")

Handles = Callable[[Request], Awaitable[Response]]
Guards = Callable[[Handles], Handles]


def reply_routes(desk: StaffDesk, site: Site, guarded: Guards) -> APIRouter:
    routes = APIRouter(include_in_schema=False)
    pages = _Replies(desk, site)

    @routes.get("/staff/replies/{reply_id}")
    def reply(request: Request, reply_id: str) -> Response:
        return pages.page(request, reply_id)

    @routes.get("/staff/replies/{reply_id}/versions")
    def versions(reply_id: str) -> Response:
        return pages.versions(reply_id)

    @routes.get("/staff/replies/{reply_id}/{name}")
    def export(reply_id: str, name: str) -> Response:
        return pages.export(reply_id, name)

    @routes.post("/staff/replies/{reply_id}")
    @guarded
    async def save(request: Request) -> Response:
        form = await read_form(request, _LIMIT)
        return await run_in_threadpool(pages.save, request, form)

    @routes.post("/staff/replies/{reply_id}/step")
    @guarded
    async def step(request: Request) -> Response:
        form = await read_form(request, _LIMIT)
        return await run_in_threadpool(pages.step, request, form)

    @routes.post("/staff/replies/{reply_id}/check")
    @guarded
    async def check(request: Request) -> Response:
        form = await read_form(request, _LIMIT)
        return await run_in_threadpool(pages.check, request, form)

    return routes


class _Replies:
    def __init__(self, desk: StaffDesk, site: Site) -> None:
        self._desk, self._site = desk, site
        self._drafter = Drafter(desk.drafting, desk.office)

    def page(
        self, request: Request, reply_id: str, *, message: str = "", lost: SentForm | None = None
    ) -> Response:
        """The reply as it stands; `message` says why something was not done, `lost` what was typed
        and is not kept."""
        reply = self._desk.replies.get(reply_id)
        if reply is None:
            return self._gone()
        versions = self._desk.replies.versions(reply_id)
        content, inquiry = read(versions[0].content), read_inquiry(reply.letter)
        approved = self._desk.replies.listed(state="approved")
        others = [each for each in approved if each.id != reply_id]
        now = self._desk.digests([r for each in (reply, *others) for r in each.sources])
        return self._site.page(
            "staff_reply",
            title=content.title,
            here="/staff",
            status=422 if message else 200,
            reply=reply,
            content=content,
            inquiry=inquiry,
            letter=_highlighted(inquiry),
            latest=versions[0],
            steps=self._desk.replies.steps(reply_id),
            states=STATES,
            step_names=STEPS,
            like=alike(content.questions, others, encode=self._desk.encode, digests=now),
            stale=[r for r, digest in reply.sources.items() if now.get(r) != digest],
            misquoted=misquoted(content, reply.letter),
            marked=MARKED,
            person=person(request),
            back=f"/staff/replies/{reply_id}",
            message=message,
            lost=_typed(lost) if lost else [],
            copied=markdown(self._letter(reply, content)).partition("\n---\n")[0],
        )

    def save(self, request: Request, form: SentForm) -> Response:
        """Keeps what was typed, and does what the button says; each is a version."""
        reply_id, by = request.path_params["reply_id"], person(request)
        reply = self._desk.replies.get(reply_id)
        if reply is None:
            return self._gone()
        if not by:
            return self.page(request, reply_id, message=_NAMELESS, lost=form)
        content = read(self._desk.replies.versions(reply_id)[0].content)
        message = ""
        try:
            after, what = _typed_into(content, form), "修改文字"
            try:
                after, what = self._done(after, form, letter=reply.letter, by=by)
            except InputInvalid as error:
                message = str(error)
            if after != content:
                self._keep(reply, after, form, by=by, what=what)
        except InputInvalid as error:
            return self.page(request, reply_id, message=str(error), lost=form)
        if message:
            return self.page(request, reply_id, message=message)
        at = form.fields.get("do", "").split(":")[1:2]
        anchor = f"#item-{at[0]}" if at else "#draft"
        return RedirectResponse(f"/staff/replies/{reply_id}{anchor}", 303)

    def step(self, request: Request, form: SentForm) -> Response:
        reply_id, by = request.path_params["reply_id"], person(request)
        reply = self._desk.replies.get(reply_id)
        if reply is None:
            return self._gone()
        step = next((name for name in STEPS if name == form.fields.get("step")), None)
        version = number_in(form.fields.get("version", ""))
        try:
            if not by:
                raise InputInvalid(_NAMELESS)
            if step is None or version is None:
                raise InputInvalid("没有这个操作。")
            if step in ("submitted", "approved") and self._newest(reply_id).faults:
                raise InputInvalid(_UNSOUND)
            note = " ".join(printable(form.fields.get("note", "")).split())[:_MOST_OF_NOTE]
            self._desk.replies.take(reply_id, step, version=version, by=by, note=note)
        except InputInvalid as error:
            return self.page(request, reply_id, message=str(error))
        return RedirectResponse(f"/staff/replies/{reply_id}", 303)

    def check(self, request: Request, form: SentForm) -> Response:
        """The verdicts on a paragraph as it is typed, as a piece of the page; nothing is kept."""
        reply_id, number = request.path_params["reply_id"], number_in(form.fields.get("item", ""))
        if self._desk.replies.get(reply_id) is None or number is None:
            return HTMLResponse("", 404)
        item = self._newest(reply_id).item(number)
        if item is None:
            return HTMLResponse("", 404)
        text = form.fields.get("text", "")[: editing.MOST_CHARACTERS]
        marks = marks_of(text, item.citations, vouched=item.vouched)
        return HTMLResponse(fill("staff_check", item=item, text=text, marks=marks, marked=MARKED))

    def versions(self, reply_id: str) -> Response:
        reply = self._desk.replies.get(reply_id)
        if reply is None:
            return self._gone()
        versions = self._desk.replies.versions(reply_id)
        contents = [read(version.content) for version in versions]
        compared = [
            (version, changes(before, after))
            for version, after, before in zip(versions, contents, contents[1:], strict=False)
        ]
        return self._site.page(
            "staff_versions",
            title=f"{contents[0].title}：各版本",
            here="/staff",
            reply=reply,
            compared=compared,
            first=versions[-1],
        )

    def export(self, reply_id: str, name: str) -> Response:
        reply = self._desk.replies.get(reply_id)
        if reply is None or name not in ("reply.docx", "reply.md"):
            return self._gone()
        letter = self._letter(reply, self._newest(reply_id))
        if name == "reply.md":
            body, media = markdown(letter).encode(), "text/markdown; charset=utf-8"
        else:
            body, media = docx(letter), _DOCX
        shown = quote(f"{'答复' if letter.approved else '答复拟稿'}.{name.rpartition('.')[2]}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{shown}"}
        return Response(body, media_type=media, headers=headers)

    def _letter(self, reply: Reply, content: Content) -> Letter:
        steps = self._desk.replies.steps(reply.id) if reply.state == "approved" else []
        last = steps[-1] if steps else None
        approved = f"审核：{last.by}，{_day(last.made)}（第 {last.version} 版）" if last else ""
        return letter_of(content, approved=approved)

    def _newest(self, reply_id: str) -> Content:
        return read(self._desk.replies.versions(reply_id)[0].content)

    def _keep(self, reply: Reply, content: Content, form: SentForm, *, by: str, what: str) -> None:
        seen = number_in(form.fields.get("version", ""))
        number = 0 if seen is None else seen + 1
        known = self._desk.digests(content.report_ids)
        sources = {r: reply.sources.get(r, known.get(r, "")) for r in content.report_ids}
        version = Version(number, datetime.now(UTC), by, what, written(content))
        self._desk.replies.save(reply.id, version, questions=content.questions, sources=sources)

    def _done(
        self, content: Content, form: SentForm, *, letter: str, by: str
    ) -> tuple[Content, str]:
        """What the button pressed does to the content, and that in words."""
        do, _, rest = form.fields.get("do", "").partition(":")
        number, _, rest = rest.partition(":")
        asks = editing.Asking(letter, self._drafter)
        if do == "add":
            lines = form.fields.get("question-new", "").splitlines()
            return editing.added(content, lines, asks), "新增问题"
        item_id = number_in(number)
        if item_id is None:
            return content, "修改文字"
        if do == "ask":
            lines = form.fields.get(f"question-{item_id}", "").splitlines()
            split = len([line for line in lines if line.strip()]) > 1
            what = f"{'拆分' if split else '重新查询'}问题 {item_id}"
            return editing.asked_again(content, item_id, lines, asks), what
        if do == "join":
            return editing.joined(content, item_id, asks), f"问题 {item_id} 与下一个合并"
        if do == "drop":
            return editing.dropped(content, item_id), f"删去问题 {item_id}"
        if do == "hand":
            return editing.by_hand(content, item_id), f"问题 {item_id} 改为手工答复"
        if do == "use":
            figure, _, offer = rest.partition("→")
            return editing.with_offer(content, item_id, figure, offer), f"改用原文的“{offer}”"
        if do == "vouch":
            reason = printable(form.fields.get(f"reason-{item_id}-{rest}", ""))
            return editing.vouched(content, item_id, rest, reason=reason, by=by), f"负责“{rest}”"
        return content, "修改文字"

    def _gone(self) -> Response:
        return self._site.message("没有这份答复", _GONE, 404)


def _typed_into(content: Content, form: SentForm) -> Content:
    """The content with what was typed into the form; a field that was not sent stays as it is."""
    fields = {name: _clean(text) for name, text in form.fields.items()}
    frame = {name: fields[name] for name in _FRAME if name in fields}
    after = replace(content, **frame)  # type: ignore[arg-type]
    for item in content.items:
        about = fields.get(f"about-{item.id}", item.about).strip()
        text = fields.get(f"text-{item.id}", item.text)
        if (about, text) != (item.about, item.text):
            after = editing.edited(after, item.id, about=about, text=text)
    return after


def _clean(text: str) -> str:
    return printable(text.replace("\r\n", "\n")).strip()


def _typed(form: SentForm) -> list[str]:
    return [text for name, text in form.fields.items() if name.startswith("text-") and text.strip()]


def _highlighted(inquiry: Inquiry) -> list[tuple[str, str]]:
    """The letter in pieces, each with what it was taken for: a question, a matter, or nothing."""
    marked = [(sentence, "question") for sentence in inquiry.asking]
    marked += [(matter.text, "matter") for matter in inquiry.matters]
    return [
        (piece, next((kind for words, kind in marked if _overlaps(words, piece)), ""))
        for piece in _SENTENCES.findall(inquiry.text)
    ]


def _overlaps(words: str, piece: str) -> bool:
    return bool(piece.strip()) and (is_verbatim(words, piece) or is_verbatim(piece, words))


def _day(moment: datetime) -> str:
    day: date = moment.astimezone().date()
    return f"{day.year}年{day.month}月{day.day}日"
