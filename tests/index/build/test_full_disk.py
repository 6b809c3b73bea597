"""A disk that is full, at whatever moment of a build: a sentence, nothing left behind, and the old
index goes on answering."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.search.searcher import Searcher
from tests.conftest import SEEDS, HashingEncoder

# In a process of its own: the limit holds for all that a process writes.
_SCRIPT = """
import json, resource, sys
from pathlib import Path
from index.build.builder import build_index
from index.errors import IndexUnwritable
from tests.conftest import HashingEncoder
report, index, limits = Path(sys.argv[1]), Path(sys.argv[2]), map(int, sys.argv[3:])
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for limit in limits:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        told = {"reports": build_index([report], index, HashingEncoder()).reports}
    except IndexUnwritable as error:
        told = {"error": str(error)}
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    print(json.dumps(told), flush=True)
"""


def _built_under(limits: list[int], report: Path, index: Path) -> list[dict[str, object]]:
    root = str(Path(__file__).parents[3])
    ended = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(report), str(index), *map(str, limits)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([root, *sys.path])},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def _files(index: Path) -> set[str]:
    return {path.relative_to(index).as_posix() for path in index.rglob("*") if path.is_file()}


_FEW = [0, 1500, 60_000]
_MORE = [10, 100, 300, 800, 3_000, 5_000, 10_000, 20_000, 40_000, 90_000, 150_000]
_LIMITS = [_FEW, pytest.param(_MORE, marks=pytest.mark.faults)]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("limits", _LIMITS)
def test_a_write_that_is_refused_is_a_sentence_and_the_old_index_answers(
    tmp_path: Path, report_file: Path, limits: list[int]
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder())
    before = _files(index)
    told = _built_under(limits, report_file, index)
    assert [list(one) for one in told] == [["error"]] * len(limits)
    assert all(str(one["error"]).startswith("无法写入") for one in told)
    assert all("\\n" not in str(one["error"]) for one in told)
    assert _files(index) == before
    searcher = Searcher(index, HashingEncoder())
    assert len(searcher.covered()) == 3
    searcher.close()
    assert build_index([report_file], index, HashingEncoder()).reports == 4


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("limits", _LIMITS)
def test_a_first_build_that_is_refused_leaves_no_index(
    tmp_path: Path, report_file: Path, limits: list[int]
) -> None:
    index = tmp_path / "index"
    told = _built_under(limits, report_file, index)
    assert all(str(one["error"]).startswith("无法写入") for one in told)
    assert _files(index) <= {"build.lock"}


@pytest.mark.faults
@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mount"), reason="no mount"
)
@pytest.mark.parametrize("kilobytes", [64, 128, 256, 384, 512, 640, 768, 900, 1024, 1280])
def test_a_small_disk_is_a_sentence_or_enough(tmp_path: Path, kilobytes: int) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount")
    try:
        build = [sys.executable, "-m", "assistant", "build", "--index", str(disk / "index")]
        ended = subprocess.run(build, capture_output=True, text=True, check=False)
        assert "Traceback" not in ended.stderr
        if ended.returncode:
            assert ended.returncode == 1
            assert ended.stderr.strip().startswith("无法写入")
            assert not list((disk / "index").glob("generation-*"))
        else:
            assert "3 篇报告" in ended.stdout
    finally:
        subprocess.run(["umount", str(disk)], check=True)
