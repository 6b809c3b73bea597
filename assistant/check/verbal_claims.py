"""What a sentence claims in words, beside its figures, and no clause of a cited passage bears out.

A clause says that something is so or not so, up or down, above or below another, done in full or in
part, the first, the highest ever. Each of these is looked for in the sentences of the passage that
tell of the same, and none of them may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.check.clause_assertions import (
    Assertion,
    assertions_in_passage,
    assertions_said,
    is_to_come,
)
from assistant.check.grounding import pairs_in
from assistant.check.markers import MARKER, markers_after
from index.figures.clauses import sentences_of
from index.figures.quantities import parse_quantities
from index.report import Passage

_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_SAME_SUBJECT = 2  # pairs that a sentence shares with a clause which is about the same
_ALIKE = 0.5  # of the pairs of a clause, in the one clause that tells the same
_WHOLE = Decimal(100)
_MEASURED_BY_PLAN = re.compile(r"计划|目标|任务|预算")
_THE_FORMER = re.compile(r"前者.*后者")
_IS_NOT = re.compile(r"(?:不是|并非|而非)$")
_TWO = 2
_Figures = frozenset[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a passage: its pairs of ideographs, what it can bear out, and what it says."""

    pairs: frozenset[str]
    told: tuple[Assertion, ...]
    said: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A sentence of a passage: its clauses, its figures, and whether a plan is more than fulfilled."""

    clauses: tuple[_Clause, ...]
    figures: _Figures
    pairs: frozenset[str]
    exceeds: bool


def not_borne_out(
    sentence: str, passages: Mapping[int, Passage], asked: str = ""
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The words of `sentence` by which it says what no passage that it cites there bears out, with
    those markers. A figure of the question `asked` may be denied."""
    whole = MARKER.sub(" ", sentence)
    for match in _CLAUSE.finditer(sentence):
        cites = markers_after(sentence, match.start())
        told = [t for marker in cites if marker in passages for t in _told(passages[marker])]
        if told:
            clause = MARKER.sub(" ", match.group()).strip()
            for wrong in _wrong_in(clause, whole, told, asked):
                yield wrong, cites


def _wrong_in(clause: str, whole: str, told: Sequence[_Told], asked: str) -> Iterator[str]:
    denies = bool(_figures(clause) & _figures(asked))
    for mark in assertions_said(clause):
        if (mark.aspect == "negation" and denies) or _is_no_outcome(mark, clause):
            continue
        right = _answers(mark, clause, whole, asked)
        if right is None and mark.aspect == "comparison":
            right = _so_by_figures(mark, clause, whole)
        if right is None:
            # What it says of its subject does not tell what the subject is.
            subject = clause.replace(mark.text, " ")
            right = _borne_out(mark, subject, _about_the_same(subject, whole, told))
            if _IS_NOT.search(clause[: clause.find(mark.text)]):
                right = not right  # 不是第一
        if not right:
            yield mark.text
    if not denies and _denied_there(clause, _about_the_same(clause, whole, told)):
        yield clause


def _is_no_outcome(mark: Assertion, clause: str) -> bool:
    """Whether a clause calls something done that it says is to come, or tells by a figure, which is
    judged as an outcome or an aim by itself."""
    return "done" in mark.says and (is_to_come(clause) or bool(_figures(clause)))


def _answers(mark: Assertion, clause: str, whole: str, asked: str) -> bool | None:
    """Whether a clause that says nothing else answers the question rightly: 超过了, asked about
    180亿元, where the sentence tells 189.3亿元. None where it says more, or nothing is asked so."""
    if pairs_in(clause.replace(mark.text, " ").replace("不", " ")):
        return None
    if mark.aspect == "negation":
        return True
    put_forward = {unit: value for value, unit in _figures(asked)}
    told = [(v, put_forward[unit]) for v, unit in _figures(whole) if unit in put_forward]
    if mark.aspect != "comparison" or not told:
        return None
    return all(_outcome(value, other) in mark.says for value, other in told)


