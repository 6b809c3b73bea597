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
from assistant.wiring import assistant_over, open_assistant, open_searcher
from evals.errors import RecordingInvalid
from evals.measures.endpoint import Endpoint, serving
from evals.measures.open_questions import load_open
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
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.search.searcher import Searcher


def recorded_in(pattern: str) -> list[Recording]:
    return [one for file in sorted(RECORDINGS.glob(pattern)) for one in load_recordings(file)]


def named(one: Recording) -> str:
    return f"{one.model}: {one.question}"


RECORDED = recorded_in("*.jsonl")
AS_ASKED = recorded_in("*-with-model.jsonl")
ON_QUOTES = recorded_in("open/*.jsonl")
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


@pytest.fixture(scope="module")
def seed(seed_index: Path) -> Searcher:
    return open_searcher(Settings(index=seed_index))


@pytest.fixture(scope="module")
def quotes(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Searcher:
    """Over what the open questions quote of their reports, which are not part of the project."""
    folder = tmp_path_factory.mktemp("quotes")
    asked = load_open("dev")
    for report in {one.report for one in asked}:
        said = dict.fromkeys(
            text
            for one in asked
            if one.report == report
            for text in (*one.quotes, one.near)
            if text
        )
        title = f"{report}市2024年政府工作报告"
        text = "\n\n".join((title, "一、2023年工作回顾", *(f"{one}。" for one in said)))
        (folder / f"{title}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_searcher(Settings(index=folder / "index"))


def replayed(searcher: Searcher, recording: Recording) -> list[VerifiedAnswer]:
    """What the reader sees, the last for good, where code answers figures as it does in use."""
    with serving(replaying(recording)) as endpoint:
        settings = Settings(llm_model=recording.model, llm_base_url=endpoint.url)
        return snapshots(assistant_over(searcher, settings), recording.question)


def assert_borne_out(shown: list[VerifiedAnswer]) -> None:
    """Each figure by the check, and each number of the model's by its digits too, without it."""
    assert shown
    for answer in shown:
        assert all(figure.status in ACCEPTED for figure in answer.figures)
        if answer.mode == "llm":
            stated = {n for c in answer.citations for n in numbers(c.passage.text)}
            years = {str(y) for c in answer.citations for y in (c.passage.year, c.passage.period)}
            given = set(numbers(re.sub(r"\[\d+\]", " ", answer.text)))
            assert given <= stated | years
            assert all(re.search(r"\[\d+\]", sentence) for sentence in answer.sentences)


@pytest.mark.parametrize("recording", RECORDED, ids=named)
def test_no_figure_is_shown_that_the_passages_do_not_bear_out(
    assistant: Assistant, endpoint: Endpoint, recording: Recording
) -> None:
    endpoint.script = replaying(recording)
    assert_borne_out(snapshots(assistant, recording.question))


@pytest.mark.parametrize("recording", AS_ASKED, ids=named)
def test_nor_where_code_answers_figures(seed: Searcher, recording: Recording) -> None:
    assert_borne_out(replayed(seed, recording))


@pytest.mark.parametrize("recording", ON_QUOTES, ids=named)
def test_nor_of_open_questions_over_what_they_quote(quotes: Searcher, recording: Recording) -> None:
    assert_borne_out(replayed(quotes, recording))


def test_true_sentences_of_the_larger_model_are_shown(seed: Searcher) -> None:
    last = [replayed(seed, one)[-1] for one in AS_ASKED if "1.5b" in one.model]
    shown = {
        without_markers(s) for answer in last if answer.mode == "llm" for s in answer.sentences
    }
    assert {"区人代会是在安阳宾馆召开的。", "今年计划改造安阳桥城中村。"} <= shown


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
