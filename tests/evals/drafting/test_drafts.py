"""Drafts: three cases a figure, all of the ledger's making, nothing that cannot be asked plainly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evals.__main__ import main
from evals.cases.case import Case, load_cases
from evals.drafting.askable import askable
from evals.drafting.drafts import Drafts, Selection, draft
from evals.errors import BAD_INPUT, PASSED, DraftsInvalid
from evals.scoring.matching import fold, holds
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.store.generations import current_generation
from index.store.library import FigureFilter, Library, library_of

REPORT = "北关区2026年两会报道#3"


@pytest.fixture(scope="module")
def library(seed_index: Path) -> Iterator[Library]:
    opened = library_of(current_generation(seed_index))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def drafts(library: Library) -> Drafts:
    return draft(library, Selection(count=1000))


def by_kind(drafts: Drafts, ending: str) -> list[Case]:
    return [case for case in drafts.cases if case.id.endswith(ending)]


def test_every_figure_gets_a_question_and_both_its_twins(drafts: Drafts) -> None:
    plain = [case for case in drafts.cases if case.twin_of is None]
    assert len(plain) >= 20
    assert [case.twin_of for case in by_kind(drafts, "-not")] == [case.id for case in plain]
    assert [case.twin_of for case in by_kind(drafts, "-absent")] == [case.id for case in plain]
    assert all(case.draft for case in drafts.cases)
    assert len({case.split for case in drafts.cases}) == 2


def test_the_evidence_is_in_the_report_once_and_holds_the_figure(
    library: Library, drafts: Drafts
) -> None:
    for case in drafts.cases:
        for item in case.evidence:
            assert library.report(item.report).text.count(item.quote) == 1


def test_a_fact_is_as_the_ledger_has_it(drafts: Drafts) -> None:
    asked = next(case for case in drafts.cases if "189.3亿元" in str(case.evidence))
    assert asked.facts[0].value == Decimal("18930000000")
    assert (asked.facts[0].unit, asked.facts[0].period) == ("元", 2025)
    assert "GDP" in asked.facts[0].indicator


def test_a_wrong_figure_is_put_forward_and_forbidden(library: Library, drafts: Drafts) -> None:
    text = library.report(REPORT).text
    for case in by_kind(drafts, "-not"):
        assert holds(case.question, case.forbidden[0])
        assert not holds(text, case.forbidden[0])
        assert "不是" in case.contains[0]


def test_an_absent_twin_asks_for_a_year_or_place_that_no_report_names(
    library: Library, drafts: Drafts
) -> None:
    text = library.report(REPORT).text
    absent = by_kind(drafts, "-absent")
    assert {case.statuses for case in absent} == {("unanswerable_period",), ("unanswerable_place",)}
    for case in absent:
        assert not case.facts
        if case.statuses == ("unanswerable_place",):
            assert "北关" not in case.question
        else:
            assert not any(f"{year}年" in case.question for year in (2025, 2026))
            assert (
                case.question[case.question.index("年") - 4 : case.question.index("年")] not in text
            )


def test_no_two_questions_are_alike(drafts: Drafts) -> None:
    asked = [fold(case.question) for case in drafts.cases]
    assert len(set(asked)) == len(asked)


def test_a_rank_told_once_of_several_indicators_is_asked_once(drafts: Drafts) -> None:
    ids = [case.id for case in drafts.cases]
    assert len(set(ids)) == len(ids)
    assert drafts.skipped["同一个数字说的是几个指标，只问一个"] >= 1


def test_chance_is_seeded(library: Library) -> None:
    one, same, other = (draft(library, Selection(count=5, seed=seed)).cases for seed in (1, 1, 2))
    assert one == same != other


def test_what_cannot_be_asked_plainly_is_passed_over_and_told_why(library: Library) -> None:
    sound = next(
        f for f in library.figures(FigureFilter()) if f.binding.quantity.raw == "189.3亿元"
    )
    bound, quantity = sound.binding, sound.binding.quantity
    unsound = {
        "日期": replace(bound, attribute="date"),
        "没有单位": replace(bound, quantity=replace(quantity, unit="")),
        "数值是一个区间": replace(bound, quantity=replace(quantity, upper=quantity.value + 1)),
        "没有写明时间": replace(bound, period=None),
        "没有写明地方，或说的是别处": replace(bound, place="安阳市"),
        "指标不成一个名称": replace(bound, indicator=""),
    }
    assert len(askable(library, [sound])[0]) == 1
    kept, skipped = askable(library, [replace(sound, binding=one) for one in unsound.values()])
    assert not kept
    assert skipped == dict.fromkeys(unsound, 1)


def test_an_open_bound_is_no_range(library: Library) -> None:
    sound = next(
        f for f in library.figures(FigureFilter()) if f.binding.quantity.raw == "189.3亿元"
    )
    over = replace(sound.binding.quantity, qualifier="over", upper=sound.binding.quantity.value + 1)
    assert askable(library, [replace(sound, binding=replace(sound.binding, quantity=over))])[0]


def test_an_indicator_told_with_two_values_is_ambiguous(
    tmp_path: Path, hashing_encoder: Encoder
) -> None:
    file = tmp_path / "安阳市2025年政府工作报告.txt"
    file.write_text(
        "安阳市2025年政府工作报告\n\n一、2024年工作回顾\n\n"
        "粮食总产量达到120万吨。水产品总产量达到30万吨。\n\n经核实，粮食总产量达到125万吨。\n",
        encoding="utf-8",
    )
    build_index([file], tmp_path / "index", hashing_encoder)
    library = library_of(current_generation(tmp_path / "index"))
    made = draft(library, Selection())
    library.close()
    assert made.skipped["同一指标另有别的数值"] == 2
    assert {item.quote for case in made.cases for item in case.evidence} == {
        "水产品总产量达到30万吨"
    }


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"reports": ("无此报告",)}, "'无此报告'"),
        ({"place": "无此地"}, "'无此地'"),
        ({"year": 1999}, "没有可以成题的数字"),
        ({"count": 0}, "0"),
    ],
)
def test_what_the_index_does_not_have_is_told(
    library: Library, changes: dict[str, object], named: str
) -> None:
    with pytest.raises(DraftsInvalid, match=named):
        draft(library, replace(Selection(), **changes))  # type: ignore[arg-type]


def test_a_file_that_stands_is_not_overwritten(
    seed_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "drafts.jsonl"
    wanted = ["new", str(out), "--index", str(seed_index), "--report", REPORT, "-n", "3"]
    assert main(wanted) == PASSED
    assert "成题 9 道" in capsys.readouterr().err
    before = out.read_text(encoding="utf-8")
    assert all(set(json.loads(line)) == set(Case.model_fields) for line in before.splitlines())
    assert len(load_cases(out)) == 9
    assert main(wanted) == BAD_INPUT
    assert "已存在" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == before
