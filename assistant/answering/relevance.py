"""Which segments of a sentence state what is asked, and which state something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.query import Query
from assistant.question.subject import comparable, coverage, scopes_in
from index.figures.aliases import load_aliases
from index.figures.lexicon import entries, one_of, words
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.report import Passage

_UNITS = words("asking.counted")
_HEAD = 2  # characters behind a name
_OF_BEST = 0.5  # a clause is on what is asked if it covers half as much as the best beside it
_OF_ALL = re.compile(r"[均都]")

_LEVEL = re.compile(rf"({one_of('subject.level')})级")
_LEVELS_STATED = re.compile(
    rf"({one_of('subject.level_stated')})(?=[级、]|{one_of('subject.of_weight')})"
)
_FLOW = re.compile(one_of("subject.flow"))
# Of each row one thing is no other.
_KINDS = (
    re.compile(rf"{one_of('subject.industry')}{one_of('subject.of_industry')}"),
    *(
        re.compile(rf"(?:{'|'.join(kinds)})(?={head})")
        for head, *kinds in entries("subject.kinds_of")
    ),
)
# Which of a row: 首套 is no 第二套.
_WHICH = re.compile(
    rf"(?:(?P<first>首)|第(?P<number>[一二三四五六七八九十\d]+))(?P<of>{one_of('subject.in_a_row')})"
)
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_NEW = re.compile(one_of("extent.new"))
_IN_ALL = re.compile(one_of("extent.in_all"))
TOTAL = re.compile(one_of("extent.total"))
_PER_AREA = re.compile(one_of("subject.per_area"))
_MEASURE = re.compile(one_of("asking.level"))
_FIRMS, _PROJECTS = re.compile(one_of("subject.firms")), re.compile(one_of("subject.projects"))
_CARS, _NEW_CARS = re.compile(one_of("subject.cars")), re.compile(one_of("subject.new_cars"))
# 城乡居民人均可支配收入 names those of either.
_OF_BOTH = [
    (both, each)
    for both, *each in entries("name.two_in_one")
    if set(each) <= set(words("name.one_of_two"))
]


def relevant_segments(
    passage: Passage,
    segments: Sequence[tuple[int, int]],
    query: Query,
) -> list[str]:
    """The segments whose figures are about what is asked.

    A figure of a neighbouring segment is another subject's: 规模以上工业增加值增长15.2%,
    社会消费品零售总额完成79.38亿元 states no total of the first. 均居第二位 is about all before it.
    """
    text, terms = passage.text, query.subject.terms
    required = [term for term in terms if term.required]
    written = [text[start:end] for start, end in segments]
    if required:
        named = [_indicator_names(segment) for segment in written]
        about = [all(names & set(term.written) for term in required) for names in named]
        if any(about):
            bound = [states_indicator(passage, span, query) is True for span in segments]
            of_none = [not names for names in named]
            about = [a or (b and n) for a, b, n in zip(about, bound, of_none, strict=True)]
    else:
        shares = [coverage(terms, comparable(segment)) for segment in written]
        about = [share > 0 and share >= _OF_BEST * max(shares) for share in shares]
    if query.expected.date and any(about):
        return [text[segments[0][0] : segments[-1][1]]]
    return [
        segment
        for number, segment in enumerate(written)
        if about[number]
        or (query.attribute == "rank" and _OF_ALL.search(segment) and any(about[:number]))
        or (
            number
            and about[number - 1]
            and of_amount(query)
            and (states_total(segment) or _of_same_head(passage, segments[number], query))
        )
    ]


def _of_same_head(passage: Passage, span: tuple[int, int], query: Query) -> bool:
    """Whether a figure is of what the words asked for end with: 预制菜企业达122家, 产业规模131.2亿元 is on
    预制菜产业."""
    if query.indicators:
        return False
    phrase = query.subject.phrase.strip()
    heads = (_MEASURE.sub("", f.binding.indicator) for f in figures_between(passage, *span))
    return any(len(head) > 1 and phrase.endswith(head) for head in heads)


def of_amount(query: Query) -> bool:
    """Whether it may be asked how many there are in all."""
    return query.extent != "new" and query.attribute in (None, "count", "level")


def states_total(segment: str) -> bool:
    """Whether a segment is on how many there are in all of what is said before it: 总数达10家."""
    return TOTAL.match(fold(segment)) is not None


def states_indicator(passage: Passage, span: tuple[int, int], query: Query) -> bool | None:
    """Whether a figure of the span is bound to what is asked; False where those that name it are
    all of a part of it (襄阳、宜昌经济总量, 13个设区市地区生产总值), None where none names it."""
    bound = [figure.binding for figure in figures_between(passage, *span)]
    if any(binding.name in query.indicators for binding in bound):
        return True
    heads = [head for b in bound for head in _heads(b.indicator, query.indicators)]
    said = (query.subject.phrase, *query.named)
    return None if not heads or any(head in one for head in heads for one in said) else False


def _heads(phrase: str, indicators: Sequence[str]) -> list[str]:
    """What is before the indicators that a phrase names: 山区5县 of 山区5县生产总值."""
    mentions = load_aliases().mentions(phrase)
    return [fold(phrase)[: m.start] for m in mentions if m.indicator.name in indicators]


def _indicator_names(text: str) -> set[str]:
    """Every name of the indicators that `text` names; one inside another's name is not named."""
    each = [text.replace(both, one) for both, ones in _OF_BOTH if both in text for one in ones]
    return {
        fold(name).lower()
        for named in (text, *each)
        for mention in load_aliases().mentions(named)
        for name in mention.indicator.names
    }


