"""`assistant draft` as people and scripts call it: forms of output, settings, exit codes."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest
from docx import Document

from assistant.__main__ import main
from assistant.staff.inquiry import MAX_BYTES
from tests.assistant.staff.letters import FOLDER

LETTER = str(FOLDER / "02-个人信息.txt")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_markdown_on_standard_output_and_notices_beside_it(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["draft", LETTER, "--index", str(seed_index), "--date", "2026-11-24"]
    assert main([*arguments, "--office", "北关区民政局"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("# 关于") and "北关区民政局  \n2026年11月24日" in captured.out
    assert "40个" in captured.out and "拟稿，待审核" in captured.err
    assert "王建国" not in captured.out + captured.err


def test_json_has_its_keys_and_nothing_personal(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draft", LETTER, "--json", "--index", str(seed_index)]) == 0
    out = capsys.readouterr().out
    made = json.loads(out)
    assert list(made) == [
        *("inquiry", "masked", "questions", "matters", "notices", "replies", "text"),
    ]
    assert made["masked"][:2] == ["姓名", "身份证号"] and "〔手机号〕" in made["inquiry"]
    assert list(made["replies"][0]) == ["question", "paragraph", "answer"]
    assert made["replies"][0]["answer"]["figures"][0]["status"] == "supported"
    assert made["text"].startswith("# ")
    for secret in ("王建国", "41050319620214003X", "138-3721-4567", "2925678"):
        assert secret not in out


def test_a_word_file_is_written_and_nothing_else(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "答复.docx"
    assert main(["draft", LETTER, "--docx", str(out), "--index", str(seed_index)]) == 0
    assert capsys.readouterr().out == ""
    assert Document(str(out)).paragraphs[0].text.endswith("的答复")


def test_a_letter_on_standard_input_and_the_office_from_the_settings(
    seed_index: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_OFFICE", "北关区信访局")
    typed = io.TextIOWrapper(io.BytesIO("去年GDP多少？".encode("gb18030")))
    monkeypatch.setattr("sys.stdin", typed)
    assert main(["draft", "-", "--index", str(seed_index)]) == 0
    out = capsys.readouterr().out
    assert "北关区信访局" in out and "189.3亿元" in out


def test_no_question_is_said_in_words(seed_index: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft", str(FOLDER / "05-没有问题.txt"), "--index", str(seed_index)]) == 0
    assert "没有找到可以依据报告答复的问题" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.txt", b"", "是空的"),
        ("大.txt", b"a" * (MAX_BYTES + 1), "2 MB"),
        ("图.png", b"\x89PNG", "格式不支持"),
        ("没有.txt", None, "无法读取"),
    ],
)
def test_a_letter_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["draft", str(tmp_path / name), "--json"]) == 2
    captured = capsys.readouterr()
    assert told in captured.err and name in captured.err
    assert told in json.loads(captured.out)["error"]


def test_a_file_that_cannot_be_written_and_a_date_that_is_none(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = str(tmp_path / "没有" / "a.docx")
    assert main(["draft", LETTER, "--docx", nowhere, "--index", str(seed_index)]) == 2
    assert "无法写入" in capsys.readouterr().err
    with pytest.raises(SystemExit) as raised:
        main(["draft", LETTER, "--date", "2026-02-30"])
    assert raised.value.code == 2 and "2026-02-30" in capsys.readouterr().err
