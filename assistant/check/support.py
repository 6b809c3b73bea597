"""Whether a passage supports a claim: value, unit and qualifier, and what they are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.answer import FigureStatus
from assistant.check.claims import Claim
from assistant.check.context_words import StatedQuantity, fit, stated_in
from assistant.check.matching import (
    begins_a_name,
    compared,
    likeness,
    names_part,
    opposed,
    same_months,
    same_places,
    singles_out,
    stock_against_flow,
)
from index.figures.aliases import load_aliases
from index.figures.bound_place import places_opening
from index.figures.figure import Binding, FigureKind, Period
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN
from index.report import Passage

_VERBATIM = 26  # characters before a figure that make it the passage's own words
_ENOUGH_VERBATIM = 3
_ALIKE = 0.5
_FITS = 0.5  # of the words of a claim that the clause of its figure has at the least
_MEASURED = frozenset({"level", "count", "share"})
_NUMERALS = r"\d.零〇一二两三四五六七八九十百千万亿点"
_SENTENCE_END = re.compile(r"[。！？!?\n]")


def support_in(passage: Passage, claim: Claim) -> FigureStatus | None:
    """How `passage` supports `claim` best: `supported`, `rounded` or `qualifier_lost`; None where it
    does not."""
    if claim.quantity.unit == "year":
        return "supported" if _states_years(passage, claim.quantity) else None
    lost: FigureStatus | None = None
    for figure in stated_in(passage):
        status = compared(claim.quantity, figure.quantity)
        if status is None or not _bound_alike(claim, figure, passage):
            continue
        if status != "qualifier_lost":
            return status
        lost = status
    return lost


def _bound_alike(claim: Claim, figure: StatedQuantity, passage: Passage) -> bool:
    """Whether the claim is on the same indicator, period, kind and place as the passage's figure.

    The passage's own words around the figure prove its indicator as well as a similar name does.
    """
    if not _could_mean(claim, figure, passage):
        return False
    if _in_its_words(claim, figure.quantity, passage):
        return True
    return _alike(claim, figure, passage) and (
        _same_indicator(claim, figure.binding) or _fits_best(claim, figure, passage)
    )


def _could_mean(claim: Claim, figure: StatedQuantity, passage: Passage) -> bool:
    """Whether time, kind and place of the claim are those of the figure, or of its passage."""
    period = Period(passage.period, passage.period) if passage.period else None
    place: str | None = passage.place
    kind: FigureKind | None = passage.kind
    if figure.binding is not None:
        period, place, kind = figure.binding.period, figure.binding.place, figure.binding.kind
        if not (_same_part(claim, figure.binding) and _same_role(claim, figure.binding)):
            return False
    # 资中县卫生健康局 has no clause of its own; 安阳研学通平台 is in the passage.
    names = f"{passage.text}\n{passage.place or ''}"
    named = [p for p in claim.places if not begins_a_name(p, claim.before, names)]
    return (
        _same_time(claim, period, kind, passage.year)
        and any(same_places(places, place, passage.place) for places in (claim.places, named))
        and names_part(claim.before, place, passage.place)
    )


def _alike(claim: Claim, figure: StatedQuantity, passage: Passage) -> bool:
    """Whether both give the same attribute of a thing of the same extent, and both the new ones or
    both the total."""
    return figure.binding is None or (
        _same_attribute(claim, figure.binding)
        and _same_extent(claim, figure, passage)
        and not stock_against_flow(claim.before, passage.text[: figure.quantity.start])
    )


def _of_one_attribute(claim: Claim, binding: Binding | None) -> bool:
    """Whether a figure is of the attribute claimed, whatever its direction."""
    if binding is None or claim.attribute is None:
        return True
    both = {claim.attribute, binding.attribute}
    return len(both) == 1 or both <= _MEASURED


def _fits_best(claim: Claim, figure: StatedQuantity, passage: Passage) -> bool:
    """Whether the words of the claim fit this figure, and no other that it could mean as well."""
    if claim.indicator and not claim.words.own:
        return False
    if figure.binding and claim.name and figure.binding.name and claim.name != figure.binding.name:
        return False
    shared = _shared(claim, figure)
    best = max(
        (
            _shared(claim, other)
            for other in stated_in(passage)
            if other.quantity.unit == figure.quantity.unit
            and other.quantity.value != figure.quantity.value
            and _could_mean(claim, other, passage)
            and _of_one_attribute(claim, other.binding)
        ),
        default=(0, 0),
    )
    if not claim.words.own:
        return not claim.topic or (shared >= best and shared > (0, 0))
    if claim.attribute is None and figure.binding is None:
        return shared >= best  # no figure of its own: 连续39年, 亿元以上项目
    return fit(claim.words.own, figure.words.own, figure.before) >= _FITS and shared > best


def _shared(claim: Claim, figure: StatedQuantity) -> tuple[int, int]:
    """How many words the two have in common; next, those of the clause before."""
    own, wider = claim.words.own or claim.topic, claim.words.wider or claim.topic
    return len(own & figure.words.own), len(wider & figure.words.wider)


def _same_time(
    claim: Claim, stated: Period | None, kind: FigureKind | None, year: int | None
) -> bool:
    period = claim.period
    if claim.years_on is not None and year is not None:
        period = Period(year + claim.years_on, year + claim.years_on)
    if period and stated and not _same_years(period, stated):
        return False
    return claim.kind is None or kind is None or (claim.kind == "target") == (kind == "target")


def _same_years(claimed: Period, stated: Period) -> bool:
    """Whether both have a year in common; what is stated of several years is of none of them alone."""
    several = [period.first != period.last for period in (claimed, stated)]
    return (
        several[0] == several[1] and claimed.first <= stated.last and stated.first <= claimed.last
    )


def _same_part(claim: Claim, binding: Binding) -> bool:
    """Whether both are of the whole year or of the same part of it, and both or neither an average
    per year."""
    yearly_alike = claim.attribute is None or claim.yearly == binding.yearly
    return same_months(claim.months, binding) and yearly_alike


def _same_role(claim: Claim, binding: Binding) -> bool:
    """Whether both are what is stated, or both what it rose or fell from, or both of one year; and
    the claim singles out what the passage does."""
    if not singles_out(claim.sentence, binding):
        return False
    if binding.role == claim.role:
        return True
    return bool(binding.period and claim.period and binding.period == claim.period)


def _same_attribute(claim: Claim, binding: Binding) -> bool:
    if claim.attribute is None:
        return True
    if claim.direction is not None and opposed(claim.direction, binding.direction):
        return False
    if claim.against != binding.against and not _says_year_before(claim, binding):
        return False
    return _of_one_attribute(claim, binding)


def _same_extent(claim: Claim, figure: StatedQuantity, passage: Passage) -> bool:
    """Whether each says the words of extent of the other's name, in the name or in its sentence:
    规上工业增加值增长15.2%，今年的预期增幅为7.5%; a name that is left open has any."""
    if not (claim.indicator and figure.binding and figure.binding.indicator):
        return True
    aliases = load_aliases()
    claimed, bound = map(aliases.extents_of, (claim.indicator, figure.binding.indicator))
    before = _SENTENCE_END.split(passage.text[: figure.quantity.start])[-1]
    after = _SENTENCE_END.split(passage.text[figure.quantity.end :])[0]
    around = aliases.extents_of(" ".join((*passage.headings[-1:], before, after)))
    return claimed <= bound | around and bound <= claimed | aliases.extents_of(claim.before)


def _says_year_before(claim: Claim, binding: Binding) -> bool:
    """Whether the claim names the year before, which a change is compared with where none is named:
    2024年比2023年增长, of which the claim itself may leave out the 2024."""
    named, stated = claim.against, binding.period
    return bool(binding.against is None and named and stated and named.first == stated.first - 1)


def _same_indicator(claim: Claim, binding: Binding | None) -> bool:
    if binding is None or not claim.indicator:
        return False
    if not binding.indicator:
        return True
    if claim.name and binding.name:
        return claim.name == binding.name
    return likeness(claim.indicator, binding.indicator) >= _ALIKE


def _in_its_words(claim: Claim, stated: Quantity, passage: Passage) -> bool:
    """Whether the claim leads up to its figure in the passage's own words."""
    here = _comparable(passage.text[: stated.start])
    said = _without_opening(claim.before)[-_VERBATIM:]
    shared = 0
    for one, other in zip(reversed(said), reversed(here), strict=False):
        if one != other:
            break
        shared += 1
    if load_aliases().ends_in_extent("".join(here[: len(here) - shared])):
        return False  # 工业增加值 where the passage says 规模以上工业增加值
    return shared >= _VERBATIM // 2 or (shared == len(said) and shared >= _ENOUGH_VERBATIM)


