"""What a question puts forward: a figure or a direction to be judged, or a figure whose indicator is
asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.query import Bound, Claim, Listing
from assistant.question.expected_answer import WHICH_YEAR, asks_yes_no
from assistant.question.parts import ASPECT, limiting_places, sharing_head
from index.figures.aliases import load_aliases
from index.figures.assertions import Assertion, assertions_said
from index.figures.binding import bind
from index.figures.figure import Attribute, Binding, Context, Direction
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_MORE_THAN = re.compile(rf"(?:{one_of('qualifier.gt_before')}|(?<![通超不])过)了?$")
_LESS_THAN = re.compile(rf"{one_of('qualifier.lt_before')}了?$")
_AT_LEAST = re.compile(rf"{one_of('asking.reaches')}了?$")
_WHETHER = re.compile(one_of("asking.whether"))
_OPENER = re.compile(rf"^(?:{one_of('light.opener')}[,，]?)+")
_DENIED = re.compile(
    rf"并?(?:(?<!有){one_of('asking.not_done')}(?={one_of('asking.denied')})|(?<!是){one_of('claim.not_so')}(?=.))"
)
_BEFORE = rf"[比较](?:{one_of('asking.two_years_ago', 'asking.last_year', 'claim.among_before')}|{WRITTEN}年)"
_CHANGED = re.compile(rf"{_BEFORE}[^,，。;；]{{0,14}}?(?:多|(?P<less>少))[\u4e00-\u9fff]{{0,2}}$")
_PAUSES = "，和,而、的;； "
_PAUSE = re.compile(rf"\s*[{_PAUSES}]+\s*")
_PREDICATE = re.compile(
    rf"(?:(?<![新净])(?:{_BEFORE}|{one_of('asking.says', 'direction.rise', 'direction.fall')}"
    rf"|{one_of('qualifier.gt_before', 'qualifier.lt_before')}))+$"
)
_TIME = re.compile(
    rf"(?<![比较]){WRITTEN}{one_of('time.year')}|{one_of('asking.last_year', 'asking.this_year')}"
)
_SEVERAL = 2
_NO_AMOUNTS = ("", "year", "岁", "位", *words("unit.of_time"))
_BY_HOW_MUCH = re.compile(one_of("claim.by_how_much"))
_RANKED_AMONG = re.compile(rf"(?:{one_of('asking.ranked_in')}|全[国省市区县州])+$")
_MARKS = "?？。!！,， "
_OR = one_of("comparison.or")
_CHOICE = re.compile(rf"\d[^\d年]{{0,4}}{_OR}|\d年{_OR}.{{0,2}}\d")  # not 2023年还是保持
_LEAST_BARE = 10_000
_THING = re.compile(r"(?!了)[\u4e00-\u9fff]{2,6}")
_YEAR = re.compile(rf"(?<![比较与和]){WRITTEN}年")
_RANK = re.compile(r"(第[一二三四五六七八九十])(?=[吧吗?？,，]|$)")

_WHICH = one_of("asking.which_of")
_PLACED = rf"(?:第[一二三四五六七八九十\d]+|{one_of('asking.first')})"
_RANKED = re.compile(
    rf"{_WHICH}.{{0,14}}(?:{_PLACED}|前[一二三四五六七八九十\d]+)"
    rf"|{_PLACED}位?的?{one_of('asking.rows')}?都?[有是]{one_of('asking.which_ones')}"
)
_LISTED = re.compile(rf"{_WHICH}{one_of('asking.of_aim')}*{one_of('asking.rows')}")
_GROWS = re.compile(one_of("claim.growth"))
_AIM = re.compile(one_of("asking.aim", "asking.expected"))
_ORDINAL = re.compile(r"(第[一二三四五六七八九十\d]+)(?!位|名)")
_REACHES = re.compile(f"{one_of('asking.at_least')}了?$")
AMONG = re.compile(r"全[国省市区县]|[国省市]内")
_MORE = re.compile(one_of("asking.more_than"))
_LISTED_UNITS = ("%", "元", *words("unit.points"))


def claim_in(text: str, places: Sequence[str]) -> Claim | None:
    """What the question `text` puts forward, None where it does not ask for yes or no; `places` are
    those that it names."""
    asked = _RANK.sub(r"\1位", fold(text))
    if not asks_yes_no(asked):
        return None
    said = _OPENER.sub("", _WHETHER.sub("", _without(places, asked))).strip(_MARKS)
    denied = _DENIED.search(said) is not None
    said = _DENIED.sub("", said)
    figure = _put_forward(said)
    asserts = tuple(assertions_said(said))
    return Claim(
        figure,
        bound=_bound(said, figure.quantity) if figure else "equal",
        before=said[: figure.quantity.start] if figure else "",
        direction=figure.direction if figure else _direction(said, asserts),
        denied=denied,
        open=_CHOICE.search(asked) is not None,
        asserts=asserts,
        said=_OPENER.sub("", _WHETHER.sub("", asked)).strip(_MARKS),
    )


def without_predicate(text: str, claim: Claim) -> str:
    """The question `text`, folded, without the figure of `claim` and what leads from the subject to it
    (上升22%): that is to be judged, and no part of what it is about."""
    asked = fold(text)
    at = asked.rfind(claim.figure.quantity.raw) if claim.figure else -1
    if claim.figure is None or at < 0:
        return text
    before = _CHANGED.sub("", _DENIED.sub("", asked[:at]))
    named = max((mention.end for mention in load_aliases().mentions(before)), default=0)
    predicate = _PREDICATE.search(before, named)  # 经济增长 is a name
    behind = asked[at + len(claim.figure.quantity.raw) :]
    return (before[: predicate.start()] if predicate else before) + behind


def _put_forward(text: str) -> Binding | None:
    """The figure put forward; one in money may have its unit left out (有200亿了吗), and one of what is
    named behind it (来了5620万游客)."""
    bound = bind(text, Context())
    if bound and (bound[-1].quantity.unit or bound[-1].quantity.value < _LEAST_BARE):
        return _named(_changed(bound[-1], text))
    for quantity in reversed(parse_quantities(text)):
        if quantity.unit == "" and quantity.value >= _LEAST_BARE:
            thing = _THING.match(text, quantity.end)
            attribute: Attribute = "count" if thing else "level"
            named = bound[-1].indicator if bound else ""
            about = thing.group() if thing else named
            return Binding(quantity, about, None, attribute, None, "actual", None)
        if quantity.unit not in _NO_AMOUNTS and quantity.qualifier is None:
            behind = text[quantity.end :]  # 修了50公里农村公路
            return Binding(quantity, behind, None, "level", None, "actual", None)
    return None


def _named(figure: Binding) -> Binding:
    """The figure with what leads to it left out of what it is of: 客运量涨."""
    if figure.name is not None:
        return figure
    led = _PREDICATE.search(figure.indicator)
    return replace(figure, indicator=figure.indicator[: led.start()]) if led else figure


def _changed(figure: Binding, text: str) -> Binding:
    """The figure as a change where everyday words make it one: 比上一年多卖了7.2万平方米."""
    change = _CHANGED.search(text, 0, figure.quantity.start)
    if figure.attribute == "share" and _GROWS.search(text[: figure.quantity.start]):
        return replace(figure, attribute="change", direction="rise")  # 增长目标还是15.2%
    if change is None or figure.attribute not in ("level", "count"):
        return figure
    about = _CHANGED.sub("", figure.indicator)
    way: Direction = "fall" if change["less"] else "rise"
    return replace(figure, indicator=about, attribute="change", direction=way)


def _direction(said: str, asserts: Sequence[Assertion]) -> Direction:
    """The direction that is put forward without a figure, "none" where anything else is as well, or by
    how much (翻番)."""
    if {one.aspect for one in asserts} != {"direction"} or _BY_HOW_MUCH.search(said):
        return "none"
    says = {name for one in asserts for name in one.says}
    return "rise" if says == {"up"} else "fall" if says == {"down"} else "none"


def _bound(text: str, figure: Quantity) -> Bound:
    before = text[: figure.start]
    if figure.qualifier == "gt" or _MORE_THAN.search(before):
        return "more"
    if figure.qualifier == "lt" or _LESS_THAN.search(before):
        return "less"
    if figure.qualifier == "le":
        return "at_most"
    return "at_least" if figure.qualifier == "ge" or _AT_LEAST.search(before) else "equal"


def _without(places: Sequence[str], text: str) -> str:
    """`text` without the places and the years that may be inside a name: 建筑业2025年完成产值."""
    for place in places:
        text = text.replace(fold(place), "", 1)
    return _YEAR.sub("", text)


def single_claims(text: str, known_places: Sequence[str]) -> tuple[str, ...]:
    """The texts of the single claims of a question that puts several figures forward (GDP增长5.9%、
    收入9.8亿元，对吗), each with place, year and indicator; () where it puts forward one or none."""
    asked = _RANK.sub(r"\1位", fold(text))
    if not asks_yes_no(asked) or _CHOICE.search(asked):
        return ()
    figures = [bound.quantity for bound in bind(asked, Context()) if bound.role == "value"]
    ends = [_PAUSE.match(asked, quantity.end) for quantity in figures]
    if len(figures) < _SEVERAL or not all(ends[:-1]):
        return ()
    starts = [0, *(end.end() for end in ends[:-1] if end)]
    claims = [
        _Part.of(asked[start : quantity.end], quantity, known_places)
        for start, quantity in zip(starts, figures, strict=True)
    ]
    complete = claims[:1]
    for claim in claims[1:]:
        complete.append(claim.completed(complete[-1]))
    if not all(claim.about for claim in complete):
        return ()
    return tuple(f"{claim.written}吗？" for claim in complete)


@dataclass(frozen=True, slots=True)
class _Part:
    """One of several claims: its place, its time, what it is about, and what is said of that."""

    place: str
    time: str
    about: str
    says: str

    @classmethod
    def of(cls, text: str, figure: Quantity, known_places: Sequence[str]) -> _Part:
        """The claim that `text` ends in, by `figure`."""
        said = _WHETHER.sub("", text.removesuffix(figure.raw))
        places = limiting_places(text, known_places)
        for place in places:
            said = said.replace(place, "", 1)
        time = _TIME.search(said)
        said = said.replace(time.group(), "", 1) if time else said
        about = _PREDICATE.sub("", said)
        about = _RANKED_AMONG.sub("", about) if figure.unit == "位" else about
        says = said[len(about) :] + figure.raw
        return cls("和".join(places), time.group() if time else "", about.strip(_PAUSES), says)

    def completed(self, before: _Part) -> _Part:
        """With what only the claim before names: 农村居民 after 城镇居民人均可支配收入."""
        return _Part(
            self.place or before.place,
            self.time or before.time,
            self._named_after(before.about),
            self.says,
        )

    def _named_after(self, before: str) -> str:
        if not self.about or ASPECT.fullmatch(self.about):
            return before + self.about
        if any(load_aliases().mentions(self.about)):
            return self.about
        return sharing_head(self.about, before) or self.about

    @property
    def written(self) -> str:
        return f"{self.place}{self.time}{self.about}{self.says}"


def listing_in(text: str) -> Listing | None:
    """The figure whose indicators the question `text` asks for, None where it asks for none."""
    asked = fold(text)
    if _RANKED.search(asked):
        ranks = [q for q in parse_quantities(_ORDINAL.sub(r"\1位", asked)) if q.unit == "位"]
        among = AMONG.search(asked)
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
        target=_AIM.search(asked) is not None,
    )


def limit(asked: Quantity, text: str) -> Bound:
    """How a figure is to be compared with the one that `text` asks about.

    在5%以下 leaves 5% out, as it is mostly meant; 在5%以上 and 达到5% take it in.
    """
    before = text[: asked.start]
    if asked.qualifier == "le":
        return "less" if asked.raw.endswith(words("asking.under")) else "at_most"
    if (asked.qualifier is None and _REACHES.search(before)) or asked.qualifier == "ge":
        return "at_least"
    if asked.qualifier == "gt" or _MORE.search(text):
        return "more"
    return "less" if asked.qualifier == "lt" else "equal"