def of_another_subject(query: Query, clause: str) -> bool:
    """Whether `clause` names another level, industry or kind of the thing than is asked for:
    雨水管网 is no answer on 污水管网."""
    asked, stated = query.subject.phrase, fold(clause)
    return (
        _differ(_LEVEL.findall(asked), _LEVELS_STATED.findall(stated))
        # Exports, where only imports and exports together are stated, or the like.
        or _differ(_FLOW.findall(asked), _FLOW.findall(stated))
        or _projects_not_firms(asked, stated)
        or _projects_not_firms(stated, asked)
        or bool(_PER_AREA.search(stated) and not _PER_AREA.search(asked))
        # All there is is asked for (总数, 现有) and only what is new is stated.
        or bool(query.all_there_is and _NEW.search(stated) and not _IN_ALL.search(stated))
        or _only_new_cars(asked, stated)
        or _another_of_a_row(asked, stated)
        or any(_of_a_sibling(name, asked, stated) for name in _own_names(query))
        or any(_another_kind(kind, asked, stated) for kind in _KINDS)
    )


def another_scope(query: Query, clause: str) -> str | None:
    """全省 where a question compares within the province and the clause only within the city."""
    stated = scopes_in(clause)
    missing = [scope for scope in query.subject.among if scope not in stated]
    return f"全{missing[0]}" if missing and stated else None


def _differ(asked: Iterable[str], stated: Iterable[str]) -> bool:
    """Whether there are both, and no one is in both."""
    one, other = set(asked), set(stated)
    return bool(one and other and one.isdisjoint(other))


def _another_kind(kind: re.Pattern[str], asked: str, stated: str) -> bool:
    kinds = kind.findall(asked)
    return _differ(kinds, kind.findall(stated)) and not any(one in stated for one in kinds)


def _projects_not_firms(one: str, other: str) -> bool:
    """Whether one counts firms, and the other projects."""
    firms = bool(_FIRMS.search(one)) and not _PROJECTS.search(one)
    return firms and bool(_PROJECTS.search(other)) and not _FIRMS.search(other)


def _only_new_cars(asked: str, stated: str) -> bool:
    """Whether cars are asked for, and only those with other engines are stated."""
    of_any, others = (_CARS.search(_NEW_CARS.sub("", text)) for text in (asked, stated))
    return bool(of_any and _CARS.search(stated) and not others)


def _another_of_a_row(asked: str, stated: str) -> bool:
    """Whether one of a row is asked for (第二套) and only others of it are stated (首套)."""
    rows = _of_rows(stated)
    return any(_differ(numbers, rows.get(of, ())) for of, numbers in _of_rows(asked).items())


def names_stand(query: Query, text: str) -> bool:
    """Whether each name in what is asked stands in a text: 稀土 of 稀土出了多少吨."""
    here = comparable(text)
    return all(name in here for name in _own_names(query))


def _own_names(query: Query) -> list[str]:
    """The names in what is asked, but for those that stand for another word (a slip: 住餐), and what
    only follows 多少 (份可共享)."""
    meant = [term.asked for term in query.subject.terms if len(term.written) > 1]
    return [
        name
        for name in query.subject.names
        if not (any(name in one for one in meant) or name.startswith(_UNITS))
    ]


def _of_a_sibling(name: str, asked: str, stated: str) -> bool:
    """Whether `stated` has not the name in what is asked, and has one of the same end before the same
    word: 焦煤产量 for 原煤产量."""
    head = asked.partition(name)[2].strip()[:_HEAD]
    if name in stated or len(head) < _HEAD:
        return False
    return re.search(rf"[\u4e00-\u9fff]{re.escape(name[1:] + head)}", stated) is not None


def _of_rows(text: str) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for match in _WHICH.finditer(text):
        number = (match["number"] or "1").translate(_DIGITS)
        rows.setdefault(match["of"], set()).add(number)
    return rows
