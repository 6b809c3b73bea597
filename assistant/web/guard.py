"""The first handler of each request: admits only what the page needs, lets no page reach another host.

An allow-list of methods, paths and queries; anything else is 404. The rest of what gradio offers
(uploads, files, a proxy, an API, its queue) cannot be reached: decision 22.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Mapping
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.trouble import log_error
from assistant.web.chat import APP_ID, JOIN, READ
from assistant.web.chat_wire import MOST_BYTES

_BODY_WITHIN = 10.0  # seconds
_TAKEN_WITHIN = 60.0  # seconds for a reader to take each piece of a reply


class _Open(NamedTuple):
    """An allowed request: its method, its path, and its query where it may have one."""

    method: str
    path: re.Pattern[str]
    query: re.Pattern[str] = re.compile("")


_ANY = re.compile(r"[\w.=&%-]{0,200}")
_FILE = r"(?:[A-Za-z0-9_-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_-][A-Za-z0-9._~-]*"
_ASKED = re.compile(r"[\w.=&%+*-]{0,2000}")  # a form's fields, as a browser writes them
_QUESTION = re.compile(
    r"(?:q=[\w.%+*!~'()?/:@,;$=-]{1,9000})?"
)  # 1,000 characters of UTF-8, escaped
_RECORD = r"/a/[A-Za-z0-9_-]{22}"
_OPEN = (
    _Open("GET", re.compile("/"), _QUESTION),
    _Open("HEAD", re.compile("/"), _QUESTION),
    _Open("GET", re.compile("/health"), _ANY),  # a probe may add one against caches
    # The files that draw the page, of gradio's own package.
    _Open("GET", re.compile(rf"/(?:assets|static)/{_FILE}"), _ANY),
    _Open("GET", re.compile(r"/theme\.css"), re.compile(r"(?:v=[0-9a-f]{1,80})?")),
    _Open("GET", re.compile(r"/(?:config|manifest\.json|favicon\.ico|robots\.txt)")),
    # The chat: chat.py answers, not gradio.
    _Open("POST", re.compile(JOIN)),
    _Open("GET", re.compile(READ), re.compile(r"session_hash=[A-Za-z0-9_-]{1,64}")),
    _Open("GET", re.compile(APP_ID)),
    # Recorded answers, by ids that nobody can guess; what readers say of one comes from our pages.
    _Open("GET", re.compile(rf"{_RECORD}(?:\.txt|\.md)?")),
    _Open("POST", re.compile(rf"{_RECORD}/feedback")),
    _Open("GET", re.compile("/places"), _ASKED),
    # The pages beside the chat, and what draws them.
    _Open("GET", re.compile(r"/site/[a-z_-]+\.(?:css|js)"), re.compile(r"(?:v=[0-9a-f]{1,80})?")),
    _Open("GET", re.compile(r"/reports(?:/[^/]{1,300}(?:/original)?)?"), _ASKED),
    _Open("GET", re.compile(r"/figures(?:/table\.csv|/table\.xlsx|/chart\.svg)?"), _ASKED),
)
_PAGES = ("site", "reports", "figures")
"""The first part of the paths of the pages beside the chat."""

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
# The pages beside the chat: files of their own folder alone, nothing inline.
_PAGE_HEADERS = {
    "Content-Security-Policy": "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# A recorded answer draws lengths by attributes, as in the chat.
_RECORD_HEADERS = {
    **_PAGE_HEADERS,
    "Content-Security-Policy": _PAGE_HEADERS["Content-Security-Policy"]
    + "; style-src-attr 'unsafe-inline'",
}
# The staff page: as those, and a shared computer stores nothing of it.
_STAFF_HEADERS = {**_PAGE_HEADERS, "Cache-Control": "no-store"}
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_SHARING = re.compile(rb'<meta\s+(?:property="og:|name="twitter:)[^>]*>\s*')
_NO_PAGE = "没有这个网页。"
_TOO_LARGE = "发来的内容太长，没有处理。请把问题缩短，一次问一件事。"
_TOO_SLOW = "请求没有传完整，请再试一次。"
_FAULT = "抱歉，系统出了问题。请稍后再试。"
_OTHER_HOST = "本服务没有登记这个主机名。管理员可以用 ASSISTANT_HOSTS 登记。"
_ANSWERED_FOR = {404: _NO_PAGE, 405: _NO_PAGE, 500: _FAULT}
"""In place of the English texts of frameworks, for a missing page and for an error."""


class Guard:
    """ASGI middleware: 404 for what the page does not use, security headers on every reply.

    The staff page opens only with `staff`, and only under a name of this host: an IP address,
    localhost, the machine's name, or one of `hosts`. So no other site can point its own name here
    and read the page as its own (DNS rebinding). The other pages are public; for them the name is
    checked only where `hosts` are given.
    """

    def __init__(
        self, app: ASGIApp, *, staff: bool = False, hosts: frozenset[str] = frozenset()
    ) -> None:
        self.app = app
        self.staff = staff
        self.only_by_name = bool(hosts)
        self.hosts = hosts | {"localhost", socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        staff = self.staff and _is_staff(scope["path"])
        reply = _Replying(send, _STAFF_HEADERS if staff else _headers_for(scope["path"]))
        try:
            await self._let_in(scope, receive, reply, staff=staff)
        except Exception as error:  # noqa: BLE001
            # Whatever fails: one line in the log, a sentence for the reader, and the server goes on.
            log_error("请求没有处理成", error)
            if not reply.started:
                await _text(_FAULT, 500)(scope, receive, reply)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, *, staff: bool) -> None:
        refusal = self._refusal(scope, staff=staff)
        if refusal:
            await refusal(scope, receive, send)
        elif staff:
            await self.app(scope, receive, send)
        elif scope["method"] == "POST":
            await self._with_body(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self._start_page(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _refusal(self, scope: Scope, *, staff: bool) -> Response | None:
        asked = Headers(scope=scope).get("host", "")
        if (staff or self.only_by_name) and not _is_named(asked, self.hosts):
            return _text(_OTHER_HOST, 421)
        path, query = scope["path"], scope["query_string"].decode("latin-1")
        if staff:
            return None
        known = [
            each for each in _OPEN if each.method == scope["method"] and each.path.fullmatch(path)
        ]
        if any(each.query.fullmatch(query) for each in known):
            return None
        # Parameters of gradio's own (view=api, __theme=dark): the page has none.
        return RedirectResponse("/", 307) if known and path == "/" else _text(_NO_PAGE, 404)

    async def _with_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a body on when it is complete, of the right type and not too long."""
        headers = Headers(scope=scope)
        if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            await _text(_NO_PAGE, 415)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(_BODY_WITHIN):
                body = await _body(receive, headers.get("content-length", ""))
        except TimeoutError:
            await _said(_TOO_SLOW, 408)(scope, receive, send)
            return
        except _TooLarge:
            await _said(_TOO_LARGE, 413)(scope, receive, send)
            return
        if body is not None:
            await self.app(scope, _Once(body, receive), send)

    async def _start_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page's HTML with its language set, without gradio's tags for sharing."""
        plain = [(key, value) for key, value in scope["headers"] if key != b"accept-encoding"]
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal body, start
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] == "http.response.body":
                body += message.get("body", b"")

        # What is asked by the address is page.js's to read, and none of gradio's business.
        asked = {**scope, "headers": plain, "query_string": b""}
        await self.app(asked, receive, collect)
        body = _SHARING.sub(b"", body).replace(b'lang="en"', b'lang="zh-CN"', 1)
        MutableHeaders(scope=start)["Content-Length"] = str(len(body))
        await send(start)
        await send({"type": "http.response.body", "body": body})


class _TooLarge(Exception):
    """The body is longer than allowed."""


async def _body(receive: Receive, announced: str) -> bytes | None:
    """The body of a request; None where the reader has gone. Raises _TooLarge as early as possible."""
    if announced.isdecimal() and int(announced[:12]) > MOST_BYTES:
        raise _TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _TooLarge
        if not message.get("more_body"):
            return bytes(body)


class _Once:
    """Replays a body that was read, then passes on what follows: that the reader has gone."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Replying:
    """Sends a reply with our headers, and Chinese texts in place of a framework's English ones.

    Raises TimeoutError for a reader who takes nothing for a minute.
    """

    def __init__(self, send: Send, headers: Mapping[str, str]) -> None:
        self.started = False
        self._send = send
        self._headers = headers
        self._instead: bytes | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            ours = "zh" in headers.get("content-language", "")
            said = _ANSWERED_FOR.get(message["status"])
            if said and not ours and not headers.get("content-type", "").startswith("text/html"):
                self._instead = said.encode()
                headers.update(_headers_of(len(self._instead)))
            headers.update(self._headers)
        elif self._instead is not None:
            message = {**message, "body": self._instead}
            self._instead = b""
        async with asyncio.timeout(_TAKEN_WITHIN):
            await self._send(message)


def _headers_of(length: int) -> dict[str, str]:
    return {"content-type": "text/plain; charset=utf-8", "content-length": str(length)}


def _text(said: str, status: int) -> Response:
    return PlainTextResponse(said, status, {"content-language": "zh-CN"})


def _said(said: str, status: int) -> Response:
    """A message for gradio's client; the connection closes, so the rest of the body is not read."""
    headers = {"content-language": "zh-CN", "connection": "close"}
    return JSONResponse({"detail": said}, status, headers)


def _is_named(host: str, hosts: frozenset[str]) -> bool:
    """Whether a Host header names this server: by an address or by a known name."""
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    name = name.lower().rstrip(".")
    if name in hosts:
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _headers_for(path: str) -> Mapping[str, str]:
    part = path.split("/")[1]
    if part == "a":
        return _RECORD_HEADERS
    return _PAGE_HEADERS if part in _PAGES else _HEADERS


def _is_staff(path: str) -> bool:
    return path == "/staff" or path.startswith("/staff/")
