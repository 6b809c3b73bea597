"""The approved replies as a library: those to like questions, and which of them are out of date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from assistant.records.replies import Reply
from index.encoder.encoding import Vectors
from index.store.library import Library

Encodes = Callable[[Sequence[str]], Vectors]
_LIKE = 0.5
"""The least cosine at which a question is offered as like another. A clerk decides whether it is: the
same question of another year or place is as near as a rewording."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Like:
    """An approved reply that answers a question like `asked`; `stale` where a source changed."""

    reply: Reply
    question: str
    asked: str
    likeness: float
    stale: bool


def digests_of(
    opens: Callable[[], AbstractContextManager[Library]], report_ids: Iterable[str]
) -> dict[str, str]:
    """The digest of each of the reports that is in the index now."""
    found = {}
    with opens() as library:
        for report_id in dict.fromkeys(report_ids):
            with suppress(KeyError):
                found[report_id] = library.report(report_id).sha256
    return found


def is_stale(reply: Reply, digests: Mapping[str, str]) -> bool:
    """Whether a report that the reply cites has another digest now, or is gone."""
    return any(digests.get(report) != digest for report, digest in reply.sources.items())


def alike(
    questions: Sequence[str],
    approved: Sequence[Reply],
    *,
    encode: Encodes,
    digests: Mapping[str, str],
) -> list[Like]:
    """The approved replies to questions like `questions`, the most alike first, each once."""
    kept = [(reply, question) for reply in approved for question in reply.questions]
    if not kept or not questions:
        return []
    likeness = encode(list(questions)) @ encode([question for _, question in kept]).T
    best: dict[str, Like] = {}
    for asked, row in zip(questions, likeness.tolist(), strict=True):
        for (reply, question), score in zip(kept, row, strict=True):
            if score >= _LIKE and score > getattr(best.get(reply.id), "likeness", 0.0):
                stale = is_stale(reply, digests)
                best[reply.id] = Like(reply, question, asked, score, stale)
    return sorted(best.values(), key=lambda like: -like.likeness)[:_MOST]
