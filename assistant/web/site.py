"""The shell of the pages beside the chat: one header, one stylesheet, who speaks, and the index as it
now is.

A page is a template that extends `site.html.j2`; it works without a script.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from assistant.web.templates import fill
from index.store.library import Library

OpensLibrary = Callable[[], AbstractContextManager[Library]]
"""Opens the reports and the ledger of the index as it now is, for as long as a page needs them."""

TITLE = "政府工作报告问答"
NAVIGATION = (("/", "问答"), ("/reports", "报告"), ("/figures", "数据"))
"""Address and name of each part of the site."""

_HERE = Path(__file__).parent
_FILES = {
    "site.css": ("colours.css", "site.css"),
    "reports.css": ("reports/reports.css",),
    "report.js": ("reports/report.js",),
    "figures.css": ("charts.css", "figures/figures.css"),
    "recorded.css": ("answer.css", "charts.css", "around.css"),
    "recorded.js": ("recorded.js",),
    "staff.css": ("staff.css",),
    "staff.js": ("staff.js",),
}
"""Each stylesheet and script of the pages, with the files in this folder that it is made of."""
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share: the index, and who runs the service, "" where the settings do not say."""

    library: OpensLibrary
    owner: str = ""
    contact: str = ""

    def page(
        self, template: str, *, title: str, here: str = "", status: int = 200, **values: object
    ) -> HTMLResponse:
        """The page that `template` makes; `here` is the address of the part of the site it is in."""
        shared = {"site": self, "site_name": TITLE, "navigation": NAVIGATION, "file": file_address}
        return HTMLResponse(fill(template, title=title, here=here, **shared, **values), status)

    def message(self, title: str, text: str, status: int) -> HTMLResponse:
        """A page that says only `text`: that something is not there, or not at the moment."""
        return self.page("site_message", title=title, text=text, status=status)


def site_routes() -> APIRouter:
    """The stylesheets and scripts of the pages."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/site/{name}")
    def file(name: str, v: str = "") -> Response:
        if name not in _FILES:
            return Response(status_code=404)
        media = mimetypes.guess_type(name)[0] or "text/plain"
        kept = _FOREVER if v == _version(name) else "no-cache"
        return Response(_content(name), media_type=media, headers={"Cache-Control": kept})

    return routes


def file_address(name: str) -> str:
    """The address of a stylesheet or script: another one where its content is another."""
    return f"/site/{name}?v={_version(name)}"


@cache
def _content(name: str) -> str:
    return "".join((_HERE / part).read_text(encoding="utf-8") for part in _FILES[name])


@cache
def _version(name: str) -> str:
    return hashlib.sha256(_content(name).encode()).hexdigest()[:12]
