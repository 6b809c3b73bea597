"""The parts of a Word file, each read under a limit; what is no DOCX, or no safe one, is named."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from index.errors import ReportUnreadable

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W[1:-1].encode()
_STRICT_RELATIONS = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATIONS = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DOCUMENT = "/officeDocument"
_MAX_PART = 64 * 1024 * 1024  # bytes; a small file can unpack to any size
_MAX_PARTS = 10_000
_MAX_TAGS = 2_000_000  # in a part; each takes some hundred bytes of memory
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class WordPackage:
    """A DOCX file opened: its parts as XML, found by the relation they have to the document.

    Raises ReportUnreadable, naming the file, where it is encrypted, damaged, holds macros, or
    unpacks to too much. Nothing in it is run, and nothing outside it is fetched.
    """

    def __init__(self, raw: bytes, name: str) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _DAMAGED as error:
            raise self._damaged() from error
        entries = self._archive.infolist()
        if len(entries) > _MAX_PARTS:
            raise ReportUnreadable(f"文件 {name!r} 内含 {len(entries):,} 个部件，过多，未读取。")
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReportUnreadable(f"文件 {name!r} 已加密，请取消密码后再试。")
        if any(posixpath.basename(part).lower() == "vbaproject.bin" for part in self._sizes):
            raise ReportUnreadable(
                f"文件 {name!r} 含有宏，未读取；请在 Word 中另存为不含宏的 DOCX 文件。"
            )
        self.path = self._related("", _DOCUMENT) or "word/document.xml"
        self.document = self._xml(self.path)

    def part(self, relation: str) -> etree._Element | None:
        """The part of the document called `relation` (styles, numbering, …), None where it has none."""
        path = self._related(self.path, f"/{relation}")
        return self._xml(path) if path in self._sizes else None

    def _related(self, source: str, relation: str) -> str:
        folder, file = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._sizes:
            return ""
        for found in self._xml(path):
            if found.get("Type", "").endswith(relation) and found.get("TargetMode") != "External":
                target = posixpath.join("/", folder, found.get("Target", ""))
                return posixpath.normpath(target).lstrip("/")
        return ""

    def _xml(self, path: str) -> etree._Element:
        content = self._content(path)
        if content.count(b"<") > _MAX_TAGS:
            raise ReportUnreadable(f"文件 {self.name!r} 的内部结构过于庞大，未读取。")
        content = content.replace(_STRICT_RELATIONS, _RELATIONS)
        content = content.replace(_STRICT, _TRANSITIONAL)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True, huge_tree=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(content, parser)
        except (etree.LxmlError, ValueError) as error:
            raise self._damaged() from error
        if root.getroottree().docinfo.doctype:
            raise ReportUnreadable(f"文件 {self.name!r} 含有 DOCX 不应有的实体声明，未读取。")
        return root

    def _content(self, path: str) -> bytes:
        if self._sizes.get(path, 0) > _MAX_PART:
            raise self._too_large(self._sizes[path])
        try:
            with self._archive.open(path) as part:
                content = part.read(_MAX_PART + 1)
        except (KeyError, RuntimeError, *_DAMAGED) as error:
            raise self._damaged() from error
        if len(content) > _MAX_PART:
            raise self._too_large(len(content))
        return content

    def _too_large(self, size: int) -> ReportUnreadable:
        return ReportUnreadable(f"文件 {self.name!r} 解压后有 {size:,} 字节，过大，未读取。")

    def _damaged(self) -> ReportUnreadable:
        return ReportUnreadable(f"文件 {self.name!r} 不是 DOCX 文件，或已损坏。")
