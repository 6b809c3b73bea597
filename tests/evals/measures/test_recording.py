"""What real models wrote, written again by the scripted server: nothing is shown that is not so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import VerifiedAnswer
from assistant.assistant import Assistant
from assistant.check.markers import without_markers
from assistant.check.verify import ACCEPTED
from assistant.settings import Settings
from assistant.wiring import open_assistant
from evals.measures.endpoint import ROLE_ALONE, USAGE, Endpoint, Finish, Say, serving
from evals.measures.recording import (
    RECORDINGS,
    Recording,
    as_line,
    events_in,
    load_recordings,
    record,
    replaying,
    table,
    written_in,
)
from evals.scoring.matching import numbers

RECORDED = [one for file in sorted(RECORDINGS.glob("*.jsonl")) for one in load_recordings(file)]
OPEN = "摆摊和占道经营怎么管？"
SAID = "开展占道经营专项整治，因地制宜设置流动摊贩疏导点。"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serving(lambda messages: []) as opened:
        yield opened


@pytest.fixture(scope="module")
def assistant(seed_index: Path, endpoint: Endpoint) -> Assistant:
    """One where the model writes all, figures too."""
    settings = Settings(index=seed_index, llm_model="recorded", llm_base_url=endpoint.url)
    return open_assistant(settings, figures_by_code=False)


def snapshots(assistant: Assistant, question: str) -> list[VerifiedAnswer]:
    return [s for s in assistant.stream(question) if isinstance(s, VerifiedAnswer)]


@pytest.mark.parametrize("recording", RECORDED, ids=lambda one: one.question)
def test_no_figure_is_shown_that_the_passages_do_not_bear_out(
    assistant: Assistant, endpoint: Endpoint, recording: Recording
) -> None:
    endpoint.script = replaying(recording)
    shown = snapshots(assistant, recording.question)
    assert shown
    for answer in shown:
        assert all(figure.status in ACCEPTED for figure in answer.figures)
        if answer.mode == "llm":
            stated = {n for c in answer.citations for n in numbers(c.passage.text)}
            given = set(numbers(re.sub(r"\[\d+\]", " ", answer.text)))
            assert given <= stated | {"2025", "2026"}
            assert all(re.search(r"\[\d+\]", sentence) for sentence in answer.sentences)


def test_true_sentences_without_a_marker_are_shown(
    assistant: Assistant, endpoint: Endpoint
) -> None:
    """Of the first answers of this model, all without markers, none was shown before code set them."""
    shown = set()
    for recording in RECORDED:
        endpoint.script = replaying(recording)
        answer = assistant.ask(recording.question)
        shown |= {without_markers(s) for s in answer.sentences if answer.mode == "llm"}
    assert "2025年北关区的GDP是189.3亿元。" in shown
    assert "2025年外贸进出口总额完成3.08亿元。" in shown
    assert "落实育儿补贴、免费学前教育等政策,着力建设生育友好型社会。" in shown
    assert not any("7341" in one or "79.38" in one or "8.1" in one for one in shown)


def test_what_is_recorded_through_the_proxy_is_replayed_as_it_came(seed_index: Path) -> None:
    steps = [ROLE_ALONE, Say(SAID[:9]), Say(SAID[9:]), USAGE, Finish("stop")]
    with serving(lambda messages: steps) as model:
        settings = Settings(index=seed_index, llm_model="m", llm_base_url=model.url)
        (recording,) = record(settings, [OPEN])
        sent = list(model.calls)
    assert Recording.model_validate_json(as_line(recording)) == recording
    assert written_in(recording) == [[SAID]] and len(sent) == 1
    events = recording.calls[0].events
    assert [came.finish for came in events if came.finish] == ["stop"]
    assert any(came.other and "usage" in came.other for came in events)
    assert f"| {OPEN} | 1 | 1 | {SAID[:-1]}[1]。 |" in table(settings, [recording])


@pytest.mark.parametrize("line", [b"\n", b": ping\n", b"data: [DONE]\n", b"event: ping\n"])
def test_lines_that_are_no_event_of_the_model_are_left_out(line: bytes) -> None:
    assert list(events_in(line, 0.0)) == []
