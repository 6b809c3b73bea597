from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import open_reranker
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.errors import RerankerUnusable
from index.report import Passage, RetrievedPassage
from index.search.reranking import RERANKED, CrossEncoderReranker, rerank
from index.search.searcher import Searcher
from tests.conftest import HashingEncoder
from tests.index.tiny_models import save_cross_encoder, save_encoder


@dataclass(frozen=True)
class LongestFirst:
    """A reranker that takes the longer text for the better one."""

    identity: str = "longest first"

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        return [float(len(passage)) for passage in passages]


@dataclass(frozen=True)
class NoNumber:
    identity: str = "no number"

    def score(self, query: str, passages: Sequence[str]) -> list[float]:
        return [1.0] * (len(passages) - 1) + [math.nan]


def found(count: int) -> list[RetrievedPassage]:
    """Passages that grow with their rank."""
    return [
        RetrievedPassage(
            Passage(id=f"p{n}", report_id="r", start=0, end=n, text="字" * n), n, 1 / n, {}
        )
        for n in range(1, count + 1)
    ]


def test_the_first_change_places_and_the_rest_stay_behind_them() -> None:
    before = found(RERANKED + 3)
    after = rerank(LongestFirst(), "问", before)
    assert [hit.passage.id for hit in after] == [
        *(f"p{n}" for n in range(RERANKED, 0, -1)),
        *(f"p{n}" for n in range(RERANKED + 1, RERANKED + 4)),
    ]
    assert [hit.rank for hit in after] == list(range(1, RERANKED + 4))
    assert all(one.score >= other.score for one, other in pairwise(after))


def test_rank_and_score_before_are_kept() -> None:
    first, *_ = rerank(LongestFirst(), "问", found(3))
    assert first.fused == (3, 1 / 3) and first.signals["reranker"] == first.score == 3.0


def test_ties_keep_their_order() -> None:
    alike = [replace(hit, passage=replace(hit.passage, text="字")) for hit in found(5)]
    assert [hit.passage.id for hit in rerank(LongestFirst(), "问", alike)] == [
        hit.passage.id for hit in alike
    ]


def test_what_is_no_number_leaves_the_ranking_as_it_was() -> None:
    assert rerank(NoNumber(), "问", found(5)) == found(5)
    assert rerank(NoNumber(), "问", []) == []


def test_a_search_is_read_again_beyond_what_is_asked_for(
    seed_index: Path, shipped_encoder: Encoder
) -> None:
    plain, reading = (
        Searcher(seed_index, shipped_encoder),
        Searcher(seed_index, shipped_encoder, LongestFirst()),
    )
    (best,) = reading.search("老旧小区改造", 1)
    among = plain.search("老旧小区改造", RERANKED)
    assert best.fused is not None and best.fused[0] > 1
    assert best.passage.id == among[best.fused[0] - 1].passage.id
    everything = reading.search("老旧小区改造", 1000)
    assert {h.passage.id for h in everything} == {
        h.passage.id for h in plain.search("老旧小区改造", 1000)
    }


def test_a_cross_encoder_by_its_setting(tmp_path: Path, report_file: Path) -> None:
    model = save_cross_encoder(tmp_path / "model")
    reranker = open_reranker(Settings(reranker_model=str(model)))
    assert reranker is not None and reranker.identity == str(model)
    build_index([report_file], tmp_path / "index", HashingEncoder())
    hits = Searcher(tmp_path / "index", HashingEncoder(), reranker).search("生产总值" * 2000, 3)
    assert hits and all(0 < hit.score < 1 and hit.fused for hit in hits)


def test_no_setting_is_no_reranker() -> None:
    assert open_reranker(Settings()) is None


def test_an_encoder_is_no_reranker(tmp_path: Path) -> None:
    model = save_encoder(tmp_path / "model")
    with pytest.raises(RerankerUnusable, match=f"{str(model)!r} 不是重排模型"):
        CrossEncoderReranker(model)


def test_a_reranker_that_is_not_there_is_named() -> None:
    with pytest.raises(RerankerUnusable, match="'/no/such/model'"):
        CrossEncoderReranker("/no/such/model")
