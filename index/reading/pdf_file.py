"""PDF files as PDFium reads them: pages, glyphs, ruling lines, pictures; the only file that knows pypdfium2.

PDFium is built without JavaScript and no form is set up: nothing that a file would do is done.
What is read depends on the file alone, not on the fonts of the machine: PDFium gets none of
them, and an advance is the file's own width, never the box of a glyph drawn with another font.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import ReportUnreadable
from index.reading.page import UNREAD, Glyph, Page, Rule, count_unread

Box = tuple[float, float, float, float]
_Point = tuple[float, float]

_SKEWED = math.radians(6)  # a watermark across the page is no line of it
_HYPHEN = 0x02  # PDFium's own sign for a hyphen at the end of a line
_SEEN = 0.05  # points: PDFium passes over what is narrower than 0.01
_SPACE = 0x20  # below it are no characters that are seen
_WIDE, _NARROW = 1.0, 0.5  # of a font size: an advance that is not in the file
_NO_FONTS = pdfium.FPDF_SYSFONTINFO(version=1)  # kept alive: PDFium holds on to it
_THIN = 2.5  # points: a thinner rectangle is a line
_LEAST_RULE = 8.0
_NESTED = 3  # forms within forms
_GARBLED_SHARE = 0.3  # of the characters of a page: fewer are withheld
_PICTURE_SHARE = 0.6  # of a page
_STAMPED = 40  # characters: what a scanner's program prints on its pages
_DRAWN = 50  # paths: letters drawn as curves
_MOST_PATHS = 5000  # of a page: more is a map
_LINEARISED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")
_TAIL = 2048

Picture = Any
"""A page as an RGB array, height × width × 3."""


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
            known = font and pdfium.FPDFFont_GetGlyphWidth(font, code, 1.0, width)
            usual = _WIDE if unicodedata.east_asian_width(chr(code)) in "WF" else _NARROW
            self._known[key] = width.value if known and width.value > 0 else usual
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
    """The character; U+FFFD for one whose font does not map it: its code is a glyph's number then,
    which may look like any digit."""
    code = pdfium.FPDFText_GetUnicode(text, at)
    if code == _HYPHEN:
        return "-"
    known = code >= _SPACE and not pdfium.FPDFText_HasUnicodeMapError(text, at)
    return chr(code) if known else UNREAD


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


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page, its text upright, and whether that is not its text: drawn otherwise, or in a code.

    `unread` counts the glyphs whose characters are not in the file.
    """

    page: Page
    is_picture: bool
    is_garbled: bool
    unread: int


class PdfFile:
    """The PDF file `raw` called `name`.

    Raises ReportUnreadable, with the name and the reason, where it cannot be opened.
    """

    def __init__(self, raw: bytes, name: str) -> None:
        self._name = name
        _check_whole(raw, name)
        shut_out_fonts()
        try:
            self._document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as error:
            raise ReportUnreadable(_why_closed(error, name)) from error

    def __len__(self) -> int:
        return len(self._document)

    def page(self, number: int) -> PdfPage:
        """Page `number`, from 1."""
        page = self._load(number)
        texts = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_NESTED)
        keep_text_without_outlines(texts)
        text = page.get_textpage()
        box = page.get_bbox()
        glyphs = list(glyphs_of(text.raw, box))
        turn = Counter(at for at, _ in glyphs).most_common(1)[0][0] if glyphs else 0
        upright = tuple(glyph for at, glyph in glyphs if at == turn)
        unread = count_unread("".join(glyph.text for glyph in upright))
        rules = tuple(_turned_rule(rule, box, turn) for rule in _rules(page))
        return PdfPage(
            Page(number, upright, rules),
            is_picture=_is_picture(page, len(upright)),
            is_garbled=unread > _GARBLED_SHARE * len(upright),
            unread=unread,
        )

    def picture(self, number: int, *, dpi: int, most_pixels: int) -> tuple[Picture, float]:
        """The page drawn at `dpi`, or less where it would have more than `most_pixels`.

        With it, how many points one of its pixels is.
        """
        page = self._load(number)
        width, height = page.get_size()
        scale = min(dpi / 72, math.sqrt(most_pixels / max(1.0, width * height)))
        drawn = page.render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        return drawn.to_numpy()[..., :3], 1 / scale

    def largest_picture(self, number: int) -> int:
        """Pixels of the largest picture that the page draws, without drawing it."""
        kinds = [pdfium.FPDF_PAGEOBJ_IMAGE]
        pictures = self._load(number).get_objects(filter=kinds, max_depth=_NESTED)
        return max((math.prod(picture.get_px_size()) for picture in pictures), default=0)

    def _load(self, number: int) -> Any:
        try:
            return self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise ReportUnreadable.of(self._name, f"的第 {number} 页已损坏，无法读取。") from error


def _check_whole(raw: bytes, name: str) -> None:
    if b"%PDF-" not in raw[:1024]:
        raise ReportUnreadable.of(name, "不是 PDF 文件。")
    linearised = _LINEARISED.search(raw[:_TAIL])
    if b"%%EOF" not in raw[-_TAIL:] or (linearised and int(linearised[1]) > len(raw)):
        raise ReportUnreadable.of(name, "不完整，可能没有下载完。")


def _why_closed(error: pypdfium2.PdfiumError, name: str) -> str:
    if error.err_code == pdfium.FPDF_ERR_PASSWORD:
        return f"文件 {name!r} 有密码保护，请先解除密码再放入。"
    if error.err_code == pdfium.FPDF_ERR_SECURITY:
        return f"文件 {name!r} 的加密方式不受支持，请先解除加密再放入。"
    return f"文件 {name!r} 已损坏，不能作为 PDF 打开。"


def _turned_rule(rule: Rule, page: Box, turn: int) -> Rule:
    ax, ay = turned(rule.x0, rule.y0, page, turn)
    bx, by = turned(rule.x1, rule.y1, page, turn)
    return Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _is_picture(page: Any, glyphs: int) -> bool:
    """Whether a picture, or curves, stand for the text: no more than a stamp beside it, or under it.

    Text that a picture covers was put there by a program that read the picture: we read it anew.
    """
    width, height = page.get_size()
    covered = False
    paths = texts = 0
    for item in islice(page.get_objects(max_depth=_NESTED), _MOST_PATHS):
        paths += item.type == pdfium.FPDF_PAGEOBJ_PATH
        texts += item.type == pdfium.FPDF_PAGEOBJ_TEXT
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) >= _PICTURE_SHARE * width * height:
                if texts:
                    return True
                covered = True
    return glyphs <= _STAMPED if covered else glyphs == 0 and paths >= _DRAWN


def _rules(page: Any) -> Iterator[Rule]:
    kinds = [pdfium.FPDF_PAGEOBJ_PATH]
    for item in islice(page.get_objects(filter=kinds, max_depth=1), _MOST_PATHS):
        matrix = item.get_matrix()
        for (ax, ay), (bx, by) in _strokes(item.raw):
            ax, ay = matrix.on_point(ax, ay)
            bx, by = matrix.on_point(bx, by)
            length, thickness = math.dist((ax, ay), (bx, by)), min(abs(ax - bx), abs(ay - by))
            if thickness <= _THIN and length >= _LEAST_RULE:
                yield Rule(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _strokes(path: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight strokes of a path, from point to point."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for at in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_PATHS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        last = point