def _without_opening(before: str) -> str:
    """What leads up to a figure, without the year and place that an answer sets before a clause."""
    text = _comparable(re.split(r"[：:]", before)[-1])
    text = re.sub(f"^{WRITTEN}年，?", "", text)
    for place in places_opening(text):
        text = text.removeprefix(place)
    return text


def _comparable(text: str) -> str:
    return re.sub(r"[\s*\0]+", "", fold(text).replace(",", "，"))


def _in_figures(text: str) -> str:
    """AAA级 as 3A级."""
    return re.sub(r"A{2,5}(?=级)", lambda match: f"{len(match.group())}A", text)


def _states_years(passage: Passage, claimed: Quantity) -> bool:
    """Whether the passage has the years in its text, its headings, its period or its date."""
    return {int(claimed.value), int(claimed.upper or claimed.value)} <= _years(passage)


@lru_cache(maxsize=1024)
def _years(passage: Passage) -> frozenset[int]:
    years = {passage.period or 0, passage.year or 0} - {0}
    for text in (passage.text, passage.title, *passage.headings):
        for quantity in parse_quantities(text):
            if quantity.unit == "year":
                years |= {int(quantity.value), int(quantity.upper or quantity.value)}
    for figure in figures_of(passage):
        if period := figure.binding.period:
            years |= {period.first, period.last}
    return frozenset(years)


def stands_exactly(written: str, passages: Iterator[Passage]) -> bool:
    """Whether what was masked or not read (a slogan, a date, 七一二) stands in one of the passages
    as it is written, and is no part of a longer number there."""
    comparable = _in_figures(_comparable(written))
    before = rf"(?<![{_NUMERALS}])" if re.match(f"[{_NUMERALS}]", comparable) else ""
    after = rf"(?!\.?[{_NUMERALS[3:]}\d])" if re.search(rf"[{_NUMERALS}]\Z", comparable) else ""
    whole = re.compile(f"{before}{re.escape(comparable)}{after}")
    return any(
        whole.search(_in_figures(_comparable(text)))
        for passage in passages
        for text in (passage.text, f"《{passage.title}》")
    )
