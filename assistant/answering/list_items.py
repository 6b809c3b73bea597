"""The items of a list that a sentence announces: behind its colon or 主要是, or numbered behind its end.

扎实办好“十件民生实事”。1.… 2.… is answered by the items, 主要预期目标是：… by what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.candidates import Candidate
from index.figures.clauses import paragraphs_of
from index.figures.lexicon import one_of
from index.report import Passage

_LONGEST = 600  # characters of what stands behind a colon
_LONGEST_ITEM = 300
_CHINESE = "一二三四五六七八九十"
_MARKS = r"。：:；;，,”’」』）)\s"
_MARK_BETWEEN = r"[。：:；;”’」』）)\s]*"
_COLON = re.compile(rf"\s*(?:[：:](?!\d)|[，,。]\s*{one_of('section.leads_items')}\s*[：:，,])\s*")
_SENTENCE_END = re.compile(r"[。！!]|[\r\n]")
_ITEM_END = re.compile(r"[。；;！!\r\n]\s*")
_COUNTED_THINGS = re.compile(rf"(?:[{_CHINESE}]+|\d+)[大个]?[项件条个类](?=[^，,。；;]{{0,12}}$)")
_AND_OTHERS = re.compile("、[^、，。；]+等")
_BETWEEN_THINGS = re.compile("[、，,；;]")
_NUMBERINGS: tuple[Callable[[int], str], ...] = (
    lambda n: rf"[（(]?{n}(?:[)）]、?|[.．、](?!\d))",
    lambda n: rf"[（(]{_chinese(n)}[)）]|{_chinese(n)}、",
    lambda n: rf"{_chinese(n)}[是要]",
    lambda n: rf"第{_chinese(n)}[，,是：:]",
    lambda n: re.escape(chr(ord("①") + n - 1)),
)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    written = ("" if tens == 1 else _CHINESE[tens - 1]) + "十" if tens else ""
    return written + (_CHINESE[ones - 1] if ones else "")


def with_items(
    candidate: Candidate, following: Sequence[Passage], *, begun: bool
) -> list[Candidate]:
    """The candidate with the items that it announces, those in the passages `following` its own as
    candidates of their own; [] where it announces none. `begun`: it may hold the first of them."""
    passage, span = candidate.passage, (candidate.start, candidate.end)
    numbering = _numbering_behind(passage.text, candidate.end)
    if numbering is None:
        colon = _COLON.match(passage.text, candidate.end)
        begins = colon or (_COLON.search(passage.text, *span) if begun else None)
        end = _behind(passage, begins.end()) if begins else None
        several = begins and _BETWEEN_THINGS.search(passage.text, begins.end(), end or 0)
        return [replace(candidate, end=end)] if end and (colon or several) else []
    number, end = _last_item(passage.text, candidate.end, numbering, 1)
    lists = [replace(candidate, end=end)]
    for after in following:
        if passage.text[end:].strip("。；; \r\n") or not _item(numbering, number + 1).match(
            after.text
        ):
            break
        number, end = _last_item(after.text, 0, numbering, number + 1)
        lists.append(replace(candidate, passage=after, start=0, end=end))
        passage = after
    return lists


def apart(candidate: Candidate) -> list[Candidate]:
    """Each sentence of a list as a candidate of its own: one that the check does not bear out must
    not take the others with it."""
    text, spans, start = candidate.passage.text, [], candidate.start
    for mark in _ITEM_END.finditer(text, candidate.start, candidate.end):
        spans.append((start, mark.start()))
        start = mark.end()
    spans.append((start, candidate.end))
    return [replace(candidate, start=first, end=last) for first, last in spans if first < last]


def counts_things(text: str) -> bool:
    """Whether a clause ends with how many things there are: 筛选出12件民生实事候选项目."""
    return bool(_COUNTED_THINGS.search(text))


def enumerates(text: str) -> bool:
    """Whether a text names three things or more, or two of several: A、B等."""
    return len(_BETWEEN_THINGS.findall(text)) > 1 or _AND_OTHERS.search(text) is not None


def numbered(text: str) -> int:
    """How many items a text numbers (一要…；二要…), from the first on without a gap; 0 for none."""
    return max(_numbered(text, numbering) for numbering in _NUMBERINGS)


def _numbered(text: str, numbering: Callable[[int], str]) -> int:
    number, at = 0, 0
    while mark := re.compile(rf"(?:^|[{_MARKS}]){numbering(number + 1)}").search(text, at):
        number, at = number + 1, mark.end()
    return number


def _item(numbering: Callable[[int], str], number: int) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{numbering(number)})")


def _numbering_behind(text: str, end: int) -> Callable[[int], str] | None:
    """How the items right behind `end` are numbered; None where there are not two of them."""
    for numbering in _NUMBERINGS:
        first = re.compile(_MARK_BETWEEN + rf"(?:{numbering(1)})").match(text, end)
        if first and _item_behind(text, first.end(), numbering, 2):
            return numbering
    return None


def _item_behind(
    text: str, start: int, numbering: Callable[[int], str], number: int
) -> re.Match[str] | None:
    """The mark of the item `number`, at the head of a sentence and no further than an item is long."""
    mark = re.compile(rf"(?<=[。；;！\s]){numbering(number)}")
    return mark.search(text, start, start + _LONGEST_ITEM)


def _last_item(
    text: str, start: int, numbering: Callable[[int], str], number: int
) -> tuple[int, int]:
    """The number of the last item from `number` on, and the end of its sentence."""
    mark = re.compile(numbering(number)).search(text, start)
    at = mark.end() if mark else start
    while following := _item_behind(text, at, numbering, number + 1):
        number, at = number + 1, following.end()
    end = _SENTENCE_END.search(text, at)
    return number, end.start() if end else len(text)


def _behind(passage: Passage, colon: int) -> int | None:
    """Where what is behind a colon ends: with its paragraph, or the last sentence of it that is not
    too far; None where nothing is."""
    whole = next((last for first, last in paragraphs_of(passage) if first <= colon < last), colon)
    last = min(whole, colon + _LONGEST)
    ends = [match.start() for match in _SENTENCE_END.finditer(passage.text, colon, last)]
    if whole <= last:
        ends.append(len(passage.text[:whole].rstrip("。！!；; \r\n")))
    return max((end for end in ends if end > colon), default=None)
