"""A table of questions as it is read from CSV or XLSX, with the column of the questions."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from assistant.errors import InputInvalid
from assistant.question.characters import printable
from assistant.question.privacy import masked
from assistant.staff.cells import Cell, Row, text_of
from index.errors import ReportUnreadable
from index.reading import encodings

QUESTION_COLUMN = "问题"
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_HEADER_WITHIN = 10  # rows from the top: a title or a note may come first
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and encrypted new ones
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ZIP = b"PK\x03\x04"
_SEPARATORS = (",", "\t", ";")
_PAGE = re.compile(r"\s*<(?:!doctype|html|table|\?xml)", re.IGNORECASE)
_UNCLOSED = "unexpected end of data"  # what the csv module calls a quote that never closes


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as wide as their `header`; `above` are the rows before it, `at` is the question's column.

    A blank row stays where it was, as a row of empty cells.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    at: int
    above: tuple[Row, ...] = ()

    def question(self, row: Row) -> str:
        return text_of(row[self.at]).strip()


def read_table(raw: bytes, name: str, column: str = QUESTION_COLUMN, sheet: str = "") -> Table:
    """The table in the file `raw` called `name`, by its content, whatever its ending is.

    `column` is the header of the questions, blanks in it aside; `sheet` the sheet of a workbook,
    needed where several have that column. Raises InputInvalid, naming the file and what is wrong.
    """
    if len(raw) > MAX_BYTES:
        raise InputInvalid(f"表格文件 {name!r} 超过 {MAX_BYTES // 1024 // 1024} MB 的上限。")
    if not raw.strip():
        raise InputInvalid(f"表格文件 {name!r} 是空的。")
    found: dict[str, Table] = {}
    seen: dict[str, tuple[str, ...]] = {}
    for title, rows in _sheets(raw, name, column, sheet):
        top = list(itertools.islice(rows, _HEADER_WITHIN))
        place = _header_at(top, column, name)
        if place is None:
            seen.setdefault(title, _first_named(top))
        else:
            found[title] = _cut(top, rows, place, name)
    if not found:
        raise InputInvalid(_without_column(name, column, seen))
    if len(found) > 1:
        raise InputInvalid(
            f"表格文件 {name!r} 有几个工作表都有「{column}」一列：{_listed(found)}。"
            "请用 --sheet 指明一个，或只留一个。"
        )
    (table,) = found.values()
    if not any(map(table.question, table.rows)):
        raise InputInvalid(f"表格文件 {name!r} 的「{column}」一列下面没有任何问题。")
    return table


def read_at(raw: bytes, name: str, header_at: int, at: int) -> Table:
    """The table on the first sheet of a workbook whose header row and question column are known,
    both from 0: a column without a name, or with that of another, can be asked too."""
    _, rows = next(_sheets(raw, name, "", ""))
    top = list(itertools.islice(rows, _HEADER_WITHIN))
    return _cut(top, rows, (header_at, at), name)


def masked_table(table: Table) -> Table:
    """`table` without personal data in its questions; all other cells stay as they are.

    A clerk needs the other columns to send the answer (姓名, 联系电话); nothing of them is asked.
    """
    at = table.at
    header = table.header[at]
    rows = ((*row[:at], _masked(row[at], header), *row[at + 1 :]) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _masked(cell: Cell, header: str) -> Cell:
    """`cell` without personal data; its `header` is context, as where a column 姓名 is asked."""
    text, lead = printable(text_of(cell)), f"{header}："
    in_context = masked(lead + text).text
    # The header itself may read as personal data; then the cell is judged alone.
    safe = in_context.removeprefix(lead) if in_context.startswith(lead) else masked(text).text
    return cell if safe == text_of(cell) else safe


def _sheets(raw: bytes, name: str, column: str, sheet: str) -> Iterator[tuple[str, Iterator[Row]]]:
    if raw.startswith(_OLE):
        raise InputInvalid(
            f"表格文件 {name!r} 设有密码，无法读取。请去掉密码后再交来。"
            if _ENCRYPTED in raw
            else f"表格文件 {name!r} 是旧格式（.xls），请在 Excel 或 WPS 中另存为 .xlsx 或 .csv。"
        )
    if raw.startswith(_ZIP):
        # Imported here: a CSV file does not need it.
        from assistant.staff.spreadsheets import sheets

        yield from sheets(raw, name, sheet)
        return
    if sheet:
        raise InputInvalid(f"表格文件 {name!r} 是文本，没有工作表 {sheet!r}；请不要用 --sheet。")
    text = _decoded(raw, name)
    yield name, iter(_csv_rows(text, _separator(text, column, name), name))


def _separator(text: str, column: str, name: str) -> str:
    """The separator with which the column is found, else the one that gives the most cells."""
    top = "\n".join(text.split("\n", _HEADER_WITHIN)[:_HEADER_WITHIN])
    ways = {sign: _loose_rows(top, sign, name) for sign in _SEPARATORS}

    def fitness(sign: str) -> tuple[bool, int]:
        cells = [cell for row in ways[sign] for cell in row]
        return any(_bare(cell) == _bare(column) for cell in cells), len(cells)

    return max(ways, key=fitness)


def _decoded(raw: bytes, name: str) -> str:
    """The text of a CSV file in any encoding that is known. Raises InputInvalid."""
    try:
        text = encodings.decoded(raw, name)
    except ReportUnreadable as error:
        raise InputInvalid(
            f"文件 {name!r} 不是电子表格：请用 .xlsx，或 UTF-8、GB18030 编码的 .csv 文件。"
        ) from error
    if _PAGE.match(text):
        raise InputInvalid(
            f"表格文件 {name!r} 其实是网页，请在 Excel 或 WPS 中打开，另存为 .xlsx 或 .csv。"
        )
    return text


def _csv_rows(text: str, separator: str, name: str) -> list[tuple[str, ...]]:
    """The rows of `text`, without empty cells at their ends; a blank line is an empty row.

    Raises InputInvalid where a quote is never closed, which would hide all rows after it.
    """
    with suppress(csv.Error):
        return list(_rows(text, separator, name, strict=True))
    # A quote that opens a cell but does not enclose it (“"十五五"规划”): as Excel reads it.
    return _loose_rows(text, separator, name)


def _loose_rows(text: str, separator: str, name: str) -> list[tuple[str, ...]]:
    """The rows of `text`, whatever its quotes; the end may be cut off. Raises InputInvalid."""
    try:
        return list(_rows(text, separator, name, strict=False))
    except csv.Error as error:
        raise InputInvalid(f"表格文件 {name!r} 分不出各行，请另存为 .xlsx 后再交来。") from error


def _rows(text: str, separator: str, name: str, *, strict: bool) -> Iterator[tuple[str, ...]]:
    """Raises csv.Error, and InputInvalid for a cell that is longer than the csv module reads."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    try:
        yield from map(_trimmed, reader)
    except csv.Error as error:
        if "field larger" in str(error):
            raise InputInvalid(
                f"表格文件 {name!r} 第 {reader.line_num:,} 行附近有一格过长（超过 "
                f"{csv.field_size_limit():,} 字），或引号没有成对。请改好后再交来。"
            ) from error
        if str(error) == _UNCLOSED:
            raise InputInvalid(
                f"表格文件 {name!r} 第 {reader.line_num:,} 行附近的引号没有成对，分不出各行。"
                "请改好后再交来。"
            ) from error
        raise


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return tuple(row[:width])


