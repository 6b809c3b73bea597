"""A report's text as HTML: all of it, its figures underlined, quoted words marked, nothing acting."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from html import unescape
from itertools import islice, repeat

from hypothesis import given
from hypothesis import strategies as st

from assistant.web.reports.whole_text import WholeText, whole_text
from index.chunker import cut
from index.figures.figure import Figure, Period
from index.figures.passage_figures import figures_of
from index.figures.structure import structure_of
from index.report import Report, Table

TEXT = (
    "# 2025年青山县政府工作报告\n\n各位代表：\n\n## 一、2024年工作回顾\n\n"
    "全县生产总值完成120.5亿元，增长6.1%。\n\n### （一）农业\n\n新建农村公路35公里。\n\n"
    "## 二、2025年主要目标\n\n生产总值增长6%左右，**新增**城镇就业3000人以上。\n"
)


def report_of(text: str, **known: object) -> Report:
    headings, paragraphs = structure_of(text)
    return Report(
        id="r#1",
        title="报告",
        text=text,
        source="/r.txt",
        sha256="",
        headings=tuple(headings[1:] if text.startswith("# 2025") else headings),
        paragraphs=tuple(paragraphs),
        place="青山县",
        year=2025,
        **known,  # type: ignore[arg-type]
    )


def ledger_of(report: Report) -> list[tuple[int, Figure]]:
    return [(passage.start, figure) for passage in cut(report) for figure in figures_of(passage)]


def made(
    text: str = TEXT,
    quoted: tuple[int, int] | None = None,
    figures: Sequence[tuple[int, Figure]] | None = None,
    **known: object,
) -> WholeText:
    report = report_of(text, **known)
    return whole_text(report, ledger_of(report) if figures is None else figures, quoted)


def shown(text: WholeText) -> str:
    """What a reader sees, without white space."""
    html = re.sub(r'<span class="page".*?</span>', "", text.html)
    return re.sub(r"\s", "", unescape(re.sub(r"<[^>]*>", "", html)))


def span_of(words: str, text: str = TEXT) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_all_of_the_text_is_there_without_the_signs_of_markdown() -> None:
    assert shown(made()) == re.sub(r"\s|#+|\*\*", "", TEXT)


@given(st.text(alphabet="一二（）、。\n 　年2#<&\"'5%亿元增长\x00", max_size=120), st.data())
def test_whatever_the_text_all_of_it_is_there(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quoted = (start, data.draw(st.integers(start, len(text))))
    whole = shown(made(text, quoted if quoted[0] < quoted[1] else None, figures=[]))
    signs = re.compile(r"(?m)^\s*#{1,6}[ \t]+|\s|\x00")
    assert whole == signs.sub("", text)


def test_headings_are_the_contents_and_lead_to_their_anchors() -> None:
    text = made()
    first, second = text.contents
    assert [entry.text for entry in (first, second)] == ["一、2024年工作回顾", "二、2025年主要目标"]
    assert [entry.text for entry in first.inside] == ["（一）农业"]
    assert f'<h2 id="{first.id}">一、2024年工作回顾</h2>' in re.sub("</?u[^>]*>", "", text.html)
    assert f'<h3 id="{first.inside[0].id}">（一）农业</h3>' in text.html


def test_the_title_of_the_text_itself_is_set_as_one() -> None:
    assert '<p class="title">2025年青山县政府工作报告</p>' in re.sub("</?u[^>]*>", "", made().html)


def test_a_level_that_a_text_leaves_out_leaves_none_out_on_the_page() -> None:
    html = made("# 甲\n\n#### 乙\n\n文字。\n\n# 丙\n\n文字。\n", figures=[]).html
    assert re.findall(r"<(h\d)", html) == ["h2", "h3", "h2"]


def test_each_figure_is_underlined_with_what_it_is_bound_to() -> None:
    notes = dict(re.findall(r'<u id="f\d+" title="([^"]*)">([^<]*)</u>', made().html))
    by_words = {words: note for note, words in notes.items()}
    assert by_words["120.5亿元"] == "地区生产总值，2024年，青山县，结果"
    assert by_words["6.1%"] == "地区生产总值（增减），2024年，青山县，结果"
    assert "2025年" in by_words["6%左右"] and by_words["6%左右"].endswith("目标")


def test_a_change_against_another_year_says_against_which() -> None:
    ((offset, figure), *_) = ledger_of(report_of(TEXT))
    binding = replace(figure.binding, attribute="change", against=Period.of(2020))
    assert "，比2020年" in made(figures=[(offset, replace(figure, binding=binding))]).html


def test_figures_at_one_place_are_underlined_once_with_all_their_notes() -> None:
    ((offset, figure), *_) = ledger_of(report_of(TEXT))
    other = Figure(figure.binding, figure.report_id, "p2", figure.evidence)
    assert made(figures=[(offset, figure), (offset, other)]).figures == 1
    (shifted,) = made(figures=[(offset, figure), (offset + 1, figure)]).html.split("<u ")[1:]
    assert shifted.count("地区生产总值") == 2


def test_the_quote_is_marked_whole_and_is_where_the_link_leads() -> None:
    html = made(quoted=span_of("完成120.5亿元，增长6.1%。")).html
    (marked,) = re.findall(r'<mark id="quote" tabindex="-1">(.*?)</mark>', html)
    assert re.sub("<[^>]*>", "", marked) == "完成120.5亿元，增长6.1%。"


def test_a_quote_over_paragraphs_has_one_place_to_lead_to() -> None:
    start, end = span_of("6.1%。")[0] + 1, span_of("新建农村公路3")[1]
    html = made(quoted=(start, end)).html
    assert html.count('id="quote"') == 1
    marked = "".join(re.findall(r"<mark[^>]*>(.*?)</mark>", html))
    assert re.sub("<[^>]*>", "", marked) == ".1%。（一）农业新建农村公路3"
    assert shown(made(quoted=(start, end))) == shown(made())


def test_pages_are_named_where_they_begin() -> None:
    begins = TEXT.index("增长6.1%")
    text = made(pages=((0, 1), (begins, 2)))
    assert text.pages == 2
    before, _, after = text.html.partition('<span class="page" id="p2">第2页</span>')
    assert before.endswith("亿元</u>，") and "增长" in after
    assert 'id="p1"' in before


def test_rows_of_a_table_are_set_apart() -> None:
    start, end = span_of("新建农村公路35公里。")
    html = made(tables=(Table(start, end),)).html
    assert html.count('<p class="row">') == 1
    assert '<p class="row">新建农村公路' in html


def test_no_text_acts() -> None:
    hostile = '<script>alert(1)</script>增长6%" onmouseover="x\n\n# <img src=x onerror=y>\n\n完成1\u202e亿元。'
    text = made(hostile, quoted=(2, 20))
    assert not re.findall(r"<(?:script|img)|<[^>]*\son\w+=", text.html)
    assert "&lt;script&gt;" in re.sub("</?mark[^>]*>", "", text.html)
    assert "\u202e" not in text.html
    assert text.contents[0].text == "<img src=x onerror=y>"


def test_two_megabytes_are_written_at_once() -> None:
    body = "".join(islice(repeat("全县生产总值完成120.5亿元，增长6.1%。\n\n"), 30_000))
    report = report_of("# 一、回顾\n\n" + body)
    (offset, figure), *_ = ledger_of(report_of("# 一、回顾\n\n全县生产总值完成120.5亿元。\n"))
    step = len(body) // 30_000
    figures = [(offset + step * number, figure) for number in range(30_000)]
    begun = time.process_time()
    text = whole_text(report, figures, (40, 60))
    assert text.figures == 30_000
    assert time.process_time() - begun < 1.5
