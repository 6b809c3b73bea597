"""Results as a pandas table, a row for each answer: for notebooks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evals.runs.results import Result

COLUMNS = (
    "suite", "id", "category", "split", "draft", "question", "repeat", "status", "text", "outcome",
    "good", "wrong_figures", "reasons", "plain_outcome", "mode", "model", "ms", "cached",
)  # fmt: skip


def to_frame(results: Sequence[Result]) -> pd.DataFrame:
    """A row for each try, with the columns COLUMNS; `wrong_figures` and `reasons` hold tuples."""
    rows = [
        (
            result.suite,
            result.case.id,
            result.case.category,
            result.case.split,
            result.case.draft,
            result.case.question,
            one.asked.turn.repeat,
            one.asked.answer.get("status"),
            one.asked.answer.get("text"),
            one.score.outcome,
            one.good,
            one.score.wrong_figures,
            one.score.reasons,
            one.plain.outcome,
            one.asked.answer.get("mode"),
            one.asked.answer.get("model"),
            one.asked.ms,
            one.asked.cached,
        )
        for result in results
        for one in result.tries
    ]
    return pd.DataFrame.from_records(rows, columns=list(COLUMNS))
