"""The place that a clause is about: its report's, or another that it opens with."""

from __future__ import annotations

import re

from index import binding_words as words
from index.figures import Context
from index.gazetteer.lookup import parents_of
from index.normalise import fold
from index.places import ancestor_called, find_places, is_known, may_open_with_place, own_name

_LONGEST_PLACE = 9


def end_of_place(text: str) -> int:
    head = text[:12]
    found = next(find_places(head), None) if may_open_with_place(head) else None
    if found and found.start == 0 and _is_place(found.name, text[found.end :]):
        return found.end
    return 0


def _is_place(name: str, rest: str) -> bool:
    """Whether a name at the head of a clause is where it plays, and no part of another word."""
    # 新疆维吾尔自治区 and 达州市 only begin like a verb.
    if words.LEADING_VERBS.match(name) and not is_known(name):
        return False
    generic = name[0] in "全我中"
    if generic and re.match(
        r"排名|首|第|唯一|前|领先|率先|平均|同|百|文明|重点|最|统一|一流|范围|推广|[高低快]于|人大|政协|的|研学",
        rest,
    ):
        return False
    return words.NO_DISTRICT.match(name) is None


def places_opening(clause: str) -> list[str]:
    """The places that a clause opens with as what it is about, the wider first: 南充市蓬安县."""
    text = words.LEADING_TIME.sub("", fold(clause))
    named: list[str] = []
    while may_open_with_place(text[:_LONGEST_PLACE]):
        # Cut short before each look, so that what follows a name does not stand for it.
        opening = next(
            (
                found
                for length in range(min(len(text), _LONGEST_PLACE), 1, -1)
                for found in find_places(text[:length])
                if (found.start, found.end) == (0, length) and _ends_there(text, length)
            ),
            None,
        )
        if opening is None or not _is_place(opening.name, text[opening.end :]):
            break
        named.append(opening.name)
        text = text[opening.end :]
    return named


def _ends_there(text: str, end: int) -> bool:
    """Whether a name is not the short form of a longer one: 永州 in 永州市."""
    return text[end : end + 1] not in tuple("市省区县州盟旗") or text[end - 1] in "市省区县州盟旗"


def place_of(clause: str, context: Context) -> str | None:
    """The place that the clause is about: the report's, or another that it opens with.

    全市 in a district's report is the city that the district is in, 全省 the province.
    """
    names = places_opening(clause)
    if not names or context.place is None:
        return context.place
    name = names[-1]
    own = own_name(context.place)
    generic = {"全市", "我市", "全区", "我区", "全县", "我县", "全省", "我省", "全州", "我州"}
    if name in parents_of(context.place):
        return name
    if name in context.place or own in name:
        return context.place
    if name in generic and name[-1] == own[-1]:
        return context.place
    if name in ("全区", "我区", "全省", "我省") and own.endswith(("自治区", "省")):
        return context.place
    if name in ("我国", "中国", "全国"):
        return "全国"
    return ancestor_called(name, context.place) or name
