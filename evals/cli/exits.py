"""What the exit code of a command tells."""

from __future__ import annotations

PASSED, GATE_MISSED, BAD_INPUT, INCOMPLETE = 0, 1, 2, 3
