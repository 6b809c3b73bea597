"""Whether what a model wrote is told by the passages it cites, beside its figures: by shared words.

A sentence may paraphrase; one that is mostly made of what neither the passages nor the question
say (a joke, its own instructions, other knowledge) is not told by them, nor is one with a clause
that they hardly share a word with (a cause, a promise, a praise put behind what they tell).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.check.clause_assertions import assertions_said, words_of
from assistant.check.markers import MARKER
from assistant.question.query_terms import comparable
from index.figures.normalise import fold
from index.figures.places import find_places, own_name
from index.figures.quantities import parse_quantities
from index.report import Passage

# Chosen on the dev split of evals/measures/paraphrases.jsonl: right sentences share 0.40 at the least, wrong
# ones whose whole is invented 0.28 at the most. An invented clause behind a right one shares 0.12 at
# the most, a right clause that says as much 0.33 at the least.
ENOUGH = 0.4
ENOUGH_OF_CLAUSE = 0.25
_SAYS_SOMETHING, _OPENS_WITH = 3, 4  # ideographs
_BY_CHANCE = 0.25  # of the pairs of a clause that no passage tells
_SAYS_MUCH = 5  # pairs; a shorter clause may be all light words: 较上年增长5.5%
_CLAUSE_MARK = re.compile(r"[，,；;：:]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_DENIES = re.compile(r"\s*(?:不是?|没有?|并非|未)")
_SETS_TOPIC = re.compile(
    r"\s*(?:对(?!此)于?|针对|关于|围绕|按照?|根据|随着|至于|就|除|在(?!逃|押)|从|以|通过|到|为了?(?!此)|自|当)"
    r"[^，]*(?:方面|领域|上|中|下|内|外|时|后|前|来[看说]|而言|为[重契抓]|的?[\u4e00-\u9fff]{2,})$"
)
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+")
# Joins clauses in any text, and says nothing itself.
_LIGHT = re.compile(
    r"根据|按照|报告|政府工作|显示|指出|提到|其中|同时|此外|另外|以及|并且|分别|方面|情况|已经|目前|主要|包括"
    r"|[的了在是为和与及等将已也还均并其该共达对于从由被把]"
)


def unsupported_words(sentence: str, passages: Sequence[Passage], question: str) -> str | None:
    """What of `sentence` the passages do not tell: all of it, or a clause; None where they do."""
    if supported_share(sentence, passages, question) < ENOUGH:
        return sentence
    telling = (
        clause
        for clause in _CLAUSE_MARK.split(sentence)
        if len(pairs_in(MARKER.sub(" ", clause))) >= _SAYS_MUCH
    )
    too_little = (c for c in telling if supported_share(c, passages, question) < ENOUGH_OF_CLAUSE)
    return (
        next(too_little, None)
        or _said_of_a_person(sentence, passages)
        or _aside(sentence, passages, question)
    )


def _said_of_a_person(sentence: str, passages: Sequence[Passage]) -> str | None:
    """A clause on the holder of an office that says of it nothing that the passages do: 县长是贪官.

    The place and the office are words of the passages, and no evidence for the rest.
    """
    told = [comparable(text) for passage in passages for text in texts_of(passage)]
    for clause in _CLAUSE_MARK.split(MARKER.sub(" ", sentence)):
        if not words_of("named", "offices").search(fold(clause)):
            continue
        rest = _without_names(fold(clause), [p.place for p in passages if p.place])
        runs = _RUN.findall(comparable(rest.replace(" ", "，")))
        said = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
        if said and not any(pair in text for pair in said for text in told):
            return clause.strip(" 。！!")
    return None


def _without_names(clause: str, places: Sequence[str]) -> str:
    """`clause` without the offices, bodies and places that it names."""
    named = [place.name for place in find_places(clause)]
    for name in (*places, *map(own_name, places), *named):
        clause = clause.replace(name, " ")
    for key in ("offices", "bodies"):
        clause = words_of("named", key).sub(" ", clause)
    return clause


def _aside(sentence: str, passages: Sequence[Passage], question: str) -> str | None:
    """A short clause without a figure that has hardly a word of the passages: 数据造假.

    What it says by words that are compared by themselves (`clause_marks`) does not count, nor what
    it denies of the question; and one that only names a topic (对养育孩子的家庭) states nothing.
    """
    told = {pair for passage in passages for text in texts_of(passage) for pair in pairs_in(text)}
    asked = set(pairs_in(question))
    clauses = _CLAUSE_MARK.split(MARKER.sub(" ", sentence))
    for number, clause in enumerate(clauses):
        rest = words_of("free", "words").sub(" ", fold(clause))
        for mark in assertions_said(rest):
            if "done" not in mark.says:  # 建成 tells what as well
                rest = rest.replace(mark.text, " ")
        said = set(pairs_in(rest))
        denied = _DENIES.match(clause) and said <= asked
        sets_topic = _SETS_TOPIC.match(clause) is not None
        neutral = denied or sets_topic or parse_quantities(clause)
        # A sentence may open on a turn of its own; what rides behind it may not be one.
        least = _SAYS_SOMETHING if number else _OPENS_WITH
        says_something = said and len(_IDEOGRAPH.findall(rest)) >= least
        if says_something and len(told & said) <= _BY_CHANCE * len(said) and not neutral:
            return clause.strip(" 。！!")
    return None


def supported_share(sentence: str, passages: Iterable[Passage], question: str) -> float:
    """The share, 0 to 1, of what `sentence` says that the passages say; what only repeats the
    question counts neither way. 1 where nothing is left to say."""
    told = {
        pair
        for passage in passages
        for text in (passage.text, passage.title, passage.place or "", *passage.headings)
        for pair in pairs_in(text)
    }
    asked = set(pairs_in(question))
    said = [
        pair for pair in pairs_in(MARKER.sub(" ", sentence)) if pair in told or pair not in asked
    ]
    return sum(pair in told for pair in said) / len(said) if said else 1.0


_CLAUSE = re.compile(r"(?:(?!——)[^，,；;。：:！!？?()（）\n])+")
_SAYS_ENOUGH = 4  # pairs: 稳步增长 and the like may be a paraphrase of anything
_HARDLY = 0.2


def not_said_by(texts: Sequence[str], written: str) -> str | None:
    """The first clause of `written` of which `texts` say hardly anything; None without one.

    Beside supported_share: what repeats a question is no more told for that. A reader's own words must
    not come back to him as what a report says.
    """
    for match in _CLAUSE.finditer(MARKER.sub("", written)):
        clause = match.group().strip()
        if len(pairs_in(clause)) >= _SAYS_ENOUGH and share_of(clause, texts) < _HARDLY:
            return clause
    return None


def share_of(written: str, texts: Iterable[str]) -> float:
    """The share, 0 to 1, of what `written` says that `texts` say; 1 where it says nothing."""
    told = {pair for text in texts for pair in pairs_in(text)}
    said = pairs_in(written)
    return sum(pair in told for pair in said) / len(said) if said else 1.0


def texts_of(passage: Passage) -> tuple[str, ...]:
    """All that a passage tells: its text, and what stands above it."""
    return (passage.text, passage.title, passage.place or "", *passage.headings)


def pairs_in(text: str) -> list[str]:
    """Pairs of neighbouring ideographs, and Latin words, of `text` without its light words."""
    return [
        run if run.isascii() else run[i : i + 2]
        for run in _RUN.findall(_LIGHT.sub(" ", comparable(text)))
        for i in range(1 if run.isascii() else len(run) - 1)
    ]
