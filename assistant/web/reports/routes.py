"""The routes of the reports: the list at /reports, a whole report at /reports/ID, its original file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from assistant.web.figures.asked import Asked
from assistant.web.report_address import check_of
from assistant.web.reports.tree import Wanted, chain_of, tree_of, words_of
from assistant.web.reports.whole_text import Span, whole_text
from assistant.web.site import Site
from assistant.web.sources import shown_date
from index.errors import ReportUnreadable
from index.figures.gazetteer.lookup import own_name
from index.figures.period_rules import RULES
from index.report import Report
from index.reports.report_file import digest_alone, exists
from index.reports.stored_paths import file_name, path_of

REPORTS = "/reports"
_LONGEST = 100  # characters of a search that are read
_UNFOLDED = 40  # reports that are all shown at once
_NO_REPORT = "没有这篇报告：网址不对，或者这篇报告已不再收录。"
_NO_ORIGINAL = "这篇报告的原件已不在原处，或者与收录时不同，不能下载。"


def report_routes(site: Site) -> APIRouter:
    """The pages over the index that `site` opens; only what that index holds is served."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(REPORTS)
    def listed(q: str = "", year: str = "", kind: str = "") -> Response:
        return _list(site, q[:_LONGEST], year, kind)

    @routes.get(REPORTS + "/{report_id}")
    def report(report_id: str, request: Request) -> Response:
        return _report(site, report_id, request.query_params)

    @routes.get(REPORTS + "/{report_id}/original")
    def original(report_id: str) -> Response:
        with site.library() as library:
            try:
                found = library.report(report_id)
            except KeyError:
                return site.message("没有这篇报告", _NO_REPORT, 404)
        return _original(site, found)

    return routes


def _list(site: Site, search: str, year: str, kind: str) -> Response:
    with site.library() as library:
        reports, doubts = library.listed(), library.doubts
    kinds = [name for name in RULES if any(each.covered.document == name for each in reports)]
    wanted = Wanted(
        words_of(search),
        int(year) if year.isdecimal() and len(year) == 4 else None,
        next((name for name in kinds if name == kind), None),
    )
    found = [each for each in reports if wanted.is_met_by(each)]
    return site.page(
        "reports/list",
        title="收录的报告",
        here=REPORTS,
        search=search,
        wanted=wanted,
        years=sorted({each.covered.year for each in reports if each.covered.year}, reverse=True),
        kinds=[(name, RULES[name].label) for name in kinds],
        labels={name: RULES[name].label for name in kinds},
        tree=tree_of(found),
        total=len(reports),
        doubts=doubts,
        doubtful=sum(bool(doubts[each.source]) for each in found),
        unfolded=bool(wanted) or len(found) <= _UNFOLDED,
    )


def _report(site: Site, report_id: str, asked: Mapping[str, str]) -> Response:
    with site.library() as library:
        try:
            report = library.report(report_id)
        except KeyError:
            return site.message("没有这篇报告", _NO_REPORT, 404)
        figures = list(library.ledger.of_report(report_id))
        doubts = library.doubts[report.source]
    quoted = _span(asked, report.text)
    return site.page(
        "reports/report",
        title=report.title,
        here=REPORTS,
        about=_About(report),
        doubts=doubts,
        text=whole_text(report, figures, quoted),
        quoted=quoted,
        page_quoted=_page_at(quoted[0], report) if quoted else None,
        lost="from" in asked and quoted is None,
    )


def _span(asked: Mapping[str, str], text: str) -> Span | None:
    """The span of `text` that a reader's link names; None where it names none, or where other words
    stand there than when the link was made."""
    written = asked.get("from", ""), asked.get("to", "")
    if not all(offset.isdecimal() and len(offset) < 10 for offset in written):
        return None
    start, end = map(int, written)
    if not start < end <= len(text):
        return None
    return (start, end) if asked.get("of") in (None, check_of(text[start:end])) else None


def _page_at(offset: int, report: Report) -> int | None:
    """The number of the page on which a character of the text stands; None without pages."""
    return max((number for begins, number in report.pages if begins <= offset), default=None)


@dataclass(frozen=True, slots=True)
class _About:
    """What a report's page says above its text."""

    report: Report

    @property
    def above(self) -> Sequence[tuple[str, str]]:
        """The places that it stands under, the outermost first: their full and their own names."""
        return [(each, own_name(each)) for each in chain_of(self.report.place)]

    @property
    def kind(self) -> str:
        return RULES[self.report.document].label

    @property
    def date(self) -> str:
        return shown_date(self.report.date or "")

    @property
    def figures(self) -> str:
        """The address of its figures as a table."""
        return Asked(report=self.report.id).address()

    @property
    def file(self) -> str:
        """The name of its original file; "" where that is no longer there."""
        source = self.report.source
        return file_name(source) if exists(path_of(source)) else ""


def _original(site: Site, report: Report) -> Response:
    """The file that the report was read from, as long as it is the same; always as a download."""
    path = path_of(report.source)
    try:
        unchanged = digest_alone(path) == report.sha256
    except ReportUnreadable:
        unchanged = False
    if not unchanged:
        return site.message("没有原件", _NO_ORIGINAL, 404)
    return FileResponse(
        path, filename=file_name(report.source), media_type="application/octet-stream"
    )
