"""The glyphs of a PDF page as PDFium tells them, each with its advance: with `pdf_file`, all that
knows pypdfium2.

What is read depends on the file alone, not on the fonts of the machine: PDFium is given none of
them, and an advance is the file's own width, never the box of a glyph drawn with another font.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2.raw as pdfium

from index.reading.page import Glyph
from index.reading.unread import UNREAD

Box = tuple[float, float, float, float]
_Point = tuple[float, float]

_SKEWED = math.radians(6)  # a watermark across the page is no line of it
_HYPHEN = 0x02  # PDFium's own sign for a hyphen at the end of a line
_SEEN = 0.05  # points: PDFium passes over what is narrower than 0.01
_SPACE = 0x20  # below it are no characters that are seen
_WIDE, _NARROW = 1.0, 0.5  # of a font size: an advance that the file does not tell
_NO_FONTS = pdfium.FPDF_SYSFONTINFO(version=1)  # kept alive: PDFium holds on to it


def shut_out_fonts() -> None:
    """Let PDFium find no font of the machine; a font that a file lacks is one of its built-in ones."""
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(_NO_FONTS))


def keep_text_without_outlines(items: Iterable[Any]) -> None:
    """Give text objects that have no width one, before the text page is loaded: a thin stroke.

    PDFium passes over a text object whose box has no width. Where it has no outlines of the glyphs,
    that is one of a single character, and any that stands on its side.
    """
    for item in items:
        left, _, right, _ = item.get_bounds()
        if right - left > _SEEN:
            continue
        if pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL:
            pdfium.FPDFTextObj_SetTextRenderMode(item, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
            pdfium.FPDFPageObj_SetStrokeWidth(item, 1.0)
            item.set_matrix(item.get_matrix())  # which lets the box be measured anew


def glyphs_of(text: Any, page: Box) -> Iterator[tuple[int, Glyph]]:
    """Each glyph of a text page with the quarter turns, anticlockwise, by which its line is turned.

    A glyph that stands for several characters (a double dash, a ligature) is one glyph.
    """
    before: tuple[int, _Point] | None = None
    held: tuple[int, Glyph] | None = None
    advances = _Advances()
    for at in range(pdfium.FPDFText_CountChars(text)):
        if pdfium.FPDFText_IsGenerated(text, at):
            continue
        item, origin = pdfium.FPDFText_GetTextObject(text, at), _origin(text, at)
        place = _address(item), origin
        if held and before == place:
            turn, glyph = held
            held = turn, replace(glyph, text=glyph.text + _character(text, at))
            continue
        following = _upright_glyph(text, at, page, origin, advances.of(item, text, at))
        if held:
            same_item = before is not None and before[0] == place[0]
            yield _not_past(held, following if same_item else None)
        before, held = place, following
    if held:
        yield held


@dataclass(slots=True)
class _Advances:
    """The advances of a page's characters, as a share of the font size, asked for once each."""

    _known: dict[tuple[int, int], float] = field(default_factory=dict)

    def of(self, item: Any, text: Any, at: int) -> float:
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        code = pdfium.FPDFText_GetUnicode(text, at)
        key = _address(font), code
        if key not in self._known:
            width = ctypes.c_float()
            told = font and pdfium.FPDFFont_GetGlyphWidth(font, code, 1.0, width)
            usual = _WIDE if unicodedata.east_asian_width(chr(code)) in "WF" else _NARROW
            self._known[key] = width.value if told and width.value > 0 else usual
        return self._known[key]


def _upright_glyph(
    text: Any, at: int, page: Box, origin: _Point, advance: float
) -> tuple[int, Glyph] | None:
    """The glyph and its turn; None for what no reader of the page sees as a line of it."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    angle = math.atan2(matrix.b, matrix.a)
    turn = round(angle / (math.pi / 2))
    size = pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.a, matrix.b)
    outside = not (page[0] <= origin[0] <= page[2] and page[1] <= origin[1] <= page[3])
    if outside or size <= 0 or abs(angle - turn * math.pi / 2) > _SKEWED or _is_hidden(text, at):
        return None
    start, baseline = turned(*origin, page, turn)
    return turn % 4, Glyph(_character(text, at), start, start + advance * size, baseline, size)


def _not_past(held: tuple[int, Glyph], following: tuple[int, Glyph] | None) -> tuple[int, Glyph]:
    """The glyph, its advance no longer than to the next one of its line: text may be set tighter."""
    turn, glyph = held
    if following is None or following[0] != turn or following[1].y != glyph.y:
        return held
    end = following[1].x0
    return (turn, replace(glyph, x1=end)) if glyph.x0 < end < glyph.x1 else held


def _character(text: Any, at: int) -> str:
    """The character; U+FFFD for one whose font does not tell it: its code is a glyph's number then,
    which may look like any digit."""
    code = pdfium.FPDFText_GetUnicode(text, at)
    if code == _HYPHEN:
        return "-"
    told = code >= _SPACE and not pdfium.FPDFText_HasUnicodeMapError(text, at)
    return chr(code) if told else UNREAD


def _origin(text: Any, at: int) -> _Point:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def _address(handle: Any) -> int:
    """By which two handles are known to be of one object."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0 if handle else 0


def _is_hidden(text: Any, at: int) -> bool:
    item = pdfium.FPDFText_GetTextObject(text, at)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item) if item else 0
    return bool(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)


def turned(x: float, y: float, page: Box, turn: int) -> _Point:
    """A point where text turned by `turn` quarters stands upright, from the top left of the page."""
    left, bottom, right, top = page
    return (
        (x - left, top - y),
        (y - bottom, x - left),
        (right - x, y - bottom),
        (top - y, right - x),
    )[turn % 4]
