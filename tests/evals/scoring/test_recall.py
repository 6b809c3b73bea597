from __future__ import annotations

from evals.scoring.recall import Corpus, lay_out, recall
from index.report import Report
from tests.evals.samples import a_case


def report(number: int, text: str) -> Report:
    return Report(id=f"r#{number}", title="", text=text, source="r.txt", sha256="")


def corpus() -> Corpus:
    return lay_out([report(1, "甲说一。乙说二。"), report(2, "丙说三。乙说二。乙说二。")])


def test_a_quote_is_placed_wherever_its_own_report_says_it() -> None:
    case = a_case(evidence=[{"report": "r#2", "quote": "乙说二。"}])
    assert corpus().evidence(case) == [[(12, 16), (16, 20)]]


def test_a_case_on_another_file_is_not_held() -> None:
    assert not corpus().holds_evidence_of(a_case())
    assert corpus().holds_evidence_of(a_case(evidence=[{"report": "r#1", "quote": "甲"}]))


def test_a_quote_counts_at_four_fifths_in_one_passage_and_not_below() -> None:
    assert recall([[(10, 20)]], [(0, 5), (12, 40)]) == 1
    assert recall([[(10, 20)]], [(0, 5), (13, 40)]) == 0
    assert recall([[(10, 20)]], [(0, 15), (15, 40)]) == 0


def test_any_place_of_a_quote_will_do_and_quotes_share_equally() -> None:
    assert recall([[(0, 4), (50, 54)], [(90, 94)]], [(48, 60)]) == 0.5


def test_nothing_found_recalls_nothing() -> None:
    assert recall([[(0, 4)]], []) == 0
