"""Files that are broken, hostile or no reports, through a whole build: named, skipped, the rest done."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build_index
from index.errors import ReportUnreadable
from index.generations import current_generation
from index.library import library_of
from index.reading.files import MAX_BYTES
from index.report_files import digest, files_under, read_file
from tests.conftest import HashingEncoder
from tests.index.reading.documents import changed, report, with_body
from tests.index.reading.pages import trs

GOOD = "全县生产总值完成120.5亿元，增长6.1%。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def _in_document(insert: bytes) -> bytes:
    def change(name: str, content: bytes) -> bytes:
        return (
            content.replace(b"<w:body>", b"<w:body>" + insert)
            if name == "word/document.xml"
            else content
        )

    return changed(report(GOOD), change)


def _zip_of_zips() -> bytes:
    raw = b"\0" * (8 * 1024 * 1024)
    for depth in range(4):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{depth}.zip", raw)
        raw = buffer.getvalue()
    return raw


BAD: dict[str, bytes] = {
    "空.docx": b"",
    "空白.txt": b" \n\t\n",
    "截断.docx": report(GOOD)[:3000],
    "加密.docx": OLE + "EncryptedPackage".encode("utf-16-le"),
    "旧版.doc": OLE + "WordDocument".encode("utf-16-le"),
    "金山.wps": OLE + "WordDocument".encode("utf-16-le"),
    "表格.xls": OLE + "Workbook".encode("utf-16-le"),
    "宏.docm": changed(report(GOOD), lambda _, c: c, word__vbaProject_dot_bin=b"x"),
    "改名的宏.docx": changed(report(GOOD), lambda _, c: c, word__vbaProject_dot_bin=b"x"),
    "炸弹.docx": _in_document(b" " * (80 * 1024 * 1024)),
    "套娃.docx": _zip_of_zips(),
    "深层.docx": _in_document(b"<w:sdt>" * 100_000),
    "实体.docx": changed(
        report(GOOD),
        lambda name, c: (
            b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(2, 9))
            + b"]>" + c[c.index(b"<w:document") :]
            if name == "word/document.xml"
            else c
        ),
    ),
    "二进制.md": bytes(range(256)) * 40,
    "残缺.txt": (GOOD * 30).encode()[:-2],
    "空页.html": b"<html><body><script>x</script></body></html>",
    "富文本.rtf": b"{\\rtf1 text}",
    "版式.ofd": b"PK\x05\x06" + b"\0" * 18,
}  # fmt: skip


def test_each_bad_file_is_named_in_a_sentence_and_the_rest_is_built(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = report_file.parent
    for name, raw in BAD.items():
        (folder / name).write_bytes(raw)
    started = time.process_time()
    result = build_index([folder], tmp_path / "index", hashing_encoder)
    assert time.process_time() - started < 30
    assert result.reports == 1
    told = {Path(path).name: reason for path, reason in result.failed}
    assert told.keys() == BAD.keys()
    for name, reason in told.items():
        assert name in reason and reason.endswith("。") and "\n" not in reason, reason


def test_a_file_with_the_wrong_ending_is_read_as_what_it_is(
    tmp_path: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = tmp_path / "有 空格 的目录"
    folder.mkdir()
    (folder / "甲县 2025年政府工作报告（终稿）.txt").write_bytes(report(GOOD))
    (folder / "乙县2025年政府工作报告.doc").write_bytes(trs("乙县2025年政府工作报告", (GOOD, GOOD)))
    (folder / "丙县2025年政府工作报告.html").write_bytes(GOOD.replace("6", "7").encode("gb18030"))
    result = build_index([folder], tmp_path / "索 引", hashing_encoder)
    assert (result.reports, result.failed) == (3, ())


def test_links_are_not_followed_in_circles(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = report_file.parent
    (folder / "环").symlink_to(folder, target_is_directory=True)
    (folder / "自指.txt").symlink_to(folder / "自指.txt")
    (folder / "失效.txt").symlink_to(folder / "没有.txt")
    (folder / "别名.txt").symlink_to(report_file)
    result = build_index([folder], tmp_path / "index", hashing_encoder)
    assert {Path(path).name for path, _ in result.failed} == {"环", "自指.txt", "失效.txt"}
    assert result.reports == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_or_a_device_is_not_waited_for(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    pipe = report_file.with_name("管道.txt")
    os.mkfifo(pipe)
    device = report_file.with_name("设备.txt")
    device.symlink_to("/dev/zero")
    result = build_index([report_file.parent, pipe], tmp_path / "index", hashing_encoder)
    assert sorted(reason.split("'")[1] for _, reason in result.failed) == ["zero", "管道.txt"]
    assert all("不是普通文件" in reason for _, reason in result.failed)
    assert result.reports == 1


def test_a_huge_file_is_refused_by_its_size_and_not_read(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    with report_file.with_name("巨大.docx").open("wb") as sparse:
        sparse.truncate(100 * 1024 * 1024)
    started = time.process_time()
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert time.process_time() - started < 10
    assert "上限" in result.failed[0][1]


def test_a_file_that_grows_while_it_is_read_is_bounded() -> None:
    with pytest.raises(ReportUnreadable, match="普通文件"):
        read_file(Path("/dev/zero"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_what_may_not_be_read_is_named(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    locked, folder = report_file.with_name("无权.txt"), report_file.with_name("无权目录")
    locked.write_text(GOOD, "utf-8")
    folder.mkdir()
    locked.chmod(0)
    folder.chmod(0)
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    folder.chmod(0o700)
    assert {Path(path).name for path, _ in result.failed} == {"无权.txt", "无权目录"}


def test_what_word_and_the_system_leave_beside_reports_is_passed_over(report_file: Path) -> None:
    for name in ("~$报告.docx", ".隐藏.txt", "README.md", "图.png.bak", "报告.meta.toml"):
        report_file.with_name(name).write_bytes(b"x")
    pictures = report_file.with_name("报道_files")
    pictures.mkdir()
    (pictures / "frame.html").write_bytes(b"<p>x</p>")
    found = files_under([report_file.parent])
    assert (found.files, found.refused) == ([report_file], {})


@pytest.mark.parametrize("replace", [True, False])
def test_the_digest_kept_is_that_of_the_bytes_that_were_read(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder, replace: bool
) -> None:
    """A file replaced between the look at it and its reading is known by what was read."""

    def change(done: int, total: int, name: str) -> None:
        if name == report_file.name and replace:
            report_file.write_text("新建公园7个。", encoding="utf-8")

    folder = tmp_path / "index"
    build_index([report_file], folder, hashing_encoder, progress=change)
    library = library_of(current_generation(folder))
    try:
        assert library.files.digests() == {str(report_file): digest(report_file)}
    finally:
        library.close()
    assert digest(report_file) == read_file(report_file).digest
    assert build_index([report_file], folder, hashing_encoder).unchanged == 1


def test_a_file_replaced_by_a_bad_one_or_taken_away_while_building_is_named(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    others: dict[str, Callable[[Path], object]] = {
        "变坏.txt": lambda file: file.write_bytes(b"\0\1\2"),
        "被删.txt": lambda file: file.unlink(),
        "变大.txt": lambda file: os.truncate(file, MAX_BYTES + 1),
    }
    for name in others:
        report_file.with_name(name).write_text("新建公园7个。", encoding="utf-8")

    def change(done: int, total: int, name: str) -> None:
        if name in others:
            others[name](report_file.with_name(name))

    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder, progress=change)
    assert {Path(path).name for path, _ in result.failed} == others.keys()
    assert result.reports == 1


def test_a_document_of_ten_thousand_paragraphs_is_built_in_bounded_time(
    tmp_path: Path, hashing_encoder: HashingEncoder
) -> None:
    file = tmp_path / "2025年青山县政府工作报告.docx"
    paragraph = "<w:p><w:r><w:t>新增城镇就业5000人以上，建成公园7个。</w:t></w:r></w:p>"
    heading = "<w:p><w:r><w:t>（一）持续改善民生</w:t></w:r></w:p>"
    file.write_bytes(with_body((heading + paragraph * 9) * 1000))
    started = time.process_time()
    result = build_index([file], tmp_path / "index", hashing_encoder)
    assert time.process_time() - started < 60
    assert result.passages >= 1000
