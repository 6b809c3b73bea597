"""The text of Word files (DOCX): paragraphs and table rows in order; the only file that knows python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText

_MAX_UNPACKED = 200 * 1024 * 1024  # bytes; a small file can unpack to any size


def word_text(raw: bytes, name: str) -> SourceText:
    """The text of the DOCX file `raw`, a blank line between paragraphs, a tab between cells.

    Raises ReportUnreadable where it is no DOCX file, is damaged, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > _MAX_UNPACKED:
            raise ReportUnreadable(f"文件 {name!r} 解压后有 {unpacked:,} 字节，过大。")
        document = Document(io.BytesIO(raw))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise ReportUnreadable(f"文件 {name!r} 不是 DOCX 文件，或已损坏。") from error
    blocks = (
        "\n".join(_rows(block)) if isinstance(block, Table) else block.text
        for block in document.iter_inner_content()
    )
    text = "\n\n".join(block.strip() for block in blocks if block.strip())
    if not text:
        raise ReportUnreadable(f"文件 {name!r} 中没有文字。")
    return SourceText(text + "\n")


def _rows(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield "\t".join(cell.text.strip() for cell in row.cells)
