from __future__ import annotations

import json
import lzma
from itertools import count
from pathlib import Path

import pytest

from evals.bench.colloquial import Colloquial
from evals.bench.retrieval_sets import (
    PAIRS_FILE,
    all_sets,
    colloquial_sets,
    pair_sets,
    read_all,
)
from evals.errors import CasesInvalid
from index.encoder.corpus import held_out
from index.report import Report
from index.reports.reader import read_reports


def paragraph(*, kept: bool) -> str:
    """A paragraph that is, or is not, held out of training."""
    return next(text for n in count() if held_out(text := f"第{n}段写春风与秋雨。") is kept)


def write_pairs(folder: Path, *rows: tuple[str, str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    with lzma.open(folder / PAIRS_FILE, "wt", encoding="utf-8") as file:
        for query, text, answer in rows:
            line = {"src": "drcd", "lang": "zh", "q": query, "p": text, "a": answer}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return folder


def test_held_out_questions_are_asked_over_all_passages_of_their_source(tmp_path: Path) -> None:
    kept, trained = paragraph(kept=True), paragraph(kept=False)
    (one,) = pair_sets(write_pairs(tmp_path, ("問一", kept, "春风"), ("问二", trained, "春风")))
    assert one.name == "DRCD"
    assert {passage.text for passage in one.passages} == {kept, trained}
    (sought,) = one.questions
    (right,) = sought.right
    texts = {passage.id: passage.text for passage in one.passages}
    assert sought.question == "问一" and {texts[held] for held in right} == {kept}


def test_another_slice_of_the_paragraph_is_right_where_it_holds_the_answer(tmp_path: Path) -> None:
    filler = "其间叙述从略。" * 90
    answers = {"一": "中间", "二": "青山", "三": "绿水"}  # the slices of the first two overlap
    rows = [
        (question, f"{filler}中间{number}是青山。{filler}结尾{number}是绿水。", answer)
        for number in range(200)
        for question, answer in answers.items()
    ]
    (one,) = pair_sets(write_pairs(tmp_path, *rows))
    texts = {passage.id: passage.text for passage in one.passages}
    assert {sought.question for sought in one.questions} == set(answers)
    for sought in one.questions:
        held = [texts[right] for right in sought.right[0]]
        assert all(answers[sought.question] in text for text in held)
        assert len(held) == (1 if sought.question == "三" else 2)


REPORT = (
    "# 2025年青山县政府工作报告\n\n新增学位3000个，改善学校食堂。很好。全县建成养老驿站12处。\n"
)


@pytest.fixture
def reports(tmp_path: Path) -> list[Report]:
    file = tmp_path / "2025年青山县政府工作报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    return read_reports(file)


def asked(report: Report, *quotes: str) -> Colloquial:
    return Colloquial(
        id="q1",
        topic="教育",
        split="dev",
        question="娃上学难不难？",
        evidence=[{"report": report.id, "quote": quote} for quote in quotes],
    )


def test_any_sentence_that_holds_a_quote_is_right(reports: list[Report]) -> None:
    question = asked(reports[0], "新增学位3000个", "养老驿站12处")
    (one,) = colloquial_sets([question], reports, "all")
    assert [p.text for p in one.passages] == [
        "新增学位3000个，改善学校食堂",
        "全县建成养老驿站12处",
    ]
    assert one.questions[0].right == (frozenset(p.id for p in one.passages),)
    assert colloquial_sets([question], reports, "test") == []


@pytest.mark.parametrize("quote", ["新增学位300个", "很好", "食堂。很好"])
def test_a_quote_that_is_in_no_sentence_of_the_pool_is_told(
    reports: list[Report], quote: str
) -> None:
    with pytest.raises(CasesInvalid, match=f"'q1'.*{quote}"):
        colloquial_sets([asked(reports[0], quote)], reports, "all")


def test_a_report_that_is_not_at_hand_is_told(reports: list[Report]) -> None:
    with pytest.raises(CasesInvalid, match=reports[0].id):
        colloquial_sets([asked(reports[0], "新增学位3000个")], [], "all")


def test_a_folder_without_pairs_or_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CasesInvalid, match=PAIRS_FILE.replace(".", r"\.")):
        pair_sets(tmp_path)
    with pytest.raises(CasesInvalid, match="--pairs"):
        all_sets(None, [], "all")


def test_a_file_that_is_refused_is_left_out(tmp_path: Path, reports: list[Report]) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert [report.id for report in read_all([tmp_path])] == [reports[0].id]
