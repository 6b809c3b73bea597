"""The way of a public benchmark through import, build and run, on real question–passage pairs.

It gates no figure: the texts are an encyclopaedia's, without place and year, and the product is made
for reports. How many it answers right is printed.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.cases.case import load_cases
from evals.imports.formats import Format
from evals.imports.importing import import_benchmark
from evals.runs.results import results_of
from evals.runs.run import ask_cases
from evals.runs.tables import headline
from evals.runs.target import open_product
from index.build.builder import build_index
from index.encoder.static_encoding import StaticEncoder
from index.reports.reader import read_reports
from tests.shared_reports import FOLDER

PAIRS = FOLDER.parent / "pairs" / "questions.jsonl.xz"
HOW_MANY = 40  # 300 were measured for the guide

Pair = dict[str, str]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAIRS.is_file(), reason="the shared pairs are not at hand"),
]


def pairs() -> list[Pair]:
    """Every so many of the pairs that hold an answer, so that both sources have a share."""
    with lzma.open(PAIRS, "rt", encoding="utf-8") as lines:
        answered = [pair for pair in map(json.loads, lines) if pair.get("a") and pair.get("p")]
    spans = [pair for pair in answered if pair["a"] in pair["p"]]
    return spans[:: max(1, len(spans) // HOW_MANY)][:HOW_MANY]


def as_squad(chosen: list[Pair]) -> str:
    asked = [
        {
            "context": pair["p"],
            "qas": [{"question": pair["q"], "answers": [{"text": pair["a"]}]}],
        }
        for pair in chosen
    ]
    return json.dumps({"version": "pairs", "data": [{"paragraphs": asked}]}, ensure_ascii=False)


def as_rgb(chosen: list[Pair]) -> str:
    """Each with the next pair's passage beside its own."""
    lines = [
        {
            "id": number,
            "query": pair["q"],
            "answer": [pair["a"]],
            "positive": [pair["p"]],
            "negative": [chosen[(number + 1) % len(chosen)]["p"]],
        }
        for number, pair in enumerate(chosen)
    ]
    return "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)


@pytest.mark.parametrize(("form", "written"), [("squad", as_squad), ("rgb", as_rgb)])
def test_a_benchmark_goes_all_the_way_through(
    form: Format, written: Callable[[list[Pair]], str], tmp_path: Path
) -> None:
    file, out = tmp_path / "pairs.json", tmp_path / "out"
    file.write_text(written(pairs()), encoding="utf-8")
    done = import_benchmark(file, form, out)
    assert done.cases + len(done.skipped) == len(pairs())
    cases = load_cases(out / "cases.jsonl")
    texts = {
        report.id: report.text
        for path in sorted((out / "reports").iterdir())
        for report in read_reports(path)
    }
    assert all(one.quote in texts[one.report] for case in cases for one in case.evidence)

    built = build_index([out / "reports"], out / "index", StaticEncoder())
    assert not built.failed
    results = results_of(ask_cases({form: cases}, open_product(Settings(index=out / "index")).ask))
    print(f"\n{form}：{done.cases} 题，跳过 {len(done.skipped)} 题\n{headline(results)}")
    assert len(results) == len(cases)
    assert not [result for result in results if result.outcome == "error"]
