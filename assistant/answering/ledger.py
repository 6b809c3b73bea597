"""What the ledger holds for a question: its figure, and what a vague name means there.

The words that bear a figure out can be far from it (城乡居民人均可支配收入分别为…); the ledger has
bound it all the same. 全市 in the report of a county is the city: so a place without a report of its
own may have figures in the report of a place within it. A vague name of an indicator (财政收入) is
read as what the reports state: the very name alone where they state it, else each of its meanings;
a part where they state no whole, and said to be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Question
from assistant.answering.composer import Composes, Found, HoldsFigures, Snapshots, adapted
from assistant.answering.wording import cited, stated, statement
from assistant.check.matching import fits, likeness
from assistant.question.expected_answer import expected_answer
from assistant.question.parts import several_years, strip_question, without_indicators
from assistant.refusals import Refusal
from index.figures.aliases import Indicator, load_aliases
from index.figures.figure import Attribute, Figure
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import figures_between
from index.figures.places import names_of, shown_name
from index.reports.place_of_report import NATION, full_name, level_of
from index.store.library import FigureFilter

ATTRIBUTES: tuple[Attribute, ...] = ("level", "count", "change", "share")
"""What is stated of an indicator, by what a question that leaves it open is likeliest to mean."""

_ENOUGH = 0.62
_FITS: dict[Attribute | None, tuple[Attribute, ...]] = {
    None: ("level", "count", "share", "change"),
    "level": ("level", "count"),
    "count": ("count", "level"),
    "change": ("change",),
    "share": ("share",),
    "rank": ("rank",),
    "date": ("date",),
}
_NEW = re.compile(one_of("extent.new", "asking.new"))
_IN_ALL = re.compile(one_of("asking.in_all"))
_LIGHT = re.compile(one_of("light.around_indicator"))
_NOT_WORDS = re.compile(r"[\W_\ue000-\uf8ff]")


def figure_for(
    question: Question, figures: Sequence[Figure], known_places: Sequence[str]
) -> Figure | None:
    """The figure of `figures` that answers the question best; None where none is near enough.

    An outcome goes before a target where the question leaves it open, and the newest first; what
    there is in all before what is new, unless that is asked for, and a number before a bound.
    """
    topic = canonical(strip_question(question.text, known_places))
    ranked = [
        (fit, figure)
        for figure in figures
        if _kind_and_time_fit(question, figure)
        and (not question.within or figure.binding.place in question.within)
        and figure.binding.attribute in _FITS[question.attribute]
        and (fit := _subject_fits(question, topic, figure)) >= _ENOUGH
    ]
    new = asks_new(question.text)
    alike = [pair for pair in ranked if pair[1].binding.new == new]
    ranked = alike or ([] if _IN_ALL.search(fold(question.text)) else ranked)
    if not ranked:
        return None
    return max(ranked, key=lambda pair: (pair[0], _preferred(question, pair[1])))[1]


def asks_new(text: str) -> bool:
    """Whether a question asks for what was added, not for all there is."""
    return _NEW.search(fold(text)) is not None


def _subject_fits(question: Question, topic: str, figure: Figure) -> float:
    bound = figure.binding
    if question.indicators:
        return 1.0 if bound.name in question.indicators else 0.0
    return likeness(topic, canonical(bound.indicator))


def _preferred(question: Question, figure: Figure) -> tuple[bool, int, int, bool]:
    bound = figure.binding
    order = _FITS[question.attribute].index(bound.attribute)
    bare = bound.quantity.qualifier is None and bound.quantity.upper is None
    exact = bare and bound.kind != "target"  # 7%以上，力争达到8%: the first is the target
    return (bound.kind != "target", -order, bound.period.last if bound.period else 0, exact)


def _kind_and_time_fit(question: Question, figure: Figure) -> bool:
    target = figure.binding.kind == "target"
    if question.kind in ("target", "actual") and target != (question.kind == "target"):
        return False
    return fits(question, figure.binding)


def canonical(text: str) -> str:
    """`text` with each synonym as the first word of its group, and without what says little."""
    folded = _LIGHT.sub("", fold(text)).replace(" ", "")
    for start, end, group in reversed(list(load_aliases().same(folded))):
        folded = folded[:start] + group[0] + folded[end:]
    return folded


def figure_asked(
    question: Question, figures: Sequence[Figure], names: Sequence[str]
) -> Figure | None:
    """The figure that `question` asks for and nothing else, None where the ledger has none.

    The question names no thing beside the indicator: 8月份, 农村 or 其中 would make it
    another figure.
    """
    expected = expected_answer(question)
    if question.parts or len(question.indicators) > 1:
        return None
    if not expected.figure or several_years(question.text):
        return None
    figure = figure_for(question, figures, names)
    if figure is None or figure.binding.attribute == "rank":
        return None
    if not _asks_nothing_else(question, figure, names):
        return None
    fits_unit = not expected.units or figure.binding.quantity.unit in expected.units
    dated = figure.binding.period is not None or not question.periods
    return figure if fits_unit and dated else None


def _asks_nothing_else(question: Question, figure: Figure, names: Sequence[str]) -> bool:
    """Whether the words of the question are the indicator's, all of them."""
    rest = canonical(strip_question(without_indicators(question.text), names))
    rest = _NOT_WORDS.sub("", rest)
    if question.indicators:
        return not rest
    return rest == _NOT_WORDS.sub("", canonical(figure.binding.indicator))


