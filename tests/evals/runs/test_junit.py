from __future__ import annotations

from xml.etree import ElementTree

from evals.runs.junit import junit_xml
from evals.runs.results import results_of
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal

RESULTS = results_of(
    [
        asked(a_case(id="right"), answer(), 1500),
        asked(a_case(id="refused"), refusal(text="没有\x00\ud800找到<&")),
        asked(a_case(id="fault"), {"status": "error_ModelError", "text": ""}),
        asked(a_case(id="draft", draft=True), refusal()),
        asked(a_refusal(), refusal()),
    ]
)


def parsed(*misses: str) -> ElementTree.Element:
    return ElementTree.fromstring(junit_xml({"suite": RESULTS}, misses).split("\n", 1)[1])


def test_each_case_is_a_test_and_what_failed_says_why() -> None:
    suite = parsed()[0]
    assert suite.attrib == {
        "name": "suite", "tests": "5", "failures": "1", "errors": "1", "skipped": "1",
    }  # fmt: skip
    by_name = {case.get("name"): case for case in suite}
    assert by_name["right"].get("time") == "1.500"
    assert len(by_name["right"]) == 0
    assert by_name["refused"][0].tag == "failure"
    assert by_name["refused"][0].get("type") == "wrongly_refused"
    assert by_name["fault"][0].tag == "error"
    assert by_name["draft"][0].tag == "skipped"


def test_what_xml_cannot_hold_is_replaced() -> None:
    text = next(case for case in parsed()[0] if case.get("name") == "refused")[0].text
    assert text is not None
    assert "没有\ufffd\ufffd找到<&" in text


def test_a_gate_that_was_missed_is_a_failed_test_of_its_own() -> None:
    gate = parsed("refusal：错误数字", "retrieval：召回")[1]
    assert (gate.get("tests"), gate.get("failures")) == ("2", "2")
    assert gate[0][0].get("message") == "refusal：错误数字"
    assert parsed()[1].get("failures") == "0"
