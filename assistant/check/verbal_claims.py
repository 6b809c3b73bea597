"""What a sentence claims in words, beside its figures, and no clause of a cited passage supports.

A clause says that something is so or not so, up or down, above or below another, done in full or in
part, the first, the highest ever. Each of these is looked for in the sentences of the passage that
are about the same, and none of them may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.check.grounding import pairs_in
from assistant.check.markers import MARKER, markers_after
from assistant.query import Query
from index.figures.assertions import (
    Assertion,
    assertions_in_passage,
    assertions_said,
    is_to_come,
)
from index.figures.clauses import sentences_of
from index.figures.lexicon import one_of
from index.figures.quantities import parse_quantities
from index.report import Passage

_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_SAME_SUBJECT = 2  # pairs that a sentence shares with a clause which is about the same
_ALIKE = 0.5  # of the pairs of a clause, in the one clause that says the same
_WHOLE = Decimal(100)
_MEASURED_BY_PLAN = re.compile(one_of("claim.plan"))
_THE_FORMER = re.compile(f"{one_of('claim.former')}.*{one_of('claim.latter')}")
_IS_NOT = re.compile(rf"{one_of('claim.not_so')}$")
_TWO = 2
_Figures = frozenset[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a passage: its pairs of ideographs, the assertions that it supports (by wider
    words), and those that it makes without doubt."""

    pairs: frozenset[str]
    supports: tuple[Assertion, ...]
    makes: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage: its clauses, its figures, and whether a plan is more than fulfilled."""

    clauses: tuple[_Clause, ...]
    figures: _Figures
    pairs: frozenset[str]
    exceeds: bool


def unsupported_claims(
    sentence: str, passages: Mapping[int, Passage], query: Query | None = None
) -> Iterator[str]:
    """The words of `sentence` by which it says what no passage that it cites there supports. A figure
    of the question `query` may be denied."""
    whole = MARKER.sub(" ", sentence)
    put_forward = query.figures if query else frozenset()
    for match in _CLAUSE.finditer(sentence):
        cites = markers_after(sentence, match.start())
        cited = [s for marker in cites if marker in passages for s in _sentences(passages[marker])]
        if cited:
            yield from _wrong_in(MARKER.sub(" ", match.group()).strip(), whole, cited, put_forward)


def _wrong_in(
    clause: str, whole: str, cited: Sequence[_Sentence], put_forward: _Figures
) -> Iterator[str]:
    denies = bool(_figures(clause) & put_forward)
    for assertion in assertions_said(clause):
        if (assertion.aspect == "negation" and denies) or _is_no_outcome(assertion, clause):
            continue
        right = _answers(assertion, clause, whole, put_forward)
        if right is None and assertion.aspect == "comparison":
            right = _so_by_figures(assertion, clause, whole)
        if right is None:
            # What it says of its subject does not say what the subject is.
            subject = clause.replace(assertion.text, " ")
            right = _supported(assertion, subject, _about_the_same(subject, whole, cited))
            if _IS_NOT.search(clause[: clause.find(assertion.text)]):
                right = not right  # 不是第一
        if not right:
            yield assertion.text
    if not denies and _denied_there(clause, _about_the_same(clause, whole, cited)):
        yield clause


def _is_no_outcome(assertion: Assertion, clause: str) -> bool:
    """Whether a clause calls something done that it says is to come, or gives a figure of it, which
    is judged as an outcome or an aim by itself."""
    return "done" in assertion.says and (is_to_come(clause) or bool(_figures(clause)))


def _answers(assertion: Assertion, clause: str, whole: str, asked: _Figures) -> bool | None:
    """Whether a clause that says nothing else answers the question rightly: 超过了, asked about
    180亿元, where the sentence has 189.3亿元. None where it says more, or nothing is asked so."""
    if pairs_in(clause.replace(assertion.text, " ").replace("不", " ")):
        return None
    if assertion.aspect == "negation":
        return True
    put_forward = {unit: value for value, unit in asked}
    stated = [(v, put_forward[unit]) for v, unit in _figures(whole) if unit in put_forward]
    if assertion.aspect != "comparison" or not stated:
        return None
    return all(_outcome(value, other) in assertion.says for value, other in stated)


def _so_by_figures(assertion: Assertion, clause: str, whole: str) -> bool | None:
    """Whether two figures of the sentence compare as it says, where it compares these: the two
    before 前者比后者高, the one before and the one behind 低于2025年的5.8%. None where it does not."""
    earlier = whole[: whole.find(clause)]
    at = clause.find(assertion.text)
    before, behind = (
        [q for q in parse_quantities(text) if q.unit != "year"]
        for text in (earlier + clause[:at], clause[at:])
    )
    pair = before[-2:] if _THE_FORMER.search(clause) else [*before[-1:], *behind[:1]]
    if len(pair) < _TWO or pair[0].unit != pair[1].unit:
        return None
    return _outcome(pair[0].value, pair[1].value) in assertion.says


def _outcome(value: Decimal, other: Decimal) -> str:
    return "equal" if value == other else "above" if value > other else "below"


def _about_the_same(subject: str, whole: str, cited: Sequence[_Sentence]) -> Sequence[_Sentence]:
    """The sentences about `subject`, by a figure or by shared words; else those about the sentence
    `whole`; else all."""
    return (
        [s for s in cited if _figures(subject) & s.figures or _shares(subject, s)]
        or [s for s in cited if _figures(whole) & s.figures]
        or [s for s in cited if _shares(whole, s)]
        or cited
    )


def _shares(text: str, sentence: _Sentence) -> bool:
    return len(sentence.pairs.intersection(pairs_in(text))) >= _SAME_SUBJECT


def _supported(assertion: Assertion, clause: str, about: Iterable[_Sentence]) -> bool:
    for sentence in about:
        if sentence.exceeds and _is_of_a_plan(assertion):
            return True
        if any(assertion.implied_by(other) for c in sentence.clauses for other in c.supports):
            return not _said_otherwise(assertion, clause, about)
    return False


def _is_of_a_plan(assertion: Assertion) -> bool:
    """Whether it says that a plan was met, or more than that."""
    above = "above" in assertion.says and "aim" in assertion.among
    return bool(assertion.says & {"exceeded", "met"}) or above


def _said_otherwise(assertion: Assertion, clause: str, about: Iterable[_Sentence]) -> bool:
    """Whether the clause of the passage that is about the same says only the contrary."""
    similar = _most_similar(clause, about)
    if similar is None or assertion.aspect not in ("negation", "direction", "completion"):
        return False
    if assertion.aspect == "negation":
        return all(other.aspect != "negation" for other in similar.supports)
    said = {
        name for other in similar.makes if other.aspect == assertion.aspect for name in other.says
    }
    if assertion.aspect == "completion":
        partly = any("partly" in one.says for one in assertions_said(clause))
        return "partly" in said and not partly and bool(assertion.says & {"whole", "done"})
    return bool(said) and not said & assertion.says


def _denied_there(clause: str, about: Iterable[_Sentence]) -> bool:
    """Whether the passage denies what `clause` says, where it is about the same."""
    similar = _most_similar(clause, about)
    if similar is None or any(one.aspect == "negation" for one in assertions_in_passage(clause)):
        return False
    return any(one.aspect == "negation" for one in similar.makes)


def _most_similar(clause: str, about: Iterable[_Sentence]) -> _Clause | None:
    """The clause that shares most with `clause`, where it shares half of it."""
    pairs = frozenset(pairs_in(clause))
    clauses = [c for sentence in about for c in sentence.clauses]
    best = max(clauses, key=lambda c: len(c.pairs & pairs), default=None)
    if best is None or len(best.pairs & pairs) < max(_SAME_SUBJECT, _ALIKE * len(pairs)):
        return None
    return best


@lru_cache(maxsize=512)
def _sentences(passage: Passage) -> tuple[_Sentence, ...]:
    return tuple(
        _Sentence(
            clauses=tuple(
                _clause(passage.text[start:end], planned=passage.kind == "target")
                for start, end in sentence.clauses
            ),
            figures=_figures(sentence.text),
            pairs=frozenset(pairs_in(sentence.text)),
            exceeds=_exceeds(sentence.text),
        )
        for sentence in sentences_of(passage)
    )


def _clause(text: str, *, planned: bool) -> _Clause:
    """A clause of a passage; where the passage is about plans, only 已 says that one is done."""
    supports = [
        assertion
        for assertion in assertions_in_passage(text)
        if not (planned and "done" in assertion.says and "已" not in text)
    ]
    return _Clause(frozenset(pairs_in(text)), tuple(supports), tuple(assertions_said(text)))


@lru_cache(maxsize=1024)
def _figures(text: str) -> _Figures:
    return frozenset((q.value, q.unit) for q in parse_quantities(text) if q.unit != "year")


def _exceeds(text: str) -> bool:
    """Whether a plan is fulfilled by a hundred per cent or more: 完成年度投资计划的107%."""
    return _MEASURED_BY_PLAN.search(text) is not None and any(
        q.unit == "%" and q.value >= _WHOLE for q in parse_quantities(text)
    )