@dataclass(frozen=True, slots=True)
class LedgerBacked:
    """Composes by `otherwise`, and from `ledger` where that finds no figure or another than was
    asked for; `names` are what the covered places are called."""

    ledger: HoldsFigures
    otherwise: Composes
    names: tuple[str, ...] = ()

    def compose(self, question: Question, found: Found) -> Snapshots:
        answers = self.otherwise.compose(question, found)
        yield from adapted(answers, lambda answer: self._completed(question, answer))

    def _completed(self, question: Question, answer: Answer | Refusal) -> Answer | Refusal:
        lacks = _lacks(answer) or _states_only_what_is_new(answer, question)
        return (self._from_ledger(question) if lacks else None) or answer

    def _from_ledger(self, question: Question) -> Answer | None:
        if len(question.within) != 1:
            return None
        figures = self.ledger.figures(None, FigureFilter(places=question.within))
        figure = figure_asked(question, figures, self.names)
        return stated([figure], self.ledger) if figure else None


def _lacks(answer: Answer | Refusal) -> bool:
    if isinstance(answer, Refusal):
        return answer.status == "unanswerable_not_in_reports"
    return answer.partly


def _states_only_what_is_new(answer: Answer | Refusal, question: Question) -> bool:
    """Whether all there is may be asked for, and only what was added is quoted: 新增1200家."""
    if isinstance(answer, Refusal) or asks_new(question.text):
        return False
    new = [
        figure.binding.new
        for citation in answer.citations
        for figure in figures_between(citation.passage, citation.start, citation.end)
    ]
    return bool(new) and all(new)


@dataclass(frozen=True, slots=True)
class FromOtherReports:
    """Answers on a place without a report of its own from the reports of places within it;
    `names` are what the covered places are called."""

    ledger: HoldsFigures
    names: tuple[str, ...] = ()

    def answer(self, question: Question) -> Answer | None:
        """The figure of the place that `question` names, with the report that states it; None where
        it asks more, or no report of a place within states it of a known indicator."""
        named = [full_name(place) for place in question.places]
        if len(named) != 1 or named[0] is None or question.survey or not question.indicators:
            return None
        place = named[0]
        names = (*self.names, *names_of(place, level_of(place)), *question.places)
        figure = figure_asked(replace(question, within=(place,)), self._figures_of(place), names)
        if figure is None:
            return None
        citations = cited([figure], self.ledger)
        only = question.attribute is None and figure.binding.attribute == "change"
        report = shown_name(citations[0].passage.place or "")
        source = f"没有收录{shown_name(place)}的报告，据{report}报告{'只提到' if only else ''}："
        return Answer((f"{source}{statement(figure)}。[1]",), citations, partly=only)

    def _figures_of(self, place: str) -> list[Figure]:
        """The figures of `place` that reports of places within it state."""
        figures = self.ledger.figures(None, FigureFilter(places=(place,)))
        passages = self.ledger.passages(list({figure.passage_id for figure in figures}))
        return [f for f in figures if _is_within(passages[f.passage_id].place, place)]


def _is_within(inner: str | None, outer: str) -> bool:
    return inner is not None and (outer in parents_of(inner) or (outer == NATION != inner))


