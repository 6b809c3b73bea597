"""What may take how long, as ratios or CPU seconds: machines differ and are shared."""

from __future__ import annotations

import pytest

from index.encoder.encoding import Encoder
from index.encoder.static_encoding import StaticEncoder
from tests.conftest import SEED_FILE
from tests.timing import cpu_seconds, start_ups

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("arguments", "times"),
    [
        (["-m", "assistant", "--help"], 12),  # a second where Python takes 80 ms
        (["-m", "assistant", "settings"], 12),
        (["-m", "assistant", "ask", "--help"], 12),
        (["-m", "evals", "--help"], 6),
    ],
)
def test_a_command_that_needs_nothing_heavy_starts_at_once(
    arguments: list[str], times: int
) -> None:
    assert start_ups(arguments) < times


def test_the_encoder_that_ships_loads_in_a_second() -> None:
    assert cpu_seconds(StaticEncoder) < 1.0


def test_a_thousand_passages_take_well_under_a_second_of_one_core(shipped_encoder: Encoder) -> None:
    whole = SEED_FILE.read_text(encoding="utf-8")
    passages = [whole[start : start + 400] for start in range(0, 4000, 20)] * 5
    assert len(passages) == 1000
    assert cpu_seconds(lambda: shipped_encoder.encode(passages, "passage")) < 1.0
