"""Which kind of file bytes are, by their content, as names are often wrong; and the reader of each kind."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal, get_args

from index.errors import ReportUnreadable
from index.reading.encodings import decoded
from index.reading.source_text import SourceText

Readable = Literal["text", "word", "html", "mhtml", "pdf", "image", "xlsx", "csv"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"MZ\x90", "program"),
    (b"\x7fELF", "program"),
)
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)
_SAVE_AS = "请在 Word 或 WPS 中打开，另存为 DOCX 文件后再试。"
_REFUSED = {
    "encrypted": "设有密码，请取消密码后再试。",
    "doc": f"是旧版 Word（.doc）或 WPS（.wps）文件，{_SAVE_AS}",
    "xls": "是旧版 Excel 表格（.xls）或 WPS 表格（.et），请另存为 XLSX 或 CSV 文件后再试。",
    "ppt": "是演示文稿，不是报告；请把报告另存为 DOCX 或 PDF 文件后再试。",
    "ole": f"是旧版办公软件的文件，{_SAVE_AS}",
    "rtf": f"是 RTF 文件，{_SAVE_AS}",
    "odt": f"是 OpenDocument 文件，{_SAVE_AS}",
    "ofd": "是 OFD 版式文件，请导出为 PDF 或 DOCX 文件后再试。",
    "archive": "是压缩包，请解压后再试。",
    "program": "是程序，不是报告，未读取。",
}
_INSIDE_ZIP = (("word/document.xml", "word"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xls"),
               ("ppt/presentation.xml", "ppt"), ("OFD.xml", "ofd"), ("content.xml", "odt"))  # fmt: skip
# Text that only speaks of elements is no page: a page begins with one.
_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|frameset)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_ANY_TAG = re.compile(rb"<(?:p|div|br|table|span|a|h[1-6])[\s/>]", re.IGNORECASE)
_MAIL_HEAD = re.compile(rb"\A(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){1,30}", re.IGNORECASE)
_LOOKED_AT = 4096  # bytes
REFUSED_SUFFIXES = (".doc", ".docm", ".wps", ".wpt", ".xls", ".xlsb", ".et", ".ppt", ".pptx", ".rtf",
                    ".odt", ".ofd")  # fmt: skip
"""Endings that people give to reports and that no reader takes: reported, not passed over."""
BESIDE_SUFFIXES = (".toml", ".py", ".pyc", ".pyi", ".sh", ".lock", ".log", ".tmp", ".bak", ".ini", ".cfg", ".yml",
                   ".yaml", ".css", ".js", ".map", ".ico", ".svg", ".gif", ".woff", ".woff2", ".ttf", ".db",
                   ".sqlite", ".sha256", ".md5", ".sig")  # fmt: skip
"""Endings of what lies beside reports and is none: machinery, parts of saved pages, check sums."""
_OF_PAGES = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")
SUFFIXES = (".txt", ".md", ".docx", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".csv", ".tsv",
            ".xlsx", ".xlsm", *_OF_PAGES)  # fmt: skip
MAX_BYTES = 20 * 1024 * 1024
MAX_BYTES_OF_PAGES = 100 * 1024 * 1024
"""Of a PDF or a picture: a scanned page takes a hundred times what its text does."""


def kind_of(raw: bytes, name: str) -> Readable:
    """The kind of the file `raw`: its content decides; its name only whether text is a page.

    Raises ReportUnreadable, naming the file and what to do, where no reader takes its kind.
    """
    kind = _kind(raw, PurePath(name).suffix.lower())
    if kind in _REFUSED:
        raise ReportUnreadable.of(name, _REFUSED[kind])
    assert kind in get_args(Readable)
    return kind  # type: ignore[return-value]


def _kind(raw: bytes, suffix: str) -> str:
    head = raw[:_LOOKED_AT]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if b"%PDF-" in head[:1024] and suffix == ".pdf":
        return "pdf"
    if head.startswith(_OLE):  # which holds the names of its streams as UTF-16
        streams = ((kind, stream.encode("utf-16-le")) for stream, kind in _STREAMS)
        return next((kind for kind, stream in streams if stream in raw), "ole")
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(raw)
    mail = _MAIL_HEAD.match(head)
    if mail and b"mime-version:" in mail[0].lower() and b"multipart/" in mail[0].lower():
        return "mhtml"
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if _PAGE.match(head[2:].replace(b"\0", b"") if wide else head):
        return "html"
    if suffix in (".csv", ".tsv"):
        return "csv"
    named_page = suffix in (".html", ".htm", ".shtml")
    return "html" if named_page and _ANY_TAG.search(raw) else "text"


def _zip_kind(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {entry.filename for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError):
        return "word"  # whose reader says that it is damaged
    other = "word" if "[Content_Types].xml" in names else "archive"
    return next((kind for inside, kind in _INSIDE_ZIP if inside in names), other)


def plain_text(raw: bytes, name: str) -> SourceText:
    """The text as read. Raises ReportUnreadable where it is empty or in no encoding we know."""
    text = decoded(raw, name)
    if not text.strip():
        raise ReportUnreadable.of(name, "是空的。")
    return SourceText(text)


def max_bytes(name: str) -> int:
    """How large a file of that name may be."""
    return MAX_BYTES_OF_PAGES if PurePath(name).suffix.lower() in _OF_PAGES else MAX_BYTES


def source_text(raw: bytes, name: str) -> SourceText:
    """The text of the file `raw` called `name`, read as what it holds, whatever its ending says.

    Raises ReportUnreadable, with the file's name and the reason, where it holds none.
    """
    if not raw.strip():
        raise ReportUnreadable.of(name, "是空的。")
    kind = kind_of(raw, name)
    if kind == "word":
        from index.reading.word import word_text

        return word_text(raw, name)
    if kind in ("html", "mhtml"):
        from index.reading.html import html_text, mhtml_text

        return (html_text if kind == "html" else mhtml_text)(raw, name)
    if kind in ("pdf", "image"):
        from index.reading.apart import text_read_apart

        return text_read_apart(kind, raw, name)
    if kind == "xlsx":
        from index.reading.xlsx import xlsx_text

        return xlsx_text(raw, name)
    if kind == "csv":
        from index.reading.sheets import csv_text

        return csv_text(raw, name)
    return plain_text(raw, name)
