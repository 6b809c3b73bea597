"""A Word file opened: its parts as XML, each under a limit."""

from __future__ import annotations

from index.reading.office_package import OfficePackage

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class WordPackage(OfficePackage):
    """A DOCX file opened. Raises ReportUnreadable as OfficePackage does."""

    def __init__(self, raw: bytes, name: str) -> None:
        super().__init__(raw, name, kind="DOCX", program="Word", main="word/document.xml")
