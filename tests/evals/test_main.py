from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

import evals.runs.suite_run
from evals.__main__ import main
from evals.errors import BAD_INPUT, GATE_MISSED, INCOMPLETE, PASSED
from evals.measures.endpoint import says, serving
from evals.runs.fingerprint import cases_digest
from evals.runs.run_folder import ANSWERS_FILE, METAMORPHIC_FILE, append_answers, create
from tests.evals.samples import a_case, a_refusal, answer, asked, case_line, refusal

SUITES = {"suite": [a_case(), a_refusal()]}


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    create(folder, SUITES, {"suites": ["suite"], "cases_sha256": cases_digest(SUITES)})
    list(append_answers(folder, [asked(a_case(), answer()), asked(a_refusal(), refusal())]))
    return folder


def flipped(folder: Path, to: Path) -> Path:
    """A copy of a run with one figure of one stored answer made another."""
    to.mkdir()
    for path in folder.rglob("*.json*"):
        copy = to / path.relative_to(folder)
        copy.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.name == ANSWERS_FILE:
            text = text.replace("完成189.3亿元[1]", "完成198.3亿元[1]")
        copy.write_text(text, encoding="utf-8")
    return to


def test_a_good_run_passes_the_gate(run_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(run_folder), "--gate"]) == PASSED
    out = capsys.readouterr().out
    assert "已达门槛" in out
    assert "2/2 = 100.0%" in out


def test_a_flipped_figure_misses_the_gate_and_is_told(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bent = flipped(run_folder, tmp_path / "bent")
    assert main(["score", str(bent)]) == PASSED
    assert main(["score", str(bent), "--gate"]) == GATE_MISSED
    assert "错误数字：198.3亿元" in capsys.readouterr().out


def test_compare_shows_the_flipped_case_first(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bent = flipped(run_folder, tmp_path / "bent")
    assert main(["compare", str(run_folder), str(bent)]) == PASSED
    out = capsys.readouterr().out
    assert out.startswith("↓ fig-gdp　答对 → 答错")
    assert "新的错误数字：198.3亿元" in out
    assert "变坏 1" in out


def test_runs_of_other_cases_are_not_compared(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = {"suite": [a_case()]}
    create(tmp_path / "b", other, {"suites": ["suite"], "cases_sha256": cases_digest(other)})
    list(append_answers(tmp_path / "b", [asked(a_case(), answer())]))
    assert main(["compare", str(run_folder), str(tmp_path / "b")]) == BAD_INPUT
    assert "只在前一次中的题目 1 道（no-place）" in capsys.readouterr().err


def test_a_run_that_lacks_an_answer_is_incomplete_and_never_a_pass(run_folder: Path) -> None:
    answers = run_folder / ANSWERS_FILE
    first = answers.read_text(encoding="utf-8").splitlines()[0]
    answers.write_text(first + "\n", encoding="utf-8")
    assert main(["score", str(run_folder), "--gate"]) == INCOMPLETE
    assert main(["compare", str(run_folder), str(run_folder)]) == INCOMPLETE


def test_bad_input_is_told_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path)]) == BAD_INPUT
    assert main(["run", "no-such-suite"]) == BAD_INPUT
    assert main(["bench", "no-such-suite"]) == BAD_INPUT
    assert main(["run", "refusal", "--index", str(tmp_path / "none")]) == BAD_INPUT
    assert main(["run", "--endpoint", "http://127.0.0.1:9"]) == BAD_INPUT
    assert main(["run", "--model", "without-an-endpoint"]) == BAD_INPUT
    err = capsys.readouterr().err
    assert "'no-such-suite'" in err
    assert "--model" in err


def test_a_gate_file_that_is_none_is_told_before_anything_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "--gates", str(tmp_path / "none.toml")]) == BAD_INPUT
    assert "none.toml" in capsys.readouterr().err


def test_a_split_without_cases_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "s.jsonl"
    suite.write_text(json.dumps(case_line(split="dev")), encoding="utf-8")
    assert main(["run", str(suite), "--split", "test"]) == BAD_INPUT
    assert "'test'" in capsys.readouterr().err


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    suite = tmp_path / "mine.jsonl"
    lines = (case_line(), case_line(id="draft", draft=True, facts=[], contains=[["不会有的话"]]))
    suite.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return suite


