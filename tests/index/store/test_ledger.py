"""The ledger: what meets the conditions, in which order, what stands in pairs, what contradicts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from index.build.builder import build_index
from index.store.generations import current_generation
from index.store.ledger import FigureFilter, Ledger, Order
from index.store.library import library_of
from tests.conftest import HashingEncoder
from tests.index.store.small_reports import write_reports

GDP = "地区生产总值"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("ledger")
    build_index([write_reports(folder / "reports")], folder / "index", HashingEncoder())
    with closing(library_of(current_generation(folder / "index"))) as library:
        yield library.ledger


def written(ledger: Ledger, wanted: FigureFilter, order: Order = "text") -> list[str]:
    return [figure.binding.quantity.raw for figure in ledger.read(ledger.rows(wanted, order))]


def test_rows_are_the_figures_in_the_order_of_the_text(ledger: Ledger) -> None:
    wanted = FigureFilter(places=("东营市",), names=(GDP,))
    assert written(ledger, wanted) == [f.binding.quantity.raw for f in ledger.figures(wanted)]
    assert written(ledger, wanted)[:2] == ["3862.4亿元", "6%"]


def test_a_word_is_looked_for_in_the_sentence_too(ledger: Ledger) -> None:
    assert written(ledger, FigureFilter(words=("学生",))) == ["3.2万人"]
    assert written(ledger, FigureFilter(words=("惠及", "东营"))) == ["3.2万人"]
    assert written(ledger, FigureFilter(words=("惠及", "威海"))) == []
    assert written(ledger, FigureFilter(words=('"智慧"教育',))) == ["3.2万人"]


def test_a_word_of_the_passage_outside_the_sentence_does_not_count(ledger: Ledger) -> None:
    """学校 and 生产总值 stand in one passage, in two sentences."""
    assert written(ledger, FigureFilter(words=("学校",))) == ["12所"]


def test_another_name_of_an_indicator_finds_it(ledger: Ledger) -> None:
    by_alias = FigureFilter(words=("gdp",), attributes=("level",))
    assert written(ledger, by_alias) == ["3862.4亿元", "4000.5亿元", "3700亿元", "3650亿元"]


def test_orders(ledger: Ledger) -> None:
    wanted = FigureFilter(names=(GDP,), attributes=("level",))
    largest = ["4000.5亿元", "3862.4亿元", "3700亿元", "3650亿元"]
    assert written(ledger, wanted, "value") == largest
    newest = ["4000.5亿元", "3700亿元", "3650亿元", "3862.4亿元"]
    assert written(ledger, wanted, "year") == newest
    assert written(ledger, wanted, "place")[:2] == ["3862.4亿元", "4000.5亿元"]


def test_a_target_stands_with_the_outcome_of_its_year(ledger: Ledger) -> None:
    pairs = ledger.pairs(FigureFilter(names=(GDP,)))
    assert [[[f.binding.quantity.raw for f in ledger.read(side)] for side in p] for p in pairs] == [
        [["5.5%"], ["6%左右"]]
    ]
    assert ledger.pairs(FigureFilter(places=("威海市",))) == []


def test_what_contradicts_stands_together(ledger: Ledger) -> None:
    def groups(wanted: FigureFilter) -> list[list[str]]:
        found = ledger.contradictions(wanted)
        return [[f.binding.quantity.raw for f in ledger.read(group)] for group in found]

    assert groups(FigureFilter()) == [["3700亿元", "3650亿元"]]
    assert groups(FigureFilter(words=("达到",))) == [["3700亿元", "3650亿元"]]
    assert groups(FigureFilter(places=("东营市",))) == []


def test_of_what_years_and_attributes_there_are_figures(ledger: Ledger) -> None:
    choices = ledger.choices(FigureFilter(names=(GDP,), kinds=("actual",)))
    assert choices[0] == (2024, "change", "actual", 2)
    assert (2023, "level", "actual", 1) in choices


def test_what_there_is_to_choose_from(ledger: Ledger) -> None:
    assert list(ledger.places()) == ["东营市", "威海市"]
    assert ledger.years() == (2023, 2025)
    assert next(iter(ledger.names())) == GDP
    assert ledger.phrases("学校") == ["学校"]


def test_comparable_are_whole_years_without_a_beginning_or_a_part(ledger: Ledger) -> None:
    every, plain = (written(ledger, FigureFilter(comparable=c)) for c in (False, True))
    assert "12所" in every
    assert "12所" not in plain
    assert "3862.4亿元" in plain
