import numpy as np
import pytest

from index.search.word_match import WordMatcher, shipped_matcher


@pytest.fixture(scope="module")
def matcher() -> WordMatcher:
    return shipped_matcher()


def test_a_text_with_every_word_of_the_query_is_wholly_like_it(matcher: WordMatcher) -> None:
    whole, part, none = matcher.likeness(
        "老旧小区改造", ["今年完成老旧小区改造20个", "完成道路改造8条", "小麦亩产510公斤"]
    )
    assert whole == pytest.approx(1.0)
    assert whole > part > none


def test_a_rare_word_weighs_more_than_a_common_one(matcher: WordMatcher) -> None:
    rare, common = matcher.likeness("洹河治理", ["洹河两岸", "治理工作"])
    assert rare > common


def test_a_word_alike_counts_where_the_word_itself_is_missing(matcher: WordMatcher) -> None:
    alike, unlike = matcher.likeness("医生", ["护士", "水泥"])
    assert alike > unlike


def test_texts_keep_their_places_and_empty_ones_are_like_nothing(matcher: WordMatcher) -> None:
    texts = ["", "教育", "？！", "教育"]
    assert np.flatnonzero(matcher.likeness("教育", texts)).tolist() == [1, 3]
    assert matcher.likeness("教育", []).shape == (0,)


@pytest.mark.parametrize("query", ["", "？！", "\U0001f600"])
def test_a_query_without_words_is_like_nothing(matcher: WordMatcher, query: str) -> None:
    assert not matcher.likeness(query, ["教育", "医疗"]).any()


def test_a_query_as_long_as_a_book_is_matched_in_no_time(matcher: WordMatcher) -> None:
    query = "北关区2025年老旧小区改造了多少个," * 10_000
    whole, none = matcher.likeness(query, ["北关区2025年改造老旧小区20个", "水稻"])
    assert whole > none
