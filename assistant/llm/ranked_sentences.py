"""The sentences found, by how well each may answer a query: what a model is given to read, and what
of that which it writes is on the question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.answer import Citation
from assistant.answering.candidates import Models
from assistant.answering.composer import Found
from assistant.answering.reader.reader import Ranking, chance, ranked
from assistant.answering.sentence_time import period_fits
from assistant.query import Query
from index.figures.clauses import Sentence

# Chances of a sentence that may answer. Of the best sentences that answer the open questions of the dev
# split 94 % have more, and of the others two a question; with 0.04 it was 96 % and four. Of what the
# small models of docs/measured.md wrote, all that was right has more, and of what was wrong a sixth.
_MAY_ANSWER, _MAY_ANSWER_FIGURE = 0.08, 0.33
_BEST = 4  # sentences; others must be likelier to answer
_LIKELY = 0.3
_SURELY = 0.7  # chance; of those with 0.75 three in four answer


@dataclass(frozen=True, slots=True)
class RankedSentences:
    """A ranking for each single thing that is asked."""

    rankings: Sequence[Ranking]

    @property
    def best_first(self) -> list[Sentence]:
        """Each sentence once, the best for each thing asked first; those on another time, or on plans
        where outcomes are asked for, only where there are no others."""
        orders = [_of_the_time(one) for one in self.rankings]
        in_turn = (s for of_rank in zip_longest(*orders) for s in of_rank if s is not None)
        return list({(s.passage.id, s.start): s for s in in_turn}.values())

    def may_answer(self, citations: Iterable[Citation]) -> bool:
        """Whether a sentence that is quoted may answer one of the things asked."""
        return any(_may_answer(one, citation) for citation in citations for one in self.rankings)

    def surely_answer(self, citations: Iterable[Citation]) -> bool:
        """Whether a sentence that is quoted answers, whatever a model says of it."""
        return any(
            chance(one, index) >= _SURELY
            for citation in citations
            for one in self.rankings
            for index in _quoted(one, citation)
        )


def rank_sentences(query: Query, found: Found, models: Models) -> RankedSentences:
    """The sentences of `found`; none where a question has no words to find them by."""
    rankings = (ranked(leaf, found, models) for leaf in query.leaves)
    return RankedSentences([one for one in rankings if one is not None])


def _of_the_time(ranking: Ranking) -> list[Sentence]:
    order = [ranking.read[index].sentence for index in ranking.order]
    return [one for one in order if period_fits(one, ranking.query)] or order


def _may_answer(ranking: Ranking, citation: Citation) -> bool:
    least = _MAY_ANSWER_FIGURE if ranking.query.expected.figure else _MAY_ANSWER
    best = ranking.order[:_BEST]
    return any(
        chance(ranking, index) >= (least if index in best else max(least, _LIKELY))
        for index in _quoted(ranking, citation)
    )


def _quoted(ranking: Ranking, citation: Citation) -> Iterator[int]:
    """The sentences of the time asked for that a citation quotes."""
    for index, one in enumerate(ranking.read):
        sentence = one.sentence
        quotes = citation.shares(sentence.passage, sentence.start, sentence.end)
        if quotes and period_fits(sentence, ranking.query):
            yield index
