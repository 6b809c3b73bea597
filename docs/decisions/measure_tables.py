"""Figures of the tables of tests/index/reading/office_tables.py, read back from each kind of file.

    python docs/decisions/measure_tables.py

A figure is right where its value and unit follow the words of the table that it is of: its
time, indicator, part and direction.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.index.reading.test_office_tables import READERS, TABLES, figures

print("| file | tables | figures | right | missed | other |\n|---|---:|---:|---:|---:|---:|")
for name, read in READERS.items():
    if name == "rows":
        continue
    right = missed = other = 0
    for table in TABLES.values():
        expected, found = figures(table.sentences), figures(read(table))
        right += (expected & found).total()
        missed += (expected - found).total()
        other += (found - expected).total()
    print(f"| {name} | {len(TABLES)} | {right + missed} | {right} | {missed} | {other} |")
