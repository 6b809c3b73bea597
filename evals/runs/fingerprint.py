"""Digests of all that decides an answer, so that two runs are known to be of the same or not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from evals.cases.case import Case

_ROOT = Path(__file__).parents[2]
_PACKAGES = ("assistant", "index", "prompts")
_GENERATED = ("__pycache__",)


def cases_digest(suites: Mapping[str, Sequence[Case]]) -> str:
    """SHA-256 over the cases as they are understood; layout and order of keys do not matter."""
    hasher = hashlib.sha256()
    for suite, cases in suites.items():
        hasher.update(f"{suite}\n".encode())
        for case in cases:
            hasher.update(case.model_dump_json().encode() + b"\n")
    return hasher.hexdigest()


def corpus_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the files of an index, by name and content."""
    lines = (f"{Path(source).name} {digest}\n" for source, digest in digests.items())
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


@cache
def code_digest() -> str:
    """SHA-256 over the files of the packages that answer: code, prompts, alias files, weights."""
    hasher = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*")):
            if path.is_file() and not set(_GENERATED) & set(path.parts):
                hasher.update(f"{path.relative_to(_ROOT)}\n".encode())
                hasher.update(hashlib.sha256(path.read_bytes()).digest())
    return hasher.hexdigest()


@cache
def prompt_digests() -> dict[str, str]:
    """Name of each prompt → SHA-256 of its file."""
    return {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((_ROOT / "prompts").glob("*.md"))
    }
