"""A loss of power, simulated: of what a build wrote only that counts which was flushed before the
pointer named it."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.search.searcher import Searcher
from index.store.generations import current_generation, make_durable, put_in_place
from tests.conftest import SEEDS, HashingEncoder

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux alone")


class Disk:
    """What a file system holds for certain: contents and names as they were at their last flush."""

    def __init__(self, index: Path) -> None:
        self.index = index
        self.contents: dict[int, bytes] = {}
        self.names: dict[int, dict[str, int]] = {}

    def flush(self, handle: int) -> None:
        status = os.fstat(handle)
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_dir():
            self.names[status.st_ino] = {p.name: p.lstat().st_ino for p in path.iterdir()}
        else:
            self.contents[status.st_ino] = path.read_bytes()

    def hold_all(self) -> None:
        """As after half a minute without any writing."""
        for above, _, names in os.walk(self.index):
            for path in (Path(above), *(Path(above, name) for name in names)):
                handle = os.open(path, os.O_RDONLY)
                self.flush(handle)
                os.close(handle)

    def after_power_loss(self, target: Path, *, names_first: bool = False) -> Path:
        """A copy of the index as it would be found: by names at their last flush or, as ext4 may
        have it, by all names given so far, with contents at their last flush."""
        if names_first:
            for above, _, names in os.walk(self.index):
                (target / Path(above).relative_to(self.index)).mkdir()
                for path in (Path(above, name) for name in names):
                    content = self.contents.get(path.stat().st_ino, b"")
                    (target / path.relative_to(self.index)).write_bytes(content)
        else:
            self._write(self.index.stat().st_ino, target)
        return target

    def _write(self, folder: int, target: Path) -> None:
        target.mkdir()
        for name, inode in self.names.get(folder, {}).items():
            if inode in self.names:
                self._write(inode, target / name)
            else:
                (target / name).write_bytes(self.contents.get(inode, b""))


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk(tmp_path / "index")
    flush = os.fsync

    def recorded(handle: int) -> None:
        flush(handle)
        disk.flush(handle)

    monkeypatch.setattr("os.fsync", recorded)
    return disk


def _titles(index: Path) -> list[str]:
    searcher = Searcher(index, HashingEncoder())
    try:
        assert searcher.search("生产总值", 3)
        return [one.title for one in searcher.covered()]
    finally:
        searcher.close()


def test_power_lost_right_after_a_first_build_costs_nothing(
    disk: Disk, report_file: Path, tmp_path: Path
) -> None:
    build_index([report_file], disk.index, HashingEncoder())
    found = disk.after_power_loss(tmp_path / "found")
    assert _titles(found) == _titles(disk.index)


def test_power_lost_right_after_an_incremental_build_costs_nothing(
    disk: Disk, report_file: Path, tmp_path: Path
) -> None:
    build_index([SEEDS], disk.index, HashingEncoder())
    disk.hold_all()
    build_index([report_file], disk.index, HashingEncoder())
    found = disk.after_power_loss(tmp_path / "found")
    assert len(_titles(found)) == 4
    assert build_index([report_file], found, HashingEncoder()).renewed == ""


def _found_at_flushes(
    disk: Disk, report: Path, found_at: Path, *, every: int, names_first: bool
) -> list[int]:
    """How many reports the index has at every so many flushes of a build that adds one to three."""
    build_index([SEEDS], disk.index, HashingEncoder())
    disk.hold_all()
    found: list[int] = []
    flushes = count()
    flush = os.fsync

    def look(handle: int) -> None:
        flush(handle)
        if next(flushes) % every == 0:
            found.append(len(_titles(disk.after_power_loss(found_at, names_first=names_first))))
            shutil.rmtree(found_at)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("os.fsync", look)
        build_index([report], disk.index, HashingEncoder())
    return found


@pytest.mark.parametrize("names_first", [False, True])
def test_power_lost_while_building_leaves_the_old_index_or_the_new_one(
    disk: Disk, report_file: Path, tmp_path: Path, names_first: bool
) -> None:
    found = _found_at_flushes(
        disk, report_file, tmp_path / "found", every=11, names_first=names_first
    )
    assert set(found) <= {3, 4}
    assert found == sorted(found)


@pytest.mark.faults
@pytest.mark.parametrize("names_first", [False, True])
def test_power_lost_at_any_flush_leaves_the_old_index_or_the_new_one(
    disk: Disk, report_file: Path, tmp_path: Path, names_first: bool
) -> None:
    found = _found_at_flushes(
        disk, report_file, tmp_path / "found", every=1, names_first=names_first
    )
    assert set(found) == {3, 4}
    assert found == sorted(found)  # never back to the old one
    assert len(found) > 20


def test_a_file_that_was_not_flushed_would_be_noticed(disk: Disk, tmp_path: Path) -> None:
    """The simulation can fail: it is no test of itself."""
    disk.index.mkdir()
    (disk.index / "flushed").write_bytes(b"x")
    make_durable(disk.index)
    (disk.index / "later").write_bytes(b"y")
    (disk.index / "flushed").write_bytes(b"z")
    found = disk.after_power_loss(tmp_path / "found")
    assert {p.name: p.read_bytes() for p in found.iterdir()} == {"flushed": b"x"}


def test_a_file_put_in_place_is_never_half_there(disk: Disk, tmp_path: Path) -> None:
    disk.index.mkdir()
    for content in ("甲", "乙" * 1000):
        put_in_place(disk.index / "current", content)
        found = disk.after_power_loss(tmp_path / content[0])
        assert (found / "current").read_text("utf-8") == content
        assert [path.name for path in found.iterdir()] == ["current"]


def test_the_generation_that_the_pointer_names_is_flushed_with_its_folders(
    disk: Disk, report_file: Path
) -> None:
    build_index([report_file], disk.index, HashingEncoder())
    generation = current_generation(disk.index)
    files = [p for p in generation.rglob("*") if p.is_file()]
    late = [p.name for p in files if disk.contents.get(p.stat().st_ino) != p.read_bytes()]
    assert late == []
