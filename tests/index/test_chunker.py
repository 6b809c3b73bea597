import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.chunker import cut
from index.report import MAX_CHARACTERS, Heading, Report
from index.reports.reader import read_reports
from tests.conftest import SEED_FILE


def test_passages_tile_every_seed_report() -> None:
    for report in read_reports(SEED_FILE):
        passages = cut(report)
        assert "".join(passage.text for passage in passages) == report.text
        assert all(report.text[p.start : p.end] == p.text for p in passages)


def test_a_passage_carries_its_headings_period_and_kind() -> None:
    passages = cut(read_reports(SEED_FILE)[2])
    (economy,) = [p for p in passages if "189.3亿元" in p.text]
    assert economy.headings == ("2025年工作回顾", "经济运行稳中有进")
    assert (economy.period, economy.kind) == (2025, "actual")
    (targets,) = [p for p in passages if "5.7%左右" in p.text]
    assert (targets.period, targets.kind) == (2026, "target")


def test_a_column_break_does_not_cut_a_sentence() -> None:
    passages = cut(read_reports(SEED_FILE)[2])
    assert any("流动摊贩\n\n疏导点" in passage.text for passage in passages)


def test_no_figure_is_cut_in_two_even_without_any_mark() -> None:
    text = "实现产值" + "和税收189.3亿元以及增长5.5%" * 120
    report = Report(id="甲#1", title="甲", text=text, source="甲", sha256="")
    passages = cut(report)
    assert len(passages) > 3
    for passage in passages:
        assert re.fullmatch(r"[^\d]*(?:(?:189\.3|5\.5%)[^\d]*)*", passage.text)


@st.composite
def _reports(draw: st.DrawFn) -> Report:
    pieces = st.sampled_from(
        [
            *("全年完成", "189.3亿元", "，", "。", "\n\n", "\n", "；", "5.5%", "甲" * 90, " "),
            *("\n" * 450, "\u3000" * 399, "9" * 850, "1,2,3,4" * 60),
        ]
    )
    text, headings = "", []
    for number in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            line = f"# 标题{number}"
            headings.append(Heading(1, line[2:], len(text), len(text) + len(line)))
            text += line + "\n"
        text += "".join(draw(st.lists(pieces, max_size=25))) + "\n"
    ends = sorted({draw(st.integers(0, len(text))) for _ in range(draw(st.integers(0, 4)))})
    return Report(
        id="甲#1",
        title="甲",
        text=text,
        source="甲",
        sha256="",
        headings=tuple(headings),
        paragraphs=tuple(pairwise(ends)),
    )


def _report(text: str) -> Report:
    return Report(id="甲#1", title="甲", text=text, source="甲", sha256="")


@given(_reports())
@example(_report("甲" * 400 + "\n"))
@example(_report("甲" * 200 + "，" + "乙" * 199 + "。" + "\n" * 30 + "丙" * 400))
@example(_report("\n" * 30 + "丙" * 400))
@example(_report("甲。" + "\u3000" * 1000 + "乙。"))
def test_passages_tile_any_report_and_none_is_longer_than_the_limit(report: Report) -> None:
    passages = cut(report)
    assert "".join(passage.text for passage in passages) == report.text
    assert all(len(passage.text) <= MAX_CHARACTERS for passage in passages)
    assert all(passage.text for passage in passages)


def test_each_character_of_a_passage_has_its_page() -> None:
    text = "第一页的话。第二页的话。第三页的话。"
    report = Report("甲#1", "甲", text, "甲.pdf", "0", pages=((0, 4), (6, 5), (12, 6)))
    (passage,) = cut(report)
    assert [passage.page_at(at) for at in (0, 5, 6, 11, 12, 17)] == [4, 4, 5, 5, 6, 6]


def test_a_page_without_text_is_counted() -> None:
    report = Report("甲#1", "甲", "前。后。", "甲.pdf", "0", pages=((0, 1), (2, 2), (2, 3)))
    (passage,) = cut(report)
    assert (passage.page_at(1), passage.page_at(2)) == (1, 3)


def test_passages_of_a_file_without_pages_have_none() -> None:
    (passage,) = cut(Report("甲#1", "甲", "一句话。", "甲.txt", "0"))
    assert passage.page_at(2) is None


def test_passages_of_a_scan_say_so() -> None:
    (passage,) = cut(Report("甲#1", "甲", "一句话。", "甲.png", "0", recognised=True))
    assert passage.recognised


@pytest.mark.parametrize(
    "text",
    ["甲" * 400 + "\n", "甲" * 200 + "，" + "乙" * 199 + "\n" * 9, "甲" * 399 + "。" + "\n" * 300],
)
def test_a_blank_that_does_not_fit_takes_words_with_it(text: str) -> None:
    passages = cut(_report(text + "丙" * 400))
    assert all(passage.text.strip() for passage in passages)
    assert len(passages) == 3


def test_a_number_longer_than_a_passage_is_never_cut_to_one_that_could_be_a_figure() -> None:
    passages = cut(_report("收入" + "9" * 850 + "亿元。"))
    assert all(len(run) > 200 for p in passages for run in re.findall(r"\d+", p.text))