def test_a_suite_of_ones_own_runs_meets_the_default_gate_and_its_drafts_do_not_count(
    mine: Path, tmp_path: Path, seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junit = tmp_path / "junit.xml"
    arguments = ["run", str(mine), "--index", str(seed_index), "--gate", "--junit", str(junit)]
    assert main([*arguments, "--out", str(tmp_path / "run")]) == PASSED
    out = capsys.readouterr().out
    assert "草稿　1/2 题" in out
    assert ElementTree.parse(junit).getroot()[0].get("skipped") == "1"
    assert main([*arguments, "--out", str(tmp_path / "run")]) == BAD_INPUT


def test_an_interrupted_run_tells_how_to_go_on_and_goes_on(
    mine: Path,
    tmp_path: Path,
    seed_index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    folder = str(tmp_path / "run")
    with monkeypatch.context() as patch:
        patch.setattr(evals.runs.suite_run, "ask_all", interrupted)
        arguments = ["run", str(mine), "--index", str(seed_index), "--out", folder, "--gate"]
        assert main(arguments) == INCOMPLETE
    assert f"evals run --resume {folder}" in capsys.readouterr().err
    assert main(["run", "--resume", folder, "--index", str(seed_index), "--gate"]) == PASSED
    assert main(["run", str(mine), "--resume", folder]) == BAD_INPUT


def test_help_is_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "评测" in capsys.readouterr().out


def test_another_system_is_asked_the_same_cases_and_its_run_goes_on_without_naming_it_again(
    mine: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(tmp_path / "run")
    with serving(lambda messages: says("2025年北关区生产总值为189.3亿元。")) as endpoint:
        arguments = ["run", str(mine), "--endpoint", endpoint.url, "--model", "other", "--gate"]
        assert main([*arguments, "--out", folder]) == PASSED
        assert "大模型 other　1 个回答由它作答" in capsys.readouterr().out
        answers = Path(folder) / ANSWERS_FILE
        answers.write_text(
            answers.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8"
        )
        assert main(["run", "--resume", folder]) == PASSED
    assert main([*arguments, "--key-variable", "NO_SUCH_KEY"]) == BAD_INPUT
    assert main(["run", str(mine), "--endpoint", "nowhere", "--model", "other"]) == BAD_INPUT
    err = capsys.readouterr().err
    assert "'NO_SUCH_KEY'" in err
    assert "'nowhere' 不是网址" in err


def test_a_report_is_written_beside_the_run_and_compares(
    run_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bent = flipped(run_folder, tmp_path / "bent")
    assert main(["report", str(bent), "--before", str(run_folder)]) == PASSED
    page = (bent / "report.html").read_text(encoding="utf-8")
    assert "198.3" in page
    assert page.index("fig-gdp") < page.index("no-place")
    assert main(["report", str(bent), "--out", str(bent / "config.json" / "x.html")]) == BAD_INPUT
    assert "无法写入" in capsys.readouterr().err


def test_a_gate_file_of_ones_own_gates_and_need_not_tell_of_what_is_not_measured(
    run_folder: Path, tmp_path: Path
) -> None:
    gates = tmp_path / "gates.toml"
    gates.write_text("[suites.suite]\nright_share = 1.0\nwrong_figures = 0\n", encoding="utf-8")
    bent = flipped(run_folder, tmp_path / "bent")
    assert main(["score", str(run_folder), "--gates", str(gates)]) == PASSED
    assert main(["score", str(bent), "--gates", str(gates)]) == GATE_MISSED
    assert main(["report", str(bent), "--gates", str(gates)]) == PASSED


def test_an_interrupt_before_anything_was_asked_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("evals.cli.run_commands.score", interrupted)
    assert main(["score", "anything"]) == INCOMPLETE
    assert "已中断" in capsys.readouterr().err


def test_a_reader_who_has_enough_makes_no_traceback(run_folder: Path) -> None:
    command = f"{sys.executable} -m evals score {run_folder} | head -c 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True)
    assert done.stderr == b""


def test_relations_are_tried_on_any_index_listed_compared_and_gated(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, loose = str(tmp_path / "run"), tmp_path / "loose.toml"
    arguments = ["run", "metamorphic", "--index", str(seed_index), "-n", "2", "--out", folder]
    assert main(arguments) == PASSED
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
    assert "2/2 = 1.000" in rows["digit"]
    assert "0/0 = nan" in rows["place"]  # there is one place alone
    loose.write_text("[suites]\n[metamorphic.held]\ndigit = 1.0\n", encoding="utf-8")
    assert main(["score", folder, "--gates", str(loose)]) == PASSED
    file = Path(folder) / METAMORPHIC_FILE
    file.write_text(
        file.read_text(encoding="utf-8")
        .replace('"digit"', '"both"', 1)
        .replace('"holds":true', '"holds":false'),
        encoding="utf-8",
    )
    assert main(["score", folder, "--gates", str(loose), "--errors"]) == GATE_MISSED
    out = capsys.readouterr().out
    assert "✗ digit\n  问：" in out
    assert "metamorphic：digit 成立 0/1" in out
    assert main(["compare", folder, folder]) == PASSED
    assert "两次都试" in capsys.readouterr().out


def test_what_was_understood_is_measured_on_cases_and_on_a_stored_run(
    run_folder: Path, seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = ["--index", str(seed_index)]
    assert main(["understand", "robust", "--split", "dev", *index]) == PASSED
    assert "| robust |" in capsys.readouterr().out
    assert main(["understand", "--run", str(run_folder), "--errors", *index]) == PASSED
    assert "1/1" not in capsys.readouterr().out


def test_some_relations_alone_are_tried_and_an_unknown_one_is_named(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "metamorphic", "--index", str(seed_index), "-n", "2"]
    folder = tmp_path / "run"
    assert main([*arguments, "--out", str(folder), "--relations", "digit,true"]) == PASSED
    lines = (folder / METAMORPHIC_FILE).read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["relation"] for line in lines} == {"digit", "true"}
    assert main([*arguments, "--relations", "digits"]) == BAD_INPUT
    assert "'digits'" in capsys.readouterr().err
