"""Answers that code works out from the ledger: comparisons with their formula, and rankings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation
from assistant.answering.candidates import Candidate
from assistant.answering.composer import Composes, Found, HoldsFigures, Snapshots, adapted
from assistant.answering.ledger import figure_for
from assistant.answering.ordering import exact, value_fits
from assistant.answering.premise import premise_note
from assistant.answering.wording import (
    AMONG,
    cited,
    in_words,
    lead_in,
    opening,
    ranking,
    shown,
    stated,
    statement,
    words_before,
)
from assistant.check.arithmetic import worked_out
from assistant.check.matching import fits
from assistant.query import Listing, Query
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.quantities import Quantity, parse_quantities
from index.store.library import FigureFilter

_MOST_LISTED = 12
_SHARE_BESIDE = 40  # characters


@dataclass(frozen=True, slots=True)
class LedgerComposer:
    """Composes from `ledger` what is to be worked out; all else is left to `otherwise`."""

    ledger: HoldsFigures
    otherwise: Composes

    def compose(self, query: Query, found: Found) -> Snapshots:
        answer = self._worked_out(query)
        if answer is not None:
            yield answer
        # A figure is lacking: a sum or difference may be stated as it is, a ratio or share may not.
        elif query.operation in ("ratio", "share") or _asks_year_of_no_figure(query, found):
            yield Refusal("unanswerable_not_in_reports")
        else:
            single = replace(query, operation=None)
            answers = self.otherwise.compose(single, found)
            yield from adapted(answers, lambda one: self._beside_what_differs(single, one))

    def _worked_out(self, query: Query) -> Answer | None:
        against = self._change_against(query)
        if against is not None or query.operation is not None:
            return against or self._compared(query)
        if query.listing is None:
            return None
        listed = self._ranked if query.listing.rank else self._listed
        return listed(query, query.listing)

    def _beside_what_differs(self, query: Query, answer: Answer | Refusal) -> Answer | Refusal:
        """The answer, and beside a figure that it quotes what another report states instead."""
        if isinstance(answer, Refusal) or not query.indicators:
            return answer
        of_question = FigureFilter(places=query.within, names=query.indicators)
        others = [
            figure
            for conflict in conflicts_among(self.ledger.figures(None, of_question))
            if any(_quoted(figure, answer) for figure in conflict.figures)
            for figure in conflict.figures
            if not _quoted(figure, answer)
        ]
        beside = stated(
            others, self.ledger, lead="另一处所记不同：", first=len(answer.citations) + 1
        )
        return replace(
            answer,
            sentences=answer.sentences + beside.sentences,
            citations=answer.citations + beside.citations,
        )

    def _change_against(self, query: Query) -> Answer | None:
        """The change that a report itself states against the year that is asked for: 比2022年下降."""
        if query.time.compared_to is None or len(query.indicators) > 1:
            return None
        asked = replace(query, parts=(), operation=None, attribute="change")
        figure = figure_for(asked, self._figures(asked))
        if figure is None or figure.binding.against is None:
            return None
        (citation,) = cited([figure], self.ledger)
        candidate = Candidate(citation.passage, *figure.evidence, 0.0, 0.0, ())
        verdict = premise_note(query, candidate)
        return Answer((f"{verdict}{statement(figure)}。[1]",), (citation,))

    def _compared(self, query: Query) -> Answer | None:
        figures = self._figures(query)
        one, other = (figure_for(part, figures) for part in query.parts)
        if one is None or other is None or one == other or query.operation is None:
            return None
        if query.operation == "share":
            shares = [f for f in figures if _is_share(f, one, other)]
            if shares:  # what a report states itself goes before what is worked out
                return self._as_stated(one, shares[0])
        result = worked_out(query.operation, one.binding.quantity, other.binding.quantity)
        if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
            return None
        after = statement(other).removeprefix(opening(one))
        both = f"{statement(one)}[1]，{after}[2]，"
        if result.value == 0:
            sentence = f"{both}二者相同。"
        else:
            outcome = in_words(query.operation, result, one.binding.attribute)
            sentence = f"{both}{outcome}（{result.formula}）。[1][2]"
        return Answer((sentence,), cited((one, other), self.ledger))

    def _as_stated(self, one: Figure, share: Figure) -> Answer:
        """The share that the report states beside the figure itself, in the report's words."""
        (whole,) = cited([one], self.ledger)
        citation = Citation(1, whole.passage, whole.start, share.binding.quantity.end)
        return Answer((f"{lead_in(citation)}{shown(citation.quote)}。[1]",), (citation,))

    def _ranked(self, query: Query, asked: Listing) -> Answer | None:
        """The indicators of the rank that is asked about, among those that the question names."""
        figures = self._fitting(query, lambda figure: _has_rank(figure, asked.value))
        passages = [citation.passage for citation in cited(figures, self.ledger)]
        fitting = [
            (figure, passage)
            for figure, passage in zip(figures, passages, strict=True)
            if asked.among in words_before(figure, passage)
        ]
        if not fitting:
            return None
        return Answer(
            tuple(f"{ranking(*pair)}。[{n}]" for n, pair in enumerate(fitting, start=1)),
            cited([figure for figure, _ in fitting], self.ledger),
        )

    def _listed(self, query: Query, asked: Listing) -> Answer | None:
        """The indicators whose figure is, or is beyond, the one that is asked about."""
        if asked.several:
            return None
        fitting = self._fitting(
            query,
            lambda figure: (
                figure.binding.quantity.unit == asked.value.unit
                and value_fits(figure, asked.value, asked.bound)
                and (figure.binding.attribute == "change" or not asked.of_growth)
                and (asked.any_kind or (figure.binding.kind == "target") == asked.target)
                and (not query.indicators or figure.binding.name in query.indicators)
            ),
        )
        return stated(fitting[:_MOST_LISTED], self.ledger) if fitting else None

    def _fitting(self, query: Query, accepts: Callable[[Figure], bool]) -> list[Figure]:
        """The figures of a named indicator and of the time asked for that `accepts` takes."""
        return [
            figure
            for figure in self._figures(query)
            if figure.binding.indicator
            and accepts(figure)
            and fits(query, figure.binding)
            and (figure.binding.period is not None or not query.years)
        ]

    def _figures(self, query: Query) -> list[Figure]:
        return self.ledger.figures(None, FigureFilter(places=query.within))


