"""Pictures of pages (PNG, JPEG, TIFF), read by RapidOCR, offline: an optional extra, known to this file alone.

Its models are in its wheel and named by no address, so nothing is fetched. A figure with a
character that was read with doubt is withheld: □ replaces it.
"""

from __future__ import annotations

import importlib.util
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import ReportUnreadable
from index.reading.flow import running_text
from index.reading.page import Glyph, Page
from index.reading.pages import flows_of
from index.reading.source_text import DOUBTFUL, SourceText

CERTAIN = 0.9
"""The least certainty of each character of a figure, its scale included (decision 11)."""

_WELL_READ = 0.8  # the mean certainty of a page that stands the right way up
_LYING = 1.5  # times higher than wide
_INK = 0.78  # of the height of the box around a line is its font size
_BASELINE = 0.82  # of that height, from its top
_FIGURE = re.compile(r"\d(?:[\d.,，．]*\d)?[%％万亿千百十]*")
_RANGE = re.compile(r"(?<=[\d%％万亿])一(?=\d)")  # the dash of 3—5个百分点 looks like a Chinese one
_SETTINGS = {
    "Global.log_level": "error",
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "Global.use_cls": False,
}
if TYPE_CHECKING:
    from PIL.Image import Image
    from rapidocr import RapidOCR

MOST_SCANNED_PAGES = 100
MOST_PIXELS = 100_000_000
READ_PIXELS = 16_000_000
"""More is made smaller before it is read: an A3 page at 300 dpi."""
_PAGE_WIDTH = 595.0  # points: pictures do not say how large the paper was
TO_INSTALL = "pip install 'government-report-assistant[ocr]'"


@dataclass(frozen=True, slots=True)
class Character:
    """A character as recognised, with its certainty from 0 to 1 and its box in pixels."""

    text: str
    certainty: float
    box: tuple[float, float, float, float]


class Recogniser:
    """Reads pictures; loads its models with the first."""

    def glyphs(self, picture: Any, points_per_pixel: float) -> tuple[Glyph, ...]:
        """The glyphs of `picture`, an RGB array of height × width × 3, whichever way up it is."""
        lines = self._upright_lines(picture)
        return tuple(glyph for line in lines for glyph in glyphs_of_line(line, points_per_pixel))

    @cached_property
    def _engine(self) -> RapidOCR:
        from rapidocr import RapidOCR

        return RapidOCR(params=_SETTINGS)

    def _upright_lines(self, picture: Any) -> list[list[Character]]:
        lines, lying = self._lines(picture)
        turns = (1, 3) if lying else (2,) if lines and _certainty(lines) < _WELL_READ else ()
        for turn in turns:
            turned, _ = self._lines(np.ascontiguousarray(np.rot90(picture, turn)))
            if lying or _certainty(turned) > _certainty(lines):
                lines, lying = turned if lying else max(lines, turned, key=_certainty), False
        return lines

    def _lines(self, picture: Any) -> tuple[list[list[Character]], bool]:
        """Each line's characters, and whether most of the lines run up or down the picture."""
        found: Any = self._engine(np.ascontiguousarray(picture[..., ::-1]))
        if found.boxes is None:
            return [], False
        lines = [list(_characters(words)) for words in found.word_results]
        upended = sum(
            len(text) for box, text in zip(found.boxes, found.txts, strict=True) if _is_upended(box)
        )
        return [line for line in lines if line], 2 * upended > sum(map(len, found.txts))


def _certainty(lines: Sequence[Sequence[Character]]) -> float:
    return mean([char.certainty for line in lines for char in line] or [0.0])


def _is_upended(box: Any) -> bool:
    width, height = np.ptp(box[:, 0]), np.ptp(box[:, 1])
    return bool(height > _LYING * width)


def _characters(words: Sequence[tuple[str, float, Any]]) -> Iterator[Character]:
    for text, certainty, corners in words:
        left, top = (float(side) for side in np.min(corners, axis=0))
        right, bottom = (float(side) for side in np.max(corners, axis=0))
        step = (right - left) / max(1, len(text))
        for at, character in enumerate(text):
            box = (left + at * step, top, left + (at + 1) * step, bottom)
            yield Character(character, float(certainty), box)


