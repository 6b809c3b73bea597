"""What an answer says of a figure or a direction that the question puts forward (是不是达到了250亿元).

是的 and 不是 only as the check judges; where it judges neither, what the figure is that is given
instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.answering.candidates import Candidate
from assistant.answering.composer import Found
from assistant.check.borne_out import judged_in_words
from assistant.check.claimed_value import Judged
from assistant.check.judgement import (
    Stated,
    comparable_with,
    judged,
    narrower,
    stated,
    stated_in,
)
from assistant.query import Bound, Claim, Query
from index.figures.clauses import sentences_of
from index.figures.figure import Direction, Figure

_OF_ONE: Mapping[Judged, str] = {"so": "是的。", "more": "不止。", "not_so": "不是。"}
VERDICTS = tuple(_OF_ONE.values())
"""What an answer opens with that says whether a claim in words is so."""
_REFUTED: Mapping[Bound, str] = {
    "equal": "不是{raw}，报告为：",
    "more": "没有超过：",
    "less": "没有低于：",
    "at_least": "没有达到：",
    "at_most": "超过了：",
}
# To a question that puts the contrary forward 是的 and 不是 could be taken for either.
_DENIED: Mapping[Bound, tuple[str, str]] = {
    "equal": ("是这个数。", "不是这个数。"),
    "more": ("超过了。", "没有超过。"),
    "less": ("低于。", "没有低于。"),
    "at_least": ("达到了。", "没有达到。"),
    "at_most": ("没有超过。", "超过了。"),
}
_WENT: Mapping[Direction, str] = {"rise": "增长", "fall": "下降"}


def premise_note(query: Query, candidate: Candidate) -> str:
    """The yes or no to put before the clause of `candidate`: 是的。 不是。 不止。 (of one of several
    claims 属实： and the like); "" where nothing is put forward or nothing follows for it."""
    figures = stated_in(candidate.passage, candidate.start, candidate.end)
    return verdict(query, figures)


def verdict_in_words(query: Query, found: Found) -> Candidate | None:
    """The clause that bears out what `query` puts forward without a figure, or refutes it, with the
    yes or no before it; None where none does."""
    judged_by = judged_in_words(query, [hit.passage for hit in found])
    if judged_by is None or query.claim is None:
        return None
    passage, start, end, holds = judged_by
    note = _OF_ONE["so" if holds else "not_so"]
    return Candidate(passage, start, end, 1.0, 1.0, (passage.text[start:end],), note=note)


def borne_out_elsewhere(query: Query, found: Found) -> Candidate | None:
    """The segment of a passage found that bears out the figure that `query` puts forward of a known
    indicator, with the yes before it; None where none does."""
    for passage in (hit.passage for hit in found if query.claim and query.claim.figure):
        for sentence in sentences_of(passage):
            for start, end in sentence.segments():
                figures = [
                    one
                    for one in stated_in(passage, start, end)
                    if one.bound.name is not None and one.bound.name in query.indicators
                ]
                if judged(query, figures) in ("so", "more"):
                    text = passage.text[start:end]
                    note = verdict(query, figures)
                    return Candidate(passage, start, end, 1.0, 1.0, (text,), note=note)
    return None


def verdict(query: Query, figures: Sequence[Stated]) -> str:
    """The yes or no that follows from `figures`; "" where none does."""
    judgement = judged(query, figures)
    if judgement is None or query.claim is None:
        return ""
    if query.claim.of_several and query.claim.figure is not None and not query.claim.denied:
        refuted = _REFUTED[query.claim.bound].format(raw=query.claim.figure.quantity.raw)
        return {"so": "属实：", "more": "不止：", "not_so": refuted}[judgement]
    return _to_one(query.claim, judgement)


def _to_one(claim: Claim, judgement: Judged) -> str:
    if not claim.denied:
        return _OF_ONE[judgement]
    so = judgement != "not_so"
    if claim.figure is None:
        went = _WENT.get(claim.direction, "")
        return f"{went}了。" if so else f"没有{went}。"
    return _DENIED[claim.bound][not so]


def nearest_note(query: Query, candidate: Candidate) -> str:
    """What the figure is that a reader may take for the one put forward, where nothing follows from
    it; "" where no figure is put forward or a like one is not stated."""
    alike = comparable_with(query, stated_in(candidate.passage, candidate.start, candidate.end))
    claim = query.claim
    if claim is None or claim.open or not alike:
        return ""
    one, bound = alike[0], alike[0].bound
    period = bound.period
    if query.years and period is not None and not set(query.years) & {period.first, period.last}:
        return f"报告没有给出所问年份的数，只有{period.written}的："
    if query.years and period is not None and not period.in_one_year:
        return f"报告没有给出单独一年的数，只有{period.written}的："
    if bound.indicator and narrower(query, claim, one):
        return f"报告给出的是“{bound.indicator}”："
    return "报告没有这样说，只提到："


def with_verdicts(
    parts: Sequence[Query], figures: Sequence[Figure], answer: Answer
) -> Answer | None:
    """`answer`, a sentence for each figure, with the verdict that follows from each for the part that
    it answers; None where none follows for a part that puts a figure forward."""
    sentences = []
    cited = zip(parts, figures, answer.sentences, answer.citations, strict=True)
    for part, figure, sentence, citation in cited:
        one = stated(figure.binding, citation.passage, *figure.evidence)
        word = verdict(part, [one])
        if part.claim is not None and part.claim.figure is not None and not word:
            return None
        sentences.append(f"{word}{sentence}")
    return replace(answer, sentences=tuple(sentences))
