"""A server's assistant follows its index, and lets go of what a build replaced."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import VerifiedAnswer
from assistant.settings import Settings
from assistant.wiring import CurrentAssistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.store.generations import current_generation
from index.store.manifest import read_manifest
from tests.attack_size import repeats
from tests.timing import wait_for

GDP = "青山县2024年生产总值是多少？"
_HANDLES = Path("/proc/self/fd")
_THREADS = Path("/proc/self/task")


class Office:
    """One report that changes, its index, and the assistant of a server over it."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self.reports = folder / "reports"
        self.reports.mkdir()
        self.index = folder / "index"
        self.encoder = encoder
        self.build(100)
        self.assistant = CurrentAssistant(Settings(index=self.index))

    def build(self, value: int) -> str:
        """The id of the index once the report says `value`."""
        self._write(value)
        build_index([self.reports], self.index, self.encoder)
        return self.built()

    def _write(self, value: int) -> None:
        (self.reports / "2025年青山县政府工作报告.txt").write_text(
            "# 2025年青山县政府工作报告\n\n## 一、2024年工作回顾\n\n"
            f"全县生产总值完成{value}亿元，增长6.1%。新建农村公路35公里。\n",
            encoding="utf-8",
        )

    def build_elsewhere(self, value: int) -> str:
        """The same in another process, as builds are while a server runs."""
        self._write(value)
        command = ["-m", "assistant", "build", str(self.reports), "--index", str(self.index)]
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        return self.built()

    def built(self) -> str:
        return read_manifest(current_generation(self.index)).index_id


@pytest.fixture
def office(tmp_path: Path, shipped_encoder: Encoder) -> Iterator[Office]:
    opened = Office(tmp_path, shipped_encoder)
    yield opened
    opened.assistant.close()


def _open() -> tuple[int, int]:
    return len(list(_HANDLES.iterdir())), len(list(_THREADS.iterdir()))


def _flat_over(office: Office, builds: int) -> None:
    for value in (201, 202):
        office.build(value)
        assert f"{value}亿元" in office.assistant.ask(GDP).text
    before = _open()
    for value in range(300, 300 + builds):
        office.build(value)
        assert f"{value}亿元" in office.assistant.ask(GDP).text
    # Less than one a build; Chroma opens and closes some of its own as it goes.
    wait_for(lambda: all(now <= then + 3 for now, then in zip(_open(), before, strict=True)))


@pytest.mark.skipif(not _HANDLES.exists(), reason="handles are counted as Linux shows them")
def test_handles_and_threads_are_flat_over_rebuilds(office: Office) -> None:
    _flat_over(office, 5)


@pytest.mark.faults
@pytest.mark.skipif(not _HANDLES.exists(), reason="handles are counted as Linux shows them")
def test_handles_and_threads_are_flat_over_five_hundred_rebuilds(office: Office) -> None:
    _flat_over(office, repeats(500, least=20))


def test_an_answer_under_way_is_finished_from_the_index_it_began_with(office: Office) -> None:
    stream = office.assistant.stream(GDP)
    next(stream)
    office.build(777)
    assert "777亿元" in office.assistant.ask(GDP).text
    *_, last = stream
    assert isinstance(last, VerifiedAnswer) and "100亿元" in last.text


def test_an_answer_that_is_given_up_lets_go_too(office: Office) -> None:
    stream = office.assistant.stream(GDP)
    next(stream)
    before = office.assistant._opened
    office.build(777)
    assert office.assistant.ready()
    assert before.users == 1
    stream.close()
    assert before.users == 0
    with pytest.raises(Exception, match="closed"):
        before.searcher.covered()


def test_many_readers_over_rebuilds_are_all_answered(office: Office) -> None:
    answers: list[str] = []

    def read() -> None:
        answers.extend(office.assistant.ask(GDP).text for _ in range(15))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for value in (401, 402, 403):
        office.build(value)
    for reader in readers:
        reader.join()
    told = {f"{value}亿元" for value in (100, 401, 402, 403)}
    assert len(answers) == 45 and all(any(each in text for each in told) for text in answers)


def test_an_index_removed_and_built_anew_at_its_place_is_noticed(office: Office) -> None:
    assert "100亿元" in office.assistant.ask(GDP).text
    shutil.rmtree(office.index)
    anew = office.build_elsewhere(555)
    assert office.assistant.ready() == anew
    assert "555亿元" in office.assistant.ask(GDP).text


def test_between_the_two_it_is_not_ready(office: Office) -> None:
    shutil.rmtree(office.index)
    assert office.assistant.ready() is None
    assert office.build_elsewhere(556) == office.assistant.ready()
    assert "556亿元" in office.assistant.ask(GDP).text


def test_an_index_put_in_the_place_of_another_is_noticed(office: Office, tmp_path: Path) -> None:
    """As from a backup: another folder with the same names."""
    shutil.copytree(office.index, tmp_path / "backup")
    anew = office.build(555)
    assert office.assistant.ready() == anew
    shutil.rmtree(office.index)
    (tmp_path / "backup").rename(office.index)
    assert "100亿元" in office.assistant.ask(GDP).text


def test_while_there_is_no_index_it_is_not_ready(office: Office) -> None:
    aside = office.index.with_name("aside")
    office.index.rename(aside)
    assert office.assistant.ready() is None
    aside.rename(office.index)
    assert office.assistant.ready() and "100亿元" in office.assistant.ask(GDP).text


def test_a_build_without_changes_opens_nothing_anew(office: Office) -> None:
    before = office.assistant._opened
    office.build(100)
    assert office.assistant.ready() and office.assistant._opened is before


def test_its_library_is_that_of_the_index_as_it_now_is(office: Office) -> None:
    with office.assistant.library() as before:
        office.build(150)
        (text,) = (before.report(each.report_id).text for each in before.covered())
        assert "完成100亿元" in text, "a page under way keeps the one it has"
    with office.assistant.library() as now:
        assert "完成150亿元" in now.report(now.covered()[0].report_id).text
