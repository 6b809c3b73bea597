from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases.case import Case, load_cases
from evals.errors import BAD_INPUT, PASSED, ImportInvalid
from evals.imports.formats import Format
from evals.imports.importing import import_benchmark
from index.chunker import cut
from index.reports.reader import read_reports

RIVER = "青河全长120公里，发源于青山。1963年建成大坝；坝高45米。"
HILL = "青山海拔1,530米。\r\n山上有寺\x00，名为云寺。"


def rgb(**changes: object) -> dict[str, object]:
    return {
        "id": 0,
        "query": "青河有多长？",
        "answer": ["120公里"],
        "positive": [RIVER],
        "negative": [HILL],
        **changes,
    }


def squad(*questions: dict[str, object], context: str = RIVER, title: str = "青河") -> object:
    paragraph = {"context": context, "qas": list(questions)}
    return {"version": "v2.0", "data": [{"title": title, "paragraphs": [paragraph]}]}


def asked(**changes: object) -> dict[str, object]:
    return {
        "id": "q1",
        "question": "青河有多长？",
        "answers": [{"text": "120公里", "answer_start": 4}],
        **changes,
    }


def imported(tmp_path: Path, form: Format, *lines: object) -> tuple[list[Case], dict[str, str]]:
    """The cases, and the texts of the reports as the product's reader reads them, by id."""
    file = tmp_path / "benchmark.json"
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    import_benchmark(file, form, tmp_path / "out")
    reports = [
        report
        for path in sorted((tmp_path / "out" / "reports").iterdir())
        for report in read_reports(path)
    ]
    for report in reports:
        assert "".join(passage.text for passage in cut(report)) == report.text
        assert (report.place, report.year) == (None, None)
    cases = load_cases(tmp_path / "out" / "cases.jsonl")
    texts = {report.id: report.text for report in reports}
    for case in cases:
        assert all(one.quote in texts[one.report] for one in case.evidence)
    return cases, texts


