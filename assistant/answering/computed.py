"""Answers that code works out from the ledger: comparisons with their formula, and rankings."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.answer import Answer, Citation, Question
from assistant.answering.candidates import Candidate
from assistant.answering.composer import Composes, HoldsFigures
from assistant.answering.extractive import lead_in, shown
from assistant.answering.figure_clauses import (
    AMONG,
    in_words,
    opening,
    ranking,
    statement,
    words_before,
)
from assistant.answering.ledger import figure_for
from assistant.answering.ordering import exact, value_fits
from assistant.answering.premise import premise_note
from assistant.check.arithmetic import worked_out
from assistant.check.matching import fits
from assistant.question.expected_answer import YES_NO
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.bound_base import compared_with
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage, RetrievedPassage
from index.store.library import FigureFilter

_RANKED = re.compile(
    r"(?:哪些|哪几|什么|哪个|几项|几个).{0,14}(?:第[一二三四五六七八九十\d]+|首位|前[一二三四五六七八九十\d]+)"
    r"|(?:第[一二三四五六七八九十\d]+|首位)位?的?(?:指标|工作|方面)?(?:都)?(?:有|是)(?:哪些|哪几|什么)"
)
_LISTED = re.compile(
    r"(?:哪些|哪几[个项]|有几[个项])(?:经济|主要|预期)*(?:指标|目标|数据|产业|行业)"
)
_WHICH_YEAR = re.compile(r"哪一?年|几几年")
_GROWS = re.compile(r"增长|增速|增幅")
_MOST_LISTED = 12
_SHARE_BESIDE = 40  # characters
_ORDINAL = re.compile(r"(第[一二三四五六七八九十\d]+)(?!位|名)")


@dataclass(frozen=True, slots=True)
class LedgerComposer:
    """Composes from `ledger` what is to be worked out; all else is left to `otherwise`."""

    ledger: HoldsFigures
    otherwise: Composes
    names: tuple[str, ...] = ()

    def compose(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        answer = self._worked_out(question)
        if answer is not None:
            yield answer
        elif question.operation in ("ratio", "share"):
            # A figure is lacking: a sum or difference may be told as it is, these may not.
            yield Refusal("unanswerable_not_in_reports")
        elif _asks_year_of_no_figure(question, found):
            yield Refusal("unanswerable_not_in_reports")
        elif question.operation is not None:
            yield from self._otherwise(replace(question, operation=None), found)
        else:
            yield from self._otherwise(question, found)

    def _worked_out(self, question: Question) -> Answer | None:
        against = self._told_against(question)
        if against is not None or question.operation is not None:
            return against or self._compared(question)
        text = fold(question.text)
        if _RANKED.search(text):
            return self._ranked(question)
        if _LISTED.search(text) or _WHICH_YEAR.search(text):
            return self._listed(question)
        return None

    def _otherwise(
        self, question: Question, found: Sequence[RetrievedPassage]
    ) -> Generator[Answer | Refusal | None]:
        with closing(self.otherwise.compose(question, found)) as snapshots:
            for answer in snapshots:
                yield self._beside_what_differs(question, answer) if answer else None

    def _beside_what_differs(
        self, question: Question, answer: Answer | Refusal
    ) -> Answer | Refusal:
        """The answer, and beside a figure that it quotes what another report tells instead."""
        if isinstance(answer, Refusal) or not question.indicators:
            return answer
        wanted = FigureFilter(places=question.within, names=question.indicators)
        others = [
            figure
            for conflict in conflicts_among(self.ledger.figures(None, wanted))
            if any(_quoted(figure, answer) for figure in conflict.figures)
            for figure in conflict.figures
            if not _quoted(figure, answer)
        ]
        passages = self.ledger.passages([figure.passage_id for figure in others])
        first = len(answer.citations) + 1
        return replace(
            answer,
            sentences=answer.sentences
            + tuple(
                f"另一处所记不同：{statement(figure)}。[{marker}]"
                for marker, figure in enumerate(others, start=first)
            ),
            citations=answer.citations
            + tuple(
                _citation(marker, figure, passages[figure.passage_id])
                for marker, figure in enumerate(others, start=first)
            ),
        )

    def _told_against(self, question: Question) -> Answer | None:
        """The change that a report itself tells against the year that is asked for: 比2022年下降."""
        if compared_with(question.text, None) is None or len(question.indicators) > 1:
            return None
        topic = _without_figures(question.text)
        asked = replace(question, text=topic, parts=(), operation=None, attribute="change")
        figure = figure_for(asked, self._figures(asked), self.names)
        if figure is None or figure.binding.against is None:
            return None
        passage = self.ledger.passages([figure.passage_id])[figure.passage_id]
        told = Candidate(passage, *figure.evidence, 0.0, 0.0, ())
        verdict = premise_note(question.text, told, question.places)
        return Answer((f"{verdict}{statement(figure)}。[1]",), (_citation(1, figure, passage),))

    def _compared(self, question: Question) -> Answer | None:
        figures = self._figures(question)
        one, other = (figure_for(part, figures, self.names) for part in question.parts)
        if one is None or other is None or one == other or question.operation is None:
            return None
        if question.operation == "share":
            shares = [f for f in figures if _is_share(f, one, other)]
            if shares:  # what a report tells itself goes before what is worked out
                return self._as_told(one, shares[0])
        first, second = one.binding.quantity, other.binding.quantity
        result = worked_out(question.operation, first, second)
        if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
            return None
        passages = self.ledger.passages([one.passage_id, other.passage_id])
        after = statement(other).removeprefix(opening(one))
        told = f"{statement(one)}[1]，{after}[2]，"
        if result.value == 0:
            sentence = f"{told}二者相同。"
        else:
            outcome = in_words(question.operation, result, one.binding.attribute)
            sentence = f"{told}{outcome}（{result.formula}）。[1][2]"
        citations = tuple(
            _citation(marker, figure, passages[figure.passage_id])
            for marker, figure in enumerate((one, other), start=1)
        )
        return Answer((sentence,), citations)

    def _as_told(self, one: Figure, share: Figure) -> Answer:
        """The share of which the report tells beside the figure itself, in the report's words."""
        passage = self.ledger.passages([one.passage_id])[one.passage_id]
        citation = Citation(1, passage, one.evidence[0], share.binding.quantity.end)
        sentence = f"{lead_in(citation)}{shown(citation.quote)}。[1]"
        return Answer((sentence,), (citation,))

    def _ranked(self, question: Question) -> Answer | None:
        asked = parse_quantities(_ORDINAL.sub(r"\1位", fold(question.text)))
        ranks = [quantity for quantity in asked if quantity.unit == "位"]
        if not ranks:
            return None
        among = AMONG.search(fold(question.text))
        figures = [
            figure
            for figure in self._figures(question)
            if figure.binding.attribute == "rank"
            and figure.binding.indicator
            and not AMONG.search(figure.binding.indicator)
            and _rank_fits(figure, ranks[0].value, up_to=ranks[0].qualifier == "le")
            and fits(question, figure.binding)
            and (figure.binding.period is not None or not question.periods)
        ]
        passages = self.ledger.passages([figure.passage_id for figure in figures])
        fitting = [
            figure
            for figure in figures
            if among is None or among.group() in words_before(figure, passages[figure.passage_id])
        ]
        if not fitting:
            return None
        citations = tuple(
            _citation(marker, figure, passages[figure.passage_id])
            for marker, figure in enumerate(fitting, start=1)
        )
        sentences = tuple(
            f"{ranking(figure, passages[figure.passage_id])}。[{marker}]"
            for marker, figure in enumerate(fitting, start=1)
        )
        return Answer(sentences, citations)

    def _listed(self, question: Question) -> Answer | None:
        """The indicators whose figure is, or is beyond, the one that is asked about."""
        text = fold(question.text)
        asked = _put_forward(text)
        if len(asked) != 1:
            return None
        fitting = [
            figure
            for figure in self._figures(question)
            if figure.binding.indicator
            and figure.binding.quantity.unit == asked[0].unit
            and value_fits(figure, asked[0], text)
            and (figure.binding.attribute == "change" or not _GROWS.search(text))
            and (
                _WHICH_YEAR.search(text)
                or (figure.binding.kind == "target") == ("目标" in text or "预期" in text)
            )
            and (not question.indicators or figure.binding.name in question.indicators)
            and fits(question, figure.binding)
            and (figure.binding.period is not None or not question.periods)
        ][:_MOST_LISTED]
        passages = self.ledger.passages([figure.passage_id for figure in fitting])
        if not fitting:
            return None
        return Answer(
            tuple(f"{statement(figure)}。[{n}]" for n, figure in enumerate(fitting, start=1)),
            tuple(
                _citation(n, figure, passages[figure.passage_id])
                for n, figure in enumerate(fitting, start=1)
            ),
        )

    def _figures(self, question: Question) -> list[Figure]:
        return self.ledger.figures(None, FigureFilter(places=question.within))


