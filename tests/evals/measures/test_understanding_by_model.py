"""What a choice of a name is worth, and that the questions can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.errors import CasesInvalid
from evals.measures.understanding_by_model import (
    Named,
    NamingQuestion,
    errors,
    load_naming,
    outcome,
    table,
)


@pytest.mark.parametrize(
    ("gold", "chosen", "worth"),
    [
        ("农田", "农田", "right"),
        ("农田", "公路", "wrong"),
        ("农田", "", "missed"),
        ("", "", "rightly_none"),
        ("", "公路", "named_none"),
    ],
)
def test_a_choice_is_worth_what_it_does_to_the_answer(gold: str, chosen: str, worth: str) -> None:
    assert outcome(gold, chosen) == worth


def test_the_model_stands_beside_the_name_most_like_the_question() -> None:
    open_one = NamingQuestion(id="1", question="好田有多少", name="农田")
    none = NamingQuestion(id="2", question="房价多少", name="")
    named = [Named(open_one, ("公路", "农田"), "农田", 2.0), Named(none, ("公路",), "", 1.0)]
    lines = table(named).splitlines()
    assert lines[2] == "| 大模型 | 1 | 0 | 0 | 1 | 0 |"
    assert lines[3] == "| 最相近的名称 | 0 | 1 | 0 | 0 | 1 |"
    assert lines[-1].startswith("2 题，请大模型指出 2 题")
    assert errors(named) == ""


def test_the_questions_are_read_with_and_without_an_answer() -> None:
    questions = load_naming()
    assert len({one.id for one in questions}) == len(questions) > 80
    assert 30 < sum(bool(one.name) for one in questions) < 50


def test_a_line_that_is_no_question_is_named(tmp_path: Path) -> None:
    file = tmp_path / "naming.jsonl"
    file.write_text('{"id": "1", "question": ""}\n', encoding="utf-8")
    with pytest.raises(CasesInvalid, match="第 1 行"):
        load_naming(file)
