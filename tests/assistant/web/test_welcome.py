"""What the chat says before the first question."""

from assistant.assistant import Assistant
from assistant.web.templates import fill
from assistant.web.welcome import Welcome, examples_for
from index.store.library import Covered


def of(place: str, level: str, year: int = 2025) -> Covered:
    return Covered(f"{place}{year}", place, place, level, year, None)  # type: ignore[arg-type]


def test_every_example_on_the_seeds_is_answered(assistant: Assistant) -> None:
    examples = examples_for(assistant.searcher.covered())
    assert len(examples) == 6
    assert {assistant.ask(example).status for example in examples} == {"answered"}


def test_without_reports_there_are_none() -> None:
    assert examples_for([]) == []


def test_with_several_places_of_a_level_two_are_compared() -> None:
    cities = [of("岳阳市", "city"), of("广元市", "city")]
    assert examples_for(cities)[-1] == "岳阳市和广元市2025年GDP增长目标谁高？"
    assert len(examples_for(cities)) == 6
    alone = examples_for([cities[0], of("湖南省", "province")])
    assert len(alone) == 6 and not any("谁高" in example for example in alone)


def test_provinces_are_ranked() -> None:
    assert examples_for([of("湖南省", "province"), of("四川省", "province")])[-1] == (
        "2025年各省GDP增长目标哪个最高？"
    )


def test_what_is_covered_is_counted_and_few_places_are_named() -> None:
    assert Welcome([of("岳阳市", "city")]).covers == "收录 1 篇报告，岳阳市，2024—2025年"
    many = Welcome([of(f"甲{n}市", "city") for n in range(9)] + [of("湖南省", "province")])
    assert many.covers == "收录 10 篇报告，9 个市级、1 个省级地方，2024—2025年"
    assert Welcome([]).covers == "收录 0 篇报告"


def test_who_runs_it_and_what_is_kept_are_said_as_they_are_set() -> None:
    said = fill("header", title="问答", welcome=Welcome([], (), "某办公室", "电话 1", 30))
    assert "某办公室主办" in said and "电话 1" in said and "保存 30 天" in said
    plain = fill("header", title="问答", welcome=Welcome([]))
    assert "主办" not in plain and "不保存" in plain and "不是政府机关的正式答复" in plain


def test_an_example_is_a_button_that_asks_it_and_hostile_names_are_text() -> None:
    shown = fill("welcome", welcome=Welcome([of("<b>市", "city")], ["<i>甲</i>？"]))
    assert 'value="&lt;i&gt;甲&lt;/i&gt;？"' in shown and "<b>" not in shown and "<i>" not in shown
