"""The forms of the staff page: accepted only from its own pages, and up to a size."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from assistant.errors import InputInvalid

_DRAINED = 200 * 1024 * 1024  # bytes read and dropped, so that the browser reads the reply


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


def is_own(request: Request) -> bool:
    """Whether a form was sent from a page of this server: no other site may send one for a reader.

    Browsers state it in Sec-Fetch-Site, or in Origin (plain http in an office's network). A request
    with neither comes from no browser.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return bool(origin) and origin == request.headers.get("host")


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
