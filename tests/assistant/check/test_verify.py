import pytest

from assistant.answer import Answer, Citation
from assistant.check.verify import judge, verify, verify_sentence
from index.report import Passage
from tests.assistant.understood import understood

TEXT = (
    "全年生产总值完成189.3亿元,同比增长5.5%。研学9100余人次。力争增长**5.7%左右**。落实“168”机制。"
)
OTHER = "规模以上工业增加值增长15.2%。"


def _citation(marker: int, text: str) -> Citation:
    passage = Passage(
        f"甲#1:{marker}", "甲#1", 0, len(text), text, ("2025年工作回顾",), period=2025
    )
    return Citation(marker, passage, 0, len(text))


CITED = (_citation(1, TEXT), _citation(2, OTHER))


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("2025年，生产总值完成189.3亿元，增长5.5%。[1]", ["supported"] * 3),
        ("生产总值为18930000000元。[1]", ["supported"]),
        ("研学9100余人次。[1]", ["supported"]),
        ("落实“168”机制。[1]", []),
        ("生产总值189.4亿元。[1]", ["unsupported"]),
        ("生产总值1893亿元。[1]", ["unsupported"]),
        ("生产总值89.3亿元。[1]", ["unsupported"]),
        ("生产总值189.3万元。[1]", ["unsupported"]),
        ("增长5.5个百分点。[1]", ["unsupported"]),
        ("增长5.2%。[2]", ["unsupported"]),
        ("研学9100人次。[1]", ["qualifier_lost"]),
        ("目标增长5.7%。[1]", ["qualifier_lost"]),
        ("增长15.2%。[1]", ["miscited"]),
        ("2024年完成189.3亿元。[1]", ["unsupported", "unsupported"]),
        ("落实“16”机制。[1]", ["unsupported"]),
    ],
)
def test_each_figure_is_judged_by_the_passage_its_sentence_cites(
    sentence: str, statuses: list[str]
) -> None:
    verdicts = verify_sentence(sentence, CITED)
    assert verdicts is not None
    assert [verdict.status for verdict in verdicts] == statuses


@pytest.mark.parametrize("sentence", ["生产总值189.3亿元。", "生产总值189.3亿元。[7]", "好。[0]"])
def test_a_sentence_that_cites_nothing_there_is_cut(sentence: str) -> None:
    assert verify_sentence(sentence, CITED) is None
    assert verify(Answer((sentence,), CITED)) == (None, ())


def test_what_fails_is_cut_and_the_rest_is_partly_an_answer() -> None:
    answer, verdicts = verify(Answer(("增长5.5%。[1]", "增长16.2%。[2]"), CITED))
    assert answer is not None
    assert answer.sentences == ("增长5.5%。[1]",)
    assert [citation.marker for citation in answer.citations] == [1]
    assert answer.partly
    assert [verdict.text for verdict in verdicts] == ["5.5%"]


@pytest.mark.parametrize(
    ("asked", "sentence", "status"),
    [
        ("GDP是250亿元吗", "不是250亿元，2025年生产总值为189.3亿元。[1]", ["supported"] * 2),
        ("GDP是250亿元吗", "2025年生产总值不是250亿元。[1]", ["supported", "unsupported"]),
        (
            "GDP是多少",
            "不是250亿元，2025年生产总值为189.3亿元。[1]",
            ["unsupported", *["supported"] * 2],
        ),
        ("GDP是189.3亿元吗", "2025年生产总值不是189.3亿元。[1]", ["supported", "unsupported"]),
        ("GDP是250亿元吗", "是的，2025年生产总值为250亿元。[1]", ["supported", "unsupported"]),
    ],
)
def test_a_figure_may_be_denied_only_where_it_was_put_forward_and_another_is_told(
    asked: str, sentence: str, status: list[str]
) -> None:
    verdicts = judge(sentence, {1: CITED[0].passage}, understood(asked))
    assert [verdict.status for verdict in verdicts] == status
