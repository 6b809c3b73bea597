"""The check behind the promise: every figure of an answer against the passage it is cited to.

A figure is supported where a cited passage has it with its unit and qualifier, bound to the same
indicator, period, kind and place, so far as the answer names them; or where code recomputed it
from figures that are. Pure: no I/O, no model. What it cannot find, it does not let pass. How many
reports an answer says that were searched, or that mention a thing, is checked against its tally.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Citation, FigureStatus, FigureVerdict, Tally
from assistant.check.arithmetic import formula_for
from assistant.check.claims import Claim, claims_of
from assistant.check.grounding import not_named
from assistant.check.leaves import accounted, with_what_is_asked
from assistant.check.markers import markers_of
from assistant.check.support import stands_exactly, support_in
from assistant.check.verbal_claims import unsupported_claims
from assistant.check.yes_or_no import wrongly_answered
from assistant.query import Query
from index.figures.normalise import fold
from index.figures.prompt_injection import without_injections
from index.figures.quantities import Quantity
from index.report import Passage

_COUNT = re.compile(r"(?<![\d.])(\d+)份")  # of reports
# What a derived figure was worked out by, shown after it: （15.2%−5.8%=9.4个百分点）.
_FORMULA = re.compile(r"（([^（）]*\d[^（）]*[−+÷][^（）]*[=≈][^（）]*)）")
ACCEPTED: frozenset[FigureStatus] = frozenset({"supported", "rounded", "derived"})


def verify(
    answer: Answer, query: Query | None = None
) -> tuple[Answer | None, tuple[FigureVerdict, ...]]:
    """The answer without what failed, and the verdict on each figure that is left.

    A sentence is kept if it cites a passage that exists, each quote is verbatim there, and each
    of its figures is supported by what it cites. A figure of the question `query` may be denied.
    Where none of the figures is one that `query` asks for, the answer is but a part of one. None
    where no sentence is kept.
    """
    kept: list[str] = []
    verdicts: list[FigureVerdict] = []
    for sentence in answer.sentences:
        found = _verify_counting(sentence, answer, query)
        if found is not None and all(verdict.status in ACCEPTED for verdict in found):
            verdicts += (replace(verdict, sentence=len(kept)) for verdict in found)
            kept.append(sentence)
    if not kept:
        return None, ()
    used = {marker for sentence in kept for marker in markers_of(sentence)}
    citations = tuple(citation for citation in answer.citations if citation.marker in used)
    partly = answer.partly or len(kept) < len(answer.sentences)
    checked = replace(answer, sentences=tuple(kept), citations=citations, partly=partly)
    if query is None:
        return checked, tuple(verdicts)
    return accounted(checked, query), with_what_is_asked(verdicts, checked, query)


def _verify_counting(
    sentence: str, answer: Answer, query: Query | None
) -> list[FigureVerdict] | None:
    """The verdicts on a sentence, which may count reports where the answer has a tally of them."""
    counts = list(_COUNT.finditer(sentence))
    if not answer.tallies or not counts:
        return verify_sentence(sentence, answer.citations, query, words=answer.mode == "llm")
    markers = set(markers_of(sentence))
    cited = [citation for citation in answer.citations if citation.marker in markers]
    numbers = [int(count[1]) for count in counts]
    tally = next((one for one in answer.tallies if _counts_so(one, numbers, cited)), None)
    if tally is None:
        return None
    others = verify_sentence(_without_counts(sentence, tally), answer.citations, query)
    formula = f"逐份查阅 {len(tally.searched)} 份报告后计数"
    counted = [
        FigureVerdict(
            count[0],
            Decimal(count[1]),
            "份",
            None,
            "derived",
            None,
            formula,
            start=count.start(),
            end=count.end(),
        )
        for count in counts
    ]
    return others if others is None else counted + others


def verify_sentence(
    sentence: str, citations: Sequence[Citation], query: Query | None = None, *, words: bool = False
) -> list[FigureVerdict] | None:
    """A verdict on each figure of `sentence`, and with `words` on what it claims beside them that
    is not supported; None where it cites nothing, or what is not there."""
    by_marker = {citation.marker: citation for citation in citations}
    markers = markers_of(sentence)
    if not markers or any(marker not in by_marker for marker in markers):
        return None
    if any(not by_marker[marker].quote.strip() for marker in markers):
        return None
    passages = {marker: c.passage for marker, c in by_marker.items()}
    verdicts = judge_figures(sentence, passages, query)
    return verdicts + judge_words(sentence, passages, query) if words else verdicts


def judge(
    sentence: str, passages: Mapping[int, Passage], query: Query | None = None
) -> list[FigureVerdict]:
    """A verdict on each figure of `sentence` and on each word that is not supported."""
    return judge_figures(sentence, passages, query) + judge_words(sentence, passages, query)


def judge_words(
    sentence: str, passages: Mapping[int, Passage], query: Query | None = None
) -> list[FigureVerdict]:
    """A verdict on each thing that `sentence` claims beside its figures, or names, and that no
    passage which it cites for it supports."""
    passages = {marker: without_injections(passage) for marker, passage in passages.items()}
    wrong = (
        *unsupported_claims(sentence, passages, query),
        *not_named(sentence, passages),
        *wrongly_answered(sentence, passages, query),
    )
    return [_unsupported(text) for text in wrong]


def judge_figures(
    sentence: str, passages: Mapping[int, Passage], query: Query | None = None
) -> list[FigureVerdict]:
    """A verdict on each figure of `sentence`, by the passages that its markers stand for.

    One that `query` puts forward and the sentence denies beside the right one gets none.
    """
    passages = {marker: without_injections(passage) for marker, passage in passages.items()}
    formulas = _FORMULA.findall(sentence)
    unworked = _FORMULA.sub(lambda m: "\0" * len(m.group()), sentence)
    claims, masked = claims_of(unworked, query)
    found = [_supported(claim, passages) for claim in claims]
    supported = [
        claim.quantity
        for claim, (_, status) in zip(claims, found, strict=True)
        if status and not claim.denied
    ]
    put_forward = query.figures if query else frozenset()
    verdicts = [
        _verdict(claim, by, passages, supported)
        for claim, by in zip(claims, found, strict=True)
        if by[1] or not _rightly_denied(claim, put_forward, supported)
    ]
    verdicts += _masked_verdicts(masked, passages)
    recomputed = {verdict.formula for verdict in verdicts}
    return verdicts + [_unsupported(formula) for formula in formulas if formula not in recomputed]


def _unsupported(text: str) -> FigureVerdict:
    return FigureVerdict(text, None, "", None, "unsupported", None)


_By = tuple[int | None, FigureStatus | None]
"""The marker of the passage that supports a claim best, and how it does."""


def _supported(claim: Claim, passages: Mapping[int, Passage]) -> _By:
    cited = [marker for marker in claim.cites if marker in passages]
    found = ((marker, support_in(passages[marker], claim)) for marker in cited)
    by = [(marker, status) for marker, status in found if status]
    return next((one for one in by if one[1] == "supported"), by[0] if by else (None, None))


def _verdict(
    claim: Claim, by: _By, passages: Mapping[int, Passage], supported: Sequence[Quantity]
) -> FigureVerdict:
    quantity = claim.quantity
    marker, support = by
    formula = None
    status: FigureStatus = "unsupported"
    if claim.denied:
        pass  # it denies what the passage states, or what nobody said
    elif support is not None:
        status = support
    elif formula := formula_for(quantity, claim.before[-24:] + quantity.raw, supported):
        status = "derived"
    elif _elsewhere(claim, passages):
        status = "miscited"
    return FigureVerdict(
        quantity.raw,
        quantity.value,
        quantity.unit,
        quantity.qualifier,
        status,
        marker,
        formula,
        start=quantity.start,
        end=quantity.end,
    )


def _rightly_denied(
    claim: Claim, put_forward: frozenset[tuple[Decimal, str]], supported: Sequence[Quantity]
) -> bool:
    """Whether the question put the figure forward, and another is stated in its place."""
    denied = claim.quantity
    return (
        claim.denied
        and (denied.value, denied.unit) in put_forward
        and any(denied.unit in (q.unit, "") and q.value != denied.value for q in supported)
    )


def _elsewhere(claim: Claim, passages: Mapping[int, Passage]) -> bool:
    """Whether a passage that is not cited for the claim supports it."""
    others = (passage for marker, passage in passages.items() if marker not in claim.cites)
    return any(support_in(passage, claim) in ACCEPTED for passage in others)


def _masked_verdicts(
    masked: Sequence[tuple[str, tuple[int, ...]]], passages: Mapping[int, Passage]
) -> Iterator[FigureVerdict]:
    """A verdict on each slogan, date or name with digits that stands in no cited passage."""
    for written, cites in masked:
        cited = (passages[marker] for marker in cites if marker in passages)
        if not stands_exactly(written, cited):
            yield _unsupported(written)


def _without_counts(sentence: str, tally: Tally) -> str:
    """`sentence` with its numbers of reports masked, and the words looked for, one character for
    one: both are supported by the tally."""
    for term in tally.terms:
        sentence = sentence.replace(f"“{term}”", "\0" * (len(term) + 2))
    return _COUNT.sub(lambda match: "\0" * len(match.group()), sentence)


def _counts_so(tally: Tally, counts: Sequence[int], cited: Sequence[Citation]) -> bool:
    """Whether each of the `counts` of a sentence is one of the tally, and it cites what it counts."""
    counted = all(count in tally.counts for count in counts)
    return counted and _cites_what_it_counts(tally, cited)


def _cites_what_it_counts(tally: Tally, cited: Sequence[Citation]) -> bool:
    """Whether the reports cited are among those found, and each quote has a term looked for.

    What a mention is counted by is quoted whole: every report that was found is cited.
    """
    reports, found = {citation.passage.report_id for citation in cited}, set(tally.found)
    if not reports <= found <= set(tally.searched):
        return False
    if not tally.terms:
        return True
    terms = [comparable(term) for term in tally.terms]
    quotes = [comparable(citation.quote) for citation in cited]
    return reports == found and all(any(term in quote for term in terms) for quote in quotes)


def comparable(text: str) -> str:
    """`text` as terms are looked for in it: folded, without blanks, stars and quotation marks."""
    return re.sub(r"[\s*“”\"「」]+", "", fold(text)).lower()
