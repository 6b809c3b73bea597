from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import evals.scoring.citations
import evals.scoring.score
from assistant.answer import Status
from evals.cases.case import Category, Fact
from evals.measures.retrieval import TRUE
from evals.measures.verifier import LABELS
from evals.report.words import (
    CATEGORIES,
    MUTATIONS,
    REASONS,
    category_words,
    fact_words,
    reason_words,
    share_words,
    status_words,
)
from evals.scoring.statistics import share
from tests.evals.samples import fact


def test_every_reason_that_the_scorers_give_has_words() -> None:
    sources = [
        Path(str(module.__file__)) for module in (evals.scoring.score, evals.scoring.citations)
    ]
    text = "".join(source.read_text(encoding="utf-8") for source in sources)
    codes = set(re.findall(r'f?"([a-z]+(?:_[a-z]+)*): ', text)) | {"no_citation"}
    codes |= {f"figure_{verdict}" for verdict in evals.scoring.score.UNFIT}
    codes |= {"figure_listed_otherwise", "number_not_in_passage", "declined_partly"}
    assert len(codes) > 15
    assert codes - REASONS.keys() == set()


def test_every_category_status_and_way_has_words() -> None:
    assert set(get_args(Category)) == CATEGORIES.keys()
    assert LABELS.keys() == MUTATIONS.keys()
    assert TRUE not in MUTATIONS
    assert all(re.search(r"[\u4e00-\u9fff]", status_words(name)) for name in get_args(Status))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("fact_missing: 生产总值 18930000000 元", "缺少应有的数字：生产总值 18930000000 元"),
        ("no_citation", "没有引用任何出处"),
        ("refused: unanswerable_place", "本应作答，却拒答（拒答：报告不涉及该地区）"),
        ("malformed: a, b: c", "返回的内容不合约定，出错的字段：a, b: c"),
        ("status: error_X", "返回的状态（系统出错 error_X）"),
        ("never_heard: of it", "never_heard：of it"),
        ("", ""),
    ],
)
def test_a_reason_in_words_keeps_its_detail(reason: str, words: str) -> None:
    assert reason_words(reason) == words


def test_what_is_unknown_is_shown_as_it_is() -> None:
    assert status_words("fine") == "fine"
    assert status_words("error_X") == "系统出错 error_X"
    assert category_words("other") == "other"


@pytest.mark.parametrize(
    ("value", "unit", "read"),
    [
        ("18930000000", "元", "（即 189.3 亿元）"),
        ("19200", "亩", "（即 1.92 万亩）"),
        ("2000000000", "元", "（即 20 亿元）"),
        ("9999", "个", ""),
        ("5.5", "%", ""),
    ],
)
def test_a_large_value_is_told_as_people_read_it(value: str, unit: str, read: str) -> None:
    told = fact_words(Fact.model_validate(fact(value=value, unit=unit)))
    assert told.endswith(read or f"{value}{unit}")


def test_an_undefined_share_says_that_there_was_nothing() -> None:
    assert share_words(share(0, 0)) == "nan（无题目）"
    assert share_words(share(0, 4)).startswith("0/4 = 0.0%")
