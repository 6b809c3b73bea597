"""The commands `build` and `reports`: an index built, and the list of the reports in it."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.terminal import print_error, print_json, settings_of
from assistant.errors import InputInvalid
from index.errors import ReportIndexError
from index.figures.gazetteer.lookup import order_of, own_name, parents_of
from index.figures.period_rules import RULES
from index.report import Level
from index.reports.report_file import exists
from index.reports.stored_paths import file_name, shown
from index.store.library import Covered, Library, Listed

if TYPE_CHECKING:
    from assistant.settings import Settings
    from index.build.builder import BuildResult
    from index.encoder.encoding import Encoder

SEEDS = Path(__file__).parents[2] / "seeds"
_LEVELS: dict[Level, str] = {
    "nation": "全国", "province": "省级", "city": "市级", "district": "区县级",
    "town": "乡镇级", "zone": "开发区", "department": "部门单位",
}  # fmt: skip
_UNKNOWN = "未知"


def build(arguments: argparse.Namespace) -> int:
    """Exit 1 if a file could not be read; the others are indexed all the same.

    With --watch it goes on until it is interrupted, which is no error.
    """
    with _sigterm_as_ctrl_c():
        return _build(arguments)


@contextmanager
def _sigterm_as_ctrl_c() -> Iterator[None]:
    """SIGTERM too ends the worker processes and removes what the build has begun."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _build(arguments: argparse.Namespace) -> int:
    settings = settings_of(arguments)
    from assistant.wiring import open_encoder

    paths = arguments.paths or [SEEDS]
    once = partial(_build_once, paths, settings, open_encoder(settings), as_json=arguments.json)
    if not arguments.watch:
        return once()
    from index.build.watch import settled_changes

    for path in paths:
        if not exists(path):
            raise InputInvalid(f"路径 {shown(path)!r} 不存在。")
    print("留意文件的变化，随时更新索引；按 Ctrl-C 结束。", file=sys.stderr)
    with suppress(KeyboardInterrupt):
        for _ in settled_changes(paths):
            try:
                once()
            except ReportIndexError as error:  # the next change may correct it
                print_error(str(error), as_json=arguments.json)
    return 0


def _build_once(paths: list[Path], settings: Settings, encoder: Encoder, *, as_json: bool) -> int:
    from tqdm import tqdm

    from index.build.builder import build_index

    # The bar shows how many files a second, and the time left.
    with tqdm(unit="份", desc="建立索引", file=sys.stderr, disable=None, leave=False) as bar:

        def show(done: int, total: int, name: str) -> None:
            bar.total = total
            bar.set_postfix_str(name)
            bar.update(done - bar.n)

        result = build_index(
            paths, settings.index, encoder, chroma_url=settings.chroma_url, progress=show
        )
    if as_json:
        print_json(build_object(result))
    else:
        for line in build_lines(result):
            print(line, flush=True)
        for _, error in result.failed:
            print_error(error, as_json=False)
    return 1 if result.failed else 0


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


def reports(arguments: argparse.Namespace) -> int:
    """The reports of the index, the files left out of it, and what is doubtful; exit 0."""
    settings = settings_of(arguments)
    from assistant.wiring import open_library

    library = open_library(settings)
    if arguments.json:
        same, refused = left_out_objects(library)
        print_json({"reports": report_objects(library), "same_text": same, "refused": refused})
        return 0
    for line in report_lines(library):
        print(line)
    return 0


def report_objects(library: Library) -> list[dict[str, object]]:
    """Each report as a JSON object, in administrative order and by year."""
    doubts = library.doubts
    reports = sorted(library.listed(), key=_order)
    return [_object(report, doubts[report.source]) for report in reports]


def left_out_objects(library: Library) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The files whose text another holds, and those that were refused, as JSON objects."""
    same = [{"path": path, "same_as": holder} for path, holder in library.files.same_as().items()]
    refused = [{"path": path, "error": why} for path, why in library.files.refused().items()]
    return same, refused


def report_lines(library: Library) -> Iterator[str]:
    """The list for people: a line a report, its doubts below, then the files left out."""
    doubts = library.doubts
    reports = sorted(library.listed(), key=_order)
    for report in reports:
        yield _line(report)
        yield from (f"    存疑：{doubt}" for doubt in doubts[report.source])
    doubtful = sum(bool(doubts[report.source]) for report in reports)
    yield f"共 {len(reports)} 篇报告，{doubtful} 篇存疑。"
    same, refused = left_out_objects(library)
    yield from (same_text_words(one["path"], one["same_as"]) for one in same)
    yield from (f"未收录：{one['error']}" for one in refused)


def same_text_words(path: str, holder: str) -> str:
    """That a file was not taken in twice, for people."""
    return f"文本相同：{file_name(path)!r} 与 {file_name(holder)!r} 的文本相同，只按后者收录。"


def _order(report: Listed) -> tuple[str, int, str]:
    covered = report.covered
    return order_of(covered.place), covered.year or 0, covered.report_id


def _line(report: Listed) -> str:
    covered = report.covered
    place = own_name(covered.place) if covered.place else f"地方{_UNKNOWN}"
    above = "".join(reversed(parents_of(covered.place or "")[:2]))
    parts = (
        f"{place}（{above}）" if above else place,
        _LEVELS[covered.level] if covered.level else f"级别{_UNKNOWN}",
        _year(covered),
        RULES[covered.document].label,
        f"《{covered.title}》",
        covered.date or f"日期{_UNKNOWN}",
        f"{report.passages} 段 {report.figures} 个数字",
        file_name(report.source),
    )
    return "　".join(parts)


def _year(covered: Covered) -> str:
    if covered.span is not None:
        return f"{covered.span[0]}—{covered.span[1]}年"
    return f"{covered.year}年" if covered.year else f"年份{_UNKNOWN}"


def _object(report: Listed, doubts: Sequence[str]) -> dict[str, object]:
    covered = report.covered
    return {
        "report_id": covered.report_id,
        "title": covered.title,
        "place": covered.place,
        "parents": list(parents_of(covered.place or "")),
        "level": covered.level,
        "kind": covered.document,
        "year": covered.year,
        "years": sorted(covered.years),
        "date": covered.date,
        "path": report.source,
        "passages": report.passages,
        "figures": report.figures,
        "doubts": list(doubts),
    }
