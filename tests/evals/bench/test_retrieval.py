from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.bench.retrieval import (
    BM25,
    DENSE,
    FUSED,
    LEXICAL,
    QUICKSTART,
    RERANKED,
    measure,
    score,
    table,
    whole_text,
    yardsticks,
)
from evals.bench.retrieval_sets import RetrievalSet, Sought
from index.report import Passage
from tests.conftest import HashingEncoder

TEXTS = (
    "全县新建农村公路35公里",
    "新增学位3000个",
    "建成养老驿站12处",
    "植树造林五千亩",
    "空气更好",
)
POOL = tuple(Passage(f"p{n}", "r", 0, len(text), text) for n, text in enumerate(TEXTS))


class Fixed:
    """Finds the same, whatever is asked."""

    def __init__(self, *ids: str) -> None:
        self._ids = ids

    def search(self, query: str, k: int) -> Sequence[str]:
        return self._ids[:k]


class ShortestFirst:
    identity = "shortest first"

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        return [-float(len(passage)) for passage in passages]


def asking(*right: set[str]) -> RetrievalSet:
    return RetrievalSet("题", POOL, (Sought("问", tuple(map(frozenset, right))),))


@pytest.mark.parametrize(
    ("right", "at_1", "at_5", "mrr"),
    [
        (({"p0"},), 1.0, 1.0, 1.0),
        (({"p1", "p2"},), 0.0, 1.0, 0.5),
        (({"p0"}, {"p2"}), 0.5, 1.0, 1.0),
        (({"p2"}, {"p9"}), 0.0, 0.5, 1 / 3),
        ((set[str](),), 0.0, 0.0, 0.0),
    ],
)
def test_recall_is_of_all_that_a_question_needs_and_mrr_of_the_first(
    right: tuple[set[str], ...], at_1: float, at_5: float, mrr: float
) -> None:
    row = score(asking(*right), "r", Fixed("p0", "p1", "p2"))
    assert (row.recall_at_1, row.recall_at_5, row.mrr) == pytest.approx((at_1, at_5, mrr))


def test_what_comes_after_the_fifth_and_the_tenth_counts_no_more() -> None:
    sixth = score(asking({"p0"}), "r", Fixed(*"abcde", "p0"))
    assert sixth.recall_at_5 == 0 and sixth.mrr == pytest.approx(1 / 6)
    assert score(asking({"p0"}), "r", Fixed(*"abcdefghij", "p0")).mrr == 0


def test_each_retriever_finds_among_the_same_passages() -> None:
    one = RetrievalSet("题", POOL, (Sought("养老驿站", (frozenset({"p2"}),)),))
    rows = list(measure([one], HashingEncoder(), ShortestFirst(), quickstart=False))
    assert [row.retriever for row in rows] == [LEXICAL, DENSE, FUSED, RERANKED, BM25]
    found = {row.retriever: row.recall_at_1 for row in rows}
    assert found[LEXICAL] == found[FUSED] == found[BM25] == 1
    assert found[RERANKED] < 1  # the reranker was asked
    lines = table(rows).splitlines()
    assert len(lines) == 7 and "| 题 | 字词 | 100.0 | 100.0 | 100.0 | 1 | 5 |" in lines[2]


def test_the_dense_leg_by_itself_knows_nothing_of_words() -> None:
    class Contrary(HashingEncoder):
        """Puts every query beside the passage on trees."""

        def encode(self, texts, role):  # type: ignore[no-untyped-def]
            return super().encode([TEXTS[3]] * len(texts) if role == "query" else texts, role)

    one = RetrievalSet("题", POOL, (Sought("养老驿站", (frozenset({"p3"}),)),))
    rows = {row.retriever: row for row in measure([one], Contrary(), None, quickstart=False)}
    assert rows[DENSE].recall_at_1 == 1 and rows[LEXICAL].recall_at_1 == 0
    assert RERANKED not in rows


def test_langchains_retrievers_find_by_id() -> None:
    made = yardsticks(POOL, quickstart=True)
    assert made[BM25].search("养老驿站", 2)[0] == "p2"
    assert sorted(made[QUICKSTART].search("植树", 5)) == [passage.id for passage in POOL]


def test_title_and_headings_are_told_to_who_knows_no_headings() -> None:
    headed = Passage("p", "r", 0, 2, "正文", headings=("一、回顾",), title="青山县报告")
    assert whole_text(headed) == "青山县报告 一、回顾\n正文"
    assert whole_text(POOL[0]) == TEXTS[0]


def test_without_folders_the_command_says_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", "--retrieval"]) == 2
    assert "--pairs" in capsys.readouterr().err
    assert main(["bench", "--retrieval", "--pairs", str(tmp_path)]) == 2
