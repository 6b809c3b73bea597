"""What a question is about: its words, canonical names and weighted terms; and how much of them a
text covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.query import QueryTerm, Subject
from assistant.question.parts import strip_question, without_indicators
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.numerals import DIGITS
from index.figures.quantities import parse_quantities
from index.figures.segmenter import Segmenter, Word, shipped_segmenter
from index.figures.sounds import words_meant

_EMPTY = frozenset(words("light.empty"))
_LIGHT = re.compile(one_of("light.around_indicator"))
_NOT_WORDS = re.compile(r"[\W_\ue000-\uf8ff]")
_COUNTED = re.compile(
    rf"(?<![哪第]){one_of('asking.how_much')}{one_of('asking.counted', 'asking.unit')}"
    rf"(?P<noun>[\u4e00-\u9fff]{{2,7}}{one_of('subject.counted_head')})"
)
# What was done with what is counted; after an indicator it says which way that went.
_ACTS = re.compile(rf"^(?P<thing>.*?[\u4e00-\u9fff])(?:\s*{one_of('follow_up.acts')})+\s*$")
_OF_MEETING = re.compile(one_of("subject.meeting"))
# What nothing else can replace: 5G; where no figure is asked for, 上半年.
_NAMED = re.compile(r"(?<![\dA-Za-z])\d+G(?![A-Za-z])")
_NAMED_PART = re.compile(one_of("subject.part_of_year"))
_SCOPE = re.compile(rf"(全[国省市区县]|(?<!强)[国省市](?=[里内]|{one_of('asking.average')}))")
_ONE_CHARACTER = 0.4  # of its weight: one character is rarely what a question is about
_INDICATOR = 2.0  # as much as two rare words
_LONG_NAME = 6  # characters
_NUMERALS = frozenset((*DIGITS, "十", "几"))
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_OF_EVENT = re.compile(rf"{one_of('subject.event')}$")


def subject_of(text: str, names: Sequence[str], *, figure: bool) -> Subject:
    """The subject of the question `text`; `names` are what the covered places are called, `figure`
    whether a figure is asked for."""
    asked = fold(text)
    parts = [] if figure else _NAMED_PART.findall(asked)
    mentions = load_aliases().mentions(text)
    return reworded(
        Subject(
            indicators=tuple(dict.fromkeys(mention.indicator.name for mention in mentions)),
            exactly=tuple(comparable(name) for name in (*_NAMED.findall(asked), *parts)),
            among=scopes_in(text),
            counted=counted["noun"] if (counted := _COUNTED.search(asked)) else "",
            of_meeting=_OF_MEETING.search(text) is not None,
        ),
        _without_act(strip_question(text, names)) if figure else strip_question(text, names),
    )


def _without_act(phrase: str) -> str:
    """A phrase without what was done at its end: 高企又多 of 高企又多了几家."""
    acted = _ACTS.search(phrase)
    return acted["thing"] if acted and words_of(acted["thing"])[1:] else phrase


def scopes_in(text: str) -> tuple[str, ...]:
    """What `text` ranks or compares within, by its last character: 省 of 全省."""
    return tuple(dict.fromkeys(match[-1] for match in _SCOPE.findall(fold(text))))


def reworded(subject: Subject, phrase: str) -> Subject:
    """The subject with its words as `phrase` has them."""
    bare = without_figures(phrase)
    return replace(
        subject,
        phrase=phrase,
        terms=tuple(_terms(bare, shipped_segmenter())),
        names=tuple(_names(without_indicators(bare), shipped_segmenter())),
        topic=canonical(bare),
        beside=words_of(without_indicators(bare)),
    )


def words_of(phrase: str) -> str:
    """The words of a phrase alone, canonical."""
    return _NOT_WORDS.sub("", canonical(phrase))


def meaning(subject: Subject, name: str, meant: Sequence[str]) -> Subject:
    """The subject with the indicator `name` as `meant`; without it where that is nothing."""
    phrase, indicators = subject.phrase, subject.indicators
    for mention in reversed(list(load_aliases().mentions(phrase))):
        if mention.indicator.name == name:
            phrase = f"{phrase[: mention.start]}{'和'.join(meant)}{phrase[mention.end :]}"
    if name in indicators:
        others = (one for one in indicators if one != name)
        indicators = tuple(dict.fromkeys((*meant, *others)))
    return reworded(replace(subject, indicators=indicators), phrase)


def canonical(text: str) -> str:
    """`text` with each synonym as the first word of its group, and without what says little."""
    folded = _LIGHT.sub("", fold(text)).replace(" ", "")
    for start, end, group in reversed(list(load_aliases().same(folded))):
        folded = folded[:start] + group[0] + folded[end:]
    return folded


def _terms(text: str, segmenter: Segmenter) -> list[QueryTerm]:
    """The terms of a phrase, in the order of its text."""
    aliases = load_aliases()
    found: list[tuple[int, QueryTerm]] = []
    covered = [False] * len(text)
    for mention in aliases.mentions(text):
        written = tuple(fold(name).lower() for name in mention.indicator.names)
        asked = text[mention.start : mention.end]
        found.append((mention.start, QueryTerm(asked, written, _INDICATOR, required=True)))
        covered[mention.start : mention.end] = [True] * len(asked)
    for start, end, group in aliases.synonyms(text):
        if not any(covered[start:end]):
            asked = text[start:end]
            found.append((start, QueryTerm(asked, group, _weight(segmenter.words(asked)))))
            covered[start:end] = [True] * len(asked)
    rest = "".join(
        " " if taken else character for character, taken in zip(text, covered, strict=True)
    )
    for start, end in _slips(rest, segmenter):
        meant = words_meant(rest[start:end])
        weight = _ONE_CHARACTER * sum(word.weight for word in segmenter.words(rest[start:end]))
        found.append((start, QueryTerm(rest[start:end], (rest[start:end], *meant), weight)))
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for word in segmenter.words(rest):
        if word.text not in _EMPTY and not (found and word.text.isascii() and word.text.isalpha()):
            weight = word.weight * (_ONE_CHARACTER if len(word.text) == 1 else 1.0)
            found.append((rest.lower().find(word.text), QueryTerm(word.text, (word.text,), weight)))
    return [term for _, term in sorted(found, key=lambda item: item[0])]


def _slips(text: str, segmenter: Segmenter) -> list[tuple[int, int]]:
    """Where two characters stand by themselves that are no word, and sound like one: 店梯."""
    single = {start for start, end in segmenter.spans(text) if end - start == 1}
    single = {start for start in single if _IDEOGRAPH.fullmatch(text[start])}
    pairs = [(n, n + 2) for n in single if n + 1 in single and not {n - 1, n + 2} & single]
    return [
        (start, end)
        for start, end in pairs
        if not set(text[start:end]) <= _EMPTY | _NUMERALS and words_meant(text[start:end])
    ]


def _names(text: str, segmenter: Segmenter) -> Iterator[str]:
    """The stretches of a phrase that are the name of one thing.

    Single characters in a row are a word that the vocabulary has not, as names of firms and sights
    are (黄果树), also where one between them says little elsewhere (明月桥); many words in a row are
    a name where the last is of an event (合作论坛).
    """
    for row in _rows(text, segmenter):
        for empty, alike in groupby(row, key=lambda word: word.text in _EMPTY):
            whole = "".join(word.text for word in alike)
            if not empty and len(whole) >= _LONG_NAME and _OF_EVENT.search(whole):
                yield whole
        for single, alike in groupby(row, key=_is_ideograph):
            run = [word.text for word in alike] if single else []
            full = [n for n, character in enumerate(run) if character not in _EMPTY]
            if len(full) > 1:
                yield "".join(run[full[0] : full[-1] + 1])


def _is_ideograph(word: Word) -> bool:
    return _IDEOGRAPH.fullmatch(word.text) is not None


def _rows(text: str, segmenter: Segmenter) -> Iterator[list[Word]]:
    """The words of `text` in rows, parted by blanks and marks."""
    lower, end = text.lower(), 0
    row: list[Word] = []
    for word in segmenter.words(text):
        start = lower.find(word.text, end)
        if row and start > end:
            yield row
            row = []
        row.append(word)
        end = start + len(word.text)
    if row:
        yield row


def without_figures(text: str) -> str:
    """A figure in a question is a premise (是不是达到了250亿元), not what the question is about."""
    for quantity in reversed(parse_quantities(text)):
        if quantity.unit:
            text = f"{text[: quantity.start]} {text[quantity.end :]}"
    return text


def coverage(terms: Sequence[QueryTerm], text: str, context: str = "") -> float:
    """The weighted share of the terms that `text` is on, those that only `context` (its headings) is
    on counting half; 0 without terms."""
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    covered = sum(
        term.weight * max(term.share_in(text), 0.5 * term.share_in(context)) for term in terms
    )
    return covered / total


def _weight(words: Sequence[Word]) -> float:
    return max((word.weight for word in words), default=0.5)


def comparable(text: str) -> str:
    """`text` as terms are compared with it: folded, lower-case, in one line, no stars, no 、."""
    return re.sub(r"\s+|\*\*|、", "", fold(text)).lower()


def unasked(terms: Sequence[QueryTerm], text: str, segmenter: Segmenter) -> float:
    """The share, by weight, of the words of `text` that no term asks for; 0 without words."""
    asked = {word for term in terms for word in term.written}
    new = total = 0.0
    for word in segmenter.words(text):
        if len(word.text) < 2 or word.text in _EMPTY or word.text[0].isdigit():
            continue
        total += word.weight
        if not any(word.text in known or known in word.text for known in asked):
            new += word.weight
    return new / total if total else 0.0


def news_in(terms: Sequence[QueryTerm], text: str) -> int:
    """How many characters `text` (comparable) has beyond the words that the terms ask for."""
    asked = sorted({w for term in terms for w in term.written}, key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, asked)), "", text) if asked else text
    return len(re.findall(r"\w", rest))