def _asks_year_of_no_figure(query: Query, found: Found) -> bool:
    """Whether the year is asked of a figure that is in no passage: GDP198.3亿元是哪一年的."""
    asked = query.listing
    if asked is None or not asked.any_kind:
        return False
    values = {(q.value, q.unit) for one in found for q in parse_quantities(one.passage.text)}
    return (asked.value.value, asked.value.unit) not in values


def _is_share(share: Figure, one: Figure, whole: Figure) -> bool:
    """Whether a share comes after a figure in its sentence, and is its share of that very whole:
    全社会研发投入1880.5亿元、占地区生产总值比重5.81%."""
    bound, of = share.binding, whole.binding
    gap = bound.quantity.start - one.binding.quantity.end
    named = {mention.indicator.name for mention in load_aliases().mentions(bound.indicator)}
    return (
        bound.attribute == "share"
        and bound.indicator.startswith("占")
        and 0 < gap <= _SHARE_BESIDE
        and (share.passage_id, share.evidence) == (one.passage_id, one.evidence)
        and (of.name in named or of.indicator in bound.indicator)
    )


def _quoted(figure: Figure, answer: Answer) -> bool:
    """Whether the answer quotes the figure."""
    return any(
        citation.passage.id == figure.passage_id
        and citation.start <= figure.binding.quantity.start < citation.end
        for citation in answer.citations
    )


def _has_rank(figure: Figure, rank: Quantity) -> bool:
    bound = figure.binding
    if bound.attribute != "rank" or AMONG.search(bound.indicator):
        return False
    value = bound.quantity.value
    return value <= rank.value if rank.qualifier == "le" else value == rank.value
