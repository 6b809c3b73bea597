"""A figure asked for in words that are no name the reports know, put under a name that they have."""

from __future__ import annotations

from dataclasses import replace

from assistant.query import Query, Subject
from assistant.question.conversation import understand
from assistant.question.in_words import in_words
from assistant.question.scope import Scope

_ASKED_BY_NUMBER = ("level", "count")


def without_name(query: Query) -> bool:
    """Whether a query asks for one figure of one place, and of a thing that is no known indicator:
    then the reports may have it under another name. Words beside a known indicator never mean
    another: 农村 or 其中 make another figure of it."""
    whole = query.parts or query.claim or query.listing or query.survey or query.trend
    more = query.time.span or query.unit or query.opinion or query.elsewhere or query.indicators
    return query.expected.figure and len(query.within) == 1 and not (whole or more)


def named(query: Query, name: str, scope: Scope) -> Query | None:
    """The query about the thing called `name`; None where its words then mean something else.

    Place, time, kind, attribute and unit stay those of the query.
    """
    attribute = None if query.attribute in _ASKED_BY_NUMBER else query.attribute
    about = replace(query, subject=Subject(phrase=name), attribute=attribute)
    again = understand(f"{in_words(about)}是多少？", scope)
    several = again.parts or again.claim or again.listing or again.survey
    if several or again.within != query.within or again.kind != query.kind:
        return None
    if attribute and again.attribute != attribute:
        return None
    return replace(
        query,
        wording=again.wording,
        subject=again.subject,
        expected=replace(again.expected, units=query.expected.units or again.expected.units),
    )
