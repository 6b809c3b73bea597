"""Summaries by structure: complete, each item once and cited, in the report's own words."""

from __future__ import annotations

from assistant.assistant import Assistant

_DONE = [
    "（一）全力稳定经济运行，发展态势向好",
    "（二）加快培育特色产业，动能不断增强",
    "（三）用心办好民生事业，群众生活改善",
]
_PLANNED = [
    "（一）着力扩大有效需求，增强发展后劲",
    "（二）着力推进乡村全面振兴，建设和美乡村",
    "（三）着力保障改善民生，提升生活品质",
]


def _quotes(assistant: Assistant, question: str, status: str = "answered") -> list[str]:
    answer = assistant.ask(question)
    assert answer.status == status
    assert all(f"[{citation.marker}]" in answer.text for citation in answer.citations)
    return [citation.quote for citation in answer.citations]


def test_the_tasks_of_the_year_are_all_named_in_order(structured: Assistant) -> None:
    answer = structured.ask("耒阳市今年重点抓哪几方面工作？")
    assert [citation.quote for citation in answer.citations] == _PLANNED
    assert answer.text.startswith("耒阳市2025年计划：（一）着力扩大有效需求，增强发展后劲。[1]")


def test_what_was_done_is_of_the_year_before(structured: Assistant) -> None:
    assert _quotes(structured, "耒阳去年主要做了哪些工作") == _DONE
    assert _quotes(structured, "耒阳2024年做了什么") == _DONE


def test_what_a_report_says_is_of_both_years(structured: Assistant) -> None:
    assert _quotes(structured, "耒阳市政府工作报告主要讲了什么") == _DONE + _PLANNED
    assert _quotes(structured, "耒阳2025年政府工作报告讲了哪些内容") == _DONE + _PLANNED


def test_a_field_with_a_heading_of_its_own_has_all_below_it(structured: Assistant) -> None:
    quotes = _quotes(structured, "耒阳今年乡村振兴打算怎么做")
    assert quotes == [
        _PLANNED[1],
        "夯实粮食安全",
        "建设高标准农田3万亩，守住耕地红线",
        "壮大特色产业",
        "新增油茶加工企业4家",
    ]


def test_of_a_heading_on_more_only_the_paragraphs_on_the_field_are_said(
    structured: Assistant,
) -> None:
    quotes = _quotes(structured, "耒阳教育方面今年有什么打算")
    assert quotes == ["办好人民满意教育", "新建学校6所", "新增学位4000个"]


def test_a_field_within_a_paragraph_is_told_without_what_closes_the_chapter(
    structured: Assistant,
) -> None:
    quotes = _quotes(structured, "耒阳去年教育方面做了什么")
    assert quotes == ["教育质量提升", "新建学校12所，新增学位9000个", "学前教育覆盖率达到95%"]


def test_less_than_three_items_are_no_summary(structured: Assistant) -> None:
    answer = structured.ask("耒阳医疗卫生今年有什么打算")
    assert "社区医院2所" in answer.text
    assert not any(citation.quote == "推进健康建设" for citation in answer.citations)


def test_plans_for_outcomes_are_said_to_be_such(structured: Assistant) -> None:
    answer = structured.ask("耒阳今年做了什么")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告没有写所问时间的完成情况，只写了计划：耒阳市2025年计划：")
    assert [citation.quote for citation in answer.citations] == _PLANNED


def test_a_long_list_is_cut_and_said_to_be(structured: Assistant) -> None:
    answer = structured.ask("常宁市2025年重点工作有哪些")
    assert answer.status == "answered_partly"
    assert answer.text.startswith("报告所列较多，以下只列出前面的部分：")
    assert len(answer.citations) == 12


def test_a_report_without_structure_is_answered_as_before(several: Assistant) -> None:
    answer = several.ask("广元市今年重点抓哪些工作")
    assert answer.status != "answered" or len(answer.citations) < 3


def test_a_chapter_without_structure_is_not_said_to_be_missing(structured: Assistant) -> None:
    answer = structured.ask("资兴市去年做了哪些工作")
    assert "报告没有写" not in answer.text
    assert not any("办好" in citation.quote for citation in answer.citations)
    planned = structured.ask("资兴市今年重点工作有哪些")
    assert [citation.quote[:3] for citation in planned.citations] == ["（一）", "（二）", "（三）"]


def test_a_thing_or_a_figure_is_no_summary(structured: Assistant) -> None:
    assert "6所" in structured.ask("耒阳今年新建多少所学校？").text
    assert len(structured.ask("耒阳2025年GDP增长目标是多少").citations) == 1


def test_what_the_report_says_is_not_good_yet(structured: Assistant) -> None:
    lacking = ["我们也清醒看到，发展还面临不少困难：产业基础偏弱", "教育短板还不少"]
    assert _quotes(structured, "耒阳市政府还有哪些问题和不足？") == lacking
    assert _quotes(structured, "耒阳教育上还有什么短板") == lacking[1:]
