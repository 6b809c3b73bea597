"""A query in words, so that a person sees how a question was understood and can correct it."""

from __future__ import annotations

import re

from assistant.query import Kind, Operation, Overview, Query
from index.figures.figure import Attribute
from index.figures.lexicon import one_of
from index.figures.places import shown_name

ATTRIBUTES: dict[Attribute, str] = {
    "level": "数额",
    "change": "增速",
    "rank": "位次",
    "share": "占比",
    "count": "数量",
    "date": "日期",
}
KINDS: dict[Kind, str] = {"target": "目标", "actual": "完成数"}
_OPERATIONS: dict[Operation, str] = {
    "compare": "比较",
    "ratio": "倍数",
    "share": "占比",
    "sum": "合计",
}


_AT_EDGE = f"(?:{one_of('light.at_edge')})"
_EDGES = re.compile(f"^{_AT_EDGE}+(?=..)|(?<=..){_AT_EDGE}+$|^{_AT_EDGE}+$")
_NEW = re.compile(one_of("extent.new"))


def _read(phrase: str) -> str:
    """The words of a phrase as a person would write them: without what is left over at the edges of
    what the slots took (能 开工, 高企比)."""
    return "".join(_EDGES.sub("", piece) for piece in phrase.split())


def _summary(asked: Overview) -> str:
    """乡村振兴工作安排, 工作情况, 报告的主要内容."""
    field = asked.field or "、".join(asked.named)
    if asked.both:
        return f"报告中{field}的内容" if field else "报告的主要内容"
    return f"{field}工作{'安排' if asked.kinds[0] == 'target' else '情况'}"


def in_words(query: Query) -> str:
    """北关区2025年地区生产总值增速; of several things each, and what is worked out."""
    if query.parts:
        each = "；".join(in_words(part) for part in query.parts)
        return f"{each}（{_OPERATIONS[query.operation]}）" if query.operation else each
    of_all = "各地" if query.survey else ""
    places = [of_all] if of_all else [shown_name(p) for p in query.within] or list(query.places)
    if query.overview:
        return "".join((*places, *(f"{year}年" for year in query.years), _summary(query.overview)))
    subject = "和".join(query.indicators) or _read(query.subject.phrase)
    subject = "新增" * (query.extent == "new" and not _NEW.search(subject)) + subject
    slots = (
        *places,
        *(f"{year}年" for year in query.years),
        query.time.part,
        subject,
        ATTRIBUTES[query.attribute] if query.attribute else "",
        KINDS[query.kind] if query.kind else "",
    )
    return "".join(slot for slot in slots if slot) or query.wording
