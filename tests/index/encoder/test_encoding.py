from pathlib import Path

import numpy as np
import pytest

from index.chunker import cut
from index.encoder.encoding import SHIPPED_MODEL, Encoder, SentenceTransformerEncoder
from index.encoder.static_encoding import StaticEncoder, WordVectors
from index.errors import EncoderUnusable
from index.figures.segmenter import shipped_segmenter
from index.report import embedding_text
from index.reports.reader import read_reports
from tests.conftest import SEED_FILE

TEXTS = [embedding_text(p) for r in read_reports(SEED_FILE) for p in cut(r)] + ["GDP", "？", ""]


def test_the_shipped_vectors_are_the_same_with_and_without_sentence_transformers() -> None:
    quick = StaticEncoder()
    whole = SentenceTransformerEncoder(SHIPPED_MODEL)
    assert quick.identity == whole.identity
    texts = [text for text in TEXTS if text not in ("", "？")]
    assert np.allclose(quick.encode(texts, "passage"), whole.encode(texts, "passage"), atol=2e-3)


def test_vectors_are_unit_vectors_and_repeat(shipped_encoder: Encoder) -> None:
    vectors = shipped_encoder.encode(TEXTS, "passage")
    assert vectors.shape == (len(TEXTS), 256) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:-2], axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors, shipped_encoder.encode(TEXTS, "passage"))
    assert not np.isnan(vectors).any()


@pytest.mark.parametrize(
    ("asked", "expected", "other"),
    [
        ("老小区改造", "完成20个老旧小区改造", "加快建设高标准农田"),
        ("老人吃饭的地方", "建成老年助餐场所40个", "申报专利8项、形成样机9套"),
        ("空气污染怎么治", "强化秋冬季大气污染防治", "深化与北京服装学院战略合作"),
        ("找工作", "新增城镇就业、失业人员再就业1.2万人", "深入推进农村人居环境整治"),
    ],
)
def test_a_sentence_that_answers_is_nearer_than_one_that_does_not(
    shipped_encoder: Encoder, asked: str, expected: str, other: str
) -> None:
    question, near, far = shipped_encoder.encode([asked, expected, other], "query")
    assert question @ near > question @ far


def test_what_ships_is_small() -> None:
    size = sum(path.stat().st_size for path in SHIPPED_MODEL.rglob("*") if path.is_file())
    assert 0 < size <= 16_000_000


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnusable, match=str(tmp_path)):
        WordVectors(tmp_path)
    with pytest.raises(EncoderUnusable, match=str(tmp_path)):
        SentenceTransformerEncoder(tmp_path)


def test_the_segmenter_cuts_words_and_weighs_rare_ones_more() -> None:
    words = {
        word.text: word.weight for word in shipped_segmenter().words("北關区老旧小区改造了多少个？")
    }
    assert {"老旧", "小区", "改造"} <= set(words)
    assert words["的" if "的" in words else "了"] < words["老旧"] <= 1.0
