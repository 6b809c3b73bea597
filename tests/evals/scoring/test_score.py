from __future__ import annotations

import pytest

from evals.cases.case import Case
from evals.scoring.score import score
from tests.evals.samples import (
    PASSAGE,
    QUOTE,
    a_case,
    a_refusal,
    answer,
    citation,
    fact,
    figure,
    refusal,
)


def test_the_sample_answer_is_right_without_remark() -> None:
    result = score(a_case(contains=[["生产总值", "GDP"]]), answer())
    assert (result.outcome, result.reasons, result.wrong_figures) == ("right", (), ())


@pytest.mark.parametrize(
    "flipped",
    [
        answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。"),
        answer(figures=[figure(value="18830000000")]),
        answer(citations=[citation(quote=QUOTE.replace("9.3", "8.3"))]),
        answer(citations=[citation(passage=PASSAGE.replace("9.3", "8.3"))]),
    ],
)
def test_one_flipped_digit_anywhere_turns_right_into_wrong(flipped: dict[str, object]) -> None:
    assert score(a_case(), flipped).outcome == "wrong"


def test_a_digit_flipped_in_the_text_counts_as_a_wrong_figure() -> None:
    flipped = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。")
    assert "188.3亿元" in score(a_case(), flipped).wrong_figures


@pytest.mark.parametrize(
    ("wanted", "written"),
    [
        (fact(value="18930000001"), "189.3亿元"),
        (fact(), "189.3万元"),
        (fact(), "189.3亿美元"),
        (fact(qualifier="approx"), "189.3亿元"),
        (fact(qualifier="approx"), "189.3亿元以上"),
        (fact(unit="%", value="5.5"), "5.5个百分点"),
    ],
)
def test_a_near_miss_is_wrong_and_its_figure_counted(
    wanted: dict[str, object], written: str
) -> None:
    passage = citation(passage=PASSAGE.replace("189.3亿元", written))
    text = f"2025年，北关区全年生产总值完成{written}[1]。"
    result = score(a_case(facts=[wanted]), answer(text=text, figures=[], citations=[passage]))
    assert result.outcome == "wrong"
    assert result.wrong_figures == (written,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024年，北关区全年生产总值完成189.3亿元[1]。", "2024"),
        ("2025年，北关区税收收入完成189.3亿元[1]。", "税收"),
        ("2025年，北关区生产总值目标为189.3亿元[1]。", "target"),
    ],
)
def test_the_right_number_for_another_year_indicator_or_kind_is_a_wrong_figure(
    text: str, told: str
) -> None:
    result = score(a_case(), answer(text=text))
    assert result.outcome == "wrong"
    assert "189.3亿元" in result.wrong_figures
    assert any(reason.startswith("fact_of_other") and told in reason for reason in result.reasons)


def test_what_the_answer_leaves_open_is_taken_as_asked() -> None:
    assert score(a_case(), answer(text="189.3亿元[1]。")).outcome == "right"


def test_a_figure_denied_is_not_shown_as_one() -> None:
    text = "不是189.3亿元[1]。"
    assert score(a_case(), answer(text=text)).outcome == "wrong"


@pytest.mark.parametrize(
    "listed", [figure(value="18830000000"), figure(unit="美元"), figure(qualifier="approx")]
)
def test_a_figure_listed_otherwise_than_it_is_written_is_a_wrong_figure(
    listed: dict[str, object],
) -> None:
    result = score(a_case(), answer(figures=[listed]))
    assert result.wrong_figures == ("189.3亿元",)
    assert "figure_listed_otherwise: 189.3亿元" in result.reasons


def test_a_tolerance_is_kept_to_its_edge() -> None:
    case = a_case(facts=[fact(value="18900000000", tolerance="30000000")])
    assert score(case, answer()).outcome == "right"
    case = a_case(facts=[fact(value="18900000000", tolerance="29999999")])
    assert score(case, answer()).outcome == "wrong"


def test_a_fact_with_its_qualifier_is_right() -> None:
    case = a_case(facts=[fact(qualifier="approx")])
    text = "2025年，北关区全年生产总值完成189.3亿元左右[1]。"
    listed = figure(text="189.3亿元左右", qualifier="approx")
    assert score(case, answer(text=text, figures=[listed])).outcome == "right"


