"""The sources of an answer: gathered by report, their words readable before they are opened."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest

from assistant.web.render import render_answer
from assistant.web.report_address import report_address
from assistant.web.sources import Card, by_report, shown_date, sources_of
from tests.assistant.web.samples import QUOTE, TEXT, answered, citation


def test_passages_of_one_report_stand_together_in_the_order_of_their_markers() -> None:
    other = replace(citation(marker=2), passage=replace(citation().passage, report_id="另一篇"))
    answer = answered("甲[1]，乙[2]，丙[3]。", citations=[citation(), other, citation(marker=3)])
    gathered = by_report(sources_of(answer, "a").values())
    assert [[card.marker for card in report.cards] for report in gathered] == [[1, 3], [2]]


def test_the_quoted_words_are_given_and_a_very_long_quote_by_its_beginning() -> None:
    (card,) = sources_of(answered(), "a").values()
    assert list(card.said()) == [QUOTE]
    text = "很长的话" * 100
    (long,) = sources_of(answered(citations=[citation(text, text)]), "a").values()
    (said,) = long.said()
    assert said.endswith("……") and len(said) < 120


def test_a_source_leads_back_to_the_first_sentence_that_cites_it() -> None:
    answer = answered("甲。[2]", "乙。[1][2]", citations=[citation(), citation(marker=2)])
    cards = sources_of(answer, "a")
    assert cards[2].said_at == "a-said-0"
    assert cards[1].said_at == "a-said-1"


def test_a_source_leads_to_its_first_quote_in_the_whole_report() -> None:
    cited = citation()
    later = replace(cited, passage=replace(cited.passage, start=1000, end=1000 + len(TEXT)))
    (card,) = sources_of(answered(citations=[later]), "a").values()
    start = 1000 + TEXT.index(QUOTE)
    report = later.passage.report_id
    assert card.address == report_address(report, start, start + len(QUOTE), QUOTE)
    assert Card(later.passage).address == report_address(report, 1000, 1000 + len(TEXT), TEXT)
    shown = render_answer(answered(citations=[later]), "a")
    assert f'href="{card.address}"' in unescape(shown)


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-02-27", "2026年2月27日"),
        ("2026-02-27/2026-02-28", "2026年2月27日至28日"),
        ("2026-02-27/2026-03-01", "2026年2月27日至3月1日"),
        ("2025-12-31/2026-01-01", "2025年12月31日至2026年1月1日"),
        ("二月末", "二月末"),
    ],
)
def test_dates_read_as_chinese(iso: str, shown: str) -> None:
    assert shown_date(iso) == shown
