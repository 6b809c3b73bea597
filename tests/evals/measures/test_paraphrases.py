"""What a model rightly writes and what it must not: sound as data, and measured with teeth."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evals.measures.paraphrases
from assistant.answer import FigureVerdict
from evals.errors import CasesInvalid
from evals.measures.paraphrases import (
    Measured,
    Paraphrase,
    errors,
    load_paraphrases,
    measure,
    table,
)
from tests.conftest import SEED_FILE

ALL = load_paraphrases()
ON_SEED = [p for p in ALL if all(s.report.startswith(SEED_FILE.stem) for s in p.passages)]


@pytest.fixture(scope="module")
def measured() -> Measured:
    return measure(ON_SEED, [SEED_FILE])


def test_there_are_enough_of_each_split_and_side() -> None:
    for split in ("dev", "test"):
        assert sum(p.split == split and not p.must_stop for p in ALL) >= 80
        assert sum(p.split == split and p.must_stop for p in ALL) >= 30


def test_each_marker_of_an_answer_stands_for_a_passage() -> None:
    for one in ALL:
        markers = {int(n) for n in re.findall(r"[\[【](\d+)[\]】]", one.answer)}
        assert markers == set(range(1, len(one.passages) + 1)), one.id


def test_of_reports_that_do_not_come_with_it_only_figures_are_quoted() -> None:
    for source in (s for p in ALL if p not in ON_SEED for s in p.passages):
        assert re.search(r"\d", source.quote)
        assert len(source.quote) <= 10, source


def test_all_passages_of_the_seed_are_found(measured: Measured) -> None:
    assert measured.lacking == ()
    assert {j.of.id for j in measured.judged} == {p.id for p in ON_SEED}


def test_what_must_be_stopped_is_stopped(measured: Measured) -> None:
    assert [j.sentence for j in measured.judged if j.of.must_stop and j.reason is None] == []


def test_most_of_what_is_right_is_shown(measured: Measured) -> None:
    right = [j for j in measured.judged if not j.of.must_stop]
    assert sum(j.reason is not None for j in right) / len(right) < 0.1


def test_hardly_a_right_sentence_made_wrong_is_shown(measured: Measured) -> None:
    assert len(measured.twisted) > 1500
    assert sum(t.shown for t in measured.twisted) / len(measured.twisted) < 0.01


def test_a_checker_that_sleeps_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def asleep(*_: object, **__: object) -> list[FigureVerdict]:
        return []

    few = [p for p in ON_SEED if not p.must_stop][:5]
    monkeypatch.setattr("assistant.llm.attempt.verify_sentence", asleep)
    assert sum(t.shown for t in measure(few, [SEED_FILE]).twisted) > 20


def test_reasons_are_told_apart_and_listed() -> None:
    wrong_figure = _one(answer="2025年生产总值为198.3亿元[1]。")
    other_knowledge = _one(id="b", answer="天空是蓝的，因为大气散射短波光线[1]。")
    markup = _one(id="c", answer="2025年<生产总值>为189.3亿元[1]。")
    right = _one(id="d", answer="2025年生产总值为189.3亿元[1]。")
    measured = measure([wrong_figure, other_knowledge, markup, right], [SEED_FILE])
    assert [j.reason for j in measured.judged] == ["figure", "words", "other", None]
    assert "| dev | 4 | 75.0 % (3) | 1 | 1 | 1 |" in table(measured)
    assert [line.split()[0] for line in errors(measured).splitlines()][:3] == ["x", "b", "c"]


def test_reports_that_are_not_at_hand_are_named_and_passed_over() -> None:
    elsewhere = _one(passages=[{"report": "某市#1", "quote": "12亿元"}])
    measured = measure([elsewhere], [SEED_FILE])
    assert (measured.judged, measured.lacking) == ((), ("某市#1",))
    assert "某市#1" in table(measured)


@pytest.mark.parametrize("quote", ["北关区", "189.4亿元"])
def test_a_quote_that_does_not_tell_its_passage_is_refused(quote: str) -> None:
    passages = [{"report": f"{SEED_FILE.stem}#3", "quote": quote}]
    with pytest.raises(CasesInvalid, match=quote):
        measure([_one(passages=passages)], [SEED_FILE])


def test_a_line_that_is_none_is_refused_with_its_number(tmp_path: Path) -> None:
    line = _one().model_dump_json()
    for lines, told in (
        ([line, line], "第 2 行，字段 id"),
        ([line, "{}"], "第 2 行，字段 id"),
        ([line.replace('"dev"', '"mixed"')], "第 1 行，字段 split"),
    ):
        file = tmp_path / "p.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(CasesInvalid, match=told):
            evals.measures.paraphrases.load_paraphrases(file)


def _one(**changed: object) -> Paraphrase:
    fields: dict[str, object] = {
        "id": "x",
        "split": "dev",
        "kind": "plain",
        "must_stop": False,
        "question": "GDP是多少？",
        "answer": "2025年生产总值为189.3亿元[1]。",
        "passages": [{"report": f"{SEED_FILE.stem}#3", "quote": "189.3亿元"}],
    }
    return Paraphrase.model_validate(fields | changed)
