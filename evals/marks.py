"""Figures marked by hand, and how the ledger fares against them, field by field.

A mark says where a figure stands and what it is bound to; how it is done is told in
`evals/marks/README.md`. Only spans and figures are kept of reports that may not be shipped.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import MarksInvalid
from index.aliases import load_aliases
from index.chunker import cut
from index.figures import Binding
from index.ledger import figures_of
from index.normalise import fold
from index.reader import read_reports
from index.report import Report

MARKS_FOLDER = Path(__file__).parent / "marks"
FIELDS = ("value and unit", "qualifier", "indicator", "attribute", "period", "kind", "place")
_SAME_PHRASE = 0.5  # Dice's coefficient of character pairs
_EMPTY = re.compile(
    r"新增|新建|新引进|新签约|净增|完成|实现|建成|改造|引进|签约|全市|全省|全区|全年|[的\W]"
)


class _Head(BaseModel):
    """The first line of a file of marks: the report they are of, and a digest of its text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    report: str
    article: int = 1
    sha256: str
    until: int | None = None


class Mark(BaseModel):
    """One figure as a reader marked it; `start` and `end` count in the report's text."""

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
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A report with its marks; it was marked up to `until`, to its end where that is None."""

    report: Report
    marks: tuple[Mark, ...]
    until: int | None = None


@dataclass(slots=True)
class Fields:
    """How often each field was right, among so many marks and so many figures of the ledger."""

    marks: int = 0
    told: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, Mark | None, Binding | None]] = field(default_factory=list)


def load_marks(file: Path, reports: Sequence[Path]) -> Marked:
    """The marks of `file` with their report, looked for by name under the folders `reports`.

    Raises MarksInvalid where a line is no mark, the report is not there or its text is another.
    """
    try:
        first, *rest = file.read_text(encoding="utf-8").splitlines()
        head = _Head.model_validate_json(first)
        marks = tuple(Mark.model_validate_json(line) for line in rest if line.strip())
    except (OSError, ValueError, ValidationError) as error:
        raise MarksInvalid(f"标注文件 {file.name!r} 无法读取：{error}") from error
    found = [path for folder in reports for path in sorted(folder.rglob(head.report))]
    if not found:
        raise MarksInvalid(f"找不到标注所属的报告 {head.report!r}。")
    for report in read_reports(found[0]):
        if hashlib.sha256(report.text.encode("utf-8")).hexdigest() == head.sha256:
            return Marked(report, marks, head.until)
    raise MarksInvalid(f"报告 {head.report!r} 的文字与标注时不同。")


def measure(marked: Marked) -> Fields:
    """The ledger of the report against its marks; what either doubts is left out of both."""
    bindings = _ledger(marked.report)
    if marked.until is not None:
        bindings = [b for b in bindings if b.quantity.end <= marked.until]
    doubtful = [(mark.start, mark.end) for mark in marked.marks if mark.doubtful]
    marks = [mark for mark in marked.marks if not mark.doubtful]
    bindings = [b for b in bindings if not any(_overlap(_span(b), span) for span in doubtful)]
    result = Fields(marks=len(marks), told=len(bindings))
    left = list(bindings)
    for mark in marks:
        # A rank that each of several indicators has is told once for each, and marked once.
        told = [b for b in left if _overlap(_span(b), (mark.start, mark.end))]
        if not told:
            result.wrong.append(("missed", mark, None))
            continue
        left = [b for b in left if b not in told]
        result.told -= len(told) - 1
        binding = next((b for b in told if same_indicator(mark.indicator, b)), told[0])
        for name, same in _compare(mark, binding).items():
            if same:
                result.right[name] += 1
            else:
                result.wrong.append((name, mark, binding))
    result.wrong += [("not marked", None, binding) for binding in left]
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


def _compare(mark: Mark, binding: Binding) -> dict[str, bool]:
    quantity = binding.quantity
    upper = None if quantity.qualifier == "over" else quantity.upper
    return {
        "value and unit": (abs(quantity.value), upper, quantity.unit)
        == (abs(mark.value), mark.upper, mark.unit),
        "qualifier": quantity.qualifier == mark.qualifier,
        "indicator": same_indicator(mark.indicator, binding),
        "attribute": binding.attribute == mark.attribute,
        "period": str(binding.period) == mark.period,
        "kind": binding.kind == mark.kind,
        "place": same_place(mark.place, binding.place),
    }


def same_indicator(marked: str, binding: Binding) -> bool:
    """Whether the ledger names what the mark does: by alias, or much the same phrase."""
    names = {mention.indicator.name for mention in load_aliases().mentions(fold(marked))}
    if binding.name and binding.name in names:
        return True
    one, other = (_EMPTY.sub("", fold(text)) for text in (marked, binding.indicator))
    if not one or not other:
        return fold(marked) == fold(binding.indicator)
    short, long = sorted((one, other), key=len)
    if short in long and 5 * len(short) >= 2 * len(long):
        return True
    pairs, others = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one, other))
    shared = 2 * len(pairs & others)
    return bool(pairs and others) and shared / (len(pairs) + len(others)) >= _SAME_PHRASE


def same_place(marked: str, told: str | None) -> bool:
    return told is not None and (marked in told or told in marked)


def table(results: dict[str, Fields]) -> str:
    """Precision and recall by field over all reports, and by report, as Markdown."""
    marks = sum(result.marks for result in results.values())
    told = sum(result.told for result in results.values())
    lines = [
        f"{marks} figures marked by hand in {len(results)} reports; the ledger has {told}.",
        "",
        "| Field | Precision | Recall | " + " | ".join(results) + " |",
        "|---|---:|---:|" + "---:|" * len(results),
    ]
    for name in FIELDS:
        right = sum(result.right[name] for result in results.values())
        cells = [f"{_percent(r.right[name], r.marks)}" for r in results.values()]
        lines.append(
            f"| {name} | {_percent(right, told)} | {_percent(right, marks)} | "
            + " | ".join(cells)
            + " |"
        )
    return "\n".join(lines)


def dump_errors(results: dict[str, Fields]) -> str:
    """Every disagreement, one JSON object a line."""
    return "\n".join(
        json.dumps(
            {
                "report": report,
                "field": name,
                "marked": mark.model_dump(mode="json") if mark else None,
                "told": _told(binding) if binding else None,
            },
            ensure_ascii=False,
        )
        for report, result in results.items()
        for name, mark, binding in result.wrong
    )


def _told(binding: Binding) -> dict[str, object]:
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
