"""The search in a LangChain chain: the documents are the passages that `assistant search` finds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from langchain_core.runnables import RunnableLambda

from assistant.langchain import ReportRetriever, open_retriever
from assistant.settings import Settings
from index.build.builder import build_index
from index.search.searcher import Searcher
from tests.conftest import HashingEncoder


def test_a_chain_gets_the_passages_of_the_search(seed_index: Path) -> None:
    retriever = open_retriever(k=3, settings=Settings(index=seed_index))
    with closing(retriever.searcher) as searcher:
        found = searcher.search("生产总值是多少", 3)
        chain = retriever | RunnableLambda(lambda documents: [one.id for one in documents])
        assert chain.invoke("生产总值是多少") == [hit.passage.id for hit in found]
        document = retriever.invoke("生产总值是多少")[0]
    assert document.page_content == found[0].passage.text
    assert document.metadata["report"] == found[0].passage.report_id
    assert (document.metadata["rank"], document.metadata["score"]) == (1, found[0].score)


def test_the_lines_of_the_readme_run(seed_index: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    ran = subprocess.run(
        [sys.executable, "-c", lines],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "ASSISTANT_INDEX": str(seed_index)},
        check=True,
    )
    assert len(lines.strip().splitlines()) == 5
    assert "189.3亿元" in ran.stdout


def test_a_place_named_in_the_query_limits_the_search(tmp_path: Path) -> None:
    for name, value in (("甲", "120.5"), ("乙", "98.7")):
        file = tmp_path / "reports" / f"2025年{name}县政府工作报告.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"# 报告\n\n全县生产总值完成{value}亿元。\n", encoding="utf-8")
    build_index([tmp_path / "reports"], tmp_path / "index", HashingEncoder())
    with closing(Searcher(tmp_path / "index", HashingEncoder())) as searcher:
        retriever = ReportRetriever(searcher=searcher, k=5)
        assert {one.metadata["place"] for one in retriever.invoke("生产总值")} == {"甲县", "乙县"}
        assert {one.metadata["place"] for one in retriever.invoke("乙县的生产总值")} == {"乙县"}
