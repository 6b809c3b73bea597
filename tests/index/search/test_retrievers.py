from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.search.retrievers import by_ledger
from index.store.generations import current_generation
from index.store.library import Library, library_of

HOME = "安阳市北关区"


@pytest.fixture
def library(seed_index: Path) -> Iterator[Library]:
    with closing(library_of(current_generation(seed_index))) as opened:
        yield opened


def ids_of(library: Library) -> list[str]:
    return [p.id for c in library.covered() for p in library.passages_of(c.report_id)]


def test_passages_that_tell_a_figure_of_the_indicator_asked_for_are_met(library: Library) -> None:
    passages = ids_of(library)
    met = by_ledger(library, "财政收入是多少", 50, among=passages)
    texts = [library.passages([hit])[hit].text for hit in met]
    assert texts and all("一般公共预算收入" in text for text in texts)
    assert set(met.values()) == {1.0} and len(met) < len(passages) / 4


def test_a_figure_of_another_year_meets_it_less(library: Library) -> None:
    met = by_ledger(library, "2025年gdp", 50, among=ids_of(library))
    assert set(met.values()) == {1.0, 0.5}
    assert set(by_ledger(library, "1999年gdp", 50, among=ids_of(library)).values()) == {0.5}


def test_within_a_place_it_finds_what_no_other_leg_did(library: Library) -> None:
    assert by_ledger(library, "财政收入", 50, among=[], places=[HOME])
    assert len(by_ledger(library, "财政收入", 1, among=[], places=[HOME])) == 1
    assert not by_ledger(library, "财政收入", 50, among=[], places=[HOME], years=[1999])
    assert not by_ledger(library, "财政收入", 50, among=[], places=["朔州市"])


def test_without_a_place_it_looks_at_nothing_else(library: Library) -> None:
    assert by_ledger(library, "财政收入", 50, among=[]) == {}


def test_a_query_that_names_no_indicator_is_met_by_none(library: Library) -> None:
    assert by_ledger(library, "流动摊贩", 50, among=ids_of(library), places=[HOME]) == {}
