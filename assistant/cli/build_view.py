"""What a build did, as lines for people and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.cli.reports_view import same_text_words
from index.build.builder import BuildResult
from index.reports.file_names import file_name


def build_lines(result: BuildResult) -> Iterator[str]:
    """The counts, then a line for each file that is a copy, or of which something is doubtful."""
    if result.renewed:
        yield f"已按原来的来源文件重新建立索引。原因：{result.renewed}"
    yield (
        f"索引 {result.index_id}：{result.reports} 篇报告，{result.passages} 个段落。"
        f"新增文件 {len(result.added)}，更新 {len(result.replaced)}，"
        f"移除 {len(result.removed)}，未变 {result.unchanged}。"
    )
    yield from (same_text_words(path, holder) for path, holder in result.same_text)
    for path, doubts in result.doubts:
        yield f"存疑：{file_name(path)!r}　{''.join(doubts)}"


def build_object(result: BuildResult) -> dict[str, object]:
    return {
        "index_id": result.index_id,
        "reports": result.reports,
        "passages": result.passages,
        "added": list(result.added),
        "replaced": list(result.replaced),
        "removed": list(result.removed),
        "unchanged": result.unchanged,
        "failed": [{"path": path, "error": error} for path, error in result.failed],
        "same_text": [{"path": path, "same_as": holder} for path, holder in result.same_text],
        "doubts": [{"path": path, "doubts": list(said)} for path, said in result.doubts],
        "renewed": result.renewed,
    }
