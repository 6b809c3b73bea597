"""Each relation: who keeps it passes, and who breaks it is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache

import pytest

from evals.drafting.askable import plain_wordings
from evals.metamorphic import claims, places
from evals.metamorphic.context import context
from evals.metamorphic.differences import differences
from evals.metamorphic.examples import examples
from evals.metamorphic.paraphrase import paraphrase
from evals.metamorphic.together import together
from evals.metamorphic.trial import Material, Reply, Trial, called
from evals.metamorphic.worded import worded
from evals.runs.target import Target
from evals.scoring.asking import Ask
from tests.evals.metamorphic.conftest import said

Relation = Callable[[Material], Iterator[Trial]]
MadeOf = Callable[[Ask], Material]
FALSE = ("digit", "unit", "direction", "denied", "year", "place", "kind")
WORDED = ("worded-denied", "worded-other", "worded-place", "worded-year", "worded-plan")
IN_OTHER_WORDS = ("formal", "colloquial", "reordered", "traditional", "full-width")
REFUSED = said("没有找到。", status="unanswerable_not_in_reports")


def held(trials: Sequence[Trial], relation: str) -> list[bool]:
    return [one.holds for one in trials if one.relation == relation]


@pytest.fixture
def right(target: Target, made_of: MadeOf) -> Material:
    return made_of(target.ask)


@pytest.fixture
def only_plain(target: Target, made_of: MadeOf, right: Material) -> MadeOf:
    """Answers the plain question of a figure and nothing else, but as it is told."""
    plain = {w for o in right.figures for w in plain_wordings(o.binding, called(o))}

    def makes(other: Ask) -> Material:
        @cache
        def ask(question: str, turns: tuple[str, ...] = ()) -> Mapping[str, object]:
            return target.ask(question, ()) if question in plain else other(question, turns)

        return made_of(lambda question, turns: ask(question, tuple(turns)))

    return makes


def test_what_is_answered_right_holds(right: Material) -> None:
    trials = [*claims.value(right), *claims.true(right), *claims.false(right)]
    for relation in ("value", "phrase", "true", *FALSE):
        assert held(trials, relation)
        assert all(held(trials, relation))


def test_who_says_nothing_gives_no_value(made_of: MadeOf) -> None:
    trials = list(claims.value(made_of(lambda question, turns: REFUSED)))
    assert held(trials, "value")
    assert held(trials, "phrase")
    assert not any(one.holds for one in trials)
    assert all(one.refused for one in trials)


def test_who_denies_everything_fails_the_true_claims_alone(made_of: MadeOf) -> None:
    m = made_of(lambda question, turns: said("不是。"))
    assert not any(held(list(claims.true(m)), "true"))
    assert all(one.holds for one in claims.false(m))


@pytest.mark.parametrize(
    ("relation", "names"),
    [
        (claims.false, FALSE),
        (claims.origin, ("from",)),
        (claims.part, ("part",)),
        (worded, WORDED),
    ],
)
def test_who_affirms_everything_fails_every_false_claim(
    made_of: MadeOf, relation: Relation, names: Sequence[str]
) -> None:
    trials = list(relation(made_of(lambda question, turns: said("是的。"))))
    for name in names:
        assert held(trials, name)
        assert not any(held(trials, name))


def test_claims_in_words_hold(right: Material) -> None:
    trials = list(worded(right))
    for relation in ("worded", *WORDED):
        assert held(trials, relation)
        assert all(held(trials, relation))


def test_who_denies_everything_fails_the_true_claims_in_words_alone(made_of: MadeOf) -> None:
    trials = list(worded(made_of(lambda question, turns: said("不是。"))))
    assert not any(held(trials, "worded"))
    assert all(one.holds for one in trials if one.relation != "worded")


def test_a_yes_behind_another_sentence_is_one_too(made_of: MadeOf) -> None:
    trials = list(claims.part(made_of(lambda q, turns: said("报告这样写。是的，共3家。"))))
    assert trials
    assert not any(one.holds for one in trials)


def test_who_listens_to_the_question_before_fails_the_context(
    target: Target, made_of: MadeOf
) -> None:
    trials = list(context(made_of(lambda question, turns: target.ask((*turns, question)[0], ()))))
    assert trials
    assert not all(one.holds for one in trials)
    assert all(one.holds for one in context(made_of(lambda question, turns: said(question))))


def test_another_status_alone_breaks_the_context(made_of: MadeOf) -> None:
    m = made_of(
        lambda question, turns: said("无", status="answered_partly" if turns else "answered")
    )
    trials = list(context(m))
    assert trials
    assert not any(one.holds for one in trials)


def test_who_knows_the_plain_words_alone_fails_every_paraphrase(only_plain: MadeOf) -> None:
    trials = list(paraphrase(only_plain(lambda question, turns: REFUSED)))
    for relation in IN_OTHER_WORDS:
        assert held(trials, relation)
    # Some templates are the plain words themselves.
    assert not any(one.holds for one in trials if one.asked[0] != one.asked[1])


def test_a_figure_more_than_the_plain_answer_has_breaks_a_paraphrase(
    target: Target, only_plain: MadeOf
) -> None:
    def more(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        return {
            **target.ask(question, ()),
            "figures": [*_figures(target.ask(question, ())), ONE_MORE],
        }

    trials = list(paraphrase(only_plain(more)))
    assert trials
    assert not any(one.holds for one in trials if one.asked[0] != one.asked[1])


ONE_MORE = said("", figures=[("987654", "元")])["figures"][0]  # type: ignore[index]


def _figures(answer: Mapping[str, object]) -> list[object]:
    figures = answer["figures"]
    assert isinstance(figures, list)
    return figures


@pytest.mark.parametrize("status", ["answered", "answered_partly"])
def test_who_answers_the_first_of_two_alone_fails_both(only_plain: MadeOf, status: str) -> None:
    trials = list(together(only_plain(lambda question, turns: said("一", status=status))))
    for relation in ("both", "names", "aims"):
        assert held(trials, relation)
        assert not any(held(trials, relation))


def test_two_indicators_of_a_place_are_answered_together(right: Material) -> None:
    names = held(list(together(right)), "names")
    assert names
    assert all(names)


@pytest.mark.parametrize(
    ("relation", "names"),
    [
        (places.several, ("several",)),
        (places.compared, ("order", "higher")),
        (places.surveyed, ("survey", "top")),
        (places.trend, ("trend",)),
        (differences, ("gap", "gap-names", "swapped")),
    ],
)
def test_what_is_answered_of_several_places_and_years_is_what_each_gives_alone(
    right: Material, only_plain: MadeOf, relation: Relation, names: Sequence[str]
) -> None:
    for name in names:
        assert held(list(relation(right)), name)
        assert all(held(list(relation(right)), name))

    def broken(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        """Another figure for each question, and of all reports nothing (没有找到的)."""
        value = str(sum(place * ord(one) for place, one in enumerate(question)))
        lacking = "、".join(f"{one}省" for one in ("河北", "山西", "辽宁", "吉林", "江苏", "浙江"))
        return said(f"（没有找到的：{lacking}）{value}米", figures=[(value, "米")])

    trials = list(relation(only_plain(broken)))
    for name in names:
        assert held(trials, name)
        assert not any(held(trials, name))


def test_the_wrong_place_named_as_the_higher_is_found_out(target: Target, made_of: MadeOf) -> None:
    def turned(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        answer = target.ask(question, ())
        return {
            **answer,
            "text": str(answer["text"]).translate(str.maketrans("高低多少", "低高少多")),
        }

    trials = list(places.compared(made_of(turned)))
    assert all(held(trials, "order"))
    assert held(trials, "higher")
    assert [one.answered for one in trials if one.relation == "higher" and one.holds] == []


def test_a_wrong_difference_is_found_out(target: Target, only_plain: MadeOf) -> None:
    def off_by_one(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        answer = target.ask(question, ())
        figures = [
            {**one, "value": str(Decimal(str(one["value"])) + 1)} if one["formula"] else one
            for one in _figures(answer)
            if isinstance(one, dict)
        ]
        return {**answer, "figures": figures}

    trials = list(differences(only_plain(off_by_one)))
    assert held(trials, "gap")
    assert not any(held(trials, "gap"))


def test_an_example_that_is_refused_or_a_list_without_items_is_no_answer(made_of: MadeOf) -> None:
    for answer in (REFUSED, said("2025年全省主要预期目标是。[1]"), said("有的。")):
        trials = list(examples(made_of(lambda question, turns, answer=answer: answer)))  # type: ignore[misc]
        asked = [one for one in trials if "有哪些" in one.asked[0] or "多少" in one.asked[0]]
        assert asked
        assert not any(one.holds for one in asked)


def test_an_example_that_is_answered_holds(made_of: MadeOf) -> None:
    full = said("主要预期目标是：生产总值增长5%，就业30万人。", figures=[("5", "%")])
    trials = list(examples(made_of(lambda question, turns: full)))
    assert trials
    assert all(one.holds for one in trials)


def test_the_points_by_which_a_rate_exceeds_another_are_not_asked_for(right: Material) -> None:
    units = [figure.binding.quantity.unit for figure in right.ledger]
    assert "百分点" in units
    assert "百分点" not in [one.binding.quantity.unit for one in right.figures]


def test_a_year_in_the_answer_is_no_figure_of_it() -> None:
    reply = Reply(said("", figures=[("2025", "year"), ("-5.5", "%")]))
    assert reply.amounts == {(Decimal("5.5"), "%")}


def test_a_crash_is_an_answer_that_failed(made_of: MadeOf) -> None:
    def crashes(question: str, turns: Sequence[str]) -> Mapping[str, object]:
        raise ZeroDivisionError

    trials = list(claims.value(made_of(crashes)))
    assert trials
    assert not any(one.holds for one in trials)
    assert "ZeroDivisionError" in trials[0].answered
