"""Properties of the quantity parser on every report beside the checkout, and its speed."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from index.figures.normalise import fold
from index.figures.quantities import scan
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


# What a numeral is, written down again without a word of the parser: digits of any script with
# points and group separators between them, Chinese numerals with their sizes, points and 几, 多.
_DIGIT = "零〇○一二两兩三四五六七八九"
_SIZE = "十百千万萬亿億"
_MAXIMAL = re.compile(
    rf"(?:\d|[{_DIGIT}{_SIZE}])"
    rf"(?:\d|[{_DIGIT}{_SIZE}]|(?<=\d)[.．·](?=\d)|(?<=\d)[,，](?=\d\d\d(?!\d))"
    rf"|(?<=\d) (?=\d\d\d(?!\d))|(?<=\d) (?=[万萬亿億])|[点點](?=[{_DIGIT}])|(?<=[十百千])[几幾]"
    rf"|(?<=[\d{_DIGIT}{_SIZE}])[多余餘](?=[{_SIZE}]))*"
)
# Where one numeral ends and the next begins, or a unit: 二千|千瓦, 2023|四川, 八二|两个, 七万万|两,
# 唯一|一个, 29万|65岁, 百分之二百|百分点.
_BETWEEN = re.compile(
    rf"千(?=[瓦伏米克升])|百(?=分)|(?<=\d\d\d\d)[{_DIGIT}]|(?<=[{_DIGIT}{_SIZE}])[两兩](?![百千万亿])"
    r"|(?<=一)一|(?<=[万亿])\d+周?岁"
)


def _cut_at(text: str, position: int, inside: set[int]) -> bool:
    return position in inside and _BETWEEN.match(text, position) is None


def every_text() -> list[tuple[str, str]]:
    """The reports that tests read elsewhere, and those since 1954 that are plain text."""
    plain = [(f.stem, f.read_text(encoding="utf-8")) for f in sorted(FOLDER.rglob("*.txt"))]
    return [*shared_reports(), *plain]


def test_no_figure_of_any_report_is_read_in_part() -> None:
    cut: list[tuple[str, str]] = []
    for name, text in every_text():
        inside = {
            position
            for run in _MAXIMAL.finditer(text)
            for position in range(run.start() + 1, run.end())
        }
        for quantity in scan(text).quantities:
            if _cut_at(text, quantity.start, inside) or _cut_at(text, quantity.end, inside):
                cut.append((name, text[quantity.start - 8 : quantity.end + 8]))
    assert len(every_text()) >= 212
    assert not cut, (len(cut), cut[:20])


def test_what_is_not_read_of_all_reports_is_rare() -> None:
    unread = Counter(text[slice(*span)] for _, text in every_text() for span in scan(text).unread)
    assert sum(unread.values()) <= 10, unread.most_common(20)


def test_reading_takes_no_more_than_forty_times_a_look_at_each_character() -> None:
    # A ratio of one run, as the machines differ and are shared.
    texts = [text for _, text in shared_reports()][::4]
    look = cpu_seconds(lambda: [sum(character == "。" for character in text) for text in texts])
    read = cpu_seconds(lambda: [scan(text) for text in texts])
    size = sum(len(text.encode()) for text in texts) / 1_000_000
    print(f"{size / read:.1f} MB/s, {read / look:.0f} looks")
    assert read < 40 * look