@dataclass(frozen=True, slots=True)
class AsMeant:
    """Composes by `otherwise` what a question means; `ledger` says what the reports state."""

    ledger: HoldsFigures
    otherwise: Composes

    def compose(self, question: Question, found: Found) -> Snapshots:
        meant, note = self._meant(question, found)
        yield from adapted(self.otherwise.compose(meant, found), lambda one: _noted(one, note))

    def _meant(self, question: Question, found: Found) -> tuple[Question, str]:
        """The question with each vague name as what is meant, and what to say of a part."""
        note = ""
        for name in _vague_names(question):
            indicator = load_aliases().called(name)
            stated = self._stated(indicator, question) or _spoken_of(indicator, found)
            if name in stated:
                continue
            meanings = [meaning for meaning in indicator.means if meaning in stated]
            parts = [part for part in indicator.narrower if part in stated]
            if meanings or parts:
                question = _with_meaning(question, indicator, meanings or parts[:1])
            if parts and not meanings:
                note = f"报告没有给出{name}，只提到{parts[0]}："
        return question, note

    def _stated(self, indicator: Indicator, question: Question) -> frozenset[str]:
        """Which of the indicator and its meanings and parts the reports asked of state."""
        names = (indicator.name, *indicator.means, *indicator.narrower)
        figures = self.ledger.figures(None, FigureFilter(places=question.within, names=names))
        fitting = [figure for figure in figures if _may_be_asked(question, figure)] or figures
        most = question.survey is not None or question.by_place
        return _of_most_places(fitting) if most else frozenset(map(_canonical_name, fitting))


def _spoken_of(indicator: Indicator, found: Found) -> frozenset[str]:
    """Which of the indicator, its meanings and parts the passages speak of, without a figure."""
    names = {indicator.name, *indicator.means, *indicator.narrower}
    aliases = load_aliases()
    spoken = (m.indicator.name for hit in found for m in aliases.mentions(hit.passage.text))
    return frozenset(names.intersection(spoken))


def _vague_names(question: Question) -> list[str]:
    """The names in the question that may mean, or have as a part, another indicator."""
    asked = [question, *question.parts]
    names = dict.fromkeys(name for one in asked for name in one.indicators)
    aliases = load_aliases()
    return [name for name in names if aliases.called(name).means or aliases.called(name).narrower]


def _may_be_asked(question: Question, figure: Figure) -> bool:
    bound = figure.binding
    if question.kind == "target" and bound.kind != "target":
        return False
    if question.attribute in ("change", "rank") and bound.attribute != question.attribute:
        return False
    return not question.periods or fits(question, bound)


def _of_most_places(figures: Sequence[Figure]) -> frozenset[str]:
    """The one name that the most places state: a ranking is of one indicator."""
    places: dict[str, set[str | None]] = {}
    for figure in figures:
        places.setdefault(_canonical_name(figure), set()).add(figure.binding.place)
    most = max(places, key=lambda name: len(places[name]), default=None)
    return frozenset({most}) if most else frozenset()


def _canonical_name(figure: Figure) -> str:
    return figure.binding.name or ""


def _with_meaning(question: Question, vague: Indicator, meant: Sequence[str]) -> Question:
    """The question with `vague` said as `meant`, in its text and in all of its parts."""
    if vague.name not in question.indicators:
        indicators = question.indicators
    else:
        others = [name for name in question.indicators if name != vague.name]
        indicators = tuple(dict.fromkeys((*meant, *others)))
    survey = question.survey
    return replace(
        question,
        text=_text_with_meaning(question.text, vague, meant),
        indicators=indicators,
        parts=tuple(_with_meaning(part, vague, meant[:1]) for part in question.parts),
        survey=replace(survey, text=_text_with_meaning(survey.text, vague, meant))
        if survey
        else None,
    )


def _text_with_meaning(text: str, vague: Indicator, meant: Sequence[str]) -> str:
    for mention in reversed(list(load_aliases().mentions(text))):
        if mention.indicator.name == vague.name:
            text = f"{text[: mention.start]}{'和'.join(meant)}{text[mention.end :]}"
    return text


def _noted(answer: Answer | Refusal, note: str) -> Answer | Refusal:
    if isinstance(answer, Refusal) or not note:
        return answer
    first, *others = answer.sentences
    return replace(answer, sentences=(note + first, *others), partly=True)
