"""What kind of answer a question wants: a figure of some unit, a date, a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answer import Question
from index.figures.figure import Attribute
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN

_MONEY = re.compile(
    r"多少(?:个)?(?:亿|万)?(?:元|钱|块)|几(?:个)?亿|多少(?:个)?亿(?![亩人斤吨户家立平千度标])|投了多少|花了多少|金额|多少资金|总投资|产值|税收|成交额|营收|多少税"
)
_COUNTED = re.compile(
    r"(?:多少|(?<![哪第])几)[百千]?[万亿]?(?P<unit>人次|名|位|人|户|家|个|项(?!目)|件|起|处|条|座|所|套|台|辆|场|次|亩|公里|千伏|吨|公斤|斤|天|岁)"
)
_FIGURE = re.compile(
    r"多少|(?<![哪第])几(?=[^何乎号日月])|多大|多高|百分之|第几(?![届次个期])|how many|how much",
    re.I,
)
_DATE = re.compile(
    r"哪一?年|哪几天|什么时候|何时|哪天|哪一天|几月|几号|几日|日期|什么时间|when\b", re.I
)
YES_NO = re.compile(r"吗|是不是|是否|有没有|对不对|对吗|吧|了没|还是")
# 几点 of the clock, not 几点要求.
_CLOCK = re.compile(r"几点(?![建意要措希体看])|几点钟|上下?班时间|营业时间|办公时间")
_CLOCK_TOLD = re.compile(r"\d{1,2}(?:[点时](?!代|间|速|段|候)|:\d\d)")
_THING = re.compile(r"有(?:没有|无)?(?P<thing>[\u4e00-\u9fff]{2,4}?)(?:吗|么|没有?)?[?？。]?$")
_WHERE = re.compile(r"哪里|哪儿|何处|什么地方|地点|where\b", re.I)
_AT_A_PLACE = re.compile(
    r"在[^，,。；;]{2,15}(?:召开|开幕|举行|举办|揭牌|启动|落户|落地|建成|投用)|位于|坐落"
)
# Not 北关区 and 曙光北校: whose place, and what stands there.
_PLACE_TOLD = re.compile(
    r"[\u4e00-\u9fff](?:[路街道镇乡村县州馆桥寨庄站湖河]|[社片园小校街]区|产业园|公园|酒店|大厦|广场|中心|基地)"
)
_ONE_THING = re.compile(r"谁|哪位|哪里|哪儿|何处|什么地方|哪个|哪家|where\b|who\b", re.I)
_PERCENT = {"%", "‰", "‱", "百分点", "倍"}
_PEOPLE = {"人", "名", "位"}
_THINGS = {
    "个", "家", "项", "处", "条", "座", "所", "套", "件", "起", "场", "台", "辆", "次", "户", "种", "类",
}  # fmt: skip
_WHICH_YEAR = re.compile(r"哪一?年|几几年")
_YEAR_TOLD = re.compile(f"{WRITTEN}年")
_ORDINAL = re.compile(r"第几[届次]|哪一?[届次]|几届")
_ORDINAL_TOLD = re.compile(r"第[一二三四五六七八九十]+[届次]")
_LISTED = re.compile(r"哪些|哪几|哪条|哪个|哪家|哪所|哪座|哪两|名单|点一?下?名|列举")
_COMPARED = re.compile(
    r"全[市省国].{0,6}(?:平均|比|高|低|快|慢)|(?:比|跟|与|和)全[市省国]|高于|低于"
)
_COMPARES = re.compile(r"全[市省国]|持平|高于|低于")
_AS_TEXT = re.compile(r"怎么|如何|怎样|什么(?!水平|程度|位)|哪些|哪几|为何|为什么")
_TITLE = re.compile(
    r"记者|秘书长|书记|区长|市长|县长|省长|主席|主任|局长|院长|检察长|部长|镇长|校长|经理|主持"
)
_PERSON = re.compile(r"谁|哪位|哪个人|叫什么名字|姓什么")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
_NAME_AFTER = (
    rf"[ \u3000]*[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=[)），,。、\s]|主持|作|介绍|说|代表|宣布|$)"
)
_DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日|\d{1,2}月(?!份)")


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """What only a fitting text can answer, and what rather does.

    Only: `figure` one with a quantity, of one of `units` where that is not empty; `date` one with
    a day (or, where `year`, a year); `clock` one with a time of day; `where` one that names a
    place; `title` one that names the holder of that title; `ordinal` one with a 届 or 次; `thing`
    one that tells of what is asked to be there (有补贴吗). `asked` are the figures that the question
    names; where `premise`, one that it puts forward. Rather: `where` one that tells of something at
    a place; `compared` one that compares. `listed`: names are asked for; `single`: one sentence
    answers it.
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
        """Whether a text of some breadth is wanted, rather than one figure, date or name."""
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
        """Whether `text` holds what is wanted."""
        if self.date:
            return bool((_YEAR_TOLD if self.year else _DAY).search(fold(text)))
        if self.clock:
            return bool(_CLOCK_TOLD.search(fold(text)))
        if self.where and not _PLACE_TOLD.search(text):
            return False
        if self.title:
            return bool(re.search(self.title + _NAME_AFTER, text))
        if self.ordinal and not _ORDINAL_TOLD.search(fold(text)):
            return False
        if not self.figure:
            return True
        return any(True for _ in self.fitting(parse_quantities(text)))

    def about_the_same(self, text: str) -> bool:
        """Whether `text` has the figures by which the question names its subject: 那36个项目."""
        told = {(q.value, q.unit) for q in parse_quantities(text)}
        # Of 亿元以上项目是89个吗 the last is what is put forward.
        asked = self.asked[:-1] if self.premise else self.asked
        named = (
            q
            for q in asked
            if (q.unit in _THINGS and re.search(r"\d", q.raw)) or q.qualifier == "ge"
        )
        return all((q.value, q.unit) in told for q in named)

    def favours(self, text: str) -> bool:
        """Whether `text` has what such an answer mostly has, though not every one."""
        told = fold(text)
        return bool(
            (self.where and _AT_A_PLACE.search(told)) or (self.compared and _COMPARES.search(told))
        )

    def fitting(self, quantities: Iterable[Quantity]) -> Iterable[Quantity]:
        """The quantities that the question may mean."""
        for quantity in quantities:
            if quantity.unit != "year" and (not self.units or quantity.unit in self.units):
                yield quantity


def expected_answer(question: Question) -> ExpectedAnswer:
    """What `question` wants, by its asking words, its unit and its attribute."""
    text = fold(question.text)
    asked = tuple(
        q for q in parse_quantities(_with_ranks(text)) if q.unit not in ("year", "年", "")
    )
    # 是2月27日开的吗 wants every day that is told: two articles may tell two.
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
        year=bool(_WHICH_YEAR.search(text)),
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
    return "记者" if re.search(r"写|采写|报道|作者", text) else None


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
    """The units that may stand for one another: 多少个企业 is answered by 34家."""
    for alike in (_PEOPLE | {"人次"}, _THINGS, _PERCENT):
        if unit in alike:
            return frozenset(alike | ({"个"} if unit in _THINGS else set()))
    return frozenset({unit})


def tells_only_change(telling: Iterable[str]) -> bool:
    """Whether the clauses hold figures, and percentages alone."""
    units = {q.unit for segment in telling for q in parse_quantities(segment)} - {"year"}
    return bool(units) and units <= _PERCENT | {"位"}
