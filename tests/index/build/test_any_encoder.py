"""Any model of sentence-transformers: its instructions, what is wrong with it, and the way through."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from assistant.settings import Settings
from assistant.wiring import assistant_over
from index.build.builder import build_index
from index.encoder.encoding import SentenceTransformerEncoder
from index.errors import EncoderUnusable, IndexMismatch
from index.search.searcher import Searcher
from tests.index.tiny_models import save_encoder

BGE_INSTRUCTION = "为这个句子生成表示以用于检索相关文章："
TEXT = "全县生产总值"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model without any prompt; not to be written to."""
    return save_encoder(tmp_path_factory.mktemp("models") / "plain")


def raw(model: Path, text: str) -> np.ndarray:
    loaded = SentenceTransformer(str(model), device="cpu", local_files_only=True)
    return loaded.encode([text], prompt="", normalize_embeddings=True, show_progress_bar=False)


def test_a_model_that_knows_its_prompts_is_given_them(tmp_path: Path) -> None:
    model = save_encoder(tmp_path / "m", prompts={"query": "查询：", "passage": "文："})
    encoder = SentenceTransformerEncoder(model)
    assert np.allclose(encoder.encode([TEXT], "query"), raw(model, "查询：" + TEXT), atol=1e-5)
    assert np.allclose(encoder.encode([TEXT], "passage"), raw(model, "文：" + TEXT), atol=1e-5)
    assert not np.allclose(raw(model, "查询：" + TEXT), raw(model, TEXT), atol=1e-3)


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("bge-small-zh-v1.5", BGE_INSTRUCTION, ""),
        ("models--BAAI--bge-large-zh-v1.5/snapshots/1d0a", BGE_INSTRUCTION, ""),
        ("multilingual-e5-small", "query: ", "passage: "),
        ("multilingual-e5-large-instruct", "", ""),
        ("bge-m3", "", ""),
    ],
)
def test_a_known_model_without_prompts_is_given_those_of_its_card(
    tmp_path: Path, plain: Path, name: str, query: str, passage: str
) -> None:
    model = tmp_path / name
    shutil.copytree(plain, model)
    encoder = SentenceTransformerEncoder(model)
    assert np.allclose(encoder.encode([TEXT], "query"), raw(plain, query + TEXT), atol=1e-5)
    assert np.allclose(encoder.encode([TEXT], "passage"), raw(plain, passage + TEXT), atol=1e-5)


def test_an_instruction_that_is_set_stands_in_for_the_models_own(tmp_path: Path) -> None:
    model = save_encoder(tmp_path / "m", prompts={"query": "查询："})
    own, told = SentenceTransformerEncoder(model), SentenceTransformerEncoder(model, "何文：")
    assert np.allclose(told.encode([TEXT], "query"), raw(model, "何文：" + TEXT), atol=1e-5)
    assert np.array_equal(told.encode([TEXT], "passage"), own.encode([TEXT], "passage"))


def test_an_index_holds_under_another_query_instruction(
    tmp_path: Path, plain: Path, report_file: Path
) -> None:
    build_index([report_file], tmp_path / "index", SentenceTransformerEncoder(plain))
    searcher = Searcher(tmp_path / "index", SentenceTransformerEncoder(plain, "查询："))
    assert searcher.search("生产总值", 1)


def test_from_build_to_answer_with_a_transformer(
    tmp_path: Path, plain: Path, report_file: Path
) -> None:
    encoder = SentenceTransformerEncoder(plain)
    build_index([report_file], tmp_path / "index", encoder)
    searcher = Searcher(tmp_path / "index", encoder)
    (first, *_) = searcher.search("新建农村公路", 3)
    assert set(first.signals) >= {"keywords", "vectors", "words"}
    answer = assistant_over(searcher, Settings()).ask("青山县2024年生产总值完成多少？")
    assert answer.status == "answered" and "120.5亿元" in answer.text


def test_a_text_of_any_length_is_read_as_far_as_the_model_reads(plain: Path) -> None:
    encoder = SentenceTransformerEncoder(plain)
    long, longer = encoder.encode(["生产总值" * 300, "生产总值" * 2000], "query")
    assert np.allclose(long, longer, atol=1e-5)


@pytest.mark.parametrize(
    "model", ["/no/such/model", "./model", "~/no-such-model", "my models/one", "模型", "a/b/c"]
)
def test_a_path_to_nothing_is_told_without_asking_the_hub(model: str) -> None:
    with pytest.raises(EncoderUnusable, match=f"{model!r}：没有这个目录"):
        SentenceTransformerEncoder(model)


def test_a_file_is_no_model(report_file: Path) -> None:
    with pytest.raises(EncoderUnusable, match="没有这个目录"):
        SentenceTransformerEncoder(str(report_file))


