from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evals.cases.case import (
    CASES_FOLDER,
    ONLY_WHEN_NAMED,
    is_refusal,
    load_cases,
    load_suites,
    of_ids,
    read_ids,
    suite_paths,
)
from evals.errors import CasesInvalid
from evals.measures.open_questions import load_open
from tests.evals.samples import case_line, fact, refusal_line


def write(path: Path, *lines: object) -> Path:
    rows = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_a_case_reads_with_its_value_as_an_exact_decimal(tmp_path: Path) -> None:
    value = "0.1000000000000000055511151231257827"
    (case,) = load_cases(write(tmp_path / "s.jsonl", case_line(facts=[fact(value=value)])))
    assert case.facts[0].value == Decimal(value)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("{not json", "整行"),
        (case_line(surprise=1), "surprise"),
        (
            {"nota" if key == "note" else key: value for key, value in case_line().items()},
            "nota",
        ),
        (case_line(draft="false"), "draft"),
        (case_line(facts=[fact(period="2025")]), "facts.0.period"),
        (case_line(turns="前一问"), "turns"),
        (case_line(facts=[fact(value=5.5)]), "facts.0.value"),
        (case_line(facts=[fact(value="5,5")]), "facts.0.value"),
        (case_line(facts=[fact(value="NaN")]), "facts.0.value"),
        (case_line(facts=[fact(unit=None)]), "facts.0.unit"),
        (case_line(statuses=["anwsered"]), "statuses.0"),
        (case_line(category="other"), "category"),
        (case_line(evidence=[{"report": "r", "quote": ""}]), "evidence.0.quote"),
        ({key: value for key, value in case_line().items() if key != "note"}, "note"),
    ],
)
def test_a_broken_line_is_named_with_file_line_and_field(
    tmp_path: Path, line: object, field: str
) -> None:
    suite = write(tmp_path / "suite.jsonl", case_line(id="first"), "", line)
    with pytest.raises(CasesInvalid) as caught:
        load_cases(suite)
    assert f"suite.jsonl 第 3 行，字段 {field}：" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (case_line(statuses=["answered_partly"]), "须含 'answered'"),
        (case_line(statuses=["answered", "unanswerable_place"]), "不可含拒答"),
        (case_line(facts=[]), "facts 与 contains"),
        (case_line(evidence=[]), "evidence"),
        (case_line(contains=[[]]), "空的一组"),
        (refusal_line(statuses=["answered_partly"]), "须含一种拒答"),
        (refusal_line(statuses=["answered", "unanswerable_place"]), "不可有 'answered'"),
        (refusal_line(facts=[fact()]), "facts"),
    ],
)
def test_a_case_that_cannot_be_scored_is_refused(
    tmp_path: Path, line: dict[str, object], reason: str
) -> None:
    with pytest.raises(CasesInvalid, match=reason):
        load_cases(write(tmp_path / "s.jsonl", line))


def test_a_duplicate_id_is_refused_where_it_comes_again(tmp_path: Path) -> None:
    suite = write(tmp_path / "s.jsonl", case_line(), refusal_line(), case_line())
    with pytest.raises(CasesInvalid, match=r"第 3 行，字段 id：'fig-gdp' 重复"):
        load_cases(suite)


def test_an_id_in_two_suites_is_refused(tmp_path: Path) -> None:
    suites = [str(write(tmp_path / name, case_line())) for name in ("a.jsonl", "b.jsonl")]
    with pytest.raises(CasesInvalid, match="已见于评测集 'a'"):
        load_suites(suites)


def test_several_suites_are_known_by_their_names(tmp_path: Path) -> None:
    suites = [
        str(write(tmp_path / "a.jsonl", case_line())),
        str(write(tmp_path / "b.jsonl", refusal_line())),
    ]
    loaded = load_suites(suites)
    assert {name: [case.id for case in cases] for name, cases in loaded.items()} == {
        "a": ["fig-gdp"],
        "b": ["no-place"],
    }


@pytest.mark.parametrize("content", [b"", b"\n \n", "中".encode("gb18030")])
def test_a_file_without_cases_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(content)
    with pytest.raises(CasesInvalid, match=r"s\.jsonl"):
        load_cases(path)


def test_an_unknown_suite_is_named() -> None:
    with pytest.raises(CasesInvalid, match="'no-such-suite'"):
        load_suites(["no-such-suite"])


def test_what_is_a_refusal() -> None:
    refusals = ["unanswerable_place", "clarify_question", "guardrail_empty"]
    assert all(map(is_refusal, refusals))
    assert not any(map(is_refusal, ["answered", "answered_partly", "error_model"]))


def test_two_suites_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    suites = [
        str(write(tmp_path / "x" / "s.jsonl", case_line(id="1"))),
        str(write(tmp_path / "y" / "s.jsonl", case_line(id="2"))),
    ]
    with pytest.raises(CasesInvalid, match="两个评测集同名"):
        load_suites(suites)


def test_without_a_name_the_suites_on_the_seed_are_meant() -> None:
    assert set(load_suites()) == {
        "attack", "follow-up", "refusal", "robust", "seed-figures", "seed-text",
    }  # fmt: skip


def test_a_suite_on_reports_that_do_not_ship_is_asked_only_when_named() -> None:
    assert not ONLY_WHEN_NAMED & {path.stem for path in suite_paths()}
    assert [path.stem for path in suite_paths(["reports"])] == ["reports"]
    assert {path.stem for path in CASES_FOLDER.glob("*.jsonl")} >= ONLY_WHEN_NAMED


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(case_line()).encode())
    assert [case.id for case in load_cases(path)] == ["fig-gdp"]


def test_a_file_that_is_not_there_is_told_as_one() -> None:
    with pytest.raises(CasesInvalid, match="没有文件"):
        load_suites(["no/such/suite.jsonl"])


def test_the_cases_that_a_file_lists_are_those_asked(tmp_path: Path) -> None:
    file = tmp_path / "ids.txt"
    suites = load_suites(["seed-text", "refusal"])
    first, second = suites["seed-text"][3].id, suites["seed-text"][0].id
    file.write_text(f"{first}\n{second}\nof-another-suite\n", encoding="utf-8")
    assert [case.id for case in of_ids(suites, file)["seed-text"]] == [second, first]
    assert list(of_ids(suites, file)) == ["seed-text"]
    file.write_text("of-another-suite", encoding="utf-8")
    with pytest.raises(CasesInvalid):
        of_ids(suites, file)
    with pytest.raises(CasesInvalid):
        of_ids(suites, tmp_path / "none.txt")


def test_the_sample_asked_with_a_model_is_of_cases_that_there_are() -> None:
    ids = read_ids(CASES_FOLDER / "with-model.txt")
    cases = {case.id for suite in load_suites(["reports"]).values() for case in suite}
    cases |= {case.id for suite in load_suites().values() for case in suite}
    cases |= {question.id for question in load_open("dev")}
    assert len(ids) == 180 and ids <= cases
