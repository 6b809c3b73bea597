"""The letters of `tests/data/inquiries` and what is expected of each."""

import tomllib
from pathlib import Path
from typing import Any

from assistant.staff.inquiry import inquiry_text

FOLDER = Path(__file__).parents[2] / "data" / "inquiries"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads(
    (FOLDER / "expectations.toml").read_text(encoding="utf-8")
)


def letter(name: str) -> str:
    return inquiry_text((FOLDER / name).read_bytes(), name)
