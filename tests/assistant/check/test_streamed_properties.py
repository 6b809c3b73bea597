"""Whatever pieces a model streams: no figure is shown that was not checked."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import VerifiedAnswer
from assistant.answering.answerer import Answerer
from assistant.answering.candidates import Models
from assistant.answering.extractive import ExtractiveComposer
from assistant.assistant import Assistant
from assistant.check.markers import MARKER, sentences_from
from assistant.check.verify import ACCEPTED
from assistant.llm.generative import ModelWriter
from assistant.llm.language_model import Message
from assistant.settings import Settings
from assistant.wiring import open_searcher
from evals.scoring.matching import numbers
from index.figures.quantities import scan
from index.figures.segmenter import shipped_segmenter
from prompts import load_prompt

WORDS = (
    *(
        "2025年，北关区生产总值为",
        "189.3亿元",
        "同比增长5.5%",
        "500亿元",
        "五百亿元",
        "与全市平均增速持平",
    ),
    *(
        "社会消费品零售总额完成79.38亿元",
        "增速居全市第二位",
        "第一",
        "翻番",
        "左右",
        "以上",
        "2026年目标",
    ),
    *(
        "[1]",
        "[2]",
        "[0]",
        "[9]",
        "【1】",
        "［１］",
        "[1,2]",
        "[^1]",
        "[",
        "]",
        "【",
        "1",
        "0",
        ".",
        "3",
    ),
    *(
        "。",
        "！",
        "?",
        "\n",
        "，",
        " ",
        "**",
        "- ",
        "1. ",
        "2、",
        "”",
        "\u200b",
        "⑤",
        "５",
        "<b>",
        "亿元",
        "%",
    ),
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=25).map("".join)
CUTS = st.lists(st.integers(1, 9), min_size=1, max_size=8)


def in_pieces(text: str, sizes: Sequence[int]) -> Iterator[str]:
    at = turn = 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        yield text[at : at + size]
        at, turn = at + size, turn + 1


@given(TEXTS, CUTS)
def test_how_a_text_is_cut_does_not_change_its_sentences(text: str, sizes: list[int]) -> None:
    in_parts = [s for s in sentences_from(in_pieces(text, sizes)) if s]
    assert in_parts == [s for s in sentences_from(iter([text])) if s]


@given(TEXTS, CUTS)
def test_each_digit_of_a_sentence_is_in_a_marker_or_comes_under_the_check(
    text: str, sizes: list[int]
) -> None:
    for sentence in sentences_from(in_pieces(text, sizes)):
        told = MARKER.sub(lambda match: "\0" * len(match.group()), sentence)
        found = scan(told)
        checked = {
            at
            for start, end in (
                *((q.start, q.end) for q in found.quantities),
                *found.masked,
                *found.unread,
            )
            for at in range(start, end)
        }
        assert all(at in checked for at, sign in enumerate(told) if sign.isdecimal())


@dataclass
class Streams:
    """A model that streams the pieces that a test puts into it, at every call."""

    name: str = "any-model"
    timeout: float = 30.0
    pieces: list[str] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], within: float | None = None) -> Generator[str]:
        yield from self.pieces


@pytest.fixture(scope="module")
def model() -> Streams:
    return Streams()


@pytest.fixture(scope="module")
def assistant(seed_index: Path, model: Streams) -> Assistant:
    searcher = open_searcher(Settings(index=seed_index))
    models = Models(searcher.encoder, shipped_segmenter())
    writer = ModelWriter(
        model,
        answering=load_prompt("answer.v3"),
        repairing=load_prompt("repair.v2"),
        models=models,
        context=20_000,
        reading=10_000,
        count_tokens=len,
    )
    extractive = ExtractiveComposer(models, searcher)
    answerer = Answerer(searcher, extractive, writer, figures_by_code=False)
    return Assistant(searcher, answerer)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(TEXTS, CUTS)
def test_no_snapshot_has_a_figure_that_was_not_accepted(
    assistant: Assistant, model: Streams, text: str, sizes: list[int]
) -> None:
    model.pieces = list(in_pieces(text, sizes))
    for answer in assistant.stream("2025年北关区的GDP是多少？"):
        if not isinstance(answer, VerifiedAnswer):
            continue
        assert all(figure.status in ACCEPTED for figure in answer.figures)
        if answer.mode == "llm" and answer.citations:
            told = {n for c in answer.citations for n in numbers(c.passage.text)}
            # ① is a sign of a list; one that stands for a digit is tested with figures in words.
            shown = numbers(re.sub(r"\[\d{1,3}\]|[①-⑳]", " ", answer.text))
            assert set(shown) <= told | {"2025", "2026"}
