"""Pictures of pages (PNG, JPEG, TIFF) as source texts, by an optional recogniser that works offline."""

from __future__ import annotations

import importlib.util
import io
from typing import TYPE_CHECKING

from index.errors import ReportUnreadable
from index.reading.flow import running_text
from index.reading.page import Page
from index.reading.pages import flows_of
from index.reading.source_text import SourceText

if TYPE_CHECKING:
    from PIL.Image import Image

    from index.reading.recognition import Recogniser

MOST_SCANNED_PAGES = 100
MOST_PIXELS = 100_000_000
READ_PIXELS = 16_000_000
"""More is made smaller before it is read: an A3 page at 300 dpi."""
_PAGE_WIDTH = 595.0  # points: pictures do not tell how large the paper was
TO_INSTALL = "pip install 'government-report-assistant[ocr]'"


def has_recogniser() -> bool:
    """Whether the extra that recognises text is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def check_recogniser(name: str, what: str) -> None:
    """Raises ReportUnreadable, telling what to install, where there is no recogniser."""
    if not has_recogniser():
        raise ReportUnreadable(
            f"文件 {name!r} {what}，没有文字层；识别它需要另装文字识别组件：{TO_INSTALL}。"
        )


def check_pixels(pixels: int, name: str) -> None:
    """Raises ReportUnreadable where a picture would take more memory than any page needs."""
    if pixels > MOST_PIXELS:
        raise ReportUnreadable(
            f"文件 {name!r} 中的图像有 {pixels:,} 个像素，超过 {MOST_PIXELS:,} 的上限。"
        )


def check_scanned_pages(count: int, name: str) -> None:
    """Raises ReportUnreadable where there are more pages to recognise than time is given for."""
    if count > MOST_SCANNED_PAGES:
        raise ReportUnreadable(
            f"文件 {name!r} 有 {count} 页扫描件，超过 {MOST_SCANNED_PAGES} 页的上限，请分成几个文件。"
        )


def scan_text(raw: bytes, name: str) -> SourceText:
    """The text of the picture file `raw`, each of its frames a page.

    Raises ReportUnreadable where it is no picture, is damaged, or is larger than any page.
    """
    check_recogniser(name, "是图片")
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    from index.reading.recognition import Recogniser

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
        raise ReportUnreadable(f"文件 {name!r} 不是 PNG、JPEG 或 TIFF 图片。") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ReportUnreadable(f"文件 {name!r} 的图像尺寸过大，没有读取。") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ReportUnreadable(f"文件 {name!r} 已损坏或不完整，不能作为图片打开。") from error
    text, offsets = running_text(flows_of(pages))
    if not text.strip():
        raise ReportUnreadable(f"文件 {name!r} 中没有认出文字。")
    return SourceText(text, offsets, recognised=True)


def _page(picture: Image, number: int, recogniser: Recogniser) -> Page:
    import numpy as np

    shrink = (READ_PIXELS / (picture.width * picture.height)) ** 0.5
    if shrink < 1:
        picture = picture.resize((int(picture.width * shrink), int(picture.height * shrink)))
    glyphs = recogniser.glyphs(
        np.asarray(picture.convert("RGB")), _PAGE_WIDTH / min(picture.width, picture.height)
    )
    return Page(number, glyphs)
