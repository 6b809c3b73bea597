import json
from pathlib import Path
from typing import Any

from index.encoder.corpus import EVERYDAY_FILE, MEASURED_ON, everyday_pairs

EVALS = Path(__file__).parents[3] / "evals"
COLLOQUIAL, UNSEEN = (
    EVALS / "bench" / "colloquial.jsonl",
    EVALS / "bench" / "colloquial-unseen.jsonl",
)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_three_thousand_pairs_each_with_a_question_of_its_own() -> None:
    pairs = everyday_pairs()
    assert len(pairs) >= 3000
    assert len({pair.query for pair in pairs}) == len(pairs)
    assert all(pair.source == "everyday" and len(pair.passage) >= 15 for pair in pairs)


def test_no_question_that_measures_is_trained_on() -> None:
    trained = {line["question"] for line in lines(EVERYDAY_FILE)}
    measured = {line["question"] for line in lines(COLLOQUIAL) + lines(UNSEEN)}
    assert len(measured) == len(lines(COLLOQUIAL)) + len(lines(UNSEEN)) >= 700
    assert not trained & measured


def test_no_fixed_opening_makes_up_the_questions() -> None:
    openings = [line["question"][:4] for line in lines(EVERYDAY_FILE)]
    assert max(openings.count(opening) for opening in set(openings)) < 0.02 * len(openings)


def test_no_report_that_is_measured_on_is_trained_on() -> None:
    evidence = [quote["report"] for line in lines(COLLOQUIAL) for quote in line["evidence"]]
    assert {report.removesuffix("#1") for report in evidence} == MEASURED_ON
