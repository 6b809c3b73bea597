"""The commands as people and scripts call them: contracts, exit codes, and bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main
from tests.conftest import SEEDS

ROOT = Path(__file__).parents[2]
ANSWER_KEYS = [
    *("question", "resolved", "query", "understood", "status", "text", "citations", "figures"),
    *("mode", "model", "prompt_id", "index_id", "parts", "near", "timings_ms"),
]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _json(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    return dict(json.loads(capsys.readouterr().out))


def test_an_answer_as_json_has_the_contracts_keys(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "2025年北关区的GDP是多少?", "--json", "--index", str(seed_index)]) == 0
    answer = _json(capsys)
    assert list(answer) == ANSWER_KEYS
    assert answer["resolved"] == {
        "text": "2025年北关区的GDP是多少?",
        "places": ["北关区"],
        "periods": [2025],
        "indicators": ["地区生产总值"],
    }
    (citation,) = answer["citations"]  # type: ignore[misc]
    assert citation["quote"] == citation["passage"][citation["start"] : citation["end"]]
    figures = {figure["text"]: figure for figure in answer["figures"]}  # type: ignore[attr-defined]
    assert figures["189.3亿元"] == {
        "text": "189.3亿元",
        "value": "18930000000",
        "unit": "元",
        "qualifier": None,
        "status": "supported",
        "marker": 1,
        "formula": None,
    }


def test_lines_are_answered_in_order_with_their_ids(seed_index: Path, tmp_path: Path) -> None:
    lines = [
        {"id": "b", "question": "那2026年的目标呢?", "turns": ["2025年北关区的GDP是多少?"]},
        {"id": "a", "question": ""},
        {"id": 3, "question": "老人吃饭的地方建了多少个", "turns": []},
    ]
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines) + "\n\n", encoding="utf-8")
    arguments = ["ask", "--jsonl", str(source), "--out", str(out), "--index", str(seed_index)]
    assert main(arguments) == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", 3]
    assert [answer["status"] for answer in answers] == ["answered", "guardrail_empty", "answered"]
    assert all(list(answer)[1:] == ANSWER_KEYS for answer in answers)


def test_a_search_gives_ranked_results_by_line(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "query": "老旧小区改造"}\n{"id": 2, "question": "GDP"}\n', "utf-8")
    assert main(["search", "--jsonl", str(source), "-k", "3", "--index", str(seed_index)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in lines] == [1, 2]
    first = lines[0]["results"][0]
    assert list(first) == ["passage_id", "report_id", "score", "rank", "text", "headings"]
    assert first["rank"] == 1 and "老旧小区改造" in first["text"]
    assert "189.3亿元" in "".join(result["text"] for result in lines[1]["results"])


@pytest.mark.parametrize("question", ["", "\x00\x01", "好" * 10_000])
def test_a_question_that_cannot_be_asked_is_typed_and_exits_non_zero(
    seed_index: Path, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    assert main(["ask", question, "--json", "--index", str(seed_index)]) == 1
    assert str(_json(capsys)["status"]).startswith("guardrail_")


def test_no_index_is_a_sentence_and_an_error_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "GDP?", "--json", "--index", str(tmp_path / "没有")]) == 1
    captured = capsys.readouterr()
    assert "assistant build" in json.loads(captured.out)["error"]
    assert "Traceback" not in captured.err and "没有索引" in captured.err


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "第 1 行"),
        ('{"id": 1}', "question"),
        ('{"id": 1, "question": 5}', "question"),
        ('{"id": 1, "question": "好", "turns": "不是列表"}', "turns"),
    ],
)
def test_a_bad_line_is_named(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    assert main(["ask", "--jsonl", str(source), "--index", str(seed_index)]) == 2
    assert told in capsys.readouterr().err


def test_neither_or_both_of_question_and_file_is_told(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--index", str(seed_index)]) == 2
    assert "--jsonl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("ASSISTANT_INDX", "x", "ASSISTANT_INDEX"),
        ("ASSISTANT_PORT", "many", "ASSISTANT_PORT"),
        ("ASSISTANT_LLM_TIMEOUT", "-1", "ASSISTANT_LLM_TIMEOUT"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    told: str,
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["settings"]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("url", ["127.0.0.1:8000/v1", "ftp://x/v1", "http://", "大模型"])
def test_an_address_of_a_model_that_is_none_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", url)
    monkeypatch.setenv("ASSISTANT_LLM_MODEL", "m")
    assert main(["settings"]) == 2
    told = capsys.readouterr().err
    assert "ASSISTANT_LLM_BASE_URL" in told and repr(url) in told


def test_an_address_without_a_model_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", "http://127.0.0.1:8000/v1")
    assert main(["settings"]) == 2
    assert "ASSISTANT_LLM_MODEL" in capsys.readouterr().err


def test_an_instruction_for_no_model_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_QUERY_INSTRUCTION", "查询：")
    assert main(["settings"]) == 2
    assert "ASSISTANT_EMBEDDING_MODEL" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ASSISTANT_EMBEDDING_MODEL", "ASSISTANT_RERANKER_MODEL"])
def test_a_model_that_is_not_there_is_told_with_its_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seed_index: Path, name: str
) -> None:
    monkeypatch.setenv(name, "/no/such/model")
    assert main(["search", "老旧小区", "--index", str(seed_index)]) == 1
    assert "'/no/such/model'" in capsys.readouterr().err


def test_a_misspelt_setting_in_the_env_file_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_LLM_MODLE=x\n", encoding="utf-8")
    assert main(["settings"]) == 2
    assert "ASSISTANT_LLM_MODEL" in capsys.readouterr().err


def test_the_key_is_never_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_API_KEY", "sk-secret")
    assert main(["settings", "--json"]) == 0
    assert _json(capsys)["ASSISTANT_LLM_API_KEY"] == "**********"


@pytest.mark.parametrize(
    ("url", "printed"),
    [
        ("http://me:sk-secret@host:8000/v1", "http://***@host:8000/v1"),
        ("https://sk-secret@host/v1", "https://***@host/v1"),
        ("https://me:p@ss@host/v1", "https://***@host/v1"),
        ("https://host/v1?api-key=sk-secret&v=2", "https://host/v1?***"),
        ("https://host/v1@2026", "https://host/v1@2026"),
        ("http://host:8000/v1", "http://host:8000/v1"),
    ],
)
def test_a_password_in_an_address_is_never_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, printed: str
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", url)
    monkeypatch.setenv("ASSISTANT_LLM_MODEL", "m")
    assert main(["settings", "--json"]) == 0
    assert _json(capsys)["ASSISTANT_LLM_BASE_URL"] == printed


def test_nor_where_the_address_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", "ftp://me:sk-secret@host/v1")
    assert main(["settings"]) == 2
    assert "'ftp://***@host/v1'" in capsys.readouterr().err


def test_a_build_names_its_bad_files_and_exits_one(
    tmp_path: Path, report_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (report_file.parent / "空.txt").write_bytes(b"")
    arguments = ["build", str(report_file.parent), "--index", str(tmp_path / "i"), "--json"]
    assert main(arguments) == 1
    result = _json(capsys)
    assert result["reports"] == 1
    assert "空.txt" in result["failed"][0]["error"]  # type: ignore[index]


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "latin-1", "utf-8"])
def test_what_a_terminal_cannot_print_ends_no_command(seed_index: Path, encoding: str) -> None:
    command = [
        sys.executable,
        "-m",
        "assistant",
        "search",
        "公园𠀀\udcba",
        "--index",
        str(seed_index),
    ]
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
    told = ended.stdout.decode(encoding)
    assert ("公园" in told) == (encoding in ("gb18030", "utf-8"))
    assert (r"\u516c\u56ed" in told) == (encoding in ("ascii", "latin-1"))


def test_a_new_report_beside_the_seeds_is_answered_and_so_are_they(
    tmp_path: Path,
    report_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = str(tmp_path / "i")
    assert main(["build", str(SEEDS), str(report_file.parent), "--index", index]) == 0
    assert main(["ask", "青山县2024年生产总值是多少", "--index", index]) == 0
    assert "120.5亿元" in capsys.readouterr().out
    assert main(["ask", "北关区2025年生产总值是多少", "--index", index]) == 0
    out = capsys.readouterr().out
    assert "189.3亿元" in out and "120.5" not in out
    assert main(["ask", "去年生产总值是多少", "--index", index]) == 0
    assert "189.3亿元" in capsys.readouterr().out  # the seed is at home
    monkeypatch.setenv("ASSISTANT_HOME_PLACE", "青山县")
    assert main(["ask", "去年生产总值是多少", "--index", index]) == 0
    assert "120.5亿元" in capsys.readouterr().out


def test_what_needs_nothing_heavy_loads_nothing_heavy() -> None:
    heavy = (
        "import sys, assistant.__main__, assistant.settings; "
        "print([m for m in ('torch', 'chromadb', 'gradio', 'numpy') if m in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", heavy], check=True, capture_output=True, text=True, cwd=SEEDS.parent
    )
    assert loaded.stdout.strip() == "[]"


def test_the_reports_are_listed_with_their_parents_counts_and_file(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reports", "--json", "--index", str(seed_index)]) == 0
    listed = _json(capsys)
    assert (listed["same_text"], listed["refused"]) == ([], [])
    reports = listed["reports"]
    assert isinstance(reports, list)
    assert [report["report_id"][-2:] for report in reports] == ["#1", "#2", "#3"]
    last = reports[2]
    assert set(last) == {
        "report_id", "title", "place", "parents", "level", "kind", "year", "years", "date", "path",
        "passages", "figures", "doubts",
    }  # fmt: skip
    assert (last["place"], last["parents"]) == ("安阳市北关区", ["安阳市", "河南省"])
    assert (last["year"], last["level"], last["doubts"]) == (2026, "district", [])
    assert (last["kind"], last["years"]) == ("work_report", [2025, 2026])
    assert last["figures"] > 60
    assert main(["reports", "--index", str(seed_index)]) == 0
    told = capsys.readouterr().out
    assert "北关区（河南省安阳市）" in told
    assert "2026年　工作报告　《" in told
    assert "共 3 篇报告，0 篇存疑。" in told


def test_a_build_and_the_list_tell_doubts_copies_and_refusals(
    report_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index = str(tmp_path / "index")
    report_file.with_name("副本.txt").write_bytes(report_file.read_bytes())
    report_file.with_name("襄阳.txt").write_text("我代表国务院，向大会报告工作。", encoding="utf-8")
    assert main(["build", str(report_file.parent), "--index", index]) == 1
    built = capsys.readouterr()
    assert main(["reports", "--index", index]) == 0
    listed = capsys.readouterr().out
    for told in (built.out, listed):
        assert "'副本.txt' 与 '2025年青山县政府工作报告.txt' 的文本相同" in told
        assert "存疑" in told
    assert "'国务院' 的报告" in built.err
    assert "'国务院' 的报告" in listed
    report_file.with_name("襄阳.txt").unlink()
    report_file.write_text("# 报告\n\n新建公园7个。\n", encoding="utf-8")
    assert main(["build", str(report_file.parent), "--index", index]) == 0
    capsys.readouterr()
    assert main(["reports", "--json", "--index", index]) == 0
    now = _json(capsys)
    assert (now["refused"], now["same_text"]) == ([], [])


def test_an_explained_search_tells_every_sign_and_what_was_not_taken(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["search", "2025年一般公共预算收入", "-k", "2", "--explain", "--index", str(seed_index)]
    assert main([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [hit["rank"] for hit in told["results"] + told["rejected"][:1]] == [1, 2, 3]
    assert told["candidates"] >= 3
    best = told["results"][0]
    assert set(best["signals"]) == {"keywords", "vectors", "words", "ledger"}
    assert best["signals"]["ledger"]["score"] == 1.0
    assert best["score"] >= told["rejected"][0]["score"]
    assert main(asked) == 0
    lines = capsys.readouterr().out
    assert "台账 1.000" in lines and "以下未取" in lines


def test_a_search_in_a_place_not_covered_names_it(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ["search", "财政收入", "--index", str(seed_index)]
    assert main([*there, "--place", "北关区", "--year", "2026"]) == 0
    assert "北关区" in capsys.readouterr().out
    assert main([*there, "--year", "1999"]) == 0
    assert capsys.readouterr().out == ""
    assert main([*there, "--place", "火星"]) == 2
    assert "火星" in capsys.readouterr().err
