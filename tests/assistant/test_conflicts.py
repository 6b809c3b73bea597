"""Two reports that tell one figure differently are both shown; odd reports and questions are borne."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant

REPORT = "# 2026年甲县政府工作报告\n\n## 2025年工作回顾\n\n{text}\n"


def built(tmp_path: Path, *texts: str) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number, text in enumerate(texts, start=1):
        file = folder / f"2026年甲县政府工作报告（{number}）.txt"
        file.write_text(REPORT.format(text=text), encoding="utf-8")
        file.with_name(file.stem + ".meta.toml").write_text(
            'place = "甲县"\nlevel = "district"\nyear = 2026\n', encoding="utf-8"
        )
    index = tmp_path / "index"
    assert main(["build", str(folder), "--index", str(index)]) == 0
    return index


def assistant_over(index: Path) -> Assistant:
    return open_assistant(Settings(index=index))


def test_two_values_for_one_indicator_are_told_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = built(
        tmp_path, "全年生产总值完成120.5亿元，增长6%。", "全县生产总值达到118.2亿元，增长6%。"
    )
    text = assistant_over(index).ask("甲县2025年GDP是多少？").text
    assert "120.5亿元" in text
    assert "118.2亿元" in text
    assert "另一处所记不同" in text
    capsys.readouterr()
    assert main(["figures", "--conflicts", "--json", "--index", str(index)]) == 0
    (conflict,) = json.loads(capsys.readouterr().out)["conflicts"]
    assert [entry["text"] for entry in conflict] == ["120.5亿元", "118.2亿元"]


def test_a_rounded_value_is_no_conflict(tmp_path: Path) -> None:
    index = built(tmp_path, "全年生产总值完成120.46亿元。", "全县生产总值达到120.5亿元。")
    answer = assistant_over(index).ask("甲县2025年GDP是多少？")
    assert answer.status == "answered" and "120.46亿元" in answer.text
    assert "另一处" not in answer.text


def test_a_report_without_figures_has_an_empty_ledger(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = built(tmp_path, "坚持党的领导，改革开放不断深化，社会大局和谐稳定。")
    capsys.readouterr()
    assert main(["figures", "--index", str(index)]) == 0
    assert capsys.readouterr().out == "共 0 条。\n"
    assert assistant_over(index).ask("甲县2025年GDP是多少？").status.startswith("unanswerable_")


def test_odd_figures_are_read_and_told(tmp_path: Path) -> None:
    digits = "9" * 300
    index = built(
        tmp_path,
        f"工业投资完成{digits}元。出口总额下降3.2%。一般公共预算收入同比-0.5%。"
        "社会消费品零售总额增长8%—6%。技术合同成交额完成0元。",
    )
    assistant = assistant_over(index)
    assert digits in assistant.ask("甲县2025年工业投资是多少？").text
    assert "下降3.2%" in assistant.ask("甲县2025年出口总额增长多少？").text
    assert "-0.5%" in assistant.ask("甲县2025年一般公共预算收入增长多少？").text
    assert "8%—6%" in assistant.ask("甲县2025年社零增长多少？").text
    assert "0元" in assistant.ask("甲县2025年技术合同成交额是多少？").text


def test_a_question_with_a_dozen_figures_is_borne(assistant: Assistant) -> None:
    figures = "、".join(f"{n}.5亿元" for n in range(1, 13))
    answer = assistant.ask(f"去年GDP是{figures}中的哪一个？")
    assert answer.status == "answered" and "189.3亿元" in answer.text
    assert not any(f"{n}.5亿元" in answer.text for n in range(1, 13))


def test_the_ledger_as_csv_opens_in_a_spreadsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seed_index: Path
) -> None:
    assert main(["figures", "--csv", "--indicator", "社零", "--index", str(seed_index)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("地方,时间,指标,原文,数值,单位")
    assert "安阳市北关区,2025,社会消费品零售总额,79.38亿元,7938000000,元" in rows[0]


def test_a_place_that_is_not_covered_is_named(
    capsys: pytest.CaptureFixture[str], seed_index: Path
) -> None:
    assert main(["figures", "--place", "文峰区", "--index", str(seed_index)]) == 2
    assert "文峰区" in capsys.readouterr().err


def test_the_whole_ledger_needs_no_encoder(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seed_index: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "/no/such/model")
    assert main(["figures", "--year", "2026", "--index", str(seed_index)]) == 0
    assert "5.5%左右" in capsys.readouterr().out
    assert main(["figures", "--indicator", "GDP", "--index", str(seed_index)]) == 1
