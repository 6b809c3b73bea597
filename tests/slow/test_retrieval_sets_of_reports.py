"""The questions of the retrieval benchmark on real reports can be answered by what is in the pool."""

from __future__ import annotations

import pytest

from evals.colloquial import COLLOQUIAL_FILE, load_colloquial
from evals.retrieval_sets import colloquial_sets, read_all, report_sets
from index.report import Report
from tests.shared_reports import FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return read_all([FOLDER])


def test_nearly_every_quote_of_the_cases_lies_in_one_passage(reports: list[Report]) -> None:
    sets = report_sets(reports, "all")
    assert [one.name for one in sets] == ["reports", "across"]
    for one in sets:
        needed = [right for sought in one.questions for right in sought.right]
        assert len(one.questions) >= 150 and len(needed) >= 200
        assert sum(not right for right in needed) <= 0.02 * len(needed)


@pytest.mark.skipif(not COLLOQUIAL_FILE.exists(), reason="no evals/colloquial.jsonl")
def test_every_quote_of_the_colloquial_questions_stands_in_a_sentence(
    reports: list[Report],
) -> None:
    (one,) = colloquial_sets(load_colloquial(), reports, "all")
    assert all(right for sought in one.questions for right in sought.right)
    assert len({passage.report_id for passage in one.passages}) == 12
