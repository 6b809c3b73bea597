"""Jobs: done in turn, found again after a restart, bounded, private, and gone after a day."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from assistant.errors import InputInvalid
from assistant.staff import jobs as jobs_module
from assistant.staff.jobs import Job, Jobs, JobsFull, Outcome, Progress
from tests.timing import wait_for


def state_of(jobs: Jobs, job: Job) -> str:
    found = jobs.job(job.id)
    return found.state if found else "gone"


def copy(folder: Path, progress: Progress) -> Outcome:
    (folder / "draft.md").write_bytes((folder / "in").read_bytes())
    return Outcome("好了")


class Held:
    """A work that waits until it is let go, a step at a time."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.begun = 0

    def __call__(self, folder: Path, progress: Progress) -> Outcome:
        self.begun += 1
        while not self.go.wait(0.01):
            progress(1, 2)
        return Outcome("好了")


@pytest.fixture
def held() -> Iterator[Held]:
    work = Held()
    yield work
    work.go.set()


def test_a_job_is_done_and_its_file_is_there(tmp_path: Path) -> None:
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:
        job = jobs.add("copy", "来信", {"in": b"text"})
        wait_for(lambda: state_of(jobs, job) == "done")
        path = jobs.file(job.id, "draft.md")
        assert path and path.read_bytes() == b"text"
        assert jobs.file(job.id, "none.md") is None
        assert (tmp_path / job.id).stat().st_mode & 0o077 == 0


