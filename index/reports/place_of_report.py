"""Which place a report is of: by whom it is given, where it was held, its name, its words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.figures.affixes import LEADING_VERBS
from index.figures.gazetteer.lookup import (
    gazetteer_place,
    named_in_title,
    of_its_place,
    places_called,
    unlisted,
)
from index.figures.gazetteer.table import Place, by_short_name
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL, find_places, own_name
from index.figures.years import ARABIC, CHINESE_OF_ANY_AGE, WRITTEN
from index.report import Level

NATION = "全国"
_HEAD = 600  # characters in which a report says what it is
_OPENING = 3000  # characters in which it says for whom it is given
_LONG_TEXT = 2000  # characters; a shorter one may well not name its place
_CONFIRMS = 3  # mentions in the text
_ANOTHERS = 20  # mentions of another place, where its own has none
_BY_FAR = 3  # times the mentions of the next

_TITLE_LINES = 3
_LONGEST_TITLE = 40
_NOT_A_PLACE = re.compile(rf"{WRITTEN}年?|{one_of('document.no_place')}|[\W\d_a-zA-Z]+")
_LEVELS: dict[str, Level] = {
    "省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city",
    "地区": "city", "区": "district", "县": "district", "旗": "district",
}  # fmt: skip
_LONGEST_NAME = 12
_KIND_ALONE = re.compile(rf"^[全本我各]?{one_of('document.kind_of_place')}$")
_HELD_IN = re.compile(r"在([\u4e00-\u9fff]{2,16}?)第[一二三四五六七八九十]+届\s?人民代表大会")
_IN_HEAD = (
    _HELD_IN,
    re.compile(
        rf"^#*[ \t]*(?:{WRITTEN}年)?([\u4e00-\u9fff]{{2,10}}?)(?:人民)?政府工作报告", re.MULTILINE
    ),
)
# 我代表国务院, 我代表广元市人民政府: for whom the report is given.
_GIVEN_FOR = re.compile(r"我代表(?:(国务院)|([\u4e00-\u9fff]{2,12}?)(?:人民)?政府)")
# 我代表市人民政府, 我代表行署: by its kind alone.
_GIVEN_FOR_A = re.compile(rf"我代表({one_of('document.given_for_kind')}(?=(?:人民)?政府)|行署)")
_KINDS = {"自治州": ("州",), "区": ("区",), "行署": ("盟", "地区"), "盟": ("盟",)}
_BY_KIND = re.compile(r"全([省市州盟区县旗])(?![国部体面程年长过力])")
# Reports of the whole country: the State Council's, and the Party's to its congress.
_OF_THE_NATION = re.compile(
    rf"{one_of('document.nation')}|(?:中国共产党|党的)第[一二三四五六七八九十]+次全国代表大会"
    r"|第[一二三四五六七八九十]+届全国人民代表大会"
)
_YEAR_BEFORE = re.compile(rf"^[\W_]*(?:关于)?(?:{ARABIC}|{CHINESE_OF_ANY_AGE})?年?度?")


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """The place that a report is of, as far as that is clear.

    `contradicted` is what the text says it is of where that is not the place in the file's name;
    `doubts` are sentences for people. A `place` that is None is left open.
    """

    place: str | None
    level: Level | None
    contradicted: str | None = None
    doubts: tuple[str, ...] = ()


def guess_place(name: str, text: str) -> PlaceGuess:
    """The place of the report `text` in a file called `name` (without its suffix).

    The text says it by whom the report is given for, and where it was held; the name is read by
    the kind of place that the text speaks of: 恩施 is the city where it is given for a 市 within a
    prefecture, else the prefecture.
    """
    name, text = fold(name), fold(text)
    body = _body(name, text)
    if body is not None:
        return PlaceGuess(body, level_of(body))
    stated = _stated_by(text)
    stem = of_its_place(_NOT_A_PLACE.sub("", name))
    named, doubts = _named(stem, _kind(stated, text), text)
    if stated is None:
        return _by_name(name, stem, text, named, doubts)
    if named is None:
        return PlaceGuess(stated, level_of(stated), None, doubts)
    if own_name(named) != own_name(stated):
        return PlaceGuess(named, level_of(named), stated, doubts)
    place = max(named, stated, key=len)
    return PlaceGuess(place, level_of(place), None, doubts)


def _by_name(
    name: str, stem: str, text: str, place: str | None, doubts: tuple[str, ...]
) -> PlaceGuess:
    """The place by the file's name, of a text that does not state it; what the text speaks of decides
    whether that is right."""
    if place is None and _OF_THE_NATION.search(name):
        return PlaceGuess(NATION, "nation")
    another_kind = _of_another_kind(stem, text)
    if another_kind:
        return PlaceGuess(place, level_of(place or ""), another_kind)
    if place is None:
        return _by_mentions(_kind(None, text), text, doubts)
    other = _anothers(place, stem, text)
    if other is None:
        doubts = (*doubts, *_unconfirmed(place, text))
    return PlaceGuess(place, level_of(place), other, doubts)


def level_of(place: str) -> Level | None:
    """The level of a place by the gazetteer, else by what its name ends in."""
    if place == NATION:
        return "nation"
    known = gazetteer_place(place)
    if known is not None:
        return known.level
    other = unlisted(place)
    if other is not None:
        return other.level
    return next((level for end, level in _LEVELS.items() if place.endswith(end)), None)


def full_name(written: str) -> str | None:
    """The name of the place as reports carry it, None where `written` names none.

    河南省安阳市北关区 → 安阳市北关区, 杭州 → 杭州市; with its kind a place that the gazetteer does
    not know, or has several of, stays as it is written.
    """
    if written == NATION:
        return NATION
    called = places_called(written) or by_short_name().get(written, ())
    if len(called) == 1:
        return called[0].full
    other = unlisted(written)
    if other is not None:
        return other.full
    if written in by_short_name() or _KIND_ALONE.match(written) or len(written) > _LONGEST_NAME:
        return None
    return written if level_of(written) else None


def _body(name: str, text: str) -> str | None:
    """The town, zone or department that the file's name or a line of the title is opened by, the
    one with the place that it is in first."""
    lines = [line for line in text[:_HEAD].splitlines() if line.strip()][:_TITLE_LINES]
    titles = (name, *(line for line in lines if len(line) <= _LONGEST_TITLE))
    found = [named_in_title(_YEAR_BEFORE.sub("", title)) for title in titles]
    held = _HELD_IN.search(text[:_HEAD])
    given = _GIVEN_FOR.search(text[:_OPENING])
    found += [held[1] if held else None, given[2] if given else None]
    names = [name for name in found if name and not LEADING_VERBS.match(name)]
    bodies = [other for name in names if (other := unlisted(name))]
    if not bodies or not any(name in names for name in found[: len(titles)]):
        return None
    own = bodies[0].own
    alike = [other for other in bodies if other.own == own]
    return next((other for other in alike if other.parent), alike[0]).full


def _stated_by(text: str) -> str | None:
    given_for = _GIVEN_FOR.search(text[:_OPENING])
    if given_for and (given_for[1] or full_name(given_for[2])):
        return NATION if given_for[1] else full_name(given_for[2])
    found = (match for pattern in _IN_HEAD for match in pattern.findall(text[:_HEAD]))
    return next((place for place in map(full_name, found) if place), None)


def _kind(stated: str | None, text: str) -> tuple[str, ...]:
    """What the name of the place ends in, as the text says; empty where it does not."""
    if stated is not None and stated != NATION:
        return (own_name(stated)[-1],)
    given_for = _GIVEN_FOR_A.search(text[:_OPENING])
    if given_for:
        return _KINDS.get(given_for[1], (given_for[1],))
    counted = Counter(match[1] for match in _BY_KIND.finditer(text)).most_common(1)
    return tuple(kind for kind, mentions in counted if mentions >= _CONFIRMS)


def _of_another_kind(stem: str, text: str) -> str | None:
    """一个区 where the text is given for a 区 and nothing that the file is named after is one."""
    given_for = _GIVEN_FOR_A.search(text[:_OPENING])
    full = full_name(stem)
    names = [full] if full else [place.usual for place in by_short_name().get(stem, ())]
    if given_for is None or not names:
        return None
    kind = given_for[1]
    same_kind = any(name.endswith(_KINDS.get(kind, (kind,))) for name in names)
    return None if same_kind else f"一个{kind}"


def _named(stem: str, kind: tuple[str, ...], text: str) -> tuple[str | None, tuple[str, ...]]:
    """The place in the file's name and the doubts about it."""
    full = full_name(stem)
    if full is not None:
        return full, ()
    called = by_short_name().get(stem, ())
    if not called:
        found = {mention.name: mention for mention in find_places(stem)}
        first = next(iter(found.values()), None)
        # 北关区两会报道; not 赴北京考察报告, nor 杭州和宁波
        alone = first and len(found) == 1 and first.start == 0 and first.name not in BY_LEVEL
        return (full_name(first.name) if first and alone else None), ()
    fitting = [p for p in called if p.usual.endswith(kind)] or list(called)
    default = _widest(called)
    chosen = _widest(fitting) or _mentioned(fitting, text)
    if chosen is None:
        others = "、".join(place.full for place in fitting or called)
        return None, (f"文件名“{stem}”可以指{others}，正文没有说明是哪一个。",)
    if default is None or chosen is default:
        return chosen.full, ()
    return chosen.full, (
        f"文件名“{stem}”也可以指{default.full}；正文说的是{chosen.usual[-1]}，按{chosen.full}收录。",
    )


