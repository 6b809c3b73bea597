"""Every example of page and README is answered for every covered place; a list holds its items."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evals.metamorphic.trial import Material, Reply, Trial, trial
from index.figures.figure import Binding
from index.figures.places import shown_name
from index.store.library import Covered

_ASKS_LIST = re.compile("的?([^的]+)有哪[些几]")
_ASKS_FIGURE = re.compile("多少|几[个项家]|谁高|是不是")
_BREAK = re.compile(r"[、，；。\n]")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_SEVERAL = 2


class Need(BaseModel):
    """What a report must hold for an example to be asked of its place."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: tuple[str, ...]
    name: str = ""
    attribute: str = ""
    kind: str = ""
    text: tuple[str, ...] = ()

    def met_by(self, figures: Sequence[Binding], text: str) -> bool:
        if self.text:
            return any(words in text for words in self.text)
        return any(
            (bound.name == self.name or self.name in bound.indicator)
            and self.attribute in ("", bound.attribute)
            and self.kind in ("", bound.kind)
            and bound.extent != "part"
            and bound.role == "value"
            for bound in figures
        )


class Examples(BaseModel):
    """The questions of README and guide, and what each example needs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    questions: tuple[str, ...]
    needs: tuple[Need, ...]


@cache
def readme_examples() -> Examples:
    text = Path(__file__).with_name("examples.toml").read_text(encoding="utf-8")
    return Examples.model_validate(tomllib.loads(text))


def examples(m: Material) -> Iterator[Trial]:
    """`m.count` places at the most, each asked the examples that its newest report can answer."""
    newest = newest_reports(m.covered)
    figures: dict[str, list[Binding]] = {}
    for figure in m.ledger:
        figures.setdefault(figure.report_id, []).append(figure.binding)
    for place in m.chance.sample(sorted(newest), min(m.count, len(newest))):
        own = newest[place].report_id
        text = "".join(passage.text for passage in m.passages_of(own))
        for question in examples_of(place, m.covered):
            if all(need.met_by(figures[own], text) for need in _needs_of(question)):
                reply = m.reply(question)
                yield trial("example", [question], reply, holds=_is_acceptable(question, reply))


def newest_reports(covered: Sequence[Covered]) -> dict[str, Covered]:
    """The newest report of each place."""
    dated = sorted((one for one in covered if one.place and one.year), key=lambda o: o.year or 0)
    return {one.place or "": one for one in dated}


def examples_of(place: str, covered: Sequence[Covered]) -> list[str]:
    """What the page would offer, were the place's newest report the newest, and the README's."""
    # Imported here: it brings the page's library, which takes seconds.
    from assistant.web.welcome import examples_for

    newest = newest_reports(covered)
    own = newest[place]
    others = [one for one in newest.values() if one.place != place and one.year == own.year]
    year = own.year or 0
    return examples_for([own, *others]) + [
        template.format(place=shown_name(place), year=year, before=year - 1)
        for template in readme_examples().questions
    ]


def _needs_of(question: str) -> list[Need]:
    needs = readme_examples().needs
    return [need for need in needs if any(words in question for words in need.where)]


def _is_acceptable(question: str, reply: Reply) -> bool:
    """Answered, with a number where one is asked for, with several items where a list is."""
    if reply.status != "answered":
        return False
    listed = _ASKS_LIST.search(question)
    if listed:
        return len(_items(reply.text, listed[1])) >= _SEVERAL
    return bool(reply.amounts) or not _ASKS_FIGURE.search(question)


def _items(text: str, heading: str) -> list[str]:
    """What is listed: pieces of the text without what introduces them (主要预期目标是：)."""
    pieces = (piece.rpartition("：")[2] for piece in _BREAK.split(text))
    return [piece for piece in pieces if _WORDS.search(piece) and heading not in piece]
