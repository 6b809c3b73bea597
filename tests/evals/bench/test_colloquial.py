from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.bench.colloquial import load_colloquial
from evals.errors import CasesInvalid

LINE = {
    "id": "q1",
    "topic": "教育",
    "split": "dev",
    "question": "娃上学难不难？",
    "evidence": [{"report": "青山#1", "quote": "新增学位3000个"}],
}


def write(file: Path, *lines: dict[str, object]) -> Path:
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return file


def test_lines_are_read_in_order(tmp_path: Path) -> None:
    read = load_colloquial(write(tmp_path / "c.jsonl", LINE, {**LINE, "id": "q2"}))
    assert [one.id for one in read] == ["q1", "q2"]
    assert read[0].evidence[0].quote == "新增学位3000个"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"evidence": []}, "evidence"),
        ({"split": "train"}, "split"),
        ({"id": "q1"}, "'q1' 重复"),
        ({"answer": "不难"}, "answer"),
        ({"evidence": [{"report": "青山#1"}]}, "quote"),
    ],
)
def test_a_wrong_line_is_told_by_number(
    tmp_path: Path, change: dict[str, object], told: str
) -> None:
    file = write(tmp_path / "c.jsonl", LINE, {**LINE, "id": "q2", **change})
    with pytest.raises(CasesInvalid, match=f"第 2 行.*{told}"):
        load_colloquial(file)


def test_a_file_without_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(CasesInvalid, match="没有题目"):
        load_colloquial(write(tmp_path / "c.jsonl"))
    with pytest.raises(CasesInvalid, match="gone"):
        load_colloquial(tmp_path / "gone.jsonl")
