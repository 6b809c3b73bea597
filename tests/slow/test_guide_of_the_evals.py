"""The newcomer's guide in docs/evals.md is followed to the letter, and its notebook runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from evals.errors import GATE_MISSED

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "evals.md").read_text(encoding="utf-8")
SET_UP = "make build\n"  # what this test runs in is set up already

pytestmark = pytest.mark.slow


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like a checkout that was set up, and that may be written to."""
    for name in (".venv", "seeds"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def section(title: str) -> str:
    return GUIDE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_from_nothing_to_ones_own_suite(checkout: Path) -> None:
    steps = re.findall(
        r"^ *```sh\n(.*?)^ *```", section("From nothing to your own suite"), re.M | re.S
    )
    assert len(steps) == 7
    assert steps[0].lstrip().startswith(SET_UP)
    script = "set -e\n" + "".join(steps).replace(SET_UP, "")
    done = subprocess.run(["bash", "-c", script], cwd=checkout, capture_output=True, text=True)
    assert done.returncode == GATE_MISSED, done.stdout + done.stderr  # nothing is confirmed yet
    assert (checkout / "mine" / "first" / "report.html").stat().st_size > 10_000
    assert "草稿　30/30 题" in done.stdout
    assert "没有一道题的结果有变化" in done.stdout


def test_the_notebook(checkout: Path) -> None:
    cells = re.findall(r"^```python\n(.*?)^```", section("In a notebook"), re.M | re.S)
    build = [sys.executable, "-m", "assistant", "build"]
    subprocess.run(build, cwd=checkout, check=True, capture_output=True)
    done = subprocess.run(
        [sys.executable, "-c", "".join(cells)], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "robust" in done.stdout
