"""The composer that needs no model: the clauses of the reports that answer the query, verbatim.

It answers in the report's own words, with the year and the place set before them where the
heading above gives them; what no clause supports it does not answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from assistant.answering.candidates import Candidate, Models, candidates_for
from assistant.answering.composer import Found, HoldsReports, Snapshots
from assistant.answering.expectations import states_only_change
from assistant.answering.ledger import backed_by_ledger
from assistant.answering.list_items import apart, counts_things, enumerates, with_items
from assistant.answering.nearest import (
    as_sure_as_it_is,
    may_be_unsure,
    nearest_answer,
    nearest_sentences,
)
from assistant.answering.premise import (
    borne_out_elsewhere,
    nearest_note,
    premise_note,
    verdict_in_words,
)
from assistant.answering.reader.reader import ranked
from assistant.answering.relaxations import (
    attribute_name,
    each_year_lacking,
    figures_stated,
    lacking,
    newest_first,
    note_on,
    relaxations,
    states_change,
    years_stated,
)
from assistant.answering.relevance import TOTAL, another_scope
from assistant.answering.wording import bears_the_check, lead_in, shown
from assistant.query import Query
from assistant.question.subject import comparable, meaning
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.normalise import fold
from index.figures.places import shown_name

_MAX_TEXT_SENTENCES = 3
_MOST_FOLLOWING = 2  # passages that a list may go on into
_NEARLY_AS_GOOD = 0.85  # of the best candidate's score: worth saying beside it


@dataclass(frozen=True, slots=True)
class ExtractiveComposer:
    """Composes from the passages found, and from `ledger` where these state nothing that answers."""

    models: Models
    ledger: HoldsReports

    def compose(self, query: Query, found: Found) -> Snapshots:
        """The answer, one sentence a candidate, or the refusal where nothing supports one."""
        answer = backed_by_ledger(self._composed(query, found), query, self.ledger)
        yield self._or_nearest(answer, query, found)

    def _or_nearest(self, answer: Answer | Refusal, query: Query, found: Found) -> Answer | Refusal:
        """The answer; where there is none, or none that is sure, what comes nearest."""
        beyond = query.elsewhere and not set(query.places) - set(query.elsewhere)
        refused = isinstance(answer, Refusal) and answer.status != "unanswerable_not_in_reports"
        sure = isinstance(answer, Answer) and not may_be_unsure(query)
        if beyond or refused or sure:
            return answer
        ranking = ranked(query, found, self.models)
        if ranking is None:
            return answer
        if isinstance(answer, Refusal):
            return nearest_answer(ranking) or replace(answer, near=nearest_sentences(ranking))
        return as_sure_as_it_is(answer, ranking)

    def _composed(self, query: Query, found: Found) -> Answer | Refusal:
        picked: list[Candidate] = []
        partly = False
        for single in _single_questions(query, found):
            best = self._best(single, found)
            partly = partly or not best or any(candidate.partly for candidate in best)
            picked += [candidate for candidate in best if candidate not in picked]
        if not picked:
            return self._refusal(query, found)
        picked, not_all = each_year_lacking(query, picked)
        return _written(picked, partly=partly or not_all)

    def _refusal(self, query: Query, found: Found) -> Refusal:
        terms = query.subject.terms
        if not terms:
            return Refusal("clarify_question")
        texts = [comparable(hit.passage.text) for hit in found]
        if (
            query.indicators
            or query.places
            or query.years
            or query.expected.figure
            or any(term.share_in(text) > 0 for term in terms for text in texts)
        ):
            return Refusal("unanswerable_not_in_reports")
        return Refusal("unanswerable_off_topic")

    def _best(self, query: Query, found: Found) -> list[Candidate]:
        in_words = verdict_in_words(query, found)
        if in_words:
            return [in_words]
        expected = query.expected
        for relaxed in relaxations(query):
            ranked = candidates_for(relaxed.query, found, self.models)
            if relaxed.of_change:
                ranked = [candidate for candidate in ranked if states_change(candidate)]
            if not ranked:
                continue
            ranked = newest_first(ranked, query)
            if relaxed.note:
                return [replace(ranked[0], partly=True, note=note_on(ranked[0], relaxed, query))]
            if expected.single:
                return [_remarked(ranked[0], query, found)]
            if expected.date:
                return _best_few(ranked, 2)
            return self._items(ranked, items_asked=expected.items) or _listed_or_not(
                _best_few(ranked), query
            )
        return []

    def _items(self, ranked: Sequence[Candidate], *, items_asked: bool) -> list[Candidate]:
        """The first candidate that announces a list with its items, of those that are as much on
        what is asked as the best; [] where none does."""
        for candidate in _nearly_as_good(ranked):
            passages = self.ledger.passages_of(candidate.passage.report_id)
            behind = [p for p in passages if p.start > candidate.passage.start][:_MOST_FOLLOWING]
            items = with_items(candidate, behind, begun=items_asked)
            if items:
                return [part for item in items for part in _borne_out(item)]
        return []


def _single_questions(query: Query, found: Found) -> list[Query]:
    """One question an indicator and a year: GDP和社零分别是多少, 去年和今年各是多少 ask two each."""
    by_indicator = [query]
    if len(query.indicators) > 1:
        by_indicator = [_about(query, name) for name in query.indicators]
    periods = query.years or years_stated(query, found)
    if len(periods) < 2:
        return by_indicator
    # 2025年完成数和2026年目标 ask one of each; 两年的目标 ask what both years aimed at.
    kind = query.kind if not query.reached else None
    return [
        replace(single.of_years([period]), kind=kind if kind == "target" else None)
        for single in by_indicator
        for period in periods
    ]


def _about(query: Query, name: str) -> Query:
    """The question about that one of its indicators."""
    subject = query.subject
    for other in query.indicators:
        if other != name:
            subject = meaning(subject, other, ())
    return replace(query, subject=subject)


def _remarked(candidate: Candidate, query: Query, found: Found) -> Candidate:
    """Says 是的 or 不是 where the question puts a figure forward (是不是达到了250亿元), and what is
    lacking where another scope or another attribute is stated."""
    if candidate.note:
        return candidate  # of a part of the year alone
    verdict = premise_note(query, candidate)
    if verdict:
        return replace(candidate, note=verdict)
    elsewhere = borne_out_elsewhere(query, found)
    if elsewhere:
        return elsewhere
    lacks = (
        _scope_lacking(candidate, query)
        or _count_lacking(candidate, query)
        or _addition_lacking(candidate, query)
        or _increase_lacking(query, candidate)
        or _attribute_lacking(query, candidate)
        or nearest_note(query, candidate)
    )
    if lacks:
        return replace(candidate, partly=True, note=lacks)
    if (
        query.attribute in (None, "level", "count")
        and query.indicators
        and "target" not in (candidate.passage.kind, query.kind)
        and not (query.expected.compared or _is_rate(query.indicators[0]))
        and states_only_change(candidate.relevant)
    ):
        return replace(candidate, partly=True, note=lacking(query))
    return candidate


def _scope_lacking(candidate: Candidate, query: Query) -> str:
    """What to say where a rank or a comparison is asked for among others than is stated."""
    quote = shown(candidate.quote)
    scope = another_scope(query, quote)
    if scope and (query.expected.compared or query.attribute == "rank"):
        return f"报告没有给出在{scope}的位次或与{scope}的比较，只提到："
    return ""


def _count_lacking(candidate: Candidate, query: Query) -> str:
    """What to say where it is asked how many there are and only the growth of that is stated, beside
    figures of other things: 免签扩展到9个州、游客增长168%."""
    if query.attribute != "count" or query.indicators:
        return ""
    counted = comparable(query.subject.phrase)
    bound = [figure.binding for figure in figures_stated(candidate)]
    of_it = [one.attribute for one in bound if counted and counted in comparable(one.indicator)]
    return "报告没有给出数量，只提到：" if of_it and set(of_it) == {"change"} else ""


def _addition_lacking(candidate: Candidate, query: Query) -> str:
    """What to say where it is asked how many were added and only how many there are is stated: 增至34家."""
    if query.extent != "new":
        return ""
    bound = [figure.binding for figure in figures_stated(candidate)]
    in_all = any(TOTAL.search(fold(segment)) for segment in candidate.relevant)
    return "报告没有给出新增的数，只提到：" if in_all and not any(b.new for b in bound) else ""


def _increase_lacking(query: Query, candidate: Candidate) -> str:
    """What to say where the increase is asked for in money (增长多少亿元) and not stated so."""
    if not query.expected.in_money:
        return ""
    bound = [figure.binding for figure in figures_stated(candidate)]
    if any(b.attribute == "change" and b.quantity.unit == "元" for b in bound):
        return ""
    return "报告没有给出增加或减少的数额，只提到："


def _attribute_lacking(query: Query, candidate: Candidate) -> str:
    """What to say where growth, a rank or a share is asked for and another attribute is stated."""
    # 涨了百分之几 asks for growth.
    of_another = query.expected.of_whole or query.attribute in ("change", "rank")
    if not of_another or (query.attribute == "change" and query.expected.units == {"位"}):
        return ""
    attributes = {figure.binding.attribute for figure in figures_stated(candidate)}
    if not attributes or query.attribute in attributes:
        return ""
    return f"报告没有给出所问的{attribute_name(query)}，只提到："


def _is_rate(name: str) -> bool:
    return any(i.rate for i in load_aliases().indicators if i.name == name)


def _borne_out(item: Candidate) -> list[Candidate]:
    """A list whole where the check bears it out, else those of its sentences that it does."""
    if _bears_the_check(item):
        return [item]
    return [replace(part, partly=True) for part in apart(item) if _bears_the_check(part)]


def _bears_the_check(candidate: Candidate) -> bool:
    written = _written([candidate], partly=False)
    return bears_the_check(written.sentences[0], written.citations[0])


def _listed_or_not(few: list[Candidate], query: Query) -> list[Candidate]:
    """The candidates; where things are to be listed and none lists any, with a note that says so."""
    if not query.expected.items or any(enumerates(candidate.quote) for candidate in few):
        return few
    first = next((c for c in few if counts_things(c.quote)), few[0])
    return [replace(first, partly=True, note="报告没有逐项列出，只提到：")]


def _nearly_as_good(ranked: Sequence[Candidate]) -> list[Candidate]:
    floor = ranked[0].score * _NEARLY_AS_GOOD
    return [candidate for candidate in ranked if candidate.score >= floor]


def _best_few(ranked: Sequence[Candidate], most: int = _MAX_TEXT_SENTENCES) -> list[Candidate]:
    """The best candidate and others nearly as good, in the order of the reports.

    A section whose heading is what is asked for is the answer: what announces it is not.
    """
    if any(candidate.whole_section for candidate in ranked[:most]):
        ranked = [candidate for candidate in ranked if candidate.whole_section]
    few = _nearly_as_good(ranked)[:most]
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
    lacking_notes = (c.note.rstrip("：") for c in picked if c.note.endswith("："))
    relaxed = next(lacking_notes, "") if partly else ""
    return Answer(tuple(sentences), tuple(citations), partly=partly, relaxed=relaxed)
