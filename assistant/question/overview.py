"""Questions for a summary: what was done or is planned as a whole, or in a field of work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.query import Kind, Overview
from assistant.question.parts import without_time
from index.figures.lexicon import concepts, one_of
from index.figures.normalise import fold
from index.figures.places import find_places

TOPICS = {name: re.compile(one_of(name)) for name in concepts() if name.startswith("topic.")}
"""Each field of a government's work, by the words that name it."""
_SAYS = (
    *("outcome", "plan", "task", "content", "lacking"),
    *("of_report", "state", "asks", "counted", "around"),
)
_WORDS = re.compile("|".join(f"(?P<{name}>{one_of(f'overview.{name}')})" for name in _SAYS))
_BY_ITSELF = re.compile(one_of("overview.by_itself"))
_WHOLE = re.compile(one_of("overview.whole"))
_FIELD = re.compile(one_of("overview.field"))
_MARKS = re.compile(r"[\s,，。.?？!！、:：;；“”\"《》()（）]+")
_LONGEST = 40  # characters: who writes more asks for something of his own
_FREE = range(2, 9)  # characters of a field that is in no list


def overview_in(text: str, names: Sequence[str]) -> Overview | None:
    """The summary that `text` asks for; None where a word of it asks for anything else.

    `names` are what the covered places are called.
    """
    asked = without_time(_without_places(fold(text), names))
    if len(asked) > _LONGEST:
        return None
    topics = tuple(name for name, words in TOPICS.items() if words.search(asked))
    named = sorted(
        (match for name in topics for match in TOPICS[name].finditer(asked)),
        key=lambda match: match.start(),
    )
    left = _blanked(asked, [match.span() for match in named])
    said = {name for match in _WORDS.finditer(left) if (name := match.lastgroup)}
    rest = _MARKS.sub(" ", _blanked(left, (m.span() for m in _WORDS.finditer(left)))).strip()
    if rest and (topics or not _is_field(rest, asked)):
        return None
    about = said & {"outcome", "plan", "task", "content", "lacking"}
    if not (said & {"asks", "state"} or _BY_ITSELF.search(asked)) or not (about or topics or rest):
        return None
    if "content" in about and not (topics or rest or "of_report" in said):
        return None
    kinds, both = _kinds(said)
    words = tuple(dict.fromkeys(match.group() for match in named))
    return Overview(topics, words, rest, kinds, both, lacking="lacking" in said)


def is_of_the_whole(text: str, names: Sequence[str]) -> bool:
    """Whether `text` asks for a summary and says of what: of a field, or of a government's work or
    report as a whole; 有什么打算 leaves that open."""
    asked = overview_in(text, names)
    return asked is not None and (asked.on_field or _WHOLE.search(fold(text)) is not None)


def _kinds(said: set[str]) -> tuple[tuple[Kind, ...], bool]:
    """Outcomes or plans, what is rather asked for first; and whether both are."""
    planned, done = "plan" in said, "outcome" in said
    if planned != done:
        return (("target",) if planned else ("actual",)), False
    if planned or "content" in said:
        return ("actual", "target"), True
    ahead = "task" in said and "state" not in said
    return (("target", "actual") if ahead else ("actual", "target")), False


def _is_field(rest: str, asked: str) -> bool:
    """Whether what is left is a field by its own name: 信访 of 信访方面做了什么."""
    behind = asked.find(rest) + len(rest)
    return len(rest) in _FREE and rest in asked and bool(_FIELD.match(asked, behind))


def _without_places(text: str, names: Sequence[str]) -> str:
    return _blanked(text, ((place.start, place.end) for place in find_places(text, names)))


def _blanked(text: str, spans: Iterator[tuple[int, int]] | Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text
