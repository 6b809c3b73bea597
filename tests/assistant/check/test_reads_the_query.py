"""After understanding nobody reads the question's text: answering and check read the Query's slots."""

from __future__ import annotations

import ast
from pathlib import Path

import assistant

ROOT = Path(assistant.__file__).parent


def texts_read(source: str) -> list[int]:
    """The lines that read the wording of a query, but where it is given to the encoder to be
    searched for."""
    tree = ast.parse(source)
    searched = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "encode"
        for part in ast.walk(call)
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "wording" and id(node) not in searched
    ]


def test_no_module_of_answering_and_check_reads_the_text_of_a_question() -> None:
    files = [file for folder in ("answering", "check") for file in (ROOT / folder).glob("*.py")]
    assert len(files) > 20
    read = {file.name: texts_read(file.read_text(encoding="utf-8")) for file in files}
    assert {name: lines for name, lines in read.items() if lines} == {}


def test_reading_the_text_would_be_seen() -> None:
    assert texts_read("fold(query.wording)") == [1]
    assert texts_read("encoder.encode([query.wording], 'query')") == []
