"""What documents of no known place may answer: a question that names no place, on no indicator that
every place has; and one on a place that the very sentence names."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Question
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of


def may_be_of_no_place(question: Question) -> bool:
    """Whether a document without a place could answer `question` at all. Of GDP without a place nobody
    could say whose it is."""
    if question.parts or question.survey or question.operation:
        return False
    return bool(question.places) or not question.indicators


def is_of_no_place(answer: Answer, question: Question) -> bool:
    """Whether all that `answer` cites is of documents without a place, told of no other place than
    the question names, and the whole of what is asked for."""
    return not answer.partly and all(_fits(citation, question) for citation in answer.citations)


def _fits(citation: Citation, question: Question) -> bool:
    passage, quote = citation.passage, fold(citation.quote)
    if passage.place is not None or not all(place in quote for place in question.places):
        return False
    told = (
        figure.binding.place
        for figure in figures_of(passage)
        if citation.start <= figure.binding.quantity.start < citation.end
    )
    return all(place is None or any(p in place for p in question.places) for place in told)
