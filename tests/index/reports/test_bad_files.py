"""Files that are broken, hostile or no reports, through a whole build: named, skipped, the rest done."""

from __future__ import annotations

import io
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.build.report_files import files_under
from index.chunker import cut
from index.errors import ReportUnreadable
from index.reading.files import MAX_BYTES
from index.report import Passage, Report
from index.reports.reader import MOST_CHARACTERS, read_reports
from index.reports.report_file import digest, read_file
from index.store.generations import current_generation
from index.store.library import library_of
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
    found = {Path(path).name: reason for path, reason in result.failed}
    assert found.keys() == BAD.keys()
    for name, reason in found.items():
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
    assert result.reports == 1
    found = {Path(path).name: reason for path, reason in result.failed}
    assert found.keys() == {"设备.txt", "管道.txt"}
    assert "不是普通文件" in found["管道.txt"]
    assert "指向所给目录之外" in found["设备.txt"]
    named = build_index([report_file, device], tmp_path / "named", hashing_encoder)
    assert [reason for _, reason in named.failed if "不是普通文件" in reason]


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


def test_a_file_of_an_unknown_type_is_named_with_what_to_do(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    for name in ("指标.json", "数据.xml", "报告.pages", "图.webp"):
        report_file.with_name(name).write_bytes(b"x")
    report_file.with_name("年鉴.zip").write_bytes(_zip_of_zips())
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    found = {Path(path).name: why for path, why in result.failed}
    assert set(found) == {"指标.json", "数据.xml", "报告.pages", "图.webp", "年鉴.zip"}
    assert "（.json）不能读取" in found["指标.json"] and "另存为" in found["指标.json"]
    assert "解压" in found["年鉴.zip"]
    assert len(result.added) == 1


def test_what_lies_beside_reports_and_an_index_among_them_are_not_named(
    report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    for name in (
        "build.py",
        "style.css",
        "报告.txt.sha256",
        "LICENSE",
        ".DS_Store",
        "报告.txt.bak",
    ):
        report_file.with_name(name).write_bytes(b"x")
    (report_file.parent / ".git").mkdir()
    (report_file.parent / ".git" / "pack.idx").write_bytes(b"x")
    index = report_file.parent / "index"
    build_index([report_file], index, hashing_encoder)
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


@pytest.mark.parametrize("raw_name", ["河北省2025年报告.txt", "乙县（终稿）.md", "台州 工作.txt"])
def test_a_name_in_gbk_is_read_as_chinese(
    tmp_path: Path, hashing_encoder: HashingEncoder, raw_name: str
) -> None:
    folder = tmp_path / "解压"
    folder.mkdir()
    file = folder / raw_name.encode("gbk").decode("utf-8", "surrogateescape")
    file.write_text(GOOD, encoding="utf-8")
    first = build_index([folder], tmp_path / "index", hashing_encoder)
    assert (first.reports, first.failed) == (1, ())
    library = library_of(current_generation(tmp_path / "index"))
    assert library.covered()[0].title == raw_name.rpartition(".")[0]
    library.close()
    assert build_index([folder], tmp_path / "index", hashing_encoder).unchanged == 1
    file.write_text(GOOD * 2, encoding="utf-8")
    assert len(build_index([folder], tmp_path / "index", hashing_encoder).replaced) == 1
    (folder / "另.txt").write_text("新建公园7个。", encoding="utf-8")
    file.unlink()
    last = build_index([folder], tmp_path / "index", hashing_encoder)
    assert (last.reports, len(last.removed)) == (1, 1)


@pytest.mark.parametrize("length", [245, 246, 250, 255])
def test_a_name_as_long_as_the_system_allows_is_read(
    tmp_path: Path, hashing_encoder: HashingEncoder, length: int
) -> None:
    folder = tmp_path / "长名"
    folder.mkdir()
    name = "长" * ((length - 4) // 3) + "a" * ((length - 4) % 3) + ".txt"
    (folder / name).write_text(GOOD, encoding="utf-8")
    result = build_index([folder], tmp_path / "index", hashing_encoder)
    assert (result.reports, result.failed) == (1, ())


@pytest.mark.parametrize(
    "text", ["全市收入30亿元。，。增长5%。", "，", "，。\n；，！", "一、，。\n"]
)
def test_marks_without_words_end_no_build(
    tmp_path: Path, hashing_encoder: HashingEncoder, text: str
) -> None:
    (tmp_path / "标点.txt").write_text(text, encoding="utf-8")
    result = build_index([tmp_path / "标点.txt"], tmp_path / "index", hashing_encoder)
    assert (result.reports, result.failed) == (1, ())


@pytest.mark.parametrize(
    "fault", [IndexError("x"), RecursionError("深"), MemoryError(), KeyError(1)]
)
def test_whatever_goes_wrong_with_one_file_is_named_and_the_rest_is_built(
    tmp_path: Path,
    report_file: Path,
    hashing_encoder: HashingEncoder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: Exception,
) -> None:
    report_file.with_name("坏.txt").write_text("坏的内容。", encoding="utf-8")

    def cut_or_fail(report: Report) -> list[Passage]:
        if "坏的" in report.text:
            raise fault
        return cut(report)

    monkeypatch.setattr("index.build.prepare.cut", cut_or_fail)
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert result.reports == 1
    ((path, reason),) = result.failed
    assert path.endswith("坏.txt")
    assert "坏.txt" in reason and type(fault).__name__ in reason
    (line,) = caplog.messages
    assert "test_bad_files.py" in line and "\n" not in line


def test_a_link_to_a_file_outside_the_folder_is_named_and_not_read(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    secret = tmp_path / "密.txt"
    secret.write_text("口令是120.5亿元。", encoding="utf-8")
    link = report_file.with_name("链接.txt")
    link.symlink_to(secret)
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert (result.reports, [path for path, _ in result.failed]) == (1, [str(link)])
    assert "指向所给目录之外" in result.failed[0][1]
    given = build_index([report_file.parent, link], tmp_path / "index", hashing_encoder)
    assert given.added == (str(secret),)


def test_a_text_longer_than_any_report_is_named(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    report_file.with_name("日志.txt").write_bytes(b"7" * (MOST_CHARACTERS + 1))
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert result.reports == 1
    ((path, reason),) = result.failed
    assert path.endswith("日志.txt")
    assert "7,000,001 字，超过 7,000,000 字的上限" in reason


@pytest.mark.parametrize(
    "text",
    [
        "# " + "甲" * 5000 + "\n乙。\n",
        "记者 " + "甲乙 " * 5000,
        "## 一\n" * 5000,
        "# 甲\n记者 乙丙\n" * 900,
    ],
)
def test_no_passage_carries_more_than_a_few_headings_and_names(tmp_path: Path, text: str) -> None:
    file = tmp_path / "甲.txt"
    file.write_text(text, encoding="utf-8")
    for read in read_reports(file):
        for passage in cut(read):
            carried = (passage.title, passage.reporter or "", *passage.headings)
            assert sum(map(len, carried)) < 1000


def test_folders_deeper_than_the_system_can_name_are_named(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    here = os.open(report_file.parent, os.O_RDONLY)
    try:
        for _ in range(17):  # 4,250 bytes
            os.mkdir("深" * 83 + "a", dir_fd=here)
            inner = os.open("深" * 83 + "a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
            file = os.open("报告.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
            os.write(file, GOOD.encode())
            os.close(file)
    finally:
        os.close(here)
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    shutil.rmtree(report_file.parent)
    assert result.reports == 2
    assert len(result.same_text) > 10
    reasons = [reason for _, reason in result.failed]
    assert reasons
    assert all("File name too long" in reason for reason in reasons)
