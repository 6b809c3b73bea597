"""Questions as they are understood without an index, `places` covered by a report of 2025 each."""

from __future__ import annotations

from assistant.query import Query
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from index.store.library import Covered


def understood(text: str, *places: str) -> Query:
    reports = tuple(Covered(place, "", place, "district", 2025, None) for place in places)
    return understand(text, Scope(reports))
