"""Letters handed in as files: encodings, DOCX, and what is refused in words."""

import io

import pytest
from docx import Document

from assistant.errors import InputInvalid
from assistant.staff.inquiry_files import MAX_BYTES, inquiry_text

LETTER = "领导您好：\n今年打算改几个老旧小区？"


def test_a_letter_in_traditional_characters_from_an_older_system() -> None:
    letter = "敬啟者：請問今年打算改造幾個舊社區？市民對此十分關心，望能答覆。"
    assert inquiry_text(letter.encode("big5"), "來信.txt") == letter


def test_plain_text_called_a_word_file_is_read() -> None:
    assert inquiry_text(LETTER.encode(), "来信.docx") == LETTER


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_letter_in_the_encodings_people_use(encoding: str) -> None:
    assert inquiry_text(LETTER.encode(encoding), "来信.txt") == LETTER


def test_a_letter_as_word_file_with_or_without_its_ending() -> None:
    document = Document()
    for line in LETTER.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    for name in ("来信.docx", "来信"):
        assert inquiry_text(out.getvalue(), name).split() == LETTER.split()


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b"", "a.txt", "是空的"),
        (b" \n\r\n", "a.txt", "是空的"),
        (b"\xef\xbb\xbf", "a.txt", "是空的"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "格式不支持"),
        (b"\0\1\2", "a.txt", "不是文本文件"),
        (b"%PDF-1.7", "a.pdf", "格式不支持"),
        (b"PK\x03\x04junk", "a.docx", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "另存为 DOCX"),
        (b"a" * (MAX_BYTES + 1), "a.txt", "2 MB"),
        ("好".encode() * 30_000, "a.txt", "30,000 字"),
    ],
)
def test_what_is_no_letter_is_told_with_its_name(raw: bytes, name: str, told: str) -> None:
    with pytest.raises(InputInvalid) as raised:
        inquiry_text(raw, name)
    assert told in str(raised.value) and name in str(raised.value)
