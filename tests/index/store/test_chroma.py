"""Records in Chroma, embedded: what is written is found, by us and by anyone."""

import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from index.encoder.encoding import Encoder, Vectors
from index.report import Passage
from index.search.searcher import Searcher
from index.store import chroma
from index.store.chroma import CHROMA_FOLDER, PASSAGES, ChromaStore, read_from, written_in
from index.store.generations import current_generation
from index.store.record import Record, record_of

RECORDS = [Record(f"甲#1:{n}", f"第{n}段", {"report": "甲#1", "year": n}) for n in range(40)]


@pytest.fixture
def vectors() -> Vectors:
    drawn = np.random.default_rng(1).normal(size=(40, 16)).astype(np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit


@pytest.fixture
def folder(tmp_path: Path, vectors: Vectors) -> Path:
    with written_in(tmp_path / "chroma") as store:
        store.add(RECORDS, vectors)
        store.add_indicators(["生产总值", "粮食产量"], vectors[:2])
    return tmp_path / "chroma"


def _ids(store: ChromaStore, vector: Vectors, k: int) -> list[str]:
    return [hit for hit, _ in store.search(vector, k)]


def test_similarity_is_the_cosine(folder: Path, vectors: Vectors) -> None:
    query = vectors[7] + 0.1
    cosine = vectors @ query / np.linalg.norm(query)
    with closing(read_from(folder)) as store:
        found = store.search(query, 5)
    assert [hit for hit, _ in found] == [RECORDS[n].id for n in np.argsort(-cosine)[:5]]
    assert [score for _, score in found] == pytest.approx(sorted(cosine)[::-1][:5], abs=1e-5)


@pytest.mark.parametrize("few", [0, 1, 2000])
def test_of_some_passages_the_nearest_are_found_whatever_way_is_taken(
    folder: Path, vectors: Vectors, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chroma, "_FEW", few)
    among = [RECORDS[n].id for n in range(0, 40, 3)]
    nearest = sorted(among, key=lambda one: -float(vectors[int(one[4:])] @ vectors[5]))
    with closing(read_from(folder)) as store:
        assert [hit for hit, _ in store.search_among(among, vectors[5], 4)] == nearest[:4]
        assert len(store.search_among(among, vectors[5], 50)) == len(among)
        assert [hit for hit, _ in store.search_among(among[:1], vectors[5], 4)] == among[:1]


def test_no_passages_and_passages_that_are_not_there_give_no_hits(
    folder: Path, vectors: Vectors
) -> None:
    with closing(read_from(folder)) as store:
        assert store.search_among([], vectors[5], 4) == []
        assert store.search_among(["乙#1:1"], vectors[5], 4) == []


def test_a_record_put_again_takes_the_place_of_the_earlier_one(
    folder: Path, vectors: Vectors
) -> None:
    with written_in(folder) as store:
        store.add([RECORDS[0]._replace(text="新的", metadata={"report": "甲#1"})], vectors[9:10])
        store.remove([RECORDS[9].id])
        assert store.count() == 39
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    kept = client.get_collection(PASSAGES, embedding_function=None).get(ids=[RECORDS[0].id])
    assert kept["documents"] == ["新的"]
    client.close()
    with closing(read_from(folder)) as store:
        assert _ids(store, vectors[9], 1) == [RECORDS[0].id]


def test_a_phrase_is_found_until_it_is_removed(folder: Path, vectors: Vectors) -> None:
    with written_in(folder) as store:
        store.remove_indicators(["粮食产量"])
    with closing(read_from(folder)) as store:
        assert store.search_indicators(vectors[0], 5) == [("生产总值", pytest.approx(1.0))]
    with written_in(folder) as store:
        store.remove_indicators(["生产总值"])  # the last one
    with closing(read_from(folder)) as store:
        assert store.search_indicators(vectors[0], 5) == []


def test_an_empty_store_finds_nothing(tmp_path: Path, vectors: Vectors) -> None:
    with written_in(tmp_path) as store:
        assert store.search(vectors[0], 3) == []
    with closing(read_from(tmp_path)) as store:
        assert store.search_indicators(vectors[0], 3) == []


def test_opening_and_asking_changes_no_byte(folder: Path, vectors: Vectors) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for _ in range(2):
        with closing(read_from(folder)) as store:
            _ids(store, vectors[0], 5)
            store.search_among([RECORDS[3].id], vectors[0], 5)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_may_not_be_written_to_is_read_from_a_copy(
    folder: Path, vectors: Vectors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.store.chroma.os.access", lambda *_: False)
    with closing(read_from(folder)) as store:
        assert _ids(store, vectors[3], 1) == [RECORDS[3].id]


def test_the_record_of_a_passage_says_where_it_is_from() -> None:
    passage = Passage(
        "甲#1:0-3", "甲#1", 0, 3, "正文。", headings=("一、回顾", "（一）工业"), page=2,
        title="2025年报告", place="安阳市北关区", year=2025,
    )  # fmt: skip
    assert record_of(passage, "district") == Record(
        "甲#1:0-3",
        "正文。",
        {
            "report": "甲#1", "title": "2025年报告", "place": "安阳市北关区", "level": "district",
            "province": "河南省", "year": 2025, "kind": "work_report",
            "heading": "一、回顾 / （一）工业", "page": 2,
        },
    )  # fmt: skip
    bare = record_of(replace(passage, place=None, year=None, page=None, headings=()), None)
    assert {key for key, value in bare.metadata.items() if value} == {"report", "title", "kind"}


class _AsEmbeddings(Embeddings):
    """What anybody writes to give an encoder to LangChain."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_query(self, text: str) -> list[float]:
        return [float(number) for number in self._encoder.encode([text], "query")[0]]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(n) for n in row] for row in self._encoder.encode(texts, "passage")]


def test_chromadb_and_langchain_find_the_same_passages(
    seed_index: Path, tmp_path: Path, shipped_encoder: Encoder
) -> None:
    query = "全年生产总值完成多少"
    with closing(Searcher(seed_index, shipped_encoder)) as searcher:
        vector = shipped_encoder.encode([query], "query")[0]
        with closing(read_from(current_generation(seed_index) / CHROMA_FOLDER)) as store:
            ours = searcher.passages(_ids(store, vector, 3))
    folder = current_generation(seed_index) / CHROMA_FOLDER
    client = chromadb.PersistentClient(str(shutil.copytree(folder, tmp_path / "copy")))
    collection = client.get_collection("passages", embedding_function=None)
    found = collection.query(query_embeddings=[vector.tolist()], n_results=3)
    assert set(found["ids"][0]) == set(ours)
    assert found["documents"] and found["documents"][0] == [
        ours[passage_id].text for passage_id in found["ids"][0]
    ]
    langchain = Chroma(
        client=client,
        collection_name="passages",
        embedding_function=_AsEmbeddings(shipped_encoder),
    )
    documents = langchain.similarity_search(query, k=3)
    assert [document.id for document in documents] == found["ids"][0]
    assert documents[0].metadata["report"] == ours[str(documents[0].id)].report_id
    client.close()
