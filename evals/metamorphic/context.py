"""A complete question asked after any other gives what it gives alone."""

from __future__ import annotations

from collections.abc import Iterator

from evals.cases.case import CASES_FOLDER, Case, load_suites
from evals.metamorphic.examples import examples_of, newest_reports
from evals.metamorphic.trial import Material, Trial, trial

_PLACES = 10  # whose examples are among the questions
_TRIES = 4  # pairs drawn for each that is asked: of some the second is not complete


def context(m: Material) -> Iterator[Trial]:
    """Ordered pairs, drawn from all: the first any question, the second a complete one."""
    questions = standalone_questions(m)
    drawn = (
        (m.chance.choice(questions), m.chance.choice(questions)) for _ in range(_TRIES * m.count)
    )
    made = 0
    for first, question in dict.fromkeys(drawn):
        if made == m.count:
            return
        alone = m.reply(question)
        if first == question or alone.status.startswith("clarify_"):
            continue
        made += 1
        after = m.reply(question, first)
        yield trial("context", [first, question], after, holds=after.shown == alone.shown)


def standalone_questions(m: Material) -> list[str]:
    """Of the suites on reports of this index, of the figures drawn, and the examples."""
    known = {covered.report_id for covered in m.covered}
    suites = load_suites([path.stem for path in sorted(CASES_FOLDER.glob("*.jsonl"))])
    cases = [case for suite in suites.values() for case in _of_index(suite, known)]
    places = sorted(newest_reports(m.covered))
    chosen = m.chance.sample(places, min(_PLACES, len(places)))
    questions = [case.question for case in cases if not case.turns]
    questions += [example for place in chosen for example in examples_of(place, m.covered)]
    questions += [m.plain(one) for one in m.drawn]
    return list(dict.fromkeys(questions))


def _of_index(suite: list[Case], known: set[str]) -> list[Case]:
    """The cases on reports that are known; those that any report must refuse come along."""
    on_known = [case for case in suite if all(item.report in known for item in case.evidence)]
    return on_known if any(case.evidence for case in on_known) else []
