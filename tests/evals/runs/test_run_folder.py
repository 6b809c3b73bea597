from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.errors import RunInterrupted, RunInvalid
from evals.measures.retrieval import Checked
from evals.runs.fingerprint import cases_digest
from evals.runs.run import Asked
from evals.runs.run_folder import (
    ANSWERS_FILE,
    CASES_FOLDER,
    CONFIG_FILE,
    VERIFIER_FILE,
    append_answers,
    create,
    load_run,
    write_lines,
)
from evals.scoring.score import score
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal

SUITES = {"suite": [a_case(), a_refusal()]}
ASKED = [asked(a_case(), answer()), asked(a_refusal(), refusal())]


def created(folder: Path, **config: object) -> Path:
    told = {"suites": ["suite"], "repeats": 1, "cases_sha256": cases_digest(SUITES)}
    create(folder, SUITES, {**told, **config})
    return folder


def stored(folder: Path) -> Path:
    list(append_answers(created(folder), ASKED))
    return folder


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


def test_every_answer_is_on_disk_before_the_next_is_asked_for(tmp_path: Path) -> None:
    answers = append_answers(created(tmp_path / "run"), ASKED)
    next(answers)
    run = load_run(tmp_path / "run")
    assert [one.case.id for one in run.asked] == ["fig-gdp"]
    assert [turn.case.id for turn in run.missing] == ["no-place"]
    assert not run.complete


def test_each_repeat_is_a_turn_of_its_own(tmp_path: Path) -> None:
    folder = created(tmp_path / "run", repeats=2)
    list(append_answers(folder, ASKED))
    assert [(t.case.id, t.repeat) for t in load_run(folder).missing] == [
        ("fig-gdp", 2),
        ("no-place", 2),
    ]


def test_a_line_torn_by_a_crash_is_asked_again_and_nothing_else_is_lost(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    answers = folder / ANSWERS_FILE
    answers.write_bytes(answers.read_bytes()[:-20])
    run = load_run(folder)
    assert [turn.case.id for turn in run.missing] == ["no-place"]
    list(append_answers(folder, ASKED[1:]))
    assert load_run(folder).complete


def test_a_disk_that_takes_no_more_keeps_what_is_written(tmp_path: Path) -> None:
    def until_full() -> Iterator[Asked]:
        yield ASKED[0]
        raise OSError(28, "No space left on device")

    folder = created(tmp_path / "run")
    with pytest.raises(RunInterrupted, match="No space left on device"):
        list(append_answers(folder, until_full()))
    assert [one.case.id for one in load_run(folder).asked] == ["fig-gdp"]


def test_a_measure_that_was_wanted_and_is_not_there_makes_it_incomplete(tmp_path: Path) -> None:
    folder = created(tmp_path / "run", measures=["verifier"])
    list(append_answers(folder, ASKED))
    assert not load_run(folder).complete
    write_lines(
        folder, VERIFIER_FILE, [Checked(kind="digit", text="", passage_id="", accepted=False)]
    )
    run = load_run(folder)
    assert run.complete
    assert run.checked is not None and run.checked[0].kind == "digit"
    assert run.searched == ()


def test_a_run_is_never_written_over(tmp_path: Path) -> None:
    stored(tmp_path / "run")
    with pytest.raises(RunInvalid, match="已有内容"):
        created(tmp_path / "run")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(RunInvalid, match="无法写入"):
        created(tmp_path / "file" / "run")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (ANSWERS_FILE, '{"id": "fig-gdp"\n', "第 1 行，字段 整行"),
        (
            ANSWERS_FILE,
            '{"suite": "suite", "id": "fig-gdp", "repeat": 1, "answer": {}}\n',
            "字段 ms",
        ),
        (
            ANSWERS_FILE,
            '{"suite": "suite", "id": "other", "repeat": 1, "answer": {}, "ms": 1, "cached": false}\n',
            "'other'（suite）不该出现",
        ),
        (f"{CASES_FOLDER}/suite.jsonl", "", "题目不完整"),
        (CONFIG_FILE, "{", "不是评测存档"),
        (CONFIG_FILE, "[]", "不正确"),
        (CONFIG_FILE, "{}", "没有 suites"),
        (CONFIG_FILE, '{"suites": ["suite"], "cases_sha256": "0"}', "题目不一致"),
    ],
)
def test_a_damaged_run_is_refused_by_name(
    tmp_path: Path, file: str, content: str, told: str
) -> None:
    folder = stored(tmp_path / "run")
    (folder / file).write_text(content, encoding="utf-8")
    with pytest.raises(RunInvalid, match=told):
        load_run(folder)


def test_an_answer_that_stands_twice_is_refused(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    answers = folder / ANSWERS_FILE
    answers.write_text(answers.read_text(encoding="utf-8") * 2, encoding="utf-8")
    with pytest.raises(RunInvalid, match="第 3 行"):
        load_run(folder)


def test_cases_changed_after_the_run_are_refused(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    cases = folder / CASES_FOLDER / "suite.jsonl"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace("18930000000", "18830000000"), encoding="utf-8")
    with pytest.raises(RunInvalid, match="题目不一致"):
        load_run(folder)


def test_the_answer_is_stored_as_it_came(tmp_path: Path) -> None:
    folder = stored(tmp_path / "run")
    first = (folder / ANSWERS_FILE).read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(first)["answer"] == answer()


def test_half_a_character_pair_is_stored_as_a_question_mark(tmp_path: Path) -> None:
    folder = created(tmp_path / "run")
    list(append_answers(folder, [asked(a_case(), answer(text="没有\ud800。")), ASKED[1]]))
    assert load_run(folder).asked[0].answer["text"] == "没有?。"


def test_two_at_once_do_not_write_into_one_run(tmp_path: Path) -> None:
    folder = created(tmp_path / "run")
    first = append_answers(folder, ASKED)
    next(first)
    with pytest.raises(RunInvalid, match="另一个进程"):
        list(append_answers(folder, ASKED))
    list(first)
    assert load_run(str(folder)).complete
