"""`assistant build` that is stopped, or refused by the disk: it cleans up after itself."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.__main__ import main
from tests.timing import wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and signals of Linux")

TEXT = "全县生产总值完成{}.5亿元，增长6.1%。\n"


def _start(*arguments: str, before: Callable[[], object] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "assistant", "build", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=before,
    )


def _children(process_id: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process_id}/task").glob("*/children"):
        found += [int(child) for child in task.read_text("utf-8").split()]
    return found + [inner for child in found for inner in _children(child)]


def _is_alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Files enough for a pool of processes, and long enough to be read for a while."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(70):
        text = "".join(TEXT.format(number * 1000 + line) for line in range(4000))
        (folder / f"报告{number}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.faults
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_no_process_behind(
    tmp_path: Path, many: Path, sent: signal.Signals
) -> None:
    process = _start(str(many), "--index", str(tmp_path / "index"))
    wait_for(lambda: len(_children(process.pid)) >= 3)
    children = _children(process.pid)
    process.send_signal(sent)
    _, said = process.communicate()
    wait_for(lambda: not any(map(_is_alive, children)))
    if sent != signal.SIGKILL:
        assert process.returncode == 130
        assert "已中断。" in said.splitlines()
        assert list((tmp_path / "index").glob("generation-*")) == []


def test_a_build_that_the_system_stops_removes_what_it_began(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = "".join(TEXT.format(line) for line in range(40_000))
    (folder / "报告.txt").write_text(text, encoding="utf-8")
    process = _start(str(folder), "--index", str(tmp_path / "index"))
    wait_for(lambda: bool(list((tmp_path / "index").glob("generation-*/library.sqlite"))))
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate()
    assert (process.returncode, said.strip().splitlines()[-1]) == (130, "已中断。")
    left = sorted(path.name for path in (tmp_path / "index").iterdir())
    assert left == ["build.lock"]


def test_watching_survives_a_disk_that_is_full_for_a_while(tmp_path: Path) -> None:
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "甲县.txt").write_text(TEXT.format(1), encoding="utf-8")
    process = _start(
        str(folder), "--index", str(tmp_path / "index"), "--watch", "--json",
        before=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard)),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["error"].startswith("无法写入")
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        (folder / "乙县.txt").write_text(TEXT.format(2), encoding="utf-8")
        assert json.loads(process.stdout.readline())["reports"] == 2
        process.send_signal(signal.SIGTERM)
        process.communicate()
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


_HOLDER = """
import os, subprocess, sys
subprocess.run([sys.executable, "-m", "index.reading.apart", "pdf", "x", str(os.getpid())],
               stdin=open(sys.argv[1], "rb"))
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_a_reader_of_its_own_process_ends_with_the_build(
    tmp_path: Path, sent: signal.Signals
) -> None:
    pipe = tmp_path / "endless"
    os.mkfifo(pipe)
    held = os.open(pipe, os.O_RDWR)  # so that the reader never sees the end
    holder = subprocess.Popen([sys.executable, "-c", _HOLDER, str(pipe)])
    try:
        wait_for(lambda: any("-m" in _command(child) for child in _children(holder.pid)))
        children = _children(holder.pid)
        holder.send_signal(sent)
        holder.wait()
        wait_for(lambda: not any(map(_is_alive, children)))
    finally:
        os.close(held)


def _command(process_id: int) -> str:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_text("utf-8").replace("\0", " ")
    except FileNotFoundError:
        return ""


@pytest.mark.parametrize(
    "command", [["search", "低空经济"], ["figures", "--indicator", "生产总值"], ["reports"]]
)
def test_an_index_that_cannot_be_written_to_is_asked(
    seed_index: Path, tmp_path: Path, command: list[str]
) -> None:
    """As of another user, or on a volume for reading; root may write, and must not."""
    index = shutil.copytree(seed_index, tmp_path / "index")
    before = {path: path.stat().st_mtime_ns for path in index.rglob("*")}
    for path in (*index.rglob("*"), index):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        assert main([*command, "--index", str(index)]) == 0
        assert {path: path.stat().st_mtime_ns for path in index.rglob("*")} == before
    finally:
        for path in (index, *index.rglob("*")):
            path.chmod(0o700)


def _wait_for_another(index: Path, known: set[Path], build: subprocess.Popen[str]) -> None:
    wait_for(lambda: set(index.glob("generation-*")) > known or build.poll() is not None)


@pytest.mark.faults
def test_a_build_killed_at_any_moment_leaves_an_index_whole(tmp_path: Path) -> None:
    """In steps of a few milliseconds from the first file on, past the end of the build."""
    folder, index = tmp_path / "reports", tmp_path / "index"
    folder.mkdir()
    (folder / "甲县2025年报告.txt").write_text(TEXT.format(1) * 200, encoding="utf-8")
    _start(str(folder), "--index", str(index), "--json").communicate()
    killed = 0
    for step in range(16):
        (folder / f"乙{step}县2025年报告.txt").write_text(TEXT.format(step) * 300, encoding="utf-8")
        process = _start(str(folder), "--index", str(index), "--json")
        known = set(index.glob("generation-*"))
        _wait_for_another(index, known, process)
        time.sleep(step * 0.03)
        process.kill()
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        opened = [sys.executable, "-m", "assistant", "reports", "--json", "--index", str(index)]
        told = json.loads(subprocess.run(opened, capture_output=True, check=True).stdout)
        assert told["refused"] == []
        assert 1 <= len(told["reports"]) <= step + 2
    assert killed > 5
    last = json.loads(_start(str(folder), "--index", str(index), "--json").communicate()[0])
    anew = _start(str(folder), "--index", str(tmp_path / "anew"), "--json").communicate()[0]
    assert (last["reports"], last["renewed"]) == (17, "")
    assert last["index_id"] == json.loads(anew)["index_id"]
    assert len(list(index.glob("generation-*"))) <= 2
