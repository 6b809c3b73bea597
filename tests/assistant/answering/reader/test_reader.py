"""The sentence likeliest to answer is ranked first; what holds nothing of what is expected is unlikely."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Evidence
from assistant.answering.candidates import Models
from assistant.answering.reader.holds import holds
from assistant.answering.reader.reader import Ranking, chance, ranked, shipped
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.figures.segmenter import shipped_segmenter

REPORT = """各位代表：
我代表绵阳市人民政府，向大会报告工作。
一、2023年工作回顾
新增上市公司2家，实现北交所上市企业零的突破。涪江六桥、科发大道南延线建成通车。4026户居民住房重建全部完工。
二、2024年工作安排
加快建设市第九小学、第十中学。开工建设一环路改造、绵江快速路、九洲大道三条干道。推进三汇大桥前期工作。全面推行欠薪线索专项管理。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("reader")
    (folder / "绵阳市2024年政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


def ranking_of(city: Assistant, encoder: Encoder, question: str) -> Ranking:
    evidence = next(city.stream(question))
    assert isinstance(evidence, Evidence)
    models = Models(encoder, shipped_segmenter())
    ranking = ranked(evidence.question.query, evidence.found, models)
    assert ranking is not None
    return ranking


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("地震里塌掉的房子，给多少人家重新盖好了？", "4026户"),
        ("今年要修哪些大马路？", "绵江快速路"),
        ("哪座桥去年通车了？", "涪江六桥"),
    ],
)
def test_the_sentence_that_answers_comes_first(
    city: Assistant, shipped_encoder: Encoder, question: str, answer: str
) -> None:
    ranking = ranking_of(city, shipped_encoder, question)
    assert answer in ranking.read[ranking.order[0]].text


def test_names_are_likelier_where_they_stand_than_where_they_are_only_counted(
    city: Assistant, shipped_encoder: Encoder
) -> None:
    counted = ranking_of(city, shipped_encoder, "去年新增的上市公司是哪几家，叫什么？")
    named = ranking_of(city, shipped_encoder, "今年要改造哪几条干道，叫什么？")
    assert chance(counted, counted.order[0]) < chance(named, named.order[0])


def test_what_is_expected_is_held_beside_the_words_of_the_question(
    city: Assistant, shipped_encoder: Encoder
) -> None:
    ranking = ranking_of(city, shipped_encoder, "第九小学哪天开学？")
    held = holds(ranking.query, ranking.read[ranking.order[0]])
    assert held["time_lacking"] and not held["time_held"]
    assert 0 <= chance(ranking, 0) <= 1


@pytest.mark.parametrize(
    ("question", "signals"),
    [
        ("第九小学建在哪个片区？", {"among_others": 1.0, "nothing_of_item": 1.0}),
        ("新增的2家上市公司是哪两家？", {"short_of_number": 1.0, "number_asked": 1.0}),
        ("一环路改造等三条干道是哪三条？", {"number_asked": 1.0, "nothing_listed": 0.0}),
        ("拖欠工资的事怎么管？", {"acts": 1.0}),
    ],
)
def test_what_is_said_of_the_very_thing_and_how_many_are_named(
    city: Assistant, shipped_encoder: Encoder, question: str, signals: dict[str, float]
) -> None:
    ranking = ranking_of(city, shipped_encoder, question)
    held = holds(ranking.query, ranking.read[ranking.order[0]])
    assert {name: held[name] for name in signals} == signals, ranking.read[ranking.order[0]].text


def test_each_weight_is_of_a_signal_there_is(city: Assistant, shipped_encoder: Encoder) -> None:
    ranking = ranking_of(city, shipped_encoder, "今年要修哪些大马路？")
    assert set(shipped()["fit"].signals) == set(ranking.signals)
    assert set(shipped()["chance"].signals) == set(ranking.of_chance(0))


def test_a_question_without_words_ranks_nothing(city: Assistant, shipped_encoder: Encoder) -> None:
    evidence = next(city.stream("今年要修哪些大马路？"))
    assert isinstance(evidence, Evidence)
    assert ranked(evidence.question.query, (), Models(shipped_encoder, shipped_segmenter())) is None
