"""The wording of letters, from inquiry.toml: patterns for folded text (`index.figures.normalise.fold`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from index.figures.years import WRITTEN

_FILE = Path(__file__).parent / "inquiry.toml"
_NAME = re.compile(r"\{([a-z_]+)\}")


def pattern(name: str) -> re.Pattern[str]:
    """The pattern of the entry `name`; a missing entry is a KeyError at import."""
    return re.compile(_source(name))


def _source(name: str) -> str:
    joined = "|".join(_entries()[name])
    return f"(?:{_NAME.sub(lambda other: _source(other[1]), joined)})"


@cache
def _entries() -> dict[str, list[str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8")) | {"year": [WRITTEN]}
