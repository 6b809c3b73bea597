from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from assistant.errors import ModelFault
from evals.errors import RunInvalid
from evals.run import ANSWERS_FILE, CASES_FILE, CONFIG_FILE, load_run, run_suite, store_run
from evals.score import score
from index.errors import IndexDamaged
from tests.evals.samples import a_case, a_refusal, answer, refusal

CASES = [a_case(), a_refusal()]


def ask(question: str, turns: Sequence[str]) -> Mapping[str, object]:
    return refusal() if "文峰区" in question else answer()


def stored(folder: Path) -> Path:
    list(store_run(folder, CASES, run_suite(CASES, ask), {"index_id": "abc"}))
    return folder


def test_each_case_is_asked_with_its_turns_and_timed() -> None:
    asked: list[tuple[str, Sequence[str]]] = []

    def listening(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        asked.append((question, turns))
        return answer()

    case = a_case(turns=["北关区的GDP是多少？"], question="增速呢？")
    (one,) = run_suite([case], listening)
    assert asked == [("增速呢？", ("北关区的GDP是多少？",))]
    assert one.case is case
    assert one.ms >= 0


@pytest.mark.parametrize(
    "fault", [ModelFault("大模型无法连接。", "unreachable"), IndexDamaged("索引损坏。")]
)
def test_a_fault_is_an_outcome_and_the_run_goes_on(fault: Exception) -> None:
    def failing_once(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        if "文峰区" not in question:
            raise fault
        return refusal()

    outcomes = [score(one.case, one.answer).outcome for one in run_suite(CASES, failing_once)]
    assert outcomes == ["error", "rightly_refused"]


def test_a_stored_run_scores_as_it_did_when_it_was_asked(tmp_path: Path) -> None:
    run = load_run(stored(tmp_path / "run"))
    assert run.complete
    outcomes = [score(one.case, one.answer).outcome for one in run.asked]
    assert outcomes == ["right", "rightly_refused"]


def test_flipping_one_digit_in_a_stored_answer_turns_right_into_wrong(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    answers = folder / ANSWERS_FILE
    text = answers.read_text(encoding="utf-8")
    answers.write_text(text.replace("完成189.3亿元[1]", "完成189.8亿元[1]"), encoding="utf-8")
    first = load_run(folder).asked[0]
    assert score(first.case, first.answer).outcome == "wrong"


def test_the_folder_tells_the_index_and_the_cases_it_was_run_with(tmp_path: Path) -> None:
    config = json.loads((stored(tmp_path / "run") / CONFIG_FILE).read_text(encoding="utf-8"))
    assert config["index_id"] == "abc"
    assert len(config["cases_sha256"]) == 64


def test_every_answer_is_on_disk_before_the_next_case_is_asked(tmp_path: Path) -> None:
    answers = store_run(tmp_path, CASES, run_suite(CASES, ask), {})
    next(answers)
    run = load_run(tmp_path)
    assert [one.case.id for one in run.asked] == ["fig-gdp"]
    assert not run.complete


def test_a_run_is_never_written_over(tmp_path: Path) -> None:
    with pytest.raises(RunInvalid, match="已有一次评测"):
        stored(stored(tmp_path / "run"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunInvalid, match="无法写入"):
        stored(tmp_path / "file" / "run")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (ANSWERS_FILE, '{"id": "fig-gdp"', "第 1 行，字段 整行"),
        (ANSWERS_FILE, '{"id": "fig-gdp", "answer": {}}', "第 1 行，字段 ms"),
        (ANSWERS_FILE, '{"id": "other", "answer": {}, "ms": 1}', "字段 id：'other'"),
        (CASES_FILE, "", "没有完整的评测记录"),
        (CONFIG_FILE, "{", "没有完整的评测记录"),
        (CONFIG_FILE, '{"cases_sha256": "0"}', "题目不一致"),
    ],
)
def test_a_damaged_run_is_refused_by_name(
    tmp_path: Path, file: str, content: str, told: str
) -> None:
    folder = stored(tmp_path / "run")
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(RunInvalid, match=told):
        load_run(folder)


def test_cases_changed_after_the_run_are_refused(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    cases = folder / CASES_FILE
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace("18930000000", "18830000000"), encoding="utf-8")
    with pytest.raises(RunInvalid, match="题目不一致"):
        load_run(folder)


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunInvalid, match="没有完整的评测记录"):
        load_run(tmp_path / "nothing")
