"""Whom to ask about what: topics found in text, the longest of several, and sound data."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from assistant.staff import departments
from assistant.staff.departments import main_topic, topics_of
from index.figures.quantities import parse_quantities

DATA = tomllib.loads(
    Path(departments.__file__).with_name("departments.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(
    ("text", "topic", "department"),
    [
        ("今年老旧小区改造几个", "老旧小区改造", "住房和城乡建设局"),
        ("居民医保报销比例", "医保", "医疗保障局"),
        ("医療保險怎麼交", "医疗保险", "医疗保障局"),
        ("停车场建不建", "停车场", "住房和城乡建设局"),
        ("乱停车没人管", "停车", "城市管理局"),
        ("GDP多少", "GDP", "统计局"),
    ],
)
def test_a_topic_and_its_department(text: str, topic: str, department: str) -> None:
    found = main_topic(text)
    assert found is not None
    assert (found.name, found.department) == (topic, department)


def test_a_text_without_a_topic_has_none() -> None:
    assert main_topic("区委书记是谁") is None
    assert topics_of("") == ()


def test_no_topic_falls_to_two_departments_and_none_holds_a_figure() -> None:
    topics = [topic for department in DATA["department"] for topic in department["topics"]]
    assert [topic for topic, count in Counter(topics).items() if count > 1] == []
    names = [department["name"] for department in DATA["department"]]
    assert len(set(names)) == len(names)
    assert not any(parse_quantities(text) for text in (*topics, *names))
