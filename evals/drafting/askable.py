"""Which figures of the ledger a plain question can be asked of, and why not of each other one.

What the ledger has read wrongly often shows in the phrase it took for an indicator; such a phrase
is passed over here, for a person has to read every draft that is made of one.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.figures.figure import Binding, Figure, Period
from index.figures.normalise import fold
from index.figures.places import BY_LEVEL
from index.report import Passage, Report
from index.store.library import FigureFilter, Library

_LONGEST_INDICATOR = 18
_NO_NOUN_PHRASE = re.compile(
    r"[\d，,。；;：:（）()“”\"、]|^(?:[速幅至在对为与和占比由从将把被以到较同按率各其]|推出|新增$|累计|分别|我省|我市)"
    r"|(?:[至达的为到占比超近]|历史性|新增|连续|位居|排名|力争|成功|全[省国市区])$"
)
_BREAK = re.compile(r"[。；;！\n]")


@dataclass(frozen=True, slots=True)
class Askable:
    """A figure of which one thing can be asked; `report.text[start:end]` is the figure as written,
    `quote` a piece of that text, found in it once, that holds indicator and figure."""

    figure: Figure
    report: Report
    start: int
    end: int
    quote: str

    @property
    def binding(self) -> Binding:
        return self.figure.binding


def askable(library: Library, figures: Iterable[Figure]) -> tuple[list[Askable], Counter[str]]:
    """Those of `figures` that can be asked of, and how many of the others for each reason."""
    skipped: Counter[str] = Counter()
    stated = _values_stated(library.figures(FigureFilter()))
    chosen = list(figures)
    passages = library.passages(list({figure.passage_id for figure in chosen}))
    reports: dict[str, Report] = {}
    kept: list[Askable] = []
    for figure in chosen:
        if figure.report_id not in reports:
            reports[figure.report_id] = library.report(figure.report_id)
        report = reports[figure.report_id]
        reason = _why_not(figure, report, stated)
        one = None if reason else _placed(figure, passages[figure.passage_id], report)
        if one is None:
            skipped[reason or "原句在报告中不止一处"] += 1
        else:
            kept.append(one)
    return kept, skipped


def _why_not(figure: Figure, report: Report, stated: Mapping[object, set[object]]) -> str | None:
    bound, quantity = figure.binding, figure.binding.quantity
    if bound.attribute == "date" or quantity.unit in ("year", "date"):
        return "日期"
    if quantity.unit == "":
        return "没有单位"
    if quantity.upper is not None and quantity.qualifier != "over":
        return "数值是一个区间"
    if bound.period is None:
        return "没有写明时间"
    if bound.period.months is not None or bound.yearly:
        return "时间不是整年"
    if bound.role != "value" or bound.extent == "part":
        return "变化前的数，或一部分的数"
    if bound.place is None or bound.place != report.place:
        return "没有写明地方，或说的是别处"
    if not _is_noun_phrase(bound):
        return "指标不成一个名称"
    if bound.kind == "cumulative" and bound.attribute not in ("level", "count"):
        return "累计的增减、比率或位次"
    if bound.kind != "cumulative" and bound.period.first != bound.period.last:
        return "时间不止一年"
    if len(stated[_subject(figure)]) > 1:
        return "同一指标另有别的数值"
    return None


def _is_noun_phrase(bound: Binding) -> bool:
    phrase = fold(bound.indicator)
    return (
        (3 if bound.name is None else 2) <= len(phrase) <= _LONGEST_INDICATOR
        and phrase not in BY_LEVEL
        and not _NO_NOUN_PHRASE.search(phrase)
    )


def _values_stated(figures: Iterable[Figure]) -> dict[object, set[object]]:
    """What is stated of each subject, over all reports: more than one value makes it ambiguous."""
    stated: dict[object, set[object]] = {}
    for figure in figures:
        quantity = figure.binding.quantity
        values = stated.setdefault(_subject(figure), set())
        values.add((quantity.value, quantity.upper, quantity.qualifier, figure.binding.falls))
    return stated


def _subject(figure: Figure) -> object:
    bound = figure.binding
    named = bound.name or fold(bound.indicator)
    return (bound.place, bound.period, bound.kind, bound.attribute, bound.quantity.unit, named)


def _placed(figure: Figure, passage: Passage, report: Report) -> Askable | None:
    """The figure with the shortest quote that is met once; None where even its sentence is not."""
    quantity = figure.binding.quantity
    first, last = figure.evidence
    break_after = _BREAK.search(passage.text, quantity.end, last)
    spans = (
        _telling(figure, passage.text),
        (first, quantity.end),
        (first, break_after.start() if break_after else last),
    )
    for start, end in spans:
        quote = passage.text[start:end]
        if report.text.count(quote) == 1:
            begin = passage.start + quantity.start
            return Askable(figure, report, begin, passage.start + quantity.end, quote)
    return None


def _telling(figure: Figure, text: str) -> tuple[int, int]:
    """From the indicator to the figure, or from the figure's clause to an indicator behind it."""
    phrase, quantity = figure.binding.indicator, figure.binding.quantity
    first, last = figure.evidence
    before = text.rfind(phrase, first, quantity.start)
    if before >= 0:
        return before, quantity.end
    clause = max((text.rfind(mark, first, quantity.start) + 1 for mark in "，,；;：、"), default=0)
    behind = text.find(phrase, quantity.end, min(last, quantity.end + _LONGEST_INDICATOR + 8))
    return (max(clause, first), behind + len(phrase)) if behind >= 0 else (first, quantity.end)


_WORDINGS = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text(encoding="utf-8"))
_BEYOND = re.compile(
    r"^(?:超过|超出|超|突破|接近|近|约|达到?|不低于|不少于)+|(?:左右|以上|以下|以内|上下)$"
)


def plain_wordings(bound: Binding, place: str, *, year: int | None = None) -> Sequence[str]:
    """Questions that ask for the figure, of `place`, and of another year where one is given."""
    templates = _WORDINGS["plain"][bound.attribute][bound.kind]
    return [_filled(template, bound, place, year) for template in templates]


def denied_wordings(bound: Binding, place: str, wrong: str) -> Sequence[str]:
    """Questions whether the figure is `wrong`, another than it is."""
    templates = _WORDINGS["denied"][bound.attribute]
    return [_filled(template, bound, place, None, wrong) for template in templates]


def shuffled(wordings: Sequence[str], chance: random.Random) -> list[str]:
    return chance.sample(wordings, len(wordings))


def without_bounds(figure: str) -> str:
    """The figure without the words that make it more or less: 超过30家 → 30家."""
    return _BEYOND.sub("", figure)


def _filled(template: str, bound: Binding, place: str, year: int | None, wrong: str = "") -> str:
    return template.format(
        year=_time(Period(year, year) if year else bound.period),
        place=place,
        what=bound.indicator,
        unit=bound.quantity.unit,
        moved="下降" if bound.falls else "增长",
        rate="降幅" if bound.falls else "增幅",
        aim=_aim(bound),
        wrong=wrong,
    )


def _aim(bound: Binding) -> str:
    if bound.kind != "target":
        return ""
    return "预期" if bound.attribute == "change" else "的目标"


def _time(period: Period | None) -> str:
    if period is None:
        raise ValueError("a figure without a period cannot be asked for")
    if period.first == period.last:
        return f"{period.first}年"
    return f"{period.first}年到{period.last}年"