def _widest(called: tuple[Place, ...] | list[Place]) -> Place | None:
    """Of places of one short name the one that holds the others: 黄山市 of 黄山市 and 黄山区."""
    widest = [p for p in called if all(p is other or p in other.parents for other in called)]
    return widest[0] if widest else None


def _mentioned(called: list[Place], text: str) -> Place | None:
    """Of places of one name the one whose city or province the text names: 朝阳区 in 长春市."""
    named = [p for p in called if p.parent and text.count(p.parent.short) >= _CONFIRMS]
    return named[0] if len(named) == 1 else None


def _unconfirmed(place: str, text: str) -> tuple[str, ...]:
    own = _mentions(place, text)
    if len(text) < _LONG_TEXT:
        return ()
    if own < _CONFIRMS:
        return (f"正文几乎没有提到“{own_name(place)}”，地方只由文件名得知。",)
    most, mentions = _most_named((own_name(place)[-1],), text)[0]
    if mentions >= max(_ANOTHERS, own * _BY_FAR):
        return (f"文件名说的是{place}，正文说得最多的却是{most}。",)
    return ()


def _anothers(place: str, stem: str, text: str) -> str | None:
    """The place that the text speaks of throughout, where it never names the one in its name."""
    if not stem or len(text) < _LONG_TEXT or _mentions(place, text):
        return None
    known = gazetteer_place(place)
    if known is None:
        return None
    names = [mention.name for mention in find_places(text)]
    others = (
        other
        for name in set(names)
        for other in (*by_short_name().get(name, ()), *places_called(name))
        if other.level == known.level and names.count(name) >= _ANOTHERS
    )
    return next((other.full for other in others if other not in known.parents), None)


def _by_mentions(kind: tuple[str, ...], text: str, doubts: tuple[str, ...]) -> PlaceGuess:
    """The place that the text names by far the most, where neither it nor its file says more."""
    (most, mentions), (_, next_most) = _most_named(kind, text)
    if mentions < _ANOTHERS or mentions < next_most * _BY_FAR:
        return PlaceGuess(None, None, None, doubts or ("文件名和正文都没有说明地方。",))
    said = f"文件名和抬头没有写明地方，正文说得最多的是{most}，按它收录。"
    return PlaceGuess(most, level_of(most), None, (*doubts, said))


def _most_named(kind: tuple[str, ...], text: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The two places of that kind that the text names most, with how often; "" where none."""
    names = Counter(mention.name for mention in find_places(text))
    counts: Counter[str] = Counter()
    for name, mentions in names.items():
        for place in {*by_short_name().get(name, ()), *places_called(name)}:
            if kind and place.usual.endswith(kind):
                counts[place.full] += mentions
    first, second, *_ = (*counts.most_common(2), ("", 0), ("", 0))
    return first, second


def _mentions(place: str, text: str) -> int:
    known = gazetteer_place(place)
    return text.count(known.short if known else own_name(place))
