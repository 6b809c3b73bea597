"""The text and the pairs that the shipped encoder is trained on, read from the folders given."""

from __future__ import annotations

import json
import lzma
import random
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

from index.figures.aliases import load_aliases
from index.figures.normalise import fold

EVERYDAY_FILE = Path(__file__).with_name("everyday.jsonl")
"""Everyday questions with formal sentences that answer them, all written for this project."""

# The reports that the everyday questions of the evals are asked over are kept out of training.
_MEASURED_ON = Path(__file__).with_name("measured_on.toml")
MEASURED_ON = frozenset(tomllib.loads(_MEASURED_ON.read_text(encoding="utf-8"))["reports"])

_WORD_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、](.{4,40}?)(?:。(.{30,})|$)")
_NEWS_START = re.compile(r"^[\d\- :]+，正文：")
_HELD_OUT_SHARE = 0.05
_PASSAGE_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Pair:
    """A question or heading, the text that answers it, and the source it is from."""

    source: str
    query: str
    passage: str


def held_out(passage: str) -> bool:
    """Whether a passage is kept apart for measuring: decided by its own text, so for good."""
    return int(sha256(passage.encode("utf-8")).hexdigest()[:8], 16) < _HELD_OUT_SHARE * 16**8


def question_pairs(file: Path) -> list[Pair]:
    """Questions with the passages that answer them, in Simplified script."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Pair(row["src"], fold(row["q"]), _around(fold(row["p"]), fold(str(row["a"]))))
        for row in rows
    ]


def everyday_pairs() -> list[Pair]:
    """The project's own pairs: a citizen's question, a sentence as a report would put it."""
    rows = map(json.loads, EVERYDAY_FILE.read_text(encoding="utf-8").splitlines())
    return [Pair("everyday", fold(row["question"]), fold(row["sentence"])) for row in rows]


def news_texts(file: Path, limit: int) -> list[str]:
    """News articles without their date line."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        return [
            fold(_NEWS_START.sub("", line.strip()))
            for line, _ in zip(lines, range(limit), strict=False)
        ]


def report_paragraphs(folder: Path) -> list[list[str]]:
    """The paragraphs of each DOCX report below `folder`, but for those to be measured on."""
    files = sorted(file for file in folder.rglob("*.docx") if file.stem not in MEASURED_ON)
    return [list(_docx_paragraphs(file)) for file in files]


def heading_pairs(reports: list[list[str]]) -> list[Pair]:
    """A numbered heading of a report with the paragraph that it opens or stands above."""
    pairs = []
    for paragraphs in reports:
        for above, below in zip(paragraphs, [*paragraphs[1:], ""], strict=True):
            heading = _HEADING.match(above)
            body = (heading.group(2) or below) if heading else ""
            if heading and len(body) >= 30:
                pairs.append(Pair("headings", heading.group(1), body[:_PASSAGE_CHARACTERS]))
    return pairs


def lead_pairs(articles: list[str]) -> list[Pair]:
    """The first sentence of an article with what comes after it."""
    pairs = []
    for article in articles:
        lead, _, body = article.partition("。")
        if 10 <= len(lead) <= 120 and len(body) > 80:
            pairs.append(Pair("news", lead, body[:_PASSAGE_CHARACTERS]))
    return pairs


def alias_pairs(repeats: int, rng: random.Random) -> list[Pair]:
    """Every two names of one thing in the project's alias file, `repeats` times over."""
    aliases = load_aliases()
    groups = [indicator.names for indicator in aliases.indicators] + list(aliases.synonym_groups)
    pairs = [
        Pair("aliases", fold(one), fold(other))
        for group in groups
        for one in group
        for other in group
        if one != other
    ] * repeats
    rng.shuffle(pairs)
    return pairs


def _around(passage: str, answer: str) -> str:
    """A slice of the passage that holds the answer, as long as the index's passages are."""
    found = max(passage.find(answer), 0)
    start = max(0, min(found - _PASSAGE_CHARACTERS // 2, len(passage) - _PASSAGE_CHARACTERS))
    return passage[start : start + _PASSAGE_CHARACTERS]


def _docx_paragraphs(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(_WORD_NAMESPACE + "p"):
        text = "".join(node.text or "" for node in paragraph.iter(_WORD_NAMESPACE + "t")).strip()
        if text:
            yield fold(text)
