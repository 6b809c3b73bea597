"""The sentences of an answer in pieces, and what the page says of the check."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, FigureVerdict, Part, VerifiedAnswer
from assistant.check.verify import verify
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from assistant.web.sentences import checked_in_words, sentences_of
from index.store.library import Covered
from tests.assistant.web.samples import answered, citation

SCOPE = Scope((Covered("r", "报告", "安阳市北关区", "district", 2026, None),), home="安阳市北关区")
SAID = "2025年，北关区全年生产总值完成189.3亿元，同比增长5.5%。[1]"


def verified(question: str, sentence: str = SAID) -> VerifiedAnswer:
    query = understand(question, SCOPE)
    cited = replace(citation(), passage=replace(citation().passage, period=2025, kind="actual"))
    checked, figures = verify(Answer((sentence,), (cited,)), query)
    assert checked
    whole = answered(*checked.sentences)
    return replace(whole, figures=figures, question=replace(whole.question, query=query))


def weighty(answer: VerifiedAnswer) -> list[str]:
    return [p.text for s in sentences_of(answer, "a") for p in s.pieces if p.kind == "figure"]


def test_the_figure_that_is_asked_for_has_weight_and_the_one_beside_it_has_none() -> None:
    assert weighty(verified("2025年北关区GDP增速是多少？")) == ["5.5%"]
    assert weighty(verified("2025年北关区的GDP是多少？")) == ["189.3亿元", "5.5%"]


def test_a_figure_that_the_check_did_not_accept_has_no_weight() -> None:
    answer = verified("2025年北关区的GDP是多少？")
    refused = tuple(replace(f, status="unsupported", bound=None) for f in answer.figures)
    assert weighty(replace(answer, figures=refused)) == []


def test_the_pieces_are_the_whole_sentence() -> None:
    (sentence,) = sentences_of(verified("2025年北关区的GDP是多少？"), "a")
    assert "".join(f"[{t}]" if k == "marker" else t for k, t in sentence.pieces) == SAID


def test_what_is_said_of_what_is_lacking_stands_apart_from_the_sentence() -> None:
    answer = answered("报告没有给出近三年逐年的数，只提到：2025年完成189.3亿元。[1]")
    part = Part("财政收入", "partly", (1,), "报告没有给出近三年逐年的数，只提到")
    (sentence,) = sentences_of(replace(answer, parts=(part,)), "a")
    assert sentence.note == "报告没有给出近三年逐年的数，只提到："
    assert sentence.pieces[0].text.startswith("2025年完成")


def test_the_page_claims_only_what_was_compared() -> None:
    answer = verified("2025年北关区的GDP是多少？")
    assert checked_in_words(answer).startswith("2 个数字、地方、年份、所问事项已由程序")
    unbound = tuple(replace(figure, bound=None) for figure in answer.figures)
    assert checked_in_words(replace(answer, figures=unbound)).startswith("2 个数字已由程序")
    failed = (*answer.figures, FigureVerdict("9亿元", None, "元", None, "unsupported", None))
    assert checked_in_words(replace(answer, figures=failed)) == ""


def test_how_many_reports_were_searched_has_no_weight() -> None:
    count = FigureVerdict("31份", Decimal(31), "份", None, "derived", None, "计数", end=3)
    whole = answered("31份提到“低空经济”。[1]")
    assert weighty(replace(whole, figures=(count,))) == []
