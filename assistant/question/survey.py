"""Questions put to every report of a level: a survey of what they mention, or of a figure."""

from __future__ import annotations

import re

from assistant.query import Asks, Survey
from assistant.question.claim import limit
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import RECENT, WRITTEN
from index.report import Level

_GROUPS: tuple[tuple[str, Level | None], ...] = (
    ("survey.provinces", "province"),
    ("survey.cities", "city"),
    ("survey.districts", "district"),
    ("survey.areas", None),
)
GROUP = one_of(*(name for name, _ in _GROUPS))
_WHICH = rf"(?:{one_of('survey.which', 'survey.how_many', 'survey.all')}|{one_of('place.nation')}?\d{{1,3}}个)"
_NAMED = rf"(?:{_WHICH}的?(?P<group>{GROUP})|(?P<all>{one_of('survey.everywhere')})){one_of('comparison.between')}?的?"
_WHO = one_of("survey.who")
_ALTOGETHER = one_of("survey.altogether")
_AFTER = rf"的(?P<group>{GROUP}){_ALTOGETHER}*[有是]?(?:{_WHO})?$"
_MOST = rf"(?:最(?P<high>{one_of('survey.highest')})|最(?P<low>{one_of('survey.lowest')}))"
_ONE = one_of("survey.one")
_MOST_SAID = re.compile(
    rf"(?:,?{one_of('comparison.which')})?{one_of('survey.set')}?{_MOST}的?{_ONE}?(?:[是有为]?{_WHO})?"
)
_FIRST = r"(?P<first>前(?:[二三四五六七八九十]|\d+)(?:位|名)?)"
_MOST_OF = re.compile(
    rf"{one_of('survey.ranked')}?(?:{_MOST}|{_FIRST})的{_ONE}?(?P<group>{GROUP})[是有为]?{_WHO}?"
)
_ASKS_GROUP = (re.compile(_NAMED), re.compile(_AFTER))
_SAYS = rf"{one_of('survey.mentions')}(?:了|过|到)*"
_AIMS_AT = rf"{one_of('survey.aims_at')}(?:了|过|到)*"
_ADVERB = rf"{one_of('survey.adverb')}*"
_NOT = rf"(?P<absent>并?{one_of('asking.not_done')})?(?:在|有)?"
_TAIL = rf"{one_of('survey.of_the_word')}?(?:的(?:都)?(?:是|有){_WHO})?(?:[吗呢吧])?(?:,.*)?$"
_MENTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"^.{{0,8}}?{_NAMED},?{_ADVERB}{_NOT}{_SAYS}(?P<term>.+?){_TAIL}",
        rf"^.{{0,8}}?{_NAMED}{_ADVERB}{_AIMS_AT}(?P<term>.+?){_TAIL}",
        rf"^(?P<term>.+?)[都被在有]*{_NAMED}[都有所被]*{_SAYS}的?$",
        rf"^(?P<term>.+?)被?{one_of('survey.appears_in')}了?{_NAMED}{one_of('overview.of_report')}?$",
        rf"^.{{0,8}}?{_NAMED}{_ADVERB}把(?P<term>.+?){one_of('survey.placed_in')}",
        rf"^.{{0,12}}?{_NOT}{_SAYS}(?P<term>.+?){_AFTER}",
        rf"^.{{0,12}}?{_NOT}{_SAYS}(?P<term>.+?)的{_ALTOGETHER}*[有是]?{_NAMED}$",
        rf"^.{{0,6}}?(?P<group>{GROUP})[,的]*{_ALTOGETHER}?有?{_WHO}{_ADVERB}{_NOT}{_SAYS}(?P<term>.+?){_TAIL}",
    )
)
# 在今年的报告里: where it is looked for is known; which year stays in the question itself.
_YEAR = one_of("asking.last_year", "asking.this_year")
_IN_REPORTS = re.compile(
    rf"[在从]?(?:(?:{WRITTEN}年|{RECENT}|{_YEAR})的?)?{one_of('overview.of_report')}{one_of('comparison.between')}?的?"
)
_TIME = re.compile(f"(?:{WRITTEN}年|{_YEAR})的?")
# 几个省级政府工作报告 are those of as many provinces.
_OF_PROVINCES = re.compile(
    rf"({one_of('asking.how_much', 'asking.which_ones')})个?"
    rf"{one_of('survey.at_level_of_province')}{one_of('overview.of_report')}"
)
_FETCHED = re.compile(rf"^{one_of('survey.request')}|{one_of('survey.fetched')}$")
_BEYOND = re.compile(
    rf"[把将]|{one_of('survey.set_at')}?{one_of('survey.beyond')}?了?"
    rf"\0[及或]?{one_of('qualifier.ge_after', 'qualifier.le_after')}?的?"
)
_OR = re.compile(one_of("survey.or"))
_EACH = re.compile(f"^{one_of('survey.each')}")
_QUOTED = re.compile(r"[“\"「『](?P<term>[^”\"」』]+)[”\"」』]")
_EDGES = re.compile(r"^[的在要将会,，。:：\s“\"]+|[的有是,，。:：\s”\"]+$")
_HOW_MUCH_BESIDE = re.compile(
    f",{one_of('comparison.each')}?[是有为]?{one_of('asking.how_much')}?$"
)
_RANKED = re.compile(
    rf"的?{one_of('survey.ranking')}(?:{one_of('asking.situation')}|是?{one_of('asking.how')}的?)?$"
)
_ASKED = re.compile(one_of("asking.number_or_how"))
_LOW = re.compile(one_of("survey.below"))


