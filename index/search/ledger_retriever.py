"""The third leg: passages whose figures are of an indicator that the query names."""

from __future__ import annotations

from collections.abc import Sequence

from index.figures.aliases import load_aliases
from index.figures.years import years_in
from index.store.library import Library

_FEW_REPORTS = 100
_OTHER_YEAR = 0.5  # of a figure of another year than the query's


def telling(
    library: Library,
    query: str,
    k: int,
    *,
    among: Sequence[str],
    places: Sequence[str] = (),
    years: Sequence[int] = (),
) -> dict[str, float]:
    """Passages with a figure of an indicator that the folded `query` names, to how well it meets it.

    1 where the figure's period has a year that the query names, or it names none, else less. Of the
    passages `among`; and where few reports are asked for, by `places` or `years`, of these the `k`
    best: over many reports they would be too many to tell anything.
    """
    names = sorted(load_aliases().meant(query))
    if not names:
        return {}
    asked = years_in(query)
    met = dict(library.telling(names, asked, passages=among)) if among else {}
    reports = library.reports_of(places, years) if places or years else []
    if 0 < len(reports) <= _FEW_REPORTS:
        of_reports = library.telling(names, asked, reports=reports)
        met |= dict(sorted(of_reports, key=lambda hit: (not hit[1], hit[0]))[:k])
    return {hit: 1.0 if in_year or not asked else _OTHER_YEAR for hit, in_year in met.items()}
