import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from index.build.worker_processes import Broken, in_order
from tests.timing import wait_for


def _work(name: str, how: str) -> str:
    if how == "crash":
        os.kill(os.getpid(), signal.SIGKILL)
    return name.upper()


def test_a_process_that_breaks_costs_one_item_and_the_order_stays() -> None:
    items = [(name, "crash" if name in "dh" else "") for name in "abcdefghijkl"]
    results = list(in_order(_work, items, 2))
    told = ["!" if isinstance(one, Broken) else one for one in results]
    assert told == list("ABC!EFG!IJKL")


def _began(folder: str, number: str) -> str:
    Path(folder, number).touch()
    return number


def test_large_items_are_not_read_far_ahead_of_what_is_asked_for(tmp_path: Path) -> None:
    items = [(str(tmp_path), str(number)) for number in range(12)]
    sizes = 40 * 1024 * 1024  # two of them are more than may wait
    results = in_order(_began, items, 2, lambda item: sizes)
    for number in range(12):
        assert next(results) == str(number)
        assert len(list(tmp_path.iterdir())) <= number + 2
    assert list(results) == []


BUILDER = """
import sys, time
from index.build.worker_processes import in_order
from tests.index.build.test_worker_processes import linger
if __name__ == "__main__":
    list(in_order(linger, [(sys.argv[1], str(n)) for n in range(4)], 2))
"""


def linger(folder: str, number: str) -> str:
    Path(folder, f"{os.getpid()}.worker").touch()
    time.sleep(600)
    return number


def _is_alive(process_id: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process_id}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


def _ended_workers_after(tmp_path: Path, sent: signal.Signals) -> list[int]:
    script = tmp_path / "builder.py"
    script.write_text(BUILDER, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, *sys.path])}
    builder = subprocess.Popen([sys.executable, str(script), str(tmp_path)], env=environment)
    wait_for(lambda: len(list(tmp_path.glob("*.worker"))) == 2)
    builder.send_signal(sent)
    builder.wait()
    workers = [int(path.stem) for path in tmp_path.glob("*.worker")]
    wait_for(lambda: not any(map(_is_alive, workers)))
    return workers


def test_workers_of_a_killed_builder_end(tmp_path: Path) -> None:
    assert _ended_workers_after(tmp_path, signal.SIGKILL)


def test_workers_of_a_stopped_builder_end(tmp_path: Path) -> None:
    assert _ended_workers_after(tmp_path, signal.SIGTERM)


def test_workers_of_an_interrupted_builder_end(tmp_path: Path) -> None:
    assert _ended_workers_after(tmp_path, signal.SIGINT)
