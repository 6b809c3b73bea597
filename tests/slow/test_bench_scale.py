"""The benchmark of scale, on an index small enough to wait for."""

from __future__ import annotations

import re

import pytest

from evals.__main__ import main
from tests.conftest import SEEDS

pytestmark = pytest.mark.slow


def test_every_line_is_measured_and_no_reader_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--scale", "400", "--reports", str(SEEDS)]) == 0
    table = capsys.readouterr().out
    lines = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE))
    assert float(lines["recall@10 of the dense retriever"]) > 0.97
    assert lines["of these failed"] == "0"
    answers = lines["answers of 2 readers during 5 builds"].replace(",", "").split(" + ")
    assert len(answers) == 2 and all(int(count) > 0 for count in answers)
