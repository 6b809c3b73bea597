import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.errors import IndexBusy, IndexUnwritable, ReportUnreadable
from index.search.searcher import Searcher
from index.store.generations import build_lock, current_generation
from tests.conftest import SEEDS, HashingEncoder
from tests.timing import wait_for


def _texts(folder: Path, query: str) -> list[str]:
    searcher = Searcher(folder, HashingEncoder())
    try:
        return [hit.passage.text for hit in searcher.search(query, 5)]
    finally:
        searcher.close()


def test_a_second_build_encodes_nothing_and_keeps_the_generation(
    tmp_path: Path, hashing_encoder: HashingEncoder
) -> None:
    first = build_index([SEEDS], tmp_path, hashing_encoder)
    generation, encoded = current_generation(tmp_path), hashing_encoder.encoded
    second = build_index([SEEDS], tmp_path, hashing_encoder)
    assert (second.unchanged, second.added, second.index_id) == (1, (), first.index_id)
    assert current_generation(tmp_path) == generation
    assert hashing_encoder.encoded - encoded <= 1  # the probe for the dimensions


def test_only_a_changed_file_is_encoded_again(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = tmp_path / "index"
    build_index([SEEDS, report_file.parent], folder, hashing_encoder)
    report_file.write_text("# 报告\n\n新建公园7个。\n", encoding="utf-8")
    encoded = hashing_encoder.encoded
    result = build_index([SEEDS, report_file.parent], folder, hashing_encoder)
    assert result.replaced == (str(report_file),)
    assert hashing_encoder.encoded - encoded <= 4  # two probes, a passage, an indicator
    assert "新建公园7个" in _texts(folder, "新建公园")[0]
    assert not any("120.5亿元" in text for text in _texts(folder, "全县生产总值"))


def test_a_file_that_vanished_is_taken_out_and_others_stay(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = tmp_path / "index"
    build_index([SEEDS, report_file.parent], folder, hashing_encoder)
    report_file.unlink()
    result = build_index([report_file.parent], folder, hashing_encoder)
    assert result.removed == (str(report_file),)
    assert result.reports == 3
    assert any("189.3亿元" in text for text in _texts(folder, "生产总值完成"))


def test_a_bad_file_is_named_and_the_rest_goes_on(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    (report_file.parent / "空.txt").write_bytes(b"")
    (report_file.parent / "图.md").write_bytes(b"\x89PNG\x00\x01")
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert [Path(path).name for path, _ in result.failed] == ["图.md", "空.txt"]
    assert result.reports == 1


def test_a_file_that_turns_bad_leaves_its_earlier_version_answering(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = tmp_path / "index"
    build_index([report_file.parent], folder, hashing_encoder)
    report_file.write_bytes(b"\x00\x01\x02")
    result = build_index([report_file.parent], folder, hashing_encoder)
    assert len(result.failed) == 1
    assert any("120.5亿元" in text for text in _texts(folder, "全县生产总值"))


def test_a_file_that_vanishes_during_the_build_is_named(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    second = report_file.with_name("另一份.txt")
    second.write_text("新建公园7个。", encoding="utf-8")

    def vanish(done: int, total: int, name: str) -> None:
        if name == second.name:
            second.unlink()

    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder, progress=vanish)
    assert [Path(path).name for path, _ in result.failed] == [second.name]
    assert result.reports == 1


def test_nothing_readable_makes_no_index(tmp_path: Path, hashing_encoder: HashingEncoder) -> None:
    (tmp_path / "空.txt").write_bytes(b"")
    with pytest.raises(ReportUnreadable, match="空"):
        build_index([tmp_path / "空.txt"], tmp_path / "index", hashing_encoder)
    assert not (tmp_path / "index" / "current").exists()


def test_a_path_that_is_not_there_is_named(tmp_path: Path, hashing_encoder: HashingEncoder) -> None:
    with pytest.raises(ReportUnreadable, match="没有这个目录"):
        build_index([tmp_path / "没有这个目录"], tmp_path / "index", hashing_encoder)


def test_files_of_one_name_in_two_folders_are_both_kept(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    other = tmp_path / "other" / report_file.name
    other.parent.mkdir()
    other.write_text("新建公园7个。", encoding="utf-8")
    result = build_index([report_file, other], tmp_path / "index", hashing_encoder)
    assert result.reports == 2


def test_two_builds_at_once_do_not_meet(tmp_path: Path, hashing_encoder: HashingEncoder) -> None:
    with build_lock(tmp_path), pytest.raises(IndexBusy):
        build_index([SEEDS], tmp_path, hashing_encoder)


def test_another_encoder_builds_anew(tmp_path: Path, hashing_encoder: HashingEncoder) -> None:
    build_index([SEEDS], tmp_path, hashing_encoder)
    other = HashingEncoder("hashing-32", 32)
    assert len(build_index([SEEDS], tmp_path, other).added) == 1
    assert Searcher(tmp_path, other).search("生产总值", 1)


def test_a_disk_that_refuses_is_told_and_the_old_index_answers(
    tmp_path: Path,
    report_file: Path,
    hashing_encoder: HashingEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "index"
    build_index([SEEDS], folder, hashing_encoder)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("index.build.records_place.shutil.copytree", full)
        with pytest.raises(IndexUnwritable, match="No space left"):
            build_index([report_file.parent], folder, hashing_encoder)
    assert any("189.3亿元" in text for text in _texts(folder, "生产总值完成"))


def _build_slowly(folder: str, reports: str) -> None:
    def linger(done: int, total: int, name: str) -> None:
        Path(folder, "lingering").touch()
        time.sleep(60)

    build_index([Path(reports)], Path(folder), HashingEncoder(), progress=linger)


def test_a_build_that_is_killed_leaves_the_old_index_answering(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder = tmp_path / "index"
    build_index([SEEDS], folder, hashing_encoder)
    context = multiprocessing.get_context("spawn")
    child = context.Process(target=_build_slowly, args=(str(folder), str(report_file.parent)))
    child.start()
    wait_for((folder / "lingering").exists)
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert any("189.3亿元" in text for text in _texts(folder, "生产总值完成"))
    assert build_index([report_file.parent], folder, hashing_encoder).reports == 4
    assert len(list(folder.glob("generation-*"))) == 2


def test_the_same_text_in_two_files_is_taken_in_once_and_told(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder, copy = tmp_path / "index", report_file.with_name("副本.txt")
    spaced = report_file.read_text(encoding="utf-8").replace("\n\n", "\n\n\n")
    copy.write_text(spaced, encoding="utf-8")
    result = build_index([report_file.parent], folder, hashing_encoder)
    assert result.same_text == ((str(copy), str(report_file)),)
    assert (result.reports, result.failed, result.added) == (1, (), (str(report_file),))
    again = build_index([report_file.parent], folder, hashing_encoder)
    assert (again.unchanged, again.same_text) == (2, ())


def test_a_copy_comes_forward_where_the_file_it_stood_back_for_is_gone(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    folder, copy = tmp_path / "index", report_file.with_name("副本.txt")
    copy.write_bytes(report_file.read_bytes())
    build_index([report_file.parent], folder, hashing_encoder)
    report_file.unlink()
    result = build_index([report_file.parent], folder, hashing_encoder)
    assert (result.reports, result.replaced, result.same_text) == (1, (str(copy),), ())
    assert any("120.5亿元" in text for text in _texts(folder, "全县生产总值"))


def test_a_text_that_is_nearly_the_same_is_taken_in_and_told(
    tmp_path: Path, report_file: Path, hashing_encoder: HashingEncoder
) -> None:
    sentences = "".join(f"第{n}个乡镇的道路全部改造完成并通过验收。" for n in range(20))
    for name, more in (("甲", "新建公园7个。"), ("乙", "新建公园9个，并完成了绿化。")):
        file = report_file.with_name(f"2025年{name}县政府工作报告.txt")
        file.write_text(sentences + more, encoding="utf-8")
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert (result.reports, result.same_text) == (3, ())
    told = {Path(path).name[5]: "".join(doubts) for path, doubts in result.doubts}
    assert "乙县" in told["甲"]
    assert "甲县" in told["乙"]


def test_the_pictures_of_a_saved_page_are_no_reports(
    report_file: Path, hashing_encoder: HashingEncoder, tmp_path: Path
) -> None:
    pictures = report_file.parent / "报道_files"
    pictures.mkdir()
    (pictures / "logo.png").write_bytes(b"no picture")
    result = build_index([report_file.parent], tmp_path / "index", hashing_encoder)
    assert (result.reports, result.failed) == (1, ())
