"""Of a clause of a report without figures: as it stands it is affirmed, made false in one respect never.

What is made false is looked up in the report, so that none is true by chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.check.said_of_each import ACTS
from evals.metamorphic.trial import Material, Trial, trial
from index.figures.clauses import sentences_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.places import find_places, own_name
from index.figures.quantities import parse_quantities
from index.figures.segmenter import shipped_segmenter
from index.report import Kind, Passage
from index.store.library import Covered

_ACT = re.compile(ACTS)
_EMPTY = re.compile(rf"{ACTS}|{one_of('borne_out.hedge')}")
_PLAIN = re.compile(r"[\u4e00-\u9fff、]{8,24}")
_RARE = 0.6  # of a word that can be put in another's place
_DENIED = "没有"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that says something by itself, its year, and the words that can be changed."""

    report: Covered
    year: int
    text: str

    @property
    def things(self) -> Sequence[str]:
        words = shipped_segmenter().words(self.text)
        return [
            word.text
            for word in words
            if len(word.text) > 1 and word.weight >= _RARE and not _EMPTY.search(word.text)
        ]

    def claimed(self, said: str, *, place: str | None = None, year: int | None = None) -> str:
        return f"{place or own_name(self.report.place or '')}{year or self.year}年{said}，是吗？"


def worded(m: Material) -> Iterator[Trial]:
    """Each relation over the same clauses, drawn by chance."""
    drawn = _drawn(m, "actual")
    for number, clause in enumerate(drawn):
        claim = clause.claimed(clause.text)
        reply = m.reply(claim)
        yield trial("worded", [claim], reply, holds=reply.affirms)
        for relation, false in _false(m, clause, drawn[number - 1]):
            reply = m.reply(false)
            yield trial(relation, [false], reply, holds=not reply.affirms)
    for clause in _drawn(m, "target"):
        done = f"已经{clause.text}"
        for claim in (clause.claimed(done), clause.claimed(clause.text, year=clause.year - 1)):
            reply = m.reply(claim)
            yield trial("worded-plan", [claim], reply, holds=not reply.affirms)


def _false(m: Material, clause: _Clause, other: _Clause) -> Iterator[tuple[str, str]]:
    act = _ACT.search(clause.text)
    if act:
        said = f"{clause.text[: act.start()]}{_DENIED}{clause.text[act.start() :]}"
        yield "worded-denied", clause.claimed(said)
    own = clause.things
    # 毕节生态补偿试点县 is one in the report of 毕节.
    others = [w for w in other.things if w not in clause.text and not any(find_places(w))]
    if own and others:
        word, new = m.chance.choice(own), m.chance.choice(others)
        for said in (clause.text.replace(word, new), clause.text.replace(word, new + word)):
            if _plainly(said) not in _text(m, clause.report):
                yield "worded-other", clause.claimed(said)
    others_of = [one for one in m.covered if one.place not in (None, clause.report.place)]
    elsewhere = m.chance.choice(others_of) if others_of else None
    if elsewhere and elsewhere.place and _plainly(clause.text) not in _text(m, elsewhere):
        yield "worded-place", clause.claimed(clause.text, place=own_name(elsewhere.place))
    yield "worded-year", clause.claimed(clause.text, year=clause.year - m.chance.randint(1, 3))


def _drawn(m: Material, kind: Kind) -> list[_Clause]:
    """As many clauses as there are trials, of as many reports."""
    reports = [one for one in m.covered if one.place]
    drawn: list[_Clause] = []
    for report in m.chance.sample(reports, len(reports)):
        clauses = list(_clauses(m, report, kind))
        each = max(1, -(-m.count // len(reports)))
        drawn += m.chance.sample(clauses, min(each, len(clauses)))
    return drawn[: m.count]


def _clauses(m: Material, report: Covered, kind: Kind) -> Iterator[_Clause]:
    """The clauses of the passages of that kind that are said of one year and nowhere of the other kind."""
    passages = m.passages_of(report.report_id)
    elsewhere = _joined([passage for passage in passages if passage.kind != kind])
    for passage in passages:
        if passage.kind != kind or passage.period is None:
            continue
        for sentence in sentences_of(passage):
            for number in sentence.openings:
                text = fold(passage.text[slice(*sentence.clauses[number])])
                says = _PLAIN.fullmatch(text) and _ACT.search(text) and not parse_quantities(text)
                if says and _plainly(text) not in elsewhere:
                    yield _Clause(report, passage.period, text)


def _text(m: Material, report: Covered) -> str:
    return _joined(m.passages_of(report.report_id))


def _joined(passages: Sequence[Passage]) -> str:
    return _plainly(fold("\n".join(passage.text for passage in passages)))


def _plainly(text: str) -> str:
    return text.replace("、", "")
