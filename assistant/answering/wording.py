"""How an answer words what it cites: figures of the ledger as clauses, and quotes with their year and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation
from assistant.answering.composer import HoldsFigures
from assistant.check.arithmetic import Result
from assistant.check.markers import without_markers
from assistant.check.verify import ACCEPTED, verify_sentence
from assistant.query import Operation
from assistant.question.claim import AMONG
from index.figures.bound_time import SPANS, months_before, period_named
from index.figures.figure import Figure, FigureKind
from index.figures.gazetteer.lookup import parents_of
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.passage_figures import context_of, figures_between
from index.figures.places import find_places, shown_name
from index.figures.years import WRITTEN, years_in
from index.report import Passage
from index.reports.place_of_report import full_name

OPENS_WITH_YEAR = re.compile(rf"\s*{WRITTEN}年(?!来|{one_of('time.edge_of_year')})")
_REACHES = re.compile(
    f"{one_of('qualifier.gt_before', 'qualifier.lt_before', 'qualifier.near_before')}|[跨迈站登跃][上过越]"
)
_GROWTH, _AIM = re.compile(one_of("claim.growth")), re.compile(one_of("section.target"))
# What a page broken into lines leaves between characters: blanks, and the number of the page.
_HAN = "[^\\x00-\\xff]"
_BROKEN = re.compile(
    rf"(?<={_HAN}) +[—–-] *\d+ *[—–-] +(?={_HAN})"
    rf"|(?<={_HAN}) +(?=[\d\u3400-\u9fff])|(?<=\d) +(?=[\u3400-\u9fff])"
)
_NAME_AT_MOST = 12  # characters
_BEFORE = 12  # characters


def cited(figures: Sequence[Figure], ledger: HoldsFigures, first: int = 1) -> tuple[Citation, ...]:
    """A citation of the sentence of each figure, the markers from `first`."""
    passages = ledger.passages([figure.passage_id for figure in figures])
    return tuple(
        Citation(marker, passages[figure.passage_id], *figure.evidence)
        for marker, figure in enumerate(figures, start=first)
    )


def stated(
    figures: Sequence[Figure], ledger: HoldsFigures, *, lead: str = "", first: int = 1
) -> Answer:
    """Each figure as a sentence that opens with `lead`, cited to its own sentence."""
    citations = cited(figures, ledger, first)
    return Answer(
        tuple(
            f"{lead}{statement(figure)}。[{citation.marker}]"
            for figure, citation in zip(figures, citations, strict=True)
        ),
        citations,
    )


def bears_the_check(sentence: str, citation: Citation) -> bool:
    """Whether a sentence with this one citation is borne out by it."""
    verdicts = verify_sentence(sentence, [citation])
    return verdicts is not None and all(verdict.status in ACCEPTED for verdict in verdicts)


def statement(figure: Figure) -> str:
    """A figure as a clause: 2025年，北关区社会消费品零售总额为79.38亿元."""
    bound = figure.binding
    raw = bound.quantity.raw.replace("*", "")
    subject = bound.name or bound.indicator
    if bound.attribute == "change":
        verb = "下降" if bound.falls else "增长"
        verb = f"年均{verb}" if bound.yearly else verb
        verb = f"比{bound.against.written}{verb}" if bound.against else verb
        said = f"预期{verb}{raw}" if bound.kind == "target" else f"{verb}{raw}"
    else:
        is_ = "" if _REACHES.match(raw) else "为"
        said = f"的目标为{raw}" if bound.kind == "target" else f"{is_}{raw}"
    return f"{opening(figure)}{subject}{said}"


def opening(figure: Figure) -> str:
    bound = figure.binding
    place = shown_name(bound.place) if bound.place else ""
    return f"{bound.period.written}，{place}" if bound.period else place


def outcome_in_words(operation: Operation, result: Result) -> str:
    if operation == "sum":
        return f"二者合计{result.written}"
    if operation == "ratio":
        return f"前者约是后者的{result.written}"
    return f"前者占后者的比重约为{result.written}"


def words_before(figure: Figure, passage: Passage) -> str:
    return fold(
        passage.text[max(0, figure.binding.quantity.start - _BEFORE) : figure.binding.quantity.end]
    )


def ranking(figure: Figure, passage: Passage) -> str:
    """A rank as a clause: 2025年，北关区战略性新兴产业增加值增速居全市第二位."""
    bound = figure.binding
    before = words_before(figure, passage)
    among = AMONG.search(before)
    speed = "增速" if _GROWTH.search(passage.text[slice(*figure.evidence)]) else ""
    return (
        f"{opening(figure)}{bound.indicator}{speed}"
        f"居{among.group() if among else ''}{bound.quantity.raw}"
    )


def lead_in(citation: Citation) -> str:
    """The year that a quote is of and its place, where the quote does not say them; the part of
    the year where the sentence named it before the quote begins."""
    passage, quote = citation.passage, citation.quote
    place = shown_name(passage.place) if passage.place else ""
    place = "" if place in quote or _opens_with_place(quote, passage.place) else place
    cut_off = _time_cut_off(citation)
    if cut_off is not None and (cut_off or passage.period is not None):
        return f"{cut_off}{'，' if cut_off else ''}{place}"
    year, kind = _year_and_kind(citation)
    if year is None or year in years_in(fold(quote)) or OPENS_WITH_YEAR.match(fold(quote)):
        return ""
    if kind == "target":
        goal = "预期目标" if any(map(_AIM.search, passage.headings)) else "计划"
        return f"{place}{year}年{goal}："
    if re.match("全[省市区县]", quote):
        return f"{place}{year}年，"
    return f"{year}年，{place}"


def _opens_with_place(quote: str, place: str | None) -> bool:
    """Whether a quote begins with the place without its 市 or 区, or with one that is in it."""
    first = next(find_places(quote[:_NAME_AT_MOST]), None)
    if place is None or first is None or first.start > 0:
        return False
    named = full_name(first.name) or ""
    return named == place or place in parents_of(named)


def _year_and_kind(citation: Citation) -> tuple[int | None, FigureKind | None]:
    """The year of the quote's first dated figure, else that of its section; outcome or target."""
    passage = citation.passage
    for figure in figures_between(passage, citation.start, citation.end):
        bound = figure.binding
        if bound.period is not None:
            one = bound.period.first == bound.period.last
            return (bound.period.first, bound.kind) if one else (None, None)
    return passage.period, passage.kind


