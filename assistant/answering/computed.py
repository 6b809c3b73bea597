"""Answers that code works out from the ledger: comparisons with their formula, and rankings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, Question
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
from assistant.question.expected_answer import WHICH_YEAR, YES_NO
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.bound_base import compared_with
from index.figures.conflicts import conflicts_among
from index.figures.figure import Figure
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.quantities import Quantity, parse_quantities
from index.store.library import FigureFilter

_RANKED = re.compile(
    r"(?:哪些|哪几|什么|哪个|几项|几个).{0,14}(?:第[一二三四五六七八九十\d]+|首位|前[一二三四五六七八九十\d]+)"
    r"|(?:第[一二三四五六七八九十\d]+|首位)位?的?(?:指标|工作|方面)?(?:都)?(?:有|是)(?:哪些|哪几|什么)"
)
_LISTED = re.compile(rf"(?:哪些|哪几[个项]|有几[个项])(?:经济|主要|预期)*{one_of('asking.rows')}")
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

    def compose(self, question: Question, found: Found) -> Snapshots:
        answer = self._worked_out(question)
        if answer is not None:
            yield answer
        # A figure is lacking: a sum or difference may be stated as it is, a ratio or share may not.
        elif question.operation in ("ratio", "share") or _asks_year_of_no_figure(question, found):
            yield Refusal("unanswerable_not_in_reports")
        else:
            single = replace(question, operation=None)
            answers = self.otherwise.compose(single, found)
            yield from adapted(answers, lambda one: self._beside_what_differs(single, one))

    def _worked_out(self, question: Question) -> Answer | None:
        against = self._change_against(question)
        if against is not None or question.operation is not None:
            return against or self._compared(question)
        text = fold(question.text)
        if _RANKED.search(text):
            return self._ranked(question)
        if _LISTED.search(text) or WHICH_YEAR.search(text):
            return self._listed(question)
        return None

    def _beside_what_differs(
        self, question: Question, answer: Answer | Refusal
    ) -> Answer | Refusal:
        """The answer, and beside a figure that it quotes what another report states instead."""
        if isinstance(answer, Refusal) or not question.indicators:
            return answer
        of_question = FigureFilter(places=question.within, names=question.indicators)
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

    def _change_against(self, question: Question) -> Answer | None:
        """The change that a report itself states against the year that is asked for: 比2022年下降."""
        if compared_with(question.text, None) is None or len(question.indicators) > 1:
            return None
        topic = _without_figures(question.text)
        asked = replace(question, text=topic, parts=(), operation=None, attribute="change")
        figure = figure_for(asked, self._figures(asked), self.names)
        if figure is None or figure.binding.against is None:
            return None
        (citation,) = cited([figure], self.ledger)
        candidate = Candidate(citation.passage, *figure.evidence, 0.0, 0.0, ())
        verdict = premise_note(question.text, candidate, question.places)
        return Answer((f"{verdict}{statement(figure)}。[1]",), (citation,))

    def _compared(self, question: Question) -> Answer | None:
        figures = self._figures(question)
        one, other = (figure_for(part, figures, self.names) for part in question.parts)
        if one is None or other is None or one == other or question.operation is None:
            return None
        if question.operation == "share":
            shares = [f for f in figures if _is_share(f, one, other)]
            if shares:  # what a report states itself goes before what is worked out
                return self._as_stated(one, shares[0])
        result = worked_out(question.operation, one.binding.quantity, other.binding.quantity)
        if result is None or one.binding.falls != other.binding.falls or not exact((one, other)):
            return None
        after = statement(other).removeprefix(opening(one))
        both = f"{statement(one)}[1]，{after}[2]，"
        if result.value == 0:
            sentence = f"{both}二者相同。"
        else:
            outcome = in_words(question.operation, result, one.binding.attribute)
            sentence = f"{both}{outcome}（{result.formula}）。[1][2]"
        return Answer((sentence,), cited((one, other), self.ledger))

    def _as_stated(self, one: Figure, share: Figure) -> Answer:
        """The share that the report states beside the figure itself, in the report's words."""
        (whole,) = cited([one], self.ledger)
        citation = Citation(1, whole.passage, whole.start, share.binding.quantity.end)
        return Answer((f"{lead_in(citation)}{shown(citation.quote)}。[1]",), (citation,))

    def _ranked(self, question: Question) -> Answer | None:
        """The indicators of the rank that is asked about, among those that the question names."""
        asked = parse_quantities(_ORDINAL.sub(r"\1位", fold(question.text)))
        ranks = [quantity for quantity in asked if quantity.unit == "位"]
        if not ranks:
            return None
        among = AMONG.search(fold(question.text))
        figures = self._fitting(question, lambda figure: _has_rank(figure, ranks[0]))
        passages = [citation.passage for citation in cited(figures, self.ledger)]
        fitting = [
            (figure, passage)
            for figure, passage in zip(figures, passages, strict=True)
            if among is None or among.group() in words_before(figure, passage)
        ]
        if not fitting:
            return None
        return Answer(
            tuple(f"{ranking(*pair)}。[{n}]" for n, pair in enumerate(fitting, start=1)),
            cited([figure for figure, _ in fitting], self.ledger),
        )

    def _listed(self, question: Question) -> Answer | None:
        """The indicators whose figure is, or is beyond, the one that is asked about."""
        text = fold(question.text)
        asked = _put_forward(text)
        if len(asked) != 1:
            return None
        any_kind = WHICH_YEAR.search(text) is not None
        target = "目标" in text or "预期" in text
        fitting = self._fitting(
            question,
            lambda figure: (
                figure.binding.quantity.unit == asked[0].unit
                and value_fits(figure, asked[0], text)
                and (figure.binding.attribute == "change" or not _GROWS.search(text))
                and (any_kind or (figure.binding.kind == "target") == target)
                and (not question.indicators or figure.binding.name in question.indicators)
            ),
        )
        return stated(fitting[:_MOST_LISTED], self.ledger) if fitting else None

    def _fitting(self, question: Question, accepts: Callable[[Figure], bool]) -> list[Figure]:
        """The figures of a named indicator and of the time asked for that `accepts` takes."""
        return [
            figure
            for figure in self._figures(question)
            if figure.binding.indicator
            and accepts(figure)
            and fits(question, figure.binding)
            and (figure.binding.period is not None or not question.periods)
        ]

    def _figures(self, question: Question) -> list[Figure]:
        return self.ledger.figures(None, FigureFilter(places=question.within))


def _put_forward(text: str) -> list[Quantity]:
    return [q for q in parse_quantities(text) if q.unit in ("%", "百分点", "元")]


def _asks_year_of_no_figure(question: Question, found: Found) -> bool:
    """Whether the year is asked of figures none of which is in a passage: GDP198.3亿元是哪一年的."""
    asked = _put_forward(question.text) if WHICH_YEAR.search(fold(question.text)) else []
    values = {(q.value, q.unit) for one in found for q in parse_quantities(one.passage.text)}
    return bool(asked) and not any((q.value, q.unit) in values for q in asked)


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


def _has_rank(figure: Figure, rank: Quantity) -> bool:
    bound = figure.binding
    if bound.attribute != "rank" or AMONG.search(bound.indicator):
        return False
    value = bound.quantity.value
    return value <= rank.value if rank.qualifier == "le" else value == rank.value
