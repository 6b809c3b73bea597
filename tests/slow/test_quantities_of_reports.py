"""Properties of the quantity parser on every report beside the checkout, and its speed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from index.normalise import fold
from index.quantities import scan
from tests.shared_reports import FOLDER, shared_reports
from tests.timing import cpu_seconds

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


def test_each_quantity_and_mask_stands_where_it_says_in_every_report() -> None:
    reports = 0
    for name, text in shared_reports():
        scanned = scan(text)
        reports += 1
        assert len(scanned.quantities) > 20, name
        spans = sorted(
            [*((q.start, q.end) for q in scanned.quantities), *scanned.masked, *scanned.unread]
        )
        assert all(0 <= start < end <= len(text) for start, end in spans), name
        for quantity in scanned.quantities:
            assert text[quantity.start : quantity.end] == quantity.raw, name
            assert isinstance(quantity.value, Decimal) and quantity.value.is_finite(), name
            assert quantity.upper is None or quantity.upper >= quantity.value, name
        starts = [quantity.start for quantity in scanned.quantities]
        assert starts == sorted(starts), name
    assert reports == 171


def test_no_digit_of_any_report_is_passed_over() -> None:
    for name, text in shared_reports():
        scanned = scan(text)
        covered = set[int]()
        for start, end in [
            *((q.start, q.end) for q in scanned.quantities),
            *scanned.masked,
            *scanned.unread,
        ]:
            covered.update(range(start, end))
        missed = [i for i, c in enumerate(text) if fold(c) in "0123456789" and i not in covered]
        assert not missed, (name, [text[max(0, i - 8) : i + 8] for i in missed[:5]])


def test_reading_takes_no_more_than_forty_times_a_look_at_each_character() -> None:
    # A ratio of one run, as the machines differ and are shared.
    texts = [text for _, text in shared_reports()][::4]
    look = cpu_seconds(lambda: [sum(character == "。" for character in text) for text in texts])
    read = cpu_seconds(lambda: [scan(text) for text in texts])
    size = sum(len(text.encode()) for text in texts) / 1_000_000
    print(f"{size / read:.1f} MB/s, {read / look:.0f} looks")
    assert read < 40 * look
