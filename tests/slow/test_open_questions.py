"""The open questions to develop with, on their real reports: what is good and what is wrong of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.open_questions import Asked, load_open, measure, table
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from tests.shared_reports import FOLDER

QUESTIONS = load_open("dev")
FILES = [FOLDER / "cities-2024" / f"{name}.docx" for name in {one.report for one in QUESTIONS}]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(file.is_file() for file in FILES), reason="no reports at hand"),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    folder: Path = tmp_path_factory.mktemp("open")
    build_index(FILES, folder, StaticEncoder())
    return list(measure(QUESTIONS, open_assistant(Settings(index=folder, _env_file=None))))


def test_seven_in_ten_are_good_and_few_are_wrong(asked: list[Asked]) -> None:
    outcomes = [one.outcome for one in asked]
    good = sum(o in ("right", "rightly_nearest", "rightly_refused") for o in outcomes)
    assert good / len(outcomes) >= 0.68, table(asked)
    assert outcomes.count("wrong") / len(outcomes) <= 0.13, table(asked)
