"""The data of the relations: enough templates, each with parts that are known, and the real examples."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from string import Formatter

from evals.metamorphic import places
from evals.metamorphic.differences import comparisons
from evals.metamorphic.examples import readme_examples
from evals.metamorphic.paraphrase import filled, wordings
from evals.metamorphic.together import joins

ROOT = Path(__file__).parents[3]
PARTS = {"place", "year", "ago", "here", "what", "moved", "rate", "unit"}


def _templates() -> list[str]:
    return [
        template
        for kinds in wordings().values()
        for styles in kinds.values()
        for style in ("formal", "colloquial", "reordered")
        for template in styles.of(style)  # type: ignore[arg-type]
    ]


def _parts(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_there_are_two_hundred_templates_and_none_twice_for_the_same_figure() -> None:
    assert len(_templates()) >= 200
    for kinds in wordings().values():
        for styles in kinds.values():
            counts = Counter((*styles.formal, *styles.colloquial, *styles.reordered))
            assert [template for template, count in counts.items() if count > 1] == []


def test_each_template_names_the_thing_the_time_and_the_place() -> None:
    for template in _templates():
        parts = _parts(template)
        assert parts <= PARTS
        assert "what" in parts
        assert parts & {"year", "ago"}
        assert parts & {"place", "here"}


def test_each_attribute_and_kind_that_is_asked_plainly_has_its_templates() -> None:
    from evals.drafting import askable

    assert {a: set(k) for a, k in askable._WORDINGS["plain"].items()} == {
        a: set(k) for a, k in wordings().items()
    }


def test_a_template_that_needs_what_is_not_there_is_left_out() -> None:
    assert filled("{ago}{place}{what}多少？", {"place": "甲市", "what": "GDP"}) is None
    assert filled("{place}{what}多少？", {"place": "甲市", "what": "GDP"}) == "甲市GDP多少？"


def test_the_templates_of_several_things_name_them_both() -> None:
    assert all(_parts(t) == {"first", "second"} for t in joins().questions)
    assert all(
        _parts(t) == {"place", "year", "what", "other"} for ts in joins().names.values() for t in ts
    )
    assert all(
        _parts(t) == {"place", "year", "next", "what"} for ts in joins().aims.values() for t in ts
    )
    for by_attribute, named in ((comparisons().aims, "next"), (comparisons().names, "other")):
        for both_ways in by_attribute.values():
            templates = (*both_ways.forward, *both_ways.back)
            assert all(_parts(t) == {"place", "year", "what", named} for t in templates)
    for styles in places.wordings().values():
        assert all({"one", "other"} <= _parts(template) for template in styles.compared)


def test_the_examples_of_readme_and_guide_are_those_that_are_asked() -> None:
    """Each question that these pages give about the seed's own place, with place and years put in."""
    text = "\n".join(
        (ROOT / name).read_text(encoding="utf-8")
        for name in ("README.md", "docs/guides/citizen.md")
    )
    asked = {
        re.sub(r"\W|北关区", "", template.format(place="", year=2026, before=2025))
        for template in readme_examples().questions
    }
    quoted = re.findall(r'ask "([^"]+)"|“(GDP[^”]+)”|printf \'([^\\]+)', text)
    given = {re.sub(r"\W|北关区", "", next(filter(None, match))) for match in quoted}
    follow_up_and_of_one_place = {"那2026年的目标呢", "哪些景区成了3A"}
    assert given - follow_up_and_of_one_place <= asked
