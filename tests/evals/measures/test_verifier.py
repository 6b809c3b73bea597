"""The mutation test has teeth: mutants are wrong, and a checker that sleeps is found out."""

from __future__ import annotations

import random

import pytest

import evals.measures.verifier
from assistant.answer import FigureVerdict
from evals.measures.mutation import mutants_of, statements_of, word_mutants_of
from evals.measures.verifier import LABELS, measure, table
from index.chunker import cut
from index.figures.quantities import parse_quantities
from index.report import Passage
from index.reports.reader import read_reports
from tests.conftest import SEED_FILE

IN_WORDS = {"negated", "direction", "comparison", "parent", "completion", "person", "clause"}
PASSAGES = [p for report in read_reports(SEED_FILE) for p in cut(report)]


def test_a_statement_is_the_reports_own_words_under_its_year() -> None:
    statements = list(statements_of(PASSAGES))
    assert len(statements) > 60
    for statement in statements:
        start, end = statement.figure.start, statement.figure.end
        assert statement.text[start:end] == statement.figure.raw
        assert statement.text.endswith("。[1]")


def test_each_mutant_differs_from_its_statement_in_one_thing() -> None:
    chance = random.Random(3)
    kinds = set()
    for statement in statements_of(PASSAGES):
        others = parse_quantities(statement.passage.text)
        for mutant in mutants_of(statement, others, chance):
            kinds.add(mutant.kind)
            assert mutant.text != statement.text
            written = mutant.text[mutant.start : mutant.end]
            if mutant.kind in ("kind", "year", "place"):
                assert written == statement.figure.raw
            else:
                (read,) = parse_quantities(written)
                told = (statement.figure.value, statement.figure.unit, statement.figure.upper)
                assert (read.value, read.unit, read.upper) != told
    assert kinds | IN_WORDS == set(LABELS)


def test_a_mutant_in_words_leaves_the_figure_as_it_is() -> None:
    kinds = set()
    for statement in statements_of(PASSAGES):
        for mutant in word_mutants_of(statement):
            kinds.add(mutant.kind)
            assert mutant.text != statement.text
            assert mutant.text.endswith("。[1]")
            assert mutant.text[mutant.start : mutant.end] == statement.figure.raw
    assert kinds == IN_WORDS


def test_a_statement_is_made_wrong_in_the_same_words_each_time() -> None:
    statement = next(statements_of(PASSAGES))
    assert list(word_mutants_of(statement)) == list(word_mutants_of(statement))


def test_no_mutant_in_words_passes_on_the_seed() -> None:
    tally = measure([SEED_FILE], 100)
    assert {kind: tally.accepted[kind] for kind in IN_WORDS} == dict.fromkeys(IN_WORDS, 0)
    assert all(tally.tried[kind] > 5 for kind in IN_WORDS)


def test_the_seed_lets_hardly_anything_through() -> None:
    tally = measure([SEED_FILE], 100)
    tried, accepted = tally.tried, tally.accepted
    assert sum(tried.values()) > 300
    for kind, most in {"digit": 0.03, "ten_times": 0, "unit": 0, "year": 0, "place": 0}.items():
        assert accepted[kind] <= most * tried[kind], kind
    assert len(tally.alarms) <= 0.02 * tally.statements
    assert "one digit changed" in table(tally)


def test_a_checker_that_accepts_all_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def asleep(sentence: str, passages: dict[int, Passage]) -> list[FigureVerdict]:
        return []

    monkeypatch.setattr(evals.measures.verifier, "judge", asleep)
    monkeypatch.setattr(evals.measures.verifier, "unsupported_words", lambda *_: None)
    tally = measure([SEED_FILE], 20)
    assert tally.accepted == tally.tried
