"""What kind of answer a question expects: a figure of some unit, a date, a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Question
from index.figures.figure import Attribute
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_MONEY = re.compile(
    rf"多少(?:个)?(?:亿|万)?(?:元|钱|块)|几(?:个)?亿|多少(?:个)?亿(?![亩人斤吨户家立平千度标])|{one_of('asking.money')}"
)
_COUNTED = re.compile(rf"(?:多少|(?<![哪第])几)[百千]?[万亿]?(?P<unit>{one_of('asking.counted')})")
_FIGURE = re.compile(
    r"多少|(?<![哪第])几(?=[^何乎号日月])|多大|多高|百分之|第几(?![届次个期])|how many|how much",
    re.I,
)
_DATE = re.compile(rf"{one_of('asking.date')}|when\b", re.I)
YES_NO = re.compile(one_of("asking.yes_no"))
_CLOCK = re.compile(one_of("asking.clock"))
_CLOCK_STATED = re.compile(r"\d{1,2}(?:[点时](?!代|间|速|段|候)|:\d\d)")
_THING = re.compile(r"有(?:没有|无)?(?P<thing>[\u4e00-\u9fff]{2,4}?)(?:吗|么|没有?)?[?？。]?$")
_WHERE = re.compile(rf"{one_of('asking.where')}|where\b", re.I)
_AT_A_PLACE = re.compile(rf"在[^，,。；;]{{2,15}}{one_of('asking.takes_place')}|位于|坐落")
_PLACE_STATED = re.compile(rf"[\u4e00-\u9fff]{one_of('asking.end_of_site')}")
_ONE_THING = re.compile(rf"{one_of('asking.one_thing')}|where\b|who\b", re.I)
_PERCENT = {"%", "‰", "‱", "百分点", "倍"}
_PEOPLE = set(words("asking.person"))
_THINGS = set(words("asking.thing"))
WHICH_YEAR = re.compile(one_of("asking.which_year"))
_YEAR_STATED = re.compile(f"{WRITTEN}年")
_ORDINAL = re.compile(r"第几[届次]|哪一?[届次]|几届")
_ORDINAL_STATED = re.compile(r"第[一二三四五六七八九十]+[届次]")
_LISTED = re.compile(one_of("asking.listed"))
_COMPARED = re.compile(
    r"全[市省国].{0,6}(?:平均|比|高|低|快|慢)|(?:比|跟|与|和)全[市省国]|高于|低于"
)
_COMPARES = re.compile(r"全[市省国]|持平|高于|低于")
_AS_TEXT = re.compile(one_of("asking.as_text"))
_TITLE = re.compile(one_of("asking.title"))
_PERSON = re.compile(one_of("asking.who"))
_WROTE = re.compile(one_of("asking.wrote"))
_NAME_AFTER = (
    rf"[ \u3000]*[{''.join(words('person.common_surname'))}][\u4e00-\u9fff]{{1,2}}"
    rf"(?=[)），,。、\s]|{one_of('asking.behind_holder')}|$)"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日|\d{1,2}月(?!份)")


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What a text must have to answer, and what it should rather have.

    It must have: for `figure` a quantity, of one of `units` where that is not empty; for `date` a
    day (or, where `year`, a year); for `clock` a time of day; for `where` the name of a place; for
    `title` the name of its holder; for `ordinal` a 届 or 次; for `thing` what is asked to be there
    (有补贴吗). `asked` are the figures that the question names; where `premise`, one that it puts
    forward. Rather: for `where` something at a place; for `compared` a comparison. `listed`: names
    are asked for; `single`: one sentence answers it.
    """

    figure: bool
    units: frozenset[str]
    date: bool
    year: bool
    clock: bool
    title: str | None
    where: bool
    ordinal: bool
    listed: bool
    compared: bool
    single: bool
    attribute: Attribute | None
    thing: str = ""
    asked: tuple[Quantity, ...] = ()
    premise: bool = False

    @property
    def open(self) -> bool:
        """Whether a text of some breadth is expected, rather than one figure, date or name."""
        return not (
            self.figure
            or self.date
            or self.clock
            or self.listed
            or self.title
            or self.where
            or self.ordinal
        )

    def met_by(self, text: str) -> bool:
        """Whether `text` has what is expected."""
        if self.date:
            return bool((_YEAR_STATED if self.year else _DAY).search(fold(text)))
        if self.clock:
            return bool(_CLOCK_STATED.search(fold(text)))
        if self.where and not _PLACE_STATED.search(text):
            return False
        if self.title:
            return bool(re.search(self.title + _NAME_AFTER, text))
        if self.ordinal and not _ORDINAL_STATED.search(fold(text)):
            return False
        if not self.figure:
            return True
        return any(True for _ in self.fitting(parse_quantities(text)))

    def names_the_same(self, text: str) -> bool:
        """Whether `text` has the figures by which the question names its subject: 那36个项目."""
        stated = {(q.value, q.unit) for q in parse_quantities(text)}
        # Of 亿元以上项目是89个吗 the last is what is put forward.
        asked = self.asked[:-1] if self.premise else self.asked
        named = (
            q
            for q in asked
            if (q.unit in _THINGS and re.search(r"\d", q.raw)) or q.qualifier == "ge"
        )
        return all((q.value, q.unit) in stated for q in named)

    def favours(self, text: str) -> bool:
        """Whether `text` has what such an answer mostly has, though not every one."""
        folded = fold(text)
        return bool(
            (self.where and _AT_A_PLACE.search(folded))
            or (self.compared and _COMPARES.search(folded))
        )

    def fitting(self, quantities: Iterable[Quantity]) -> Iterable[Quantity]:
        """The quantities that the question may mean."""
        for quantity in quantities:
            if quantity.unit != "year" and (not self.units or quantity.unit in self.units):
                yield quantity


