"""Batches: an answer a row, resumed where they stopped, nothing lost, nothing mixed in."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.errors import InputInvalid
from assistant.staff.batch import (
    COLUMNS,
    PartialAnswers,
    PartialUnwritable,
    answer_table,
    status_label,
)
from assistant.staff.cells import text_of
from assistant.staff.tables import Table, read_table
from index.errors import IndexDamaged
from tests.assistant.staff.workbooks import opened
from tests.assistant.web.samples import answered
from tests.conftest import SEEDS
from tests.timing import wait_for

GDP = "2025年北关区的GDP是多少?"


class CountingAssistant:
    """Answers all alike, and counts; the questions in `faulty` run into a fault."""

    def __init__(self, faulty: dict[str, Exception] | None = None) -> None:
        self.faulty = faulty or {}
        self.asked: list[str] = []

    def ask(self, asked: str, turns: tuple[str, ...] = ()) -> VerifiedAnswer:
        self.asked.append(asked)
        if asked in self.faulty:
            raise self.faulty[asked]
        return answered()


def table_of(*questions: str) -> Table:
    return read_table(("问题,备注\n" + "".join(f"{q},甲\n" for q in questions)).encode(), "t")


def run(table: Table, asks: CountingAssistant, path: Path, made_by: str = "i m") -> list[list[str]]:
    with PartialAnswers(path, made_by) as partial:
        result = answer_table(table, asks, partial)
    return [[text_of(cell) for cell in row] for row in result.table.rows]


def by_name(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_each_row_has_its_answer_sources_quotes_and_verdicts(
    assistant: Assistant, tmp_path: Path
) -> None:
    with PartialAnswers(tmp_path / "p", "x") as partial:
        result = answer_table(table_of(GDP, "文峰区的GDP是多少", "老" * 1001), assistant, partial)
    rows = [dict(zip(result.table.header, map(text_of, r), strict=True)) for r in result.table.rows]
    first, elsewhere, long = rows
    assert "189.3亿元" in first["答案"]
    assert (first["状态"], first["状态代码"], first["作答方式"]) == (
        "已回答",
        "answered",
        "摘自报告",
    )
    assert first["来源"].startswith("[1] 《") and " › 2025年工作回顾 › " in first["来源"]
    assert first["原文"].startswith("[1] 全年生产总值完成189.3亿元")
    assert first["核对"].splitlines()[0] == "189.3亿元：与原文一致[1]"
    assert first["核对数"] == "2"
    assert elsewhere["状态代码"] == "unanswerable_place" and not elsewhere["核对数"]
    assert "不是答案的依据" in elsewhere["来源"] and not elsewhere["原文"]
    assert long["状态代码"] == "guardrail_too_long"
    assert [row["备注"] for row in rows] == ["甲"] * 3


def test_a_fault_stays_in_its_row_and_only_that_row_is_asked_again(tmp_path: Path) -> None:
    faulty = {"乙": IndexDamaged("索引文件无法读取。"), "丙": RuntimeError("who knows")}
    rows = run(table_of("甲", "乙", "丙", "丁"), CountingAssistant(faulty), tmp_path / "p")
    statuses = [row[2 + COLUMNS.index("状态代码")] for row in rows]
    assert statuses == ["answered", "error_fault", "error_unexpected", "answered"]
    assert "who knows" not in str(rows)
    second = CountingAssistant()
    rows = run(table_of("甲", "乙", "丙", "丁"), second, tmp_path / "p")
    assert second.asked == ["乙", "丙"]
    assert [row[2 + COLUMNS.index("状态代码")] for row in rows] == ["answered"] * 4


@pytest.mark.parametrize("status", ["error_fault", "error_stalled"])
def test_an_answer_that_is_a_fault_is_no_answer(tmp_path: Path, status: str) -> None:
    class Faulty(CountingAssistant):
        def ask(self, asked: str, turns: tuple[str, ...] = ()) -> VerifiedAnswer:
            return replace(super().ask(asked), status=status)  # type: ignore[arg-type]

    with PartialAnswers(tmp_path / "p", "x") as partial:
        assert answer_table(table_of("甲"), Faulty(), partial).errors == 1
    assert (tmp_path / "p").read_bytes() == b""


def test_an_unaccepted_figure_is_never_written(tmp_path: Path) -> None:
    class Wrong(CountingAssistant):
        def ask(self, asked: str, turns: tuple[str, ...] = ()) -> VerifiedAnswer:
            whole = answered()
            return replace(whole, figures=(replace(whole.figures[0], status="unsupported"),))

    (row,) = run(table_of("甲"), Wrong(), tmp_path / "p")
    assert "189.3" not in str(row) and "error_unexpected" in row


def test_blank_rows_and_formulas_are_not_asked(tmp_path: Path) -> None:
    asks = CountingAssistant()
    table = read_table("问题,备注\n=A1,\n,有备注\n,\n#REF!,\n甲,\n".encode(), "t")
    statuses = [row[2 + COLUMNS.index("状态代码")] for row in run(table, asks, tmp_path / "p")]
    assert statuses == ["error_formula", "guardrail_empty", "", "error_formula", "answered"]
    assert asks.asked == ["甲"]


def test_a_column_called_answer_stays_and_ours_gets_another_name(tmp_path: Path) -> None:
    table = read_table("问题,答案\n甲,旧答案\n".encode(), "t")
    with PartialAnswers(tmp_path / "p", "x") as partial:
        done = answer_table(table, CountingAssistant(), partial).table
    assert done.header[:4] == ("问题", "答案", "答案（程序）", "状态")
    assert done.rows[0][1] == "旧答案"


@pytest.mark.parametrize(
    ("questions", "made_by", "asked"),
    [
        (("甲", "乙"), "i m", []),
        (("甲", "丙"), "i m", ["丙"]),
        (("乙", "甲"), "i m", ["乙", "甲"]),
        (("甲", "乙"), "other-index m", ["甲", "乙"]),
        (("甲", "乙"), "i other-model", ["甲", "乙"]),
    ],
)
def test_only_what_is_missing_is_asked_and_nothing_foreign_is_taken(
    tmp_path: Path, questions: tuple[str, ...], made_by: str, asked: list[str]
) -> None:
    run(table_of("甲", "乙"), CountingAssistant(), tmp_path / "p")
    second = CountingAssistant()
    run(table_of(*questions), second, tmp_path / "p", made_by)
    assert second.asked == asked


def test_a_line_cut_off_by_a_crash_is_asked_again_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "p"
    run(table_of("甲", "乙"), CountingAssistant(), path)
    path.write_bytes(path.read_bytes()[:-20])
    second, third = CountingAssistant(), CountingAssistant()
    run(table_of("甲", "乙"), second, path)
    run(table_of("甲", "乙"), third, path)
    assert (second.asked, third.asked) == (["乙"], [])


def test_a_full_disk_stops_in_words_and_keeps_what_there_is(tmp_path: Path) -> None:
    run(table_of("甲"), CountingAssistant(), tmp_path / "p")
    size = (tmp_path / "p").stat().st_size
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100, limits[1]))
    try:
        with pytest.raises(PartialUnwritable, match="已存下的不会丢失"):
            run(table_of("甲", "乙"), CountingAssistant(), tmp_path / "p")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    asks = CountingAssistant()
    run(table_of("甲", "乙"), asks, tmp_path / "p")
    assert asks.asked == ["乙"]


def test_every_status_has_a_label() -> None:
    from typing import get_args

    from assistant.answer import Status

    assert all(status_label(status) for status in get_args(Status))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "in.csv"
    file.write_text(f"编号,联系电话,问题\n001,13803721234,{GDP}\n002,,文峰区的GDP\n", "utf-8")
    return file


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_command_writes_either_form_and_leaves_nothing_beside_it(
    seed_index: Path, source: Path, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    result = out / f"结果{ending}"
    assert main(["batch", str(source), str(result), "--index", str(seed_index)]) == 0
    assert [file.name for file in out.iterdir()] == [result.name]
    if ending == ".csv":
        first = by_name(result.read_bytes())[0]
    else:
        head, row = list(opened(result.read_bytes()).values)[:2]
        first = dict(zip(head, row, strict=True))
    assert (first["编号"], first["联系电话"]) == ("001", "13803721234")
    assert "189.3亿元" in first["答案"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["没有.csv", "out.csv"], "没有.csv"),
        (["in.csv", "out.pdf"], "结尾"),
        (["in.csv", "in.csv"], "换一个名称"),
        (["in.csv", "没有/out.csv"], "目录不存在"),
        (["in.csv", "out.csv", "--column", "内容"], "「编号」、「联系电话」、「问题」"),
        (["in.csv", "out.csv", "--sheet", "三月"], "--sheet"),
    ],
)
def test_bad_arguments_are_told_before_anything_is_asked(
    source: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["batch", *arguments, "--index", "没有索引"]) == 2
    assert told in capsys.readouterr().err
    assert [file.name for file in source.parent.iterdir()] == ["in.csv"]


def test_a_result_that_cannot_be_replaced_keeps_the_answers(
    seed_index: Path,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = source.with_name("out.csv")
    out.write_text("上次的结果", "utf-8")

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    arguments = ["batch", str(source), str(out), "--index", str(seed_index)]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", locked)  # as Windows answers while Excel has it open
        assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "可能正在别处打开" in told and "再次运行即可接着做" in told
    assert out.read_text("utf-8") == "上次的结果"
    assert out.with_name("out.csv.partial.jsonl").read_bytes().count(b"\n") == 2
    assert main(arguments) == 0
    assert "2 行是上次答好的" in capsys.readouterr().err
    assert sorted(file.name for file in source.parent.iterdir()) == ["in.csv", "out.csv"]


def test_other_questions_in_the_partial_file_are_told(
    seed_index: Path, source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    partial = source.with_name("out.csv.partial.jsonl")
    line = {"row": 0, "question": "0", "made_by": "x", "cells": ["编造的答案"] * len(COLUMNS)}
    partial.write_text(json.dumps(line) + "\n", "utf-8")
    out = source.with_name("out.csv")
    assert main(["batch", str(source), str(out), "--index", str(seed_index)]) == 0
    assert "1 行是别的问题" in capsys.readouterr().err
    assert "编造的答案" not in out.read_text("utf-8-sig")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_killed_goes_on_and_nothing_personal_was_stored(
    seed_index: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = "".join(f"{n},{GDP} 电话13803721234 第{n}封\n" for n in range(400))
    source.write_text(f"编号,问题\n{lines}", "utf-8")
    command = [sys.executable, "-m", "assistant", "batch", str(source), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    partial = out.with_name("out.csv.partial.jsonl")
    running = subprocess.Popen(
        [*command, "--index", str(seed_index)], env=environment, stderr=subprocess.PIPE
    )
    wait_for(
        lambda: (
            running.poll() is not None
            or (partial.exists() and partial.read_bytes().count(b"\n") > 20)
        )
    )
    assert running.poll() is None
    running.send_signal(sent)
    _, told = running.communicate(timeout=20)
    assert not out.exists()
    kept = partial.read_bytes()
    assert 20 < kept.count(b"\n") < 400 and b"13803721234" not in kept
    assert sent == signal.SIGKILL or "再次运行即可接着做" in told.decode()

    few = "".join(lines.splitlines(keepends=True)[:21])  # the same first rows: nothing is asked
    source.write_text(f"编号,问题\n{few}", "utf-8")
    again = subprocess.run(
        [*command, "--index", str(seed_index)], env=environment, capture_output=True, check=True
    )
    assert "21 行是上次答好的" in again.stderr.decode()
    assert len(by_name(out.read_bytes())) == 21
    assert b"13803721234" not in out.read_bytes()


def test_the_wrong_file_is_input_not_a_fault() -> None:
    with pytest.raises(InputInvalid):
        read_table(b"\x00\x01", "t")
