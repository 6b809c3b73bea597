"""`assistant build --watch`: the index follows the files until it is told to stop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

ONE = "# 2025年青山县政府工作报告\n\n全县生产总值完成120.5亿元，增长6.1%。\n"


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    folder = tmp_path / "我的 报告"
    folder.mkdir()
    (folder / "2025年青山县政府工作报告.txt").write_text(ONE, encoding="utf-8")
    command = ["build", str(folder), "--index", str(tmp_path / "index"), "--watch", "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
    )
    # A build that never comes ends the process, and with it the reading of what it tells.
    deadline = threading.Timer(60, process.kill)
    deadline.start()
    try:
        yield folder, process
    finally:
        deadline.cancel()
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> dict[str, object]:
    assert process.stdout is not None
    return dict(json.loads(process.stdout.readline()))


def test_files_added_changed_broken_and_removed_are_followed(
    watching: tuple[Path, subprocess.Popen[str]],
) -> None:
    folder, process = watching
    assert told(process)["reports"] == 1

    other = folder / "2025年白水县政府工作报告.txt"
    other.write_text(ONE.replace("青山", "白水"), encoding="utf-8")
    added = told(process)
    assert (added["reports"], added["added"], added["unchanged"]) == (2, [str(other)], 1)

    other.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    broken = told(process)
    assert broken["reports"] == 2  # the version that could be read stays
    assert "白水县" in str(broken["failed"])

    other.unlink()
    removed = told(process)
    assert (removed["reports"], removed["removed"]) == (1, [str(other)])
    assert process.poll() is None
