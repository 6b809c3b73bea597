from __future__ import annotations

from evals.scoring.plain_score import plain_outcome
from evals.scoring.score import score
from evals.scoring.tallies import borne_out_counts
from tests.evals.samples import a_case, answer

TOLD = "查阅了4份报告，其中2份没有提到造林：北关区、文峰区；2份提到造林：殷都区[1]、龙安区[1]。"
SURVEY = a_case(facts=[], contains=[["殷都"]], tally=[4, 2])


def test_the_counts_of_the_case_and_what_they_leave_are_borne_out() -> None:
    assert borne_out_counts(a_case(tally=[31, 5]), "") == {"31", "5", "26"}


def test_a_case_without_a_tally_bears_out_no_count() -> None:
    assert borne_out_counts(a_case(), TOLD) == frozenset()


def test_the_names_beside_a_count_leave_the_others() -> None:
    told = "31份报告，28份给出了这项数字（没有找到的：吉林省、山西省、广东省），最高的是"
    assert borne_out_counts(a_case(tally=[31]), told) == {"31", "28"}


def test_a_list_that_breaks_off_leaves_nothing() -> None:
    told = "31份报告，28份给出了这项数字（没有找到的：吉林省、山西省等），最高的是"
    assert borne_out_counts(a_case(tally=[31]), told) == {"31"}


def test_an_answer_with_the_right_counts_is_right_to_both_scorers() -> None:
    given = answer(text=TOLD, figures=[])
    assert score(SURVEY, given).outcome == "right"
    assert plain_outcome(SURVEY, given).outcome == "right"


def test_an_answer_with_a_wrong_count_is_wrong_to_both_scorers() -> None:
    given = answer(text=TOLD.replace("4份报告", "9份报告"), figures=[])
    result = score(SURVEY, given)
    assert (result.outcome, result.wrong_figures) == ("wrong", ("9",))
    assert plain_outcome(SURVEY, given).outcome == "wrong"
