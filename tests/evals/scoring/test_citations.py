from __future__ import annotations

from evals.scoring.answer_object import AnswerObject
from evals.scoring.citations import CitationQuality, citation_quality
from tests.evals.samples import answer, citation

OTHER = citation(
    marker=2, passage="全区造林1.92万亩,新建公园3处。", quote="全区造林1.92万亩", start=0, end=10
)


def quality(text: str, *more: dict[str, object]) -> CitationQuality:
    given = answer(text=text, citations=[citation(), *more], figures=[])
    return citation_quality(AnswerObject.model_validate(given))


def test_a_statement_that_its_passage_tells_is_borne_out() -> None:
    assert quality("2025年，北关区全年生产总值完成189.3亿元[1]。") == CitationQuality(1, 1, 1, 1)


def test_a_statement_with_another_number_is_not() -> None:
    assert quality("全年生产总值完成198.3亿元[1]。") == CitationQuality(1, 0, 1, 0)
    assert quality("全年生产总值完成9.3亿元[1]。") == CitationQuality(1, 0, 1, 0)


def test_a_statement_in_words_that_the_passage_has_not_is_not() -> None:
    assert quality("区里新修了三条马路和一座博物馆[1]。") == CitationQuality(1, 0, 1, 0)


def test_a_statement_that_cites_nothing_is_not_borne_out() -> None:
    told = quality("规模以上工业增加值增长15.2%[1]。全年生产总值完成189.3亿元。")
    assert told == CitationQuality(2, 1, 1, 1)


def test_sentences_of_one_quote_share_the_marker_at_its_end() -> None:
    told = quality("不是。全年生产总值完成189.3亿元。规模以上工业增加值增长15.2%[1]。")
    assert told == CitationQuality(2, 2, 1, 1)
    told = quality("全年生产总值完成198.3亿元。规模以上工业增加值增长15.2%[1]。")
    assert told == CitationQuality(2, 1, 1, 1)


def test_a_citation_beside_one_that_is_enough_is_not_needed() -> None:
    told = quality("全年生产总值完成189.3亿元[1][2]。", OTHER)
    assert told == CitationQuality(1, 1, 2, 1)


def test_two_citations_that_bear_a_statement_out_together_are_both_needed() -> None:
    told = quality("全年生产总值完成189.3亿元,全区造林1.92万亩[1][2]。", OTHER)
    assert told == CitationQuality(1, 1, 2, 2)
