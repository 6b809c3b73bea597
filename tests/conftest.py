"""Fixtures shared by the tests: the seed report, a small encoder, an index over the seeds."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, settings

# No test may ask a hub or send telemetry.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from index.build.builder import build_index
from index.encoder.encoding import Encoder, Role, Vectors
from index.encoder.static_encoding import StaticEncoder
from index.store.keywords import keyword_tokens

# What a shell runs behind itself ignores interrupts, and so would all that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The quick tests draw the same examples on every machine; `--hypothesis-profile=random` with a
# `--hypothesis-seed` draws others, as .ci/run does for the slow suite.
settings.register_profile("quick", derandomize=True, database=None, deadline=None)
settings.register_profile(
    "random",
    database=None,
    deadline=None,
    max_examples=300,
    print_blob=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
settings.load_profile("quick")

SEEDS = Path(__file__).parent.parent / "seeds"
SEED_FILE = SEEDS / "北关区2026年两会报道.txt"


class HashingEncoder:
    """A real encoder of a few lines: terms hashed into a vector. Counts what it encodes."""

    def __init__(self, identity: str = "hashing-64", dimensions: int = 64) -> None:
        self.identity = identity
        self.dimensions = dimensions
        self.encoded = 0

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in keyword_tokens(text):
                vectors[row, sum(map(ord, term)) % self.dimensions] += 1.0
            vectors[row] /= np.linalg.norm(vectors[row]) or 1.0
        return vectors


@pytest.fixture
def hashing_encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def shipped_encoder() -> Encoder:
    return StaticEncoder()


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Path:
    """An index over the seeds by the shipped encoder; not to be written to."""
    folder = tmp_path_factory.mktemp("seed-index")
    build_index([SEEDS], folder, shipped_encoder)
    return folder


@pytest.fixture
def report_file(tmp_path: Path) -> Path:
    """A small report in a folder of its own, named so that place and year are known."""
    folder = tmp_path / "reports"
    folder.mkdir()
    file = folder / "2025年青山县政府工作报告.txt"
    file.write_text(
        "# 2025年青山县政府工作报告\n\n## 一、2024年工作回顾\n\n全县生产总值完成120.5亿元，增长6.1%。"
        "新建农村公路35公里。\n\n## 二、2025年主要目标\n\n生产总值增长6%左右，新增城镇就业3000人以上。\n",
        encoding="utf-8",
    )
    return file
