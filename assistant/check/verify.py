"""The check behind the promise: every figure of an answer against the passage it is cited to.

A figure is supported where a cited passage has it with its unit and qualifier, bound to the same
indicator, period, kind and place, so far as the answer names them; or where code recomputed it
from figures that are. Pure: no I/O, no model. What it cannot find, it does not let pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, Citation, FigureStatus, FigureVerdict
from assistant.check.arithmetic import formula_for
from assistant.check.claims import Claim, claims_of
from assistant.check.markers import markers_of
from assistant.check.named_entities import not_named
from assistant.check.support import Support, stands_exactly, support_in
from assistant.check.tally import cites_what_it_counts, counts_in, miscounted, without_counts
from assistant.check.verbal_claims import not_borne_out
from assistant.check.yes_no import wrongly_answered
from index.figures.prompt_injection import without_injections
from index.figures.quantities import Quantity, parse_quantities
from index.report import Passage

# What a derived figure was worked out by, shown after it: （15.2%−5.8%=9.4个百分点）.
_FORMULA = re.compile(r"（([^（）]*\d[^（）]*[−+÷][^（）]*[=≈][^（）]*)）")
ACCEPTED: frozenset[FigureStatus] = frozenset({"supported", "rounded", "derived"})


def verify(answer: Answer, asked: str = "") -> tuple[Answer | None, tuple[FigureVerdict, ...]]:
    """The answer without what failed, and the verdict on each figure that is left.

    A sentence is kept if it cites a passage that exists, each quote is verbatim there, and each
    of its figures is borne out by what it cites. A figure of the question `asked` may be denied.
    None where no sentence is kept.
    """
    kept: list[str] = []
    verdicts: list[FigureVerdict] = []
    for sentence in answer.sentences:
        found = _verify_counting(sentence, answer, asked)
        if found is not None and all(verdict.status in ACCEPTED for verdict in found):
            kept.append(sentence)
            verdicts += found
    if not kept:
        return None, ()
    used = {marker for sentence in kept for marker in markers_of(sentence)}
    citations = tuple(citation for citation in answer.citations if citation.marker in used)
    partly = answer.partly or len(kept) < len(answer.sentences)
    checked = replace(answer, sentences=tuple(kept), citations=citations, partly=partly)
    return checked, tuple(verdicts)


def _verify_counting(sentence: str, answer: Answer, asked: str) -> list[FigureVerdict] | None:
    """The verdicts on a sentence, which may count reports where the answer has a tally."""
    counts = counts_in(sentence) if answer.tally else []
    if answer.tally is None or not counts:
        return verify_sentence(sentence, answer.citations, asked, words=answer.mode == "llm")
    markers = set(markers_of(sentence))
    cited = [citation for citation in answer.citations if citation.marker in markers]
    if miscounted(sentence, answer.tally) or not cites_what_it_counts(
        answer.tally, [c.passage.report_id for c in cited], (c.quote for c in cited)
    ):
        return None
    others = verify_sentence(without_counts(sentence, answer.tally), answer.citations, asked)
    formula = f"逐份查阅 {len(answer.tally.searched)} 份报告后计数"
    counted = [
        FigureVerdict(count, Decimal(count[:-1]), "份", None, "derived", None, formula)
        for count in counts
    ]
    return others if others is None else counted + others


def verify_sentence(
    sentence: str, citations: Sequence[Citation], asked: str = "", *, words: bool = False
) -> list[FigureVerdict] | None:
    """A verdict on each figure of `sentence`, and with `words` on what it claims beside them that
    is not borne out; None where it cites nothing, or what is not there."""
    by_marker = {citation.marker: citation for citation in citations}
    markers = markers_of(sentence)
    if not markers or any(marker not in by_marker for marker in markers):
        return None
    if any(not by_marker[marker].quote.strip() for marker in markers):
        return None
    passages = {marker: c.passage for marker, c in by_marker.items()}
    verdicts = judge_figures(sentence, passages, asked)
    return verdicts + judge_words(sentence, passages, asked) if words else verdicts


def judge(sentence: str, passages: Mapping[int, Passage], asked: str = "") -> list[FigureVerdict]:
    """A verdict on each figure of `sentence` and on each word that is not borne out."""
    return judge_figures(sentence, passages, asked) + judge_words(sentence, passages, asked)


def judge_words(
    sentence: str, passages: Mapping[int, Passage], asked: str = ""
) -> list[FigureVerdict]:
    """A verdict on each thing that `sentence` claims beside its figures, or names, and that no
    passage which it cites for it bears out."""
    passages = {marker: without_injections(passage) for marker, passage in passages.items()}
    wrong = (
        *not_borne_out(sentence, passages, asked),
        *not_named(sentence, passages),
        *wrongly_answered(sentence, passages, asked),
    )
    return [FigureVerdict(text, None, "", None, "unsupported", None) for text, _ in wrong]


def judge_figures(
    sentence: str, passages: Mapping[int, Passage], asked: str = ""
) -> list[FigureVerdict]:
    """A verdict on each figure of `sentence`, by the passages that its markers stand for.

    One that `asked` put forward and the sentence denies beside the right one gets none.
    """
    passages = {marker: without_injections(passage) for marker, passage in passages.items()}
    formulas = _FORMULA.findall(sentence)
    unworked = _FORMULA.sub(lambda m: "\0" * len(m.group()), sentence)
    claims, masked = claims_of(unworked, asked)
    found = [_supported(claim, passages) for claim in claims]
    borne_out = [
        claim.quantity
        for claim, (_, support) in zip(claims, found, strict=True)
        if support and not claim.denied
    ]
    put_forward = parse_quantities(asked)
    verdicts = [
        _verdict(claim, marker, support, passages, borne_out)
        for claim, (marker, support) in zip(claims, found, strict=True)
        if not (support is None and _rightly_denied(claim, put_forward, borne_out))
    ]
    verdicts += _masked_verdicts(masked, passages)
    recomputed = {verdict.formula for verdict in verdicts}
    return verdicts + [
        FigureVerdict(formula, None, "", None, "unsupported", None)
        for formula in formulas
        if formula not in recomputed
    ]


def _supported(claim: Claim, passages: Mapping[int, Passage]) -> tuple[int | None, Support | None]:
    """The cited passage that bears the claim out best, and how."""
    best: tuple[int | None, Support | None] = (None, None)
    for marker in claim.cites:
        support = support_in(passages[marker], claim) if marker in passages else None
        if support and support.status == "supported":
            return marker, support
        if support and best[1] is None:
            best = (marker, support)
    return best


def _verdict(
    claim: Claim,
    marker: int | None,
    support: Support | None,
    passages: Mapping[int, Passage],
    borne_out: Sequence[Quantity],
) -> FigureVerdict:
    quantity = claim.quantity
    formula = None
    status: FigureStatus = "unsupported"
    if claim.denied:
        pass  # it denies what the passage tells, or what nobody said
    elif support is not None:
        status = support.status
    elif formula := formula_for(quantity, claim.before[-24:] + quantity.raw, borne_out):
        status = "derived"
    elif _elsewhere(claim, passages):
        status = "miscited"
    return FigureVerdict(
        text=quantity.raw,
        value=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        status=status,
        marker=marker,
        formula=formula,
    )


def _rightly_denied(
    claim: Claim, put_forward: Sequence[Quantity], borne_out: Sequence[Quantity]
) -> bool:
    """Whether the question put the figure forward, and another is told in its place."""
    denied = claim.quantity
    return (
        claim.denied
        and any((q.value, q.unit) == (denied.value, denied.unit) for q in put_forward)
        and any(q.unit == denied.unit and q.value != denied.value for q in borne_out)
    )


def _elsewhere(claim: Claim, passages: Mapping[int, Passage]) -> bool:
    """Whether a passage that is not cited for it bears the claim out."""
    others = (passage for marker, passage in passages.items() if marker not in claim.cites)
    found = (support_in(passage, claim) for passage in others)
    return any(support is not None and support.status in ACCEPTED for support in found)


def _masked_verdicts(
    masked: Sequence[tuple[str, tuple[int, ...]]], passages: Mapping[int, Passage]
) -> Iterator[FigureVerdict]:
    """A verdict on each slogan, date or name with digits that stands in no cited passage."""
    for written, cites in masked:
        cited = (passages[marker] for marker in cites if marker in passages)
        if not stands_exactly(written, cited):
            yield FigureVerdict(written, None, "", None, "unsupported", None)
