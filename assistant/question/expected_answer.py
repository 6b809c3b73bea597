"""What kind of answer a question expects: a figure of some unit, a date, a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import get_args

from assistant.query import AnswerType, Expected
from index.figures.figure import Attribute
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.segmenter import shipped_segmenter

_HOW_MUCH, _AMOUNT, _NTH = map(one_of, ("asking.how_much", "asking.amount", "asking.which_rank"))
_MONEY = re.compile(
    rf"{_AMOUNT}个?[亿万]?[元钱块]|几个?亿|{_AMOUNT}个?亿(?![亩人斤吨户家立平千度标])|{one_of('asking.money')}"
)
_COUNTED = re.compile(
    rf"(?<![哪第]){_HOW_MUCH}[百千]?[万亿]?(?P<unit>{one_of('asking.counted', 'unit.counted')})"
)
_FIGURE = re.compile(
    rf"{one_of('asking.figure')}|(?<![哪第])几(?=[^何乎号日月])|{_NTH}|how many|how much",
    re.I,
)
_DATE = re.compile(rf"{one_of('asking.date')}|when\b", re.I)
YES_NO = re.compile(one_of("asking.yes_no"))
_ASKS = re.compile(one_of("asking.asks"))
_MARK_AT_END = re.compile(r"[?？]\s*$")
_CLOCK = re.compile(one_of("asking.clock"))
_THING = re.compile(
    rf"{one_of('asking.if_any')}(?P<thing>[\u4e00-\u9fff]{{2,4}}?){one_of('asking.particle')}?[?？。]?$"
)
_WHERE = re.compile(rf"{one_of('asking.where')}|where\b", re.I)
_ONE_THING = re.compile(rf"{one_of('asking.one_thing')}|where\b|who\b", re.I)
PERCENT = set(words("unit.of_ratio"))
_PEOPLE = set(words("asking.person"))
THINGS = set(words("asking.thing"))
WHICH_YEAR = re.compile(one_of("asking.which_year"))
_ORDINAL = re.compile(one_of("asking.session"))
_LISTED = re.compile(one_of("asking.listed"))
_ITEM = one_of("asking.items")
_ITEMS = re.compile(
    rf"{one_of('asking.which_listed')}[^,，。?？]{{0,6}}{_ITEM}|{one_of('asking.lists')}[^。]*{_ITEM}"
    rf"|{_ITEM}{one_of('comparison.each', 'asking.of_aim')}*[有是]{one_of('asking.which_ones')}"
)
_INCREASE_IN_MONEY = re.compile(rf"{one_of('asking.changed')}了?{_HOW_MUCH}个?[亿万元钱]")
OF_WHOLE = re.compile(one_of("asking.of_whole"))
_COMPARED = re.compile(
    rf"全[市省国].{{0,6}}(?:{one_of('asking.average')}|[比高低快慢])|[比跟与和]全[市省国]|{one_of('asking.higher_lower')}"
)
MOVES = re.compile(rf"{one_of('asking.moves')}了?{_HOW_MUCH}个?[名位]")
_AS_TEXT = re.compile(one_of("asking.as_text"))
_TITLE = re.compile(one_of("asking.title"))
_PERSON = re.compile(one_of("asking.who"))
_WROTE = re.compile(one_of("asking.wrote"))
_TYPES: dict[AnswerType, re.Pattern[str]] = {
    name: re.compile(rf"(?<!哪)(?:{one_of(f'answer.asks_{name}')})")
    for name in get_args(AnswerType)
}
_WHICH = re.compile(
    rf"(?:哪(?:(?P<several>[些几])|(?P<number>[一二两三四五六七八九十\d]+))?"
    rf"(?P<counter>{one_of('answer.counted_by')}|[段片位样种支栋部块间])?|{one_of('asking.what')})"
    r"(?:样?的)?(?P<noun>[\u4e00-\u9fff]{0,6})"
)
_LOCATED = re.compile(
    rf"(?P<partner>{one_of('asking.partner')})?(?:{one_of('asking.where', 'answer.asks_location')})"
)
_NOUNS: dict[AnswerType, re.Pattern[str]] = {
    "site": re.compile(rf"{one_of('answer.site')}[上里内边]?$"),
    "body": re.compile(rf"{one_of('answer.body')}[上里内边]?$"),
    "people": re.compile(rf"{one_of('answer.people')}[上里内边]?$"),
}
_BY_NAME: frozenset[AnswerType] = frozenset({"name", "body", "people", "meaning"})
_OF_TIME = frozenset(words("unit.of_time"))
_LONGEST_NOUN = 4  # characters
_ACT = re.compile(one_of("answer.act"))
_DONE = re.compile(one_of("answer.asks_done"))
DAY = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}日|\d{1,2}月(?!份)")


def expected_answer(asked: str, indicators: Sequence[str], attribute: Attribute | None) -> Expected:
    """What the question `asked` expects, by its asking words, its unit and its attribute."""
    text = fold(asked)
    figures = tuple(
        q for q in parse_quantities(_with_ranks(text)) if q.unit not in ("year", "年", "")
    )
    yes_no = asks_yes_no(text)
    # 是2月27日开的吗 asks for every day that is stated: two articles may state two.
    date = bool(_DATE.search(text) or (DAY.search(text) and yes_no))
    by_attribute = attribute in ("rank", "change", "share", "level", "count")
    asks_text = bool(_AS_TEXT.search(text)) and not _FIGURE.search(text)
    premise = bool(figures and yes_no)
    clock = bool(_CLOCK.search(text))
    types = _types(text)
    # 18个社区名字公布了没有 asks for names, and puts no figure forward.
    by_name = bool(types & _BY_NAME) and not ("amount" in types or by_attribute or indicators)
    premise = premise and not by_name
    figure = not (date or clock or by_name) and bool(
        by_attribute or premise or _FIGURE.search(text) or (indicators and not asks_text)
    )
    return Expected(
        figure=figure,
        units=_units(text, attribute, figures, types) if figure else frozenset(),
        date=date,
        year=bool(WHICH_YEAR.search(text)),
        clock=clock,
        title=_title(text),
        where=bool(_WHERE.search(text)),
        ordinal=bool(_ORDINAL.search(text)),
        listed=bool(_LISTED.search(text)),
        items=bool(_ITEMS.search(text)),
        compared=bool(_COMPARED.search(text)),
        single=figure or bool((yes_no and not date) or _ONE_THING.search(text)),
        thing=thing["thing"] if (thing := _THING.search(text)) else "",
        asked=figures,
        premise=premise,
        in_money=bool(_INCREASE_IN_MONEY.search(text)),
        of_whole=attribute == "share" and bool(OF_WHOLE.search(text)),
        types=types,
        located="site" in types and any(not one["partner"] for one in _LOCATED.finditer(text)),
        nouns=tuple(noun for noun, _ in map(_noun, _WHICH.finditer(text)) if noun),
        number=_number(text, figures),
        acts=tuple(dict.fromkeys(_ACT.findall(text))),
        done=bool(_DONE.search(text)),
    )


def _types(text: str) -> frozenset[AnswerType]:
    """What is asked for; several things only where nothing more exact is: 哪几个路口 are places."""
    asked = {name for name, asks in _TYPES.items() if asks.search(text)}
    asked |= {kind for _, kind in map(_noun, _WHICH.finditer(text)) if kind}
    return frozenset(asked - {"list"} or asked)


def _noun(which: re.Match[str]) -> tuple[str, AnswerType | None]:
    """What is asked for one of, and what its kind is: 学校, an organisation, of 哪些学校开了托管班."""
    behind, noun = which["noun"], ""
    for word in shipped_segmenter().words(behind):
        noun += word.text
        kind = next((kind for kind, ends in _NOUNS.items() if ends.search(noun)), None)
        if kind and (kind == "site" or len(noun) > 1):  # 办 of 什么办法 is no office
            return noun, kind
    return behind[:_LONGEST_NOUN], None


def _number(text: str, figures: Sequence[Quantity]) -> int:
    """How many things are asked for by name: 哪四家, one of 哪家, or those that the question counts
    itself."""
    which = [match for match in _WHICH.finditer(text) if match["counter"]]
    numbers = [parse_quantities(f"{match['number']}个") for match in which if match["number"]]
    asked = [quantity.value for quantities in numbers for quantity in quantities]
    counted = [figure.value for figure in figures if figure.unit in THINGS]
    one = [1] if any(not match["several"] for match in which) else []
    return int(max(asked or counted or one, default=0))


def asks_yes_no(text: str) -> bool:
    """Whether the question `text` (folded) is answered by yes or no: by its words, or as a statement
    that ends in a figure and a question mark (多卖了7.2万平方米？)."""
    if YES_NO.search(text):
        return True
    mark = _MARK_AT_END.search(text)
    if mark is None or _ASKS.search(text):
        return False
    return any(q.end == mark.start() and q.unit not in ("", "year") for q in parse_quantities(text))


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


def _units(
    text: str,
    attribute: Attribute | None,
    asked: Sequence[Quantity],
    types: frozenset[AnswerType],
) -> frozenset[str]:
    if attribute == "rank" or MOVES.search(text):
        return frozenset({"位"})
    if attribute in ("change", "share"):
        return frozenset(PERCENT)
    if _MONEY.search(text):
        return frozenset(words("unit.money"))
    if types == {"duration"}:
        return _OF_TIME
    counted = _COUNTED.search(text)
    if counted:
        return alike_units(counted["unit"])
    return frozenset().union(*(alike_units(quantity.unit) for quantity in asked))


def alike_units(unit: str) -> frozenset[str]:
    """The units that count the same things: 多少个企业 is answered by 34家."""
    for alike in (_PEOPLE | set(words("unit.visits")), THINGS, PERCENT):
        if unit in alike:
            return frozenset(alike | ({"个"} if unit in THINGS else set()))
    return frozenset({unit})
