"""What the page of figures shows, whole, as a file: CSV, XLSX, and the chart as a picture."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answering.ledger_table import COLUMNS, VALUE_COLUMN, Entry
from assistant.errors import InputInvalid
from assistant.staff.cells import Cell, Row, Value
from assistant.staff.table_files import table_bytes
from assistant.staff.tables import Table
from assistant.web.figures.drawn import rows_of
from assistant.web.figures.found import Found
from index.store.library import Library

MOST_LINES = {".csv": 50_000, ".xlsx": 5_000}
"""Of a file, by its ending: a workbook takes longer to write."""
_READ_AT_ONCE = 1000  # lines
_PAIR_COLUMNS = (
    *("地方", "时间", "指标", "种类", "目标", "目标数值", "结果", "结果数值", "单位"),
    *("目标出处", "目标依据", "结果出处", "结果依据"),
)


def table_file(library: Library, found: Found, ending: str) -> bytes:
    """All lines of `found`, in their order. Raises InputInvalid where they are too many."""
    if len(found.lines) > MOST_LINES[ending]:
        other = "，或下载 CSV" if ending == ".xlsx" else ""
        raise InputInvalid(
            f"{ending[1:].upper()} 文件一次最多 {MOST_LINES[ending]:,} 条，现有"
            f" {len(found.lines):,} 条。请先缩小范围{other}。"
        )
    paired = found.asked.paired
    header = _PAIR_COLUMNS if paired else COLUMNS
    return table_bytes(Table(header, tuple(_rows(library, found)), 0), ending, added=0)


def _rows(library: Library, found: Found) -> Iterator[Row]:
    for start in range(0, len(found.lines), _READ_AT_ONCE):
        for line in rows_of(library, found.lines[start : start + _READ_AT_ONCE]):
            entries = [row.entry if row else None for row in line]
            yield _pair(*entries) if found.asked.paired else _single(*entries)


def _single(entry: Entry | None) -> Row:
    assert entry is not None
    cells: list[Cell] = list(entry.cells())
    cells[VALUE_COLUMN] = _number(entry)
    return tuple(cells)


def _pair(outcome: Entry | None, target: Entry | None) -> Row:
    either = outcome or target
    assert either is not None
    return (
        *(either.place, either.period, either.indicator, either.attribute),
        *(target.written if target else "", _number(target) if target else ""),
        *(outcome.written if outcome else "", _number(outcome) if outcome else ""),
        either.figure.binding.quantity.unit,
        *(target.passage.title if target else "", target.sentence if target else ""),
        *(outcome.passage.title if outcome else "", outcome.sentence if outcome else ""),
    )


def _number(entry: Entry) -> Value:
    text = entry.cells()[VALUE_COLUMN]
    return Value(float(text), "General", text)
