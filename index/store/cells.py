"""Vectors gathered into cells of near ones, so that a search looks into a few cells alone.

After: Sivic and Zisserman 2003, "Video Google" (inverted lists of cells); Jégou et al. 2011,
"Product Quantization for Nearest Neighbor Search" (IVF). Passages that are nearly the same, which
lead a graph astray, lie in one cell and are all looked at.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.encoder.encoding import Vectors

CELLS_LOOKED_INTO = 64

_CELLS = 4  # times the square root of the number of vectors
_SAMPLE = 40  # vectors a cell, for finding the cells
_ROUNDS = 6
_CHUNK = 16_384  # vectors multiplied at a time


def gather(vectors: NDArray[np.float16]) -> tuple[Vectors, NDArray[np.intp]]:
    """The centres of the cells, as unit vectors, and the cell of each of `vectors`.

    Spherical k-means from a sample; the same vectors give the same cells.
    """
    wanted = max(1, int(_CELLS * len(vectors) ** 0.5))
    chance = np.random.default_rng(0)
    sample = _drawn(vectors, wanted * _SAMPLE, chance)
    centres = _drawn(sample, wanted, chance).astype(np.float32)
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, centres)
        centres = _means(sample, nearest, len(centres))
    nearest = _nearest(vectors, centres)
    used, cell_of = np.unique(nearest, return_inverse=True)
    return centres[used], cell_of.astype(np.intp)


def _drawn(
    vectors: NDArray[np.float16], count: int, chance: np.random.Generator
) -> NDArray[np.float16]:
    if count >= len(vectors):
        return vectors
    return vectors[np.sort(chance.choice(len(vectors), count, replace=False))]


def _nearest(vectors: NDArray[np.float16], centres: Vectors) -> NDArray[np.intp]:
    nearest = np.empty(len(vectors), dtype=np.intp)
    for start in range(0, len(vectors), _CHUNK):
        chunk = vectors[start : start + _CHUNK].astype(np.float32)
        nearest[start : start + _CHUNK] = (chunk @ centres.T).argmax(axis=1)
    return nearest


def _means(vectors: NDArray[np.float16], cell_of: NDArray[np.intp], cells: int) -> Vectors:
    """The direction of each cell's sum; cells that lost all their vectors are left out."""
    order = np.argsort(cell_of, kind="stable")
    counts = np.bincount(cell_of, minlength=cells)
    starts = (np.cumsum(counts) - counts)[counts > 0]
    sums = np.add.reduceat(vectors[order].astype(np.float32), starts, axis=0)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    means: Vectors = np.divide(sums, lengths, out=sums, where=lengths > 0)
    return means
