"""What comes nearest to a question that nothing surely answers, said to be no more than that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from assistant.answer import Answer, Citation
from assistant.answering.candidates import SPECIFIC, only_heard
from assistant.answering.expectations import names_the_same
from assistant.answering.list_items import numbered
from assistant.answering.premise import VERDICTS
from assistant.answering.reader.holds import tells_time
from assistant.answering.reader.likeness import Read
from assistant.answering.reader.reader import Ranking, chance
from assistant.answering.relevance import names_stand, of_another_subject
from assistant.answering.wording import bears_the_check, lead_in, shown
from assistant.check.matching import stands_for
from assistant.query import Query
from assistant.question.subject import comparable
from assistant.refusals import Refusal
from index.figures.quantities import states_figure

_MOST = 2  # sentences
_BESIDE_A_REFUSAL = 3  # sentences
_NEAR_ENOUGH = -0.5  # score of a sentence beside a refusal
_NEAR = 0.08  # chance of a sentence without a figure that is worth reading where one is asked for
_NEAR_FIGURE = 0.35  # of one with a figure: that of something like it is taken for it
_LIKELY = 0.5  # where the question names no unit either
_A_LIST = 2  # numbered items
_FITS = 0.5  # score of a sentence that fits the question better than most
_FEW = 2  # terms, of which a sentence on the thing has each: 光伏补贴 is no 育儿补贴
_ON_IT = 0.6  # its terms and its meaning together: 61 of 63 that answer, and no chance likeness
_SURE = 0.5  # chance below which what is found for an open question may answer, or is only near
_MAYBE = 0.3  # chance below which four of five do not answer
_NOTE = "没有找到直接回答这个问题的内容{lacks}，最接近的是："
_NOTE_OF_MAYBE = "不能确定是否正好回答了这个问题，最相关的内容是："
_NOT_EACH = "没有逐一写明"


def may_be_unsure(query: Query) -> bool:
    """Whether what is found for the query is held to what it asks by no figure, day or title."""
    claim = query.claim
    in_figures = claim and (claim.figure or claim.direction != "none" or claim.asserts)
    return query.expected.open_ended and not in_figures


def as_sure_as_it_is(answer: Answer, ranking: Ranking) -> Answer:
    """The answer, said to be no more than what may answer where its likeliest sentence is no likelier;
    what comes nearest where not even that. What is judged to bear the question out, or are the items
    of a list, is sure."""
    quoted = [index for index, one in enumerate(ranking.read) if _cited(answer, one)]
    judged = answer.sentences[0].startswith(VERDICTS)
    if judged or not quoted or _lists(answer) or _lists_targets(ranking, quoted):
        return answer
    best = max(quoted, key=lambda index: chance(ranking, index))
    if chance(ranking, best) >= _SURE:
        return answer
    if _may_answer(ranking, best) and not answer.partly:
        return _as_no_more(_NOTE_OF_MAYBE, answer)
    return nearest_answer(ranking, answer) or answer


def _lists(answer: Answer) -> bool:
    return numbered("。".join(citation.quote for citation in answer.citations)) >= _A_LIST


def _lists_targets(ranking: Ranking, quoted: Sequence[int]) -> bool:
    """Whether the targets are asked for, and the sentences state those of several indicators."""
    query = ranking.query
    figures = (bound for index in quoted for bound in ranking.read[index].figures)
    aimed_at = {bound.indicator for bound in figures if bound.kind == "target"}
    return query.kind == "target" and query.expected.listed and len(aimed_at) >= _A_LIST


def nearest_answer(ranking: Ranking, unsure_of: Answer | None = None) -> Answer | None:
    """The sentences of the passages found that are likeliest to answer, the best that `unsure_of`
    quotes first; None where none is likely, or, of a figure, of the time and unit asked for."""
    order = ranking.order
    quoted = [i for i in order if unsure_of and _cited(unsure_of, ranking.read[i])]
    likely = [i for i in order[: 2 * _MOST] if i not in quoted and _may_be_shown(ranking, i)]
    citations = [_citation(ranking.read[index]) for index in (*quoted[:1], *likely, *quoted[1:])]
    citations = [one for one in citations if bears_the_check(_sentence(one), one)][:_MOST]
    if not citations:
        return None
    cited = [Citation(n, c.passage, c.start, c.end) for n, c in enumerate(citations, start=1)]
    first, *others = (_sentence(one) for one in cited)
    best = next(index for index, one in enumerate(ranking.read) if _quotes(cited[0], one))
    lacks = _NOT_EACH if _names_none(ranking, best) else ""
    nearest = _NOTE.format(lacks=f"（{lacks}）" if lacks else "")
    note = _NOTE_OF_MAYBE if _may_answer(ranking, best) else nearest
    return Answer((note + first, *others), tuple(cited), nearest=True, relaxed=lacks)


def only_nearest(extract: Answer | Refusal) -> Answer | Refusal:
    """What an extract quotes as no more than the nearest: so where a model declines that reads it. A
    verdict is taken back whole."""
    if isinstance(extract, Refusal) or extract.sentences[0].startswith(VERDICTS):
        return Refusal("unanswerable_not_in_reports")
    return _as_no_more(_NOTE.format(lacks=""), extract)


def _as_no_more(note: str, answer: Answer) -> Answer:
    """The answer as it is, behind a note on what it is worth."""
    first, *others = answer.sentences
    return replace(answer, sentences=(note + first, *others), nearest=True, partly=False)


def _names_none(ranking: Ranking, index: int) -> bool:
    """Whether several things are asked for by name and the sentence names none of them."""
    return ranking.of_chance(index)["short_of_number"] == 1.0


def _may_answer(ranking: Ranking, index: int) -> bool:
    """Whether a sentence may well answer, and lacks nothing that is asked for."""
    expected, text = ranking.query.expected, ranking.read[index].text
    says_it = not ranking.query.claim or expected.thing in text
    says_it = says_it and bool(ranking.signals["time_fits"][index])
    open_ended = expected.open_ended or _tells_time(ranking, index)
    may = open_ended and says_it and not _names_none(ranking, index)
    return may and chance(ranking, index) >= _MAYBE


def _tells_time(ranking: Ranking, index: int) -> bool:
    """Whether it is asked when something is, and a sentence says so, though by no day: 春节前, 今秋."""
    query = ranking.query
    return query.expected.date and tells_time(query, ranking.read[index])


def nearest_sentences(ranking: Ranking) -> tuple[Citation, ...]:
    """The few sentences that come nearest to a question which nothing answers, for a reader to judge;
    none that hardly fits: of 33 refusals on open questions that the reports answer, those beside 26
    hold the answer, and would no more often without that limit."""
    near = (index for index in ranking.order if ranking.scores[index] >= _NEAR_ENOUGH)
    return tuple(_citation(ranking.read[index]) for index in islice(near, _BESIDE_A_REFUSAL))


def _may_be_shown(ranking: Ranking, index: int) -> bool:
    """Whether a sentence is near: on the thing, and with no figure that might be taken
    for the one asked for."""
    query, one = ranking.query, ranking.read[index]
    signals = {name: values[index] for name, values in ranking.signals.items()}
    if not _is_on_it(query, signals) or only_heard(query, one.text):
        return False
    if ranking.scores[index] < _FITS:
        return False
    if not query.expected.figure:
        expected = query.expected.open_ended or signals["expected"]
        return bool(expected) or _tells_time(ranking, index)
    if not names_stand(query, one.above):
        return False
    likely = chance(ranking, index)
    if not states_figure(one.text):
        return likely >= _NEAR
    fits = signals["time_fits"] and signals["expected"] and not signals["elsewhere"]
    unit = query.expected.units or (likely >= _LIKELY and _names_measure(query, one))
    named = signals["indicator"] or (unit and not query.indicators)
    return bool(
        likely >= _NEAR_FIGURE
        and fits
        and named
        and signals["kind_fits"] >= 0
        and signals["least_term"] > 0
        and _names_weightiest(query, one)
        and names_the_same(query.expected, one.text)
        and not of_another_subject(query, one.text)
        and _stands_for_all(query, one)
    )


def _stands_for_all(query: Query, one: Read) -> bool:
    """Whether a figure of the sentence may stand for what is asked, not only for a part of it: 7个村新获评
    says nothing of how many there are."""
    units = query.expected.units
    figures = [bound for bound in one.figures if not units or bound.quantity.unit in units]
    return not figures or any(stands_for(query, bound) for bound in figures)


def _is_on_it(query: Query, signals: Mapping[str, float]) -> bool:
    """Whether a sentence is on what is asked, and not only the one most like it in a report on other things."""
    each = len(query.subject.terms) > _FEW or signals["least_term"] > 0
    return each and signals["terms_above"] + signals["meaning"] >= _ON_IT


def _names_weightiest(query: Query, one: Read) -> bool:
    """Whether a sentence has the weightiest word of the question, not only one that means the like:
    低保 is no 社保."""
    weightiest = max(query.subject.terms, key=lambda term: term.weight)
    return weightiest.share_in(comparable(one.above)) > 0


def _names_measure(query: Query, one: Read) -> bool:
    """Whether a sentence has the last word of the question, where that is a weighty one: 实验室的经费."""
    last = query.subject.terms[-1]
    return last.weight < SPECIFIC or last.share_in(comparable(one.above)) > 0


def _cited(answer: Answer, one: Read) -> bool:
    return any(_quotes(citation, one) for citation in answer.citations)


def _quotes(citation: Citation, one: Read) -> bool:
    return citation.shares(one.sentence.passage, one.sentence.start, one.sentence.end)


def _citation(one: Read) -> Citation:
    return Citation(1, one.sentence.passage, one.sentence.start, one.sentence.end)


def _sentence(citation: Citation) -> str:
    return f"{lead_in(citation)}{shown(citation.quote)}。[{citation.marker}]"
