"""The routes of the page of figures: the page itself, and what it shows as files."""

from __future__ import annotations

import threading
from collections.abc import Callable
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.errors import InputInvalid
from assistant.web.charts import picture
from assistant.web.figures.asked import ORDERS, VIEWS, Asked, read_asked
from assistant.web.figures.conditions import place_tree
from assistant.web.figures.drawn import CHARTED, chart_of, rows_of
from assistant.web.figures.files import table_file
from assistant.web.figures.found import Found, find
from assistant.web.site import Site
from index.store.ledger import Ledger
from index.store.library import Library

_MEDIA = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".svg": "image/svg+xml",
}
_PLACES_OFFERED, _INDICATORS_OFFERED = 800, 12
_PAGES_AT_ONCE = 4
_WAIT = 20.0  # seconds for one's turn


def figures_routes(site: Site) -> APIRouter:
    """The routes over the ledger of `site`. Few pages and one file are made at a time: answers in
    the chat need the processor as well."""
    routes = APIRouter(include_in_schema=False)
    pages, files = threading.Semaphore(_PAGES_AT_ONCE), threading.Semaphore()

    @routes.get("/figures")
    def page(request: Request) -> Response:
        return in_turn(pages, lambda: _page(site, request.query_params))

    @routes.get("/figures/table{ending}")
    def table(request: Request, ending: str) -> Response:
        if ending not in (".csv", ".xlsx"):
            return site.message("没有这个文件", "表格可以下载为 CSV 或 XLSX。", 404)
        return in_turn(files, lambda: _table(site, request.query_params, ending))

    @routes.get("/figures/chart.svg")
    def chart(request: Request) -> Response:
        return in_turn(pages, lambda: _chart(site, request.query_params))

    def in_turn(turns: threading.Semaphore, make: Callable[[], Response]) -> Response:
        if not turns.acquire(timeout=_WAIT):
            return site.message("请稍等", "现在查阅的人很多，请过一会儿再试。", 503)
        try:
            return make()
        finally:
            turns.release()

    return routes


def _page(site: Site, parameters: QueryParams, *, fault: str = "") -> Response:
    """The page for an address; what cannot be read or found is said, with the conditions kept."""
    asked, faults = read_asked(parameters)
    faults += [fault] if fault else []
    found = chart = None
    rows: list[object] = []
    with site.library() as library:
        try:
            found = None if faults else find(library.ledger, asked)
        except InputInvalid as error:
            faults.append(str(error))
        if found is not None:
            rows = list(rows_of(library, found.shown))
            chart = chart_of(library, found)
        offered = _offered(library.ledger, asked)
    return site.page(
        "figures/page",
        title="数据",
        here="/figures",
        status=422 if faults else 200,
        asked=asked,
        faults=faults,
        found=found,
        rows=rows,
        chart=chart,
        charted=CHARTED,
        views=VIEWS,
        orders=ORDERS,
        kinds=KINDS,
        attributes=ATTRIBUTES,
        **offered,
    )


def _offered(ledger: Ledger, asked: Asked) -> dict[str, object]:
    """What there is to choose from."""
    years = ledger.years()
    indicators = list(ledger.names())
    way, below = place_tree(ledger, asked)
    compared = "places" if asked.view == "rows" else asked.view
    return {
        "years": range(years[1], years[0] - 1, -1) if years else (),
        "places": list(ledger.places())[:_PLACES_OFFERED],
        "indicators": indicators,
        "common": [
            (name, asked.but(indicator=name, view=compared).address())
            for name in indicators[:_INDICATORS_OFFERED]
        ],
        "way": way,
        "below": below,
    }


def _table(site: Site, parameters: QueryParams, ending: str) -> Response:
    def make(library: Library, found: Found) -> Response:
        return _file(table_file(library, found, ending), f"报告中的数字{ending}")

    return _made(site, parameters, make)


def _chart(site: Site, parameters: QueryParams) -> Response:
    def make(library: Library, found: Found) -> Response:
        chart = chart_of(library, found, linked=False)
        if chart is None:
            return site.message("没有图", "这些数字画不成一张图：请选一个指标，再选显示方式。", 404)
        return _file(picture(chart).encode(), f"{chart.title}.svg")

    return _made(site, parameters, make)


def _made(
    site: Site, parameters: QueryParams, make: Callable[[Library, Found], Response]
) -> Response:
    """What `make` makes of all that an address finds; the page with its faults where it has some."""
    asked, faults = read_asked(parameters)
    if faults:
        return _page(site, parameters)
    try:
        with site.library() as library:
            return make(library, find(library.ledger, asked))
    except InputInvalid as error:
        return _page(site, parameters, fault=str(error))


def _file(content: bytes, name: str) -> Response:
    kept_as = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    media = _MEDIA[name[name.rindex(".") :]]
    return Response(content, media_type=media, headers={"Content-Disposition": kept_as})
