"""Pages as a scanner gives them: pictures, askew, grey and grainy; needs a Chinese font."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageFilter

_FONTS = Path("/usr/share/fonts")

needs_recogniser = pytest.mark.skipif(
    not any(_FONTS.rglob("*CJK*")), reason="no Chinese font to draw pages with"
)


def pictures(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages of a PDF, drawn with the fonts of the machine, which the reader of PDFs shuts out."""
    pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def scanned(picture: Image.Image, seed: int) -> Image.Image:
    """The picture as from a scanner: turned by up to 0.6°, blurred, grey, grainy, as poor JPEG."""
    chance = np.random.default_rng(seed)
    askew = picture.rotate(chance.uniform(-0.6, 0.6), Image.Resampling.BICUBIC, fillcolor=255)
    grey = 235 - (255 - np.asarray(askew.filter(ImageFilter.GaussianBlur(0.8)), float)) * 0.75
    grainy = np.clip(grey + chance.normal(0, 9, grey.shape), 0, 255).astype("uint8")
    return Image.open(io.BytesIO(file_of([Image.fromarray(grainy)], "JPEG", quality=45)))


def file_of(pages: Sequence[Image.Image], kind: str, **options: object) -> bytes:
    """The pictures as one file: PDF and TIFF hold several."""
    file = io.BytesIO()
    several = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    pages[0].save(file, kind, **several, **options)
    return file.getvalue()
