"""Recorded answers: the same again after a restart, masked, kept for their term, and no longer."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import Question
from assistant.errors import InputInvalid
from assistant.json_objects import answer_object
from assistant.query import Query
from assistant.records.answers import ID, MOST_FEEDBACK, MOST_WORDS, AnswerRecords, new_id
from assistant.records.database import Database
from assistant.web.render import render_answer
from tests.assistant.web.samples import answered, refused

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def records_in(folder: Path, *, days: int = 180, clock: Clock | None = None) -> AnswerRecords:
    database = Database(f"sqlite:///{folder / 'records.sqlite'}")
    return AnswerRecords(database, days=days, clock=clock or Clock())


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> AnswerRecords:
    return records_in(tmp_path_factory.mktemp("records"))


@pytest.mark.parametrize("answer", [answered(), refused()])
def test_an_answer_is_the_same_after_a_restart(tmp_path: Path, answer: object) -> None:
    kept = records_in(tmp_path).keep(answer)  # type: ignore[arg-type]
    found = records_in(tmp_path).get(kept)
    assert found is not None and ID.fullmatch(kept)
    assert found.answer == answer and found.made == NOW
    assert found.object == answer_object(answer)  # type: ignore[arg-type]


def test_there_is_no_answer_under_another_id(records: AnswerRecords) -> None:
    kept = records.keep(answered())
    assert records.get(kept) is not None
    for other in (kept[:-1], kept + "A", kept.swapcase(), "", "' OR 1=1 --", "%" * 22):
        assert records.get(other) is None


def test_several_come_in_the_order_asked_for_and_each_once(records: AnswerRecords) -> None:
    first, second = records.keep(answered()), records.keep(refused())
    found = records.several([second, "A" * 22, first, second])
    assert [record.id for record in found] == [second, first]


def test_a_persons_data_is_nowhere_in_the_file(tmp_path: Path) -> None:
    asked = "我叫王小明，电话13812345678，GDP是多少"
    question = Question(asked, Query("GDP是多少"), ("我的身份证号是410105199003071234",))
    records = records_in(tmp_path)
    kept = records.keep(replace(answered(), question=question))
    records.add_feedback(kept, useful=False, text="请打13987654321找我")
    found = records.get(kept)
    assert found and found.question == "我叫〔姓名〕，电话〔手机号〕，GDP是多少"
    (said,) = records.feedback()
    assert "〔手机号〕" in said.text
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in ("王小明", "13812345678", "410105199003071234", "13987654321"):
        assert secret.encode() not in raw


def test_what_is_deleted_is_gone_from_the_file_with_its_feedback(tmp_path: Path) -> None:
    records = records_in(tmp_path)
    kept, other = records.keep(answered()), records.keep(refused())
    records.add_feedback(kept, useful=False, text="数字不一样")
    assert records.delete(kept) and not records.delete(kept)
    assert records.get(kept) is None and records.feedback() == []
    assert records.get(other) is not None
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert "数字不一样".encode() not in (tmp_path / "records.sqlite").read_bytes()


def test_an_answer_is_kept_for_its_term_and_then_deleted(tmp_path: Path) -> None:
    clock = Clock()
    records = records_in(tmp_path, days=30, clock=clock)
    old = records.keep(answered())
    records.add_feedback(old, useful=True)
    clock.now = NOW + timedelta(days=29)
    assert records.get(old) is not None
    assert [said.question for said in records.feedback()] == [answered().question.asked]
    clock.now = NOW + timedelta(days=30, seconds=1)
    assert records.feedback() == []
    assert records.get(old) is None, "over its term, though not deleted yet"
    new = records.keep(answered())
    clock.now = NOW
    assert records.get(old) is None and records.get(new) is not None


def test_feedback_is_bound_to_an_answer_and_to_a_size(records: AnswerRecords) -> None:
    kept = records.keep(answered())
    with pytest.raises(InputInvalid, match="没有这个回答"):
        records.add_feedback("A" * 22, useful=True)
    with pytest.raises(InputInvalid, match="500"):
        records.add_feedback(kept, useful=False, text="长" * (MOST_WORDS + 1))
    for _ in range(MOST_FEEDBACK):
        records.add_feedback(kept, useful=False, reason="unclear", text="长" * MOST_WORDS)
    with pytest.raises(InputInvalid, match="不再收下"):
        records.add_feedback(kept, useful=True)
    assert len(records.feedback(most=None)) == MOST_FEEDBACK
    assert len(records.feedback(skip=MOST_FEEDBACK - 3)) == 3
    newest = records.feedback(most=1)
    assert [(one.reason, one.useful, one.answer_id) for one in newest] == [("unclear", False, kept)]


def test_an_answer_that_this_version_cannot_read_still_has_its_object(tmp_path: Path) -> None:
    records = records_in(tmp_path)
    kept = records.keep(answered())
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        (typed,) = raw.execute("SELECT typed FROM answers").fetchone()
        later = json.loads(typed) | {"status": "of_a_later_version"}
        raw.execute("UPDATE answers SET typed = ?", (json.dumps(later),))
    found = records.get(kept)
    assert found and found.answer is None
    assert found.object == answer_object(answered())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.text(st.characters(codec=None), max_size=60), said=st.text(max_size=40))
def test_whatever_is_asked_or_said_is_kept(records: AnswerRecords, asked: str, said: str) -> None:
    answer = replace(answered(), question=Question(asked, Query("GDP"), (asked,)))
    kept = records.keep(answer)
    records.add_feedback(kept, useful=True, text=said)
    found = records.get(kept)
    assert found and found.answer and found.answer.sentences == answer.sentences
    assert "\x00" not in found.question + "".join(found.turns)


_FIRST = {
    "question": {"asked": "GDP是多少", "query": {"wording": "GDP是多少"}},
    "status": "answered",
    "text": "2025年189.3亿元。[1]",
    "sentences": ["2025年189.3亿元。[1]"],
    "citations": [
        {
            "marker": 1,
            "passage": {"id": "p", "report_id": "r", "start": 0, "end": 8, "text": "189.3亿元。"},
            "start": 0,
            "end": 7,
        }
    ],
    "figures": [
        {
            "text": "189.3亿元",
            "value": "18930000000",
            "unit": "元",
            "qualifier": None,
            "status": "supported",
            "marker": 1,
        }
    ],
    "index_id": "i",
    "timings_ms": {"search": 1.5},
}
"""An answer as the first version with records wrote it: a field that is added later has a default."""


def test_an_answer_of_the_first_version_can_still_be_drawn(tmp_path: Path) -> None:
    records = records_in(tmp_path)
    kept = records.keep(answered())
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        raw.execute("UPDATE answers SET typed = ?", (json.dumps(_FIRST),))
    found = records.get(kept)
    assert found and found.answer and found.answer.citations[0].quote == "189.3亿元"
    assert "189.3亿元" in render_answer(found.answer, "source")


def test_an_id_has_no_sign_that_a_command_line_takes_for_an_option() -> None:
    ids = {new_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(each.isalnum() and ID.fullmatch(each) for each in ids)
