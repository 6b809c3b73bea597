"""A search told with its reasons: what each sign said of a passage, and what was not taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.citation_place import where_cited
from assistant.cli.json_objects import JsonObject, result_object
from index.report import RetrievedPassage

_REJECTED = 10  # told of those that were not taken
_OPENING = 40  # characters of a passage
_SIGNS = {
    "keywords": "字词",
    "vectors": "含义",
    "words": "逐词",
    "ledger": "台账",
    "reranker": "重排",
}


def explanation_object(ranked: Sequence[RetrievedPassage], k: int) -> JsonObject:
    """The `k` first of `ranked` as results, the next as rejected, each with its signs."""
    places = _places_by_sign(ranked)
    objects = [
        result_object(hit)
        | {
            "signals": {
                name: {"score": round(score, 6), "rank": places[name][hit.passage.id]}
                for name, score in hit.signals.items()
            },
            "before_reranking": None if hit.fused is None else hit.fused[0],
        }
        for hit in ranked[: k + _REJECTED]
    ]
    return {"results": objects[:k], "rejected": objects[k:], "candidates": len(ranked)}


def explanation(ranked: Sequence[RetrievedPassage], k: int) -> Iterator[str]:
    """The same as lines for people."""
    places = _places_by_sign(ranked)
    yield f"各路共找到 {len(ranked)} 段，取前 {min(k, len(ranked))} 段。括号内为该项的名次。"
    for hit in ranked[: k + _REJECTED]:
        if hit.rank == k + 1:
            yield "\n以下未取："
        signs = [
            f"{_SIGNS[name]} {score:.3f}（{places[name][hit.passage.id]}）"
            for name, score in hit.signals.items()
        ]
        if hit.fused:
            signs.append(f"重排前第 {hit.fused[0]}")
        yield f"{hit.rank}. {hit.score:.3f}  {' · '.join(signs)}"
        yield f"   {where_cited(hit.passage)}"
        yield f"   {hit.passage.text.strip()[:_OPENING].replace(chr(10), ' ')}……"


def _places_by_sign(ranked: Sequence[RetrievedPassage]) -> Mapping[str, Mapping[str, int]]:
    """For each sign the rank, from 1, of each passage that it knows."""
    places: dict[str, dict[str, int]] = {}
    for name in _SIGNS:
        known = [hit for hit in ranked if name in hit.signals]
        known.sort(key=lambda hit: (-hit.signals[name], hit.passage.id))
        places[name] = {hit.passage.id: rank for rank, hit in enumerate(known, start=1)}
    return places
