"""Answers written elsewhere: a verdict a figure, whatever their markers and their passages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.check.foreign import VerifyLine, check

TOLD = (
    "全年生产总值完成189.3亿元,同比增长5.5%。规模以上工业增加值增长15.2%,"
    "社会消费品零售总额完成79.38亿元,同比增长5.8%。出口总额下降3.2%。接待游客9100余人次。"
)
AIMED = "生产总值增长5.5%左右,一般公共预算收入增长3%左右。"


def verdicts(text: str) -> list[tuple[str, str]]:
    line = VerifyLine.model_validate(
        {
            "id": 1,
            "text": text,
            "passages": [
                {
                    "marker": 1,
                    "title": "2026年北关区政府工作报告",
                    "headings": ["2025年工作回顾"],
                    "text": TOLD,
                },
                {
                    "marker": 2,
                    "title": "2026年北关区政府工作报告",
                    "headings": ["2026年预期目标"],
                    "text": AIMED,
                },
            ],
        }
    )
    return [(verdict.text, verdict.status) for verdict in check(line) if verdict.unit != "year"]


@pytest.mark.parametrize(
    ("text", "figure", "status"),
    [
        ("2025年GDP为189.3亿元[1]。", "189.3亿元", "supported"),
        ("2025年国内生产总值达到18930000000元。[1]", "18930000000元", "supported"),
        ("GDP约190亿元[1]。", "约190亿元", "rounded"),
        ("GDP为190亿元[1]。", "190亿元", "unsupported"),
        ("社零比GDP少109.92亿元：GDP189.3亿元，社零79.38亿元[1]。", "109.92亿元", "derived"),
        ("2026年GDP预期增长5.5%左右[2]。", "5.5%左右", "supported"),
        ("2026年GDP预期增长5.5%[2]。", "5.5%", "qualifier_lost"),
        ("2025年GDP增长5.5%左右[2]。", "5.5%左右", "unsupported"),
        ("2026年GDP为189.3亿元[1]。", "189.3亿元", "unsupported"),
        ("2026年GDP的目标是189.3亿元[1]。", "189.3亿元", "unsupported"),
        ("社零为189.3亿元[1]。", "189.3亿元", "unsupported"),
        ("GDP增长15.2%[1]。", "15.2%", "unsupported"),
        ("出口总额增长3.2%[1]。", "3.2%", "unsupported"),
        ("出口总额下降3.2%[1]。", "3.2%", "supported"),
        ("文峰区2025年GDP为189.3亿元[1]。", "189.3亿元", "unsupported"),
        ("北关区2025年GDP为189.3亿元[1]。", "189.3亿元", "supported"),
        ("GDP为189.3亿元[2]。", "189.3亿元", "miscited"),
        ("GDP为189.3亿元。", "189.3亿元", "miscited"),
        ("GDP为189.3亿元[9]。", "189.3亿元", "miscited"),
        ("游客9100人次[1]。", "9100人次", "qualifier_lost"),
        ("GDP增长5.5个百分点[1]。", "5.5个百分点", "unsupported"),
    ],
)
def test_each_figure_has_its_verdict(text: str, figure: str, status: str) -> None:
    assert (figure, status) in verdicts(text)


def test_markers_stand_for_what_is_before_them() -> None:
    text = "2025年GDP增长5.5%[1]，2026年一般公共预算收入预期增长3%左右[2]。"
    assert verdicts(text) == [("5.5%", "supported"), ("3%左右", "supported")]


@pytest.mark.parametrize("text", ["", "没有数字。", "[1]", "一是抓好落实。[1]", "。。。"])
def test_a_text_without_figures_has_no_verdicts(text: str) -> None:
    assert verdicts(text) == []


def test_the_command_writes_a_line_for_each_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "in.jsonl"
    lines = [
        {"id": "甲", "text": "生产总值189.3亿元[1]。", "passages": [{"marker": 1, "text": TOLD}]},
        {"id": 2, "text": "生产总值198.3亿元[1]。", "passages": [{"marker": 1, "text": TOLD}]},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert main(["verify", "--jsonl", str(file)]) == 0
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in out] == ["甲", 2]
    assert [line["figures"][0]["status"] for line in out] == ["supported", "unsupported"]
    assert out[0]["figures"][0] == {
        "text": "189.3亿元", "value": "18930000000", "unit": "元", "qualifier": None,
        "status": "supported", "marker": 1, "formula": None,
    }  # fmt: skip


def test_a_line_that_is_none_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "text": "x"}\n', encoding="utf-8")
    assert main(["verify", "--jsonl", str(file)]) == 2
    assert "passages" in capsys.readouterr().err
