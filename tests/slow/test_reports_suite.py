"""The suite on reports that do not ship: each case sound, each names its place, of each enough."""

from __future__ import annotations

import pytest

from evals.cases.case import CASES_FOLDER, Case, load_cases
from index.figures.places import names_of
from index.report import Report
from index.reports.reader import read_reports
from tests.evals.soundness import (
    check_evidence_is_verbatim,
    check_facts_stand_in_the_evidence,
    check_no_fact_is_forbidden,
    check_something_wanted_is_not_forbidden,
    check_twin_is_there,
    check_wanted_text_can_be_had,
)
from tests.shared_reports import FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(CASES_FOLDER / "reports.jsonl")


@pytest.fixture(scope="module")
def reports(cases: list[Case]) -> dict[str, Report]:
    quoted = {item.report for case in cases for item in case.evidence}
    files = [file for file in FOLDER.rglob("*.docx") if f"{file.stem}#1" in quoted]
    return {report.id: report for file in files for report in read_reports(file)}


def test_every_case_is_sound(cases: list[Case], reports: dict[str, Report]) -> None:
    texts = {report.id: report.text for report in reports.values()}
    for case in cases:
        check_evidence_is_verbatim(case, texts)
        check_facts_stand_in_the_evidence(case)
        check_wanted_text_can_be_had(case)
        check_something_wanted_is_not_forbidden(case)
        check_no_fact_is_forbidden(case)
        check_twin_is_there(case, cases)


def test_every_case_names_the_place_it_asks_about(
    cases: list[Case], reports: dict[str, Report]
) -> None:
    for case in cases:
        asked = "".join((*case.turns, case.question))
        for report in (reports[item.report] for item in case.evidence):
            assert report.place, report.id
            own = names_of(report.place, report.level)[:3]
            assert any(name in asked for name in own), (case.id, report.place)


def test_there_are_enough_cases_reports_refusals_and_comparisons(cases: list[Case]) -> None:
    assert len(cases) >= 150
    assert len({item.report for case in cases for item in case.evidence}) >= 25
    assert sum(not case.must_answer for case in cases) >= 40
    assert sum(case.id.startswith("rep-cmp-") for case in cases) >= 15
    assert not any(case.draft for case in cases)


def test_no_question_is_asked_twice(cases: list[Case]) -> None:
    asked = [(case.turns, case.question) for case in cases]
    assert len(set(asked)) == len(asked)
