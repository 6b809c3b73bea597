"""A run on the real assistant over the seed: from the plan to what is stored."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.cases.case import load_suites
from evals.errors import CasesInvalid, RunInvalid
from evals.runs.run_folder import ANSWERS_FILE, load_run
from evals.runs.suite_run import Plan, begin, check_same_target, go_on
from evals.runs.target import Target, open_product
from tests.evals.samples import a_case, a_refusal, answer

SUITES = {"robust": load_suites(["robust"])["robust"][:6], "refusal": [a_refusal()]}
OTHER = Target(lambda asked, turns: answer(), {"kind": "endpoint", "model": "m"}, None)


@pytest.fixture(scope="module")
def product(seed_index: Path) -> Target:
    return open_product(Settings(index=seed_index, llm_model="", _env_file=None))


def test_a_run_asks_searches_and_checks_and_all_of_it_is_stored(
    tmp_path: Path, product: Target
) -> None:
    plan = Plan(SUITES, measures=("retrieval", "verifier"))
    run = begin(tmp_path / "run", plan, product)
    assert not run.complete
    asked = list(go_on(run, plan, product))
    stored = load_run(run.folder)
    assert stored.complete
    assert [one.answer["status"] for one in stored.asked] == [one.answer["status"] for one in asked]
    assert stored.searched is not None and stored.checked is not None
    assert len(stored.searched) == 6
    assert sum(one.kind == "true" for one in stored.checked) > 60
    target = stored.config["target"]
    assert isinstance(target, dict)
    assert len(target["corpus_sha256"]) == len(target["code_sha256"]) == 64
    assert "answer.v3" in target["prompts_sha256"]


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path, product: Target) -> None:
    plan = Plan(SUITES)
    run = begin(tmp_path / "run", plan, product)
    going = go_on(run, plan, product)
    first = [next(going).case.id for _ in range(2)]
    going.close()  # type: ignore[attr-defined]
    half = load_run(run.folder)
    check_same_target(half, product)
    rest = [one.case.id for one in go_on(half, plan, product)]
    assert len(rest) == 5
    assert not set(first) & set(rest)
    assert load_run(run.folder).complete


def test_what_is_kept_from_an_earlier_run_says_so(tmp_path: Path, product: Target) -> None:
    plan = Plan(SUITES, cache=tmp_path / "cache")
    for name, cached in (("one", False), ("two", True)):
        run = begin(tmp_path / name, plan, product)
        list(go_on(run, plan, product))
        lines = (run.folder / ANSWERS_FILE).read_text(encoding="utf-8").splitlines()
        assert {json.loads(line)["cached"] for line in lines} == {cached}


def test_a_run_of_another_system_cannot_be_gone_on_with(tmp_path: Path, product: Target) -> None:
    run = begin(tmp_path / "run", Plan(SUITES), product)
    with pytest.raises(RunInvalid, match=r"index_id.*kind"):
        check_same_target(run, OTHER)


@pytest.mark.parametrize(
    ("evidence", "named"),
    [
        (
            {"report": "北关区2026年两会报道#3", "quote": "生产总值完成198.3亿元"},
            "'生产总值完成198.3亿元'",
        ),
        ({"report": "别的报告#1", "quote": "生产总值"}, "索引中没有报告 '别的报告#1'"),
    ],
)
def test_evidence_that_is_not_in_the_index_is_named_before_anything_is_asked(
    tmp_path: Path, product: Target, evidence: dict[str, str], named: str
) -> None:
    with pytest.raises(CasesInvalid) as caught:
        begin(tmp_path / "run", Plan({"mine": [a_case(evidence=[evidence])]}), product)
    assert "1 处依据" in str(caught.value)
    assert named in str(caught.value)
    assert not (tmp_path / "run").exists()


def test_another_system_is_asked_without_an_index(tmp_path: Path) -> None:
    run = begin(tmp_path / "run", Plan({"mine": [a_case()]}), OTHER)
    (one,) = go_on(run, Plan({"mine": [a_case()]}), OTHER)
    assert one.answer["status"] == "answered"
    with pytest.raises(CasesInvalid, match="只能用于本助手"):
        begin(tmp_path / "other", Plan({}, measures=("retrieval",)), OTHER)


def test_relations_are_tried_and_stored_and_the_same_seed_tries_the_same(
    tmp_path: Path, product: Target
) -> None:
    plan = Plan({}, measures=("metamorphic",), trials=3)
    runs = []
    for name, seed in (("one", 1), ("two", 1), ("three", 2)):
        run = begin(tmp_path / name, replace(plan, seed=seed), product)
        assert not run.complete
        assert list(go_on(run, plan, product)) == []
        runs.append(load_run(run.folder))
    assert all(run.complete and run.tried for run in runs)
    asked = [[(one.relation, one.asked) for one in run.tried or ()] for run in runs]
    assert asked[0] == asked[1] != asked[2]
    assert runs[0].config["seed"] == 1


def test_relations_are_tried_where_they_are_named_and_of_our_own_assistant_alone(
    tmp_path: Path, product: Target
) -> None:
    run = begin(tmp_path / "run", Plan(SUITES, measures=("retrieval",)), product)
    assert run.tried == ()
    with pytest.raises(CasesInvalid, match="只能用于本助手"):
        begin(tmp_path / "other", Plan({}, measures=("metamorphic",)), OTHER)
