"""What stands around an answer in the chat: the record never keeps an answer from being shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.answer import Question, VerifiedAnswer
from assistant.query import Query
from assistant.records.answers import AnswerRecords
from assistant.records.database import Database
from assistant.web.around import Around
from index.errors import IndexMissing
from tests.assistant.web.pages import Chat, chat_shown, client_of, records_at
from tests.assistant.web.samples import FixedAssistant, answered, refused


@dataclass
class Suggesting:
    questions: Sequence[str] = ("还可以问的一个问题？",)
    asked: int = field(default=0)

    def next_questions(self, answer: VerifiedAnswer) -> Sequence[str]:
        self.asked += 1
        return self.questions


class WithoutIndex:
    def next_questions(self, answer: VerifiedAnswer) -> Sequence[str]:
        raise IndexMissing("away")


@pytest.fixture
def client(
    tmp_path: Path, records: AnswerRecords, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path, records=records, suggests=Suggesting()) as opened:
        yield opened


def link_in(bubble: str) -> str:
    return bubble.partition('href="/a/')[2].partition('"')[0]


def test_an_answer_of_the_chat_has_a_link_and_suggestions(
    client: TestClient, records: AnswerRecords
) -> None:
    _, answer = chat_shown(Chat(client, "s1").ask("问题"))
    found = records.get(link_in(answer))
    assert found and found.answer == answered()
    assert 'class="ask" value="还可以问的一个问题？"' in answer
    assert "\n" not in answer, "one line, or the chat's Markdown would act on it"


def test_the_answer_comes_before_its_record_and_the_record_before_suggestions(
    records: AnswerRecords,
) -> None:
    steps = Around(records, Suggesting()).steps(answered(), "source-0")
    first, second = next(steps), next(steps)
    assert "/a/" in first and "还可以问" not in first and "还可以问" in second
    assert list(steps) == []


def test_no_suggestion_is_looked_for_while_others_wait(records: AnswerRecords) -> None:
    suggesting = Suggesting()
    (only,) = Around(records, suggesting, lambda: False).steps(answered(), "s")
    assert suggesting.asked == 0 and "/a/" in only


def test_suggestions_that_fail_leave_the_answer(records: AnswerRecords) -> None:
    (only,) = Around(records, WithoutIndex()).steps(answered(), "s")
    assert "/a/" in only


def test_an_answer_that_cannot_be_kept_is_shown_and_said_to_have_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    away = AnswerRecords(Database(f"sqlite:///{tmp_path / 'file' / 'x.sqlite'}"), days=1)
    with client_of(FixedAssistant(), tmp_path, records=away) as client:
        messages = Chat(client, "s1").ask("我叫王小明，GDP是多少")
    _, answer = chat_shown(messages)
    assert "189.3亿元" in answer and "没有链接" in answer and 'href="/a/' not in answer
    assert messages[-1]["output"]["data"][1]["interactive"] is True
    (line,) = [record.getMessage() for record in caplog.get_records("call")]
    assert "没能保存一个回答" in line and "王小明" not in caplog.text


def test_nothing_is_recorded_of_an_empty_question(records: AnswerRecords) -> None:
    empty = VerifiedAnswer(Question("", Query("")), "guardrail_empty", "您还没有输入问题。")
    assert list(Around(records).steps(empty, "s")) == []


def test_a_place_can_be_looked_for_where_it_is_lacking(records: AnswerRecords) -> None:
    (answer,) = Around(records).steps(refused(), "s")
    assert 'class="choose-place"' in answer
    (other,) = Around(records).steps(answered(), "s")
    assert "choose-place" not in other


def test_a_conversation_is_opened_again_by_the_ids_of_its_answers(
    client: TestClient, tmp_path: Path
) -> None:
    chat = Chat(client, "s1")
    first = link_in(chat_shown(chat.ask("第一问"))[-1])
    second = link_in(chat_shown(chat.ask("第二问"))[-1])
    assistant = FixedAssistant()
    with client_of(assistant, tmp_path, records=records_at(tmp_path)) as restarted:
        again = Chat(restarted, "s2")
        shown = chat_shown(again.do(again.reopen, [f"{first},{second},{'A' * 22},<b>"]))
        assert len(shown) == 4 and link_in(shown[1]) == first and link_in(shown[3]) == second
        assert 'id="source-0' in shown[1] and 'id="source-1' in shown[3]
        again.ask("那2026年呢")
        ((_, turns),) = assistant.asked
        assert turns == (answered().question.asked,) * 2, "later questions can refer to them"


def test_what_is_not_there_opens_nothing(client: TestClient) -> None:
    chat = Chat(client, "s1")
    chat.ask("问题")
    messages = chat.do(chat.reopen, ["%" * 22])
    assert messages[-1]["output"]["data"][0] == []
