"""What a library gives of one report: its figures by where they stand, and its doubts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.store.generations import current_generation
from index.store.library import Library, library_of
from tests.conftest import HashingEncoder


@pytest.fixture
def library(report_file: Path, hashing_encoder: HashingEncoder) -> Iterator[Library]:
    copy = report_file.read_text(encoding="utf-8").replace("120.5", "130.5")
    report_file.with_name("2025年红山县政府工作报告.txt").write_text(
        copy.replace("青山", "红山") + "新建小学三所。" * 40, encoding="utf-8"
    )
    index = report_file.parent.parent / "index"
    build_index([report_file.parent], index, hashing_encoder)
    with closing(library_of(current_generation(index))) as opened:
        yield opened


def test_the_figures_of_a_report_are_found_in_its_text(library: Library) -> None:
    report = library.report("2025年青山县政府工作报告#1")
    written = []
    for offset, figure in library.ledger.of_report(report.id):
        quantity = figure.binding.quantity
        written.append(report.text[offset + quantity.start : offset + quantity.end])
        assert written[-1] == quantity.raw
    assert "120.5亿元" in written and "130.5亿元" not in written
    assert "3000人以上" in written, "figures of a later passage count from their own"
    assert list(library.ledger.of_report("没有的报告#1")) == []


def test_each_file_has_its_doubts(library: Library) -> None:
    doubts = library.doubts
    assert set(doubts) == {listed.source for listed in library.listed()}
    assert any("可能是摘要或不全" in doubt for said in doubts.values() for doubt in said)
