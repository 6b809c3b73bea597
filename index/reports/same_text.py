"""Which files hold the same text, or nearly: what a reader would else be told twice."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.figures.normalise import fold
from index.reports.file_names import file_name

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
    return f"与“{file_name(other)}”有{share:.0%}的句子相同，可能是同一报告的两个版本。"


def text_digest(text: str) -> str:
    """The same for texts that differ in width, script, space and marks of headings alone."""
    return hashlib.sha256(re.sub(r"[\s#]", "", fold(text)).encode()).hexdigest()


def sketch_of(text: str) -> bytes:
    """The sentences of a text as 32-bit numbers, by which `alike` knows them."""
    sentences = (re.sub(r"\s", "", sentence) for sentence in _SENTENCE.split(fold(text)))
    telling = {zlib.crc32(one.encode()) for one in sentences if len(one) >= _TELLING}
    return np.array(sorted(telling), dtype=np.uint32).tobytes()


def alike(sketches: Mapping[str, bytes]) -> Iterator[Alike]:
    """The pairs of files that share half of the shorter one's sentences, by the files' order."""
    files = list(sketches)
    held = [np.frombuffer(sketch, dtype=np.uint32) for sketch in sketches.values()]
    pairs, counts = _sharing(held)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        first, second = divmod(pair, len(files))
        shorter = min(len(held[first]), len(held[second]))
        if count >= max(shorter * _ALIKE, _FEWEST):
            yield Alike(files[first], files[second], count / shorter)


def _sharing(held: Sequence[NDArray[np.uint32]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of files that share sentences, each as first * files + second, and how many."""
    sentences = np.concatenate([np.zeros(0, dtype=np.uint32), *held])
    files = np.repeat(np.arange(len(held)), [len(numbers) for numbers in held])
    order = np.lexsort((files, sentences))
    sentences, files = sentences[order], files[order]
    starts = np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1]][: len(sentences)])
    sizes = np.diff(np.r_[starts, len(sentences)])
    found = [np.zeros(0, dtype=np.int64)]
    for size in range(2, _STOCK_PHRASE + 1):
        groups = files[starts[sizes == size][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        found.append((groups[:, first] * len(held) + groups[:, second]).ravel())
    return np.unique(np.concatenate(found), return_counts=True)