def _so_by_figures(mark: Assertion, clause: str, whole: str) -> bool | None:
    """Whether two figures of the sentence stand so to each other, where it compares these: the two
    before 前者比后者高, the one before and the one behind 低于2025年的5.8%. None where it does not."""
    told = whole[: whole.find(clause)]
    at = clause.find(mark.text)
    before, behind = (
        [q for q in parse_quantities(text) if q.unit != "year"]
        for text in (told + clause[:at], clause[at:])
    )
    pair = before[-2:] if _THE_FORMER.search(clause) else [*before[-1:], *behind[:1]]
    if len(pair) < _TWO or pair[0].unit != pair[1].unit:
        return None
    return _outcome(pair[0].value, pair[1].value) in mark.says


def _outcome(value: Decimal, other: Decimal) -> str:
    return "equal" if value == other else "above" if value > other else "below"


def _about_the_same(subject: str, whole: str, told: Sequence[_Told]) -> Sequence[_Told]:
    """The sentences that tell of `subject`, by a figure or by shared words; else those that tell of
    the sentence `whole`; else all."""
    return (
        [t for t in told if _figures(subject) & t.figures or _shares(subject, t)]
        or [t for t in told if _figures(whole) & t.figures]
        or [t for t in told if _shares(whole, t)]
        or told
    )


def _shares(text: str, sentence: _Told) -> bool:
    return len(sentence.pairs.intersection(pairs_in(text))) >= _SAME_SUBJECT


def _borne_out(mark: Assertion, clause: str, about: Iterable[_Told]) -> bool:
    for sentence in about:
        if sentence.exceeds and _is_of_a_plan(mark):
            return True
        if any(mark.borne_out_by(told) for c in sentence.clauses for told in c.told):
            return not _said_otherwise(mark, clause, about)
    return False


def _is_of_a_plan(mark: Assertion) -> bool:
    """Whether it says that a plan was met, or more than that."""
    above = "above" in mark.says and "aim" in mark.among
    return bool(mark.says & {"exceeded", "met"}) or above


def _said_otherwise(mark: Assertion, clause: str, about: Iterable[_Told]) -> bool:
    """Whether the clause of the passage that tells the same says only the contrary."""
    nearest = _nearest(clause, about)
    if nearest is None or mark.aspect not in ("negation", "direction", "completion"):
        return False
    if mark.aspect == "negation":
        return all(told.aspect != "negation" for told in nearest.told)
    said = {name for told in nearest.said if told.aspect == mark.aspect for name in told.says}
    if mark.aspect == "completion":
        partly = any("partly" in one.says for one in assertions_said(clause))
        return "partly" in said and not partly and bool(mark.says & {"whole", "done"})
    return bool(said) and not said & mark.says


def _denied_there(clause: str, about: Iterable[_Told]) -> bool:
    """Whether the passage denies what `clause` says, where it tells the same."""
    nearest = _nearest(clause, about)
    if nearest is None or any(mark.aspect == "negation" for mark in assertions_in_passage(clause)):
        return False
    return any(mark.aspect == "negation" for mark in nearest.said)


def _nearest(clause: str, about: Iterable[_Told]) -> _Clause | None:
    """The clause that shares most with `clause`, where it shares half of it."""
    pairs = frozenset(pairs_in(clause))
    clauses = [c for sentence in about for c in sentence.clauses]
    best = max(clauses, key=lambda c: len(c.pairs & pairs), default=None)
    if best is None or len(best.pairs & pairs) < max(_SAME_SUBJECT, _ALIKE * len(pairs)):
        return None
    return best


@lru_cache(maxsize=512)
def _told(passage: Passage) -> tuple[_Told, ...]:
    return tuple(
        _Told(
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
    """A clause of a passage; where the passage tells of plans, only 已 says that one is done."""
    told = [
        mark
        for mark in assertions_in_passage(text)
        if not (planned and "done" in mark.says and "已" not in text)
    ]
    return _Clause(frozenset(pairs_in(text)), tuple(told), tuple(assertions_said(text)))


@lru_cache(maxsize=1024)
def _figures(text: str) -> _Figures:
    return frozenset((q.value, q.unit) for q in parse_quantities(text) if q.unit != "year")


def _exceeds(text: str) -> bool:
    """Whether a plan is fulfilled by a hundred per cent or more: 完成年度投资计划的107%."""
    return _MEASURED_BY_PLAN.search(text) is not None and any(
        q.unit == "%" and q.value >= _WHOLE for q in parse_quantities(text)
    )
