"""What to set before a text for models that were trained with it but do not say so in their files."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Instructions:
    """What stands before a query and before a passage when they are encoded; "" is nothing."""

    query: str = ""
    passage: str = ""


# As their model cards tell; bge-m3, gte and text2vec want nothing, Qwen3-Embedding says it itself.
_KNOWN = (
    (
        re.compile(r"bge-(?:small|base|large)-zh(?:-v1\.5)?"),
        Instructions(query="为这个句子生成表示以用于检索相关文章："),
    ),
    (
        re.compile(r"bge-(?:small|base|large)-en(?:-v1\.5)?"),
        Instructions(query="Represent this sentence for searching relevant passages: "),
    ),
    (
        re.compile(r"(?:multilingual-)?e5-(?:small|base|large)(?:-v2)?"),
        Instructions(query="query: ", passage="passage: "),
    ),
)


def known_instructions(model: str) -> Instructions:
    """Those of the model, by the last part of its name; none where it is not known."""
    name = model.rpartition("/")[2].lower()
    return next((told for named, told in _KNOWN if named.fullmatch(name)), Instructions())
