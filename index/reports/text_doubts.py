"""What looks wrong with the text of a report, for people, never corrected; and which files hold the same text."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.figures.gazetteer.lookup import gazetteer_place
from index.figures.gazetteer.table import by_name, by_short_name
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.places import is_known
from index.figures.years import WRITTEN
from index.reports.stored_paths import file_name

_SALUTATION = re.compile(rf"各位{one_of('document.audience')}")
_IS_GIVEN = re.compile(rf"{one_of('document.given')}|受[^。]{{2,12}}委托")
_WORK_REPORT = re.compile(
    rf"政府工作报告|我代表\S{{0,12}}{one_of('document.government')}|{WRITTEN}年(?:政府)?工作回顾"
)
_ABRIDGED = re.compile(one_of("document.abridged"))
_SOURCE = re.compile(
    rf"^[ \t\u3000]*{one_of('document.taken_from')}\s*[:：]\s*([^\n]{{2,20}})", re.MULTILINE
)
_PAGE_FOOT = re.compile(rf"{one_of('document.page_foot')}|[（(](?:上接|下转)第\d+版")
_CUT_SHORT = re.compile(
    rf"位{one_of('document.audience')}|代表[:：]|(?:届)?人民代表大会|第?[一二三四五六七八九十]+次会议"
)
_PAGE_NUMBER = re.compile(r"[—－-]\s?\d{1,3}\s?[—－-]")
_ENDS = '。！？!?…；;：:”"）)】》'
_HEAD, _OPENING = 200, 1000
_SHORT = 6000  # characters; of 174 real reports one whole one has less than 10,000
_WALL = 3000  # characters in one paragraph
_LINE = 60  # characters; no line of a wrapped text is longer
_MANY_LINES = 100
_STRAY = 3  # characters
_SENTENCE = re.compile(r"[。！？；!?;\n]")
_LONG_ENOUGH = 12  # characters; shorter sentences stand in every report
_STOCK_PHRASE = 20  # files; a sentence that stands in more says nothing about any
_ALIKE = 0.5
_FEWEST = 10  # sentences shared; two notices of a line each are no versions of one text


def text_doubts(text: str, place: str | None) -> tuple[str, ...]:
    """What looks wrong with `text`, a sentence for each; nothing for a text that is no work report."""
    if not (_WORK_REPORT.search(text[:_OPENING]) or len(_SALUTATION.findall(text)) > 1):
        return ()
    return tuple(_all_doubts(text.strip(), place))


def _all_doubts(text: str, place: str | None) -> Iterator[str]:
    yield from _incomplete(text)
    yield from _badly_cut(text)
    if _lost_beginning(text):
        yield f"开头可能缺字或缺少抬头：“{_first_words(text)}”。"
    if _lost_end(text):
        yield f"结尾可能缺字或不全：“{text[-12:]}”。"
    source = _SOURCE.search(text[:_OPENING])
    named = _another_place(source[1], place) if source else None
    if source and named:
        yield f"所注来源“{source[1].strip()}”是{named}的，与报告的地方不符。"
    debris = _PAGE_FOOT.search(text)
    stray = text.rsplit("\n", 1)[-1]
    if debris:
        yield f"夹有网页或报纸版面的文字：“{debris.group()}”。"
    elif len(stray) <= _STRAY and stray.isascii():
        yield f"文末有多余的字符：“{stray}”。"


def _incomplete(text: str) -> Iterator[str]:
    if _ABRIDGED.search(text[:_HEAD]):
        yield "正文自称摘要或节选，数字可能不全。"
    elif len(text) < _SHORT:
        yield f"全文只有{len(text):,}字，可能是摘要或不全。"


def _badly_cut(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    longest = max(map(len, lines))
    if longest > max(_WALL, len(text) // 2):
        yield "全文没有分段，标题不能识别。"
    broken = sum(line[-1] not in _ENDS for line, _ in pairwise(lines))
    if len(lines) > _MANY_LINES and longest <= _LINE and broken * 2 > len(lines):
        yield "每行都被硬性折断，段落不能识别。"
    if len(_PAGE_NUMBER.findall(text)) > 5:
        yield "正文中夹有页码。"


def _first_words(text: str) -> str:
    return re.split(r"[\n，,：:]", text, maxsplit=1)[0][:12]


def _lost_beginning(text: str) -> bool:
    """位代表：, 人民代表大会第二次会议上: a line cut short; or no salutation."""
    first = text.split("\n", 1)[0].lstrip("#（(—- ")
    if _CUT_SHORT.match(first):
        return True
    opening = text[:_OPENING]
    return not _IS_GIVEN.search(opening) and not _SALUTATION.search(opening)


def _lost_end(text: str) -> bool:
    last = text.rsplit("\n", 1)[-1]
    return len(last) > _LINE // 2 and last[-1] not in _ENDS


def _another_place(source: str, place: str | None) -> str | None:
    """The city or province that a newspaper is of, where it is neither the report's nor around it."""
    own = gazetteer_place(place or "")
    if own is None:
        return None
    around = {own, *own.parents}
    for length in range(4, 1, -1):
        name = source.strip()[:length]
        called = (*by_short_name().get(name, ()), *by_name().get(name, ()))
        if called and is_known(name):
            related = any(p in around or around & set(p.parents) for p in called)
            return None if related else called[0].full
    return None


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
    numbers = {zlib.crc32(one.encode()) for one in sentences if len(one) >= _LONG_ENOUGH}
    return np.array(sorted(numbers), dtype=np.uint32).tobytes()


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
