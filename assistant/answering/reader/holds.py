"""What of that which a question expects a sentence holds beside the question's own words.

Of 哪些学校开了托管班 a sentence that only says 托管班 holds no school: it is on the thing, and is no
answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from assistant.answering.list_items import numbered
from assistant.answering.reader.likeness import Read
from assistant.check.context_words import pairs_of
from assistant.query import AnswerType, Query
from assistant.question.subject import comparable
from index.figures.lexicon import one_of, words
from index.figures.normalise import fold
from index.figures.period_rules import kind_by_words
from index.figures.places import find_places

_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_KNOWN = "·"  # stands for a character of the question
_QUOTED = re.compile(r"[“《\"「](?P<name>[^”》\"」]{1,25})[”》\"」]")
_ENCLOSED = re.compile(r"[（(《“「][^）)》”」]*[）)》”」]")
_LOCATES = re.compile(
    rf"{one_of('answer.before_place')}(?=[\u4e00-\u9fff{_KNOWN}]{{2}})|{one_of('answer.locates')}"
    rf"|[(（][^)）]*{one_of('answer.site')}[)）]"
)
_JOINS = re.compile(one_of("answer.joins"))
_SITE = re.compile(one_of("answer.site"))
_BODY = re.compile(one_of("answer.body"))
_PEOPLE = re.compile(one_of("answer.people"))
_REASON = re.compile(one_of("answer.reason"))
_MEANS = re.compile(one_of("answer.means"))
_EXPLAINS = re.compile(one_of("answer.explains"))
_TIME = re.compile(
    rf"\d{{1,2}}[月日]|\d{{4}}年|周[一二三四五六日末]|{one_of('answer.part_of_year')}"
)
_DURATION = re.compile(
    rf"[\d一二三四五六七八九十两]+[多余个]?{one_of('answer.lasts')}(?![度\d份初底来])"
)
_COUNT = re.compile(rf"(?P<number>\d+(?:\.\d+)?)(?={one_of('answer.counted_by')})")
_NUMBER = re.compile(rf"\d+(?:\.\d+)?|[一二三四五六七八九十两百]+(?={one_of('answer.counted_by')})")
_NO_NAME = frozenset("".join(words("answer.before_no_name")))
_PROCESS = re.compile(one_of("answer.process"))
_LONG_NAME = 6  # characters
_MUCH_NEW = 80
_NEW_OF_CLAUSE, _NEW_OF_ITEM = 30, 20  # characters that matter
_NOTHING_OF_CLAUSE, _NOTHING_OF_ITEM = 4, 3  # characters that say nothing
_MANY = 12
_BY_NAME: frozenset[AnswerType] = frozenset({"list", "name", "site", "body", "people", "meaning"})
"""Types of which one or several things are asked for, not a figure, a time or a cause."""

_HELD_BY: Mapping[AnswerType, tuple[str, ...]] = {
    "reason": ("reasons",),
    "time": ("time",),
    "duration": ("duration",),
    "site": ("sites", "places", "instance"),
    "name": ("quotes", "instance", "bodies", "sites"),
    "meaning": ("items", "quotes", "explains"),
    "people": ("people", "bodies", "items"),
    "body": ("bodies", "instance", "items"),
    "list": ("items", "quotes", "instance"),
    "means": ("means",),
    "amount": ("figure",),
}
"""Of what a type of answer is expected to hold one at least."""


def holds(query: Query, one: Read) -> Mapping[str, float]:
    """The signals by name: what the clause nearest to the question and those beside it hold, for
    each type of answer whether it is expected and held, or expected and lacking, and what is said of
    the very thing."""
    clauses, nearest = _clauses(query, one)
    window = "，".join(clauses[max(nearest - 1, 0) : nearest + 2])
    held = _held(query, window)
    expected = query.expected.types
    fits = {name: any(held[sign] for sign in _HELD_BY[name]) for name in _HELD_BY}
    asked = [fits[name] for name in fits if name in expected]
    has = {f"{name}_held": float(name in expected and fits[name]) for name in fits}
    lacks = {f"{name}_lacking": float(name in expected and not fits[name]) for name in fits}
    acts = query.expected.acts
    plan = kind_by_words(window) == "target"
    return {
        **held,
        **has,
        **lacks,
        **_said_of_it(query, clauses[nearest]),
        **_is_located(query, window, clauses[nearest]),
        **_names_enough(query, one.text, window, clauses[nearest]),
        "share_held": sum(asked) / max(len(asked), 1),
        "any_lacking": float(not all(asked)),
        "acts": sum(_speaks_of(act, query, one.text) for act in acts) / len(acts) if acts else 1.0,
        "plan": float(plan),
        "plan_of_done": float(plan and query.expected.done),
    }


def tells_time(query: Query, one: Read) -> bool:
    """Whether the clause nearest to the question says when, not only one beside it on another thing."""
    clauses, nearest = _clauses(query, one)
    return _TIME.search(_new(query, fold(clauses[nearest]))) is not None


def _speaks_of(act: str, query: Query, text: str) -> bool:
    """Whether a text has what the asker wants to do or know, or a word that means as much as the
    question's word that it is a part of: 欠薪 for the 工资 of 拖欠工资."""
    of_it = (term for term in query.subject.terms if act in term.asked)
    return act in text or any(term.share_in(comparable(text)) == 1.0 for term in of_it)


