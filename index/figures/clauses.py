"""A passage as sentences, clauses and segments, each a span of the passage's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from index.figures.lexicon import one_of
from index.figures.prompt_injection import is_prompt_injection
from index.figures.structure import breaks_off, stripped
from index.report import Passage

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(r"(?:[。！？!?]|[；;](?!\s*[一二三四五六七八九][是要]))+[”’」』）)]*")
_CLAUSE_END = re.compile(r"[，：]|:(?!\d)|(?<!\d),|,(?!\d)|(?<=\d),(?=\d{4}|\d{1,2}(?!\d))")
_ANNOUNCEMENT = 16  # characters at the most: 营商环境优化升级
_LONGEST_TOPIC = 170
_BYLINE = re.compile(r"\s*本报讯\s*[(（][^()（）]*[)）]")
_RUNNING_TEXT = re.compile(r"[，,。；;！？!?]|记者")
# A clause that goes on about the subject of the one before it: 同比增长5.5%, 居全市第二位.
_GOES_ON = re.compile(rf"\s*(?:{one_of('verb.goes_on')}|[与和].{{1,12}}(?:持平|相当)|\d)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its clauses as spans of `passage.text`, at least one, and where new
    subjects begin among them (`openings`, indices into `clauses`; the first is always 0)."""

    passage: Passage
    clauses: tuple[tuple[int, int], ...]
    openings: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.clauses[0][0]

    @property
    def end(self) -> int:
        return self.clauses[-1][1]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    def segments(self) -> list[tuple[int, int]]:
        """Spans of clauses that share a subject, in order."""
        bounds = [*self.openings, len(self.clauses)]
        return [
            (self.clauses[first][0], self.clauses[after - 1][1])
            for first, after in pairwise(bounds)
        ]


def sentences_of(passage: Passage) -> list[Sentence]:
    """The sentences of a passage in order; headings, subtitles, prompt injections and sentences of
    marks alone (，。) left out."""
    spans = _sentence_spans(passage)
    return [sentence for span in spans if (sentence := _sentence(passage, *span)).clauses]


def _sentence_spans(passage: Passage) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs_of(passage):
        if not _RUNNING_TEXT.search(passage.text[start:end]):
            continue  # a subtitle says nothing that the text does not
        byline = _BYLINE.match(passage.text, start, end)
        if byline:
            yield start, byline.end()
            start = byline.end()
        for span in _split(passage.text, start, end, _SENTENCE_END):
            if not is_prompt_injection(passage.text[slice(*span)]):
                yield span


def topics_of(passage: Passage) -> list[Sentence]:
    """The sentences of a passage, one that only announces joined to those that it announces.

    营商环境优化升级。“未诉先办”问题得到立行立改,… → one unit, up to the next announcement.
    """
    units: list[Sentence] = []
    announced = False
    for sentence in sentences_of(passage):
        announces = len(sentence.clauses) == 1 and sentence.end - sentence.start <= _ANNOUNCEMENT
        joined_length = sentence.end - units[-1].start if units else 0
        if announced and not announces and joined_length <= _LONGEST_TOPIC:
            clauses = units[-1].clauses
            shifted = tuple(len(clauses) + opening for opening in sentence.openings)
            units[-1] = Sentence(passage, clauses + sentence.clauses, units[-1].openings + shifted)
        else:
            units.append(sentence)
            announced = announces
    return units


def _sentence(passage: Passage, start: int, end: int) -> Sentence:
    clauses = tuple(_split(passage.text, start, end, _CLAUSE_END))
    openings = tuple(
        number
        for number, clause in enumerate(clauses)
        if number == 0 or not _GOES_ON.match(passage.text[slice(*clause)])
    )
    return Sentence(passage, clauses, openings)


def paragraphs_of(passage: Passage) -> list[tuple[int, int]]:
    """Spans of running text; one that a column broke is one span."""
    spans: list[tuple[int, int]] = []
    goes_on = False
    for line in _LINE.finditer(passage.text):
        written = line.group().strip()
        if not written:
            continue
        if written.startswith("#") or written in passage.headings:
            goes_on = False
        elif goes_on and breaks_off(passage.text[slice(*spans[-1])]):
            spans[-1] = (spans[-1][0], line.end())
        else:
            spans.append((_behind_heading(passage, line), line.end()))
            goes_on = True
    return spans


def _behind_heading(passage: Passage, line: re.Match[str]) -> int:
    """Where the line's text begins: behind a heading that stands in the line it opens a passage in."""
    heading = passage.headings[-1] if passage.headings else ""
    begins = line.end() - len(line.group().lstrip())
    opens = passage.text.startswith(heading, begins) and not passage.text[:begins].strip()
    return begins + len(heading) if heading and opens else line.start()


def _split(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Spans between the marks, the marks themselves and white space at the ends left out."""
    marks = [match.span() for match in mark.finditer(text, start, end)]
    starts, ends = (start, *(after for _, after in marks)), (*(at for at, _ in marks), end)
    spans = (stripped(text, *span) for span in zip(starts, ends, strict=True))
    return (span for span in spans if span[0] < span[1])