def glyphs_of_line(line: Sequence[Character], scale: float) -> Iterator[Glyph]:
    """The characters of a line as glyphs, `scale` points a pixel; □ for a figure read with doubt."""
    height = float(np.median([char.box[3] - char.box[1] for char in line]))
    text = _RANGE.sub("—", "".join(char.text for char in line))
    doubtful = _doubtful(line, text)
    for at, char in enumerate(line):
        shown = "" if at in doubtful else text[at]
        if at in doubtful and at - 1 not in doubtful:
            shown = DOUBTFUL
        if shown:
            left, top, right, _ = (side * scale for side in char.box)
            yield Glyph(shown, left, right, top + _BASELINE * height * scale, _INK * height * scale)


def _doubtful(line: Sequence[Character], text: str) -> set[int]:
    """The places in `line`, which reads `text`, of figures that hold a character read with doubt."""
    spans = (match.span() for match in _FIGURE.finditer(text))
    return {
        at
        for start, end in spans
        if min(char.certainty for char in line[start:end]) < CERTAIN
        for at in range(start, end)
    }


def has_recogniser() -> bool:
    """Whether the extra that recognises text is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def check_recogniser(name: str, what: str) -> None:
    """Raises ReportUnreadable, with what to install, where there is no recogniser."""
    if not has_recogniser():
        raise ReportUnreadable.of(
            name, f"{what}，没有文字层；识别它需要另装文字识别组件：{TO_INSTALL}。"
        )


def check_pixels(pixels: int, name: str) -> None:
    """Raises ReportUnreadable where a picture would take more memory than any page needs."""
    if pixels > MOST_PIXELS:
        raise ReportUnreadable.of(
            name, f"中的图像有 {pixels:,} 个像素，超过 {MOST_PIXELS:,} 的上限。"
        )


def check_scanned_pages(count: int, name: str) -> None:
    """Raises ReportUnreadable where there are more pages to recognise than time is given for."""
    if count > MOST_SCANNED_PAGES:
        raise ReportUnreadable.of(
            name, f"有 {count} 页扫描件，超过 {MOST_SCANNED_PAGES} 页的上限，请分成几个文件。"
        )


def scan_text(raw: bytes, name: str) -> SourceText:
    """The text of the picture file `raw`, each of its frames a page.

    Raises ReportUnreadable where it is no picture, is damaged, or is larger than any page.
    """
    check_recogniser(name, "是图片")
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    recogniser = Recogniser()
    try:
        with Image.open(io.BytesIO(raw), formats=("PNG", "JPEG", "TIFF")) as file:
            check_scanned_pages(getattr(file, "n_frames", 1), name)
            pages = []
            for number, frame in enumerate(ImageSequence.Iterator(file), start=1):
                check_pixels(frame.width * frame.height, name)
                upright = ImageOps.exif_transpose(frame)
                pages.append(_page(upright, number, recogniser))
    except UnidentifiedImageError as error:
        raise ReportUnreadable.of(name, "不是 PNG、JPEG 或 TIFF 图片。") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ReportUnreadable.of(name, "的图像尺寸过大，没有读取。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ReportUnreadable.of(name, "已损坏或不完整，不能作为图片打开。") from error
    text, offsets = running_text(flows_of(pages))
    if not text.strip():
        raise ReportUnreadable.of(name, "中没有认出文字。")
    return SourceText(text, offsets, recognised=True)


def _page(picture: Image, number: int, recogniser: Recogniser) -> Page:
    shrink = (READ_PIXELS / (picture.width * picture.height)) ** 0.5
    if shrink < 1:
        picture = picture.resize((int(picture.width * shrink), int(picture.height * shrink)))
    glyphs = recogniser.glyphs(
        np.asarray(picture.convert("RGB")), _PAGE_WIDTH / min(picture.width, picture.height)
    )
    return Page(number, glyphs)