def _clauses(query: Query, one: Read) -> tuple[list[str], int]:
    """The clauses of the sentence, and the index of the one that shares most with the question."""
    texts = [one.sentence.passage.text[start:end] for start, end in one.sentence.clauses]
    return texts, _nearest(query, texts)[0]


def _nearest(query: Query, texts: Sequence[str]) -> tuple[int, list[int]]:
    """The index of the text that shares most with the question, and how much each shares."""
    asked = pairs_of(comparable(query.subject.phrase))
    shared = [len(asked & pairs_of(comparable(text))) for text in texts]
    return shared.index(max(shared)), shared


def _said_of_it(query: Query, clause: str) -> dict[str, float]:
    """What a clause says of the very thing that is asked about: of 开工建设第九小学、第十中学 nothing but
    that it is built, the other being named beside it."""
    items = _items(clause)
    own, shared = _nearest(query, items)
    of_clause, of_item = (_says(query, text) for text in (clause, items[own]))
    return {
        "new_of_clause": _of(of_clause, _NEW_OF_CLAUSE),
        "new_of_item": _of(of_item, _NEW_OF_ITEM),
        "nothing_of_clause": float(of_clause < _NOTHING_OF_CLAUSE),
        "nothing_of_item": float(of_item < _NOTHING_OF_ITEM),
        "among_others": float(len(items) > 1 and sum(count > 0 for count in shared) == 1),
    }


def _is_located(query: Query, window: str, clause: str) -> dict[str, float]:
    """Where it is asked where a thing is: whether its clause, or one beside it, says so."""
    signals = {}
    for name, text in (("window", window), ("clause", clause)):
        says = _LOCATES.search(_new(query, fold(text))) is not None
        signals[f"located_in_{name}"] = float(query.expected.located and says)
        signals[f"not_located_in_{name}"] = float(query.expected.located and not says)
    return signals


def _items(clause: str) -> list[str]:
    """The items of a clause that lists several, those in brackets or quotation marks whole."""
    kept = _ENCLOSED.sub(lambda match: match[0].replace("、", _KNOWN), clause)
    bounds = [0, *(match.end() for match in re.finditer("、", kept)), len(clause)]
    return [clause[start:end] for start, end in pairwise(bounds)]


def _says(query: Query, text: str) -> int:
    """How many characters of a text the question has not, those left out that only say that
    something is done."""
    return len(_IDEOGRAPH.findall(_PROCESS.sub("", _new(query, fold(text)))))


