"""Whether a passage bears a claim out: value, unit and qualifier, and what they are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer import FigureStatus
from assistant.check.claims import Claim
from assistant.check.context_words import fit, pairs_of
from assistant.check.figure_fit import singles_out
from assistant.check.passage_quantities import Told, told_in
from assistant.check.same_amount import compared
from assistant.check.same_place import begins_a_name, names_part, same_places
from index.figures.aliases import load_aliases, same_extent
from index.figures.bound_place import places_opening
from index.figures.figure import Binding, Direction, FigureKind, Period
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.figures.quantities import Quantity, parse_quantities
from index.figures.years import WRITTEN
from index.report import Passage

_VERBATIM = 26  # characters before a figure that make it the passage's own words
_ENOUGH_VERBATIM = 3
_ALIKE = 0.5
_SAME_BUT_FOR_HEAD = 0.88
_FITS = 0.5  # of the words of a claim that the clause of its figure has at the least
_MEASURED = frozenset({"level", "count", "share"})
_NUMERALS = r"\d.零〇一二两三四五六七八九十百千万亿点"
_CLAUSE = re.compile(r"[，,；;。：:、\0]")
_NEW = re.compile(r"新(?:增|引进|认定|设立|登记|签约|开工|建|培育|入)|净增")
_IN_ALL = re.compile(r"累计|总数|总量|增至|达到?|拥有|实有|保有|共有")
_SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Support:
    """How a passage bears a claim out: `supported`, `rounded`, `qualifier_lost`."""

    status: FigureStatus
    told: Quantity


def support_in(passage: Passage, claim: Claim) -> Support | None:
    """The support that `passage` gives to `claim`, None where it gives none."""
    if claim.quantity.unit == "year":
        stands = _years_told(passage, claim.quantity)
        return Support("supported", claim.quantity) if stands else None
    lost: Support | None = None
    for told in told_in(passage):
        status = compared(claim.quantity, told.quantity)
        if status is None or not _bound_alike(claim, told, passage):
            continue
        if status != "qualifier_lost":
            return Support(status, told.quantity)
        lost = Support(status, told.quantity)
    return lost


def _bound_alike(claim: Claim, told: Told, passage: Passage) -> bool:
    """Whether the claim is on the same indicator, period, kind and place as the passage's figure.

    The passage's own words around the figure prove its indicator as well as a like name does.
    """
    if not _could_mean(claim, told, passage):
        return False
    if _in_its_words(claim, told.quantity, passage):
        return True
    alike = _alike(claim, told, passage)
    if alike and told.binding and claim.indicator and _same_indicator(claim, told.binding):
        return True
    return alike and _fits_best(claim, told, passage)


def _could_mean(claim: Claim, told: Told, passage: Passage) -> bool:
    """Whether time, kind and place of the claim are those of the figure, or of its passage."""
    period = Period(passage.period, passage.period) if passage.period else None
    place: str | None = passage.place
    kind: FigureKind | None = passage.kind
    if told.binding is not None:
        period, place, kind = told.binding.period, told.binding.place, told.binding.kind
        if not (_same_part(claim, told.binding) and _same_role(claim, told.binding)):
            return False
    # 资中县卫生健康局 is of no clause of its own; 安阳研学通平台 stands in the passage.
    names = f"{passage.text}\n{passage.place or ''}"
    named = [p for p in claim.places if not begins_a_name(p, claim.before, names)]
    return (
        _same_time(claim, period, kind, passage.year)
        and any(same_places(places, place, passage.place) for places in (claim.places, named))
        and names_part(claim.before, place, passage.place)
    )


def _alike(claim: Claim, told: Told, passage: Passage) -> bool:
    """Whether both tell the same attribute of a thing of the same extent, and of what is new or of
    what there is in all."""
    return told.binding is None or (
        _same_attribute(claim, told.binding)
        and _same_extent(claim, told, passage)
        and not stock_against_flow(claim.before, passage.text[: told.quantity.start])
    )


def _of_one_attribute(claim: Claim, told: Told) -> bool:
    """Whether a figure tells the attribute claimed, whichever way it goes."""
    if told.binding is None or claim.attribute is None:
        return True
    both = {claim.attribute, told.binding.attribute}
    return len(both) == 1 or both <= _MEASURED


def _fits_best(claim: Claim, told: Told, passage: Passage) -> bool:
    """Whether the words of the claim fit this figure, and no other that it could mean as well."""
    if claim.indicator and not claim.words.own:
        return False
    if told.binding and claim.name and told.binding.name and claim.name != told.binding.name:
        return False
    shared = _shared(claim, told)
    best = max(
        (
            _shared(claim, other)
            for other in told_in(passage)
            if other.quantity.unit == told.quantity.unit
            and other.quantity.value != told.quantity.value
            and _could_mean(claim, other, passage)
            and _of_one_attribute(claim, other)
        ),
        default=(0, 0),
    )
    if not claim.words.own:
        return not claim.topic or (shared >= best and shared > (0, 0))
    if claim.attribute is None and told.binding is None:
        return shared >= best  # no figure of its own: 连续39年, 亿元以上项目
    return fit(claim.words.own, told.words.own, told.before) >= _FITS and shared > best


def _shared(claim: Claim, told: Told) -> tuple[int, int]:
    """How many words the two have in common, those of the clause before where that is even."""
    own, wider = claim.words.own or claim.topic, claim.words.wider or claim.topic
    return len(own & told.words.own), len(wider & told.words.wider)


def _same_time(
    claim: Claim, told: Period | None, kind: FigureKind | None, year: int | None
) -> bool:
    period = claim.period
    if claim.years_on is not None and year is not None:
        period = Period(year + claim.years_on, year + claim.years_on)
    if period and told and not _same_years(period, told):
        return False
    return claim.kind is None or kind is None or (claim.kind == "target") == (kind == "target")


def _same_years(claimed: Period, told: Period) -> bool:
    """Whether both have a year in common; what is told of several years is of none of them alone."""
    several = [period.first != period.last for period in (claimed, told)]
    return several[0] == several[1] and claimed.first <= told.last and told.first <= claimed.last


def _same_part(claim: Claim, binding: Binding) -> bool:
    """Whether both are of the whole year or of the same part of it, and both or neither an average
    per year."""
    part = binding.period.months if binding.period else None
    same = part is None if claim.months is None else claim.months.same_as(part)
    return same and (claim.attribute is None or claim.yearly == binding.yearly)


def _same_role(claim: Claim, binding: Binding) -> bool:
    """Whether both are what is told, or both what that started from, or of the year that the value
    started from names; and the claim singles out what the passage does."""
    if not singles_out(claim.said, binding):
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
    both = {claim.attribute, binding.attribute}
    return len(both) == 1 or both <= _MEASURED


def _same_extent(claim: Claim, told: Told, passage: Passage) -> bool:
    """Whether each says the words of extent of the other's name, in the name or in its sentence:
    规上工业增加值增长15.2%，今年的预期增幅为7.5%; a name that is left open has any."""
    if not (claim.indicator and told.binding and told.binding.indicator):
        return True
    aliases = load_aliases()
    claimed, bound = map(aliases.extents_of, (claim.indicator, told.binding.indicator))
    before = _SENTENCE_END.split(passage.text[: told.quantity.start])[-1]
    after = _SENTENCE_END.split(passage.text[told.quantity.end :])[0]
    around = aliases.extents_of(" ".join((*passage.headings[-1:], before, after)))
    return claimed <= bound | around and bound <= claimed | aliases.extents_of(claim.before)


def opposed(claimed: Direction, told: Direction) -> bool:
    """Whether two changes go different ways; one whose way is not told counts as upwards."""
    one, other = ("rise" if way == "none" else way for way in (claimed, told))
    return one != other


def _says_year_before(claim: Claim, binding: Binding) -> bool:
    """Whether the claim names the year before, which a change is compared with where none is named:
    2024年比2023年增长, of which the claim itself may leave out the 2024."""
    named, told = claim.against, binding.period
    return bool(binding.against is None and named and told and named.first == told.first - 1)


def stock_against_flow(one: str, other: str) -> bool:
    """Whether of two clauses one tells what is new and the other what there is in all."""
    clauses = [_CLAUSE.split(fold(text))[-1] for text in (one, other)]
    new = [bool(_NEW.search(clause)) for clause in clauses]
    in_all = [
        bool(_IN_ALL.search(clause)) and not is_new
        for clause, is_new in zip(clauses, new, strict=True)
    ]
    return (new[0] and in_all[1]) or (new[1] and in_all[0])


def _same_indicator(claim: Claim, binding: Binding) -> bool:
    if not binding.indicator:
        return True
    if claim.name and binding.name:
        return claim.name == binding.name
    return likeness(claim.indicator, binding.indicator) >= _ALIKE


def likeness(one: str, other: str) -> float:
    """Dice's coefficient of the two phrases' character pairs; 1 where one ends in the other.

    The end of a Chinese noun phrase is its head: 企业 fits 无人机企业, 无人机 does not. 0 where one
    has a word of extent that the other has not: 规上工业企业 are not all 工业企业.
    """
    one, other = _bare(one), _bare(other)
    if not one or not other or not same_extent(one, other):
        return 0.0
    short, long = sorted((one, other), key=len)
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    if len(short) > 1 and long.endswith(short) and 2 * len(short) >= len(long):
        return 1.0
    pairs, others = pairs_of(one), pairs_of(other)
    if not pairs or not others:
        return float(one == other)
    shared = 2 * len(pairs & others) / (len(pairs) + len(others))
    # 示范户 is not 示范镇, however much else they share.
    return shared if one[-1] == other[-1] or shared >= _SAME_BUT_FOR_HEAD else shared / 2


def _bare(phrase: str) -> str:
    return re.sub(r"[\W_]|新增|完成|实现|的", "", fold(phrase))


def _in_its_words(claim: Claim, told: Quantity, passage: Passage) -> bool:
    """Whether the claim leads up to its figure in the passage's own words."""
    here = _comparable(passage.text[: told.start])
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


