"""Who and what a sentence names: persons, offices, bodies, places, charges; each by what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from assistant.check.clause_assertions import words_of
from assistant.check.grounding import texts_of
from assistant.check.markers import MARKER, markers_after
from assistant.question.privacy import SURNAME
from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.normalise import fold
from index.figures.places import city_called, find_places, is_known, own_name
from index.report import Passage

_NEAR = 12  # characters between a name and the office of the same person
_ENDS = (
    r"(?=$|[\s,，、。；;：:（(）)！!？?\0]|作|说|称|指出|强调|介绍|认为|透露|坦言|宣布|回应|承[诺认]|否认|表示|代表|主持|出席|在|于|同志|先生|女士"
    r"|的|任|是|为|和|与|等|负责|带队|到|向|就|对)"
)
_BEGINS = r"(?:^|(?<=[,，、。；;:\0由是为据和]))"
_GENERIC = re.compile(r"[全我本咱]([国省市区县州旗盟])|([省市区县])里")
_KIND = re.compile(
    r"(?:特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|自治州|地区|省|市|区|县|州|盟|旗)$"
)


def not_named(
    sentence: str, passages: Mapping[int, Passage]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The names of `sentence` that no passage that it cites for them has, with those markers."""
    said = fold(MARKER.sub(lambda match: "\0" * len(match.group()), sentence))
    for start, end, kind in _names(said):
        cites = markers_after(sentence, end)
        cited = [passages[marker] for marker in cites if marker in passages]
        name = said[start:end]
        if cited and not any(_names_it(passage, name, kind) for passage in cited):
            yield name, cites


def _names(said: str) -> Iterator[tuple[int, int, str]]:
    for pattern, kind in _patterns():
        for match in pattern.finditer(said):
            if match["name"]:
                yield *match.span("name"), kind
    for mention in find_places(said):
        if is_known(mention.name) or _GENERIC.fullmatch(mention.name):
            yield mention.start, mention.end, "place"


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    offices, bodies, charges = (
        words_of("named", key).pattern for key in ("offices", "bodies", "charges")
    )
    speaks, no_names = (words_of("named", key).pattern for key in ("speaks", "no_names"))
    name = rf"(?!{no_names})(?:{SURNAME})[\u4e00-\u9fff]{{1,2}}?"
    return (
        # 区长为张三, 区委书记王建国, 负责人是李四
        (
            re.compile(rf"(?P<name>(?:{offices})(?:是|为|由|叫|系|:|——|,)?(?:{name})){_ENDS}"),
            "holder",
        ),
        # 张三区长, 李四同志
        (
            re.compile(
                rf"(?:^|(?<=[,，、。；;:\0由是为据和]))(?P<name>(?:{name})(?:{offices}|同志|先生|女士))"
            ),
            "holder",
        ),
        # 王建国表示
        (re.compile(rf"{_BEGINS}(?P<name>{name})(?={speaks})"), "person"),
        (
            re.compile(
                rf"(?P<name>(?:{offices}))(?=$|[^\u4e00-\u9fff]|{speaks}|是|为|由|叫|{name}{_ENDS})"
            ),
            "word",
        ),
        (re.compile(rf"(?P<name>{bodies})"), "word"),
        (re.compile(rf"(?P<name>{charges})"), "word"),
    )


def _names_it(passage: Passage, name: str, kind: str) -> bool:
    texts = [fold(text) for text in texts_of(passage)]
    if kind == "place":
        return _is_placed(passage, name, texts)
    if kind == "holder":
        return any(_holds(name, text) for text in texts)
    return any(name in text for text in texts)


def _holds(named: str, text: str) -> bool:
    """Whether `text` names the person near the office: 省长毛伟明, 毛伟明省长."""
    office = words_of("named", "offices").search(named)
    if office is None:
        return named[:-2] in text
    person = re.sub(r"^[是为由叫系:,—]+", "", (named[: office.start()] + named[office.end() :]))
    for match in re.finditer(re.escape(person), text):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if office.group() in around:
            return True
    return False


def _is_placed(passage: Passage, name: str, texts: Sequence[str]) -> bool:
    """Whether the passage is of the place, tells of it by name, or calls it by its level."""
    own = passage.place
    if own and (name == own or name in own_name(own) or own.endswith(name)):
        return True
    told = [*texts[:2], *texts[3:]]  # without the passage's place, which names those above it
    if generic := _GENERIC.fullmatch(name):
        kind = generic[1] or generic[2]
        return (own is not None and own_name(own)[-1] == kind) or any(kind in text for text in told)
    stem = _KIND.sub("", city_called(name) or name)
    if any((stem if len(stem) > 1 else name) in text for text in told):
        return True
    return any(
        f"{word}{kind}" in text
        for kind in _kinds_of_those_above(own, name)
        for word in "全我本"
        for text in told
    )


def _kinds_of_those_above(own: str | None, name: str) -> list[str]:
    """What the places end in that `own` is in and that are called `name`: 安阳 → 市."""
    above = [place for place in map(gazetteer_place, parents_of(own or "")) if place]
    return [p.usual[-1] for p in above if name in (p.name, p.usual, p.short, p.full)]
