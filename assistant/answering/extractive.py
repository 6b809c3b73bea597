"""The composer that needs no model: the clauses of the reports that answer the question, verbatim.

It answers in the report's own words, with the year and the place set before them where the
heading above gives them; what no clause supports it does not answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Question
from assistant.answering.candidates import Candidate, Models, candidates_for
from assistant.answering.composer import Found, Snapshots
from assistant.answering.premise import premise_note
from assistant.answering.relaxations import (
    attribute_name,
    each_year_lacking,
    figures_stated,
    lacking,
    newest_first,
    relaxations,
    states_change,
    years_stated,
)
from assistant.answering.relevance import another_scope
from assistant.answering.wording import lead_in, shown
from assistant.question.expected_answer import ExpectedAnswer, expected_answer, states_only_change
from assistant.question.query_terms import comparable, query_terms
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.places import shown_name
from index.report import RetrievedPassage

_MAX_TEXT_SENTENCES = 3
_INCREASE_IN_MONEY = re.compile(rf"{one_of('asking.changed')}了?(?:多少|几)(?:个)?(?:亿|万|元|钱)")
_REACHED = re.compile(one_of("asking.reached"))
_OF_WHOLE = re.compile("占|比重")
_NEARLY_AS_GOOD = 0.85  # of the best candidate's score: worth saying beside it


@dataclass(frozen=True, slots=True)
class ExtractiveComposer:
    """Composes from the passages found; `names` are what the covered places are called."""

    models: Models
    names: tuple[str, ...] = ()

    def compose(self, question: Question, found: Found) -> Snapshots:
        """The answer, one sentence a candidate, or the refusal where nothing supports one."""
        yield self._composed(question, found)

    def _composed(self, question: Question, found: Found) -> Answer | Refusal:
        picked: list[Candidate] = []
        unanswered: list[Question] = []
        for single in question.parts or _single_questions(question, found):
            best = self._best(single, _of_its_places(single, found))
            unanswered += [] if best else [single]
            picked += [candidate for candidate in best if candidate not in picked]
        if not picked:
            return self._refusal(question, found)
        partly = bool(unanswered) or any(candidate.partly for candidate in picked)
        if question.by_place and unanswered:
            note = f"没有找到{_places_of(unanswered)}的相应内容，只找到："
            picked[0] = replace(picked[0], note=note)
        picked, not_all = each_year_lacking(question, picked)
        return _written(picked, partly=partly or not_all)

    def _refusal(self, question: Question, found: Found) -> Refusal:
        terms = query_terms(question, self.models.segmenter, self.names)
        if not terms:
            return Refusal("clarify_question")
        texts = [comparable(hit.passage.text) for hit in found]
        if (
            question.indicators
            or question.places
            or question.periods
            or expected_answer(question).figure
            or any(term.share_in(text) > 0 for term in terms for text in texts)
        ):
            return Refusal("unanswerable_not_in_reports")
        return Refusal("unanswerable_off_topic")

    def _best(self, question: Question, found: Found) -> list[Candidate]:
        terms = query_terms(question, self.models.segmenter, self.names)
        elsewhere = [place for place in question.places if place not in self.names]
        expected = expected_answer(question)
        for relaxed in relaxations(question, expected):
            ranked = candidates_for(
                relaxed.question, terms, relaxed.expected, found, self.models, elsewhere
            )
            if relaxed.of_change:
                ranked = [candidate for candidate in ranked if states_change(candidate)]
            if not ranked:
                continue
            ranked = newest_first(ranked, question)
            if relaxed.note:
                return [replace(ranked[0], partly=True, note=relaxed.note)]
            if expected.single:
                return [_remarked(ranked[0], question, expected)]
            return _best_few(ranked, 2 if expected.date else _MAX_TEXT_SENTENCES)
        return []


def _single_questions(question: Question, found: Found) -> list[Question]:
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


def _of_its_places(question: Question, found: Found) -> Sequence[RetrievedPassage]:
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


def _remarked(candidate: Candidate, question: Question, expected: ExpectedAnswer) -> Candidate:
    """Says 是的 or 不是 where the question puts a figure forward (是不是达到了250亿元), and what is
    lacking where another scope or another attribute is stated."""
    if candidate.note:
        return candidate  # of a part of the year alone
    lacks = (
        _scope_lacking(candidate, question, expected)
        or _increase_lacking(question, candidate)
        or _attribute_lacking(question, candidate)
    )
    if lacks:
        return replace(candidate, partly=True, note=lacks)
    verdict = premise_note(question.text, candidate, question.places)
    if verdict:
        return replace(candidate, note=verdict)
    if (
        expected.attribute in (None, "level", "count")
        and question.indicators
        and "target" not in (candidate.passage.kind, question.kind)
        and not (expected.compared or _is_rate(question.indicators[0]))
        and states_only_change(candidate.relevant)
    ):
        return replace(candidate, partly=True, note=lacking(question))
    return candidate


def _scope_lacking(candidate: Candidate, question: Question, expected: ExpectedAnswer) -> str:
    """What to say where a rank or a comparison is asked for among others than is stated."""
    quote = shown(candidate.passage.text[candidate.start : candidate.end])
    scope = another_scope(question.text, quote)
    if scope and (expected.compared or expected.attribute == "rank"):
        return f"报告没有给出在{scope}的位次或与{scope}的比较，只提到："
    return ""


def _increase_lacking(question: Question, candidate: Candidate) -> str:
    """What to say where the increase is asked for in money (增长多少亿元) and not stated so."""
    if not _INCREASE_IN_MONEY.search(fold(question.text)):
        return ""
    bound = [figure.binding for figure in figures_stated(candidate)]
    if any(b.attribute == "change" and b.quantity.unit == "元" for b in bound):
        return ""
    return "报告没有给出增加或减少的数额，只提到："


def _attribute_lacking(question: Question, candidate: Candidate) -> str:
    """What to say where growth, a rank or a share is asked for and another attribute is stated."""
    # 涨了百分之几 asks for growth.
    of_whole = question.attribute == "share" and _OF_WHOLE.search(fold(question.text))
    if not (of_whole or question.attribute in ("change", "rank")):
        return ""
    attributes = {figure.binding.attribute for figure in figures_stated(candidate)}
    if not attributes or question.attribute in attributes:
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
