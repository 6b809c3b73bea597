"""Sentences out of pieces: each as soon as it is sure, markers in one form."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.check.markers import sentences_from


def taken(pieces: list[str]) -> list[tuple[int, str]]:
    """Each sentence, with how many pieces had come when it did."""
    count = 0

    def counted() -> Iterator[str]:
        nonlocal count
        for piece in pieces:
            count += 1
            yield piece

    return [(count, sentence) for sentence in sentences_from(counted()) if sentence]


def test_a_sentence_comes_with_its_stop_where_its_markers_stand_before_it() -> None:
    assert taken(["甲为5%[1]", "。", "乙"]) == [(2, "甲为5%[1]。"), (3, "乙")]


def test_one_whose_markers_may_follow_waits_for_what_is_next() -> None:
    assert taken(["甲为5%。", "[1]", "[2]", "乙[1]。"]) == [(4, "甲为5%。[1][2]"), (4, "乙[1]。")]


def test_a_half_written_marker_is_waited_for() -> None:
    assert taken(["甲为5%。[", "1", "]乙", "。[2]"]) == [(3, "甲为5%。[1]"), (4, "乙。[2]")]


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("甲【1】。乙［2］。", ["甲[1]。", "乙[2]。"]),
        ("甲[1,2]。乙[1、 3]。", ["甲[1][2]。", "乙[1][3]。"]),
        ("甲[^1]。", ["甲[1]。"]),
        ("- **甲**[1]。\n2. 乙[2]\n\n### 丙[3]。", ["甲[1]。", "乙[2]", "丙[3]。"]),
        ("1.92万亩农田[1]。", ["1.92万亩农田[1]。"]),
        ("2.5%[1]。3、4两项[2]。", ["2.5%[1]。", "4两项[2]。"]),
        ("甲[1]。[2]乙[1]。", ["甲[1]。", "乙[1]。"]),
        ("[0]", ["[0]"]),
        ("甲[1]。[0]", ["甲[1]。", "[0]"]),
        ("发〔2024〕5号[1]。", ["发〔2024〕5号[1]。"]),
        ("", []),
        ("。\n\n。", []),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 100])
def test_markers_come_out_in_one_form_and_lists_as_sentences(
    written: str, sentences: list[str], size: int
) -> None:
    pieces = [written[start : start + size] for start in range(0, len(written), size)]
    assert [sentence for _, sentence in taken(pieces)] == sentences


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("增长5.5%。[1]。", ["增长5.5%[1]。"]),
        ("增长5.5%[1]。。", ["增长5.5%[1]。"]),
        ("增长5.5%。[1][2]。下降2%[1]。", ["增长5.5%[1][2]。", "下降2%[1]。"]),
        ("增长5.5%。[1]", ["增长5.5%。[1]"]),
        ("真的吗？！[1]。", ["真的吗？！[1]。"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 50])
def test_a_sentence_has_one_stop(written: str, sentences: list[str], size: int) -> None:
    pieces = (written[at : at + size] for at in range(0, len(written), size))
    assert [sentence for sentence in sentences_from(pieces) if sentence] == sentences
