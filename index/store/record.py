"""A passage as a record of Chroma: what anyone who opens the collection finds there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from index.figures.gazetteer.lookup import parents_of
from index.report import Level, Passage

Metadata = Mapping[str, str | int | None]

_HEADINGS_APART = " / "


class Record(NamedTuple):
    """The id is the passage's, the text its text; metadata that is not known is None."""

    id: str
    text: str
    metadata: Metadata


def record_of(passage: Passage, level: Level | None) -> Record:
    """The record of a passage whose report is of a place of that level."""
    return Record(passage.id, passage.text, {**metadata_of(passage), "level": level})


def metadata_of(passage: Passage) -> dict[str, str | int | None]:
    """Where a passage is from. `province` is the one its place is in or is, `kind` the kind of its
    document, `heading` the headings above it, outermost first."""
    place = passage.place
    return {
        "report": passage.report_id,
        "title": passage.title or None,
        "place": place,
        "province": (place, *parents_of(place))[-1] if place else None,
        "year": passage.year,
        "kind": passage.document,
        "heading": _HEADINGS_APART.join(passage.headings) or None,
        "page": passage.page,
    }
