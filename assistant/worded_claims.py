"""What a sentence claims in words, beside its figures, and no clause of a cited passage bears out.

A clause says that something is so or not so, up or down, above or below another, done in full or in
part, the first, the highest ever. Each of these is looked for in the sentences of the passage that
tell of the same, and none of them may say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.clause_marks import Mark, marks_said, marks_told
from assistant.grounding import pairs_in
from assistant.markers import MARKER, markers_after
from index.clauses import sentences_of
from index.quantities import parse_quantities
from index.report import Passage

_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_SAME_SUBJECT = 2  # pairs that a sentence shares with a clause which is about the same
_ALIKE = 0.5  # of the pairs of a clause, in the one clause that tells the same
_WHOLE = Decimal(100)
_MEASURED_BY_PLAN = re.compile(r"计划|目标|任务|预算")
_ANSWERS = frozenset({"negation", "comparison"})
_Figures = frozenset[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause of a passage: its pairs of ideographs, what it can bear out, and what it says."""

    pairs: frozenset[str]
    told: tuple[Mark, ...]
    said: tuple[Mark, ...]


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
    put_forward = _figures(asked)
    whole = MARKER.sub(" ", sentence)
    for match in _CLAUSE.finditer(sentence):
        clause = MARKER.sub(" ", match.group())
        cites = markers_after(sentence, match.end())
        told = [t for marker in cites if marker in passages for t in _told(passages[marker])]
        about = _about_the_same(clause, whole, told)
        denies = bool(_figures(clause) & put_forward)
        for mark in marks_said(clause):
            if (mark.aspect == "negation" and denies) or _only_answers(mark, clause, whole, asked):
                continue
            if told and not _borne_out(mark, clause, about or told):
                yield mark.text, cites
        if told and not denies and (denied := _denied_there(clause, about)):
            yield denied, cites


def _only_answers(mark: Mark, clause: str, whole: str, asked: str) -> bool:
    """Whether a clause that says nothing else answers the question rightly: 超过了, asked about
    180亿元, where the sentence tells 189.3亿元."""
    if pairs_in(clause.replace(mark.text, " ").replace("不", " ")) or mark.aspect not in _ANSWERS:
        return False
    put_forward = {unit: value for value, unit in _figures(asked)}
    told = [(v, put_forward[unit]) for v, unit in _figures(whole) if unit in put_forward]
    if mark.aspect == "negation" or not told:
        return mark.aspect == "negation"
    return all(_outcome(value, other) in mark.says for value, other in told)


def _outcome(value: Decimal, other: Decimal) -> str:
    return "equal" if value == other else "above" if value > other else "below"


def _about_the_same(clause: str, whole: str, told: Iterable[_Told]) -> list[_Told]:
    """The sentences that tell of what `clause` does: by a figure of its own, else of the sentence
    `whole`, or by shared words."""
    figures = _figures(clause) or _figures(whole)
    pairs = frozenset(pairs_in(clause))
    return [
        sentence
        for sentence in told
        if figures & sentence.figures or len(pairs & sentence.pairs) >= _SAME_SUBJECT
    ]


def _borne_out(mark: Mark, clause: str, about: Iterable[_Told]) -> bool:
    for sentence in about:
        if mark.aspect == "completion" and sentence.exceeds and mark.says & {"exceeded", "met"}:
            return True
        if any(mark.borne_out_by(told) for c in sentence.clauses for told in c.told):
            return not _said_otherwise(mark, clause, about)
    return False


def _said_otherwise(mark: Mark, clause: str, about: Iterable[_Told]) -> bool:
    """Whether the clause of the passage that tells the same says only the contrary."""
    nearest = _nearest(clause, about)
    if nearest is None or mark.aspect not in ("direction", "completion"):
        return False
    said = {name for told in nearest.said if told.aspect == mark.aspect for name in told.says}
    if mark.aspect == "completion":
        return "whole" in mark.says and "partly" in said
    return bool(said) and not said & mark.says


def _denied_there(clause: str, about: Iterable[_Told]) -> str | None:
    """What of `clause` the passage denies where it tells the same."""
    nearest = _nearest(clause, about)
    if nearest is None or any(mark.aspect == "negation" for mark in marks_told(clause)):
        return None
    denies = any(mark.aspect == "negation" for mark in nearest.said)
    return clause.strip() if denies else None


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
            clauses=tuple(_clause(passage.text[start:end]) for start, end in sentence.clauses),
            figures=_figures(sentence.text),
            pairs=frozenset(pairs_in(sentence.text)),
            exceeds=_exceeds(sentence.text),
        )
        for sentence in sentences_of(passage)
    )


def _clause(text: str) -> _Clause:
    return _Clause(frozenset(pairs_in(text)), tuple(marks_told(text)), tuple(marks_said(text)))


@lru_cache(maxsize=1024)
def _figures(text: str) -> _Figures:
    return frozenset((q.value, q.unit) for q in parse_quantities(text) if q.unit != "year")


def _exceeds(text: str) -> bool:
    """Whether a plan is fulfilled by a hundred per cent or more: 完成年度投资计划的107%."""
    return _MEASURED_BY_PLAN.search(text) is not None and any(
        q.unit == "%" and q.value >= _WHOLE for q in parse_quantities(text)
    )
