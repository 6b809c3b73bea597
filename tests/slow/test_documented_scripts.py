"""A script that docs/measured.md names runs, and prints what is published there."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def test_the_figures_of_tables_are_as_published() -> None:
    script = ROOT / "docs" / "decisions" / "measure_tables.py"
    done = subprocess.run([sys.executable, script], check=True, capture_output=True, text=True)
    right = [line.split("|")[4].strip() for line in done.stdout.splitlines()[2:]]
    published = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    assert f"| right, of 133 | {' | '.join(right[:2])} | " in published
    assert sorted(right) == ["113", "129", "131", "133", "133", "133"]