def _put_forward(text: str) -> list[Quantity]:
    return [q for q in parse_quantities(text) if q.unit in ("%", "百分点", "元")]


def _asks_year_of_no_figure(question: Question, found: Sequence[RetrievedPassage]) -> bool:
    """Whether the year is asked of figures none of which is in a passage: GDP198.3亿元是哪一年的."""
    asked = _put_forward(question.text) if _WHICH_YEAR.search(fold(question.text)) else []
    values = {(q.value, q.unit) for one in found for q in parse_quantities(one.passage.text)}
    return bool(asked) and not any((q.value, q.unit) in values for q in asked)


def _is_share(share: Figure, one: Figure, whole: Figure) -> bool:
    """Whether a share stands after a figure in its sentence, and is its share of that very whole:
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


def _without_figures(text: str) -> str:
    """A question without the figure that it puts forward: 比2022年下降38.6%吗 → 比2022年下降."""
    for quantity in reversed(parse_quantities(text)):
        if quantity.unit != "year":
            text = text[: quantity.start] + text[quantity.end :]
    return YES_NO.sub("", text)


def _quoted(figure: Figure, answer: Answer) -> bool:
    """Whether the answer quotes the figure."""
    return any(
        citation.passage.id == figure.passage_id
        and citation.start <= figure.binding.quantity.start < citation.end
        for citation in answer.citations
    )


def _citation(marker: int, figure: Figure, passage: Passage) -> Citation:
    return Citation(marker, passage, *figure.evidence)


def _rank_fits(figure: Figure, value: Decimal, *, up_to: bool) -> bool:
    rank = figure.binding.quantity.value
    return rank <= value if up_to else rank == value
