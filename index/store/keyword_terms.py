"""Text as the terms of the lexical leg: Chinese characters and their pairs, words, whole numbers."""

from __future__ import annotations

import re

from index.figures.normalise import normalise

VERSION = "1"

# A number is one term, with its point and percent sign: a search for 5 must not find 25 or 5.5.
_RUN = re.compile(
    r"(?P<ideographs>[\u3400-\u9fff]+)|\d+(?:\.\d+)*%?|[a-z_]+(?:[-'][a-z]+)*|[^\W\d_]+"
)


def keyword_tokens(text: str) -> list[str]:
    """The terms of `text` in its order: 北关区5.5% → 北, 关, 区, 北关, 关区, 5.5%."""
    tokens: list[str] = []
    for run in _RUN.finditer(normalise(text).text.lower()):
        written = run.group()
        if run["ideographs"]:
            tokens += written
            tokens += [written[i : i + 2] for i in range(len(written) - 1)]
        else:
            tokens.append(written)
    return tokens
