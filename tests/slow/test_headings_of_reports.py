"""Headings found in real reports, beside those that a person marked in 18 of them."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest

from index.chunker import cut
from index.figures.structure import structure_of
from index.report import Report
from index.reports.reader import read_reports
from tests.shared_reports import FOLDER, shared_reports

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]

MARKED = tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))


@cache
def _reports() -> dict[str, Report]:
    files = {file.stem: file for file in FOLDER.rglob("*.docx")}
    return {name: read_reports(files[name])[0] for name, _ in shared_reports()}


def test_headings_marked_by_hand_are_found_and_hardly_any_other() -> None:
    true, found, both = 0, 0, 0
    for name, marks in MARKED.items():
        headings = [heading.text for heading in structure_of(_reports()[name].text)[0]]
        matched = [mark for mark in marks if any(h.startswith(mark) for h in headings)]
        true, found, both = true + len(marks), found + len(headings), both + len(matched)
        for missed in set(marks) - set(matched):
            print(f"{name}: missed {missed}")
        for wrong in (h for h in headings if not any(h.startswith(mark) for mark in marks)):
            print(f"{name}: wrong {wrong}")
    print(f"precision {both}/{found}, recall {both}/{true} over {len(MARKED)} reports")
    assert both / found >= 0.98 and both / true >= 0.95


def test_nearly_all_text_of_reports_stands_under_a_heading_that_tells_its_year_and_kind() -> None:
    told, in_all, without = 0, 0, []
    for name, report in _reports().items():
        passages = cut(report)
        assert "".join(passage.text for passage in passages) == report.text, name
        told += sum(len(p.text) for p in passages if p.kind is not None)
        in_all += len(report.text)
        if not report.headings:
            without.append(name)
    print(f"{told / in_all:.1%} of the text; without any heading: {', '.join(without)}")
    assert told / in_all > 0.92
    assert len(without) <= 3


def test_no_heading_is_a_sentence_cut_off() -> None:
    for name, report in _reports().items():
        for heading in report.headings:
            assert len(heading.text) <= 66, (name, heading.text)
            assert heading.text[-1] not in "，、；：", (name, heading.text)
