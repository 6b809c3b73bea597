"""The measure of letters: the gold is whole, and each kind of fault is counted."""

from __future__ import annotations

import pytest

from assistant.staff.inquiry import is_verbatim
from evals.measures.letters import Asked, Letter, errors, load_letters, measure, table


def letter(text: str, **gold: object) -> Letter:
    return Letter.model_validate(
        {"id": "x", "form": "prose", "place": "北关区", "text": text, "questions": [], **gold}
    )


def test_there_are_as_many_letters_of_each_form_and_half_of_each_are_kept_apart() -> None:
    letters = load_letters()
    assert len({one.id for one in letters}) == len(letters) == 24
    for form in ("prose", "numbered"):
        of_form = [one for one in letters if one.form == form]
        assert (len(of_form), sum(one.apart for one in of_form)) == (12, 6)


def test_what_a_gold_letter_asks_for_stands_in_it_or_is_completed_from_it() -> None:
    for one in load_letters():
        for words in (*one.matters, *(one.either)):
            assert any(is_verbatim(each, one.text) for each in words.split("|")), (one.id, words)


def test_letters_that_are_worked_on_are_read_without_a_fault() -> None:
    assert errors(measure(load_letters())) == ""


def test_of_the_letters_kept_apart_only_the_totals_show() -> None:
    read = measure([letter("去年GDP多少？", questions=[{"words": ["财政"]}], apart=True)])
    assert errors(read) == ""
    assert "0/1" in table(read)


@pytest.mark.parametrize(
    ("gold", "fault"),
    [
        ({"questions": [{"words": ["GDP"]}, {"words": ["财政"]}]}, "x: not found: 财政"),
        ({}, "x: no question: 去年GDP多少？"),
        ({"questions": [{"words": ["GDP"]}], "matters": ["路灯"]}, "x: not listed: 路灯"),
    ],
)
def test_a_fault_is_named(gold: dict[str, object], fault: str) -> None:
    assert errors(measure([letter("去年GDP多少？", **gold)])) == fault


def test_two_gold_questions_are_found_as_two_where_the_letter_asks_twice() -> None:
    asked = [Asked(words=("GDP",)), Asked(words=("GDP", "多少"))]
    (read,) = measure([letter("去年GDP多少？今年GDP目标是多少？", questions=asked)])
    assert read.missed == () and read.wrong == ()
