"""Coverage: a figure is touched by a quote that holds all of it, a heading by one under it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.drafting.coverage import Coverage, cover, lines
from evals.errors import PASSED
from index.build.generation_writer import LibraryWriter
from index.store.generations import current_generation
from index.store.library import FigureFilter, Library, library_of
from tests.evals.samples import QUOTE, a_case, case_line

REPORT = "北关区2026年两会报道#3"


@pytest.fixture(scope="module")
def library(seed_index: Path) -> Iterator[Library]:
    opened = library_of(current_generation(seed_index))
    yield opened
    opened.close()


def quoting(quote: str, **changes: object) -> dict[str, object]:
    return {"evidence": [{"report": REPORT, "quote": quote}], **changes}


def touched(coverage: Coverage) -> list[str]:
    return [part.text.split("　")[-1] for part in coverage.figures.cases]


def test_a_quote_touches_the_figures_it_holds_and_no_other(library: Library) -> None:
    coverage = cover(library, [a_case(**quoting(QUOTE))])
    assert touched(coverage) == ["189.3亿元"]
    assert coverage.figures.total == len(library.figures(FigureFilter()))
    assert [part.report for part in coverage.reports.cases] == [REPORT]
    assert [part.text for part in coverage.headings.cases] == ["2025年工作回顾 › 经济运行稳中有进"]


def test_a_quote_that_ends_within_a_figure_does_not_touch_it(library: Library) -> None:
    coverage = cover(library, [a_case(**quoting("全年生产总值完成189.3"))])
    assert touched(coverage) == []
    assert coverage.headings.cases


def test_what_only_a_draft_touches_is_counted_apart(library: Library) -> None:
    plain, drafted = quoting(QUOTE), quoting(f"{QUOTE},同比增长5.5%", id="draft", draft=True)
    coverage = cover(library, [a_case(**plain), a_case(**drafted)])
    assert touched(coverage) == ["189.3亿元"]
    assert [part.text.split("　")[-1] for part in coverage.figures.drafts] == ["5.5%"]
    assert not coverage.reports.drafts
    assert "仅有草稿 1/" in "\n".join(lines(coverage, listed=False))


def test_evidence_that_is_not_in_the_index_is_told(library: Library) -> None:
    elsewhere = a_case(evidence=[{"report": "别处", "quote": QUOTE}])
    other_words = a_case(id="other", **quoting("全年生产总值完成200亿元"))
    coverage = cover(library, [elsewhere, other_words])
    assert coverage.unplaced == (
        ("fig-gdp", "别处", "no report"),
        ("other", REPORT, "no quote"),
    )
    assert not coverage.figures.cases
    told = "\n".join(lines(coverage, listed=False))
    assert "'别处' 不在索引中，1 处" in told
    assert f"'other' 所引原文不见于报告 '{REPORT}'" in told


def test_the_counts_have_their_denominators_and_the_list_names_each(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suite = tmp_path / "one.jsonl"
    suite.write_text(json.dumps(case_line(**quoting(QUOTE))), encoding="utf-8")
    assert main(["coverage", str(suite), "--index", str(seed_index)]) == PASSED
    short = capsys.readouterr().out
    assert "报告：有题 1/3（33.3 %）" in short
    assert "79.38亿元" not in short
    assert main(["coverage", str(suite), "--index", str(seed_index), "--list"]) == PASSED
    listed = capsys.readouterr().out
    assert "79.38亿元" in listed
    assert "189.3亿元" not in listed


def test_of_nothing_there_is_no_share(tmp_path: Path) -> None:
    LibraryWriter(tmp_path / "empty.db").close()
    library = Library(tmp_path / "empty.db")
    assert "0/0（nan）" in next(lines(cover(library, []), listed=False))
    library.close()
