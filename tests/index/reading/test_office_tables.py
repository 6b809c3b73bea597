"""The same tables of offices through each reader: HTML, DOCX, PDF with and without rules, CSV, XLSX."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from index.figures.quantities import parse_quantities
from index.reading.files import source_text
from index.reading.pdf import pdf_text
from index.reading.table_cells import FromAbove, FromLeft
from index.reading.tables import table_sentences
from tests.index.reading.documents import saved
from tests.index.reading.office_tables import TABLES, OfficeTable
from tests.index.reading.typesetting import FONT, set_lines

_Spans = list[tuple[int, int, int, int]]  # top, left, bottom, right


def _spans(table: OfficeTable) -> _Spans:
    """The merged cells of a table."""
    spans = []
    for top, row in enumerate(table.rows):
        for left, cell in enumerate(row):
            if cell in "<^" and cell:
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(table.rows) and table.rows[bottom + 1][left] == "^":
                bottom += 1
            if (bottom, right) != (top, left):
                spans.append((top, left, bottom, right))
    return spans


def _cell(cell: str) -> str:
    return "" if cell in ("<", "^") else cell


def _sentences(table: OfficeTable) -> list[str]:
    rows: list[list[str]] = []
    for row in table.rows:
        cells: list[str] = []
        for n, cell in enumerate(row):
            going_on = {"<": lambda: FromLeft(cells[-1]), "^": lambda: FromAbove(rows[-1][n])}  # noqa: B023
            cells.append(going_on.get(cell, lambda: cell)())  # noqa: B023
        rows.append(cells)
    return table_sentences(rows, " ".join(table.caption))


def _html(table: OfficeTable) -> list[str]:
    spans = {(top, left): (bottom, right) for top, left, bottom, right in _spans(table)}
    body = ""
    for top, row in enumerate(table.rows):
        cells = ""
        for left, cell in enumerate(row):
            if cell in ("<", "^"):
                continue
            bottom, right = spans.get((top, left), (top, left))
            cells += f"<td rowspan={bottom - top + 1} colspan={right - left + 1}><p>{cell}</p></td>"
        body += f"<tr>{cells}</tr>"
    captions = "".join(f"<p>{line}</p>" for line in table.caption)
    page = f"<html><meta charset=utf-8><body>{captions}<table border=1>{body}</table></body></html>"
    return _lines(source_text(page.encode(), "a.html").text)


def _docx(table: OfficeTable) -> list[str]:
    document = Document()
    for line in table.caption:
        document.add_paragraph(line)
    grid = document.add_table(len(table.rows), len(table.rows[0]))
    for top, row in enumerate(table.rows):
        for left, cell in enumerate(row):
            grid.cell(top, left).text = _cell(cell)
    for top, left, bottom, right in _spans(table):
        merged = grid.cell(top, left).merge(grid.cell(bottom, right))
        merged.text = table.rows[top][left]
    return _lines(source_text(saved(document), "a.docx").text)


def _ruled(table: OfficeTable) -> list[str]:
    style = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 8)]
    style += [("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in _spans(table)]
    caption = ParagraphStyle("caption", fontName=FONT, fontSize=11, leading=16)
    file = io.BytesIO()
    SimpleDocTemplate(file, leftMargin=20, rightMargin=20).build(
        [
            *(Paragraph(line, caption) for line in table.caption),
            Table([[_cell(cell) for cell in row] for row in table.rows], style=style),
        ]
    )
    return _lines(pdf_text(file.getvalue(), "a.pdf").text)


def _unruled(table: OfficeTable) -> list[str]:
    size = 7.5
    widths = [
        max(
            pdfmetrics.stringWidth(_cell(row[n]), FONT, size) * (row[n + 1 : n + 2] != ("<",))
            for row in table.rows
        )
        for n in range(len(table.rows[0]))
    ]
    starts = [40 + sum(widths[:n]) + 12 * n for n in range(len(widths))]
    lines = [(60.0, 80.0 + 16 * n, 9.0, line) for n, line in enumerate(table.caption)]
    spans = {(top, left): right for top, left, _, right in _spans(table)}
    for top, row in enumerate(table.rows):
        for left, cell in enumerate(row):
            right = spans.get((top, left), left)
            room = starts[right] + widths[right] - starts[left]
            indent = 0 if left == 0 else (room - pdfmetrics.stringWidth(cell, FONT, size)) / 2
            if _cell(cell):
                lines.append((starts[left] + indent, 120 + 16 * top, size, cell))
    return _lines(pdf_text(set_lines(lines), "a.pdf").text)


def _csv(table: OfficeTable) -> list[str]:
    file = io.StringIO()
    writer = csv.writer(file)
    width = len(table.rows[0]) - 1
    writer.writerows([line, *[""] * width] for line in table.caption)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return _lines(source_text(file.getvalue().encode("gb18030"), "a.csv").text)


def _xlsx(table: OfficeTable) -> list[str]:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for line in table.caption:
        sheet.append([line])
        sheet.merge_cells(
            start_row=sheet.max_row,
            end_row=sheet.max_row,
            start_column=1,
            end_column=len(table.rows[0]),
        )
    first = len(table.caption) + 1
    for row in table.rows:
        sheet.append([_number(cell) for cell in row])
    for top, left, bottom, right in _spans(table):
        sheet.merge_cells(
            start_row=top + first,
            end_row=bottom + first,
            start_column=left + 1,
            end_column=right + 1,
        )
    file = io.BytesIO()
    book.save(file)
    return _lines(source_text(file.getvalue(), "a.xlsx").text)


def _number(cell: str) -> str | float | None:
    try:
        return float(cell)
    except ValueError:
        return _cell(cell) or None


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.endswith(("。", "）"))]


READERS: dict[str, Callable[[OfficeTable], list[str]]] = {
    "rows": _sentences, "HTML": _html, "DOCX": _docx, "PDF, ruled": _ruled, "PDF, not ruled": _unruled,
    "CSV": _csv, "XLSX": _xlsx,
}  # fmt: skip
# What a format cannot say: which cells are merged (CSV, PDF without rules), blanks before a name (PDF),
# and headings of which it is not known what they are over (PDF without rules): no figure is written then.
_LOST = {
    "CSV": {"plan"},
    "PDF, ruled": {"communiqué"},
    "PDF, not ruled": {"communiqué", "plan", "disclosure"},
}
_SAME = [
    (reader, name) for reader in READERS for name in TABLES if name not in _LOST.get(reader, ())
]


@pytest.mark.parametrize(("reader", "name"), _SAME)
def test_a_table_reads_the_same_from_every_kind_of_file(reader: str, name: str) -> None:
    table = TABLES[name]
    found = READERS[reader](table)
    if reader == "XLSX":  # a number is what its cell shows: 15,320 is written 15320 there
        assert figures(found) == figures(table.sentences)
    else:
        assert found[-len(table.sentences) :] == list(table.sentences)


@pytest.mark.parametrize("name", ["plan", "disclosure"])
def test_a_table_without_rules_that_is_not_understood_has_no_wrong_figure(name: str) -> None:
    table = TABLES[name]
    assert not figures(_unruled(table)) - figures(table.sentences)


def test_a_part_without_its_indent_is_written_without_its_whole() -> None:
    found = _ruled(TABLES["communiqué"])
    assert found[1] == TABLES["communiqué"].sentences[1].replace("地区生产总值中，", "")
    assert [*found[:1], *found[3:]] == [
        *TABLES["communiqué"].sentences[:1],
        *TABLES["communiqué"].sentences[3:],
    ]


def figures(sentences: Sequence[str]) -> Counter[tuple[str, str]]:
    """Each value and unit in the sentences, with what stands before it in its clause or names it."""
    found: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        for clause in sentence.replace("。", "；").split("；"):
            last, level = 0, ""
            for quantity in parse_quantities(clause):
                if quantity.unit != "year":
                    before = clause[last : quantity.start]
                    found[level + before, f"{quantity.value.normalize():f}{quantity.unit}"] += 1
                    level = level or before
                    last = quantity.end
    return found
