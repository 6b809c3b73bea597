"""Gold data in JSON lines: what is wrong with a line is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases.json_lines import Identified, load_lines
from evals.errors import CasesInvalid


class _Named(Identified):
    name: str


def _written(folder: Path, *lines: str) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_the_objects_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    file = _written(tmp_path, '{"id": "b", "name": "乙"}', "", '{"id": "a", "name": "甲"}')
    assert [one.name for one in load_lines(file, _Named)] == ["乙", "甲"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"id": "a", "name": "甲"}', "第 2 行，字段 id：'a' 重复"),
        ('{"id": "", "name": "甲"}', "第 2 行，字段 id"),
        ('{"id": "b"}', "第 2 行，字段 name"),
        ('{"id": "b", "name": "甲", "nmae": ""}', "第 2 行，字段 nmae"),
        ("{", "第 2 行，字段 整行"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(CasesInvalid, match=why):
        load_lines(_written(tmp_path, '{"id": "a", "name": "甲"}', line), _Named)


def test_a_file_that_is_not_there_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(CasesInvalid, match="无法读取"):
        load_lines(tmp_path / "gold.jsonl", _Named)
    with pytest.raises(CasesInvalid, match="没有题目"):
        load_lines(_written(tmp_path), _Named)
