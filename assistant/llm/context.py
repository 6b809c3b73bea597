"""What a model is given to answer from: passages by rank, whole, and their figures, within a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.check.markers import without_markers
from index.figures.figure import Figure
from index.figures.passage_figures import figures_of
from index.figures.places import shown_name
from index.figures.prompt_injection import without_injections
from index.report import Passage, RetrievedPassage, reading_text

CountsTokens = Callable[[str], int]

_MOST_PASSAGES = 8
_KINDS = {"actual": "结果", "target": "目标", "cumulative": "累计"}
_ATTRIBUTES = {"change": "增速", "rank": "位次", "share": "占比"}


@dataclass(frozen=True, slots=True)
class Material:
    """`passages[n - 1]` is what marker [n] stands for; `text` and `facts` are how a model reads
    them; `left_out` is how many passages had no room."""

    passages: tuple[Passage, ...]
    text: str
    facts: str
    left_out: int


def material_for(
    found: Sequence[RetrievedPassage], room: int, count_tokens: CountsTokens
) -> Material:
    """The best passages that `room` tokens hold, each whole with its figures, or not at all."""
    passages: list[Passage] = []
    blocks: list[str] = []
    facts: list[str] = []
    best = [hit.passage for hit in found[:_MOST_PASSAGES]]
    for passage in best:
        number = len(passages) + 1
        block, figures = _block(number, passage), list(_facts(number, passage))
        cost = count_tokens("\n".join((block, *figures, "")))
        if cost > room:
            continue
        room -= cost
        passages.append(passage)
        blocks.append(block)
        facts += figures
    left_out = len(best) - len(passages)
    return Material(tuple(passages), "\n\n".join(blocks), "\n".join(facts) or "（无）", left_out)


def _block(number: int, passage: Passage) -> str:
    """A passage, in one line, under a line that says where it is from.

    Nothing in it can be read as a marker, as another part of that line, or as the beginning of
    another part of the prompt.
    """
    above = [
        passage.place or "",
        f"《{passage.title}》" if passage.title else "",
        passage.date or (f"{passage.year}年" if passage.year else ""),
        " › ".join(passage.headings),
        _subject(passage),
    ]
    head = "｜".join(_one_line(part).replace("｜", " ") for part in above if part)
    return f"[{number}] {head}\n{_one_line(reading_text(without_injections(passage).text))}"


def _one_line(text: str) -> str:
    """`text` without markers and without any character that a reader may take for a line's end."""
    return " ".join(without_markers(text).split())


def _subject(passage: Passage) -> str:
    if passage.kind is None:
        return ""
    return f"讲的是{f'{passage.period}年的' if passage.period else ''}{_KINDS[passage.kind]}"


def _facts(number: int, passage: Passage) -> Iterator[str]:
    for figure in figures_of(passage):
        bound = figure.binding
        if not bound.indicator or bound.attribute == "date" or bound.role == "from":
            continue
        cells = (
            f"[{number}]",
            bound.period.written if bound.period else "",
            shown_name(bound.place) if bound.place else "",
            _measured(figure),
            bound.quantity.raw.replace("*", ""),
            _KINDS[bound.kind],
        )
        yield "｜".join(without_markers(cell) if n else cell for n, cell in enumerate(cells))


def _measured(figure: Figure) -> str:
    """What a figure measures: 地区生产总值增速; 覆盖率 by itself."""
    bound = figure.binding
    name = bound.name or bound.indicator
    attribute = _ATTRIBUTES.get(bound.attribute, "")
    if bound.attribute == "change" and bound.falls:
        attribute = "降幅"
    return name if name.endswith(("率", "比重", "比例")) else f"{name}{attribute}"
