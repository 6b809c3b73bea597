"""The encoding of every report beside the checkout, written in each that people use, is told right."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache

import opencc
import pytest

from index.errors import ReportUnreadable
from index.reading.encodings import decoded
from tests.shared_reports import FOLDER, shared_reports

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


@cache
def _traditional() -> tuple[str, ...]:
    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return tuple(convert(text) for _, text in shared_reports())


def _simplified() -> tuple[str, ...]:
    return tuple(text for _, text in shared_reports())


def _told_right(text: str, encoding: str) -> bool:
    raw = text.encode(encoding, "ignore")
    try:
        return decoded(raw, "报告.txt") == raw.decode(encoding)
    except ReportUnreadable:
        return False


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5hkscs"])
def test_every_report_is_read_in(encoding: str) -> None:
    texts = _traditional() if encoding == "big5hkscs" else _simplified() + _traditional()
    wrong = [text[:40] for text in texts if not _told_right(text, encoding)]
    assert not wrong


def _pieces(texts: tuple[str, ...], length: int, encoding: str) -> Iterator[str]:
    chance = random.Random(length)
    for text in texts:
        for _ in range(10):
            start = chance.randrange(len(text) - length)
            piece = text[start : start + length].encode(encoding, "ignore").decode(encoding)
            if any("\u4e00" <= character <= "\u9fff" for character in piece):
                yield piece.strip()


@pytest.mark.parametrize(
    ("length", "allowed"), [(10, 0.015), (20, 0.003), (40, 0.001), (80, 0.001), (200, 0.001)]
)
def test_short_texts_of_one_encoding_are_hardly_ever_taken_for_the_other(
    length: int, allowed: float
) -> None:
    for texts, encoding in (
        (_simplified(), "gb18030"), (_traditional(), "gb18030"), (_traditional(), "big5hkscs"),
    ):  # fmt: skip
        pieces = list(_pieces(texts, length, encoding))
        wrong = [piece for piece in pieces if not _told_right(piece, encoding)]
        print(f"{encoding}, {length} characters: {len(wrong)} of {len(pieces)} told wrong")
        assert len(wrong) <= allowed * len(pieces), wrong[:5]
