"""What comes nearest to a question that nothing surely answers, said to be no more than that."""

from __future__ import annotations

from assistant.answer import Answer, Citation
from assistant.answering.candidates import SPECIFIC, only_heard
from assistant.answering.expectations import names_the_same
from assistant.answering.reader.likeness import Read
from assistant.answering.reader.reader import Ranking, chance
from assistant.answering.relevance import of_another_subject
from assistant.answering.wording import bears_the_check, lead_in, shown
from index.figures.quantities import parse_quantities

_MOST = 2  # sentences
_NEAR = 0.08  # chance of a sentence that is worth reading where nothing answers
_NEAR_FIGURE = 0.35  # where a figure is asked for: that of something like it is taken for it
_ON_IT = 2.0  # score of a sentence that is on the thing: of two in three at the top that answer
_FEW = 2  # weighty terms, of which a sentence has each or is on something else
_SURE = 0.33  # chance below which what is found for an open question is only near
_SURE_EXACT = 0.1  # where one figure or day is expected, and was found
_NOTE = "没有找到直接回答这个问题的内容，最接近的是："


def unsure(answer: Answer, ranking: Ranking) -> bool:
    """Whether no sentence that the answer quotes is likely to answer the question."""
    query = ranking.query
    if query.claim or query.expected.title or not answer.citations:
        return False
    sure = _SURE if query.expected.open_ended else _SURE_EXACT
    quoted = [
        n for n, one in enumerate(ranking.read) if any(_quotes(c, one) for c in answer.citations)
    ]
    return bool(quoted) and max(chance(ranking, index) for index in quoted) < sure


def nearest_answer(ranking: Ranking, quoted: Answer | None = None) -> Answer | None:
    """The sentences of the passages found that are likeliest to answer, those that `quoted` cites
    first; None where none is likely, or, of a figure, of the time and unit asked for."""
    indices = [
        index
        for index in ranking.order[: 2 * _MOST]
        if _may_be_shown(ranking, index) or (quoted and _cited(quoted, ranking.read[index]))
    ]
    indices.sort(key=lambda index: quoted is None or not _cited(quoted, ranking.read[index]))
    citations = [_citation(ranking.read[index]) for index in indices]
    citations = [one for one in citations if bears_the_check(_sentence(one), one)][:_MOST]
    if not citations:
        return None
    numbered = [Citation(n, c.passage, c.start, c.end) for n, c in enumerate(citations, start=1)]
    sentences = [_sentence(one) for one in numbered]
    return Answer((_NOTE + sentences[0], *sentences[1:]), tuple(numbered), nearest=True)


def _may_be_shown(ranking: Ranking, index: int) -> bool:
    """Whether a sentence is near; one that states a figure where another is asked for must be of the
    same thing, time, place and unit."""
    query, one = ranking.query, ranking.read[index]
    weighty = [term for term in query.subject.terms if term.weight >= SPECIFIC]
    signals = {name: values[index] for name, values in ranking.signals.items()}
    lacks = len(weighty) <= _FEW and not signals["least_term"]
    likely = chance(ranking, index)
    if lacks or only_heard(query, one.text) or ranking.scores[index] < _ON_IT or likely < _NEAR:
        return False
    if not query.expected.figure or not _states_quantity(one.text):
        return True
    fits = signals["time_fits"] and signals["expected"] and not signals["elsewhere"]
    named = signals["indicator"] or (query.expected.units and not query.indicators)
    return bool(
        likely >= _NEAR_FIGURE
        and fits
        and named
        and signals["kind_fits"] >= 0
        and names_the_same(query.expected, one.text)
        and not of_another_subject(query, one.text)
    )


def _states_quantity(text: str) -> bool:
    return any(quantity.unit != "year" for quantity in parse_quantities(text))


def _cited(answer: Answer, one: Read) -> bool:
    return any(_quotes(citation, one) for citation in answer.citations)


def _quotes(citation: Citation, one: Read) -> bool:
    sentence = one.sentence
    same = citation.passage.id == sentence.passage.id
    return same and citation.start < sentence.end and sentence.start < citation.end


def _citation(one: Read) -> Citation:
    return Citation(1, one.sentence.passage, one.sentence.start, one.sentence.end)


def _sentence(citation: Citation) -> str:
    return f"{lead_in(citation)}{shown(citation.quote)}。[{citation.marker}]"
