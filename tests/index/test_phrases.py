"""Phrases taken from real reports, misprints included, against the reading written beside each."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.quantities import Quantity, parse_quantities

TABLE = Path(__file__).parent / "phrases.tsv"
LINES = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def written(quantity: Quantity) -> str:
    upper = "" if quantity.upper is None else f"..{quantity.upper:f}"
    parts = (f"{quantity.raw}={quantity.value:f}{upper}", quantity.unit, quantity.qualifier or "")
    return " ".join(parts).rstrip()


@pytest.mark.parametrize(("phrase", "reading"), [(line[0], line[2]) for line in LINES])
def test_reads_the_phrase(phrase: str, reading: str) -> None:
    assert " ; ".join(map(written, parse_quantities(phrase))) == ("" if reading == "-" else reading)


def test_the_table_is_wide() -> None:
    assert len({line[0] for line in LINES}) >= 150
    assert len({line[1] for line in LINES}) >= 50