def test_a_figure_that_is_listed_but_not_in_the_text_proves_nothing() -> None:
    result = score(a_case(), answer(text="生产总值稳步增长[1]。"))
    assert result.outcome == "wrong"


@pytest.mark.parametrize("status", ["unsupported", "miscited", "qualifier_lost"])
def test_an_unfit_figure_is_a_wrong_figure_even_where_its_value_is_right(status: str) -> None:
    result = score(a_case(), answer(figures=[figure(status=status)]))
    assert result.outcome == "wrong"
    assert result.wrong_figures == ("189.3亿元",)


def test_a_missing_name_is_wrong_but_no_wrong_figure() -> None:
    result = score(a_case(contains=[["189.3亿元"], ["安阳宾馆", "宾馆"]]), answer())
    assert result.outcome == "wrong"
    assert result.reasons == ("text_missing: 安阳宾馆|宾馆",)
    assert result.wrong_figures == ()


def test_one_of_two_facts_is_wrong_without_a_wrong_figure() -> None:
    case = a_case(facts=[fact(), fact(value="5.5", unit="%")])
    result = score(case, answer())
    assert (result.outcome, result.wrong_figures) == ("wrong", ())


def test_a_forbidden_figure_counts_only_as_a_whole_number() -> None:
    assert score(a_case(forbidden=["9.3亿元", "89.3亿元"]), answer()).outcome == "right"
    result = score(a_case(forbidden=["189.3亿元"]), answer())
    assert (result.outcome, result.wrong_figures) == ("wrong", ("189.3亿元",))


def test_a_forbidden_name_is_wrong_but_no_wrong_figure() -> None:
    result = score(a_case(forbidden=["北关区"]), answer())
    assert (result.outcome, result.wrong_figures) == ("wrong", ())


def test_part_of_the_facts_said_to_be_part_is_partly() -> None:
    case = a_case(facts=[fact(), fact(value="5.5", unit="%")])
    assert score(case, answer(status="answered_partly")).outcome == "partly"


def test_a_partial_answer_with_none_of_the_facts_is_wrong() -> None:
    case = a_case(facts=[fact(value="5.5", unit="%")])
    result = score(case, answer(status="answered_partly"))
    assert (result.outcome, result.wrong_figures) == ("wrong", ("189.3亿元",))


def test_a_partial_answer_with_another_figure_in_place_of_the_missing_one_is_wrong() -> None:
    case = a_case(facts=[fact(), fact(value="5.5", unit="%")])
    other = figure(text="15.2%", value="15.2", unit="%")
    text = "生产总值完成189.3亿元，增长15.2%[1]。"
    result = score(case, answer(status="answered_partly", text=text, figures=[figure(), other]))
    assert (result.outcome, result.wrong_figures) == ("wrong", ("15.2%",))


def test_refusing_what_the_reports_say_is_wrongly_refused() -> None:
    assert score(a_case(), refusal()).outcome == "wrongly_refused"


@pytest.mark.parametrize(
    ("status", "reasons"),
    [
        ("unanswerable_place", ()),
        ("unanswerable_period", ("status_differs: unanswerable_period",)),
        ("clarify_question", ("status_differs: clarify_question",)),
    ],
)
def test_refusing_what_they_do_not_say_is_right_whatever_the_status(
    status: str, reasons: tuple[str, ...]
) -> None:
    result = score(a_refusal(), refusal(status))
    assert (result.outcome, result.reasons) == ("rightly_refused", reasons)


def test_a_refusal_that_lets_a_forbidden_figure_slip_is_wrong() -> None:
    result = score(a_refusal(forbidden=["189.3亿元"]), refusal(text="未涉及，但有189.3亿元。"))
    assert (result.outcome, result.wrong_figures) == ("wrong", ("189.3亿元",))


