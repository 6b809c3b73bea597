"""Which files hold the same text, or nearly: what a reader would else be told twice."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from index.normalise import fold

_SENTENCE = re.compile(r"[。！？；!?;\n]")
_TELLING = 12  # characters; shorter sentences stand in every report
_STOCK_PHRASE = 20  # files; a sentence that stands in more tells nothing of any
_ALIKE = 0.5
_FEWEST = 10  # sentences shared; two notices of a line each are no versions of one text


@dataclass(frozen=True, slots=True)
class Alike:
    """Two files that share most sentences of the shorter one; `share` is how many of it."""

    first: str
    second: str
    share: float


def alike_words(other: str, share: float) -> str:
    """The doubt about a file that shares so much with `other`."""
    return f"与“{PurePath(other).name}”有{share:.0%}的句子相同，可能是同一报告的两个版本。"


def text_digest(text: str) -> str:
    """The same for texts that differ in width, script, space and marks of headings alone."""
    return hashlib.sha256(re.sub(r"[\s#]", "", fold(text)).encode()).hexdigest()


def sketch_of(text: str) -> bytes:
    """The sentences of a text as 32-bit numbers, by which `alike` knows them."""
    sentences = (re.sub(r"\s", "", sentence) for sentence in _SENTENCE.split(fold(text)))
    telling = {zlib.crc32(one.encode()) for one in sentences if len(one) >= _TELLING}
    return array("I", sorted(telling)).tobytes()


def alike(sketches: Mapping[str, bytes]) -> Iterator[Alike]:
    """The pairs of files that share half of the shorter one's sentences, by the files' order."""
    sentences = {file: set(array("I", sketch)) for file, sketch in sketches.items()}
    files_of: dict[int, list[str]] = defaultdict(list)
    for file, numbers in sentences.items():
        for number in numbers:
            files_of[number].append(file)
    shared = Counter(
        (files[i], files[j])
        for files in files_of.values()
        if len(files) <= _STOCK_PHRASE
        for i in range(len(files))
        for j in range(i + 1, len(files))
    )
    for (first, second), count in sorted(shared.items()):
        shorter = min(len(sentences[first]), len(sentences[second]))
        if count >= max(shorter * _ALIKE, _FEWEST):
            yield Alike(first, second, count / shorter)
