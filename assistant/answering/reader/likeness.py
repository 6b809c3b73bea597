"""How like a question each sentence of the passages found is, by words, meaning, time and place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answering.candidates import Models
from assistant.answering.composer import Found
from assistant.answering.expectations import met_by
from assistant.answering.sentence_time import period_fits
from assistant.check.context_words import pairs_of
from assistant.query import Query, QueryTerm
from assistant.question.subject import comparable, news_in, unasked
from index.encoder.encoding import Vectors
from index.figures.clauses import Sentence, sentences_of
from index.figures.figure import Binding
from index.figures.passage_figures import figures_between
from index.figures.period_rules import kind_by_words

_HEAVY = 0.6  # weight of a term that a sentence had better have
_HEADINGS = 2  # the innermost above a sentence
_MUCH_NEW = 40  # characters
_RELATIVE = ("terms", "terms_above", "words", "meaning", "pairs")


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence of the passages found, and the place of its passage among these, from 0."""

    sentence: Sentence
    place: int
    score: float

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def above(self) -> str:
        """The sentence behind the headings above it."""
        headings = self.sentence.passage.headings[-_HEADINGS:]
        return f"{' '.join(headings)} {self.text}"

    @property
    def figures(self) -> list[Binding]:
        sentence = self.sentence
        found = figures_between(sentence.passage, sentence.start, sentence.end)
        return [figure.binding for figure in found]


def sentences_found(found: Found) -> list[Read]:
    """The sentences of the passages found, in their order."""
    return [
        Read(sentence, place, hit.score)
        for place, hit in enumerate(found)
        for sentence in sentences_of(hit.passage)
    ]


def likeness(query: Query, read: Sequence[Read], models: Models) -> Mapping[str, Vectors]:
    """The signals by name, each of shape (len(read),); a query without terms has none: empty."""
    if not read or not query.subject.terms:
        return {}
    signals = {
        **_of_terms(query, read, models),
        **_of_meaning(query, read, models),
        **_of_search(read),
        **_of_fit(query, read, models),
    }
    best = {f"{name}_below_best": signals[name] - signals[name].max() for name in _RELATIVE}
    return {**signals, **best}


def _of_terms(query: Query, read: Sequence[Read], models: Models) -> dict[str, Vectors]:
    """How far the terms of the question, or words that mean the like, are in each sentence."""
    terms = query.subject.terms
    weights = np.array([term.weight for term in terms])
    near = _of_each(terms, [one.text for one in read], models)
    above = _of_each(terms, [one.above for one in read], models)
    heavy = weights >= min(_HEAVY, weights.max())
    return {
        "terms": weights @ near / weights.sum(),
        "terms_above": weights @ above / weights.sum(),
        "least_term": above[heavy].min(axis=0),
    }


def _of_each(terms: Sequence[QueryTerm], texts: Sequence[str], models: Models) -> Vectors:
    """How far each text has each term, or words that mean the like: shape (len(terms), len(texts))."""
    compared = [comparable(text) for text in texts]
    shares = np.array([[term.share_in(text) for text in compared] for term in terms])
    alike = np.stack([_near(term.asked, texts, models) for term in terms])
    return np.maximum(shares.astype(np.float32), alike)


def _near(words: str, texts: Sequence[str], models: Models) -> Vectors:
    near: Vectors = models.matcher.likeness(words, texts)
    return near


def _of_meaning(query: Query, read: Sequence[Read], models: Models) -> dict[str, Vectors]:
    """How like the question each sentence is as a whole, by words, by meaning and by characters."""
    phrase = query.subject.phrase
    vectors = models.encoder.encode([one.above for one in read], "passage")
    asked = pairs_of(comparable(phrase))
    shared = [len(asked & pairs_of(comparable(one.text))) for one in read]
    meaning: Vectors = vectors @ models.encoder.encode([query.wording], "query")[0]
    return {
        "words": _near(phrase, [one.text for one in read], models),
        "words_above": _near(phrase, [one.above for one in read], models),
        "meaning": meaning,
        "pairs": np.array(shared, dtype=np.float32) / np.float32(max(len(asked), 1)),
    }


def _of_search(read: Sequence[Read]) -> dict[str, Vectors]:
    scores = np.array([one.score for one in read], dtype=np.float32)
    return {
        "place": 1 / (1 + np.array([one.place for one in read], dtype=np.float32)),
        "score": scores / max(float(scores.max()), float(np.finfo(np.float32).tiny)),
        "length": np.log(np.array([len(one.text) for one in read], dtype=np.float32)),
    }


def _of_fit(query: Query, read: Sequence[Read], models: Models) -> dict[str, Vectors]:
    """Whether each sentence is of the time, kind, place and unit asked for, and says anything new."""
    terms = query.subject.terms
    rows = [
        (
            float(period_fits(one.sentence, query)),
            _kind_fits(query, one),
            float(met_by(query.expected, one.text)),
            float(any(bound.name in query.indicators for bound in figures)),
            float(any(_elsewhere(bound, query) for bound in figures)),
            min(news_in(terms, comparable(one.text)), _MUCH_NEW) / _MUCH_NEW,
            unasked(terms, one.text, models.segmenter),
        )
        for one, figures in ((one, one.figures) for one in read)
    ]
    names = ("time_fits", "kind_fits", "expected", "indicator", "elsewhere", "news", "unasked")
    columns = np.array(rows, dtype=np.float32).T
    return dict(zip(names, columns, strict=True))


def _kind_fits(query: Query, one: Read) -> float:
    """1 for a sentence of the kind asked for, −1 for one of the other, 0 where either is open."""
    kind = one.sentence.passage.kind or kind_by_words(one.text)
    if query.kind is None or kind is None:
        return 0.0
    return 1.0 if kind == query.kind else -1.0


def _elsewhere(bound: Binding, query: Query) -> bool:
    return bound.place is not None and bool(query.within) and bound.place not in query.within
