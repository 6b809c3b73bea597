"""Tokens counted by a table, on the safe side; no table is fetched."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from assistant.errors import SettingsInvalid
from assistant.llm.token_count import SHIPPED_TABLE, TokenCounter
from tests.conftest import SEED_FILE


def test_a_chinese_character_counts_for_more_than_one_token() -> None:
    count = TokenCounter()
    text = SEED_FILE.read_text(encoding="utf-8")
    assert 1.2 * len(text) < count(text) < 2 * len(text)
    assert count("") == 0
    assert count("龘䨻") >= 4, "a rare one is several"


def test_the_count_of_parts_is_never_less_than_that_of_the_whole() -> None:
    count = TokenCounter()
    text = SEED_FILE.read_text(encoding="utf-8")
    for at in range(100, 3000, 377):
        assert count(text[:at]) + count(text[at:]) >= count(text)


def test_another_table_is_taken_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "own.tiktoken"
    single = [base64.b64encode(bytes([byte])).decode() for byte in range(256)]
    file.write_text("".join(f"{token} {rank}\n" for rank, token in enumerate(single)), "ascii")
    assert TokenCounter(file)("中a") == 4


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "无法读取"), (b"", "单字节"), (b"???", "tiktoken"), ("中文".encode(), "tiktoken")],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "表.tiktoken"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsInvalid, match=told) as raised:
        TokenCounter(file)
    assert "表.tiktoken" in str(raised.value)


def test_the_table_that_ships_holds_only_single_characters() -> None:
    tokens = [base64.b64decode(line.split()[0]) for line in SHIPPED_TABLE.read_text().splitlines()]
    whole = [token.decode() for token in tokens if _is_text(token)]
    assert all(len(text) == 1 or text.isascii() or text.isspace() for text in whole)
    assert sum("\u4e00" <= text <= "\u9fff" for text in whole) > 2000


def _is_text(token: bytes) -> bool:
    try:
        token.decode()
    except UnicodeDecodeError:
        return False
    return True
