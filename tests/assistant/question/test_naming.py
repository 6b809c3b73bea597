"""Questions for a figure under no known name, and the same under a name of the reports."""

from __future__ import annotations

import pytest

from assistant.question.conversation import understand
from assistant.question.naming import named, without_name
from assistant.question.scope import Scope
from index.store.library import Covered

SCOPE = Scope((Covered("r", "", "宝兴县", "district", 2025, None),))


@pytest.mark.parametrize(
    "question", ["2024年宝兴县来耍的人有多少？", "宝兴县旱涝保收的好田增长了多少？"]
)
def test_a_figure_of_a_thing_without_a_known_name_is_open(question: str) -> None:
    assert without_name(understand(question, SCOPE))


@pytest.mark.parametrize(
    "question",
    [
        "宝兴县GDP是多少？",
        "宝兴县农村GDP是多少？",
        "宝兴县来耍的人有410万吗？",
        "宝兴县来耍的人和修的路各有多少？",
        "宝兴县近三年来耍的人有多少？",
        "宝兴县有哪些好耍的地方？",
        "文峰区来耍的人有多少？",
    ],
)
def test_what_has_a_name_or_asks_for_more_is_not(question: str) -> None:
    assert not without_name(understand(question, SCOPE))


def test_only_the_thing_asked_about_changes() -> None:
    query = understand("2024年宝兴县来耍的有多少万人次？", SCOPE)
    again = named(query, "接待游客", SCOPE)
    assert again is not None and again.indicators == ("接待游客",)
    kept = ("time", "places", "within", "attribute", "kind", "extent")
    assert all(getattr(again, slot) == getattr(query, slot) for slot in kept)
    assert again.expected.units == query.expected.units


@pytest.mark.parametrize(
    "name",
    ["接待游客和旅游总收入", "2026年接待游客目标", "文峰区接待游客", "接待游客是不是410万人次"],
)
def test_a_name_that_says_more_than_a_thing_is_refused(name: str) -> None:
    query = understand("2024年宝兴县来耍的有多少？", SCOPE)
    again = named(query, name, SCOPE)
    assert again is None or (again.time, again.kind, again.within) == (
        query.time,
        query.kind,
        query.within,
    )
