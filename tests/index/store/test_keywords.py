"""Both legs on disk: the keyword index and the vector index, and the terms of the first."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import IndexDamaged
from index.report import Passage
from index.store.keywords import KeywordIndex, keyword_document, keyword_tokens


def _passage(number: int, text: str, report: str = "甲#1") -> Passage:
    return Passage(f"{report}:{number}", report, 0, len(text), text, title="报告")


def test_terms_are_characters_pairs_words_and_whole_numbers() -> None:
    assert keyword_tokens("北关区GDP增长5.5%") == [
        *("北", "关", "区", "北关", "关区"),
        "gdp",
        *("增", "长", "增长"),
        "5.5%",
    ]
    assert keyword_tokens("北關區１,１００個") == keyword_tokens("北关区1100个")


def test_a_number_is_not_found_inside_another(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.add(
        map(
            keyword_document,
            [_passage(1, "引进25家"), _passage(2, "增长5.5%"), _passage(3, "新增5处")],
        )
    )
    index.commit()
    assert [passage_id for passage_id, _ in index.search("5", 5)] == ["甲#1:3"]


def test_keywords_are_removed_by_report_and_survive_reopening(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.add(map(keyword_document, [_passage(1, "修建道路"), _passage(1, "修建公园", "乙#1")]))
    index.commit()
    index.remove(["甲#1"])
    index.commit()
    assert len(index) == 1
    again = KeywordIndex(tmp_path)
    assert [passage_id for passage_id, _ in again.search("修建", 5)] == ["乙#1:1"]


@pytest.mark.parametrize("query", ['"修建', "修建 AND (", "body:修建*", "修建]]^2"])
def test_query_syntax_means_nothing(tmp_path: Path, query: str) -> None:
    index = KeywordIndex(tmp_path)
    index.add(map(keyword_document, [_passage(1, "修建道路")]))
    index.commit()
    assert [passage_id for passage_id, _ in index.search(query, 5)] == ["甲#1:1"]


def test_another_process_reads_what_was_committed(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path)
    index.add(map(keyword_document, [_passage(1, "修建道路")]))
    index.commit()
    program = (
        "import sys; from pathlib import Path; from index.store.keywords import KeywordIndex, keyword_document;"
        "print(len(KeywordIndex(Path(sys.argv[1])).search('道路', 3)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "1"


def test_a_folder_with_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    with pytest.raises(IndexDamaged):
        KeywordIndex(tmp_path)


def test_keywords_are_looked_for_in_the_places_and_years_alone_that_are_given(
    tmp_path: Path,
) -> None:
    here = replace(_passage(1, "修建道路", "甲#1"), place="甲县", year=2025)
    there = replace(_passage(2, "修建道路", "乙#1"), place="乙县", year=2024)
    keywords = KeywordIndex(tmp_path)
    keywords.add(map(keyword_document, [here, there]))
    keywords.commit()
    assert len(keywords.search("道路", 5)) == 2
    assert [hit for hit, _ in keywords.search("道路", 5, ["乙县"])] == [there.id]
    assert [hit for hit, _ in keywords.search("道路", 5, years=[2025])] == [here.id]
    assert keywords.search("道路", 5, ["乙县"], [2025]) == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert KeywordIndex(tmp_path).search("道路", 3) == []
