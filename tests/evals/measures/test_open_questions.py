"""Open questions: what an answer is worth, and that the file of questions is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.errors import CasesInvalid
from evals.measures.open_questions import (
    SPLITS,
    OpenQuestion,
    errors,
    load_open,
    measure,
    outcome,
    table,
)


@pytest.fixture(scope="module")
def assistant(seed_index: Path) -> Assistant:
    return open_assistant(Settings(index=seed_index, llm_model="", _env_file=None))


def question(asked: str, *quotes: str) -> OpenQuestion:
    return OpenQuestion(
        id="q",
        split="dev",
        report="北关区",
        kind="what",
        question=asked,
        right="…",
        quotes=quotes,
        near="",
    )


@pytest.mark.parametrize(
    ("asked", "quotes", "worth"),
    [
        ("今年新修哪几条路", ("新建改扩建化工三路、昌泰西路等市政道路",), "right"),
        ("今年新修哪几条路", ("打通永明路",), "wrong"),
        ("今年新修哪几条路", (), "wrong"),
        ("红烧肉怎么做才好吃", (), "rightly_refused"),
        ("红烧肉怎么做才好吃", ("文火慢炖三个小时",), "needless"),
        ("40个助餐点在哪里", ("建成老年助餐场所40个",), "rightly_nearest"),
        ("40个助餐点在哪里", (), "rightly_nearest"),
        ("40个助餐点在哪里", ("位于解放大道甲一号院",), "beside"),
    ],
)
def test_what_an_answer_is_worth(
    assistant: Assistant, asked: str, quotes: tuple[str, ...], worth: str
) -> None:
    one = question(asked, *quotes)
    assert outcome(one, assistant.ask(asked)) == worth


def test_the_table_counts_each_once_and_errors_name_the_rest(assistant: Assistant) -> None:
    asked = list(
        measure(
            [question("今年新修哪几条路", "打通永明路"), question("红烧肉怎么做才好吃")], assistant
        )
    )
    assert (
        table(asked).splitlines()[-1].startswith("| all | 2 | 0 | 0 | 1 | 0 | 0 | 1 | 50.0 | 50.0")
    )
    assert "[Wrong] 今年新修哪几条路" in errors(asked)


def test_a_third_of_the_questions_has_no_answer_and_none_stands_twice() -> None:
    by_split = {split: load_open(split) for split in SPLITS}
    everything = [one for questions in by_split.values() for one in questions]
    assert len({one.id for one in everything}) == len(everything)
    assert len(by_split["test"]) == 250
    for split in ("dev", "test"):
        lacking = sum(not one.quotes for one in by_split[split])
        assert 0.3 < lacking / len(by_split[split]) < 0.36
    reports = {split: {one.report for one in questions} for split, questions in by_split.items()}
    assert not reports["test"] & (reports["train"] | reports["dev"])


def test_a_line_that_is_wrong_is_named(tmp_path: Path) -> None:
    file = tmp_path / "open.jsonl"
    file.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(CasesInvalid, match="第 1 行"):
        load_open("dev", file)
