"""What a clause says of each of several things that it lists: of A、B建成投用 that A建成投用, and B."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.figures.assertions import is_to_come
from index.figures.lexicon import one_of

ACTS = "|".join(
    (
        one_of("borne_out.in_use", "borne_out.built", "borne_out.begun", "borne_out.underway"),
        one_of("borne_out.of_two"),
        one_of("borne_out.acts", "verb.before_name", "verb.behind_name", "verb.distinguished"),
        one_of("verb.reaches", "claim.direction_up", "claim.direction_down"),
    )
)
"""A pattern for any word of what is done or comes about."""
_LISTED = re.compile(f"、|{one_of('answer.joins')}")
_ACT_FIRST = re.compile(rf"{one_of('borne_out.no_more')}*(?:{ACTS})+")
_ACT = re.compile(rf"(?:{ACTS})+")
_EACH = re.compile(rf"{one_of('name.each')}((?:{ACTS})+)")


def said_of_each(clause: str) -> Iterator[str]:
    """What `clause`, folded, says of each, with what all share and what each says by itself (A开工、
    B投产); nothing where it lists nothing, or what it says is to come."""
    each = _EACH.search(clause)
    if each:
        yield from _respectively(clause[: each.start()], each[1], clause[each.end() :])
        return
    first, *others = _LISTED.split(clause)
    if not others:
        return
    begins = _ACT_FIRST.match(first)
    acts = [] if begins else list(_ACT.finditer(others[-1]))
    shared = len(others[-1]) - acts[0].start() if acts else 0
    if is_to_come(clause[: len(clause) - shared]):
        return
    yield from (first, *others)
    if begins:
        yield from (begins.group() + other for other in others)
    for act in acts:
        yield from (one + others[-1][act.start() :] for one in (first, *others[:-1]))


def _respectively(things: str, act: str, of_them: str) -> Iterator[str]:
    """What is said of each with 分别: the last has in full what all share (全球、国家重要农业文化遗产)."""
    each, said = _LISTED.split(things), _LISTED.split(of_them)
    if len(each) != len(said):
        return
    yield f"{each[-1]}{act}{said[-1]}"
    for thing, own in zip(each[:-1], said[:-1], strict=True):
        yield from (f"{thing}{act}{own}{said[-1][cut:]}" for cut in range(1, len(said[-1]) + 1))


def each_claimed(said: str) -> list[str]:
    """What a claim says of each of the things that it lists before what is said of them all (A和B都建成
    了); [] where it lists none so."""
    first, *others = _LISTED.split(said)
    act = _ACT.search(others[-1]) if others else None
    if act is None or _ACT_FIRST.match(first) or any(map(_ACT.search, (first, *others[:-1]))):
        return []
    predicate = others[-1][act.start() :]
    return [*(one + predicate for one in (first, *others[:-1])), others[-1]]