def test_answering_what_the_reports_do_not_say_is_wrong_and_so_are_its_figures() -> None:
    result = score(a_refusal(), answer())
    assert (result.outcome, result.wrong_figures) == ("wrong", ("189.3亿元",))


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        (a_refusal(statuses=["unanswerable_place", "answered_partly"]), "rightly_refused"),
        (a_refusal(), "wrong"),
        (
            a_refusal(statuses=["unanswerable_place", "answered_partly"], forbidden=["189.3亿元"]),
            "wrong",
        ),
    ],
)
def test_a_partial_answer_declines_honestly_only_where_the_case_allows_it(
    case: Case, outcome: str
) -> None:
    assert score(case, answer(status="answered_partly")).outcome == outcome


@pytest.mark.parametrize(
    "text",
    [
        "生产总值完成189.3亿元，增长5%[1]。",
        "生产总值完成189.3亿元，税收3.25亿元[1]。",
        "生产总值完成189.3亿元，化解40起[1]。",
        "2024年，生产总值完成189.3亿元[1]。",
    ],
)
def test_a_number_that_no_cited_passage_holds_whole_is_a_wrong_figure(text: str) -> None:
    result = score(a_case(), answer(text=text))
    assert result.outcome == "wrong"
    assert result.unsupported == 1


def test_a_year_of_the_heading_the_report_or_the_question_is_founded() -> None:
    text = "2026年的报告说，2025年生产总值完成189.3亿元[1]；2023年不详。"
    asked = {"text": "2023年呢？", "places": [], "periods": [2023], "indicators": []}
    assert score(a_case(), answer(text=text, resolved=asked)).outcome == "right"
    after = text.replace("2023年不详", "2024年的报告未提")
    assert score(a_case(), answer(text=after, resolved=asked)).outcome == "right"
    later = text.replace("2023年不详", "2028年的报告未提")
    assert score(a_case(), answer(text=later, resolved=asked)).outcome == "wrong"


def test_a_derived_figure_needs_its_formula() -> None:
    text = "生产总值完成189.3亿元，比税收多176.05亿元[1]。"
    derived = figure(text="176.05亿元", value="17605000000", status="derived")
    bare = answer(text=text, figures=[figure(), derived])
    assert score(a_case(), bare).wrong_figures == ("176.05",)
    shown = {**derived, "formula": "189.3亿元−13.25亿元=176.05亿元"}
    assert score(a_case(), answer(text=text, figures=[figure(), shown])).outcome == "right"


@pytest.mark.parametrize(
    "formula",
    ["189.3亿元−13.25亿元=176.5亿元", "199.3亿元−23.25亿元=176.05亿元", "189.3亿元 176.05亿元"],
)
def test_a_formula_that_does_not_hold_or_is_of_no_told_figures_founds_nothing(formula: str) -> None:
    text = "生产总值完成189.3亿元，比税收多176.05亿元[1]。"
    derived = figure(text="176.05亿元", value="17605000000", status="derived", formula=formula)
    shown = answer(text=text, figures=[figure(), derived])
    assert score(a_case(), shown).wrong_figures == ("176.05",)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (citation(start=1, end=len(QUOTE) + 1), "quote_not_verbatim"),
        (citation(quote="生产总值完成189.3 亿元"), "quote_not_verbatim"),
        (citation(quote="", start=0, end=0), "quote_not_verbatim"),
        (citation(start=-len(PASSAGE)), "quote_not_verbatim"),
        (citation(marker=2), "marker_without_citation"),
    ],
)
def test_a_citation_that_does_not_hold_is_wrong(broken: dict[str, object], code: str) -> None:
    result = score(a_case(), answer(citations=[broken]))
    assert result.outcome == "wrong"
    assert any(reason.startswith(code) for reason in result.reasons)


def test_an_answer_without_any_citation_is_wrong() -> None:
    result = score(a_case(), answer(citations=[], text="189.3亿元"))
    assert "no_citation" in result.reasons
    assert result.outcome == "wrong"


def test_a_fault_of_the_product_is_an_error() -> None:
    result = score(a_case(), {"status": "error_IndexDamaged", "text": "索引损坏。"})
    assert result.outcome == "error"


def test_an_answer_that_breaks_the_contract_is_an_error_with_its_fields() -> None:
    without_figures = {key: value for key, value in answer().items() if key != "figures"}
    assert score(a_case(), without_figures).reasons == ("malformed: figures",)
    assert score(a_case(), answer(status="fine")).reasons == ("malformed: status",)
    assert score(a_case(), {}).outcome == "error"
