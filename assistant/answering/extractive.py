"""The composer that needs no model: the clauses of the reports that answer the question, verbatim.

It answers in the report's own words, with the year and the place set before them where the
heading above gives them; what no clause supports it does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Question
from assistant.answering.candidates import OPENS_WITH_YEAR, Candidate, Models, candidates_for
from assistant.answering.premise import premise_note
from assistant.answering.relaxations import (
    attribute_name,
    each_year_lacking,
    lacking,
    newest_first,
    relaxations,
    tells_change,
    told_in,
    years_stated,
)
from assistant.answering.relevance import another_scope
from assistant.question.expected_answer import ExpectedAnswer, expected_answer, tells_only_change
from assistant.question.query_terms import comparable, query_terms
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.bound_time import months_before, period_named
from index.figures.figure import FigureKind
from index.figures.normalise import fold
from index.figures.passage_figures import context_of, figures_of
from index.figures.places import shown_name
from index.figures.years import years_in
from index.report import RetrievedPassage

_MAX_TEXT_SENTENCES = 3
_INCREASE_IN_MONEY = re.compile(
    r"(?:增长|增加|提高|上升|上涨|[涨多少升]|减少|下降|降低)了?(?:多少|几)(?:个)?(?:亿|万|元|钱)"
)
_REACHED = re.compile("完成|实际|实现|达到")
_OF_WHOLE = re.compile("占|比重")
_NEARLY_AS_GOOD = 0.85  # of the best candidate's score: worth saying beside it


@dataclass(frozen=True, slots=True)
class ExtractiveComposer:
    """Composes from the passages found; `names` are what the covered places are called."""

    models: Models
    names: tuple[str, ...] = ()

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal]:
        """The answer, one sentence a candidate, or the refusal where nothing supports one."""
        yield self._composed(question, found)

    def _composed(self, question: Question, found: Sequence[RetrievedPassage]) -> Answer | Refusal:
        picked: list[Candidate] = []
        unsupported_words: list[Question] = []
        for single in question.parts or _single_questions(question, found):
            best = self._best(single, _of_its_places(single, found))
            unsupported_words += [] if best else [single]
            picked += [candidate for candidate in best if candidate not in picked]
        if not picked:
            return self._refusal(question, found)
        partly = bool(unsupported_words) or any(candidate.partly for candidate in picked)
        if question.by_place and unsupported_words:
            picked[0] = replace(
                picked[0], note=f"没有找到{_places_of(unsupported_words)}的相应内容，只找到："
            )
        picked, not_all = each_year_lacking(question, picked)
        return _written(picked, partly=partly or not_all)

    def _refusal(self, question: Question, found: Sequence[RetrievedPassage]) -> Refusal:
        concepts = query_terms(question, self.models.segmenter, self.names)
        if not concepts:
            return Refusal("clarify_question")
        told = [comparable(hit.passage.text) for hit in found]
        of_reports = question.indicators or question.places or question.periods
        if of_reports or expected_answer(question).figure:
            return Refusal("unanswerable_not_in_reports")
        if any(concept.share_in(text) > 0 for concept in concepts for text in told):
            return Refusal("unanswerable_not_in_reports")
        return Refusal("unanswerable_off_topic")

    def _best(self, question: Question, found: Sequence[RetrievedPassage]) -> list[Candidate]:
        concepts = query_terms(question, self.models.segmenter, self.names)
        elsewhere = [place for place in question.places if place not in self.names]
        wanted = expected_answer(question)
        for way in relaxations(question, wanted):
            ranked = candidates_for(
                way.question, concepts, way.wanted, found, self.models, elsewhere
            )
            if way.of_change:
                ranked = [candidate for candidate in ranked if tells_change(candidate)]
            if not ranked:
                continue
            ranked = newest_first(ranked, question)
            if way.note:
                return [replace(ranked[0], partly=True, note=way.note)]
            if wanted.single:
                return [_remarked(ranked[0], question, wanted)]
            return _best_few(ranked, 2 if wanted.date else _MAX_TEXT_SENTENCES)
        return []


def _single_questions(question: Question, found: Sequence[RetrievedPassage]) -> list[Question]:
    """One question an indicator and a year: GDP和社零分别是多少, 去年和今年各是多少 ask two each."""
    by_indicator = [question]
    if len(question.indicators) > 1:
        by_indicator = [_about(question, name) for name in question.indicators]
    periods = question.periods or years_stated(question, found)
    if len(periods) < 2:
        return by_indicator
    # 2025年完成数和2026年目标 ask one of each; 两年的目标 ask what both years aimed at.
    kind = question.kind if not _REACHED.search(question.text) else None
    return [
        replace(single, periods=(period,), kind=kind if kind == "target" else None)
        for single in by_indicator
        for period in periods
    ]


def _places_of(questions: Sequence[Question]) -> str:
    return "、".join(shown_name(place) for question in questions for place in question.within)


def _of_its_places(
    question: Question, found: Sequence[RetrievedPassage]
) -> Sequence[RetrievedPassage]:
    if not question.within:
        return found
    return [hit for hit in found if hit.passage.place in question.within]


def _about(question: Question, name: str) -> Question:
    """The question about that one of its indicators."""
    text = question.text
    for mention in reversed(list(load_aliases().mentions(text))):
        if mention.indicator.name != name:
            text = text[: mention.start] + text[mention.end :]
    return replace(question, text=text, indicators=(name,))


def _remarked(candidate: Candidate, question: Question, wanted: ExpectedAnswer) -> Candidate:
    """Says 是的 or 不是 where the question puts a figure forward (是不是达到了250亿元), and that
    the level is not told where only the change is."""
    if candidate.note:
        return candidate  # of a part of the year alone
    scope = another_scope(
        question.text, shown(candidate.passage.text[candidate.start : candidate.end])
    )
    if scope and (wanted.compared or wanted.attribute == "rank"):
        note = f"报告没有给出在{scope}的位次或与{scope}的比较，只提到："
        return replace(candidate, partly=True, note=note)
    not_told = _increase_lacking(question, candidate) or _attribute_lacking(question, candidate)
    if not_told:
        return replace(candidate, partly=True, note=not_told)
    verdict = premise_note(question.text, candidate, question.places)
    if verdict:
        return replace(candidate, note=verdict)
    if (
        wanted.attribute in (None, "level", "count")
        and question.indicators
        and "target" not in (candidate.passage.kind, question.kind)
        and not (wanted.compared or _is_rate(question.indicators[0]))
        and tells_only_change(candidate.telling)
    ):
        return replace(candidate, partly=True, note=lacking(question))
    return candidate


def _increase_lacking(question: Question, candidate: Candidate) -> str:
    """What to say where the increase is asked for in money (增长多少亿元) and not told so."""
    if not _INCREASE_IN_MONEY.search(fold(question.text)):
        return ""
    told = [figure.binding for figure in told_in(candidate)]
    if any(b.attribute == "change" and b.quantity.unit == "元" for b in told):
        return ""
    return "报告没有给出增加或减少的数额，只提到："


def _attribute_lacking(question: Question, candidate: Candidate) -> str:
    """What to say where growth, a rank or a share is asked for and another attribute is told."""
    # 涨了百分之几 asks for growth.
    of_whole = question.attribute == "share" and _OF_WHOLE.search(fold(question.text))
    if not (of_whole or question.attribute in ("change", "rank")):
        return ""
    told = {figure.binding.attribute for figure in told_in(candidate)}
    if not told or question.attribute in told:
        return ""
    return f"报告没有给出所问的{attribute_name(question)}，只提到："


def _is_rate(name: str) -> bool:
    return any(i.rate for i in load_aliases().indicators if i.name == name)


def _best_few(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """The best candidate and others nearly as good, in the order of the reports.

    A section whose heading is what is asked for is the answer: what announces it is not.
    """
    if any(candidate.whole_section for candidate in ranked[:most]):
        ranked = [candidate for candidate in ranked if candidate.whole_section]
    floor = ranked[0].score * _NEARLY_AS_GOOD
    few = [candidate for candidate in ranked if candidate.score >= floor][:most]
    return sorted(few, key=lambda c: (c.passage.report_id, c.start + c.passage.start))


def _written(picked: Sequence[Candidate], *, partly: bool) -> Answer:
    citations: list[Citation] = []
    sentences: list[str] = []
    said: set[str] = set()
    several = len({candidate.passage.place for candidate in picked}) > 1
    for marker, candidate in enumerate(picked, start=1):
        citation = Citation(marker, candidate.passage, candidate.start, candidate.end)
        lead = lead_in(citation)
        place = shown_name(candidate.passage.place or "")
        if several and place not in lead + citation.quote:
            lead = f"{place}：{lead}"  # of several places none may be left to guess
        lead = "" if lead in said else lead
        sentences.append(f"{candidate.note}{lead}{shown(citation.quote)}。[{marker}]")
        said |= {lead}
        citations.append(citation)
    return Answer(tuple(sentences), tuple(citations), partly=partly)


def lead_in(citation: Citation) -> str:
    """The year that a quote tells of and its place, where the quote does not say them; the part of
    the year where the sentence named it before the quote begins."""
    passage, quote = citation.passage, citation.quote
    cut_off = _time_cut_off(citation)
    if cut_off is not None and (cut_off or passage.period is not None):
        place = shown_name(passage.place) if passage.place else ""
        return f"{cut_off}{'，' if cut_off else ''}{'' if place in quote else place}"
    year, kind = _year_and_kind(citation)
    if year is None or year in years_in(fold(quote)) or OPENS_WITH_YEAR.match(fold(quote)):
        return ""
    place = shown_name(passage.place) if passage.place else ""
    if place in quote:
        place = ""
    if kind == "target":
        goal = "预期目标" if any("目标" in heading for heading in passage.headings) else "计划"
        return f"{place}{year}年{goal}：" if place else f"{year}年{goal}："
    if re.match("全[省市区县]", quote):
        return f"{place}{year}年，"
    return f"{year}年，{place}"


def _year_and_kind(citation: Citation) -> tuple[int | None, FigureKind | None]:
    """The year of the quote's first figure, else that of its section, and what it tells of it."""
    passage = citation.passage
    for figure in figures_of(passage):
        bound = figure.binding
        if citation.start <= bound.quantity.start < citation.end and bound.period is not None:
            one = bound.period.first == bound.period.last
            return (bound.period.first, bound.kind) if one else (None, None)
    return passage.period, passage.kind


def _time_cut_off(citation: Citation) -> str | None:
    """The part of a year or the span of years that the first figure of a quote is of, where the
    quote does not say; "" where it does, None where the figure is of a whole year."""
    passage = citation.passage
    context = replace(context_of(passage), period=None)
    for figure in figures_of(passage):
        period, start = figure.binding.period, figure.binding.quantity.start
        if not citation.start <= start < citation.end:
            continue
        sentence = passage.text[figure.evidence[0] : start]
        here = passage.text[citation.start : start]
        part = period.months if period else months_before(sentence)
        if part is not None:
            says = part.same_as(months_before(here))
            return None if says else (period.written if period else str(part))
        if period is None or period.first == period.last:
            return None
        return "" if period_named(here, context) == period else period.written
    return None


def shown(quote: str) -> str:
    """A quote as it reads in a sentence: one line, no Markdown stars, full-width commas."""
    one_line = re.sub(r"\s*[\r\n]+\s*", "", quote).replace("**", "")
    full_width = re.sub(r",(?!\d{3}(?!\d))", "，", one_line).replace(";", "；")
    return re.sub(r":(?!\d)", "：", full_width).rstrip("。.，、：；")
