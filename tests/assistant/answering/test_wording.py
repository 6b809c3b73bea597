"""Quotes as they read in a sentence."""

from __future__ import annotations

import pytest

from assistant.answering.wording import shown


@pytest.mark.parametrize(
    ("quote", "read"),
    [
        ("增长5.5%。", "增长5.5%"),
        ("一系列目标:经济增长**5.5%**;", "一系列目标：经济增长5.5%"),
        ("于10:30召开", "于10:30召开"),
    ],
)
def test_a_quote_as_it_reads_in_a_sentence(quote: str, read: str) -> None:
    assert shown(quote) == read