def _years_told(passage: Passage, claimed: Quantity) -> bool:
    """Whether the passage tells of the year, in its text, its headings, its period or its date."""
    first, last = int(claimed.value), int(claimed.upper or claimed.value)
    told = set(_years(passage))
    return {first, last} <= told


@lru_cache(maxsize=1024)
def _years(passage: Passage) -> tuple[int, ...]:
    told = {passage.period, passage.year}
    for text in (passage.text, passage.title, *passage.headings):
        for quantity in parse_quantities(text):
            if quantity.unit == "year":
                told |= {int(quantity.value), int(quantity.upper or quantity.value)}
    for figure in figures_of(passage):
        if period := figure.binding.period:
            told |= {period.first, period.last}
    return tuple(sorted(year for year in told if year is not None))


def stands_exactly(written: str, passages: Iterator[Passage]) -> bool:
    """Whether what was masked or not read (a slogan, a date, 七一二) stands in one of the passages
    as it is written, and is no part of a longer number there."""
    comparable = _in_figures(_comparable(written))
    begins, ends = (
        re.match(f"[{_NUMERALS}]", comparable),
        re.search(rf"[{_NUMERALS}]\Z", comparable),
    )
    before = rf"(?<![{_NUMERALS}])" if begins else ""
    after = rf"(?!\.?[{_NUMERALS[3:]}\d])" if ends else ""
    whole = re.compile(f"{before}{re.escape(comparable)}{after}")
    return any(
        whole.search(_in_figures(_comparable(text)))
        for passage in passages
        for text in (passage.text, passage.title)
    )
