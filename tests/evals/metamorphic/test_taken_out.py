"""The answer taken out of its report: cut whole, and an assistant that answers all the same is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.settings import Settings
from evals.metamorphic.rebuilt import rebuilt
from evals.metamorphic.taken_out import taken_out, without
from evals.metamorphic.trial import Material
from evals.runs.target import Target
from evals.scoring.asking import Ask
from index.encoder.encoding import Encoder
from index.report import Report
from tests.evals.metamorphic.conftest import said

MadeOf = Callable[[Ask], Material]


def test_without_its_sentence_no_figure_is_given(target: Target, made_of: MadeOf) -> None:
    assert target.reopen is not None
    trials = list(taken_out(made_of(target.ask), target.reopen))
    assert trials
    assert all(one.holds for one in trials)


def test_who_answers_all_the_same_is_found_out(target: Target, made_of: MadeOf) -> None:
    @contextmanager
    def invents(report: Report, text: str) -> Iterator[Ask]:
        yield lambda question, turns: said("12亿元", figures=[("1200000000", "元")])

    trials = list(taken_out(made_of(target.ask), invents))
    assert trials
    assert not any(one.holds for one in trials)


def test_the_whole_report_still_answers(target: Target, made_of: MadeOf) -> None:
    """What is refused is refused for the sentence, not for the rebuilding."""
    assert target.reopen is not None
    m = made_of(target.ask)
    one = m.drawn[0]
    with target.reopen(one.report, one.report.text) as ask:
        assert ask(m.plain(one), ())["status"] == "answered"


def test_every_sentence_that_states_the_value_goes_and_no_other(
    target: Target, made_of: MadeOf
) -> None:
    m = made_of(target.ask)
    one = next(o for o in m.figures if o.binding.indicator == "高新技术企业")
    text = without([one], m.ledger, m.passages_of(one.report.id), one.report)
    assert one.binding.quantity.raw in one.report.text
    assert one.binding.quantity.raw not in text
    assert "新建公园" in text
    assert len(text) > len(one.report.text) - 20


def test_a_home_that_the_report_is_not_of_does_not_matter(
    target: Target, made_of: MadeOf, shipped_encoder: Encoder
) -> None:
    m = made_of(target.ask)
    settings = Settings(home_place="别处县")
    with rebuilt(m.drawn[0].report, m.drawn[0].report.text, shipped_encoder, settings) as ask:
        assert ask(m.plain(m.drawn[0]), ())["status"] == "answered"
