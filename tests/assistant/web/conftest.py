"""Records of answers in a file of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.answers import AnswerRecords
from tests.assistant.web.pages import records_at


@pytest.fixture
def records(tmp_path: Path) -> AnswerRecords:
    return records_at(tmp_path)
