"""How the sections of a chapter are known: by headings, by numbers, by titles."""

from __future__ import annotations

from assistant.answering.outline import lacking_of, misses_numbers, outline_of
from index.report import Passage


def _passage(text: str, *headings: str, start: int = 0) -> Passage:
    return Passage(f"r:{start}", "r", start, start + len(text), text, headings)


def _chapter(*texts: str) -> list[Passage]:
    """Passages one right behind the other under one heading."""
    passages: list[Passage] = []
    for text in texts:
        start = passages[-1].end if passages else 0
        passages.append(_passage(text, "二、今年工作安排", start=start))
    return passages


def _headings(passages: list[Passage]) -> list[str]:
    return [section.heading.quote for section in outline_of(passages) if section.heading]


def test_headings_below_one_heading_are_its_sections() -> None:
    path = ("2025年工作安排",)
    passages = [
        _passage("## 2025年工作安排\n\n总的要求是稳中求进，以进促稳。\n\n", *path),
        _passage("### 强产业\n\n建设园区3个。\n\n", *path, "强产业", start=100),
        _passage("再建园区，扩大招商。\n\n", *path, "强产业", start=200),
        _passage("### 惠民生\n\n新建学校。\n\n", *path, "惠民生", start=300),
        _passage("### 保安全\n\n排查隐患。\n\n", *path, "保安全", start=400),
    ]
    before, first, *others = outline_of(passages)
    assert before.heading is None
    assert _headings(passages) == ["强产业", "惠民生", "保安全"]
    assert [one.quote for point in first.points for one in point.sentences] == [
        "建设园区3个",
        "再建园区，扩大招商",
    ]
    assert len(others) == 2


def test_numbers_that_reach_over_the_chapter_open_its_sections() -> None:
    passages = _chapter(
        "要把握：一是稳中求进。二是以进促稳。三是先立后破。\n\n",
        "（一）着力扩大内需，增强动力。促进消费。办好展会，发放消费券。\n\n稳定外贸。扩大出口，支持企业。\n\n",
        "（二）加快科技创新。建设实验室，引进人才，转化成果。\n\n",
        "（三）保障改善民生。新建学校，增加学位，稳定就业。\n\n各位代表，让我们团结起来，共同奋斗。\n\n",
    )
    assert _headings(passages) == [
        "（一）着力扩大内需，增强动力",
        "（二）加快科技创新",
        "（三）保障改善民生",
    ]


def test_a_row_of_numbers_goes_on_over_the_headings_among_them() -> None:
    path = "二、今年工作安排"
    passages = [
        _passage("（一）扩大内需。促进消费，稳定外贸，扩大出口。\n\n", path),
        _passage("（二）科技创新\n\n建设实验室，引进人才。\n\n", path, "（二）科技创新", start=100),
        _passage("（三）改善民生。新建学校，增加学位。\n\n", path, "（二）科技创新", start=200),
        _passage("（四）保障安全\n\n排查隐患，化解纠纷。\n\n", path, "（四）保障安全", start=300),
        _passage("（五）文化建设\n\n新建剧场，繁荣文艺。\n\n", path, "（五）文化建设", start=400),
    ]
    assert [heading[:3] for heading in _headings(passages)] == [
        "（一）",
        "（二）",
        "（三）",
        "（四）",
        "（五）",
    ]


def test_a_heading_that_was_lost_is_noticed_by_its_number() -> None:
    path = "二、今年工作安排"
    texts = ["（一）强产业", "（二）惠民生", "（四）保安全"]
    passages = [
        _passage(f"{text}\n\n建设园区，新建学校。\n\n", path, text, start=100 * n)
        for n, text in enumerate(texts)
    ]
    assert misses_numbers(outline_of(passages))
    assert not misses_numbers(outline_of(passages)[:3])


def test_a_numbered_list_within_a_paragraph_opens_none() -> None:
    listed = "问题有：一是基础不牢。二是动能不足。三是短板不少。\n\n"
    rest = "其余各项工作有序推进，社会保持稳定，人民安居乐业，事业全面进步。" * 4
    assert outline_of(_chapter(listed, rest)) == []


def test_titles_that_paragraphs_open_with_alike_are_sections() -> None:
    passages = _chapter(
        "过去一年极不平凡，我们迎难而上。\n\n",
        "一年来，我们拼经济，回升态势巩固。出台措施20条，减税5亿元。\n\n",
        "一年来，我们强产业，集群规模扩大。工业投资增长9%。\n\n",
        "一年来，我们惠民生，生活持续改善。新建学校12所。\n\n",
        "一年来，我们守底线，大局和谐稳定。化解纠纷800起。\n\n",
        "各位代表！成绩来之不易。这是大家团结奋斗的结果。\n\n",
    )
    assert _headings(passages) == [
        "一年来，我们拼经济，回升态势巩固",
        "一年来，我们强产业，集群规模扩大",
        "一年来，我们惠民生，生活持续改善",
        "一年来，我们守底线，大局和谐稳定",
    ]


def test_a_paragraph_that_goes_on_in_the_next_passage_is_one_point_without_what_is_cut() -> None:
    passages = _chapter(
        "（一）发展教育。新建学校8所。\n\n办好学校。增加学位900个。改造操场，",
        "改善条件，建设宿舍。引进教师120名。\n\n（二）发展医疗。新建医院2所。\n\n（三）发展文化。新建剧场1座。\n\n",
    )
    _, education, *_ = outline_of(passages)
    quotes = [[one.quote for one in point.sentences] for point in education.points]
    assert quotes == [["新建学校8所"], ["办好学校", "增加学位900个", "引进教师120名"]]


def test_what_closes_a_chapter_is_of_no_section() -> None:
    passages = _chapter(
        "（一）强产业。建设园区，扩大招商。\n\n（二）抓创新。引进人才，转化成果。\n\n",
        "（三）惠民生。新建学校，增加学位。\n\n各位代表！这是大家共同奋斗的结果。\n\n教育还有短板，投入不足。\n\n",
    )
    assert [one.quote for point in outline_of(passages)[-1].points for one in point.sentences] == [
        "新建学校，增加学位"
    ]


def test_news_has_no_outline() -> None:
    assert outline_of([_passage("大会2月26日开幕。代表们听取了报告，进行了审议。")]) == []
    assert outline_of([]) == []


def test_what_is_lacking_goes_from_where_it_is_admitted_to_what_is_promised() -> None:
    passages = _chapter(
        "建成学校3所。群众反映的问题全部办结。\n\n",
        "同时，我们也清醒认识到，发展还面临不少困难和挑战。主要是：产业基础偏弱。民生领域还有短板。\n\n",
        "财政收支矛盾突出。对此，我们将采取有效措施加以解决。建设园区2个。\n\n",
    )
    assert [one.quote for one in lacking_of(passages)] == [
        "同时，我们也清醒认识到，发展还面临不少困难和挑战",
        "主要是：产业基础偏弱",
        "民生领域还有短板",
        "财政收支矛盾突出",
    ]


def test_a_problem_that_was_solved_is_not_lacking() -> None:
    assert lacking_of(_chapter("清醒把握大势，稳住了增长。群众反映的事全部办结。\n\n")) == []
    other = _passage("建设园区2个。", "二、今年工作安排", start=60)
    admitted = _passage("我们也清醒看到困难和问题：产业偏弱。", "一、去年工作回顾")
    assert [one.quote for one in lacking_of([admitted, other])] == [
        "我们也清醒看到困难和问题：产业偏弱"
    ]
