"""What is known of whole files, against the table of 174 reports that was made by hand."""

from __future__ import annotations

import pytest

from evals.measures.metadata import load_table, measure, table
from tests.shared_reports import FOLDER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]


def test_files_are_known_as_well_as_published() -> None:
    measured = measure([FOLDER])
    assert len(measured) == len(load_table()) == 174
    for name in ("place", "level", "year", "date"):
        assert all(getattr(truth, name) == getattr(read, name) for truth, read in measured), name
    unsupported_words = [truth.file for truth, read in measured if truth.faults and not read.doubts]
    assert not unsupported_words
    assert sum(bool(read.doubts) > bool(truth.faults) for truth, read in measured) <= 1


def test_a_file_under_another_places_name_is_never_taken_for_it() -> None:
    measured = measure([FOLDER])
    assert not [truth.file for truth, read in measured if read.under_anothers_name == "untold"]
    wrong = [t.file for t, read in measured if read.by_text_alone not in ("", t.place)]
    assert not wrong
    assert "158 refused" in table(measured)