def _header_at(top: Sequence[Row], column: str, name: str) -> tuple[int, int] | None:
    """Row and column of the header `column`; None where the top rows do not have it."""
    for number, row in enumerate(top):
        places = [at for at, cell in enumerate(row) if _bare(text_of(cell)) == _bare(column)]
        if len(places) > 1:
            raise InputInvalid(
                f"表格文件 {name!r} 有 {len(places)} 列都叫「{column}」，请只留一列，或给其余的改名。"
            )
        if places:
            return number, places[0]
    return None


def _cut(top: Sequence[Row], rest: Iterator[Row], place: tuple[int, int], name: str) -> Table:
    number, at = place
    rows: list[Row] = []
    blank = 0
    for row in itertools.chain(top[number + 1 :], rest):
        if not row:
            blank += 1  # kept where more follows: a sheet can end in a million empty rows
            continue
        rows += [()] * min(blank, MAX_ROWS) + [row]
        blank = 0
        if len(rows) > MAX_ROWS:
            raise InputInvalid(f"表格文件 {name!r} 超过 {MAX_ROWS:,} 行的上限，请分成几份。")
        if len(row) > MAX_COLUMNS:
            break  # reported below
    width = max(map(len, (*top[: number + 1], *rows)), default=0)
    if width > MAX_COLUMNS:
        raise InputInvalid(f"表格文件 {name!r} 有 {width:,} 列，超过 {MAX_COLUMNS} 列的上限。")
    return Table(
        header=tuple(text_of(cell).strip() for cell in _padded(top[number], width)),
        rows=tuple(_padded(row, width) for row in rows),
        at=at,
        above=tuple(_padded(row, width) for row in top[:number]),
    )


def _padded(row: Row, width: int) -> Row:
    return row + ("",) * (width - len(row))


def _bare(name: str) -> str:
    return "".join(printable(name).split())


def _first_named(top: Sequence[Row]) -> tuple[str, ...]:
    first: Row = next((row for row in top if row), ())
    return tuple(name for cell in first if (name := text_of(cell).strip()))


def _without_column(name: str, column: str, seen: dict[str, tuple[str, ...]]) -> str:
    names = list(dict.fromkeys(itertools.chain.from_iterable(seen.values())))
    if not names:
        return f"表格文件 {name!r} 里没有内容。"
    return (
        f"表格文件 {name!r} 没有「{column}」一列，只有：{_listed(names)}。"
        f"请把问题一列的名称改为「{column}」，或用 --column 指明。"
    )


def _listed(names: Sequence[str] | dict[str, Table]) -> str:
    shown = [name if len(name) <= 20 else f"{name[:20]}…" for name in list(names)[:12]]
    return "、".join(f"「{name}」" for name in shown) + ("等" if len(names) > 12 else "")
