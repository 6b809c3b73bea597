from __future__ import annotations

from dataclasses import replace

import pytest

from evals.errors import RunsDiffer
from evals.metamorphic.trial import Trial
from evals.report.case_view import SHOWN, differing_tries, disagreeing, try_view
from evals.report.view import Value
from evals.runs.results import results_of
from tests.evals.report.runs import (
    WRONG,
    a_run,
    asked,
    checked,
    page,
    right_and_refused,
    searched,
)
from tests.evals.samples import a_case, a_refusal, answer, citation, fact, figure, refusal


def test_a_run_that_reaches_its_gates_may_go_out() -> None:
    told = page(a_run(*right_and_refused()))
    assert told.verdict.state == "passed"
    assert "已达门槛" in told.verdict.words
    assert told.verdict.misses == ()
    assert told.failures == []


def test_each_gate_that_is_missed_is_told() -> None:
    told = page(a_run(asked(a_case(), WRONG)))
    assert told.verdict.state == "missed"
    assert any("0/1" in miss for miss in told.verdict.misses)
    assert any("错误数字" in miss for miss in told.verdict.misses)


def test_a_run_that_is_not_complete_never_passes() -> None:
    right = right_and_refused()
    cut = page(a_run(*right, cases=[a_case(id="later")]))
    assert cut.verdict.state == "incomplete"
    assert "还有 1 个问题未问" in cut.verdict.words
    assert page(a_run(*right, searched=None)).verdict.state == "incomplete"
    assert page(a_run(*right, checked=None)).verdict.state == "incomplete"


def test_nothing_asked_is_nan_and_no_pass() -> None:
    told = page(a_run(cases=[a_case()]))
    assert told.verdict.state == "incomplete"
    shares = [one for one in told.measures if one.value == "nan"]
    assert len(shares) == len(told.measures)
    assert all(one.detail.startswith("nan（无") for one in shares)
    assert told.total.good == "nan（无题目）"
    assert (told.bars, told.intervals, told.latency) == (None, None, None)
    assert [one.words for suite in told.suites for one in suite.cases] == ["未问"]


def test_the_rates_stand_over_their_own_denominators() -> None:
    told = page(
        a_run(
            asked(a_case(), answer()),
            asked(a_case(id="b"), refusal()),
            *[asked(a_refusal(id=f"r{n}"), refusal()) for n in range(2)],
        )
    )
    by_label = {one.label: one.detail for one in told.measures}
    assert by_label["答对与当拒而拒"].startswith("3/4 = 75.0%")
    assert by_label["不当拒而拒（占应答之题）"].startswith("1/2 = 50.0%")
    assert by_label["每个回答中没有依据的数字"] == "0/1 个回答"


def test_the_rows_add_up_to_the_total() -> None:
    told = page(a_run(*right_and_refused(), asked(a_case(id="w"), WRONG, suite="mine")))
    for rows in (told.by_suite, told.by_category):
        assert sum(row.cases for row in rows) == told.total.cases == 3
        assert sum(row.wrong_figures for row in rows) == told.total.wrong_figures == 1


def test_times_from_the_cache_are_not_plotted() -> None:
    cached = asked(a_case(), answer(), cached=True)
    told = page(a_run(cached))
    assert told.latency is None
    assert ("取自缓存", "1/1 个回答（不计入用时）") in told.lines


def test_the_worst_stand_first() -> None:
    told = page(
        a_run(
            asked(a_case(id="refused"), refusal()),
            asked(a_case(id="fault"), {"status": "error_X", "text": "坏了"}),
            asked(a_case(id="text"), answer(text="生产总值稳步增长[1]。", figures=[])),
            asked(a_case(id="figure"), WRONG),
            asked(a_case(id="right"), answer()),
        )
    )
    assert [case.id for case in told.failures] == ["figure", "text", "fault", "refused"]


def test_a_failure_marks_the_wrong_figure_and_names_what_is_missing() -> None:
    case = a_case(facts=[fact(), fact(value="5.5", unit="%")], contains=[["北关区"], ["宾馆"]])
    (failure,) = page(a_run(asked(case, answer()))).failures
    (one,) = failure.tries
    assert [(item.text, item.state) for item in one.expected] == [
        ("2025 年生产总值 18930000000元（即 189.3 亿元）", "stated"),
        ("2025 年生产总值 5.5%", "missing"),
        ("北关区", "stated"),
        ("宾馆", "missing"),
    ]
    assert [s.text for s in one.segments if s.kind == "found"] == ["北关区", "189.3亿元"]
    assert "缺少应有的内容：宾馆" in one.reasons
    (failure,) = page(a_run(asked(case, WRONG))).failures
    wrong = [s.text for s in failure.tries[0].segments if s.kind == "wrong"]
    assert wrong == ["188.3亿元"]


