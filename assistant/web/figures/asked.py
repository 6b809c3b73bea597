"""What the address of the page of figures asks for: its fields read and checked, and written again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, cast
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from assistant.answering.ledger_table import ATTRIBUTES, KINDS
from assistant.errors import InputInvalid
from assistant.question.characters import printable
from index.figures.figure import Attribute, FigureKind
from index.store.ledger import Order

View = Literal["rows", "pairs", "places", "years"]
VIEWS: Mapping[View, str] = {
    "rows": "逐条",
    "pairs": "目标与结果",
    "places": "各地并列",
    "years": "历年",
}
ORDERS: Mapping[Order, str] = {
    "text": "按报告原文",
    "place": "按行政区划",
    "year": "从新到旧",
    "value": "从大到小",
}
FIRST_YEAR, LAST_YEAR = 1900, 2100
_LONGEST, _LONGEST_ID = 60, 300  # characters of a field, and of a report's id
_MOST_WORDS, _MOST_PLACES = 6, 20
_MOST_PAGES = 1_000_000
_APART = re.compile(r"[\s,，、;；]+")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields of the address. `within`: places in the places named count as well; `first` and
    `last` are years, both counted; `report` is the id of one; `page` counts from 1."""

    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    within: bool = False
    indicator: str = ""
    first: int | None = None
    last: int | None = None
    kind: FigureKind | None = None
    attribute: Attribute | None = None
    conflicting: bool = False
    report: str = ""
    view: View = "rows"
    order: Order | None = None
    page: int = 1

    @property
    def has_conditions(self) -> bool:
        """Whether it asks for less than the whole ledger."""
        return replace(self, view="rows", order=None, page=1) != Asked()

    @property
    def has_more(self) -> bool:
        """Whether it has a condition beside words, places and indicator."""
        return self != Asked(
            self.words, self.places, indicator=self.indicator, view=self.view, page=self.page
        )

    @property
    def paired(self) -> bool:
        """Whether a line is an outcome and a target."""
        return self.view == "pairs"

    def chosen(self) -> list[tuple[str, str]]:
        """Each condition in words, and the address without it."""
        years = f"{self.first or ''}—{self.last or ''}年"
        each = (
            (f"搜索：{' '.join(self.words)}", "words"),
            (f"{'、'.join(self.places)}{'及下级地方' if self.within else ''}", "places"),
            (f"指标：{self.indicator}", "indicator"),
            (f"{self.first}年" if self.first == self.last else years, "first"),
            (KINDS[self.kind] if self.kind else "", "kind"),
            (ATTRIBUTES[self.attribute] if self.attribute else "", "attribute"),
            ("只看说法不一的", "conflicting"),
            ("只看一篇报告", "report"),
        )
        without: dict[str, dict[str, object]] = {
            "places": {"within": False},
            "first": {"last": None},
        }
        start = Asked()
        return [
            (words, self.but(**{name: getattr(start, name), **without.get(name, {})}).address())
            for words, name in each
            if getattr(self, name) != getattr(start, name) or (name == "first" and self.last)
        ]

    def but(self, **changes: object) -> Asked:
        """The same with some fields changed, from its first page on."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    def query(self) -> str:
        """Its fields as the query of an address, those left open left out; "" where all are."""
        written: dict[str, str] = {
            "q": " ".join(self.words),
            "place": "、".join(self.places),
            "within": "1" if self.within else "",
            "indicator": self.indicator,
            "from": str(self.first or ""),
            "to": str(self.last or ""),
            "kind": self.kind or "",
            "attribute": self.attribute or "",
            "conflicts": "1" if self.conflicting else "",
            "report": self.report,
            "view": "" if self.view == "rows" else self.view,
            "order": self.order or "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return urlencode({key: value for key, value in written.items() if value})

    def address(self, path: str = "/figures") -> str:
        """Where it is shown, or where `path` makes a file of it."""
        query = self.query()
        return f"{path}?{query}" if query else path


def read_asked(parameters: QueryParams) -> tuple[Asked, list[str]]:
    """What an address asks for, and a sentence on each field that cannot be read, which is left
    out. What contradicts is always shown one by one."""
    faults: list[str] = []

    def read(name: str, reads: Callable[[str], T], otherwise: T) -> T:
        written = printable(parameters.get(name, "")).strip()
        try:
            return reads(written) if written else otherwise
        except InputInvalid as error:
            faults.append(str(error))
            return otherwise

    conflicting = read("conflicts", _switch, False)
    view = cast("View", read("view", _one_of("显示方式", VIEWS), "rows"))
    asked = Asked(
        words=read("q", _words, ()),
        places=read("place", _places, ()),
        within=read("within", _switch, False),
        indicator=read("indicator", _short, ""),
        first=read("from", _year, None),
        last=read("to", _year, None),
        kind=cast("FigureKind | None", read("kind", _one_of("结果或目标", KINDS), None)),
        attribute=cast(
            "Attribute | None", read("attribute", _one_of("数字种类", ATTRIBUTES), None)
        ),
        conflicting=conflicting,
        report=read("report", _report, ""),
        view="rows" if conflicting else view,
        order=cast("Order | None", read("order", _one_of("排序", ORDERS), None)),
        page=read("page", _page, 1),
    )
    if asked.first and asked.last and asked.first > asked.last:
        faults.append(f"起始年份 {asked.first} 在截止年份 {asked.last} 之后，请对调。")
    return asked, faults


def _short(written: str) -> str:
    if len(written) > _LONGEST:
        raise InputInvalid(f"“{written[:12]}……”有 {len(written)} 字，每一栏最多 {_LONGEST} 字。")
    return written


def _report(written: str) -> str:
    if len(written) > _LONGEST_ID:
        raise InputInvalid("网址中报告的编号过长，请从报告的网页打开。")
    return written


def _words(written: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(_short(written).split()))
    if len(words) > _MOST_WORDS:
        raise InputInvalid(f"搜索词有 {len(words)} 个，一次最多 {_MOST_WORDS} 个。")
    return words


def _places(written: str) -> tuple[str, ...]:
    places = tuple(dict.fromkeys(filter(None, _APART.split(written))))
    if len(places) > _MOST_PLACES:
        raise InputInvalid(f"地方有 {len(places)} 个，一次最多 {_MOST_PLACES} 个。")
    return tuple(map(_short, places))


def _switch(written: str) -> bool:
    if written not in ("0", "1", "on"):
        raise InputInvalid(f"网址中的“{written[:12]}”看不懂：勾选为 1，不勾选则不写。")
    return written != "0"


def _year(written: str) -> int:
    if re.fullmatch("[0-9]{4}", written) and FIRST_YEAR <= int(written) <= LAST_YEAR:
        return int(written)
    raise InputInvalid(
        f"年份“{written[:12]}”看不懂，请写 {FIRST_YEAR} 至 {LAST_YEAR} 之间的四位数字，如 2025。"
    )


def _page(written: str) -> int:
    if re.fullmatch("[0-9]{1,7}", written) and 1 <= int(written) <= _MOST_PAGES:
        return int(written)
    raise InputInvalid(f"页码“{written[:12]}”看不懂，请写数字。")


def _one_of(label: str, choices: Mapping[T, str]) -> Callable[[str], str]:
    """Reads one of `choices`, by its key or by its name."""

    def read(written: str) -> str:
        for key, name in choices.items():
            if written in (key, name):
                return str(key)
        raise InputInvalid(
            f"{label}没有“{written[:12]}”这一项，可以选：{'、'.join(choices.values())}。"
        )

    return read
