"""An index of which something is lost or changed: noticed before an engine opens it, and built anew
from all files that it was made of."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.errors import IndexDamaged, IndexMismatch, IndexMissing, ReportIndexError
from index.search.searcher import Searcher
from index.store.generations import current_generation
from tests.conftest import HashingEncoder

Damage = Callable[[Path], object]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders of reports, `甲` and `乙`, and an index of both, of two generations."""
    above = tmp_path_factory.mktemp("built")
    for folder, figure in (("甲", "120.5"), ("乙", "98.7")):
        (above / folder).mkdir()
        file = above / folder / f"2025年{folder}县政府工作报告.txt"
        file.write_text(f"# 报告\n\n全县生产总值完成{figure}亿元，增长6.1%。\n", encoding="utf-8")
        build_index([above / folder], above / "index", HashingEncoder())
    return above


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be damaged."""
    return shutil.copytree(built / "index", tmp_path / "index")


def _current(pattern: str) -> Callable[[Path], Path]:
    """The file of the current generation that matches."""

    def find(index: Path) -> Path:
        return next(iter(sorted(current_generation(index).rglob(pattern))))

    return find


FILES: dict[str, Callable[[Path], Path]] = {
    "pointer": lambda index: index / "current",
    "manifest": _current("manifest.json"),
    "sources": _current("sources.json"),
    "library": _current("library.sqlite"),
    "Chroma's database": _current("chroma.sqlite3"),
    "vectors": _current("data_level0.bin"),
    "head of vectors": _current("header.bin"),
    "lengths of vectors": _current("length.bin"),
    "ids of vectors": _current("index_metadata.pickle"),
    "state of the keywords": _current("meta.json"),
    "files of the keywords": _current(".managed.json"),
    "terms": _current("*.term"),
    "postings": _current("*.idx"),
    "stored documents": _current("*.store"),
    "lengths of documents": _current("*.fieldnorm"),
    "columns": _current("*.fast"),
    "positions": _current("*.pos"),
}


def _half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _garble(file: Path) -> None:
    file.write_bytes(bytes(byte ^ 0x5A for byte in file.read_bytes()))


def _change_a_byte(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


WAYS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda file: file.unlink(),
    "emptied": lambda file: file.write_bytes(b""),
    "cut in half": _half,
    "garbled": _garble,
    "a byte changed": _change_a_byte,
}


def _to(way: Damage, find: Callable[[Path], Path]) -> Damage:
    return lambda index: way(find(index))


def _replaced(old: str, new: str) -> Damage:
    def damage(index: Path) -> None:
        file = current_generation(index) / "manifest.json"
        file.write_text(file.read_text("utf-8").replace(old, new), encoding="utf-8")

    return damage


DAMAGES: dict[str, Damage] = {
    **{f"{name} {how}": _to(way, find) for name, find in FILES.items() for how, way in WAYS.items()},
    "keywords gone": lambda index: shutil.rmtree(current_generation(index) / "keywords"),
    "vectors gone": lambda index: shutil.rmtree(_current("chroma.sqlite3")(index).parent),
    "generation gone": lambda index: shutil.rmtree(current_generation(index)),
    "pointer out of the folder": lambda index: (index / "current").write_text("../../etc"),
    "pointer to the folder": lambda index: (index / "current").write_text("."),
    "another count": _replaced('"reports": 2', '"reports": 3'),
    "another format": _replaced('"format": ', '"format": 9'),
    "an unknown key": _replaced('"reports"', '"berichte"'),
    "a file of keywords swapped with another": lambda index: shutil.copy(
        _current("*.term")(index), _current("*.idx")(index)
    ),
}  # fmt: skip
QUICK = (
    "keywords gone", "vectors gone", "postings garbled", "Chroma's database garbled",
    "library cut in half", "manifest emptied", "pointer deleted",
    "another format",
)  # fmt: skip


def _told(index: Path) -> Iterator[object]:
    searcher = Searcher(index, HashingEncoder())
    try:
        yield searcher.index_id
        yield sorted(one.title for one in searcher.covered())
        for hit in searcher.search("全县生产总值", 5):
            yield hit.passage.text, sorted(hit.signals)
    finally:
        searcher.close()


def _check(built: Path, index: Path, damage: Damage) -> None:
    whole = list(_told(built / "index"))
    damage(index)
    with pytest.raises((IndexDamaged, IndexMismatch, IndexMissing), match="assistant build"):
        Searcher(index, HashingEncoder())
    result = build_index([built / "甲"], index, HashingEncoder())
    assert result.renewed
    assert (result.reports, result.failed) == (2, ())
    assert list(_told(index)) == whole
    assert build_index([built / "甲"], index, HashingEncoder()).renewed == ""


@pytest.mark.parametrize("name", QUICK)
def test_damage_is_noticed_and_healed(built: Path, index: Path, name: str) -> None:
    _check(built, index, DAMAGES[name])


@pytest.mark.faults
@pytest.mark.parametrize("name", [name for name in DAMAGES if name not in QUICK])
def test_each_kind_of_damage_is_noticed_and_healed(built: Path, index: Path, name: str) -> None:
    _check(built, index, DAMAGES[name])


def test_an_index_that_is_only_read_is_never_changed(built: Path, index: Path) -> None:
    before = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    for _ in range(2):
        assert len(list(_told(index))) > 2
    after = {path: path.read_bytes() for path in index.rglob("*") if path.is_file()}
    assert after == before


def test_a_file_that_is_gone_when_an_index_is_built_anew_is_named(
    built: Path, index: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "丙"
    folder.mkdir()
    (folder / "丙县.txt").write_text("新建公园7个。", encoding="utf-8")
    build_index([folder], index, HashingEncoder())
    (folder / "丙县.txt").unlink()
    shutil.rmtree(current_generation(index) / "keywords")
    result = build_index([built / "甲"], index, HashingEncoder())
    assert result.reports == 2
    ((path, reason),) = result.failed
    assert path == str(folder / "丙县.txt")
    assert "原已收录" in reason and "丙县.txt" in reason


def test_where_the_note_of_the_files_is_damaged_too_the_generation_before_tells(
    built: Path, index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "丙县.txt"
    file.write_text("新建公园7个。", encoding="utf-8")
    build_index([file], index, HashingEncoder())
    _garble(_current("library.sqlite")(index))
    _current("sources.json")(index).unlink()
    (index / "sources.json").unlink()
    result = build_index([file], index, HashingEncoder())
    assert (result.reports, result.failed) == (3, ())


def test_another_encoder_keeps_the_reports_of_all_folders(built: Path, index: Path) -> None:
    other = HashingEncoder("hashing-32", 32)
    result = build_index([built / "甲"], index, other)
    assert (result.reports, result.failed) == (2, ())
    assert "编码模型" in result.renewed
    searcher = Searcher(index, other)
    assert len(searcher.search("全县生产总值", 5)) == 2
    searcher.close()


def test_an_index_of_a_folder_that_is_whole_is_not_built_anew(built: Path, index: Path) -> None:
    result = build_index([built / "甲"], index, HashingEncoder())
    assert (result.renewed, result.unchanged) == ("", 1)


def test_a_first_build_is_no_renewal(built: Path, tmp_path: Path) -> None:
    assert build_index([built / "甲"], tmp_path / "new", HashingEncoder()).renewed == ""


def test_leftovers_of_killed_builds_go_with_a_build_that_changes_nothing(
    built: Path, index: Path
) -> None:
    current = current_generation(index)
    left = index / "generation-000007-aaaa"
    (left / "keywords").mkdir(parents=True)
    (left / "keywords" / "x.idx").write_bytes(b"x" * 1000)
    (index / "current.part").write_text("generation-000007-aaaa", encoding="utf-8")
    result = build_index([built / "甲"], index, HashingEncoder())
    assert (result.unchanged, result.added) == (1, ())
    assert current_generation(index) == current
    assert len(list(index.glob("generation-*"))) == 2
    assert not left.exists()
    assert not (index / "current.part").exists()


def test_an_index_built_anew_in_place_is_another_generation(built: Path, index: Path) -> None:
    searcher = Searcher(index, HashingEncoder())
    shutil.rmtree(index)
    build_index([built / "乙"], index, HashingEncoder())
    assert not searcher.is_current()
    searcher.close()


def test_a_fault_is_a_sentence(built: Path, index: Path) -> None:
    _garble(_current("*.idx")(index))
    with pytest.raises(ReportIndexError, match=r"keywords/\w+\.idx 的内容不对。请运行"):
        Searcher(index, HashingEncoder())
