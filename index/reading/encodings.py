"""Which encoding the bytes of a text are in, by what reads as Chinese: UTF-8, GB18030, Big5.

GB18030 and Big5 each decode almost any bytes of the other, into characters that hardly anyone
writes. So both are tried, and the one with more of the commonest characters is right.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from index.errors import ReportUnreadable
from index.figures.normalise import fold

_CHARACTERS = tomllib.loads(Path(__file__).with_name("characters.toml").read_text(encoding="utf-8"))
_COMMON = frozenset(_CHARACTERS["common"])
_HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Control characters; and those of private use, kana and drawn lines, which Chinese does without.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_STRANGE = re.compile(r"[\x80-\x9f\u3040-\u30ff\ue000-\uf8ff\uff61-\uff9f\u2500-\u259f\ufffd]")
_LEGACY = ("gb18030", "big5hkscs", "cp950")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{1,100}")
_SAMPLE = 1_000  # runs of characters that are looked at: a page may begin with pages of script
_FEW = 12  # Chinese characters, too few to reject an encoding by
_READS_AS_TEXT = 0.3  # of the Chinese characters are common: in Chinese 0.6 to 0.9, in the wrong encoding below 0.2
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(raw: bytes, name: str, declared: str | None = None) -> str:
    """The text of `raw`: UTF-16 with its mark, UTF-8, else what reads better of GB18030 and Big5.

    `declared` is what the file itself says its encoding is; it is believed where the text reads as
    such. Raises ReportUnreadable, naming the file, where nothing reads as text.
    """
    if raw.startswith(_WIDE):
        return _whole(_decode(raw, "utf-16"), name)
    text = _decode(raw, "utf-8-sig")
    if text is not None:
        return _whole(text, name)
    damaged = _broken_utf8(raw)
    if damaged is not None:
        raise ReportUnreadable.of(name, f"是 UTF-8 文本，但在第 {damaged:,} 个字节处残缺。")
    best = max(_readings(raw, declared), key=lambda reading: reading[0], default=(0.0, ""))
    if best[0] < _READS_AS_TEXT:
        raise ReportUnreadable.of(name, "不是文本文件，或编码既非 UTF-8，也非 GB18030 或 Big5。")
    return best[1]


def _readings(raw: bytes, declared: str | None) -> Iterator[tuple[float, str]]:
    """Each way to read `raw` as text, with how well it reads; ties go to the first."""
    for encoding in dict.fromkeys([*_known(declared), *_LEGACY]):
        text = _decode(raw, encoding)
        if text is not None and not _BINARY.search(text):
            yield _likeness(text), text


def _known(declared: str | None) -> list[str]:
    """The name of the codec for a declared encoding; gb2312 is written of all that is GB18030."""
    try:
        codec = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return []
    known = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
    return [known.get(codec, codec)] if known.get(codec, codec) in _LEGACY else []


def _likeness(text: str) -> float:
    """How much `text` reads as Chinese: the share of common characters, less the strange ones."""
    sample = "".join(run.group() for run in islice(_BEYOND_ASCII.finditer(text), _SAMPLE))
    hanzi = _HANZI.findall(sample)
    strange = len(_STRANGE.findall(sample))
    if len(hanzi) + strange < _FEW and len(text) > 4 * (len(hanzi) + strange):
        return 0.5 - strange / 10  # not a Chinese text: nothing speaks against it
    folded = fold("".join(hanzi))
    common = sum(character in _COMMON for character in folded)
    return (common - 2 * strange) / max(1, len(hanzi) + strange)


def _decode(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _broken_utf8(raw: bytes) -> int | None:
    """Where UTF-8 breaks off in a text that is otherwise UTF-8; None where it never was."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        text = raw.decode("utf-8", errors="replace")
        wrong = text.count("\ufffd")
        long = len(_HANZI.findall(text)) > 20 * wrong
        return error.start if long and _likeness(before or text) > _READS_AS_TEXT else None
    return None


def _whole(text: str | None, name: str) -> str:
    if text is None or _BINARY.search(text):
        raise ReportUnreadable.of(name, "不是文本文件，或已损坏。")
    return text
