"""A comparison shows what each of two figures is alone and their difference, whichever comes first; it
shows no other number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.drafting.askable import Askable
from evals.metamorphic.together import Pair, of_one_attribute, outcome_and_target, parts_of
from evals.metamorphic.trial import Amount, Material, Reply, Trial, amount_of, trial

_NOT_COMPARED = re.compile("不计算|不直接比较|无法|不能")


class BothWays(BaseModel):
    """Templates that compare a first with a second, and the second with the first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    forward: tuple[str, ...]
    back: tuple[str, ...]


class Comparisons(BaseModel):
    """How two figures are compared, by what they have in common and their attribute."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    aims: Mapping[str, BothWays]
    names: Mapping[str, BothWays]


@cache
def comparisons() -> Comparisons:
    text = Path(__file__).with_name("differences.toml").read_text(encoding="utf-8")
    return Comparisons.model_validate(tomllib.loads(text))


def differences(m: Material) -> Iterator[Trial]:
    """Pairs of figures of one report, each given when it is asked for alone."""
    yield from _trials(m, "gap", outcome_and_target(m.figures), comparisons().aims)
    yield from _trials(m, "gap-names", of_one_attribute(m.figures), comparisons().names)


def _trials(
    m: Material, relation: str, pairs: Iterable[Pair], templates: Mapping[str, BothWays]
) -> Iterator[Trial]:
    made = 0
    for first, second in pairs:
        if made == m.count:
            return
        units = {one.binding.quantity.unit for one in (first, second)}
        if len(units) > 1 or not (m.alone(first) and m.alone(second)):
            continue
        made += 1
        both_ways = templates[first.binding.attribute]
        parts = parts_of(m, first, second)
        asked = [
            m.chance.choice(wordings).format(**parts)
            for wordings in (both_ways.forward, both_ways.back)
        ]
        replies = [m.reply(question) for question in asked]
        for question, reply in zip(asked, replies, strict=True):
            yield trial(relation, [question], reply, holds=_holds(reply, first, second))
        same = replies[0].amounts == replies[1].amounts
        yield trial("swapped", asked, replies[1], holds=same)


def _holds(reply: Reply, first: Askable, second: Askable) -> bool:
    """Whether both figures are shown, their difference unless it is said that none is worked out,
    and no other number."""
    both = {amount_of(first), amount_of(second)}
    gap = _gap(amount_of(first), amount_of(second))
    without = not gap[0] or _is_open(first) or _is_open(second) or _NOT_COMPARED.search(reply.text)
    others = reply.amounts - both
    return both <= reply.amounts and others <= {gap} and bool(without or gap in reply.amounts)


def _is_open(one: Askable) -> bool:
    """Whether an outcome is known only to be beyond a number, or within two."""
    quantity = one.binding.quantity
    return quantity.upper is not None or bool(quantity.qualifier and one.binding.kind != "target")


def _gap(one: Amount, other: Amount) -> Amount:
    (a, unit), (b, _) = one, other
    return abs((a or Decimal(0)) - (b or Decimal(0))), "百分点" if unit == "%" else unit
