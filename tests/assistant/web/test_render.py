"""The HTML of an answer: links to its sources, the quotes in them, and nothing hostile."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from assistant.answer import Citation, Evidence, Question, Status
from assistant.query import Query
from assistant.web.render import (
    render_answer,
    render_evidence,
    render_notice,
    render_question,
)
from index.report import RetrievedPassage
from tests.assistant.web.samples import (
    QUESTION,
    QUOTE,
    TEXT,
    answered,
    citation,
    passage,
    refused,
    verdict,
)

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(1)">'
ALLOWED = {"div", "p", "a", "span", "strong", "details", "summary", "mark", "br"}


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def elements(rendered: str) -> _Elements:
    parser = _Elements()
    parser.feed(rendered)
    return parser


def text_of(rendered: str) -> str:
    return re.sub(r"<[^>]+>", "", rendered)


def test_a_marker_links_to_the_card_of_its_source() -> None:
    rendered = render_answer(answered(), "turn-1")
    assert '<a class="marker" href="#turn-1-1"' in rendered
    assert '<details class="source" id="turn-1-1">' in rendered


def test_the_cards_of_two_answers_do_not_share_an_id() -> None:
    first, second = (
        set(re.findall(r'id="([^"]+)"', render_answer(answered(), turn)))
        for turn in ("turn-1", "turn-2")
    )
    assert "turn-1-1" in first and "turn-2-1" in second
    assert not first & second


def test_a_marker_without_a_citation_is_plain_text() -> None:
    rendered = render_answer(answered("写着[2]字样。[1]"), "turn-1")
    assert "写着[2]字样" in rendered
    assert rendered.count('class="marker"') == 1


def test_the_quote_alone_is_marked_in_the_whole_passage() -> None:
    rendered = render_answer(answered(), "turn-1")
    assert f"<mark>{QUOTE}</mark>" in rendered
    assert rendered.count("<mark>") == 1
    assert "一般公共预算收入完成10.06亿元" in rendered


def test_paragraphs_of_the_passage_stay_apart_and_its_heading_loses_its_sign() -> None:
    rendered = render_answer(answered(), "turn-1")
    inside = rendered[rendered.index('<div class="passage">') :]
    assert inside.count("<p") >= 3
    assert '<p class="heading">经济运行稳中有进</p>' in inside
    assert "#### " not in inside


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    quote = "与全市平均增速持平。\n\n一般公共预算收入"
    rendered = render_answer(answered(citations=[citation(quote=quote)]), "turn-1")
    assert "<mark>与全市平均增速持平。</mark></p><p><mark>一般公共预算收入</mark>" in rendered


def test_two_quotes_of_one_marker_share_a_card() -> None:
    both = [citation(), citation(quote="10.06亿元")]
    rendered = render_answer(answered(citations=both), "turn-1")
    assert rendered.count("<details") == 1
    assert f"<mark>{QUOTE}</mark>" in rendered
    assert "<mark>10.06亿元</mark>" in rendered


def test_overlapping_quotes_repeat_no_text() -> None:
    overlapping = [citation(quote="全年生产总值完成189.3亿元"), citation(quote=QUOTE)]
    rendered = render_answer(answered(citations=overlapping), "turn-1")
    card = rendered[rendered.index('<div class="passage">') :]
    assert text_of(card).count("189.3亿元") == 1


def test_bold_of_a_report_shows_without_its_stars() -> None:
    text = "经济增长**5.5%左右**;规上工业增加值增长**7.5%左右**。"
    cited = citation(text, "经济增长**5.5%左右**")
    rendered = render_answer(answered(citations=[cited]), "turn-1")
    assert "<mark>经济增长5.5%左右</mark>;" in rendered


def test_a_source_says_what_it_is_and_where_it_stands() -> None:
    where = text_of(render_answer(answered(), "turn-1"))
    assert "凝心聚力再出发 砥砺前行新征程" in where
    assert "安阳市北关区，2026年2月27日至28日" in where
    assert "2025年工作回顾 › 经济运行稳中有进" in where
    assert "页" not in where


def test_a_page_is_named_where_the_source_has_pages() -> None:
    paged = Citation(1, replace(passage(), page=3), 0, 4)
    assert "第3页" in render_answer(answered(citations=[paged]), "turn-1")


def test_a_source_appears_with_the_sentence_that_cites_it() -> None:
    whole = answered("甲。[1]", "乙。[2]", citations=[citation(), citation(marker=2)])
    rendered = render_answer(replace(whole, sentences=whole.sentences[:1]), "turn-1")
    assert 'id="turn-1-1"' in rendered
    assert 'id="turn-1-2"' not in rendered


def test_very_many_sources_are_folded_away_and_told_by_number() -> None:
    many = [replace(citation(), marker=marker) for marker in range(1, 14)]
    said = "、".join(f"某市[{marker}]" for marker in range(1, 14))
    rendered = render_answer(answered(f"提到的有：{said}。", citations=many), "a1")
    assert '<details class="cards many"><summary class="label">来源（13 处）</summary>' in rendered
    few = render_answer(answered("某市[1]。", citations=many[:1]), "a1")
    assert "cards many" not in few


def test_a_formula_is_shown_once_however_many_counts_come_of_it() -> None:
    formula = "逐份查阅 3 份报告后计数"
    counted = tuple(
        replace(verdict(text), status="derived", formula=formula) for text in ("3份", "2份")
    )
    rendered = render_answer(replace(answered("3份中有2份提到[1]。"), figures=counted), "a1")
    assert rendered.count("逐份查阅") == 1


def test_hostile_text_reaches_the_page_as_text_only() -> None:
    text = f"{HOSTILE}</details></div>[1] <mark>x</mark> {QUOTE}"
    hostile = replace(passage(text), title=HOSTILE, place=HOSTILE, headings=(HOSTILE,), date="<i>")
    start = text.index(QUOTE)
    rendered = render_answer(
        replace(
            answered(f"{HOSTILE}[1]", citations=[Citation(1, hostile, start, start + len(QUOTE))]),
            question=Question("问", Query(HOSTILE)),
            figures=(replace(verdict(HOSTILE), status="derived", formula=HOSTILE),),
            mode="llm",
            model=HOSTILE,
        ),
        "turn-1",
    )
    found = elements(rendered + render_question(HOSTILE) + render_notice(HOSTILE))
    assert found.names <= ALLOWED
    assert found.attributes <= {"class", "href", "id", "title", "tabindex", "target"}
    assert rendered.count("<mark>") == 1
    assert rendered.count('class="marker"') == 1, "the [1] in the passage is no link"
    assert rendered.count("alert(1)") == text_of(rendered).count("alert(1)"), "shown, not run"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", "\r", "\x0b", "\x85"])
def test_the_html_is_one_line_whatever_the_texts_hold(line_break: str) -> None:
    text = f"# 题{line_break}*甲*{line_break}    `乙`{line_break}[丙](javascript:alert(1))"
    rendered = render_answer(answered(f"{text}[1]", citations=[citation(text, "甲")]), "turn-1")
    assert len(rendered.splitlines()) == 1
    assert rendered.startswith("<div")


def test_characters_that_turn_the_writing_around_are_left_out() -> None:
    assert render_question("甲\u202e乙\x00") == '<div class="asked">甲乙</div>'


def test_the_reading_of_a_question_is_shown_only_where_it_differs() -> None:
    follow_up = replace(answered(), question=replace(QUESTION, asked="那2026年的目标呢?"))
    assert "理解为：2025年北关区的GDP是多少?" in render_answer(follow_up, "turn-1")
    assert "理解为" not in render_answer(answered(), "turn-1")


def test_a_partial_answer_says_so_and_a_whole_one_has_no_badge() -> None:
    partly = replace(answered(), status="answered_partly")
    assert "只能回答一部分" in render_answer(partly, "turn-1")
    assert "badge" not in render_answer(answered(), "turn-1")


def test_what_is_lacking_is_said_once_after_what_was_found() -> None:
    partly = answered("2025年为189.3亿元。[1]", "没有找到粮食产量的相应内容。")
    html = render_answer(replace(partly, status="answered_partly"), "a")
    assert "只能回答一部分" not in html
    assert html.index("189.3亿元") < html.index("没有找到粮食产量") < html.index(">来源<")


def test_what_only_comes_near_says_so_and_is_not_called_checked() -> None:
    html = render_answer(replace(answered(), status="answered_nearest"), "turn-1")
    assert "没有直接的答案" in html
    assert "逐一核对" not in html and "逐一核对" in render_answer(answered(), "turn-1")


@pytest.mark.parametrize(
    ("status", "badge"),
    [
        ("guardrail_small_talk", None),
        ("guardrail_insult", None),
        ("guardrail_about_assistant", "关于本助手"),
        ("guardrail_opinion", "不作评价"),
        ("guardrail_complaint", "请向责任部门反映"),
        ("clarify_place_name", "请说得具体一些"),
        ("guardrail_too_long", "没有处理"),
    ],
)
def test_a_reply_to_what_is_no_question_has_a_badge_that_fits(
    status: Status, badge: str | None
) -> None:
    html = render_answer(replace(refused(), status=status, nearest=()), "turn-1")
    assert (f">{badge}<" in html) if badge else ("badge" not in html)


def test_a_refusal_offers_the_nearest_passages_closed_and_unlinked() -> None:
    rendered = render_answer(replace(refused(), status="unanswerable_not_in_reports"), "turn-1")
    assert "报告中没有" in rendered
    assert "最接近的内容" in rendered
    assert "没有文峰区的内容" in rendered
    assert "<details" in rendered
    assert " open" not in rendered
    assert "来源" not in rendered
    assert "未用大模型" not in rendered


def test_the_mode_names_the_model_where_there_is_one() -> None:
    assert "答案摘自报告原文，或由原文数字算得，未用大模型" in render_answer(answered(), "turn-1")
    written = render_answer(replace(answered(), mode="llm", model="qwen3"), "turn-1")
    assert "qwen3" in written
    assert "未用大模型" not in written


def test_an_extract_that_stands_in_says_for_whom_and_why() -> None:
    fallback = replace(answered(), model="qwen3", fallback="model_unverified")
    shown = render_answer(fallback, "turn-1")
    assert "大模型 qwen3 写的答案没有通过核对，改用原文摘录" in shown
    assert "未用大模型" not in shown
    filtered = render_answer(replace(fallback, fallback="model_filtered"), "turn-1")
    assert "没有放行大模型 qwen3 的回答" in filtered and "未用大模型" not in filtered
    pending = render_answer(replace(fallback, fallback=None, pending=True), "turn-1")
    assert "大模型 qwen3 仍在撰写" in pending and "未用大模型" not in pending
    gone = replace(fallback, fallback="model_fault", model="<b>")
    assert "大模型 &lt;b&gt; 暂时无法使用" in render_answer(gone, "turn-1")


def test_what_was_found_is_shown_while_the_answer_is_written() -> None:
    found = tuple(RetrievedPassage(passage(), rank=n, score=1 / n) for n in range(1, 6))
    question = Question("那今年呢", Query("今年的GDP目标是多少？"))
    shown = render_evidence(Evidence(question, found))
    assert "理解为：今年的GDP目标是多少？" in shown and "正在根据原文撰写并核对" in shown
    assert shown.count("<details") == 3
    assert "<mark>" not in shown and "个数字已由程序" not in shown


def test_the_check_is_claimed_only_where_every_figure_passed() -> None:
    assert "1 个数字已由程序与所引原文逐一核对" in render_answer(answered(), "turn-1")
    failed = replace(verdict("5.5%"), status="miscited")
    mixed = replace(answered(), figures=(verdict(), failed))
    assert "核对" not in render_answer(mixed, "turn-1")


def test_a_year_is_not_counted_as_a_figure() -> None:
    year = replace(verdict("2025年"), value=Decimal(2025), unit="year")
    both = replace(answered(), figures=(year, verdict()))
    assert "1 个数字已由程序" in render_answer(both, "turn-1")
    assert "年份已由程序" in render_answer(replace(answered(), figures=(year,)), "turn-1")


def test_a_derived_figure_shows_its_formula() -> None:
    derived = replace(verdict("3.1个百分点"), status="derived", formula="5.5%−2.4%=3.1个百分点")
    assert "由原文数字算得：5.5%−2.4%=3.1个百分点" in render_answer(
        replace(answered(), figures=(derived,)), "turn-1"
    )


def test_a_very_long_question_is_shown_by_its_beginning() -> None:
    shown = render_question("问" * 10_000)
    assert len(shown) < 500
    assert "10000 字" in shown


def test_a_reader_is_told_of_personal_data_that_was_hidden() -> None:
    shown = render_question("我的手机号是〔手机号〕", ("手机号",))
    assert "其中的手机号已隐去" in shown
    assert "已隐去" not in render_question("北关区的GDP是多少？")


def test_a_refusal_says_where_to_turn_but_not_what_is_no_concern_of_an_office() -> None:
    assert "12345" in render_answer(refused(), "a")
    assert "12345" not in render_answer(replace(refused(), status="unanswerable_off_topic"), "a")


def test_an_empty_question_has_a_bubble_that_says_so() -> None:
    assert "没有输入内容" in render_question("  \n ")


def test_a_passage_shows_all_of_its_words() -> None:
    rendered = render_answer(answered(), "turn-1")
    card = rendered[rendered.index('<div class="passage">') : rendered.index('<p class="whole">')]
    assert "".join(text_of(card).split()) == "".join(TEXT.replace("#", "").split())


def test_the_sentences_nearest_to_a_refusal_can_be_read_before_a_card_is_opened() -> None:
    near = citation()
    refusal = replace(
        refused(),
        nearest=(RetrievedPassage(near.passage, 1, 1.0),),
        near=(near,),
    )
    summary = re.findall(r"<summary>(.*?)</summary>", render_answer(refusal, "a"), re.S)
    assert QUOTE in summary[0]
