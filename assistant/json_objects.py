"""Our nouns as the JSON objects of the command line, the records and the API; the keys are a contract."""

from __future__ import annotations

from assistant.answer import Citation, FigureVerdict, VerifiedAnswer
from assistant.query import Query
from assistant.question.in_words import in_words
from index.figures.figure import Binding, Figure
from index.figures.numerals import decimal_text
from index.report import Passage, RetrievedPassage

JsonObject = dict[str, object]


def answer_object(answer: VerifiedAnswer) -> JsonObject:
    """The answer object; its keys are always there, in this order."""
    question = answer.question
    return {
        "question": question.asked,
        "resolved": {
            "text": question.query.wording,
            "places": list(question.query.places),
            "periods": list(question.query.years),
            "indicators": list(question.query.indicators),
        },
        "query": query_object(question.query),
        "understood": in_words(question.query),
        "status": answer.status,
        "text": answer.text,
        "citations": [citation_object(citation) for citation in answer.citations],
        "figures": [figure_object(figure) for figure in answer.figures],
        "mode": answer.mode,
        "model": answer.model,
        "prompt_id": answer.prompt_id,
        "index_id": answer.index_id,
        "parts": [
            {
                "asked": part.asked,
                "status": part.status,
                "markers": list(part.markers),
                "relaxed": part.relaxed,
            }
            for part in answer.parts
        ],
        "near": [_near_object(citation) for citation in answer.near],
        "timings_ms": dict(answer.timings_ms),
    }


def query_object(query: Query) -> JsonObject:
    """What a question was understood to mean; `parts` where it asks several things."""
    return {
        "asked": query.wording,
        "subject": query.subject.phrase.strip(),
        "indicators": list(query.indicators),
        "attribute": query.attribute,
        "kind": query.kind,
        "years": list(query.years),
        "months": str(query.time.months) if query.time.months else None,
        "places": list(query.within or query.places),
        "operation": query.operation,
        "survey": query.survey.asks if query.survey else None,
        "overview": [*query.overview.named, query.overview.field] if query.overview else None,
        "claim": query.claim.figure.quantity.raw if query.claim and query.claim.figure else None,
        "parts": [query_object(part) for part in query.parts],
    }


def citation_object(citation: Citation) -> JsonObject:
    passage = citation.passage
    return {
        "marker": citation.marker,
        "passage_id": passage.id,
        "report_id": passage.report_id,
        "title": passage.title,
        "headings": list(passage.headings),
        "page": citation.page,
        "passage": passage.text,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "recognised": passage.recognised,
    }


def _near_object(citation: Citation) -> JsonObject:
    """A sentence beside a refusal: no sentence of the answer refers to it, so it has no marker."""
    return {key: value for key, value in citation_object(citation).items() if key != "marker"}


def figure_object(figure: FigureVerdict) -> JsonObject:
    return {
        "text": figure.text,
        "value": None if figure.value is None else decimal_text(figure.value),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "status": figure.status,
        "marker": figure.marker,
        "formula": figure.formula,
    }


def result_object(hit: RetrievedPassage) -> JsonObject:
    """One result of a search."""
    return {
        "passage_id": hit.passage.id,
        "report_id": hit.passage.report_id,
        "score": round(hit.score, 6),
        "rank": hit.rank,
        "text": hit.passage.text,
        "headings": list(hit.passage.headings),
    }


def ledger_object(figure: Figure, passage: Passage) -> JsonObject:
    """One entry of the ledger, with the sentence that states it."""
    bound = figure.binding
    quantity = bound.quantity
    return {
        "place": bound.place,
        "period": None if bound.period is None else str(bound.period),
        "indicator": bound.indicator,
        "name": bound.name,
        "attribute": bound.attribute,
        "kind": bound.kind,
        "text": quantity.raw,
        "value": decimal_text(quantity.value),
        "upper": None if quantity.upper is None else decimal_text(quantity.upper),
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "falls": bound.falls,
        "months": _months(bound),
        "yearly": bound.yearly,
        "direction": bound.direction,
        "role": bound.role,
        "extent": bound.extent,
        "report_id": figure.report_id,
        "passage_id": figure.passage_id,
        "start": quantity.start,
        "end": quantity.end,
        "title": passage.title,
        "headings": list(passage.headings),
        "evidence": " ".join(passage.text[slice(*figure.evidence)].split()),
    }


def _months(bound: Binding) -> list[int] | None:
    """The first and the last month of the part of a year that a figure is of."""
    part = bound.period.months if bound.period else None
    return None if part is None else [part.first, part.last]
