from __future__ import annotations

from pathlib import Path

import pytest

from evals.cases.case import ONLY_WHEN_NAMED, load_suites
from evals.errors import GatesInvalid
from evals.measures.retrieval import TRUE, Checked, Place, Searched
from evals.measures.verifier import LABELS
from evals.metamorphic.measure import RELATIONS
from evals.metamorphic.trial import Trial
from evals.runs.gate import (
    Gates,
    MetamorphicGate,
    RetrievalGate,
    SuiteGate,
    VerifierGate,
    load_gates,
    metamorphic_misses,
    misses,
    retrieval_misses,
    verifier_misses,
)
from evals.runs.results import Result, results_of
from tests.evals.samples import a_case, answer, asked, refusal

WRONG = answer(text="2025年，北关区全年生产总值完成188.3亿元[1]。", figures=[])
FAULT = {"status": "error_ModelError", "text": "大模型无法连接。"}


def results(*given: dict[str, object], draft: bool = False) -> list[Result]:
    cases = [a_case(id=str(number), draft=draft) for number in range(len(given))]
    return results_of([asked(case, one) for case, one in zip(cases, given, strict=True)])


def gates(**changes: object) -> Gates:
    gate = SuiteGate.model_validate({"right_share": 0.5, "wrong_figures": 0, **changes})
    shipped = load_gates()
    return Gates(suites={"s": gate}, retrieval=shipped.retrieval, verifier=shipped.verifier)


def test_a_suite_passes_at_its_share_and_misses_below() -> None:
    gate = gates(right_share=0.875)
    assert misses(gate, {"s": results(*[answer()] * 7, refusal())}) == ()
    (missed,) = misses(gate, {"s": results(*[answer()] * 6, refusal())})
    assert missed.startswith("s：答对与当拒而拒共 6/7")


def test_one_wrong_figure_misses_however_many_are_right() -> None:
    (missed,) = misses(gates(), {"s": results(*[answer()] * 99, WRONG)})
    assert "有错误数字的题 1/100" in missed


def test_too_many_refusals_miss() -> None:
    (missed,) = misses(gates(wrongly_refused_share=0.2), {"s": results(answer(), refusal())})
    assert "不当拒而拒 1/2" in missed


def test_a_fault_misses_unless_it_is_allowed() -> None:
    assert "故障 1/2" in misses(gates(), {"s": results(answer(), FAULT)})[0]
    assert misses(gates(errors=1), {"s": results(answer(), FAULT)}) == ()


def test_nothing_scored_is_never_a_pass_nor_are_drafts() -> None:
    assert misses(gates(right_share=0), {"s": []})
    assert misses(gates(right_share=0), {"s": results(answer(), draft=True)})


def test_a_draft_cannot_make_a_suite_miss() -> None:
    given = [*results(answer()), *results(WRONG, draft=True)]
    assert misses(gates(), {"s": given}) == ()


def test_a_suite_without_a_gate_meets_the_default_or_is_bad_input() -> None:
    with pytest.raises(GatesInvalid, match="'mine'"):
        misses(gates(), {"mine": results(answer())})
    assert misses(load_gates(), {"mine": results(answer())}) == ()
    assert misses(load_gates(), {"mine": results(WRONG)})


def found_at(rank: int) -> Searched:
    place = Place(report="r", start=0, end=10)
    other = Place(report="r", start=50, end=60)
    return Searched(
        id="x", question="", evidence=((place,),), found=(*[other] * (rank - 1), place), ms=1
    )


def test_retrieval_meets_its_gate_or_tells_how_far_it_came() -> None:
    gate = RetrievalGate(recall_at_5=0.5, mrr_at_10=0.5)
    assert retrieval_misses(gate, [found_at(1), found_at(6)]) == ()
    assert len(retrieval_misses(gate, [found_at(6)])) == 2
    assert len(retrieval_misses(gate, [])) == 2


def sentence(kind: str, *, accepted: bool) -> Checked:
    return Checked(kind=kind, text="", passage_id="", accepted=accepted)


def test_the_verifier_meets_its_gate_by_each_kind_and_by_false_alarms() -> None:
    gate = VerifierGate(let_through={"digit": 0.5}, false_alarms=0.0)
    good = [sentence("digit", accepted=True), sentence("digit", accepted=False)]
    true = sentence(TRUE, accepted=True)
    assert verifier_misses(gate, [*good, true]) == ()
    assert "digit" in verifier_misses(gate, [good[0], true])[0]
    assert "误拦 1/1" in verifier_misses(gate, [*good, sentence(TRUE, accepted=False)])[0]
    assert len(verifier_misses(gate, [])) == 2


def test_the_gates_that_ship_let_no_wrong_figure_pass_and_hold_every_mutation() -> None:
    shipped = load_gates()
    on_the_seed = [gate for suite, gate in shipped.suites.items() if suite not in ONLY_WHEN_NAMED]
    assert all(gate.wrong_figures == 0 for gate in on_the_seed)
    assert {"default", *load_suites(), *ONLY_WHEN_NAMED} == shipped.suites.keys()
    assert shipped.verifier.let_through.keys() == LABELS.keys()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("[suites", "无法读取"),
        ("[suites.s]\nright_share = 2\nwrong_figures = 0", "suites.s.right_share"),
        ("[suites.s]\nright_shares = 1", "suites.s"),
    ],
)
def test_a_gate_file_that_is_none_is_named_with_its_field(
    tmp_path: Path, content: str, told: str
) -> None:
    path = tmp_path / "gates.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GatesInvalid, match=told):
        load_gates(path)
    with pytest.raises(GatesInvalid, match="无法读取"):
        load_gates(tmp_path / "nothing.toml")


def _tried(relation: str, *holds: bool) -> list[Trial]:
    return [
        Trial(relation=relation, asked=(str(n),), holds=one, refused=False, answered="")
        for n, one in enumerate(holds)
    ]


def test_a_relation_passes_at_its_share_and_misses_below() -> None:
    gate = MetamorphicGate(held={"both": 0.75})
    assert metamorphic_misses(gate, _tried("both", True, True, True, False)) == ()
    (missed,) = metamorphic_misses(gate, _tried("both", True, False))
    assert "both 成立 1/2，须达到 75.0%" in missed


def test_a_relation_that_is_not_gated_or_has_no_trial_in_the_index_does_not_miss() -> None:
    gate = MetamorphicGate(held={"both": 1.0})
    assert metamorphic_misses(gate, _tried("true", False)) == ()


def test_no_trial_at_all_is_no_pass() -> None:
    assert metamorphic_misses(MetamorphicGate(held={}), ()) != ()


def test_the_shipped_gates_of_relations_name_relations_that_there_are() -> None:
    gate = load_gates().metamorphic
    assert gate is not None
    assert set(gate.held) <= set(RELATIONS)
