"""Whether a sentence that opens with yes or no answers what the question puts forward rightly.

是的 to a false claim is worse than a wrong figure: the reader takes it for the check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.check.borne_out import judged_in_words
from assistant.check.judgement import Stated, judged, stated_in
from assistant.check.markers import MARKER, markers_of
from assistant.query import Claim, Query
from index.figures.assertions import Assertion, assertions_in_passage, assertions_said
from index.figures.clauses import sentences_of
from index.figures.lexicon import one_of
from index.figures.quantities import parse_quantities
from index.report import Passage

_OPENING = re.compile(r"\s*(?P<word>[^，,。！!；;：:]{1,8})[，,。！!；;：:]")
_YES = re.compile(
    rf"{one_of('claim.yes')}|{one_of('claim.already')}?{one_of('claim.came_true')}了?"
)
_NO = re.compile(
    rf"{one_of('claim.no')}|并?{one_of('asking.not_done')}{one_of('claim.not_reached')}?"
)
_JUDGED = frozenset({"direction", "turn", "comparison", "rank", "record"})


def wrongly_answered(
    sentence: str, passages: Mapping[int, Passage], query: Query | None
) -> Iterator[str]:
    """The yes or no that opens `sentence`, where the rest of it does not bear it out on `query`: yes
    to a figure that is not borne out, or either where the contrary follows."""
    opening = _OPENING.match(sentence)
    word = opening["word"].strip() if opening else ""
    yes, no = _YES.fullmatch(word), _NO.fullmatch(word)
    if query is None or not opening or not (yes or no):
        return
    rest = MARKER.sub(" ", sentence[opening.end() :])
    cited = [passages[n] for n in markers_of(sentence) if n in passages]
    for leaf in query.leaves:
        claim = leaf.claim
        if claim is None or claim.open or claim.denied:
            continue
        stated = _stated(rest, cited)
        holds = _holds(leaf, claim, rest, cited, stated)
        # A figure that no passage has is stopped as that.
        unproven = claim.figure is not None and bool(stated) and holds is None and yes is not None
        if unproven or (holds is not None and holds == bool(no)):
            yield word
            return


def _holds(
    query: Query, claim: Claim, rest: str, cited: Sequence[Passage], stated: Sequence[Stated]
) -> bool | None:
    """Whether what is put forward is so, by the figures `stated` and the words of `rest`; None where
    that is open."""
    judgement = judged(query, stated)
    if judgement is not None:
        return judgement != "not_so"
    in_words = judged_in_words(query, cited)
    if in_words is not None:
        return in_words.holds
    if claim.figure is not None and claim.figure.quantity.unit != "位":
        return None
    of_words = [
        _assertion_holds(one, rest, cited) for one in claim.asserts if one.aspect in _JUDGED
    ]
    known = [one for one in of_words if one is not None]
    return all(known) if known else None


def _stated(rest: str, cited: Sequence[Passage]) -> list[Stated]:
    """The figures of the passages cited that `rest` gives."""
    given = {(quantity.value, quantity.unit) for quantity in parse_quantities(rest)}
    return [
        one
        for passage in cited
        for sentence in sentences_of(passage)
        for one in stated_in(passage, sentence.start, sentence.end)
        if (one.bound.quantity.value, one.bound.quantity.unit) in given
    ]


def _assertion_holds(one: Assertion, stated: str, cited: Sequence[Passage]) -> bool | None:
    """By the sentence itself where it says anything in that aspect, else by what it cites."""
    ranks = [q.value for q in parse_quantities(stated) if q.unit == "位"]
    if one.aspect == "rank" and ranks:
        return (1 in ranks) == ("first" in one.says)
    said = [m for m in assertions_said(stated) if m.aspect == one.aspect]
    if not said:
        said = [m for p in cited for m in assertions_in_passage(p.text) if m.aspect == one.aspect]
    return any(one.implied_by(m) for m in said) if said else None
