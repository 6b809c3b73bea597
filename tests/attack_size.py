"""How often the longest attacks are repeated: in full by `make faults`, less where CI says so."""

from __future__ import annotations

import os

_SHARE = float(os.environ.get("FAULTS_SHARE", "1"))


def repeats(full: int, least: int = 1) -> int:
    """`full`, or the share of it that the environment's FAULTS_SHARE asks for, at least `least`."""
    return max(least, round(full * _SHARE))
