"""The forms of the staff page: taken only from its own pages, read into memory, never onto the disk."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import InputInvalid
from assistant.question.characters import printable

_DRAINED = 200 * 1024 * 1024  # bytes read and dropped, so that the browser reads the reply
_FIELDS = 1000  # of a form: a reply of 30 questions has some for each
_NAME_COOKIE, _NAME_KEPT = "staff_name", 30 * 24 * 3600  # seconds
_LONGEST_NAME = 30
_LONGEST_NUMBER = 9  # digits: a database keeps none that is longer


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
        super().__init__(
            request.headers, stream, max_files=2, max_fields=_FIELDS, max_part_size=limit
        )
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


def number_in(text: str) -> int | None:
    """The whole number that a field or an address holds; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def person(request: Request) -> str:
    """The name that the person at the browser gave; "" where none was given. It is no login."""
    return _one_name(unquote(request.cookies.get(_NAME_COOKIE, "")))


def remember(response: Response, name: str) -> Response:
    """`response`, by which the browser keeps the person's name. Raises InputInvalid for an empty one."""
    name = _one_name(name)
    if not name:
        raise InputInvalid("请填写姓名。")
    response.set_cookie(
        _NAME_COOKIE,
        quote(name),
        max_age=_NAME_KEPT,
        path="/staff",
        httponly=True,
        samesite="strict",
    )
    return response


def _one_name(text: str) -> str:
    return " ".join(printable(text).split())[:_LONGEST_NAME]