def test_the_quote_is_marked_only_where_it_is_verbatim() -> None:
    moved = citation(start=1, end=15)
    case = a_case(id="x", contains=[["宾馆"]])
    told = page(a_run(asked(case, answer(citations=[citation(), {**moved, "marker": 2}]))))
    first, second = told.failures[0].tries[0].passages
    assert [s.text for s in first.segments if s.kind == "quote"] == ["全年生产总值完成189.3亿元"]
    assert first.verbatim
    assert not second.verbatim
    assert all(s.kind == "" for s in second.segments)


def test_a_long_answer_is_shortened_and_kept_whole_beside() -> None:
    long = "长" * 100_000
    (failure,) = page(a_run(asked(a_case(), answer(text=long, figures=[])))).failures
    (one,) = failure.tries
    assert len("".join(s.text for s in one.segments)) == SHOWN + 1
    assert one.whole == long
    (failure,) = page(a_run(asked(a_case(), WRONG))).failures
    assert failure.tries[0].whole is None


@pytest.mark.parametrize("text", [None, 7, ["a"], {}])
def test_an_answer_that_is_none_is_shown_as_what_it_is(text: object) -> None:
    (failure,) = page(a_run(asked(a_case(), {"status": "error_X", "text": text}))).failures
    assert failure.outcome == "error"
    assert failure.tries[0].passages == []


def test_of_repeats_every_bad_answer_is_shown_once() -> None:
    told = page(
        a_run(
            asked(a_case(), answer()),
            asked(a_case(), WRONG, repeat=2),
            asked(a_case(), WRONG, repeat=3),
            asked(a_case(), refusal(), repeat=4),
        )
    )
    (failure,) = told.failures
    assert [one.outcome for one in failure.tries] == ["wrong", "wrongly_refused"]
    assert failure.of_tries == "答对、答错、答错、不当拒而拒"
    assert any("1/1 题各次结果不一" in text for _, text in told.lines)


def test_where_the_scorers_disagree_only_those_answers_are_told() -> None:
    alike, other = results_of([asked(a_case(), answer()), asked(a_case(id="b"), answer())])
    (one,) = other.tries
    by_other_scorer = replace(one.plain, outcome="wrong", reasons=("stranger: 5.5%",))
    other = replace(other, tries=(one, replace(one, plain=by_other_scorer)))
    assert disagreeing([alike, other]) == [other]
    (differing,) = differing_tries(other)
    told = try_view(other.case, differing)
    assert (told.agree, told.outcome_words, told.plain_words) == (False, "答对", "答错")
    assert told.plain_reasons == ["所引段落中没有、也推算不出的数字：5.5%"]


def test_a_quote_in_a_long_passage_is_shown_with_what_is_near() -> None:
    passage = "甲" * 5000 + "原文" + "乙" * 5000 + "\n\n"
    cited = citation(passage=passage, quote="原文", start=5000, end=5002)
    told = page(a_run(asked(a_case(contains=[["宾馆"]]), answer(citations=[cited]))))
    (shown,) = told.failures[0].tries[0].passages
    assert [s.text for s in shown.segments if s.kind == "quote"] == ["原文"]
    text = "".join(s.text for s in shown.segments)
    assert text == "…" + "甲" * 600 + "原文" + "乙" * 600 + "…"


def test_drafts_are_counted_apart() -> None:
    told = page(a_run(*right_and_refused(), asked(a_case(id="d", draft=True), WRONG)))
    assert told.verdict.state == "passed"
    assert ("草稿", "1/3 题（未经人确认，不计入以上各数与门槛）") in told.lines
    assert [case.draft for case in told.failures] == [True]


def test_the_models_are_told_with_how_often_the_extract_stood_in() -> None:
    by_model = answer(mode="llm", model="qwen3")
    told = page(a_run(asked(a_case(), by_model)))
    assert ("大模型", "qwen3：1 个回答由它作答，0 个由摘录代答") in told.lines


def test_retrieval_counts_the_first_ranks_and_names_the_missed() -> None:
    found = [searched("a", rank=1), searched("b", rank=3), searched("c", rank=None)]
    run = a_run(*right_and_refused(), measures=["retrieval"], searched=tuple(found))
    told = page(run).retrieval
    assert told is not None
    assert sum(count for _, count in told.ranks) == told.cases == 3
    assert dict(told.ranks)["第 3"] == dict(told.ranks)["未找到"] == 1
    assert told.recall == "0.667"
    assert told.missed == [("c", "问？")]


def test_nothing_searched_is_nan() -> None:
    told = page(a_run(*right_and_refused(), measures=["retrieval"])).retrieval
    assert told is not None
    assert told.recall == told.mrr == "nan（无题目）"
    assert page(a_run(*right_and_refused())).retrieval is None


