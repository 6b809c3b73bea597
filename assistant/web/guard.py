"""Stands before gradio: lets in only what the page needs, and lets no page reach another host."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# gradio also offers uploads, a proxy, files and an API with its documentation: none is used here,
# and anyone could reach them.
_OPEN_PATHS = frozenset(
    {"/", "/health", "/config", "/theme.css", "/manifest.json", "/favicon.ico", "/robots.txt"}
)
_OPEN_FOLDERS = (
    "/assets/",
    "/static/",
    "/svelte/",
    "/gradio_api/queue/",
    "/gradio_api/heartbeat/",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/startup-events",
)

# gradio starts from inline scripts; nothing may be evaluated, and no attribute may hold a script.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
# The staff page is plain forms: no script at all. It may tell itself where a form comes from, and a
# shared computer keeps nothing of it.
_STAFF_HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "style-src 'self'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SHARING = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')


class Guard:
    """ASGI middleware: 404 for what the page does not use, headers on everything it does.

    The paths of the staff page open only with `staff`.
    """

    def __init__(self, app: ASGIApp, *, staff: bool = False) -> None:
        self.app = app
        self.staff = staff

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.staff and _is_staff(scope["path"]):
            await self.app(scope, receive, _with_headers(send, _STAFF_HEADERS))
            return
        headed = _with_headers(send, _HEADERS)
        refusal = _refusal(scope["path"], scope["query_string"])
        if refusal:
            await refusal(scope, receive, headed)
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self._start_page(scope, receive, headed)
        else:
            await self.app(scope, receive, headed)

    async def _start_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page's HTML, made ours: its language said, gradio's links for sharing left out."""
        plain = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal body, start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        await self.app({**scope, "headers": plain}, receive, collect)
        body = _SHARING.sub(b"", body).replace(b'lang="en"', b'lang="zh-CN"', 1)
        MutableHeaders(scope=start)["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _refusal(path: str, query: bytes) -> Response | None:
    if path not in _OPEN_PATHS and not path.startswith(_OPEN_FOLDERS):
        return PlainTextResponse("没有这个网页。", status_code=404)
    if path == "/" and query:
        # Parameters of gradio's own (view=api, __theme=dark): the page has none.
        return RedirectResponse("/", status_code=307)
    return None


def _is_staff(path: str) -> bool:
    return path == "/staff" or path.startswith("/staff/")


def _with_headers(send: Send, headers: Mapping[str, str]) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return headed
