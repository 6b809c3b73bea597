"""PDF files as PDFium tells them: pages, ruling lines, pictures; with `pdf_glyphs`, all that knows pypdfium2.

PDFium is built without JavaScript and no form is set up: nothing that a file would do is done.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from index.errors import ReportUnreadable
from index.reading.page import Page, Rule
from index.reading.pdf_glyphs import (
    Box,
    glyphs_of,
    keep_text_without_outlines,
    shut_out_fonts,
    turned,
)
from index.reading.unread import count_unread

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


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page, its text upright, and whether that is not its text: drawn otherwise, or in a code.

    `unread` are the characters that the file does not tell.
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
            raise ReportUnreadable(
                f"文件 {self._name!r} 的第 {number} 页已损坏，无法读取。"
            ) from error


def _check_whole(raw: bytes, name: str) -> None:
    if b"%PDF-" not in raw[:1024]:
        raise ReportUnreadable(f"文件 {name!r} 不是 PDF 文件。")
    linearised = _LINEARISED.search(raw[:_TAIL])
    if b"%%EOF" not in raw[-_TAIL:] or (linearised and int(linearised[1]) > len(raw)):
        raise ReportUnreadable(f"文件 {name!r} 不完整，可能没有下载完。")


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
            if (
                min(abs(ax - bx), abs(ay - by))
                <= _THIN
                < _LEAST_RULE
                <= math.dist((ax, ay), (bx, by))
            ):
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
