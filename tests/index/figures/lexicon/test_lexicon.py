"""The lexicon: its files are sound, and no word stands in two concepts unless they say why."""

import re
from collections import defaultdict

import pytest
from pydantic import ValidationError

from index.figures.lexicon import Concept, concepts, entries, one_of, words


def test_a_word_that_has_two_meanings_is_named_by_one_of_their_concepts() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for name, concept in concepts().items():
        for word in () if concept.position else concept.words:
            homes[word].append(name)
    twice = [
        f"{word} stands in {one} and {other}"
        for word, names in homes.items()
        for number, one in enumerate(names)
        for other in names[number + 1 :]
        if other not in concepts()[one].shares and one not in concepts()[other].shares
    ]
    assert twice == []


def test_a_concept_that_is_said_to_share_words_shares_one() -> None:
    for name, concept in concepts().items():
        for other in concept.shares:
            assert set(concept.words) & set(concepts()[other].words), f"{name} and {other}"


def test_no_concept_has_a_word_twice() -> None:
    for name, concept in concepts().items():
        assert sorted(concept.words) == sorted(set(concept.words)), name


def test_exceptions_hold_on_both_sides() -> None:
    concept = Concept.model_validate(
        {
            "words": "市 将",
            "not_before": {"市": "场 民"},
            "not_after": {"市": "城"},
            "only_before": {"将": "于"},
        }
    )
    text = "市场，城市，市民，安阳市，将军，将于"
    found = [match.start() for match in re.finditer("|".join(concept.patterns), text)]
    assert found == [text.index("阳市") + 1, text.index("将于")]


def test_words_are_tried_in_the_order_of_the_file_and_marks_stand_for_themselves() -> None:
    concept = Concept.model_validate({"words": "a. a"})
    assert re.findall("|".join(concept.patterns), "a. ab") == ["a.", "a"]


def test_the_words_of_several_concepts_come_each_once() -> None:
    both = ("direction.rise", "direction.fall")
    assert words(*both, *both) == words(*both)
    assert all(re.fullmatch(one_of(*both), word) for word in words(*both))


@pytest.mark.parametrize(
    "table",
    [{"words": ""}, {"word": "涨"}, {"words": "涨", "not_before": {"跌": "幅"}}, {"words": [1]}],
)
def test_a_concept_that_is_unsound_is_refused(table: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Concept.model_validate(table)


def test_words_of_a_position_have_any_meaning_and_share_with_none() -> None:
    assert [name for name, one in concepts().items() if one.position and one.shares] == []


def test_a_word_of_a_table_carries_what_belongs_to_it() -> None:
    assert ("千米", "公里", "1") in entries("unit.base")
    assert entries("direction.fall")[0] == ("下降",)