def _names_enough(query: Query, sentence: str, window: str, clause: str) -> dict[str, float]:
    """How far short of the number of things asked for the names fall that are listed."""
    by_name, number = bool(query.expected.types & _BY_NAME), query.expected.number
    counted = by_name and number > 1
    listed = [max(_listed(query, text), numbered(sentence)) for text in (window, clause)]
    short = [max(0.0, 1 - count / min(number, _MANY)) if counted else 0.0 for count in listed]
    return {
        "short_of_number": short[0],
        "clause_short_of_number": short[1],
        "number_asked": float(counted),
        "nothing_listed": float(by_name and number != 1 and not listed[0]),
    }


def _listed(query: Query, text: str) -> int:
    new = _new(query, fold(text))
    commas = new.count("、")
    return max(commas + bool(commas), len(_QUOTED.findall(new)))


def _said(query: Query) -> str:
    figures = "".join(quantity.raw for quantity in query.expected.asked)
    return fold(" ".join((query.words, *query.expected.nouns, figures)))


def _new(query: Query, text: str) -> str:
    """A folded text, what the question has of it hidden."""
    known = _known(_said(query), text)
    return "".join(_KNOWN if k else c for c, k in zip(text, known, strict=True))


def _held(query: Query, window: str) -> dict[str, float]:
    said, text = _said(query), fold(window)
    known, new = _known(said, text), _new(query, text)
    before = _names_before(text, known)
    quotes = [name for name in _QUOTED.findall(text) if name not in said]
    items = new.count("、") + bool("、" in new and _JOINS.search(new))
    counts = _COUNT.findall(text)
    asked_numbers = set(_NUMBER.findall(said))
    places = {place.name for place in find_places(text)} - set(query.named)
    return {
        "items": _of(items + bool(items), 6),
        "quotes": _of(len(quotes), 5),
        "sites": _of(sum(before(m.start()) > 1 for m in _SITE.finditer(text)), 4),
        "bodies": _of(sum(before(m.start()) > 1 for m in _BODY.finditer(text)), 4),
        "places": _of(len(places), 4),
        "instance": _of(_instance(query.expected.nouns, text, before), _LONG_NAME),
        "noun": float(any(len(n) > 1 and n[:2] in text for n in query.expected.nouns)),
        "count": float(bool(counts)),
        "same_count": float(any(count in asked_numbers for count in counts)),
        "only_count": float(bool(counts) and not items and not quotes),
        "time": float(_TIME.search(new) is not None),
        "duration": float(_DURATION.search(new) is not None),
        "reasons": _of(len(_REASON.findall(new)), 3),
        "means": _of(len(_MEANS.findall(new)), 5),
        "explains": float(_EXPLAINS.search(new) is not None),
        "people": _of(len(_PEOPLE.findall(new)), 3),
        "figure": float(re.search(r"\d", new) is not None),
        "news": _of(len(_IDEOGRAPH.findall(new)), _MUCH_NEW),
    }


def _of(count: int, most: int) -> float:
    """A count as a share of the most that matters."""
    return min(count, most) / most


def _known(said: str, text: str) -> list[bool]:
    """Of each character of `text` whether it is of a pair that the question has."""
    pairs, known = pairs_of(said), [False] * len(text)
    for at in range(len(text) - 1):
        if text[at : at + 2] in pairs:
            known[at] = known[at + 1] = True
    return known


def _names_before(text: str, known: Sequence[bool]) -> Callable[[int], int]:
    """How many characters right before a position may be a name that the question has not."""

    def before(at: int) -> int:
        start = at
        while start and not known[start - 1] and _may_be_name(text[start - 1]):
            start -= 1
        return at - start

    return before


def _may_be_name(character: str) -> bool:
    return _IDEOGRAPH.match(character) is not None and character not in _NO_NAME


def _instance(nouns: Sequence[str], text: str, before: Callable[[int], int]) -> int:
    """The longest name right before one of the nouns asked for, the noun cut where its end is no
    part of it: 七门堰 of 哪个堰."""
    longest = 0
    for noun in nouns:
        for length in range(len(noun), min(len(noun), 2) - 1, -1):
            found = [before(m.start()) for m in re.finditer(re.escape(noun[:length]), text)]
            longest = max(longest, *(count for count in found if count > 1), 0)
            if longest:
                break
    return longest
