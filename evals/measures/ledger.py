"""The ledger against gold annotations of figures, field by field.

An annotation says where a figure stands and what it is bound to; the guide stands in
`evals/measures/gold/README.md`. Only spans and figures are kept of reports that may not be shipped.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import GoldInvalid
from index.chunker import cut
from index.figures.aliases import load_aliases
from index.figures.figure import Binding, Period
from index.figures.normalise import fold
from index.figures.passage_figures import figures_of
from index.report import Report
from index.reports.reader import read_reports
from index.reports.report_file import ReportFile

GOLD_FOLDER = Path(__file__).parent / "gold"
FIELDS = ("value and unit", "qualifier", "indicator", "attribute", "period", "kind", "place")
Split = Literal["dev", "test"]
LATER_FIELDS = ("part of the year", "direction")
"""GoldReport only in the files whose first line has a `genre` and a `split`."""
_SAME_PHRASE = 0.5  # Dice's coefficient of character pairs
_EMPTY = re.compile(
    r"新增|新建|新引进|新签约|净增|完成|实现|建成|改造|引进|签约|全市|全省|全区|全年|[的\W]"
)


class _Head(BaseModel):
    """The first line of a file of annotations: the document they are of, and a digest of its text.

    A document is a file named `report`, or line `line` of the news texts in the file `source`,
    which has no place or year of its own. Marks are of [start, until) of its text.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    report: str | None = None
    source: str | None = None
    line: int | None = None
    cut: str | None = None
    sha256: str
    start: int = Field(default=0, alias="from")
    until: int | None = Field(default=None, alias="to")
    genre: str | None = None
    split: Split | None = None
    year: int | None = None
    place: str | None = None


class GoldFigure(BaseModel):
    """One figure as a person annotated it; `start` and `end` count in the report's text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    start: int
    end: int
    raw: str
    value: Decimal
    upper: Decimal | None
    unit: str
    qualifier: str | None
    indicator: str
    attribute: str
    period: str
    kind: str
    place: str
    part_of_year: str | None = None
    role: str | None = None
    direction: str | None = None
    part: bool = False
    average: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report with its annotations, which are of [start, until) of its text, None: to its end; `genre`
    where the later fields were annotated too."""

    report: Report
    annotations: tuple[GoldFigure, ...]
    start: int = 0
    until: int | None = None
    genre: str | None = None
    split: Split | None = None


@dataclass(slots=True)
class Fields:
    """How often each field was right, among so many annotations and so many figures of the ledger."""

    genre: str | None = None
    split: Split | None = None
    annotations: int = 0
    found: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, GoldFigure | None, Binding | None]] = field(default_factory=list)


def load_gold(file: Path, reports: Sequence[Path]) -> GoldReport:
    """The annotations of `file` with their report, looked for by name under the folders `reports`.

    Raises GoldInvalid where a line is no annotation, the report is not there or its text is another.
    """
    try:
        first, *rest = file.read_text(encoding="utf-8").splitlines()
        head = _Head.model_validate_json(first)
        annotations = tuple(GoldFigure.model_validate_json(line) for line in rest if line.strip())
    except (OSError, ValueError, ValidationError) as error:
        raise GoldInvalid(f"标注文件 {file.name!r} 无法读取：{error}") from error
    for report in _documents(head, reports):
        if hashlib.sha256(report.text.encode("utf-8")).hexdigest() == head.sha256:
            return GoldReport(report, annotations, head.start, head.until, head.genre, head.split)
    raise GoldInvalid(f"文件 {file.name!r} 所标注的文字与标注时不同。")


def _documents(head: _Head, reports: Sequence[Path]) -> list[Report]:
    """The reports of the file that `head` names, looked for under the folders `reports` and, for a
    line of news, beside them."""
    if head.line is None:
        name = head.report or ""
        found = [path for folder in reports for path in sorted(folder.rglob(name))]
        if not found:
            raise GoldInvalid(f"找不到标注所属的报告 {name!r}。")
        return read_reports(found[0])
    source = head.source or ""
    texts = [folder.parent / source for folder in reports if (folder.parent / source).is_file()]
    if not texts:
        raise GoldInvalid(f"找不到标注所属的新闻 {source!r}。")
    text = _news_texts(texts[0])[head.line - 1].partition("正文：")[2]
    side = f'place = "{head.place}"\nyear = {head.year}\nkind = "news"\n'
    path = Path(f"news-{head.line}.txt")
    return read_reports(ReportFile(path, text.encode("utf-8"), side.encode("utf-8")))


