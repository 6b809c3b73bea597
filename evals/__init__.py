"""Cases, runs and scores; what a notebook needs can be imported from here.

The names are looked up when they are used: `evals --help` must answer at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.cases.case import load_suites
    from evals.runs.comparison import compare
    from evals.runs.frame import to_frame
    from evals.runs.results import results_of
    from evals.runs.run import ask_cases
    from evals.runs.run_folder import load_run
    from evals.runs.target import open_product

__all__ = [
    "ask_cases",
    "compare",
    "load_run",
    "load_suites",
    "open_product",
    "results_of",
    "to_frame",
]

_HOMES = {
    "ask_cases": "evals.runs.run",
    "compare": "evals.runs.comparison",
    "to_frame": "evals.runs.frame",
    "load_run": "evals.runs.run_folder",
    "load_suites": "evals.cases.case",
    "open_product": "evals.runs.target",
    "results_of": "evals.runs.results",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
