"""A question reworded by a model: taken where nothing is added, dropped or changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import open_library
from evals.__main__ import main
from evals.cases.case import load_cases
from evals.drafting.rewording import open_rewording
from evals.errors import BAD_INPUT, PASSED
from evals.measures.endpoint import Messages, Refuse, Step, says, serving

PLAIN = "2025年北关区社会消费品零售总额是多少？"
DENIED = "听说北关区2025年地区生产总值有193.8亿元，对吗？"


def reworded(index: Path, question: str, script_says: list[Step]) -> str:
    with serving(lambda messages: script_says) as endpoint:
        settings = Settings(
            index=index, llm_model=f"scripted-{id(script_says)}", llm_base_url=endpoint.url
        )
        return open_rewording(settings, open_library(settings))(question)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        (PLAIN, "2025年北关区的社会消费品零售总额有多少啊？"),
        (PLAIN, "咱北关区2025年社会消费品零售总额做到了多少？"),
        (DENIED, "北关区2025年地区生产总值真有193.8亿元吗？"),
    ],
)
def test_the_same_question_in_other_words_is_taken(
    seed_index: Path, question: str, written: str
) -> None:
    assert reworded(seed_index, question, says(written)) == written


@pytest.mark.parametrize(
    ("question", "written"),
    [
        (PLAIN, "2024年北关区的社会消费品零售总额有多少啊？"),
        (PLAIN, "北关区的社会消费品零售总额有多少啊？"),
        (PLAIN, "2025年文峰区的社会消费品零售总额有多少啊？"),
        (PLAIN, "2025年的社会消费品零售总额有多少啊？"),
        (PLAIN, "2025年北关区的地区生产总值有多少啊？"),
        (PLAIN, "2025年北关区的社会消费品零售总额增长了多少？"),
        (PLAIN, "2025年北关区的社会消费品零售总额目标是多少？"),
        (PLAIN, "2025年北关区的社会消费品零售总额是不是79.38亿元？"),
        (DENIED, "北关区2025年地区生产总值真有189.3亿元吗？"),
        (DENIED, "北关区2025年地区生产总值是多少？"),
        (PLAIN, "2025年北关区怎么样？"),
        (PLAIN, f"{PLAIN}\n这样问更自然。"),
        (PLAIN, ""),
    ],
)
def test_one_that_adds_drops_or_changes_is_not(
    seed_index: Path, question: str, written: str
) -> None:
    assert reworded(seed_index, question, says(written)) == question


def test_a_model_that_fails_leaves_the_template(seed_index: Path) -> None:
    assert reworded(seed_index, PLAIN, [Refuse(400)]) == PLAIN


def test_drafts_are_reworded_on_demand(
    seed_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def script(messages: Messages) -> list[Step]:
        asked = messages[-1]["content"].partition("：")[2].strip()
        return says(f"麻烦问下，{asked}")

    out = tmp_path / "drafts.jsonl"
    wanted = ["new", str(out), "--index", str(seed_index), "-n", "2", "--reworded"]
    with serving(script) as endpoint:
        monkeypatch.setenv("ASSISTANT_LLM_MODEL", "scripted-drafts")
        monkeypatch.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        assert main(wanted) == PASSED
    assert all(case.question.startswith("麻烦问下，") for case in load_cases(out))


def test_without_a_model_nothing_can_be_reworded(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "drafts.jsonl"
    assert main(["new", str(out), "--index", str(seed_index), "--reworded"]) == BAD_INPUT
    assert "ASSISTANT_LLM_MODEL" in capsys.readouterr().err
    assert not out.exists()
