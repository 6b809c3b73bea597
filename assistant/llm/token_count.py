"""How many tokens a text takes, by a tiktoken table; the only file that knows tiktoken."""

from __future__ import annotations

import base64
import binascii
import math
from pathlib import Path

import tiktoken

from assistant.errors import SettingsInvalid

SHIPPED_TABLE = Path(__file__).parent / "token_table" / "table.tiktoken"
# An ideograph, a digit, up to four Latin letters, or any other character by itself.
PATTERN = r"[\u3400-\u9fff]|\p{N}|[A-Za-z]{1,4}|\s+|[^\s\p{N}A-Za-z\u3400-\u9fff]"


# By the table that ships, the smallest count of a passage beside cl100k_base's was 0.67 of it.
_MARGIN = 1.5


class TokenCounter:
    """Counts by the table of `file` (lines of base64 and rank); the one that ships by default.

    The count by the one that ships is on the safe side of every model's that was tried; of a
    model's own table it is at least the model's. Nothing is fetched. Raises SettingsInvalid where
    the file is missing or no such table.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._margin = 1.0 if file else _MARGIN
        self._encoding = tiktoken.Encoding(
            name=(file or SHIPPED_TABLE).stem,
            # Another model's table has a pattern of its own; ours cuts finer, so never counts less.
            pat_str=PATTERN,
            mergeable_ranks=_ranks(file or SHIPPED_TABLE),
            special_tokens={},
        )

    def __call__(self, text: str) -> int:
        return math.ceil(self._margin * len(self._encoding.encode_ordinary(text)))


def _ranks(file: Path) -> dict[bytes, int]:
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        ranks = {base64.b64decode(t, validate=True): int(r) for t, r in map(str.split, lines)}
    except OSError as error:
        raise SettingsInvalid(f"无法读取词元表 {str(file)!r}：{error.strerror}。") from error
    except (ValueError, binascii.Error) as error:
        raise SettingsInvalid(f"文件 {str(file)!r} 不是 tiktoken 格式的词元表。") from error
    if not all(bytes([byte]) in ranks for byte in range(256)):
        raise SettingsInvalid(f"词元表 {str(file)!r} 没有全部的单字节词元。")
    return ranks