def survey_in(text: str) -> Survey | None:
    """The survey that `text` asks for, None where it asks one place."""
    asked = fold(text).rstrip("?。!！ ")
    return _mention(asked) or _of_figures(asked)


def _mention(asked: str) -> Survey | None:
    # The year stays in `asked`.
    text = _TIME.sub("", _IN_REPORTS.sub("", _OF_PROVINCES.sub(r"\1个省报告", asked)))
    text = _FETCHED.sub("", text.replace("()", "")).lstrip(",的")
    for pattern in _MENTIONS:
        match = pattern.search(text)
        if match is None:
            continue
        group = match.groupdict().get("group") or "地方"
        term = _term(match["term"])
        if len(term) > 1 and not parse_quantities(term):
            absent = bool(match.groupdict().get("absent"))
            terms = _alternatives(term)
            return Survey("mention", _level_of(group), terms=terms, absent=absent)
    return None


def _term(written: str) -> str:
    quoted = _QUOTED.search(written)
    return quoted["term"] if quoted else _EDGES.sub("", written)


def _alternatives(term: str) -> tuple[str, ...]:
    """What is asked for: 商业航天或低空经济 is answered by either."""
    return tuple(part for part in _OR.split(term) if len(part) > 1) or (term,)


def _of_figures(asked: str) -> Survey | None:
    text = _RANKED.sub("", _HOW_MUCH_BESIDE.sub("", asked))
    most = _MOST_OF.search(text)
    if most:
        rest, group = text[: most.start()] + text[most.end() :], most["group"]
        return Survey(_extreme(most), _level_of(group), _asking(rest))
    named = next((match for pattern in _ASKS_GROUP if (match := pattern.search(text))), None)
    if named is None:
        return None
    level = _level_of(named["group"] or "地方")
    rest = text[: named.start()] + text[named.end() :]
    said = _MOST_SAID.search(rest)
    if said:
        rest = rest[: said.start()] + rest[said.end() :]
        return Survey(_extreme(said), level, _asking(rest))
    bounds = [quantity for quantity in parse_quantities(rest) if quantity.unit != "year"]
    if len(bounds) == 1:
        each = _asking(_BEYOND.sub("", _blanked(rest, bounds[0])))
        below = _LOW.search(rest) is not None
        bound = limit(bounds[0], rest)
        return Survey("beyond", level, each, value=bounds[0], bound=bound, below=below)
    return Survey("each", level, _asking(rest)) if _EACH.search(named.group()) else None


def _extreme(most: re.Match[str]) -> Asks:
    return "lowest" if most["low"] else "highest"


def _blanked(text: str, quantity: Quantity) -> str:
    return f"{text[: quantity.start]}\0{text[quantity.end :]}"


def _asking(rest: str) -> str:
    text = _EDGES.sub("", rest)
    return text if _ASKED.search(text) else f"{text}是多少"


def _level_of(group: str) -> Level | None:
    return next(level for name, level in _GROUPS if group in words(name))
