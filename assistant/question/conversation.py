"""What a question means after earlier ones: a complete question takes nothing from them, one that
leaves something open takes just that, and an operator without operands is over what was asked last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.query import Query
from assistant.question.completion import completed, content_of, stands_alone
from assistant.question.expected_answer import YES_NO
from assistant.question.operation import THEM, asks_lowest, operation_alone
from assistant.question.parts import PLAN, limiting_places, take_apart
from assistant.question.scope import Scope
from assistant.question.several import sentences_asked, things_asked
from assistant.question.subject import reworded
from assistant.question.survey import GROUP, survey_in
from assistant.question.understanding import alone, in_full, judged_each, spanning
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import parse_quantities

_OF_OBJECTION = re.compile(
    rf"{one_of('follow_up.objects')}|{YES_NO.pattern}|[是有为了的啊吧,，?？。!！\s]"
)
_THEN, _HOW_MUCH = one_of("follow_up.goes_on"), one_of("asking.how_much")
_OTHERS = re.compile(
    rf"^{_THEN}?{one_of('follow_up.the_rest')}的?(?P<group>{GROUP})的?(?:呢|{one_of('asking.situation')})?"
    rf"(?:{one_of('asking.how')}|是?{_HOW_MUCH})?$"
)
_MOST = re.compile(rf"最{one_of('survey.highest', 'survey.lowest')}")
_MOST_ONLY = re.compile(rf"^{_THEN}?(?P<most>{_MOST.pattern})的?(?:呢|[又是]*(?:谁|哪.{{0,3}}))?$")
_GROUP_ONLY = re.compile(
    rf"^{_THEN}?{one_of('survey.which', 'survey.all')}?(?P<group>{GROUP})的?(?:呢|{one_of('survey.which')})?$"
)
_TERM_ONLY = re.compile(rf"^{_THEN}?(?P<term>.{{2,20}}?)(?:呢|有[吗么])$")
_EACH = re.compile(rf"{one_of('comparison.each')}|^的|^[,，]")
_COUNTED_BY = re.compile(f"{_HOW_MUCH}(?P<unit>{one_of('asking.counted')})")
_CONVERTED = re.compile(
    rf"^(?:{_THEN}|[它这把将])*(?P<of>.*?)[,，]?{one_of('follow_up.converts')}[是有]?{_HOW_MUCH}?"
    rf"(?P<unit>[百千]?[万亿]?{one_of('follow_up.unit')})[是有为]?{_HOW_MUCH}?[呢吗]?$"
)
_MARKS = "，,、;；?？。!！ "
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4}


@dataclass(frozen=True, slots=True)
class _Thing:
    """One thing that a question asks, in its words; `whole` is what spans several things in it, None
    where nothing does, or where it is not `read` so far."""

    text: str
    whole: Query | None = None
    read: bool = False


def understand(text: str, scope: Scope) -> Query:
    """What a question that stands alone means: one thing, or several with what only the one before
    each of them names."""
    return in_conversation(text, (), scope)


def in_conversation(text: str, earlier: Sequence[Query], scope: Scope) -> Query:
    """What `text` means after the queries `earlier` (oldest first)."""
    text = in_full(text, scope)
    things = _things(text, scope)
    if len(things) < 2:
        whole = next((thing for thing in things if thing.text == text), _Thing(text))
        return _after(whole, earlier, scope)
    return _each(things, () if stands_alone(things[0].text, scope.names) else earlier, text, scope)


def _things(text: str, scope: Scope) -> list[_Thing]:
    """The things that `text` asks one after the other; one where its predicate spans them all, over
    several sentences only that on places beside each other."""
    sentences = sentences_asked(text, scope.names)
    whole = spanning(text, scope)
    if len(sentences) > 1 and not (whole and whole.by_place):
        return [thing for sentence in sentences for thing in _things(sentence, scope)]
    things = [text] if whole else things_asked(text, scope.names)
    return [_Thing(text, whole, read=True)] if len(things) == 1 else list(map(_Thing, things))


def _one(text: str, scope: Scope) -> Query:
    """What `text`, as it is written anew, means as one thing."""
    return _meant(_Thing(in_full(text, scope)), scope)


def _meant(thing: _Thing, scope: Scope) -> Query:
    """What one thing means by itself: 社零换算成万元 as what the first asks, written in the unit."""
    text = thing.text
    written_in = _CONVERTED.search(fold(text).rstrip(_MARKS))
    if written_in and written_in["of"]:
        query = _one(f"{written_in['of']}是多少？", scope)
        return replace(query, wording=text, unit=written_in["unit"])
    return (thing.whole if thing.read else spanning(text, scope)) or alone(text, scope)


def _each(things: Sequence[_Thing], earlier: Sequence[Query], text: str, scope: Scope) -> Query:
    """Several things asked at once, after the queries `earlier`: an operator takes the place of its
    operands."""
    parts: list[Query] = []
    for thing in things:
        query = _after(thing, earlier, scope, line=parts)
        query = _of_what_was_named(query, parts[-1]) if parts else query
        parts = [part for part in parts if not (part in query.parts or _says_less(part, query))]
        parts += query.parts if query.parts and query.operation is None else [query]
    return replace(alone(text, scope), parts=judged_each(parts)) if len(parts) > 1 else parts[0]


def _of_what_was_named(query: Query, before: Query) -> Query:
    """A thing that has no word but for what it asks for (带哪些材料) is asked of what was named before."""
    own = content_of(query.subject.phrase)
    for noun in query.expected.nouns:
        own = own.replace(noun, "")
    if len(own) > 1 or not query.expected.nouns:
        return query
    phrase = f"{before.subject.phrase} {query.subject.phrase}"
    return replace(query, subject=reworded(query.subject, phrase))


def _says_less(one: Query, other: Query) -> bool:
    """Whether one asks in general (完成得怎么样) what the other asks exactly (完成了百分之几)."""
    same = one.within == other.within and one.years == other.years
    topics = [content_of(query.subject.phrase) for query in (one, other)]
    return same and topics[0] == topics[1] and one.expected.open and other.expected.figure


def _after(
    thing: _Thing, turns: Sequence[Query], scope: Scope, *, line: Sequence[Query] = ()
) -> Query:
    """What one thing means after the queries of earlier `turns` and those before it in its `line`."""
    earlier = (*turns, *line)
    if not earlier:
        return _meant(thing, scope)
    asked = fold(thing.text).strip().rstrip(_MARKS)
    before = _counted_alike(asked, line) or earlier[-1]
    over_earlier = _survey_changed(asked, before) or _other_places(asked, before, scope)
    if over_earlier:
        return _one(over_earlier, scope)
    operated = _operated(asked, turns, scope, line=line)
    if operated is not None:
        return operated
    written_in = _CONVERTED.search(asked)
    if written_in and not written_in["of"]:
        last = _leaves(earlier)[-1]
        return replace(last, wording=f"{_listed([last])}，{asked}？", unit=written_in["unit"])
    of_them = _of_them(asked, earlier, scope)
    if of_them:
        return _one(of_them, scope)
    each = _each_of_them(asked, earlier, scope)
    if each:
        return replace(alone(thing.text, scope), wording=_listed(each), parts=judged_each(each))
    value = _value_alone(asked, scope)
    if value:
        return _one(f"{_bare(_of_unit(before, value).wording)}是{value}吗？", scope)
    return _completed(thing, before, scope, at_once=bool(line))


def _completed(thing: _Thing, before: Query, scope: Scope, *, at_once: bool) -> Query:
    """What a thing means with what it leaves open from the query before: of several things, from each."""
    text, names = thing.text, scope.names
    if not at_once and (stands_alone(text, names) or _starts_anew(text, before, scope)):
        query = _meant(thing, scope)
        return query if query.within or query.places else _placed(query, text, before, scope)
    if before.parts and before.by_place and not limiting_places(text, names):
        parts = tuple(_one(completed(text, part.wording, names), scope) for part in before.parts)
        return replace(before, wording=_listed(parts), parts=parts)
    of = before
    if before.parts:  # what is a share of a whole is asked about, not the whole
        of = before.parts[0 if before.operation == "share" else -1]
    return _one(completed(text, of.wording, names, at_once=at_once), scope)


def _starts_anew(text: str, before: Query, scope: Scope) -> bool:
    """Whether a question names a thing right after a place that the reports of one place do not cover:
    only what names nothing (那今年呢, 增长了多少) is still about that place."""
    beyond = bool(before.elsewhere) and set(before.places) <= set(before.elsewhere)
    topic = take_apart(text, scope.names).topic
    return len(scope.places) == 1 and beyond and len(content_of(topic)) > 1


def _counted_alike(asked: str, line: Sequence[Query]) -> Query | None:
    """The last of the things asked at once that is counted by the same word: 又要建多少所 goes on from
    建了几所学校, not from 多少学位."""
    unit = _COUNTED_BY.search(asked)
    same = [q for q in line if unit and unit["unit"] in _COUNTED_BY.findall(fold(q.wording))]
    return same[-1] if same else None


def _placed(query: Query, text: str, before: Query, scope: Scope) -> Query:
    """A question that names no place where there are several, about the place asked about before."""
    places = before.places if len(scope.places) > 1 and not before.survey else ()
    return _one(f"{places[0]}{text}", scope) if len(places) == 1 else query


def _survey_changed(asked: str, before: Query) -> str | None:
    """Another level, or another thing to look for, in the survey before."""
    wording = fold(before.wording).rstrip("?。")
    survey = survey_in(wording)
    if survey is None:
        return None
    most = _MOST_ONLY.search(asked)
    if most and survey.asks in ("highest", "lowest"):
        return re.sub(_MOST.pattern, most["most"], wording, count=1) + "？"
    group = _GROUP_ONLY.search(asked)
    if group:
        return re.sub(GROUP, group["group"], wording, count=1) + "？"
    term = _TERM_ONLY.search(asked)
    if term and survey.asks == "mention" and len(survey.terms) == 1:
        return wording.replace(survey.terms[0], term["term"]) + "？"
    return None


def _other_places(asked: str, before: Query, scope: Scope) -> str | None:
    """The same of all other places: 其他省呢."""
    others = _OTHERS.search(asked)
    own = limiting_places(before.wording, scope.names)
    if others is None or not own:
        return None
    wording = _bare(before.wording)
    for place in own:
        wording = wording.replace(place, "", 1)
    return f"各{others['group']}{wording.lstrip('的')}是多少？"


def _operated(
    asked: str, turns: Sequence[Query], scope: Scope, *, line: Sequence[Query]
) -> Query | None:
    """An operator over what was asked last, or over that and the same of the place or year named;
    None where `asked` names anything else."""
    operation = operation_alone(asked, scope.names)
    if operation is None:
        return None
    earlier = (*turns, *line)
    last = _leaves(earlier[-1:])[-1]
    parts = take_apart(asked, scope.names)
    if parts.place or parts.period or PLAN.search(parts.aspect):
        other = _one(
            completed(f"{parts.period}{parts.place}{parts.aspect}呢", last.wording, scope.names),
            scope,
        )
        operands: tuple[Query, ...] = (last, other)
    else:
        operands = tuple(_leaves(line)) if len(line) > 1 else _last_asked(asked, earlier)
    if len(operands) < 2:
        return None
    return replace(
        last,
        wording=f"{_listed(operands)}，{asked}？",
        places=tuple(dict.fromkeys(place for one in operands for place in one.places)),
        within=tuple(dict.fromkeys(place for one in operands for place in one.within)),
        parts=operands,
        operation=operation,
        lowest=asks_lowest(asked),
    )


def _last_asked(asked: str, earlier: Sequence[Query]) -> tuple[Query, ...]:
    """The operands of an operator that names none: those of the query before, else the last
    different things, as many as it says."""
    if len(earlier[-1].parts) > 1:
        return earlier[-1].parts
    them = THEM.search(asked)
    count = _COUNTS.get((them["count"] if them else None) or "两", 2)
    different = {(q.within, q.indicators or q.subject.topic, q.years): q for q in _leaves(earlier)}
    return tuple(different.values())[-count:]


def _of_them(asked: str, earlier: Sequence[Query], scope: Scope) -> str:
    """`asked` with the last places in the place of 这两个城市 or 它们; "" where it names none so."""
    them = THEM.search(asked)
    if them is None or limiting_places(asked, scope.names) or earlier[-1].by_place:
        return ""
    places = list(dict.fromkeys(p for leaf in _leaves(earlier) for p in leaf.places))
    last = places[-_COUNTS.get(them["count"] or "两", 2) :]
    if len(last) < 2:
        return ""
    return f"{asked[: them.start()]}{'、'.join(last)}{asked[them.end() :]}？"


def _each_of_them(asked: str, earlier: Sequence[Query], scope: Scope) -> list[Query]:
    """The same asked of each of the last different things: 这两项今年的目标各是多少; [] where `asked`
    names none so, or a thing of its own."""
    them = THEM.search(asked)
    if them is None or limiting_places(asked, scope.names):
        return []
    rest = _EACH.sub("", f"{asked[: them.start()]}{asked[them.end() :]}")
    if content_of(take_apart(rest, scope.names).topic):
        return []
    different = {(q.within, q.indicators or q.subject.topic): q for q in _leaves(earlier)}
    last = list(different.values())[-_COUNTS.get(them["count"] or "两", len(different)) :]
    if len(last) < 2:
        return []
    return [_one(completed(rest, q.wording, scope.names, at_once=True), scope) for q in last]


def _of_unit(query: Query, value: str) -> Query:
    """The last leaf of a query that a figure like `value` was put forward of, else its last."""
    leaves = _leaves([query])
    units = {quantity.unit for quantity in parse_quantities(value)}
    alike = [
        q for q in leaves if q.claim and q.claim.figure and q.claim.figure.quantity.unit in units
    ]
    return (alike or leaves)[-1]


def _leaves(queries: Iterable[Query]) -> list[Query]:
    return [leaf for query in queries for leaf in query.parts or (query,)]


def _listed(queries: Iterable[Query]) -> str:
    return "，".join(query.wording.rstrip("？?。") for query in queries)


def _value_alone(asked: str, scope: Scope) -> str:
    """The figure that `asked` puts forward and nothing else (不对吧，我记得是140亿); "" where there is
    none, or it names more."""
    figures = [quantity for quantity in parse_quantities(asked) if quantity.unit != "year"]
    if len(figures) != 1 or limiting_places(asked, scope.names):
        return ""
    (figure,) = figures
    rest = asked[: figure.start] + asked[figure.end :]
    return "" if _OF_OBJECTION.sub("", rest) else asked[figure.start : figure.end]


def _bare(wording: str) -> str:
    """A question without what it asks by: 岳阳2024年GDP增长多少 → 岳阳2024年GDP增长."""
    return _ASKING.sub("", fold(wording).rstrip("?？。")).lstrip("的")


_ASKING = re.compile(
    rf"{one_of('comparison.each')}?{one_of('asking.reached_by')}?了?{one_of('asking.number_or_how')}[^。?]*$"
    rf"|{one_of('comparison.which')}.*$|呢$"
)