def test_a_model_that_is_not_here_is_not_fetched_where_fetching_is_forbidden() -> None:
    with pytest.raises(EncoderUnusable, match=r"'BAAI/no-such-model'.*HF_HUB_OFFLINE"):
        SentenceTransformerEncoder("BAAI/no-such-model")


def _cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


DAMAGE: dict[str, Callable[[Path], None]] = {
    "weights cut short": lambda model: _cut_short(model / "model.safetensors"),
    "weights gone": lambda model: (model / "model.safetensors").unlink(),
    "configuration cut short": lambda model: _cut_short(model / "config.json"),
    "pooling gone": lambda model: shutil.rmtree(model / "1_Pooling"),
    "weights of another size": lambda model: _resize(model),
}


def _resize(model: Path) -> None:
    file = model / "config.json"
    told = file.read_text(encoding="utf-8")
    file.write_text(told.replace('"hidden_size": 32', '"hidden_size": 64'), encoding="utf-8")


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_model_is_named(tmp_path: Path, plain: Path, damage: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(plain, model)
    DAMAGE[damage](model)
    with pytest.raises(EncoderUnusable, match=str(model)):
        SentenceTransformerEncoder(model)


def test_a_model_of_other_dimensions_is_refused_by_name(
    tmp_path: Path, plain: Path, report_file: Path
) -> None:
    build_index([report_file], tmp_path / "index", SentenceTransformerEncoder(plain))
    wider = SentenceTransformerEncoder(save_encoder(tmp_path / "wider", dimensions=48))
    with pytest.raises(IndexMismatch, match=r"编码模型.*local:plain.*local:wider.*维数.*32.*48"):
        Searcher(tmp_path / "index", wider)


@pytest.mark.parametrize("fault", ["not a number", "zeros"])
def test_a_build_with_a_model_that_gives_no_vector_leaves_the_index_as_it_was(
    tmp_path: Path, plain: Path, report_file: Path, fault: str
) -> None:
    folder, good = tmp_path / "index", SentenceTransformerEncoder(plain)
    build_index([report_file], folder, good)
    faulty = save_encoder(
        tmp_path / "faulty",
        poisoned="路" if fault == "not a number" else "",
        silent=fault == "zeros",
    )
    with pytest.raises(EncoderUnusable, match=r"向量.*生产总值完成120\.5亿元"):
        build_index([report_file], folder, SentenceTransformerEncoder(faulty))
    assert Searcher(folder, good).search("生产总值", 1)


def test_a_query_without_a_vector_is_answered_by_its_words(
    tmp_path: Path, report_file: Path
) -> None:
    encoder = SentenceTransformerEncoder(save_encoder(tmp_path / "m", poisoned="何"))
    build_index([report_file], tmp_path / "index", encoder)
    searcher = Searcher(tmp_path / "index", encoder)
    (first, *_) = searcher.search("生产总值如何", 3)
    assert "生产总值" in first.passage.text and "vectors" not in first.signals
    answer = assistant_over(searcher, Settings()).ask("青山县2024年生产总值如何，完成多少？")
    assert "120.5亿元" in answer.text


QUERIES = {
    "stop words": "的了是吗呢",
    "one character": "路",
    "5,000 characters": "北关区2025年老旧小区改造了多少个，" * 277,
    "English": "How many old neighbourhoods were renovated?",
    "Traditional script": "北關區2025年舊小區改造了多少個",
    "digits": "1234567890",
    "punctuation": "？！，。……——《》",
    "emoji": "😀🏠📈",
    "blanks": "  \n\t　",
}


@pytest.mark.parametrize("kind", QUERIES)
@pytest.mark.parametrize("model", ["shipped", "transformer"])
def test_any_query_is_answered_or_refused_in_bounded_time(
    request: pytest.FixtureRequest, model: str, kind: str
) -> None:
    searcher: Searcher = request.getfixturevalue(f"{model}_searcher")
    started = time.process_time()
    hits = searcher.search(QUERIES[kind], 5)
    answer = assistant_over(searcher, Settings()).ask(QUERIES[kind])
    assert time.process_time() - started < 10
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert np.isfinite([hit.score for hit in hits]).all()
    assert answer.text and not answer.status.startswith("error_")


@pytest.fixture(scope="module")
def shipped_searcher(seed_index: Path, shipped_encoder: SentenceTransformerEncoder) -> Searcher:
    return Searcher(seed_index, shipped_encoder)


@pytest.fixture(scope="module")
def transformer_searcher(tmp_path_factory: pytest.TempPathFactory, plain: Path) -> Searcher:
    folder = tmp_path_factory.mktemp("index")
    report = folder / "2025年北关区政府工作报告.txt"
    report.write_text(
        "# 2025年北关区政府工作报告\n\n改造老旧小区20个。新建公路35公里。\n", encoding="utf-8"
    )
    encoder = SentenceTransformerEncoder(plain)
    build_index([report], folder / "index", encoder)
    return Searcher(folder / "index", encoder)
