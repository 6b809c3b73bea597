"""What is doubtful about each file of a library, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.reports.text_doubts import alike, alike_words
from index.store.library import Library


def doubts_by_file(library: Library) -> Mapping[str, Sequence[str]]:
    """Source path → the doubts about its reports, and about texts that are nearly its own."""
    doubts = {report.source: list(report.doubts) for report in library.listed()}
    for pair in alike(library.files.sketches()):
        doubts[pair.first].append(alike_words(pair.second, pair.share))
        doubts[pair.second].append(alike_words(pair.first, pair.share))
    return doubts
