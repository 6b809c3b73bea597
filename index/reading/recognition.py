"""Text read off pictures by RapidOCR, offline: the only file that knows rapidocr.

Its models are in its wheel and named by no address, so nothing is fetched. A figure of which a
character was read with doubt is not given: □ stands in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any

import numpy as np
from rapidocr import RapidOCR

from index.reading.page import Glyph
from index.reading.source_text import DOUBTFUL

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