def expected_answer(question: Question) -> ExpectedAnswer:
    """What `question` expects, by its asking words, its unit and its attribute."""
    text = fold(question.text)
    asked = tuple(
        q for q in parse_quantities(_with_ranks(text)) if q.unit not in ("year", "年", "")
    )
    # 是2月27日开的吗 asks for every day that is stated: two articles may state two.
    date = bool(_DATE.search(text) or (_DAY.search(text) and YES_NO.search(text)))
    by_attribute = question.attribute in ("rank", "change", "share", "level", "count")
    asks_text = bool(_AS_TEXT.search(text)) and not _FIGURE.search(text)
    premise = bool(asked and YES_NO.search(text))
    clock = bool(_CLOCK.search(text))
    figure = not (date or clock) and bool(
        by_attribute or premise or _FIGURE.search(text) or (question.indicators and not asks_text)
    )
    return ExpectedAnswer(
        figure=figure,
        units=_units(text, question, asked) if figure else frozenset(),
        date=date,
        year=bool(WHICH_YEAR.search(text)),
        clock=clock,
        title=_title(text),
        where=bool(_WHERE.search(text)),
        ordinal=bool(_ORDINAL.search(text)),
        listed=bool(_LISTED.search(text)),
        compared=bool(_COMPARED.search(text)),
        single=figure or bool((YES_NO.search(text) and not date) or _ONE_THING.search(text)),
        attribute=question.attribute,
        thing=thing["thing"] if (thing := _THING.search(text)) else "",
        asked=asked,
        premise=premise,
    )


def _title(text: str) -> str | None:
    """The title whose holder is asked for; a reporter where 谁写的 names none."""
    if not _PERSON.search(text):
        return None
    title = _TITLE.search(text)
    if title:
        return title.group()
    return "记者" if _WROTE.search(text) else None


def _with_ranks(text: str) -> str:
    """全市第一吧 as the rank it means."""
    return re.sub(r"(第[一二三四五六七八九十])(?=[吧吗?？]|$)", r"\1位", text)


def _units(text: str, question: Question, asked: tuple[Quantity, ...]) -> frozenset[str]:
    if question.attribute == "rank":
        return frozenset({"位"})
    if question.attribute in ("change", "share"):
        return frozenset(_PERCENT)
    if _MONEY.search(text):
        return frozenset({"元", "美元"})
    counted = _COUNTED.search(text)
    if counted:
        return alike_units(counted["unit"])
    return frozenset().union(*(alike_units(quantity.unit) for quantity in asked))


def alike_units(unit: str) -> frozenset[str]:
    """The units that count the same things: 多少个企业 is answered by 34家."""
    for alike in (_PEOPLE | {"人次"}, _THINGS, _PERCENT):
        if unit in alike:
            return frozenset(alike | ({"个"} if unit in _THINGS else set()))
    return frozenset({unit})


def states_only_change(segments: Iterable[str]) -> bool:
    """Whether the clauses hold figures, and percentages alone."""
    units = {q.unit for segment in segments for q in parse_quantities(segment)} - {"year"}
    return bool(units) and units <= _PERCENT | {"位"}