def fault(tmp_path: Path, form: Format, content: str) -> str:
    file = tmp_path / "benchmark.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ImportInvalid) as told:
        import_benchmark(file, form, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    return str(told.value)


def test_an_rgb_line_becomes_a_case_with_the_sentence_as_evidence(tmp_path: Path) -> None:
    (case,), texts = imported(tmp_path, "rgb", rgb())
    assert (case.id, case.question, case.contains) == ("0", "青河有多长？", (("120公里",),))
    assert (case.must_answer, case.statuses, case.category) == (True, ("answered",), "text")
    assert [(one.report, one.quote) for one in case.evidence] == [
        ("rgb-00001#1", "青河全长120公里，发源于青山。")
    ]
    assert list(texts) == ["rgb-00001#1", "rgb-00002#1"]


def test_what_the_reader_would_refuse_is_taken_out_and_line_ends_stay(tmp_path: Path) -> None:
    (case,), texts = imported(
        tmp_path, "rgb", rgb(query="寺名？", answer="云寺", positive=[HILL], negative=["\ud800空"])
    )
    assert texts == {
        "rgb-00001#1": "青山海拔1,530米。\r\n山上有寺，名为云寺。\n",
        "rgb-00002#1": "空\n",
    }
    assert case.evidence[0].quote == "山上有寺，名为云寺。"


def test_inner_lists_are_alternatives_and_each_entry_is_wanted(tmp_path: Path) -> None:
    both = rgb(answer=[["120千米", "120公里"], "1,530米"], positive=[[RIVER], [HILL]], negative=[])
    (case,), _ = imported(tmp_path, "rgb", both)
    assert case.contains == (("120千米", "120公里"), ("1,530米",))
    assert [one.report for one in case.evidence] == ["rgb-00001#1", "rgb-00002#1"]


def test_a_false_answer_is_forbidden_and_the_false_text_left_out(tmp_path: Path) -> None:
    (case,), texts = imported(
        tmp_path, "rgb", rgb(fakeanswer="210公里", positive_wrong=[RIVER.replace("120", "210")])
    )
    assert case.forbidden == ("210公里",)
    assert not any("210" in text for text in texts.values())


def test_a_false_answer_that_the_right_one_holds_is_not_forbidden(tmp_path: Path) -> None:
    (case,), _ = imported(tmp_path, "rgb", rgb(answer="120公里，发源于青山", fakeanswer="青山"))
    assert case.forbidden == ()


def test_without_a_positive_text_only_a_refusal_is_right(tmp_path: Path) -> None:
    (case,), texts = imported(tmp_path, "rgb", rgb(positive=[]))
    assert (case.must_answer, case.contains, case.evidence) == (False, (), ())
    assert "unanswerable_not_in_reports" in case.statuses
    assert len(texts) == 1


def test_an_array_is_read_as_lines_are_and_ids_are_made_unique(tmp_path: Path) -> None:
    cases, texts = imported(
        tmp_path, "rgb", [rgb(), rgb(query="多长？"), rgb(id="0-2"), rgb(id=None)]
    )
    assert [case.id for case in cases] == ["0", "0-2", "0-2-2", "4"]
    assert len(texts) == 2


def test_a_squad_paragraph_becomes_one_report_with_its_title(tmp_path: Path) -> None:
    several = asked(answers=[{"text": "120公里"}, {"text": "全长120公里"}, {"text": "120公里"}])
    none = asked(id="q2", question="谁建的？", answers=[], is_impossible=True)
    cases, texts = imported(tmp_path, "squad", squad(several, none))
    assert texts == {"squad-00001#1": f"# 青河\n\n{RIVER}\n"}
    assert cases[0].contains == (("120公里", "全长120公里"),)
    assert [(case.id, case.must_answer) for case in cases] == [("q1", True), ("q2", False)]


def test_the_flat_form_of_cmrc_is_read(tmp_path: Path) -> None:
    flat = [
        {
            "context_id": "T_1",
            "context_text": RIVER,
            "title": "青河",
            "qas": [{"query_id": "T_1_Q", "query_text": "坝多高？", "answers": ["45米"]}],
        }
    ]
    (case,), _ = imported(tmp_path, "squad", flat)
    assert (case.id, case.evidence[0].quote) == ("T_1_Q", "坝高45米。")


def test_an_answer_over_several_sentences_has_them_all_as_evidence(tmp_path: Path) -> None:
    (case,), _ = imported(tmp_path, "squad", squad(asked(answers=["发源于青山。1963年建成大坝"])))
    assert case.evidence[0].quote == "青河全长120公里，发源于青山。1963年建成大坝；"


def test_items_whose_answer_is_not_in_the_text_are_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "b.json", tmp_path / "out"
    lines = [rgb(), rgb(answer="300公里"), rgb(answer="20公里"), rgb(answer=[" "])]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert main(["import", str(file), "--format", "rgb", "--out", str(out)]) == PASSED
    told = capsys.readouterr()
    assert "已写入 1 题" in told.out and "已写入 2 份报告" in told.out
    # 20公里 stands in the text only as a part of 120公里.
    assert "跳过 2 题：答案不在原文中，如 b.json 第 2 行。" in told.err
    assert "跳过 1 题：答案是空的，如 b.json 第 4 行。" in told.err


@pytest.mark.parametrize(
    ("form", "content", "told"),
    [
        ("rgb", json.dumps(rgb()) + "\n{broken", "第 2 行 不是有效的 JSON：第 1 行第 2 列"),
        ("rgb", '{"query": "长？", "answer": "1"}', "第 1 行，字段 positive：缺少这一项"),
        ("rgb", json.dumps([rgb(), {"query": "长？"}]), "第 2 项，字段 answer：缺少这一项"),
        ("rgb", json.dumps(rgb(query=" ")), "字段 query："),
        ("rgb", "", "是空的"),
        ("rgb", "[]", "没有可用的题目"),
        ("rgb", json.dumps(rgb(answer="无")), "第 1 行，答案不在原文中"),
        ("squad", "[" * 100_000, "嵌套过深"),
        ("squad", '{"data": [{"paragraphs": [{"qas": []}]}]}', "data.0.paragraphs.0.context"),
        ("squad", '{"version": "1"}', "字段 data：缺少这一项"),
        ("squad", json.dumps(squad({"id": "q"})), "data.0.paragraphs.0.qas.0.question"),
        ("squad", "3", "字段 整体"),
    ],
)
def test_what_is_not_in_the_format_is_told_with_its_place(
    tmp_path: Path, form: Format, content: str, told: str
) -> None:
    assert told in fault(tmp_path, form, content)


def test_a_file_that_is_missing_too_large_or_no_text_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "b.json"
    command = ["import", str(file), "--format", "squad", "--out", str(tmp_path / "out")]
    assert main(command) == BAD_INPUT
    file.write_bytes(b"\xff\xfe\x00")
    assert main(command) == BAD_INPUT
    monkeypatch.setattr("evals.imports.formats.MAX_BYTES", 2)
    assert main(command) == BAD_INPUT
    missing, no_text, too_large = capsys.readouterr().err.splitlines()
    assert "无法读取" in missing and "不是 UTF-8" in no_text and "超过" in too_large


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    file, out = tmp_path / "b.json", tmp_path / "out"
    file.write_text(json.dumps(rgb()), encoding="utf-8")
    out.mkdir()
    import_benchmark(file, "rgb", out)  # an empty one is free
    before = (out / "cases.jsonl").read_text(encoding="utf-8")
    with pytest.raises(ImportInvalid, match="已有内容"):
        import_benchmark(file, "rgb", out)
    assert (out / "cases.jsonl").read_text(encoding="utf-8") == before


def test_without_answers_no_text_holds_one_and_only_a_refusal_is_right(tmp_path: Path) -> None:
    file = tmp_path / "squad.json"
    hill = {"id": "q2", "question": "青山有多高？", "answers": [{"text": "300米"}]}
    context = "青河长120公里。它流过青山，山高300米。两岸种着柳树。"
    file.write_text(json.dumps(squad(asked(), hill, context=context)), encoding="utf-8")
    import_benchmark(file, "squad", tmp_path / "out", without_answers=True)
    (text,) = [path.read_text() for path in (tmp_path / "out" / "reports").iterdir()]
    assert text == "# 青河\n\n两岸种着柳树。\n"
    cases = load_cases(tmp_path / "out" / "cases.jsonl")
    assert [case.id for case in cases] == ["q1", "q2"]
    assert not any(case.must_answer or case.contains for case in cases)
