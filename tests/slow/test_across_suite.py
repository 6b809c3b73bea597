"""The suite of questions across reports: each case sound, surveys counted anew, of each kind enough."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.cases.case import CASES_FOLDER, Case, load_cases
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
from tests.evals.verdicts import borne_out, check_survey, surveyed
from tests.shared_reports import FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]

REFUSED = ("台州", "襄阳", "贵阳")
"""Files named after a city that hold the national report: the reader refuses them."""


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(CASES_FOLDER / "across.jsonl")


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    files = [file for file in sorted(FOLDER.rglob("*.docx")) if file.stem not in REFUSED]
    return {report.id: report for file in files for report in read_reports(file)}


def test_every_case_is_sound(cases: list[Case], reports: dict[str, Report]) -> None:
    texts = {report.id: report.text for report in reports.values()}
    for case in cases:
        check_evidence_is_verbatim(case, texts)
        check_facts_stand_in_the_evidence(case)
        if not surveyed(case):
            check_wanted_text_can_be_had(case, borne_out)
        check_something_wanted_is_not_forbidden(case)
        check_no_fact_is_forbidden(case)
        check_twin_is_there(case, cases)


def test_every_fresh_case_quotes_its_reports(reports: dict[str, Report]) -> None:
    texts = {report.id: report.text for report in reports.values()}
    for case in load_cases(CASES_FOLDER / "fresh.jsonl"):
        check_evidence_is_verbatim(case, texts)
        check_something_wanted_is_not_forbidden(case)
        check_no_fact_is_forbidden(case)


def test_every_survey_counts_and_names_what_the_texts_hold(
    cases: list[Case], reports: dict[str, Report]
) -> None:
    provinces = {report.id: report.text for report in reports.values() if "报告" in report.id}
    cities = {report.id: report.text for report in reports.values() if "报告" not in report.id}
    for case in filter(surveyed, cases):
        check_survey(case, cities if "-city-" in case.id else provinces)


def test_a_fact_is_of_the_place_whose_report_tells_it(cases: list[Case]) -> None:
    for case in cases:
        for fact in case.facts:
            assert fact.place is None or any(fact.place in item.report for item in case.evidence), (
                case.id
            )


def test_there_are_enough_of_each_kind(cases: list[Case]) -> None:
    kinds = Counter(case.id.split("-")[1] for case in cases)
    assert kinds["cmp"] >= 40
    assert kinds["each"] >= 10
    assert kinds["years"] >= 15
    assert kinds["survey"] >= 20
    assert kinds["top"] >= 15
    assert kinds["noplace"] >= 10
    assert kinds["uncovered"] >= 12
    assert kinds["turn"] >= 12
    assert kinds["one"] >= 40
    assert kinds["absent"] >= 15
    assert not any(case.draft for case in cases)


def test_there_are_reports_enough_beyond_the_other_suite(cases: list[Case]) -> None:
    other = load_cases(CASES_FOLDER / "reports.jsonl")
    known = {item.report for case in other for item in case.evidence}
    quoted = {item.report for case in cases for item in case.evidence}
    assert len(quoted) >= 60
    assert len(quoted - known) >= 45


def test_no_question_is_asked_twice(cases: list[Case]) -> None:
    asked = [(case.turns, case.question) for case in cases]
    assert len(set(asked)) == len(asked)
