"""The page on an endpoint: from the recording that ships, and of a scripted endpoint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.errors import BAD_INPUT, PASSED
from evals.measures.endpoint import (
    ROLE_ALONE,
    USAGE,
    Messages,
    Refuse,
    Say,
    Script,
    Step,
    serving,
)
from evals.measures.endpoint_probe import SHIPPED, sample
from evals.measures.recording import load_recordings

TRUE, WRONG = "区人代会在安阳宾馆召开。", "2025年全年签约亿元以上项目96个。"


def cells(page: str) -> dict[str, list[str]]:
    """The other cells of each row of the page, by the first."""
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    return {first: others for first, *others in rows}


def writes(name: str = '{{"name":"{}"}}') -> Script:
    """One that answers by the two sentences, and names the first of the names offered."""

    def script(messages: Messages) -> Sequence[Step]:
        if "只输出JSON" in messages[0]["content"]:
            offered = re.findall("名称：(.*?)、", messages[-1]["content"])
            return [Say(name.format(offered[-1]))]
        return [ROLE_ALONE, Say(WRONG if "亿元" in messages[1]["content"][-60:] else TRUE), USAGE]

    return script


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    monkeypatch.chdir(tmp_path)  # no .env
    monkeypatch.setenv("ASSISTANT_LLM_MODEL", "m")
    monkeypatch.setenv("ASSISTANT_LLM_TIMEOUT", "5")
    return monkeypatch


def test_the_page_of_the_recording_that_ships(
    settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.delenv("ASSISTANT_LLM_MODEL")
    assert main(["endpoint-report", "--recording", str(SHIPPED)]) == PASSED
    page = capsys.readouterr().out
    assert "15 个问题，问 32 次，调用大模型 49 次" in page
    assert page.startswith("# 大模型接口测试：qwen2.5-coder-0.5b-instruct-q4_k_m\n")
    assert "没有连接接口" in page and "没有随回答给出词元用量" in page
    found = cells(page)
    assert int(found["大模型写的句子"][0]) == 98
    fates = ("显示的", "核对拦下的", "重复的", "说明段落没有写到的")
    shown, stopped, *others = (int(found[fate][0]) for fate in fates)
    # The check learns, so these two may change; each sentence is counted once.
    assert 10 <= shown <= 40 and 10 <= stopped <= 30
    assert (
        shown + stopped + sum(others) + int(found["其余：客套、与所问无关，或由摘录代替的"][0])
        == 98
    )
    assert found["大模型写的数字（年份不计）"] == ["45"]
    assert found["一次调用，到第一个字"] == ["13.4", "48.3"]
    assert "| 2025年外贸进出口总额完成79.38亿元。 | “79.38亿元”与段落核对不上" in page


def test_the_page_of_an_endpoint_that_answers(
    settings: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.jsonl"
    with serving(writes()) as endpoint:
        endpoint.refuses = frozenset({"json_schema"})
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        settings.setenv("ASSISTANT_LLM_UNDERSTANDS", "1")
        assert main(["endpoint-report", "--out", str(kept)]) == PASSED
    page = capsys.readouterr().out
    found = cells(page)
    assert found["JSON schema"][0].startswith("不支持：")
    assert found["JSON 模式"][0] == found["纯文本"][0] == "支持，答复合乎要求"
    assert "请大模型理解问题：可用，问 4 次" in page
    assert "- 建筑业去年交了多少税？→建筑业税收" in page
    assert found["区人代会是在哪儿开的？"] == ["区人代会在安阳宾馆召开[1]。", "1", "1"]
    assert found["去年新签下多少个上亿元的大项目？"][1:] == ["2", "0"]
    assert f"| {WRONG} | “96个”与段落核对不上" in page
    assert "读入共" in page
    # What was kept gives the same page, but for what only the endpoint knows.
    assert [one.question for one in load_recordings(kept)] == sample(15)
    assert main(["endpoint-report", "--recording", str(kept)]) == PASSED
    again = cells(capsys.readouterr().out)
    assert again == {first: found[first] for first in again}


def test_an_endpoint_that_pays_no_heed_to_the_form_is_said_to(
    settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(writes("建筑业税收。")) as endpoint:
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        settings.setenv("ASSISTANT_LLM_UNDERSTANDS", "1")
        assert main(["endpoint-report", "--limit", "8"]) == PASSED
    page = capsys.readouterr().out
    assert cells(page)["JSON schema"][0] == "接受，但答复不合要求：建筑业税收。"
    assert re.search(r"请大模型理解问题：有 \d 次失败，问 (\d) 次", page)


def test_an_endpoint_that_is_not_there_is_said_at_once(
    settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["endpoint-report"]) == BAD_INPUT
    assert "ASSISTANT_LLM_BASE_URL" in capsys.readouterr().err
    settings.setenv("ASSISTANT_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    assert main(["endpoint-report"]) == BAD_INPUT
    said = capsys.readouterr()
    assert "连接不上" in said.err and said.out == ""
    with serving(lambda messages: [Refuse(401)]) as endpoint:
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        assert main(["endpoint-report"]) == BAD_INPUT
    assert "没有接受密钥" in capsys.readouterr().err


def test_a_file_that_is_taken_or_no_recording_is_named(
    settings: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken.jsonl"
    taken.write_text("{}\n", encoding="utf-8")
    with serving(writes()) as endpoint:
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        assert main(["endpoint-report", "--limit", "1", "--out", str(taken)]) == BAD_INPUT
    assert "taken.jsonl" in capsys.readouterr().err
    assert taken.read_text(encoding="utf-8") == "{}\n"
    assert main(["endpoint-report", "--recording", str(taken)]) == BAD_INPUT
    assert "第 1 行" in capsys.readouterr().err


def test_a_sample_is_spread_over_the_questions_each_once() -> None:
    assert len(set(sample(100))) == len(sample(100)) == 15
    assert sample(5) == sample(100)[::3]


def test_a_question_that_never_came_to_the_model_is_named(
    settings: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """After three failures in a row the model is not called for a while."""

    def script(messages: Messages) -> Sequence[Step]:
        asked = "只输出JSON" in messages[0]["content"]
        return [Say("无") if asked else Refuse(401)]

    with serving(script) as endpoint:
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        assert main(["endpoint-report", "--limit", "6"]) == PASSED
    page = capsys.readouterr().out
    assert "接口拒绝或出错的 3 次" in page
    assert f"暂停了调用）：{' '.join(sample(6)[3:])}" in page


def test_a_recording_of_cases_prints_the_page_too(
    settings: pytest.MonkeyPatch,
    seed_index: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.setenv("ASSISTANT_INDEX", str(seed_index))
    file = tmp_path / "made.jsonl"
    with serving(writes()) as endpoint:
        settings.setenv("ASSISTANT_LLM_BASE_URL", endpoint.url)
        assert main(["record", str(file), "seed-text", "-n", "3"]) == PASSED
    page = capsys.readouterr().out
    assert page.startswith("# 大模型接口测试：m\n") and "没有连接接口" in page
    assert f"{len(load_recordings(file))} 个问题，问 3 次" in page