def _time_cut_off(citation: Citation) -> str | None:
    """The part of a year or the span of years that the first figure of a quote is of, where the
    quote does not say; "" where it does, None where the figure is of a whole year."""
    passage = citation.passage
    figures = figures_between(passage, citation.start, citation.end)
    if not figures:
        return None
    period, start = figures[0].binding.period, figures[0].binding.quantity.start
    here = passage.text[citation.start : start]
    if period is None and figures[0].binding.kind == "cumulative":
        return _undated_span(passage, citation.start, figures[0])
    part = period.months if period else months_before(passage.text[figures[0].evidence[0] : start])
    if part is not None:
        says = part.same_as(months_before(here))
        return None if says else (period.written if period else str(part))
    if period is None or period.first == period.last:
        return None
    context = replace(context_of(passage), period=None)
    return "" if period_named(here, context) == period else period.written


def _undated_span(passage: Passage, cut: int, figure: Figure) -> str:
    """The words for the years that a figure is summed over, where the text does not date them and
    they stand before `cut` (40年来, 建市以来); "" where the quote has them."""
    begins = figure.evidence[0]
    before = passage.text[begins : figure.binding.quantity.start]
    ends = [span.end() for span in SPANS.finditer(fold(before))]
    if not ends or begins + ends[-1] > cut:
        return ""
    return re.split("[，,、；：]", before[: ends[-1]])[-1]


def borne_out(figures: Sequence[Figure], reports: HoldsFigures) -> Answer | None:
    """Each figure as a sentence; None where one does not bear the check."""
    answer = stated(figures, reports)
    checks = map(bears_the_check, answer.sentences, answer.citations)
    return answer if answer.sentences and all(checks) else None


def all_markers(figures: Sequence[Figure]) -> str:
    return "".join(f"[{marker}]" for marker in range(1, len(figures) + 1))


def shown(quote: str) -> str:
    """A quote as it reads in a sentence: one line, no Markdown stars, full-width commas, and none of
    the report's own footnote marks, which would be read as markers of sources (入库培育[26]3家)."""
    one_line = without_markers(
        _BROKEN.sub("", re.sub(r"\s*[\r\n]+\s*", "", quote)).replace("**", "")
    )
    full_width = re.sub(r",(?!\d{3}(?!\d))", "，", one_line).replace(";", "；")
    return re.sub(r":(?!\d)", "：", full_width).rstrip("。.，、：；")
