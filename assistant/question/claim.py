"""What a question puts forward: a figure or a direction to be judged, or a figure whose indicator is
asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query import Bound, Claim, Listing
from assistant.question.expected_answer import WHICH_YEAR, YES_NO
from index.figures.binding import bind
from index.figures.figure import Binding, Context
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_FALLS = re.compile(one_of("asking.falls"))
_MORE_THAN = re.compile(rf"{one_of('qualifier.gt_before')}了?$")
_LESS_THAN = re.compile(rf"{one_of('qualifier.lt_before')}了?$")
_AT_LEAST = re.compile(rf"{one_of('asking.reaches')}了?$")
_CHOICE = re.compile(r"\d[^\d]{0,4}还是")
_LEAST_BARE = 10_000
_YEAR = re.compile(rf"(?<![比较与和]){WRITTEN}年")
_RANK = re.compile(r"(第[一二三四五六七八九十])(?=[吧吗?？,，]|$)")

_RANKED = re.compile(
    r"(?:哪些|哪几|什么|哪个|几项|几个).{0,14}(?:第[一二三四五六七八九十\d]+|首位|前[一二三四五六七八九十\d]+)"
    r"|(?:第[一二三四五六七八九十\d]+|首位)位?的?(?:指标|工作|方面)?(?:都)?(?:有|是)(?:哪些|哪几|什么)"
)
_LISTED = re.compile(rf"(?:哪些|哪几[个项]|有几[个项])(?:经济|主要|预期)*{one_of('asking.rows')}")
_GROWS = re.compile(r"增长|增速|增幅")
_ORDINAL = re.compile(r"(第[一二三四五六七八九十\d]+)(?!位|名)")
_REACHES = re.compile(r"达到?了?$")
_AMONG = re.compile(r"全[国省市区县]|[国省市]内")
_LISTED_UNITS = ("%", "百分点", "元")


def claim_in(text: str, places: Sequence[str]) -> Claim | None:
    """What the question `text` puts forward, None where it does not ask for yes or no; `places` are
    those that it names."""
    asked = _RANK.sub(r"\1位", fold(text))
    if not YES_NO.search(asked):
        return None
    figures = [quantity for quantity in parse_quantities(asked) if quantity.unit != "year"]
    asked = _without(places, asked)
    figure = _put_forward(asked)
    return Claim(
        figure,
        bound=_bound(asked, figure.quantity) if figure else "equal",
        before=asked[: figure.quantity.start] if figure else "",
        falls=_FALLS.search(asked) is not None,
        open=_CHOICE.search(asked) is not None,
        of_several=len(places) > 1 and len(figures) > 1,
    )


def _put_forward(text: str) -> Binding | None:
    """The figure put forward; one in money may have its unit left out: 有200亿了吗."""
    bound = bind(text, Context())
    if bound:
        return bound[-1]
    bare = [q for q in parse_quantities(text) if q.unit == "" and q.value >= _LEAST_BARE]
    if not bare:
        return None
    return Binding(bare[-1], "", None, "level", None, "actual", None)


def _bound(text: str, figure: Quantity) -> Bound:
    before = text[: figure.start]
    if figure.qualifier == "gt" or _MORE_THAN.search(before):
        return "more"
    if figure.qualifier == "lt" or _LESS_THAN.search(before):
        return "less"
    return "at_least" if figure.qualifier == "ge" or _AT_LEAST.search(before) else "equal"


def _without(places: Sequence[str], text: str) -> str:
    """`text` without the places and the years that may be inside a name: 建筑业2025年完成产值."""
    for place in places:
        text = text.replace(fold(place), "", 1)
    return _YEAR.sub("", text)


def listing_in(text: str) -> Listing | None:
    """The figure whose indicators the question `text` asks for, None where it asks for none."""
    asked = fold(text)
    if _RANKED.search(asked):
        ranks = [q for q in parse_quantities(_ORDINAL.sub(r"\1位", asked)) if q.unit == "位"]
        among = _AMONG.search(asked)
        return Listing(ranks[0], rank=True, among=among.group() if among else "") if ranks else None
    which_year = WHICH_YEAR.search(asked) is not None
    values = [q for q in parse_quantities(asked) if q.unit in _LISTED_UNITS]
    if not values or not (which_year or _LISTED.search(asked)):
        return None
    return Listing(
        values[0],
        bound=limit(values[0], asked),
        several=len(values) > 1,
        of_growth=_GROWS.search(asked) is not None,
        any_kind=which_year,
        target="目标" in asked or "预期" in asked,
    )


def limit(asked: Quantity, text: str) -> Bound:
    """How a figure is to be compared with the one that `text` asks about.

    在5%以下 leaves 5% out, as it is mostly meant; 在5%以上 and 达到5% take it in.
    """
    before = text[: asked.start]
    if asked.qualifier == "le":
        return "less" if asked.raw.endswith("以下") else "at_most"
    if (asked.qualifier is None and _REACHES.search(before)) or asked.qualifier == "ge":
        return "at_least"
    if asked.qualifier == "gt" or re.search("高于|大于|多于", text):
        return "more"
    return "less" if asked.qualifier == "lt" else "equal"
