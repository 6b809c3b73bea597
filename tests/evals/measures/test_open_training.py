"""Weights are learned from questions and their answers, and the curve says what chances are worth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.reader.reader import shipped
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures import open_training
from evals.measures.open_questions import OpenQuestion

ASKED = [
    ("今年新修哪几条路？", "新建改扩建化工三路、昌泰西路等市政道路"),
    ("养孩子有没有补贴？", "落实育儿补贴"),
    ("今年要和哪所学校深化合作？", "深化与北京服装学院战略合作"),
    ("哪条路要向北打通？", "推动中华路北向贯通"),
    ("老年食堂开在哪条街上？", ""),
    ("哪几个小区要装电梯？", ""),
    ("育儿补贴怎么申领？", ""),
    ("无人机产业园的负责人是谁？", ""),
]


@pytest.fixture(scope="module")
def assistant(seed_index: Path) -> Assistant:
    return open_assistant(Settings(index=seed_index, llm_model="", _env_file=None))


@pytest.fixture
def questions() -> list[OpenQuestion]:
    return [
        OpenQuestion(
            id=str(number),
            split="train",
            report=f"r{number % 4}",
            kind="what",
            question=asked,
            right="…",
            quotes=(quote,) if quote else (),
            near="",
        )
        for number, (asked, quote) in enumerate(ASKED)
    ]


def test_weights_are_learned_for_every_signal(
    assistant: Assistant,
    questions: list[OpenQuestion],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(open_training, "WEIGHTS", tmp_path / "weights.json")
    said = open_training.train(questions, assistant)
    assert said.startswith("8 题") and "AUC" in said
    content = json.loads((tmp_path / "weights.json").read_text(encoding="utf-8"))
    for name, weights in shipped().items():
        assert set(content[name]["signals"]) == set(weights.signals)


def test_the_curve_says_how_often_the_first_sentence_answers(
    assistant: Assistant, questions: list[OpenQuestion]
) -> None:
    lines = open_training.curve(questions, assistant).splitlines()
    assert lines[0] == "| Chance | Questions | Mean chance | Answers, % |"
    assert any(line.startswith("| 0.0 | 100 | ") for line in lines)
