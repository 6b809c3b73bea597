"""An index of several segments: what a build changes, hides and merges, and that nothing shows it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.figures.figure import Figure
from index.search.searcher import Searcher
from index.store.generations import current_generation
from index.store.library import FigureFilter
from index.store.manifest import Segment, read_manifest
from index.store.segments import sealed_before, to_be_merged
from tests.conftest import HashingEncoder


@pytest.fixture(autouse=True)
def _every_build_seals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.store.segments._OPEN_UNTIL", 1)


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


def _names(index: Path) -> list[str]:
    return [one.name for one in read_manifest(current_generation(index)).segments]


def _told(index: Path) -> Iterator[object]:
    """What an index answers with, whatever it consists of."""
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


def test_a_build_leaves_the_earlier_segments_as_they_are(reports: Path, tmp_path: Path) -> None:
    first, second, *_ = sorted(reports.iterdir())
    _built([first], tmp_path / "index")
    library = tmp_path / "index" / "segments" / "000001" / "library.sqlite"
    before = library.read_bytes()
    _built([second], tmp_path / "index")
    assert _names(tmp_path / "index") == ["000001", "000002"]
    assert library.read_bytes() == before


def test_segments_answer_as_one_index_does(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _built(sorted(reports.iterdir()), tmp_path / "many")
    _write(reports, 1, "全县生产总值777.5亿元。")
    _write(reports, 2, "全县生产总值888.5亿元。")
    sorted(reports.iterdir())[3].unlink()
    build_index([reports], tmp_path / "many", HashingEncoder())
    assert len(_names(tmp_path / "many")) == 5
    monkeypatch.setattr("index.store.segments._OPEN_UNTIL", 1000)
    build_index([reports], tmp_path / "one", HashingEncoder())
    assert list(_told(tmp_path / "many")) == list(_told(tmp_path / "one"))


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


def test_too_many_segments_are_merged_and_answer_as_before(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    _built([reports], index)
    for number in range(12):
        _built([_write(reports, number % 5 + 4, f"全县生产总值{200 + number}.5亿元。")], index)
        assert len(_names(index)) <= 9
    build_index([reports], tmp_path / "fresh", HashingEncoder())
    assert list(_told(index)) == list(_told(tmp_path / "fresh"))


def test_only_segments_that_are_small_together_are_merged() -> None:
    large, small = Segment(name="1", passages=1_000_000), Segment(name="2", passages=20_000)
    assert to_be_merged([large, *[small] * 6]) == ()
    assert to_be_merged([large, *[small] * 7]) == (small,) * 7
    assert to_be_merged([small] * 8) == (small,) * 8
    assert sealed_before([large, small]) == (large, small)


def test_segments_that_no_generation_has_are_removed(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    left_by_a_killed_build = index / "segments" / "000007"
    left_by_a_killed_build.mkdir(parents=True)
    _built([reports], index)
    assert [path.name for path in (index / "segments").iterdir()] == _names(index)


def test_a_reader_keeps_the_segments_it_opened(reports: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    _built([reports], index)
    reader = Searcher(index, HashingEncoder())
    before = [hit.passage for hit in reader.search("全县生产总值", 9)]
    _built([_write(reports, 0, "全县生产总值555.5亿元。")], index)
    assert [hit.passage for hit in reader.search("全县生产总值", 9)] == before
    reader.close()
