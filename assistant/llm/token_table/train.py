"""Trains the token table that ships: byte pairs within single characters and short Latin runs.

    python -m assistant.llm.token_table.train --text FILE_OR_FOLDER [...] [--out FILE]

A Chinese character is never merged with its neighbour: a common one counts as one token, a rare
one as two or three. Models that merge whole words need fewer, so the count errs on the safe side.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

from assistant.llm.token_count import PATTERN, SHIPPED_TABLE
from index.reading.files import SUFFIXES
from index.reports.reader import read_reports

_TOKENS = 6000
_SEEN_AT_LEAST = 3


def train(paths: list[Path]) -> bytes:
    """The table in tiktoken's format, a line a token: its bytes in base64, its rank."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=_TOKENS,
        min_frequency=_SEEN_AT_LEAST,
        initial_alphabet=sorted(_BYTES),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_texts(paths), trainer)
    ranked = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    # tiktoken wants the single bytes first; the trainer has them first too, in an order of its own.
    tokens = (bytes(_BYTES[character] for character in written) for written, _ in ranked)
    return b"".join(
        base64.b64encode(token) + f" {rank}\n".encode() for rank, token in enumerate(tokens)
    )


def _texts(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in SUFFIXES and file.stem not in ("README", "SOURCE"):
                yield from (report.text for report in read_reports(file))


def _byte_characters() -> dict[str, int]:
    """The characters that the library's byte level writes bytes as, from its own mapping."""
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    known: dict[str, int] = {}
    for code in (*range(0x80), *range(0x80, 0x2000), 0x4E00, 0x10000, 0x100000):
        character = chr(code)
        written = "".join(piece for piece, _ in level.pre_tokenize_str(character))
        known.update(zip(written, character.encode("utf-8"), strict=True))
    left = sorted(set(range(256)) - set(known.values()))  # bytes that no UTF-8 text holds
    spare = sorted(set(pre_tokenizers.ByteLevel.alphabet()) - set(known))
    return known | dict(zip(spare, left, strict=True))


_BYTES = _byte_characters()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED_TABLE)
    options = parser.parse_args()
    options.out.write_bytes(train(options.text))


if __name__ == "__main__":
    main()