def test_ids_are_long_and_nothing_else_is_found(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:
        one, two = (jobs.add("copy", "来信", {"in": b""}) for _ in range(2))
        assert len(one.id) == 32 and one.id != two.id
        for other in ("secret", "..", "", one.id[:-1], one.id.lower() + "x"):
            assert jobs.job(other) is None and jobs.file(other, "job.json") is None


def test_progress_is_seen_and_files_come_only_at_the_end(tmp_path: Path, held: Held) -> None:
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        job = jobs.add("held", "表", {"in": b"x"})
        wait_for(lambda: (jobs.job(job.id) or job).done == 1)
        assert jobs.file(job.id, "in") is None
        held.go.set()
        wait_for(lambda: state_of(jobs, job) == "done")


def test_a_job_goes_on_after_a_restart(tmp_path: Path, held: Held) -> None:
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        job, waiting = (jobs.add("held", "表", {"in": b"x"}) for _ in range(2))
        wait_for(lambda: held.begun == 1)
    held.go.set()
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        wait_for(lambda: state_of(jobs, job) == state_of(jobs, waiting) == "done")


def test_no_more_than_a_few_wait(tmp_path: Path, held: Held) -> None:
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        for _ in range(jobs_module.MAX_WAITING):
            jobs.add("held", "表", {})
        with pytest.raises(JobsFull, match="过一会儿"):
            jobs.add("held", "表", {})
        assert len(list(tmp_path.iterdir())) == jobs_module.MAX_WAITING


def test_a_fault_is_told_in_words_and_the_next_job_is_done(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(folder: Path, progress: Progress) -> Outcome:
        raise InputInvalid("来信是空的。")

    def crash(folder: Path, progress: Progress) -> Outcome:
        raise RuntimeError("inside")

    with closing(Jobs(tmp_path, {"refuse": refuse, "crash": crash, "copy": copy})) as jobs:
        refused, crashed, copied = (
            jobs.add(kind, "来信", {"in": b""}) for kind in ("refuse", "crash", "copy")
        )
        # A kind has a worker of its own, so they end in any order.
        wait_for(lambda: state_of(jobs, refused) == state_of(jobs, crashed) == "failed")
        wait_for(lambda: state_of(jobs, copied) == "done")
        assert jobs.job(refused.id).message == "来信是空的。"  # type: ignore[union-attr]
        message = jobs.job(crashed.id).message  # type: ignore[union-attr]
        assert "没有做完" in message and "inside" not in message
        assert "RuntimeError" in caplog.text and "test_jobs.py" in caplog.text
        assert "inside" not in caplog.text, "the message of an error may quote a letter"


def test_one_kind_does_not_wait_for_another(tmp_path: Path, held: Held) -> None:
    with closing(Jobs(tmp_path, {"held": held, "copy": copy})) as jobs:
        slow = jobs.add("held", "表", {})
        wait_for(lambda: state_of(jobs, slow) == "running")
        quick = jobs.add("copy", "来信", {"in": b""})
        wait_for(lambda: state_of(jobs, quick) == "done")
        assert state_of(jobs, slow) == "running"


def test_what_was_done_in_part_goes_on_when_asked(tmp_path: Path) -> None:
    outcomes = iter([Outcome("一半", whole=False), Outcome("全部")])
    with closing(Jobs(tmp_path, {"work": lambda folder, progress: next(outcomes)})) as jobs:
        job = jobs.add("work", "表", {})
        wait_for(lambda: state_of(jobs, job) == "partly")
        jobs.again(job.id)
        wait_for(lambda: state_of(jobs, job) == "done")
        jobs.again(job.id)
        assert state_of(jobs, job) == "done"


def test_a_held_job_waits_until_it_is_started_and_only_the_first_start_counts(
    tmp_path: Path,
) -> None:
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:
        job = jobs.add("copy", "表", {"in": b"before"}, held=True)
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:  # a restart does not start it
        assert state_of(jobs, job) == "held"
        jobs.start(job.id, {"in": b"chosen"})
        jobs.start(job.id, {"in": b"too late"})
        wait_for(lambda: state_of(jobs, job) == "done")
        path = jobs.file(job.id, "draft.md")
        assert path and path.read_bytes() == b"chosen"
        jobs.start(job.id, {"in": b"too late"})
        assert state_of(jobs, job) == "done"


def test_a_held_job_that_is_cancelled_is_gone_with_its_files(tmp_path: Path) -> None:
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:
        job = jobs.add("copy", "表", {"in": b"x"}, held=True)
        assert jobs.cancel(job.id) is None and jobs.start(job.id, {}) is None
        assert list(tmp_path.iterdir()) == []


def test_a_running_job_that_is_cancelled_stops_and_goes_on_only_when_asked(
    tmp_path: Path, held: Held
) -> None:
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        job, next_one = (jobs.add("held", "表", {}) for _ in range(2))
        wait_for(lambda: (jobs.job(job.id) or job).done == 1)
        jobs.cancel(job.id)
        wait_for(lambda: state_of(jobs, next_one) == "running")
        assert state_of(jobs, job) == "cancelled"
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        wait_for(lambda: held.begun == 3)  # the next one, taken up again
        assert state_of(jobs, job) == "cancelled"
        jobs.again(job.id)
        held.go.set()
        wait_for(lambda: state_of(jobs, job) == state_of(jobs, next_one) == "done")
        jobs.cancel(job.id)
        assert state_of(jobs, job) == "done"


def test_a_waiting_job_that_is_cancelled_is_never_begun(tmp_path: Path, held: Held) -> None:
    with closing(Jobs(tmp_path, {"held": held})) as jobs:
        first, waiting, last = (jobs.add("held", "表", {}) for _ in range(3))
        wait_for(lambda: state_of(jobs, first) == "running")
        jobs.cancel(waiting.id)
        held.go.set()
        wait_for(lambda: state_of(jobs, last) == "done")
        assert (state_of(jobs, waiting), held.begun) == ("cancelled", 2)


def test_a_job_is_gone_with_its_files_after_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Jobs(tmp_path, {"copy": copy})) as jobs:
        job = jobs.add("copy", "来信", {"in": b""})
        wait_for(lambda: state_of(jobs, job) == "done")
        monkeypatch.setattr(jobs_module, "KEPT_SECONDS", -1)
        assert jobs.job(job.id) is None and jobs.file(job.id, "draft.md") is None
    assert (tmp_path / job.id).exists()
    with closing(Jobs(tmp_path, {"copy": copy})):
        assert list(tmp_path.iterdir()) == []
