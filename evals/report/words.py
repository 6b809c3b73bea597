"""The codes of outcomes, reasons and statuses in Chinese words; an unknown one stays as it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

from evals.cases.case import Case, Fact
from evals.runs.tables import fact_text, percent
from evals.scoring.statistics import Share

REASONS: Mapping[str, str] = {
    "status": "返回的状态",
    "malformed": "返回的内容不合约定，出错的字段",
    "refused": "本应作答，却拒答",
    "status_differs": "拒得对，但拒答的缘由与题目所列不同",
    "status_not_allowed": "题目不接受这种状态",
    "answered_unanswerable": "报告中没有，却作了答",
    "declined_partly": "说明了报告未给出所问的内容",
    "fact_missing": "缺少应有的数字",
    "fact_of_other": "数字有，但说的是别的事",
    "text_missing": "缺少应有的内容",
    "forbidden_shown": "出现了不该出现的内容",
    "figure_unsupported": "数字在所引段落中没有依据",
    "figure_miscited": "数字的引用有误",
    "figure_qualifier_lost": "数字丢了“左右”“以上”之类的限定",
    "figure_listed_otherwise": "正文中的数字与所列的数字不一致",
    "number_not_in_passage": "所引段落中没有这个数字",
    "quote_not_verbatim": "引文与原段不符",
    "marker_without_citation": "引用编号没有对应的出处",
    "no_citation": "没有引用任何出处",
    # Those below are the independent scorer's own.
    "error": "返回的状态",
    "answered": "报告中没有，却作了答",
    "forbidden": "出现了不该出现的内容",
    "stranger": "所引段落中没有、也推算不出的数字",
}

_OF_A_STATUS = (
    "status",
    "error",
    "refused",
    "answered",
    "status_differs",
    "status_not_allowed",
    "answered_unanswerable",
)
"""Reasons whose detail is a status."""

STATUSES: Mapping[str, str] = {
    "answered": "作答",
    "answered_partly": "部分作答",
    "clarify_question": "请对方说清问题",
    "clarify_place": "请对方说清地区",
    "unanswerable_not_in_reports": "拒答：报告中没有",
    "unanswerable_place": "拒答：报告不涉及该地区",
    "unanswerable_period": "拒答：报告不涉及该年份",
    "unanswerable_off_topic": "拒答：与报告无关",
    "guardrail_empty": "拒答：没有问题",
    "guardrail_too_long": "拒答：问题太长",
}

CATEGORIES: Mapping[str, str] = {
    "figures": "数字",
    "names": "名称",
    "places": "地点",
    "dates": "日期",
    "lists": "列举",
    "text": "叙述",
    "follow-up": "追问",
    "refusal": "应拒之题",
    "robust": "换种问法",
    "attack": "攻击",
}

WAYS_MADE_WRONG: Mapping[str, str] = {
    "digit": "改一位数字",
    "ten_times": "放大或缩小十倍",
    "unit": "换单位或数量级",
    "other_figure": "换成同一报告的另一数字",
    "neighbour": "换成同一段的另一数字",
    "kind": "完成说成目标，或相反",
    "year": "换年份",
    "place": "换地区",
    "negated": "加上否定",
    "direction": "升说成降，或相反",
    "comparison": "高于说成低于，或添上比较",
    "parent": "说成上级地区的",
    "completion": "说成超额或提前完成",
    "person": "添上人名",
    "clause": "添上编造的一句",
}

_SCALES = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))


def reason_words(reason: str) -> str:
    """A reason `code` or `code: detail`, with the code in words where it is known."""
    code, colon, detail = reason.partition(": ")
    if code in _OF_A_STATUS:
        detail = status_words(detail)
    words = REASONS.get(code, code)
    return (
        f"{words}（{detail}）"
        if code in _OF_A_STATUS
        else f"{words}{'：' if colon else ''}{detail}"
    )


def status_words(status: str) -> str:
    if status.startswith("error_"):
        return f"系统出错 {status}"
    return STATUSES.get(status, status)


def category_words(category: str) -> str:
    """The name in Chinese, with the one that the case files use."""
    known = CATEGORIES.get(category)
    return f"{known} {category}" if known else category


def fact_words(fact: Fact) -> str:
    """The fact with its value in 万 or 亿 beside the base units, which nobody reads with ease."""
    for scale, name in _SCALES:
        if abs(fact.value) >= scale:
            return f"{fact_text(fact)}（即 {(fact.value / scale).normalize():f} {name}{fact.unit}）"
    return fact_text(fact)


def expected_way(case: Case) -> str:
    """How a right answer to the case may end."""
    return "，或".join(map(status_words, case.statuses))


def share_words(one: Share) -> str:
    """As on the terminal; undefined says that there was nothing to count."""
    return "nan（无题目）" if math.isnan(one.value) else percent(one)


def milliseconds(value: float) -> str:
    return "nan（无计时的回答）" if math.isnan(value) else f"{value:.1f}"


def short_percent(value: float) -> str:
    return "nan" if math.isnan(value) else f"{100 * value:.1f}%"
