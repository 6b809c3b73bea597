"""Results as JUnit XML, for a CI that shows tests: a suite each, a failed case with its reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

from evals.runs.results import Result
from evals.runs.tables import expected

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(suites: Mapping[str, Sequence[Result]], misses: Sequence[str] = ()) -> str:
    """The document; `misses` are of the gate, each a failed test of a suite "gate".

    A draft is skipped, as it never gates; an error is one, any other bad outcome a failure.
    """
    root = ElementTree.Element("testsuites", name="evals")
    for name, results in suites.items():
        _add_suite(root, name, results)
    gate = ElementTree.SubElement(
        root, "testsuite", name="gate", tests=str(len(misses) or 1), failures=str(len(misses))
    )
    for number, missed in enumerate(misses, start=1):
        case = ElementTree.SubElement(gate, "testcase", classname="gate", name=f"gate {number}")
        ElementTree.SubElement(case, "failure", message=_clean(missed))
    if not misses:
        ElementTree.SubElement(gate, "testcase", classname="gate", name="gate")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _add_suite(root: ElementTree.Element, name: str, results: Sequence[Result]) -> None:
    failed = [r for r in results if not r.good and not r.case.draft]
    errors = [r for r in failed if r.outcome == "error"]
    suite = ElementTree.SubElement(
        root,
        "testsuite",
        name=name,
        tests=str(len(results)),
        failures=str(len(failed) - len(errors)),
        errors=str(len(errors)),
        skipped=str(sum(r.case.draft for r in results)),
    )
    for result in results:
        _add_case(suite, name, result)


def _add_case(suite: ElementTree.Element, name: str, result: Result) -> None:
    seconds = sum(one.asked.ms for one in result.tries) / 1000
    case = ElementTree.SubElement(
        suite, "testcase", classname=name, name=_clean(result.case.id), time=f"{seconds:.3f}"
    )
    if result.case.draft:
        ElementTree.SubElement(case, "skipped", message="草稿")
        return
    if result.good:
        return
    tag = "error" if result.outcome == "error" else "failure"
    element = ElementTree.SubElement(
        case,
        tag,
        type=result.outcome,
        message=_clean("；".join(result.worst.score.reasons)),
    )
    element.text = _clean(
        f"问：{result.case.question}\n应：{expected(result.case)}\n"
        f"得：{result.worst.asked.answer.get('text')}"
    )


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold: an answer may have any."""
    return _NOT_XML.sub("\ufffd", text)
