"""An index that many builds made answers as one made at once: what they add, replace and take out."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.figures.figure import Figure
from index.search.searcher import Searcher
from index.store.chroma import CHROMA_FOLDER, read_from
from index.store.generations import current_generation
from index.store.library import FigureFilter
from tests.conftest import HashingEncoder


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(4):
        _write(folder, number, f"全县生产总值{100 + number}.5亿元。")
    return folder


def _write(folder: Path, number: int, text: str) -> Path:
    file = folder / f"2025年{'甲乙丙丁戊己庚辛壬癸'[number]}县政府工作报告.txt"
    file.write_text(f"# 报告\n\n{text}新建公园{number + 3}个。\n", encoding="utf-8")
    return file


def _built(files: list[Path], index: Path) -> None:
    for file in files:
        build_index([file], index, HashingEncoder())


def _answers(index: Path) -> Iterator[object]:
    """What an index answers with, however it was built."""
    searcher = Searcher(index, HashingEncoder())
    try:
        yield searcher.index_id
        yield searcher.covered()
        yield searcher.library.listed()
        yield searcher.library.figures(FigureFilter())
        yield sorted(searcher.library.files.digests())
        for query in ("全县生产总值", "新建公园"):
            yield {hit.passage.text for hit in searcher.search(query, 20)}
            yield [hit.passage.text for hit in searcher.search(query, 3, ["丙县"], [2025])]
    finally:
        searcher.close()


def _records(index: Path) -> object:
    """All that stands in Chroma, in the order of the ids."""
    with closing(read_from(current_generation(index) / CHROMA_FOLDER)) as store:
        passages, vectors = store.everything()
        return sorted(zip(passages, vectors.round(4).tolist(), strict=True)), store.indicators()


def test_many_builds_answer_as_one_does(reports: Path, tmp_path: Path) -> None:
    _built(sorted(reports.iterdir()), tmp_path / "many")
    _write(reports, 1, "全县生产总值777.5亿元。")
    _write(reports, 2, "全县生产总值888.5亿元。")
    sorted(reports.iterdir())[3].unlink()
    build_index([reports], tmp_path / "many", HashingEncoder())
    build_index([reports], tmp_path / "one", HashingEncoder())
    assert list(_answers(tmp_path / "many")) == list(_answers(tmp_path / "one"))


def test_a_build_after_another_leaves_the_records_of_the_passages_alone(
    reports: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    _built([reports], index)
    for number in range(12):
        _built([_write(reports, number % 5 + 4, f"全县生产总值{200 + number}.5亿元。")], index)
    build_index([reports], tmp_path / "fresh", HashingEncoder())
    assert list(_answers(index)) == list(_answers(tmp_path / "fresh"))
    assert _records(index) == _records(tmp_path / "fresh")


def test_a_file_replaced_twice_is_found_as_it_is_last(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    _built([reports], index)
    for value in ("555.5", "666.5"):
        _built([_write(reports, 0, f"全县生产总值{value}亿元。")], index)
    figures: list[Figure] = Searcher(index, HashingEncoder()).library.figures(FigureFilter())
    raw = [figure.binding.quantity.raw for figure in figures]
    assert [value for value in raw if value in ("100.5亿元", "555.5亿元", "666.5亿元")] == [
        "666.5亿元"
    ]


def test_a_reader_keeps_the_generation_it_opened(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    _built([reports], index)
    reader = Searcher(index, HashingEncoder())
    before = [hit.passage for hit in reader.search("全县生产总值", 9)]
    _built([_write(reports, 0, "全县生产总值555.5亿元。")], index)
    assert [hit.passage for hit in reader.search("全县生产总值", 9)] == before
    reader.close()
