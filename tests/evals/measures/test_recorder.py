"""What a model writes is recorded as it came, also where it is refused, cut off or late."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.measures.endpoint import ROLE_ALONE, USAGE, Drop, Finish, Refuse, Say, Wait, serving
from evals.measures.recorder import events_in, record
from evals.measures.recording import Recording, as_line, judged, written_in

OPEN = "摆摊和占道经营怎么管？"
SAID = "开展占道经营专项整治，因地制宜设置流动摊贩疏导点。"


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


def test_where_there_is_no_endpoint_the_calls_are_recorded_as_failed(seed_index: Path) -> None:
    settings = Settings(index=seed_index, llm_model="m", llm_base_url="http://127.0.0.1:9/v1")
    (recording,) = record(settings, [OPEN])
    assert {call.status for call in recording.calls} == {502}


def test_usage_beside_a_piece_is_kept() -> None:
    line = (
        b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"total_tokens": 9}}'
    )
    usage, finish = events_in(line, 0.5)
    assert usage.other == {"choices": [], "usage": {"total_tokens": 9}}
    assert finish.finish == "stop"


@pytest.mark.parametrize("line", [b"\n", b": ping\n", b"data: [DONE]\n", b"event: ping\n"])
def test_lines_that_are_no_event_of_the_model_are_left_out(line: bytes) -> None:
    assert list(events_in(line, 0.0)) == []
