"""Which clauses of a sentence ask, what belongs to their question, and what is left over."""

import pytest

from assistant.staff.asking_clauses import heads_list, take_clauses


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("听邻居说今年要修路,打算修几条,我一直没查到", ["今年要修路,打算修几条"]),
        ("入城口有几个我记得报告里提过", ["入城口有几个"]),
        ("财政收入我看有的写八亿,有的写九亿,哪个对", ["财政收入是多少"]),
        ("去年财政收入也请告知", ["去年财政收入"]),
        ("老旧小区改造这块,我想知道今年改几个", ["老旧小区改造这块,今年改几个"]),
        ("港口的吞吐量达到了多大规模", ["港口的吞吐量达到了多大规模"]),
        ("中华路今年通不通", ["中华路今年通不通"]),
        ("谁都不容易", []),
        ("有几个邻居在等", []),
        ("不知道哪个准", []),
    ],
)
def test_what_a_sentence_asks(sentence: str, asked: list[str]) -> None:
    assert [question for question, _ in take_clauses(sentence).asking] == asked


def test_what_is_part_of_no_question_is_left_over_in_runs() -> None:
    taken = take_clauses("路灯坏了,没人修,今年改几个老旧小区,盼着早点改")
    assert taken.rest == (("路灯坏了", "没人修"), ("盼着早点改",))


@pytest.mark.parametrize(
    ("sentence", "heads"),
    [
        ("请教三个数据:", True),
        ("需核对下列数据,恳请贵办协助提供:", True),
        ("有一些数据想请教,请逐条答复", True),
        ("去年的数据是多少", False),
    ],
)
def test_the_head_of_a_list(sentence: str, heads: bool) -> None:
    assert heads_list(sentence) is heads
