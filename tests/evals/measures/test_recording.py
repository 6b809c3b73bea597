"""What real models wrote, written again by the scripted server: nothing is shown that is not so."""

from __future__ import annotations

import json
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
from evals.errors import RecordingInvalid
from evals.measures.endpoint import (
    ROLE_ALONE,
    USAGE,
    Drop,
    Endpoint,
    Finish,
    Refuse,
    Say,
    Wait,
    serving,
)
from evals.measures.recording import (
    RECORDINGS,
    Came,
    Recording,
    Written,
    as_line,
    events_in,
    judged,
    load_recordings,
    record,
    replaying,
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
    (one,) = judged(settings, [recording])
    assert one.answer.text == f"{SAID[:-1]}[1]。" and one.stopped == ()


def test_a_call_that_is_refused_or_cut_off_is_replayed_as_such(seed_index: Path) -> None:
    with serving(lambda messages: [Say(SAID[:9]), Drop()]) as model:
        settings = Settings(index=seed_index, llm_model="m", llm_base_url=model.url)
        (cut,) = record(settings, [OPEN])
        model.script = lambda messages: [Refuse(401)]
        (refused,) = record(settings, [OPEN])
    assert [(call.status, call.cut) for call in cut.calls] == [(200, True)]
    assert [(call.status, call.cut) for call in refused.calls] == [(401, False)]
    assert [one.answer.fallback for one in judged(settings, [cut, refused])] == ["model_fault"] * 2


def test_what_comes_too_late_is_recorded_as_far_as_it_came(seed_index: Path) -> None:
    steps = [Say(SAID[:9]), Wait(3.0), Say(SAID[9:])]
    with serving(lambda messages: steps) as model:
        settings = Settings(
            index=seed_index, llm_model="m", llm_base_url=model.url, llm_timeout=1.0
        )
        (recording,) = record(settings, [OPEN])
    (call,) = recording.calls
    assert call.cut and [came.delta for came in call.events] == [
        {"role": "assistant", "content": SAID[:9]}
    ]


def test_an_answer_that_comes_whole_is_recorded_too(seed_index: Path) -> None:
    message = {"role": "assistant", "content": SAID}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = json.dumps({"model": "m", "choices": [choice], "usage": {"total_tokens": 9}}).encode()
    with serving(lambda messages: [Refuse(200, body=body)]) as model:
        settings = Settings(index=seed_index, llm_model="m", llm_base_url=model.url)
        (recording,) = record(settings, [OPEN])
    assert not recording.calls[0].cut
    (one,) = judged(settings, [recording])
    assert one.answer.text == f"{SAID[:-1]}[1]。"


def test_a_call_beyond_the_recording_is_noticed(seed_index: Path) -> None:
    came = Came(at=0.1, delta={"content": "建成流动摊贩疏导点96个。"})
    call = Written(prompt_sha256="", events=(came, Came(at=0.2, finish="stop")))
    recordings = [
        Recording(question=OPEN, model="m", calls=calls) for calls in ((call,), (call, call))
    ]
    assert [one.whole for one in judged(Settings(index=seed_index), recordings)] == [False, True]


def test_where_there_is_no_endpoint_the_calls_are_recorded_as_failed(seed_index: Path) -> None:
    settings = Settings(index=seed_index, llm_model="m", llm_base_url="http://127.0.0.1:9/v1")
    (recording,) = record(settings, [OPEN])
    assert {call.status for call in recording.calls} == {502}


def test_what_a_model_only_thought_is_not_counted_as_written() -> None:
    for thought in ("<think>想想。</think>", "想想。</think>"):
        came = Came(at=0.1, delta={"content": thought + SAID})
        one = Recording(
            question=OPEN, model="m", calls=(Written(prompt_sha256="", events=(came,)),)
        )
        assert written_in(one) == [[SAID]]


def test_usage_beside_a_piece_is_kept() -> None:
    line = (
        b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"total_tokens": 9}}'
    )
    usage, finish = events_in(line, 0.5)
    assert usage.other == {"choices": [], "usage": {"total_tokens": 9}}
    assert finish.finish == "stop"


@pytest.mark.parametrize("text", ["", "{}\n", "no JSON\n"])
def test_a_file_that_holds_no_recording_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.jsonl"
    with pytest.raises(RecordingInvalid, match=r"bad\.jsonl"):
        load_recordings(file)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingInvalid, match=r"bad\.jsonl"):
        load_recordings(file)


@pytest.mark.parametrize("line", [b"\n", b": ping\n", b"data: [DONE]\n", b"event: ping\n"])
def test_lines_that_are_no_event_of_the_model_are_left_out(line: bytes) -> None:
    assert list(events_in(line, 0.0)) == []
