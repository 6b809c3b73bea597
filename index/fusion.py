"""One ranking out of several: the legs' scores made comparable and added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LegHits = Sequence[tuple[str, float]]


def fuse(
    legs: Mapping[str, LegHits], weights: Mapping[str, float]
) -> list[tuple[str, float, dict[str, float]]]:
    """(id, fused score, score a leg) of every hit, best first; ties by id, so that runs repeat.

    Each leg is min-max normalised over its own hits and weighted; a leg that missed an id adds 0.
    After: Bruch et al. 2023, "An Analysis of Fusion Functions for Hybrid Retrieval", which finds
    such convex combination better than reciprocal ranks where a little tuning data is at hand.
    """
    fused: dict[str, float] = {}
    by_leg: dict[str, dict[str, float]] = {}
    for leg, hits in legs.items():
        if not hits:
            continue
        lowest = min(score for _, score in hits)
        spread = max(score for _, score in hits) - lowest
        for hit, score in hits:
            normalised = (score - lowest) / spread if spread else 1.0
            fused[hit] = fused.get(hit, 0.0) + weights[leg] * normalised
            by_leg.setdefault(hit, {})[leg] = score
    ranked = sorted(fused, key=lambda hit: (-fused[hit], hit))
    return [(hit, fused[hit], by_leg[hit]) for hit in ranked]
