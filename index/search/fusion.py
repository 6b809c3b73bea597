"""One ranking out of several signals: each made comparable, weighted, and added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Hits = Sequence[tuple[str, float]]
Signal = Mapping[str, float]
"""Passage id → how well it does by this one signal, from 0 to 1."""


def min_max(hits: Hits) -> dict[str, float]:
    """The scores of a retriever's hits spread from 0, its last, to 1, its first."""
    if not hits:
        return {}
    lowest = min(score for _, score in hits)
    spread = max(score for _, score in hits) - lowest
    return {hit: (score - lowest) / spread if spread else 1.0 for hit, score in hits}


def fuse(signals: Mapping[str, Signal], weights: Mapping[str, float]) -> list[tuple[str, float]]:
    """(id, weighted sum) of all that any signal knows, best first; ties by id, so that runs repeat.

    What a signal does not know it adds nothing to. After: Bruch et al. 2023, "An Analysis of Fusion
    Functions for Hybrid Retrieval", which finds such convex combination better than reciprocal
    ranks where a little tuning data is at hand.
    """
    fused: dict[str, float] = {}
    for name, signal in signals.items():
        for hit, strength in signal.items():
            fused[hit] = fused.get(hit, 0.0) + weights[name] * strength
    return sorted(fused.items(), key=lambda hit: (-hit[1], hit[0]))
