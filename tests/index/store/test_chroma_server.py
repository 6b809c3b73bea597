"""An index whose passages are on a Chroma server: built, asked, added to; the server killed and
started again while questions are asked; a build that is stopped."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from assistant.settings import Settings
from assistant.wiring import CurrentAssistant
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from index.errors import IndexDamaged, IndexMismatch, IndexUnreachable
from index.search.searcher import Searcher
from index.store.chroma import drop_collections, on_server
from index.store.generations import current_generation
from index.store.manifest import read_manifest
from tests.conftest import SEEDS, HashingEncoder
from tests.timing import wait_for

_TENANT, _DATABASE = "default_tenant", "default_database"


class Server:
    """`chroma run` on loopback, at a port that was free; its data stays when it is killed."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        chroma = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
        command = [chroma, "run", "--path", str(self._folder), "--host", "127.0.0.1"]
        self._process = subprocess.Popen(
            [*command, "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self._answers)

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """The server takes connections and answers none."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        yield
        self._process.send_signal(signal.SIGCONT)

    def collections(self) -> set[str]:
        listed = httpx.get(f"{self.url}/api/v2/tenants/{_TENANT}/databases/{_DATABASE}/collections")
        return {str(collection["name"]) for collection in listed.json()}

    def _answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(f"{self.url}/api/v2/heartbeat").status_code == 200
        return False


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    yield server
    server.kill()


def _found(index: Path, url: str, query: str) -> list[str]:
    with closing(Searcher(index, HashingEncoder(), chroma_url=url)) as searcher:
        return [hit.passage.text for hit in searcher.search(query, 5)]


def _texts_of_the_folder(tmp_path: Path, paths: list[Path], query: str) -> list[str]:
    build_index(paths, tmp_path / "embedded", HashingEncoder())
    return _found(tmp_path / "embedded", "", query)


def test_the_same_passages_are_found_as_in_a_folder(
    server: Server, tmp_path: Path, report_file: Path
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url)
    assert not list(index.rglob("chroma.sqlite3"))
    added = build_index([report_file], index, HashingEncoder(), chroma_url=server.url)
    assert (added.reports, added.renewed) == (4, "")
    for query in ("全县生产总值完成多少", "新增城镇就业"):
        embedded = _texts_of_the_folder(tmp_path, [SEEDS, report_file], query)
        assert _found(index, server.url, query) == embedded
    report_file.write_text("# 报告\n\n新建公园7个。\n", encoding="utf-8")
    build_index([report_file], index, HashingEncoder(), chroma_url=server.url)
    assert "新建公园7个" in _found(index, server.url, "新建公园")[0]
    assert not any("120.5亿元" in text for text in _found(index, server.url, "全县生产总值"))
    suffix = read_manifest(current_generation(index)).suffix
    assert server.collections() == {"passages" + suffix, "indicators" + suffix}


def test_a_server_that_is_away_is_a_sentence_and_the_answer_is_right_after(
    server: Server, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    settings = Settings(index=index, chroma_url=server.url)
    build_index([SEEDS], index, StaticEncoder(), chroma_url=server.url)
    assistant = CurrentAssistant(settings)
    question = "北关区2025年生产总值是多少？"
    before = assistant.ask(question)
    assert "189.3亿元" in before.text
    server.kill()
    for _ in range(2):
        with pytest.raises(IndexUnreachable, match="Chroma 服务器没有应答"):
            assistant.ask(question)
    server.start()
    assert assistant.ask(question).text == before.text
    assistant.close()


def test_a_server_that_hangs_is_a_sentence_and_the_answer_is_right_after(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url)
    monkeypatch.setattr("index.store.chroma.ANSWER_SECONDS", 0.5)
    with closing(Searcher(index, HashingEncoder(), chroma_url=server.url)) as searcher:
        before = searcher.search("全县生产总值", 5)
        with server.stopped():
            for ask in (
                lambda: searcher.search("全县生产总值", 5),
                lambda: on_server(server.url, ""),
            ):
                with pytest.raises(IndexUnreachable, match="Chroma 服务器没有应答"):
                    ask()
        assert searcher.search("全县生产总值", 5) == before


def test_neither_a_build_nor_a_search_begins_without_the_server(
    server: Server, tmp_path: Path, report_file: Path
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url)
    generation = current_generation(index)
    server.kill()
    with pytest.raises(IndexUnreachable):
        build_index([report_file], index, HashingEncoder(), chroma_url=server.url)
    with pytest.raises(IndexUnreachable):
        Searcher(index, HashingEncoder(), chroma_url=server.url)
    assert current_generation(index) == generation
    server.start()
    result = build_index([report_file], index, HashingEncoder(), chroma_url=server.url)
    assert (result.reports, result.renewed) == (4, "")


def test_a_build_that_is_stopped_is_made_good_by_the_next(
    server: Server, tmp_path: Path, report_file: Path
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url)
    before = _found(index, server.url, "生产总值")

    def stop(done: int, total: int, name: str) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index([report_file], index, HashingEncoder(), chroma_url=server.url, progress=stop)
    assert _found(index, server.url, "生产总值") == before
    result = build_index([report_file], index, HashingEncoder(), chroma_url=server.url)
    assert "中断" in result.renewed
    assert result.reports == 4
    assert len(server.collections()) == 2  # those of the earlier builds went


def test_records_that_went_missing_on_the_server_are_noticed_and_healed(
    server: Server, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url)
    suffix = read_manifest(current_generation(index)).suffix
    with closing(on_server(server.url, suffix)) as store:
        store.remove(store.everything()[0][:1])
    assert "段落数" in build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url).renewed
    suffix = read_manifest(current_generation(index)).suffix
    drop_collections(server.url, suffix, keep=[])
    with pytest.raises(IndexDamaged, match="assistant build"):
        Searcher(index, HashingEncoder(), chroma_url=server.url)
    assert build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url).renewed


def test_an_index_in_a_folder_is_refused_where_a_server_is_set_and_built_anew(
    server: Server, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build_index([SEEDS], index, HashingEncoder())
    with pytest.raises(IndexMismatch, match="Chroma"):
        Searcher(index, HashingEncoder(), chroma_url=server.url)
    assert build_index([SEEDS], index, HashingEncoder(), chroma_url=server.url).renewed
    assert _found(index, server.url, "生产总值")
