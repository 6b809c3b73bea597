from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench.quickstart import CHUNK_SIZE, Quickstart


@pytest.fixture(scope="module")
def text() -> str:
    return "\n\n".join(f"第{number}段。" + "北关区推进项目建设，" * 40 for number in range(6))


def test_the_spans_found_are_where_the_chunks_stand(tmp_path: Path, text: str) -> None:
    quickstart = Quickstart(tmp_path)
    quickstart.build(text)
    spans = quickstart.search("项目建设", 5)
    assert len(set(spans)) == 5
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end - start <= CHUNK_SIZE for start, end in spans)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
