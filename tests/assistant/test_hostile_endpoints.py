"""Attacks by a model's endpoint, measured from outside: the seconds, the memory, the other readers."""

from __future__ import annotations

import gc
import gzip
import resource
import threading
import time
from collections.abc import Callable, Iterable
from itertools import repeat
from pathlib import Path

import pytest

from assistant.answer import VerifiedAnswer
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import Raw, serving
from tests.assistant.llm.test_chat_model import HEAD, fault_of, model_at, raw

QUESTION = "2025年北关区的GDP是多少?"
pytestmark = pytest.mark.faults


def seconds_of(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


@pytest.mark.parametrize("turns", [(), ("2025年北关区的GDP是多少?",)], ids=["first", "follow-up"])
def test_a_question_is_answered_soon_after_the_limit(
    seed_index: Path, turns: tuple[str, ...]
) -> None:
    with serving(lambda messages: repeat(Raw(b": keep-alive\n\n"), 10**9)) as endpoint:
        assistant = open_assistant(
            Settings(index=seed_index, llm_model="m", llm_base_url=endpoint.url, llm_timeout=3.0),
            figures_by_code=False,
        )
        took = seconds_of(lambda: assistant.ask(QUESTION, turns))
        assert assistant.ask(QUESTION, turns).mode == "extractive"
    assert took < 5.0  # the limit is 3; a loaded machine needs its time


def test_readers_behind_calls_that_never_end_are_answered_in_bounded_time(
    seed_index: Path,
) -> None:
    with serving(lambda messages: repeat(Raw(b": keep-alive\n\n"), 10**9)) as endpoint:
        assistant = open_assistant(
            Settings(
                index=seed_index,
                llm_model="m",
                llm_base_url=endpoint.url,
                llm_timeout=3.0,
                llm_concurrency=4,
            ),
            figures_by_code=False,
        )
        took: list[float] = []
        readers = [
            threading.Thread(
                target=lambda: took.append(seconds_of(lambda: assistant.ask(QUESTION)))
            )
            for _ in range(12)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        after = seconds_of(lambda: assistant.ask(QUESTION))
    assert max(took) < 5.0
    assert after < 1.0, "the breaker is open: the extract answers at once"


def test_readers_who_leave_free_their_places(seed_index: Path) -> None:
    with serving(lambda messages: repeat(Raw(b": keep-alive\n\n"), 10**9)) as endpoint:
        assistant = open_assistant(
            Settings(
                index=seed_index,
                llm_model="m",
                llm_base_url=endpoint.url,
                llm_timeout=60.0,
                llm_concurrency=1,
            ),
            figures_by_code=False,
        )
        for _ in range(3):
            stream = assistant.stream(QUESTION)
            calls = len(endpoint.calls)
            while len(endpoint.calls) == calls:
                next(stream)
            stream.close()
            assert endpoint.calls[-1].ended.wait(10.0)
    assert all(call.left for call in endpoint.calls)


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: [HEAD + b"\r\ndata: ", *repeat(b"x" * 65536, 8000)],
        lambda: [HEAD + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"x" * (300 << 20), 9)],
        lambda: [HEAD + b"\r\n", *repeat(b": " + b"x" * 65534 + b"\n", 8000)],
        lambda: [HEAD + b"\r\n{", *repeat(b" " * 65536, 8000)],
    ],
    ids=["an endless line", "300 MB in gzip", "a flood of comments", "an endless object"],
)
def test_no_body_takes_more_than_some_megabytes(pieces: Callable[[], Iterable[bytes]]) -> None:
    sent = list(pieces())
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with raw(lambda: sent) as url:
        fault_of(model_at(url))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before  # KiB
    assert grown < 80 * 1024


def test_blank_lines_alone_leave_the_extract(seed_index: Path) -> None:
    with raw(lambda: [HEAD + b"\r\n", *repeat(b"\n", 100)]) as url:
        assistant = open_assistant(
            Settings(index=seed_index, llm_model="m", llm_base_url=url, llm_timeout=3.0),
            figures_by_code=False,
        )
        last = [s for s in assistant.stream(QUESTION) if isinstance(s, VerifiedAnswer)][-1]
    assert (last.status, last.fallback) == ("answered", "model_fault")
    assert "189.3亿元" in last.text
