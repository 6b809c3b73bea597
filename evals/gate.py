"""The gate: what a run must reach to pass, read from gates.toml; nothing scored is never a pass."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from evals.summary import Scored

GATES_FILE = Path(__file__).parent / "gates.toml"


class Gate(BaseModel):
    """The least share of good outcomes, and the most answers that show a wrong figure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    right_share: Annotated[float, Field(ge=0, le=1)]
    wrong_figures: Annotated[int, Field(ge=0)]


def load_gate(path: Path = GATES_FILE) -> Gate:
    """The gate over all cases of a run."""
    return Gate.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))["all"])


def misses(gate: Gate, scored: Sequence[Scored]) -> tuple[str, ...]:
    """What keeps the run from passing, in words; empty where it passes."""
    if not scored:
        return ("没有一道题得到评分。",)
    good = sum(one.good for one in scored)
    wrong_figures = sum(bool(one.score.wrong_figures) for one in scored)
    missed = []
    if Fraction(good, len(scored)) < Fraction(str(gate.right_share)):
        missed.append(f"答对与当拒而拒共 {good}/{len(scored)}，须达到 {gate.right_share:.1%}。")
    if wrong_figures > gate.wrong_figures:
        missed.append(
            f"有错误数字的回答 {wrong_figures}/{len(scored)}，至多可有 {gate.wrong_figures} 个。"
        )
    return tuple(missed)
