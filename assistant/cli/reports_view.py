"""The reports of an index as a list: where each is of, of what year, from which file, what is doubtful."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from index.figures.gazetteer.lookup import order_of, own_name, parents_of
from index.figures.period_rules import RULES
from index.report import Level
from index.reports.file_names import file_name
from index.reports.same_text import alike_words
from index.store.library import Covered, Library, Listed

_LEVELS: dict[Level, str] = {
    "nation": "全国", "province": "省级", "city": "市级", "district": "区县级",
    "town": "乡镇级", "zone": "开发区", "department": "部门单位",
}  # fmt: skip
_UNKNOWN = "未知"


def report_objects(library: Library) -> list[dict[str, object]]:
    """Each report as a JSON object, in administrative order and by year."""
    doubts = _doubts(library)
    reports = sorted(library.listed(), key=_order)
    return [_object(report, doubts[report.source]) for report in reports]


def left_out_objects(library: Library) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The files whose text another holds, and those that were refused, as JSON objects."""
    same = [{"path": path, "same_as": holder} for path, holder in library.files.same_as().items()]
    refused = [{"path": path, "error": why} for path, why in library.files.refused().items()]
    return same, refused


def report_lines(library: Library) -> Iterator[str]:
    """The list for people: a line a report, its doubts below, then the files left out."""
    doubts = _doubts(library)
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


def _doubts(library: Library) -> dict[str, list[str]]:
    """Every file's doubts, those of its reports and of texts that are nearly its own."""
    doubts = {report.source: list(report.doubts) for report in library.listed()}
    for pair in library.files.alike():
        doubts[pair.first].append(alike_words(pair.second, pair.share))
        doubts[pair.second].append(alike_words(pair.first, pair.share))
    return doubts


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
