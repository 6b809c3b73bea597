"""How many reports were gone through, and how many of them say it: counts that no passage holds.

What bears them out is the case, which has the right ones, what is left of one of them when another
is taken away (31 less 5 that mention it), and the names that an answer lists beside a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evals.cases.case import Case
from evals.scoring.matching import fold, without_markers

_LIST = re.compile(r"[:：](?P<names>[^:：;；。()（）]+)")
_MORE = re.compile("等$")


def borne_out_counts(case: Case, text: str) -> frozenset[str]:
    """The numbers of reports that the answer `text` may state; none of a case without a tally."""
    parts = {*case.tally, *_listed(text)} if case.tally else set()
    left = {whole - part for whole in case.tally for part in parts if whole > part}
    return frozenset(str(number) for number in (*case.tally, *left))


def _listed(text: str) -> Iterator[int]:
    """How many names each list of the answer holds; one that breaks off (等) states no count."""
    for match in _LIST.finditer(fold(without_markers(text))):
        if not _MORE.search(match["names"]):
            yield len(match["names"].split("、"))
