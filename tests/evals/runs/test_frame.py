from __future__ import annotations

from evals import results_of, to_frame
from tests.evals.samples import a_case, a_refusal, answer, asked, refusal


def test_a_row_for_each_answer() -> None:
    table = to_frame(
        results_of(
            [
                asked(a_case(), answer(), 12),
                asked(a_case(), refusal(), 14, repeat=2),
                asked(a_refusal(), refusal(), cached=True),
            ]
        )
    )
    assert list(table["id"]) == ["fig-gdp", "fig-gdp", "no-place"]
    assert list(table["outcome"]) == ["right", "wrongly_refused", "rightly_refused"]
    assert table.loc[~table["cached"], "ms"].sum() == 26
    assert table.groupby("category")["good"].mean().to_dict() == {"figures": 0.5, "refusal": 1}


def test_no_result_is_an_empty_table_with_its_columns() -> None:
    table = to_frame([])
    assert len(table) == 0
    assert "outcome" in table.columns
