"""Whether the passages that a sentence cites say what it says beside its figures, and name whom it
names.

By shared words: a sentence may paraphrase; one that is mostly made of what neither the passages
nor the question say (a joke, its own instructions, other knowledge) is not grounded, nor is one
with a clause that they hardly share a word with (a cause, a promise, a praise put behind what they
say), or with an item of an enumeration that they have not. Persons, offices, bodies, places, roads,
villages, parks and charges each stand in what is cited for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import groupby
from operator import itemgetter

from assistant.check.markers import MARKER, markers_after
from assistant.query import Query
from assistant.question.privacy import SURNAME
from assistant.question.subject import comparable
from index.figures.assertions import assertions_said
from index.figures.gazetteer.lookup import gazetteer_place, parents_of
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.places import city_called, find_places, is_known, own_name
from index.figures.quantities import parse_quantities
from index.figures.segmenter import shipped_segmenter
from index.report import Passage

# Chosen on the dev split of evals/measures/paraphrases.jsonl: right sentences share 0.40 at the least,
# wrong ones whose whole is invented 0.28 at the most. An invented clause behind a right one shares 0.12 at
# the most, a right clause that says as much 0.33 at the least.
ENOUGH = 0.4
ENOUGH_OF_CLAUSE = 0.25
_SAYS_SOMETHING, _OPENS_WITH = 3, 4  # ideographs
_BY_CHANCE = 0.25  # of the pairs of a clause that no passage says
_SHORT_ITEM = 2  # pairs
_SAYS_MUCH = 5  # pairs; a shorter clause may be all light words: 较上年增长5.5%
_CLAUSE_MARK = re.compile(r"[，,；;：:]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_NO_IDEOGRAPH = r"[^\u3400-\u9fff]"
_NAME, _GAP = re.compile(r"[\u3400-\u9fff]{2,10}"), r"[\u3400-\u9fff]{2,10}?"
_BESIDE = 2  # characters
# Of words of reports put in the place of others half are rarer, and hardly a word of a paraphrase.
_RARE = 0.86
_DENIES = re.compile(rf"\s*{one_of('claim.denies')}")
_OFFICES, _BODIES = re.compile(one_of("person.offices")), re.compile(one_of("person.bodies"))
_SAYS_NOTHING = re.compile(
    rf"从.{{0,4}}[看说]|{one_of('claim.worth')}.{{2,4}}的是"
    rf"|{one_of('claim.sums_up')}{one_of('claim.sums_up_by')}?"
    rf"|{one_of('claim.which')}?{one_of('claim.statement')}[是并]?不?{one_of('claim.judged')}"
    rf"|[一二三四五六七八九十几两]个?{one_of('claim.counted_points')}|{one_of('claim.empty')}"
)
_SETS_TOPIC = re.compile(
    rf"\s*{one_of('claim.topic_before')}[^，]*"
    rf"(?:{one_of('claim.topic_end')}|为[重契抓]|的?[\u4e00-\u9fff]{{2,}})$"
)
_COUNTED = re.compile(rf"\d|{one_of('asking.thing')}$")  # 4条路, 两座桥
_INTRODUCES_ITEMS = re.compile(rf".*(?:[是有为叫]|{one_of('answer.explains')})")
_NAMED_SITES = frozenset(words("claim.named_site"))
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+")
_LIGHT = re.compile(one_of("claim.joins_clauses"))


def unsupported_words(
    sentence: str, passages: Sequence[Passage], query: Query | None
) -> str | None:
    """What of `sentence` the passages do not say: all of it, or a clause; None where they do."""
    if supported_share(sentence, passages, query) < ENOUGH:
        return sentence
    ungrounded = (
        clause
        for clause in _CLAUSE_MARK.split(sentence)
        if len(pairs_in(MARKER.sub(" ", clause))) >= _SAYS_MUCH
        and supported_share(clause, passages, query) < ENOUGH_OF_CLAUSE
    )
    return (
        next(ungrounded, None)
        or _item_not_said(sentence, passages, query)
        or _site_not_said(sentence, passages)
        or _put_in_place(sentence, passages, query)
        or _said_of_a_person(sentence, passages)
        or _aside(sentence, passages, query)
    )


def _item_not_said(sentence: str, passages: Sequence[Passage], query: Query | None) -> str | None:
    """An item of an enumeration that the passages have less than half of, of a short one no more
    than that: 红色街、长青街 where they have 翠园街、长青街. What repeats the question before the words
    that introduce the first item counts neither way; an item itself that only the question names does.
    """
    stated = _pairs_of(passages)
    only_asked = set(pairs_in(query.words if query else "")) - stated
    clauses: list[str] = _CLAUSE_MARK.split(MARKER.sub(" ", sentence))
    for items in (clause.split("、") for clause in clauses if "、" in clause):
        for number, item in enumerate(items):
            lead = _INTRODUCES_ITEMS.match(item) if number == 0 else None
            at = lead.end() if lead else 0
            before = [pair for pair in pairs_in(item[:at]) if pair not in only_asked]
            said = before + pairs_in(item[at:])
            known = 2 * sum(pair in stated for pair in said)
            if known < len(said) or (said and known == len(said) and len(said) <= _SHORT_ITEM):
                return item.strip(" 。！!")
    return None


def _site_not_said(sentence: str, passages: Sequence[Passage]) -> str | None:
    """The name of a road, a village or a park that the passages have not: 长安路 for 中华路."""
    texts = [comparable(text) for passage in passages for text in texts_of(passage)]
    said = comparable(MARKER.sub("，", sentence))
    spans = shipped_segmenter().spans(said)
    for number, (start, end) in enumerate(spans):
        if said[start:end] in _NAMED_SITES:
            begins = _name_before(spans[:number], start)
            name = said[begins:end]
            counted = _COUNTED.search(said[begins:start])
            if begins < start and not counted and not any(name in text for text in texts):
                return name
    return None


def _put_in_place(sentence: str, passages: Sequence[Passage], query: Query | None) -> str | None:
    """What stands, between words of a passage, where the passage has something else: a name, if all its
    words are rare and neither passages nor question have them. 建成翠苑综合体 for 建成印象汇综合体."""
    texts = [comparable(text) for passage in passages for text in texts_of(passage)]
    known = (*texts, comparable(query.words if query else ""))
    segmenter = shipped_segmenter()
    for clause in _CLAUSE_MARK.split(MARKER.sub("，", sentence)):
        said = comparable(clause)
        spans = segmenter.spans(said)
        new = (not any(said[start:end] in text for text in known) for start, end in spans)
        for is_new, run in groupby(zip(spans, new, strict=True), key=itemgetter(1)):
            words = [span for span, _ in run]
            start, end = words[0][0], words[-1][1]
            if (
                is_new
                and _NAME.fullmatch(said, start, end)
                and all(segmenter.rarity(said[a:b]) >= _RARE for a, b in words)
                and any(_has_another(text, said, start, end) for text in texts)
            ):
                return said[start:end]
    return None


def _has_another(text: str, said: str, start: int, end: int) -> bool:
    """Whether `text` has something else where `said` has what stands from `start` to `end`: between the
    same two characters on either side, at an end of the clause beside the same three."""
    left, right = said[max(0, start - _BESIDE) : start], said[end : end + _BESIDE]
    if len(left) < _BESIDE:
        left, right = "", said[end : end + _BESIDE + 1]
    elif len(right) < _BESIDE:
        left, right = said[max(0, start - _BESIDE - 1) : start], ""
    if len(left + right) <= _BESIDE:
        return False
    ends = rf"(?:^|$|{_NO_IDEOGRAPH})"
    frame = f"{re.escape(left) or ends}{_GAP}{re.escape(right) or ends}"
    return re.search(frame, text) is not None


def _name_before(spans: Sequence[tuple[int, int]], at: int) -> int:
    """Where the word begins that ends at `at`, of a single character with the one before it."""
    begins = at
    for start, end in reversed(spans):
        if end != begins or at - begins > 1:
            break
        begins = start
    return begins


def _said_of_a_person(sentence: str, passages: Sequence[Passage]) -> str | None:
    """A clause on the holder of an office that says of it nothing that the passages do: 县长是贪官.

    The place and the office are words of the passages, and no evidence for the rest.
    """
    texts = [comparable(text) for passage in passages for text in texts_of(passage)]
    for clause in _CLAUSE_MARK.split(MARKER.sub(" ", sentence)):
        if not _OFFICES.search(fold(clause)):
            continue
        rest = _without_names(fold(clause), [p.place for p in passages if p.place])
        runs = _RUN.findall(comparable(rest.replace(" ", "，")))
        said = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
        if said and not any(pair in text for pair in said for text in texts):
            return clause.strip(" 。！!")
    return None


def _without_names(clause: str, places: Sequence[str]) -> str:
    """`clause` without the offices, bodies and places that it names."""
    named = [place.name for place in find_places(clause)]
    for name in (*places, *map(own_name, places), *named):
        clause = clause.replace(name, " ")
    return _BODIES.sub(" ", _OFFICES.sub(" ", clause))


def _aside(sentence: str, passages: Sequence[Passage], query: Query | None) -> str | None:
    """A short clause without a figure that has hardly a word of the passages: 数据造假.

    What it asserts by words that are compared by themselves (`assertions_said`) does not count, nor
    what it denies of the question; and one that only names a topic (对养育孩子的家庭) states nothing.
    """
    stated = _pairs_of(passages)
    asked = set(pairs_in(query.words if query else ""))
    clauses = _CLAUSE_MARK.split(MARKER.sub(" ", sentence))
    for number, clause in enumerate(clauses):
        rest = _SAYS_NOTHING.sub(" ", fold(clause))
        for assertion in assertions_said(rest):
            if "done" not in assertion.says:  # 建成 says what was done as well
                rest = rest.replace(assertion.text, " ")
        said = set(pairs_in(rest))
        denied = _DENIES.match(clause) and said <= asked
        sets_topic = _SETS_TOPIC.match(clause) is not None
        neutral = denied or sets_topic or parse_quantities(clause)
        # A sentence may open with a phrase of its own; what follows may not be one.
        least = _SAYS_SOMETHING if number else _OPENS_WITH
        says_something = said and len(_IDEOGRAPH.findall(rest)) >= least
        if says_something and len(stated & said) <= _BY_CHANCE * len(said) and not neutral:
            return clause.strip(" 。！!")
    return None


def supported_share(sentence: str, passages: Iterable[Passage], query: Query | None) -> float:
    """The share, 0 to 1, of what `sentence` says that the passages say; what only repeats the
    question counts neither way. 1 where nothing is left to say."""
    stated = _pairs_of(passages)
    only_asked = set(pairs_in(query.words if query else "")) - stated
    said = [pair for pair in pairs_in(MARKER.sub(" ", sentence)) if pair not in only_asked]
    return _share(said, stated)


_CLAUSE = re.compile(r"(?:(?!——)[^，,；;。：:！!？?()（）\n])+")
_SAYS_ENOUGH = 4  # pairs: 稳步增长 and the like may be a paraphrase of anything
_HARDLY = 0.2


def not_said_by(texts: Sequence[str], written: str) -> str | None:
    """The first clause of `written` of which `texts` say hardly anything; None without one.

    Unlike supported_share, it counts what repeats the question: a reader's own words must not come
    back to him as what a report says.
    """
    for match in _CLAUSE.finditer(MARKER.sub("", written)):
        clause = match.group().strip()
        if len(pairs_in(clause)) >= _SAYS_ENOUGH and share_of(clause, texts) < _HARDLY:
            return clause
    return None


def share_of(written: str, texts: Iterable[str]) -> float:
    """The share, 0 to 1, of what `written` says that `texts` say; 1 where it says nothing."""
    return _share(pairs_in(written), {pair for text in texts for pair in pairs_in(text)})


def _share(said: Sequence[str], stated: Set[str]) -> float:
    return sum(pair in stated for pair in said) / len(said) if said else 1.0


def _pairs_of(passages: Iterable[Passage]) -> set[str]:
    return {pair for passage in passages for text in texts_of(passage) for pair in pairs_in(text)}


def texts_of(passage: Passage) -> tuple[str, ...]:
    """All that a passage says: its text, and what stands above it."""
    return (passage.text, passage.title, passage.place or "", *passage.headings)


def pairs_in(text: str) -> list[str]:
    """Pairs of neighbouring ideographs, and Latin words, of `text` without its light words."""
    return [
        run if run.isascii() else run[i : i + 2]
        for run in _RUN.findall(_LIGHT.sub(" ", comparable(text)))
        for i in range(1 if run.isascii() else len(run) - 1)
    ]


_NEAR = 12  # characters between a name and the office of the same person
_ENDS = rf"(?=$|[\s,，、。；;：:（(）)！!？?\0]|{one_of('person.behind')})"
_BEGINS = r"(?:^|(?<=[,，、。；;:\0由是为据和]))"
_GENERIC = re.compile(r"[全我本咱]([国省市区县州旗盟])|([省市区县])里")
_KIND = re.compile(f"{one_of('place.province_suffix', 'document.kind_of_place')}$")


def not_named(sentence: str, passages: Mapping[int, Passage]) -> Iterator[str]:
    """The names of `sentence` that no passage which it cites for them has."""
    said = fold(MARKER.sub(lambda match: "\0" * len(match.group()), sentence))
    for start, end, kind in _names(said):
        cited = [passages[n] for n in markers_after(sentence, end) if n in passages]
        name = said[start:end]
        if cited and not any(_names_it(passage, name, kind) for passage in cited):
            yield name


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
    office, speaks, person_is = map(one_of, ("person.offices", "person.speaks", "person.is"))
    name = rf"(?!{one_of('person.no_names')})(?:{SURNAME})[\u4e00-\u9fff]{{1,2}}?"
    followed = rf"(?=$|[^\u4e00-\u9fff]|{speaks}|是|为|由|叫|{name}{_ENDS})"
    patterns = (
        (rf"(?P<name>{office}{name}){_ENDS}", "holder"),  # 区委书记王建国
        (rf"(?P<name>{office}{person_is}[\u4e00-\u9fff]{{2,4}}){_ENDS}", "holder"),  # 区长为张三
        (rf"{_BEGINS}(?P<name>{name}(?:{office}|{one_of('person.titles')}))", "holder"),  # 张三区长
        (rf"{_BEGINS}(?P<name>{name})(?={speaks})", "person"),  # 王建国表示
        (rf"(?P<name>{office}){followed}", "word"),
        (rf"(?P<name>{one_of('person.bodies')})", "word"),
        (rf"(?P<name>{one_of('person.charges')})", "word"),
    )
    return tuple((re.compile(pattern), kind) for pattern, kind in patterns)


def _names_it(passage: Passage, name: str, kind: str) -> bool:
    texts = [fold(text) for text in texts_of(passage)]
    if kind == "place":
        return _is_placed(passage, name, texts)
    if kind == "holder":
        return any(_holds(name, text) for text in texts)
    return any(name in text for text in texts)


def _holds(named: str, text: str) -> bool:
    """Whether `text` names the person near the office: 省长毛伟明, 毛伟明省长; 副省长 is another."""
    office = _OFFICES.search(named)
    if office is None:
        return named[:-2] in text
    person = re.sub(r"^[是为由叫系:,—]+", "", (named[: office.start()] + named[office.end() :]))
    for match in re.finditer(re.escape(person), text):
        around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
        if re.search(rf"(?<![总副]){office.group()}", around):
            return True
    return False


def _is_placed(passage: Passage, name: str, texts: Sequence[str]) -> bool:
    """Whether the passage is of the place, names it, or calls it by its level."""
    own = passage.place
    if own and (name == own or name in own_name(own) or own.endswith(name)):
        return True
    texts = [*texts[:2], *texts[3:]]  # without the passage's place, which names those above it
    if generic := _GENERIC.fullmatch(name):
        kind = generic[1] or generic[2]
        return (own is not None and own_name(own)[-1] == kind) or any(
            kind in text for text in texts
        )
    stem = _KIND.sub("", city_called(name) or name)
    if any((stem if len(stem) > 1 else name) in text for text in texts):
        return True
    return any(
        f"{word}{kind}" in text
        for kind in _kinds_of_those_above(own, name)
        for word in "全我本"
        for text in texts
    )


def _kinds_of_those_above(own: str | None, name: str) -> list[str]:
    """What the places end in that `own` is in and that are called `name`: 安阳 → 市."""
    above = [place for place in map(gazetteer_place, parents_of(own or "")) if place]
    return [p.usual[-1] for p in above if name in (p.name, p.usual, p.short, p.full)]
