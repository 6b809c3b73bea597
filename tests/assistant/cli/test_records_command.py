"""The command `records`: an answer by its id or its link, shown, and deleted before its term."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.settings import load_settings
from assistant.wiring import open_records
from tests.assistant.web.samples import answered


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ASSISTANT_DATA", str(tmp_path))
    return open_records(load_settings()).keep(answered())


def test_an_answer_is_shown_by_its_id_or_link(
    kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for named in (kept, f"http://127.0.0.1:7860/a/{kept}"):
        assert main(["records", named]) == 0
        assert "189.3亿元" in json.loads(capsys.readouterr().out)["text"]


def test_it_is_deleted_once_and_then_not_there(
    kept: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["records", kept, "--delete"]) == 0
    assert main(["records", kept, "--delete"]) == 2
    assert main(["records", kept]) == 2
    assert "没有编号为" in capsys.readouterr().err