@lru_cache(maxsize=1)
def _news_texts(path: Path) -> list[str]:
    """One news item a line: its date, 正文：, its text."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return file.read().split("\n")


def measure(gold: GoldReport) -> Fields:
    """The ledger of the report against its annotations; what either doubts is left out of both."""
    until = len(gold.report.text) if gold.until is None else gold.until
    bindings = [
        binding
        for binding in _ledger(gold.report)
        if gold.start <= binding.quantity.start and binding.quantity.end <= until
    ]
    doubtful = [(one.start, one.end) for one in gold.annotations if one.doubtful]
    annotations = [one for one in gold.annotations if not one.doubtful]
    bindings = [b for b in bindings if not any(_overlap(_span(b), span) for span in doubtful)]
    result = Fields(gold.genre, gold.split, annotations=len(annotations), found=len(bindings))
    left = list(bindings)
    for one in annotations:
        # A rank that each of several indicators has is in the ledger once for each, and annotated once.
        near = [b for b in left if _overlap(_span(b), (one.start, one.end))]
        if not near:
            result.wrong.append(("missed", one, None))
            continue
        left = [b for b in left if b not in near]
        result.found -= len(near) - 1
        binding = next((b for b in near if same_indicator(one.indicator, b)), near[0])
        for name, same in _compare(one, binding).items():
            if same:
                result.right[name] += 1
            else:
                result.wrong.append((name, one, binding))
    result.wrong += [("not annotated", None, binding) for binding in left]
    return result


def _ledger(report: Report) -> list[Binding]:
    """The bindings of the report, their spans counted in its text."""
    return [
        _moved(figure.binding, passage.start)
        for passage in cut(report)
        for figure in figures_of(passage)
        if figure.binding.attribute != "date"
    ]


def _moved(binding: Binding, by: int) -> Binding:
    return replace(binding, quantity=binding.quantity.moved(by))


def _span(binding: Binding) -> tuple[int, int]:
    return binding.quantity.start, binding.quantity.end


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _compare(one: GoldFigure, binding: Binding) -> dict[str, bool]:
    quantity = binding.quantity
    upper = None if quantity.qualifier == "over" else quantity.upper
    return {
        "value and unit": (abs(quantity.value), upper, quantity.unit)
        == (abs(one.value), one.upper, one.unit),
        "qualifier": quantity.qualifier == one.qualifier,
        "indicator": same_indicator(one.indicator, binding),
        "attribute": binding.attribute == one.attribute,
        "period": _years(binding.period) == one.period,
        "kind": binding.kind == one.kind,
        "place": same_place(one.place, binding.place),
        "part of the year": _months(binding.period) == one.part_of_year,
        "direction": binding.falls == (one.direction == "fall"),
    }


def _years(period: Period | None) -> str:
    return str(replace(period, months=None) if period else None)


def _months(period: Period | None) -> str | None:
    """As annotations write it: 1-6, 7; None for whole years."""
    if period is None or period.months is None:
        return None
    first, last = period.months[:2]
    return str(first) if first == last else f"{first}-{last}"


def same_indicator(gold: str, binding: Binding) -> bool:
    """Whether the ledger names what the annotation does: by alias, or much the same phrase."""
    names = {mention.indicator.name for mention in load_aliases().mentions(fold(gold))}
    if binding.name and binding.name in names:
        return True
    one, other = (_EMPTY.sub("", fold(text)) for text in (gold, binding.indicator))
    if not one or not other:
        return fold(gold) == fold(binding.indicator)
    short, long = sorted((one, other), key=len)
    if short in long and 5 * len(short) >= 2 * len(long):
        return True
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    shared = 2 * len(pairs & others)
    return bool(pairs and others) and shared / (len(pairs) + len(others)) >= _SAME_PHRASE


def same_place(annotated: str, bound: str | None) -> bool:
    return bound is not None and (annotated in bound or bound in annotated)


def table(results: dict[str, Fields]) -> str:
    """Precision and recall by field, of work reports and of the other kinds of documents, then the
    recall of each document, as Markdown."""
    groups = {
        "work reports": [r for r in results.values() if r.split is None],
        "other kinds, dev": [r for r in results.values() if r.split == "dev"],
        "other kinds, test": [r for r in results.values() if r.split == "test"],
    }
    lines = [
        f"{sum(r.annotations for r in group)} annotated figures in {len(group)} documents ({name});"
        f" the ledger has {sum(r.found for r in group)}."
        for name, group in groups.items()
    ]
    lines += ["", "| Field | " + " | ".join(f"{n}: precision | recall" for n in groups) + " |"]
    lines.append("|---|" + "---:|" * 2 * len(groups))
    for name in (*FIELDS, *LATER_FIELDS):
        cells = [cell for group in groups.values() for cell in _shares(group, name)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "| Document | Figures | " + " | ".join(FIELDS) + " |"]
    lines.append("|---|---:|" + "---:|" * len(FIELDS))
    for document, r in results.items():
        cells = [_percent(r.right[name], r.annotations) for name in FIELDS]
        name = f"{document}, {r.genre}" if r.genre else document
        lines.append(f"| {name} | {r.annotations} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _shares(group: Sequence[Fields], name: str) -> tuple[str, str]:
    """Precision and recall of a field over documents; "" where it was not annotated in them."""
    if name in LATER_FIELDS and all(r.split is None for r in group):
        return "", ""
    right = sum(r.right[name] for r in group)
    return _percent(right, sum(r.found for r in group)), _percent(
        right, sum(r.annotations for r in group)
    )


def dump_errors(results: dict[str, Fields]) -> str:
    """Every disagreement, one JSON object a line; none of the documents that are kept unseen, so
    that no rule is made for them."""
    return "\n".join(
        json.dumps(
            {
                "report": report,
                "field": name,
                "annotated": one.model_dump(mode="json") if one else None,
                "found": _written(binding) if binding else None,
            },
            ensure_ascii=False,
        )
        for report, result in results.items()
        if result.split != "test"
        for name, one, binding in result.wrong
    )


def _written(binding: Binding) -> dict[str, object]:
    return {
        "raw": binding.quantity.raw,
        "value": str(binding.quantity.value),
        "unit": binding.quantity.unit,
        "qualifier": binding.quantity.qualifier,
        "indicator": binding.indicator,
        "attribute": binding.attribute,
        "period": str(binding.period),
        "kind": binding.kind,
        "place": binding.place,
    }


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "nan"
