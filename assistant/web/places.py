"""The places that the reports cover, found by name or pinyin: for a question that lacks its place."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from assistant.web.reports.tree import is_called, words_of
from assistant.web.site import Site
from index.figures.gazetteer.lookup import order_of, parents_of
from index.figures.places import shown_name

MOST = 40


def places_routes(site: Site) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/places")
    def places(q: str = "") -> Response:
        with site.library() as library:
            covered = {report.place for report in library.covered() if report.place}
        found = found_places(covered, q)
        listed = [{"name": shown_name(place), "within": _within(place)} for place in found[:MOST]]
        return JSONResponse({"places": listed, "more": max(0, len(found) - MOST)})

    return routes


def found_places(places: Iterable[str], typed: str) -> list[str]:
    """The places whose name has what was typed, or begins so in pinyin (bgq), or that are in such a
    place; all of them for nothing; in administrative order."""
    words = words_of(typed)
    known = sorted(places, key=lambda place: (order_of(place), place))
    return [place for place in known if all(is_called(word, place) for word in words)]


def _within(place: str) -> str:
    """The place that it is in, "" for a province."""
    parents = parents_of(place)
    return shown_name(parents[0]) if parents else ""
