from assistant.assistant import Assistant
from assistant.web.examples import examples_for


def test_every_example_on_the_seeds_is_answered(assistant: Assistant) -> None:
    examples = examples_for(assistant.searcher.covered())
    assert len(examples) == 5
    assert {assistant.ask(example).status for example in examples} == {"answered"}


def test_without_reports_there_are_none() -> None:
    assert examples_for([]) == []
