"""The gates: what each suite must reach to pass, read from gates.toml; nothing is never a pass."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import GatesInvalid
from evals.measures.retrieval import TRUE, Checked, Searched, mrr, recall_at
from evals.metamorphic.trial import Trial
from evals.runs.results import Result, by_suite
from evals.runs.run_folder import METAMORPHIC, Run

GATES_FILE = Path(__file__).parents[1] / "gates.toml"

_Part = Annotated[float, Field(ge=0, le=1)]
_Count = Annotated[int, Field(ge=0)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SuiteGate(_Table):
    """Of the cases of a suite: the least share that is right or rightly refused, the most that show
    a wrong figure, the greatest share of the answerable that is refused, and the most errors."""

    right_share: _Part
    wrong_figures: _Count
    wrongly_refused_share: _Part = 1.0
    errors: _Count = 0


class RetrievalGate(_Table):
    """Of the cases searched for: the least recall of the evidence in the first five passages, and
    the least mean reciprocal rank in the first ten."""

    recall_at_5: _Part
    mrr_at_10: _Part


class VerifierGate(_Table):
    """Of sentences given to the checker: the greatest share let through of those made wrong, by how,
    and of the true ones stopped."""

    let_through: dict[str, _Part]
    false_alarms: _Part


class MetamorphicGate(_Table):
    """The least share of trials that a relation must hold in, by relation; others do not count."""

    held: dict[str, _Part]


_OfMeasure = TypeVar("_OfMeasure", RetrievalGate, VerifierGate, MetamorphicGate)


class Gates(_Table):
    """`suites` by name, "default" for any that has none of its own; the others are needed only where a
    run measures them."""

    suites: dict[str, SuiteGate]
    retrieval: RetrievalGate | None = None
    verifier: VerifierGate | None = None
    metamorphic: MetamorphicGate | None = None


def load_gates(path: Path = GATES_FILE) -> Gates:
    """Raises GatesInvalid, with the field, where the file is none of gates."""
    try:
        return Gates.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GatesInvalid(f"无法读取门槛文件 {str(path)!r}：{error}。") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise GatesInvalid(f"门槛文件 {str(path)!r} 的字段 {field!r}：{first['msg']}。") from error


def all_misses(gates: Gates, run: Run, results: Sequence[Result]) -> tuple[str, ...]:
    """What keeps a run from passing, all its suites and measures together."""
    missed = misses(gates, by_suite(run.suites, results))
    if run.measures("retrieval"):
        missed += retrieval_misses(_wanted(gates.retrieval, "retrieval"), run.searched or ())
    if run.measures("verifier"):
        missed += verifier_misses(_wanted(gates.verifier, "verifier"), run.checked or ())
    if run.measures(METAMORPHIC):
        missed += metamorphic_misses(_wanted(gates.metamorphic, METAMORPHIC), run.tried or ())
    return missed


def _wanted(gate: _OfMeasure | None, suite: str) -> _OfMeasure:
    if gate is None:
        raise GatesInvalid(f"门槛文件中没有评测集 {suite!r} 的门槛。")
    return gate


def misses(gates: Gates, suites: Mapping[str, Sequence[Result]]) -> tuple[str, ...]:
    """What keeps suites of cases from passing, in words; drafts do not count."""
    missed: list[str] = []
    for suite, results in suites.items():
        confirmed = [result for result in results if not result.case.draft]
        gate = gates.suites.get(suite) or gates.suites.get("default")
        if gate is None:
            raise GatesInvalid(f"门槛文件中没有评测集 {suite!r} 的门槛，也没有 default。")
        missed += [f"{suite}：{miss}" for miss in _misses_of(gate, confirmed)]
    return tuple(missed)


def retrieval_misses(gate: RetrievalGate, searched: Sequence[Searched]) -> tuple[str, ...]:
    reached = (
        ("前 5 段的证据召回率", recall_at(5, searched), gate.recall_at_5),
        ("前 10 段的倒数排名均值", mrr(10, searched), gate.mrr_at_10),
    )
    # Put this way round, nan (nothing searched) is a miss.
    return tuple(
        f"retrieval：{name} {value:.3f}（{len(searched)} 题），须达到 {least}。"
        for name, value, least in reached
        if not value >= least
    )


def verifier_misses(gate: VerifierGate, checked: Sequence[Checked]) -> tuple[str, ...]:
    tried = Counter(one.kind for one in checked)
    accepted = Counter(one.kind for one in checked if one.accepted)
    missed = [
        f"verifier：{kind} 放过 {accepted[kind]}/{tried[kind]}，至多可有 {most:.1%}。"
        for kind, most in gate.let_through.items()
        if not tried[kind] or Fraction(accepted[kind], tried[kind]) > Fraction(str(most))
    ]
    stopped, true = tried[TRUE] - accepted[TRUE], tried[TRUE]
    if not true or Fraction(stopped, true) > Fraction(str(gate.false_alarms)):
        missed.append(f"verifier：误拦 {stopped}/{true}，至多可有 {gate.false_alarms:.1%}。")
    return tuple(missed)


def metamorphic_misses(gate: MetamorphicGate, tried: Sequence[Trial]) -> tuple[str, ...]:
    """A relation of which there is no trial is none of the index; without any trial all miss."""
    if not tried:
        return (f"{METAMORPHIC}：没有一次试验。",)
    counts = Counter(one.relation for one in tried)
    held = Counter(one.relation for one in tried if one.holds)
    return tuple(
        f"{METAMORPHIC}：{name} 成立 {held[name]}/{counts[name]}，须达到 {least:.1%}。"
        for name, least in gate.held.items()
        if counts[name] and Fraction(held[name], counts[name]) < Fraction(str(least))
    )


def _misses_of(gate: SuiteGate, results: Sequence[Result]) -> list[str]:
    if not results:
        return ["没有一道（非草稿的）题得到评分。"]
    total = len(results)
    good = sum(result.good for result in results)
    wrong_figures = sum(bool(result.wrong_figures) for result in results)
    refused = sum(result.outcome == "wrongly_refused" for result in results)
    answerable = sum(result.case.must_answer for result in results)
    errors = sum(result.outcome == "error" for result in results)
    missed = []
    if Fraction(good, total) < Fraction(str(gate.right_share)):
        missed.append(f"答对与当拒而拒共 {good}/{total}，须达到 {gate.right_share:.1%}。")
    if wrong_figures > gate.wrong_figures:
        missed.append(f"有错误数字的题 {wrong_figures}/{total}，至多可有 {gate.wrong_figures}。")
    if answerable and Fraction(refused, answerable) > Fraction(str(gate.wrongly_refused_share)):
        most = gate.wrongly_refused_share
        missed.append(f"不当拒而拒 {refused}/{answerable}，至多可有 {most:.1%}。")
    if errors > gate.errors:
        missed.append(f"故障 {errors}/{total}，至多可有 {gate.errors}。")
    return missed
