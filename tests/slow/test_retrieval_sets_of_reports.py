"""The questions of the retrieval benchmark on real reports can be answered by what is in the pool."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench.colloquial import COLLOQUIAL_FILE, UNSEEN_FILE, load_colloquial
from evals.bench.retrieval_sets import colloquial_sets, read_all, report_sets
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


@pytest.mark.parametrize(("file", "count"), [(COLLOQUIAL_FILE, 12), (UNSEEN_FILE, 10)])
def test_every_quote_of_the_everyday_questions_stands_in_a_sentence(
    reports: list[Report], file: Path, count: int
) -> None:
    (one,) = colloquial_sets(load_colloquial(file), reports, "all")
    assert all(right for sought in one.questions for right in sought.right)
    assert len({passage.report_id for passage in one.passages}) == count
