"""What a question means, typed: the one thing that everything after understanding reads.

A query is one thing asked (a leaf) or several (`parts`), with what is to be worked out from them
(`operation`) or that it is put to every report of a level (`survey`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from index.figures.assertions import Assertion
from index.figures.bound_base import ComparedTo
from index.figures.figure import Attribute, Binding, Direction, Months
from index.figures.quantities import Quantity
from index.report import Level

Operation = Literal["compare", "ratio", "share", "sum"]
Asks = Literal["mention", "highest", "lowest", "beyond", "each"]
Kind = Literal["actual", "target"]
Bound = Literal["equal", "more", "less", "at_least", "at_most"]
AnswerType = Literal[
    "reason",
    "time",
    "duration",
    "site",
    "name",
    "meaning",
    "people",
    "body",
    "list",
    "means",
    "amount",
]
"""What a question expects as its answer; `site`: a place within the reported one, `body`: an
organisation, `meaning`: what stands behind a name."""
_BIGRAM_SHARE = 0.7
LEVELS = {"province": "省级", "city": "市级", "district": "区县"}


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing that a question asks about: the words for it, and how much weight it has."""

    asked: str
    written: tuple[str, ...]
    weight: float
    required: bool = False

    def share_in(self, text: str) -> float:
        """How far `text` (folded, lower-case) is on it: 1 in full, 0 not at all."""
        if any(word in text for word in self.written):
            return 1.0
        if len(self.asked) < 3 or not re.fullmatch(r"[\u4e00-\u9fff]+", self.asked):
            return 0.0
        pairs = [self.asked[i : i + 2] for i in range(len(self.asked) - 1)]
        return _BIGRAM_SHARE * sum(pair in text for pair in pairs) / len(pairs)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about.

    `phrase` are its words, folded, without time, covered places, attribute and asking words;
    `indicators` the canonical names that it has, `terms` its words with their weights. `topic` is
    the phrase with each synonym as the first word of its group, to be compared with what figures
    are bound to; `beside` what of it is no indicator: 农村 or 其中 make another figure. `exactly` are
    the words that nothing else can stand for: 5G; `names` those that
    are the name of one thing (黄果树, 中欧班列国际合作论坛). `among` are those that it is ranked or compared
    with (全省), `counted` the noun right behind 多少 and its unit, `of_meeting` whether it asks about
    the meeting itself.
    """

    phrase: str = ""
    indicators: tuple[str, ...] = ()
    terms: tuple[QueryTerm, ...] = ()
    topic: str = ""
    beside: str = ""
    exactly: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    counted: str = ""
    of_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """The years asked for, 去年 resolved, and the part of them (`months`, `part` in its own words).

    `span` are the words by which several years are asked for at once (近三年), `whole_span` whether
    one figure of all of them is (五年来年均), `in_plan` whether the years of a plan are. `yearly`: an
    average per year. `compared_to`: the time that a change is to be compared with, where it is not
    the year before. `report`: the year of the report in which it is to be looked for, whatever year
    is spoken of there.
    """

    years: tuple[int, ...] = ()
    months: Months | None = None
    part: str = ""
    span: str = ""
    whole_span: bool = False
    in_plan: bool = False
    yearly: bool = False
    compared_to: ComparedTo | None = None
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a question puts forward to be judged (是不是达到了250亿元).

    `figure` is what the number is bound to by the question's own words, None where it puts forward a
    `direction` alone (下降了吗), or only what its words assert (`asserts`: 是全市第一吗); `bound` how it
    is to be compared, `before` the words before it. `denied`: the contrary is put forward, mostly to
    hear that it is not so (难道没超过150亿元). `open`: a choice of two. `of_several`: one of several, of
    each of which is said whether it is so.
    """

    figure: Binding | None
    bound: Bound = "equal"
    before: str = ""
    direction: Direction = "none"
    denied: bool = False
    open: bool = False
    of_several: bool = False
    asserts: tuple[Assertion, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a text must have to answer, and what it should rather have.

    It must have: for `figure` a quantity, of one of `units` where that is not empty; for `date` a
    day (or, where `year`, a year); for `clock` a time of day; for `where` the name of a place; for
    `title` the name of its holder; for `ordinal` a 届 or 次; for `thing` what is asked to be there
    (有补贴吗). `asked` are the figures that the question names; where `premise`, one that it puts
    forward. Rather: for `where` something at a place; for `compared` a comparison. `listed`: names
    are asked for, `items`: works or measures, one by one; `single`: one sentence answers it.
    `in_money`: an increase is asked for as an amount; `of_whole`: a share of a whole is. `types` is
    what the words of the question ask for, `located` whether that is where a thing is, `nouns` what it
    asks for one of (学校 of 哪些学校), `number` how many of it (3 of 哪三所学校; 0: not said), `acts`
    what the asker wants to do (申请), `done` whether it asks if something is done already.
    """

    figure: bool = False
    units: frozenset[str] = frozenset()
    date: bool = False
    year: bool = False
    clock: bool = False
    title: str | None = None
    where: bool = False
    ordinal: bool = False
    listed: bool = False
    items: bool = False
    compared: bool = False
    single: bool = False
    thing: str = ""
    asked: tuple[Quantity, ...] = ()
    premise: bool = False
    in_money: bool = False
    of_whole: bool = False
    types: frozenset[AnswerType] = frozenset()
    located: bool = False
    nouns: tuple[str, ...] = ()
    number: int = 0
    acts: tuple[str, ...] = ()
    done: bool = False

    @property
    def open(self) -> bool:
        """Whether a text of some breadth is expected, rather than one figure, date or name."""
        return self.open_ended and not (self.where or self.listed)

    @property
    def open_ended(self) -> bool:
        """Whether no figure, day, time of day, number of a session or holder of a title is expected."""
        return not (self.figure or self.date or self.clock or self.title or self.ordinal)


@dataclass(frozen=True, slots=True)
class Survey:
    """A question put to every report of `level` (None: of all): which `terms` they mention, or the
    figure that the query asks of each. `value` is what a figure is compared with, as `bound` says,
    `below` where those under it are asked for; `absent` where those are that do not mention it."""

    asks: Asks
    level: Level | None
    text: str = ""
    terms: tuple[str, ...] = ()
    value: Quantity | None = None
    bound: Bound = "equal"
    below: bool = False
    absent: bool = False

    @property
    def named_level(self) -> str:
        """What reports of the level are called; "" for those of all levels."""
        return LEVELS.get(self.level or "", "")


@dataclass(frozen=True, slots=True)
class Listing:
    """A question for the indicators of a figure: those of a rank (`rank`), or those whose figure is,
    or is beyond, `value`, as `bound` says. `several`: more values are named. `of_growth`: only growth
    counts; `any_kind`: outcomes and targets alike; `among`: those that are ranked among (全市)."""

    value: Quantity
    rank: bool = False
    bound: Bound = "equal"
    several: bool = False
    of_growth: bool = False
    any_kind: bool = False
    target: bool = False
    among: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """A question for a summary of what a report says: as a whole, or on `topics` (concepts of the
    lexicon, `named` as the question has them) or a `field` by its own name.

    `kinds` are outcomes or plans, what is rather asked for first; `both`: each of them is asked for.
    `lacking`: what the report itself says is not good yet.
    """

    topics: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    field: str = ""
    kinds: tuple[Kind, ...] = ("actual", "target")
    both: bool = False
    lacking: bool = False

    @property
    def on_field(self) -> bool:
        """Whether it is on a field of work, not on the whole."""
        return bool(self.topics or self.field)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, as a question that stands alone (`wording`: what is searched for), and what it
    means.

    `places` are those that it names and limits itself to, `within` the covered places (full names)
    that it is about, `named` every place that it names, what it only compares with among them.
    `elsewhere` those of `places` that no report covers. `extent`: it asks for what is new, or for the
    total; `all_there_is`: for all there is (总数, 现有). `reached`: it asks beside an aim what was
    reached. `trend`: how one thing went over the years. `follow_up`: it came after
    others. `opinion`: it asks for a judgement. `unit`: what its figure is to be written in (万元).
    """

    wording: str
    subject: Subject = Subject()
    expected: Expected = Expected()
    time: Time = Time()
    places: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    attribute: Attribute | None = None
    kind: Kind | None = None
    extent: Literal["new", "all"] | None = None
    all_there_is: bool = False
    reached: bool = False
    trend: bool = False
    follow_up: bool = False
    opinion: bool = False
    claim: Claim | None = None
    listing: Listing | None = None
    unit: str = ""
    parts: tuple[Query, ...] = ()
    operation: Operation | None = None
    lowest: bool = False
    survey: Survey | None = None
    overview: Overview | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        return self.subject.indicators

    @property
    def years(self) -> tuple[int, ...]:
        return self.time.years

    @property
    def leaves(self) -> tuple[Query, ...]:
        """The single things that it asks."""
        return self.parts or (self,)

    @property
    def words(self) -> str:
        """What it says of its subject: words that an answer may repeat."""
        before = self.claim.before if self.claim else ""
        return "，".join((self.subject.phrase, *self.named, self.time.part, before))

    @property
    def figures(self) -> frozenset[tuple[Decimal, str]]:
        """The figures that it names, by value and unit."""
        judged = (
            one.claim.figure.quantity for one in self.leaves if one.claim and one.claim.figure
        )
        named = (q for one in (self, *self.parts) for q in one.expected.asked)
        return frozenset((q.value, q.unit) for q in (*named, *judged))

    @property
    def by_place(self) -> bool:
        """Whether it asks the same of each of several places that it names."""
        return len({part.within or part.places for part in self.parts}) > 1

    def of_years(self, years: Sequence[int]) -> Query:
        return replace(self, time=replace(self.time, years=tuple(years)))
