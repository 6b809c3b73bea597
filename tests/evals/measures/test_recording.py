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
from evals.errors import RecordingInvalid
from evals.measures.endpoint import Endpoint, serving
from evals.measures.recording import (
    RECORDINGS,
    Came,
    Recording,
    Written,
    judged,
    load_recordings,
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


def test_a_call_beyond_the_recording_is_noticed(seed_index: Path) -> None:
    came = Came(at=0.1, delta={"content": "建成流动摊贩疏导点96个。"})
    call = Written(prompt_sha256="", events=(came, Came(at=0.2, finish="stop")))
    recordings = [
        Recording(question=OPEN, model="m", calls=calls) for calls in ((call,), (call, call))
    ]
    assert [one.whole for one in judged(Settings(index=seed_index), recordings)] == [False, True]


def test_what_a_model_only_thought_is_not_counted_as_written() -> None:
    for thought in ("<think>想想。</think>", "想想。</think>"):
        came = Came(at=0.1, delta={"content": thought + SAID})
        one = Recording(
            question=OPEN, model="m", calls=(Written(prompt_sha256="", events=(came,)),)
        )
        assert written_in(one) == [[SAID]]


@pytest.mark.parametrize("text", ["", "{}\n", "no JSON\n"])
def test_a_file_that_holds_no_recording_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.jsonl"
    with pytest.raises(RecordingInvalid, match=r"bad\.jsonl"):
        load_recordings(file)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RecordingInvalid, match=r"bad\.jsonl"):
        load_recordings(file)
