"""What is asked for in the terms of the ledger: places and indicators by the names that it has, and
the places there are to choose from."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.errors import InputInvalid
from assistant.web.figures.asked import Asked
from index.figures.aliases import load_aliases
from index.figures.gazetteer.lookup import order_of, parents_of
from index.figures.places import names_of, own_name
from index.figures.sounds import spells
from index.reports.place_of_report import NATION, full_name, level_of
from index.store.ledger import FigureFilter, Ledger

_PHRASES = 200  # of one word for an indicator
_NAMED = 8  # places or indicators named in a message


def conditions(ledger: Ledger, asked: Asked) -> tuple[FigureFilter, tuple[str, ...]]:
    """The conditions as the ledger has them, and what is to be said of them. Raises InputInvalid."""
    known = ledger.places()
    places = [place for name in asked.places for place in _called(name, known, within=asked.within)]
    names, phrases, notes = _indicators(ledger, asked.indicator)
    if asked.report:
        notes = (_of_report(ledger, asked.report), *notes)
    return (
        FigureFilter(
            places=tuple(dict.fromkeys(places)),
            years=_years(ledger, asked),
            kinds=(asked.kind,) if asked.kind else (),
            attributes=(asked.attribute,) if asked.attribute else (),
            names=names,
            indicators=phrases,
            reports=(asked.report,) if asked.report else (),
            words=asked.words,
        ),
        notes,
    )


def _of_report(ledger: Ledger, report_id: str) -> str:
    title = ledger.title_of(report_id)
    if title is None:
        raise InputInvalid("没有这篇报告：网址不对，或者它已不再收录。")
    return f"只列出《{title}》中的数字。"


def _years(ledger: Ledger, asked: Asked) -> tuple[int, ...]:
    """Each year asked for; one that no figure is of where all lie outside the ledger."""
    if asked.first is None and asked.last is None:
        return ()
    first, last = ledger.years() or (0, 0)
    return tuple(range(asked.first or first, (asked.last or last) + 1)) or (0,)


def _called(name: str, known: dict[str, int], *, within: bool) -> Iterator[str]:
    """The places of the ledger that `name` calls; with those in them where they are wanted too."""
    full = full_name(name) or name
    called = [place for place in dict.fromkeys((name, full)) if place in known]
    called = called or [p for p in known if name in names_of(p, level_of(p))]
    called = called or [p for p in known if spells(name.lower(), own_name(p))]
    if len(called) > 1 and full not in called:
        raise InputInvalid(f"叫“{name}”的有几处：{'、'.join(called[:_NAMED])}。请写全名。")
    inner = [p for p in known if full == NATION or full in parents_of(p)] if within else []
    if not called and not inner:
        alike = [p for p in known if name in p][:_NAMED] or list(known)[:_NAMED]
        lower = any(full in parents_of(p) for p in known)
        hint = (
            "勾选“含下级地方”可看它下面各地的。" if lower else f"有数字的如：{'、'.join(alike)}。"
        )
        raise InputInvalid(f"台账中没有“{name}”本级的数字。{hint}")
    yield from (*called, *inner)


def _indicators(
    ledger: Ledger, asked: str
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Names and phrases of the indicator asked for, and what is to be said of them."""
    if not asked:
        return (), (), ()
    known, aliases = ledger.names(), load_aliases()
    try:
        name = aliases.called(asked).name
    except KeyError:
        name = ""
    if name in known:
        return (name,), (), () if name == asked else (f"“{asked}”在台账中记作“{name}”。",)
    meant = tuple(each for each in aliases.meant(asked) if each in known) if name else ()
    if meant:
        return meant, (), (f"台账中没有“{asked}”，列出的是：{'、'.join(meant)}。",)
    phrases = ledger.phrases(asked)
    if not phrases:
        alike = [each for each in known if set(asked) & set(each)][:_NAMED]
        hint = f"相近的有：{'、'.join(alike)}。" if alike else ""
        raise InputInvalid(f"台账中没有指标“{asked}”。{hint}也可以把它填在“搜索”里，在原句中查找。")
    if asked in phrases:
        return (), (asked,), ()
    if len(phrases) > _PHRASES:
        raise InputInvalid(f"指标中含“{asked}”的说法有 {len(phrases):,} 种，请写得具体一些。")
    return (), tuple(phrases), (f"列出的是指标中含“{asked}”的 {len(phrases)} 种说法。",)


def place_tree(
    ledger: Ledger, asked: Asked
) -> tuple[list[tuple[str, str]], list[tuple[str, int, str]]]:
    """The way down to the place asked for, and the places right below it with how many figures
    there are of them, each with its address."""
    here = _here(ledger, asked)
    counts: dict[str, int] = {}
    inner: set[str] = set()
    for place, number in ledger.places().items():
        chain = (place, *parents_of(place))
        if here is not None and here not in chain[1:]:
            continue
        below = chain[chain.index(here) - 1] if here else chain[-1]
        counts[below] = counts.get(below, 0) + number
        if below != place:
            inner.add(below)
    above = [*reversed(parents_of(here)), here] if here else []
    way = [("全部地方", asked.but(places=(), within=False).address())]
    way += [(place, asked.but(places=(place,), within=True).address()) for place in above]
    return way, [
        (place, counts[place], asked.but(places=(place,), within=place in inner).address())
        for place in sorted(counts, key=order_of)
        if here or level_of(place)
    ]


def _here(ledger: Ledger, asked: Asked) -> str | None:
    return (full_name(asked.places[0]) or asked.places[0]) if len(asked.places) == 1 else None
