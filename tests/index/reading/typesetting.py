"""Sets text as PDF pages with the trouble of real ones, by reportlab; figures break anywhere."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

_WIDTH, _HEIGHT, _MARGIN = 595.0, 842.0, 72.0
_NEVER_FIRST = "，。、；：！？”）》%"


@dataclass(frozen=True)
class Setting:
    """How a text is set; `turned` pages lie on their side, by the page's own entry or its content."""

    columns: int = 1
    size: float = 12.0
    header: str = ""
    footer: str = ""
    """With # for the number of the page."""
    notes: tuple[str, ...] = ()
    """One at the foot of each page, as long as there are any."""
    turned: tuple[int, ...] = ()
    turned_content: tuple[int, ...] = ()
    indent: int = 2


def set_pdf(paragraphs: Sequence[str], setting: Setting | None = None) -> bytes:
    """The paragraphs as a PDF; each after a first-line indent, none kept from breaking."""
    setting = setting or Setting()
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(_WIDTH, _HEIGHT))
    width = (_WIDTH - 2 * _MARGIN - (setting.columns - 1) * 24) / setting.columns
    lines = [line for text in paragraphs for line in _broken(text, width, setting)]
    pitch = setting.size * 1.6
    notes = list(setting.notes)
    number = 0
    while lines:
        number += 1
        note = notes.pop(0) if notes else ""
        bottom = _MARGIN + (30 if note else 0)
        _turn(canvas, number, setting)
        canvas.setFont(FONT, setting.size)
        for column in range(setting.columns):
            y = _HEIGHT - _MARGIN - 30
            left = _MARGIN + column * (width + 24)
            while lines and y > bottom:
                indent, line = lines.pop(0)
                canvas.drawString(left + indent * setting.size, y, line)
                y -= pitch
        _set_around(canvas, number, setting, note)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def set_lines(*pages: Sequence[tuple[float, float, float, str]]) -> bytes:
    """Pages of lines, each (left, points from the top, font size, text), where they are put."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(_WIDTH, _HEIGHT))
    for lines in pages:
        for left, top, size, text in lines:
            canvas.setFont(FONT, size)
            canvas.drawString(left, _HEIGHT - top, text)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of the objects as given, numbered from 1; the first is its catalogue."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, trailer)
        + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )


def _turn(canvas: Canvas, number: int, setting: Setting) -> None:
    canvas.setPageRotation(90 if number in setting.turned else 0)
    if number in setting.turned_content:
        canvas.setPageSize((_HEIGHT, _WIDTH))
        canvas.translate(_HEIGHT, 0)
        canvas.rotate(90)
    elif number in setting.turned:  # reportlab gives the size as the page is seen
        canvas.setPageSize((_HEIGHT, _WIDTH))
    else:
        canvas.setPageSize((_WIDTH, _HEIGHT))


def _set_around(canvas: Canvas, number: int, setting: Setting, note: str) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawString(_MARGIN, _HEIGHT - 50, setting.header.replace("#", str(number)))
    canvas.drawCentredString(_WIDTH / 2, 36, setting.footer.replace("#", str(number)))
    if note:
        canvas.line(_MARGIN, _MARGIN + 16, _MARGIN + 120, _MARGIN + 16)
        canvas.drawString(_MARGIN, _MARGIN + 2, note)


def _broken(text: str, width: float, setting: Setting) -> Iterator[tuple[int, str]]:
    """Lines with their indent, as full as they can be."""
    line, indent = "", setting.indent
    for character in text:
        room = width - indent * setting.size
        longer = pdfmetrics.stringWidth(line + character, FONT, setting.size)
        hangs = character in _NEVER_FIRST and longer - room <= setting.size
        if longer > room and not hangs:
            yield indent, line
            line, indent = "", 0
        line += character
    yield indent, line
