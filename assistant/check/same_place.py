"""Whether the places that a sentence names are the place of a figure, and of no other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.normalise import fold
from index.figures.places import names_of, own_name
from index.reports.place_of_report import level_of

_OF_A_NAME = 2  # characters behind a place, by which it is part of a name
_NATION = ("全国", "我国", "中国", "中华人民共和国")
_KINDS = ("市", "区", "县", "州", "盟", "旗", "省", "镇", "乡", "地区")
_WHOLE = re.compile(r"全[国省市区县州]|我[国省市区县州]")


def same_places(claimed: Sequence[str], told: str | None, above: str | None) -> bool:
    """Whether the places that a claim names are the figure's, or lead to it from its report's."""
    return all(
        _same_place(place, told) or (place != claimed[-1] and _leads_to(place, above))
        for place in claimed
    )


def _leads_to(place: str, above: str | None) -> bool:
    """Whether `place` is the report's own or one that it is in: 安阳市 before 北关区."""
    return (
        _same_place(place, above)
        or (above is not None and place in above)
        or any(_same_place(place, parent) for parent in parents_of(above or ""))
    )


def names_part(before: str, told: str | None, report: str | None) -> bool:
    """Whether what stands before a figure of a part of the report's place says that it is one: 综合保税区进出口额 is no
    进出口额 of the city."""
    if told is None or report is None or report not in parents_of(told):
        return True
    said = fold(before)
    return any(name in said for name in (own_name(told), *names_of(told, level_of(told))))


def _same_place(claimed: str, told: str | None) -> bool:
    """Whether a place that the claim names can be the passage's: 北关区 and 全区 are 安阳市北关区,
    安阳市 is not."""
    if told is None or claimed.endswith(told) or _is_called(claimed, told):
        return True
    if told == "全国":
        return claimed in _NATION
    own = own_name(told)
    if _WHOLE.fullmatch(claimed):
        province = own.endswith("自治区") and claimed[-1] in "区省"
        return province or claimed[-1] == own[-1]
    return False


def _is_called(claimed: str, told: str) -> bool:
    known = gazetteer_place(told)
    own = own_name(told)
    if claimed == own or (len(claimed) > 1 and own.removeprefix(claimed) in _KINDS):
        return True
    return known is not None and claimed in (known.name, known.usual, known.short)


def begins_a_name(place: str, before: str, text: str) -> bool:
    """Whether `place` is part of a name that the passage has as well: 安阳 in 安阳研学通平台."""
    said = fold(before)
    at = said.rfind(place)
    name = said[at : at + len(place) + _OF_A_NAME]
    return at >= 0 and len(name) == len(place) + _OF_A_NAME and name in fold(text)
