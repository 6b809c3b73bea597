"""The same question in other words, script or order gives the same figures as in plain words.

Asked are figures that the plain question gives: what fails is the wording, not the figure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import opencc
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from evals.drafting.askable import Askable
from evals.metamorphic.trial import Material, Trial, called, trial
from index.figures.figure import Binding

Style = Literal["formal", "colloquial", "reordered"]
_EACH = 2  # templates of a style that a figure is asked by
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_RELATIVE = {-1: "去年", 0: "今年"}


class Wordings(BaseModel):
    """The templates of a figure's attribute and kind, by style."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    formal: Annotated[tuple[str, ...], Field(min_length=1)]
    colloquial: Annotated[tuple[str, ...], Field(min_length=1)]
    reordered: Annotated[tuple[str, ...], Field(min_length=1)]

    def of(self, style: Style) -> tuple[str, ...]:
        return {
            "formal": self.formal,
            "colloquial": self.colloquial,
            "reordered": self.reordered,
        }[style]


@cache
def wordings() -> Mapping[str, Mapping[str, Wordings]]:
    """By attribute, then by kind."""
    text = Path(__file__).with_name("paraphrases.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, Wordings]]).validate_python(tomllib.loads(text))


def paraphrase(m: Material) -> Iterator[Trial]:
    for one in m.drawn:
        plain = m.alone(one)
        if plain is None:
            continue
        for relation, question in _in_other_words(m, one):
            reply = m.reply(question)
            asked = [m.plain(one), question]
            yield trial(relation, asked, reply, holds=reply.amounts == plain.amounts)


def _in_other_words(m: Material, one: Askable) -> Iterator[tuple[str, str]]:
    bound = one.binding
    styles = wordings()[bound.attribute][bound.kind]
    parts = parts_of(m, one)
    for style in ("formal", "colloquial", "reordered"):
        fitting = [t for t in styles.of(style) if filled(t, parts) is not None]
        for template in m.chance.sample(fitting, min(_EACH, len(fitting))):
            yield style, filled(template, parts) or ""
    yield "traditional", _to_traditional().convert(m.plain(one))
    yield "full-width", m.plain(one).translate(_FULL_WIDTH)


def filled(template: str, parts: Mapping[str, str]) -> str | None:
    """The question; None where the template needs a part that is not there."""
    try:
        return template.format_map(parts)
    except KeyError:
        return None


def parts_of(m: Material, one: Askable) -> dict[str, str]:
    """What stands in a template for each name; relative years and 这里 only where they mean one."""
    bound, period = one.binding, one.binding.period
    if period is None:
        raise ValueError("a figure without a period cannot be asked for")
    years = f"{period.first}年"
    parts = {
        "place": called(one),
        "year": years if period.in_one_year else f"{years}到{period.last}年",
        "what": bound.indicator,
        "unit": bound.quantity.unit,
        **_change(bound),
    }
    now = max((c.now for c in m.covered if c.place == one.report.place and c.now), default=0)
    if period.is_one_year and period.first - now in _RELATIVE:
        parts["ago"] = _RELATIVE[period.first - now]
    if len({covered.place for covered in m.covered}) == 1:
        parts["here"] = "这儿"
    return parts


def _change(bound: Binding) -> dict[str, str]:
    moved, rate = ("下降", "降幅") if bound.falls else ("增长", "增速")
    return {"moved": moved, "rate": rate}


@cache
def _to_traditional() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")
