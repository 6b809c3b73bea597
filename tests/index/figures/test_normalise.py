from hypothesis import given
from hypothesis import strategies as st

from index.figures.normalise import fold, normalise


def test_full_width_traditional_and_thousands_commas_become_comparable() -> None:
    assert normalise("北關區１,１００．９億元，增長５．５％").text == "北关区1100.9亿元,增长5.5%"


def test_a_comma_between_clauses_is_no_thousands_comma() -> None:
    assert normalise("完成3,200起").text == "完成3200起"
    assert normalise("引进3,20个").text == "引进3,20个"
    assert normalise("2025,100个").text == "2025,100个"


def test_a_span_maps_back_to_the_text_as_read() -> None:
    read = "完成1,100.9亿元"
    normalised = normalise(read)
    start = normalised.text.index("1100.9")
    assert read[slice(*normalised.source_span(start, start + 6))] == "1,100.9"


@given(st.text(alphabet="北關1２,，.％ｋ①㎡é\u0301\n", max_size=60))
def test_every_span_maps_into_the_text_as_read(read: str) -> None:
    normalised = normalise(read)
    assert len(normalised.origin) == len(normalised.text) + 1
    for position in range(len(normalised.text)):
        start, end = normalised.source_span(position, position + 1)
        assert 0 <= start < end <= len(read)


def test_fold_keeps_what_is_simplified_already() -> None:
    assert fold("显著成效，只争朝夕") == "显著成效,只争朝夕"


def test_half_of_a_pair_is_no_character() -> None:
    assert fold("公园\udcba\ud83d") == "公园\ufffd\ufffd"
    assert fold("公园😀") == "公园😀"
    assert normalise("园\udcba1").text.encode("utf-8") == "园\ufffd1".encode()
