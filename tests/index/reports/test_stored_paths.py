from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reports.stored_paths import file_name, path_of, shown, stored

GBK = Path("/资料") / "河北省2025年报告.txt".encode("gbk").decode("utf-8", "surrogateescape")


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name))
def test_every_name_is_stored_as_text_and_found_again(name: bytes) -> None:
    path = Path("/资料", name.replace(b"/", b"_").decode("utf-8", "surrogateescape"))
    source = stored(path)
    source.encode("utf-8")
    assert path_of(source) == path


def test_a_name_that_has_a_character_which_stands_for_a_byte_is_no_other() -> None:
    private = Path("/\uf7ba.txt")
    assert stored(private) != stored(Path("/\udcba.txt"))
    assert path_of(stored(private)) == private


def test_an_ordinary_name_is_stored_as_it_is() -> None:
    assert stored(Path("/资料/2025年 报告（终稿）.txt")) == "/资料/2025年 报告（终稿）.txt"


def test_bytes_of_gbk_are_shown_as_chinese() -> None:
    assert shown(GBK) == shown(stored(GBK)) == "/资料/河北省2025年报告.txt"
    assert file_name(stored(GBK)) == "河北省2025年报告.txt"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("甲\x1b[31m乙.txt", r"甲\x1b[31m乙.txt"),
        ("甲\n乙.txt", r"甲\n乙.txt"),
        ("甲\u202etxt.exe", r"甲\u202etxt.exe"),
        ("甲\u200b乙", r"甲\u200b乙"),
        ("甲\udcff.txt", r"甲\xff.txt"),
        ("表情👩\u200d🌾　全角.txt", "表情👩\u200d🌾　全角.txt"),
    ],
)
def test_what_a_terminal_would_act_on_is_escaped(name: str, said: str) -> None:
    assert shown(name) == said
