"""Masking over whole public reports and over every question of the cases: no figure is harmed."""

import json
from pathlib import Path

import pytest

from assistant.question.privacy import masked
from tests.shared_reports import FOLDER, shared_reports

CASES = Path(__file__).parents[2] / "evals" / "cases"


def test_no_question_of_the_cases_is_changed() -> None:
    for file in CASES.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for text in (case["question"], *case["turns"]):
                assert masked(text).text == text


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER.exists(), reason="no reports beside this checkout")
def test_whole_reports_hold_nothing_that_passes_for_personal_data() -> None:
    """But for the telephone of a web site's office, which one report prints at its end."""
    found = [(name, kind) for name, text in shared_reports() for kind in masked(text).kinds]
    assert found in ([], [("益阳", "电话号码")])
