from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evals.__main__ import BAD_INPUT, GATE_MISSED, INCOMPLETE, PASSED, main
from evals.run import ANSWERS_FILE, run_suite, store_run
from tests.evals.samples import a_case, a_refusal, answer, case_line, refusal

CASES = [a_case(), a_refusal()]


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    asked = run_suite(CASES, lambda text, _: refusal() if "文峰区" in text else answer())
    list(store_run(folder, CASES, asked, {}))
    return folder


def test_a_good_run_passes_the_gate(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(run_folder), "--gate"]) == PASSED
    assert "已达门槛" in capsys.readouterr().out


def test_a_flipped_figure_misses_the_gate_and_is_told(
    run_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = run_folder / ANSWERS_FILE
    text = answers.read_text(encoding="utf-8").replace("完成189.3亿元[1]", "完成198.3亿元[1]")
    answers.write_text(text, encoding="utf-8")
    assert main(["score", str(run_folder)]) == PASSED
    assert main(["score", str(run_folder), "--gate"]) == GATE_MISSED
    assert "错误数字：198.3" in capsys.readouterr().out


def test_a_run_that_lacks_an_answer_is_incomplete_and_never_a_pass(run_folder: Path) -> None:
    answers = run_folder / ANSWERS_FILE
    first = answers.read_text(encoding="utf-8").splitlines()[0]
    answers.write_text(first + "\n", encoding="utf-8")
    assert main(["score", str(run_folder), "--gate"]) == INCOMPLETE


def test_bad_input_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path)]) == BAD_INPUT
    assert main(["run", "no-such-suite"]) == BAD_INPUT
    assert main(["bench", "no-such-suite"]) == BAD_INPUT
    assert "'no-such-suite'" in capsys.readouterr().err


def test_a_split_without_cases_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "s.jsonl"
    suite.write_text(json.dumps(case_line(split="dev")), encoding="utf-8")
    assert main(["run", str(suite), "--split", "test"]) == BAD_INPUT
    assert "'test'" in capsys.readouterr().err


def test_help_answers_within_a_second() -> None:
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "evals", "--help"], capture_output=True, check=True
    )
    assert time.perf_counter() - start < 1
    assert "评测" in done.stdout.decode()
