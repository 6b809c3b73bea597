import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.search.searcher import Searcher
from index.store.generations import current_generation
from tests.conftest import SEEDS, HashingEncoder


@pytest.fixture
def folder(tmp_path: Path, hashing_encoder: HashingEncoder) -> Path:
    build_index([SEEDS], tmp_path, hashing_encoder)
    return tmp_path


def test_what_is_found_is_ranked_from_one_with_falling_scores(
    seed_index: Path, shipped_encoder: Encoder
) -> None:
    hits = Searcher(seed_index, shipped_encoder).search("老旧小区改造", 5)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert all(one.score >= other.score for one, other in pairwise(hits))
    assert "老旧小区改造" in hits[0].passage.text
    assert set(hits[0].signals) == {"keywords", "vectors", "words"}


def test_an_everyday_name_finds_the_formal_one(seed_index: Path, shipped_encoder: Encoder) -> None:
    searcher = Searcher(seed_index, shipped_encoder)
    assert "生产总值完成189.3亿元" in "".join(h.passage.text for h in searcher.search("GDP", 3))
    assert "老年助餐" in "".join(h.passage.text for h in searcher.search("老人吃饭的地方", 3))


@pytest.mark.parametrize("query", ["", "   ", "？！", '"(AND OR) [x TO y] ~^*:', "\x00"])
def test_a_query_of_nothing_or_of_syntax_does_no_harm(folder: Path, query: str) -> None:
    assert isinstance(Searcher(folder, HashingEncoder()).search(query, 3), list)


def test_no_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match="assistant build"):
        Searcher(tmp_path, HashingEncoder())


def test_an_index_of_another_encoder_is_refused_by_name(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"编码模型.*'hashing-64'.*'other'"):
        Searcher(folder, HashingEncoder("other"))


@pytest.mark.parametrize("lost", ["manifest.json", "library.sqlite"])
def test_an_index_with_a_file_lost_is_told(folder: Path, lost: str) -> None:
    next(path for path in folder.rglob(lost)).unlink()
    with pytest.raises(IndexDamaged):
        Searcher(folder, HashingEncoder())


def test_a_half_written_manifest_is_told(folder: Path) -> None:
    (current_generation(folder) / "manifest.json").write_text('{"recipe"', encoding="utf-8")
    with pytest.raises(IndexDamaged, match="assistant build"):
        Searcher(folder, HashingEncoder())


def test_a_pointer_to_nothing_is_told(folder: Path) -> None:
    shutil.rmtree(current_generation(folder))
    with pytest.raises(IndexDamaged):
        Searcher(folder, HashingEncoder())


def test_a_searcher_tells_when_a_build_has_switched(folder: Path, report_file: Path) -> None:
    searcher = Searcher(folder, HashingEncoder())
    assert searcher.is_current()
    build_index([report_file.parent], folder, HashingEncoder())
    assert not searcher.is_current()
    assert searcher.search("生产总值", 1)
