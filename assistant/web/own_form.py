"""Whether what was sent comes from a page of this server: no other site may send it for a reader."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request


def is_own(request: Request) -> bool:
    """Browsers state it in Sec-Fetch-Site, or in Origin (plain http in an office's network). A request
    with neither comes from no browser.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return bool(origin) and origin == request.headers.get("host")
