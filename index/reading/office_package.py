"""The parts of an Office file, each read under a limit; what is none, or no safe one, is named."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

from index.errors import ReportUnreadable

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main":
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main":
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
_DOCUMENT = "/officeDocument"
_MAX_PART = 64 * 1024 * 1024  # bytes; a small file can unpack to any size
_MAX_PARTS = 10_000
_MAX_TAGS = 2_000_000  # in a part; each takes some hundred bytes of memory
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class OfficePackage:
    """An Office file of `kind` (DOCX, XLSX) opened: its parts as XML, found by their relations.

    Raises ReportUnreadable, naming the file, where it is encrypted, damaged, holds macros, or
    unpacks to too much. Nothing in it is run, and nothing outside it is fetched.
    """

    def __init__(self, raw: bytes, name: str, *, kind: str, program: str, main: str) -> None:
        self.name = name
        self._kind = kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(raw))
        except _DAMAGED as error:
            raise self.damaged() from error
        entries = self._archive.infolist()
        if len(entries) > _MAX_PARTS:
            raise ReportUnreadable.of(name, f"内含 {len(entries):,} 个部件，过多，未读取。")
        self._sizes = {entry.filename: entry.file_size for entry in entries}
        if any(entry.flag_bits & 1 for entry in entries):
            raise ReportUnreadable.of(name, "已加密，请取消密码后再试。")
        if any(posixpath.basename(part).lower() == "vbaproject.bin" for part in self._sizes):
            raise ReportUnreadable.of(
                name, f"含有宏，未读取；请在 {program} 中另存为不含宏的 {kind} 文件。"
            )
        self.path = next(iter(self._related("", _DOCUMENT).values()), "") or main
        self.document = self._xml(self.path)

    def part(self, relation: str) -> etree._Element | None:
        """The part of the document called `relation` (styles, numbering, …), None where it has none."""
        path = next(iter(self._related(self.path, f"/{relation}").values()), "")
        return self._xml(path) if path in self._sizes else None

    def parts(self, relation: str) -> dict[str, str]:
        """The paths of the parts of the document called `relation`, by the relations' ids."""
        return {
            identity: path
            for identity, path in self._related(self.path, f"/{relation}").items()
            if path in self._sizes
        }

    def content(self, path: str) -> bytes:
        """A part as XML in bytes, its names those of the usual form of the format."""
        content = self._content(path)
        if content.count(b"<") > _MAX_TAGS:
            raise ReportUnreadable.of(self.name, "的内部结构过于庞大，未读取。")
        if b"<!DOCTYPE" in content:
            raise ReportUnreadable.of(self.name, f"含有 {self._kind} 不应有的实体声明，未读取。")
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        return content

    def damaged(self) -> ReportUnreadable:
        return ReportUnreadable.of(self.name, f"不是 {self._kind} 文件，或已损坏。")

    def _related(self, source: str, relation: str) -> dict[str, str]:
        folder, file = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if path not in self._sizes:
            return {}
        related = {}
        for found in self._xml(path):
            if found.get("Type", "").endswith(relation) and found.get("TargetMode") != "External":
                target = posixpath.join("/", folder, found.get("Target", ""))
                related[found.get("Id", "")] = posixpath.normpath(target).lstrip("/")
        return related

    def _xml(self, path: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True, huge_tree=False,
        )  # fmt: skip
        try:
            root = etree.fromstring(self.content(path), parser)
        except (etree.LxmlError, ValueError) as error:
            raise self.damaged() from error
        if root.getroottree().docinfo.doctype:
            raise ReportUnreadable.of(self.name, f"含有 {self._kind} 不应有的实体声明，未读取。")
        return root

    def _content(self, path: str) -> bytes:
        if self._sizes.get(path, 0) > _MAX_PART:
            raise self._too_large(self._sizes[path])
        try:
            with self._archive.open(path) as part:
                content = part.read(_MAX_PART + 1)
        except (KeyError, RuntimeError, *_DAMAGED) as error:
            raise self.damaged() from error
        if len(content) > _MAX_PART:
            raise self._too_large(len(content))
        return content

    def _too_large(self, size: int) -> ReportUnreadable:
        return ReportUnreadable.of(self.name, f"解压后有 {size:,} 字节，过大，未读取。")
