from assistant.assistant import Assistant
from assistant.web.page import examples_for
from index.store.library import Covered


def test_every_example_on_the_seeds_is_answered(assistant: Assistant) -> None:
    examples = examples_for(assistant.searcher.covered())
    assert len(examples) == 5
    assert {assistant.ask(example).status for example in examples} == {"answered"}


def test_without_reports_there_are_none() -> None:
    assert examples_for([]) == []


def test_with_several_places_of_a_level_two_are_compared() -> None:
    covered = [
        Covered(f"{place}#1", place, place, "city", 2025, None) for place in ("岳阳市", "广元市")
    ]
    assert examples_for(covered)[-1] == "岳阳市和广元市2025年GDP增长目标谁高？"
    of_another_level = Covered("湖南省#1", "湖南省", "湖南省", "province", 2025, None)
    assert len(examples_for([covered[0], of_another_level])) == 5
