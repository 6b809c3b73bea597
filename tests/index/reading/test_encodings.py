"""Which encoding a text is in; the reports of ../shared/reports are in tests/slow/test_encodings."""

from __future__ import annotations

import pytest

from index.errors import ReportUnreadable
from index.reading.encodings import decoded

SIMPLIFIED = "全年生产总值完成189.3亿元，同比增长5.5%，财政运行总体平稳。"
TRADITIONAL = "全年生產總值完成189.3億元，同比增長5.5%，財政運行總體平穩。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"])
def test_simplified_text_is_read_in_each_encoding(encoding: str) -> None:
    assert decoded(SIMPLIFIED.encode(encoding), "报告.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "big5", "cp950", "big5hkscs"])
def test_traditional_text_is_read_in_each_encoding(encoding: str) -> None:
    assert decoded(TRADITIONAL.encode(encoding), "報告.txt") == TRADITIONAL


def test_characters_of_hong_kong_are_read() -> None:
    text = "本區有大澳、赤鱲角及深水埗，喺度共有居民五千人，佢哋都好滿意政府的工作。"
    assert decoded(text.encode("big5hkscs"), "報告.txt") == text


def test_a_declared_encoding_is_believed_where_it_reads_and_not_where_it_does_not() -> None:
    assert decoded(SIMPLIFIED.encode("gbk"), "页.html", "gb2312") == SIMPLIFIED
    assert decoded(SIMPLIFIED.encode("gbk"), "页.html", "big5") == SIMPLIFIED
    assert decoded(TRADITIONAL.encode("big5"), "页.html", "gb2312") == TRADITIONAL
    assert decoded(SIMPLIFIED.encode("gbk"), "页.html", "utf-8") == SIMPLIFIED
    assert decoded(SIMPLIFIED.encode("gbk"), "页.html", "no-such-encoding\0") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_text_without_chinese_is_read(encoding: str) -> None:
    assert decoded("GDP 189.3\n".encode(encoding), "a.txt") == "GDP 189.3\n"
    assert decoded("GDP增长\n".encode("gb18030"), "a.txt") == "GDP增长\n"


def test_a_text_cut_off_within_a_character_says_where() -> None:
    raw = (SIMPLIFIED * 20).encode()
    with pytest.raises(ReportUnreadable, match="残缺") as caught:
        decoded(raw[: raw.rindex("稳".encode()) + 1], "报告.txt")
    assert "报告.txt" in str(caught.value)


@pytest.mark.parametrize(
    "raw", [bytes(range(256)), b"\x80\x81\x82" * 50, b"\xff\xfe\x00", bytes(range(128, 256)) * 9]
)
def test_what_reads_as_no_text_is_refused(raw: bytes) -> None:
    with pytest.raises(ReportUnreadable, match=r"坏\.txt"):
        decoded(raw, "坏.txt")


@pytest.mark.parametrize(("text", "encoding"), [(SIMPLIFIED, "gbk"), (TRADITIONAL, "big5")])
def test_a_page_that_begins_with_much_script_is_read(text: str, encoding: str) -> None:
    page = f"<script>{'var a = 1; ' * 5000}</script><p>{text}</p>"
    assert decoded(page.encode(encoding), "页.html") == page