def test_the_verifier_is_told_by_the_way_a_sentence_was_made_wrong() -> None:
    lines = (
        checked(accepted=True),
        checked(accepted=False, text="误拦的"),
        checked("digit", accepted=True, text="放过的"),
        checked("digit", accepted=False),
        checked("new_way", accepted=False),
    )
    told = page(a_run(*right_and_refused(), measures=["verifier"], checked=lines)).verifier
    assert told is not None
    assert told.ways == [
        ("改一位数字", "放过 1/2 = 0.500"),
        ("new_way", "放过 0/1 = 0.000"),
        ("如实的句子", "误拦 1/2 = 0.500"),
    ]
    assert told.passed == [("改一位数字", "放过的")]
    assert told.stopped == ["误拦的"]


def test_the_config_shortens_digests_and_keeps_them_whole() -> None:
    target = {"kind": "endpoint", "prompts_sha256": {"answer.v1": "a" * 64}, "odd": 3}
    rows = {row.label: row for row in page(a_run(*right_and_refused(), target=target)).config}
    assert rows["题目摘要"].value == Value("7" * 12, "7" * 64)
    assert rows["提示词摘要"].value.shown == f"answer.v1 {'a' * 12}"
    assert "a" * 64 in rows["提示词摘要"].value.full
    assert rows["odd"].value.shown == "3"
    assert not any(row.differs for row in rows.values())


def test_beside_a_run_before_what_differs_is_marked() -> None:
    was = a_run(*right_and_refused(), target={"kind": "assistant", "index_id": "old"})
    now = a_run(*right_and_refused(), target={"kind": "assistant", "index_id": "new"})
    assert [row.label for row in page(now, was).config if row.differs] == ["索引"]


def test_a_flip_shows_both_answers_and_what_changed() -> None:
    before = a_run(asked(a_case(), answer()), asked(a_case(id="other"), refusal()))
    after = a_run(asked(a_case(), WRONG), asked(a_case(id="other"), answer()))
    told = page(after, before).comparison
    assert told is not None
    assert [(flip.case.id, flip.arrow) for flip in told.flips] == [
        ("fig-gdp", "变坏"),
        ("other", "变好"),
    ]
    worst = told.flips[0]
    assert [s.text for s in worst.was if s.kind] == ["9"]
    assert [s.text for s in worst.now if s.kind] == ["8"]
    assert "188.3亿元" in worst.new_wrong_figures
    assert dict(told.lines)["结果有变化"] == "2/2 题"
    assert told.suites[0].cells[2] == ("0", "1")


def test_the_same_run_twice_has_no_flip() -> None:
    run = a_run(*right_and_refused())
    told = page(run, run).comparison
    assert told is not None
    assert told.flips == []
    assert "p = 1.0000（可能只是偶然）" in dict(told.lines)["McNemar 精确检验"]


def test_runs_of_other_cases_are_not_compared() -> None:
    with pytest.raises(RunsDiffer):
        page(a_run(*right_and_refused()), a_run(asked(a_case(id="else"), answer())))


def test_an_answer_listing_another_figure_says_so_in_words() -> None:
    listed = answer(figures=[figure(value="18830000000")])
    (failure,) = page(a_run(asked(a_case(), listed))).failures
    assert "正文中的数字与所列的数字不一致：189.3亿元" in failure.tries[0].reasons


def _trial(relation: str, *, holds: bool, refused: bool = False) -> Trial:
    return Trial(
        relation=relation, asked=("一？", "二？"), holds=holds, refused=refused, answered="答" * 900
    )


def test_relations_are_shown_with_their_denominators_and_those_that_broke_with_the_answer() -> None:
    tried = (
        _trial("both", holds=True),
        _trial("both", holds=False, refused=True),
        _trial("digit", holds=False),
    )
    told = page(a_run(measures=["metamorphic"], tried=tried)).relations
    assert told is not None
    rows = {name: (share, refused) for name, _, share, refused in told.rows}
    assert rows["both"] == ("1/2 = 0.500", 1)
    assert rows["digit"] == ("0/1 = 0.000", 0)
    assert rows["value"] == ("0/0 = nan", 0)
    assert [name for name, _, _ in told.broken] == ["both", "digit"]
    assert told.broken[0][1] == "一？ → 二？"
    assert len(told.broken[0][2]) < 200


def test_relations_not_yet_tried_leave_a_run_incomplete() -> None:
    told = page(a_run(measures=["metamorphic"], tried=None))
    assert told.verdict.state == "incomplete"
    assert "关系未试完" in told.verdict.words
    assert page(a_run(*right_and_refused())).relations is None
