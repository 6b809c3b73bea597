"""What a model is given to answer from: the best sentences and their figures, within a budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.check.markers import without_markers
from index.figures.clauses import Sentence
from index.figures.figure import Figure
from index.figures.lexicon import words
from index.figures.passage_figures import figures_between
from index.figures.places import shown_name
from index.figures.prompt_injection import without_injections
from index.report import Passage, reading_text

CountsTokens = Callable[[str], int]

_MOST_PASSAGES = 8
_MOST_SENTENCES = 24
_GAP = "……"  # between sentences that do not follow each other
_KINDS = {"actual": "结果", "target": "目标", "cumulative": "累计"}
_ROWS = {"actual": "", "target": "目标", "cumulative": "累计"}
_RATES = words("unit.of_ratio")
_ATTRIBUTES = {"change": "增速", "rank": "位次", "share": "占比"}


@dataclass(frozen=True, slots=True)
class Material:
    """`passages[n - 1]` is what marker [n] stands for; `text` and `facts` are how a model reads the
    sentences chosen of them."""

    passages: tuple[Passage, ...]
    text: str
    facts: str


def material_for(best_first: Sequence[Sentence], room: int, count_tokens: CountsTokens) -> Material:
    """The best sentences that `room` tokens hold, each whole with its figures, or not at all, under
    the headings of their passages."""
    chosen: dict[str, list[Sentence]] = {}
    for sentence in best_first[:_MOST_SENTENCES]:
        passage = sentence.passage
        if passage.id not in chosen and len(chosen) == _MOST_PASSAGES:
            continue
        above = "" if passage.id in chosen else _head(_MOST_PASSAGES, passage)
        rows = _facts(_MOST_PASSAGES, sentence)
        cost = count_tokens("\n".join((above, _said(sentence), _GAP, *rows, "")))
        if cost <= room:
            room -= cost
            chosen.setdefault(passage.id, []).append(sentence)
    blocks = [
        (number, sorted(sentences, key=lambda one: one.start))
        for number, sentences in enumerate(chosen.values(), start=1)
    ]
    facts = [row for number, block in blocks for one in block for row in _facts(number, one)]
    return Material(
        passages=tuple(block[0].passage for _, block in blocks),
        text="\n\n".join(f"{_head(n, block[0].passage)}\n{_joined(block)}" for n, block in blocks),
        facts="\n".join(facts) or "（无）",
    )


def _head(number: int, passage: Passage) -> str:
    """A line that says where a passage is from.

    Nothing in it or below it can be read as a marker, as another part of that line, or as the
    beginning of another part of the prompt.
    """
    above = [
        passage.place or "",
        f"《{passage.title}》" if passage.title else "",
        passage.date or (f"{passage.year}年" if passage.year else ""),
        " › ".join(passage.headings),
        _subject(passage),
    ]
    head = "｜".join(_one_line(part).replace("｜", " ") for part in above if part)
    return f"[{number}] {head}"


def _joined(sentences: Sequence[Sentence]) -> str:
    """Sentences of a passage in one line."""
    gaps = [
        _GAP if other.passage.text[one.end : other.start].strip("。；;！!？?*”’） \n") else ""
        for one, other in pairwise(sentences)
    ]
    return "".join(_said(one) + gap for one, gap in zip(sentences, (*gaps, ""), strict=True))


def _said(sentence: Sentence) -> str:
    passage = without_injections(sentence.passage)
    return _one_line(reading_text(passage.text[sentence.start : sentence.end])) + "。"


def _one_line(text: str) -> str:
    """`text` without markers and without any character that a reader may take for a line's end."""
    return " ".join(without_markers(text).split())


def _subject(passage: Passage) -> str:
    if passage.kind is None:
        return ""
    return f"讲的是{f'{passage.period}年的' if passage.period else ''}{_KINDS[passage.kind]}"


def _facts(number: int, sentence: Sentence) -> Iterator[str]:
    """The figures of a sentence with their time and place, a short sentence each that an answer may
    take over."""
    for figure in figures_between(sentence.passage, sentence.start, sentence.end):
        bound = figure.binding
        if not bound.indicator or bound.attribute == "date" or bound.role == "from":
            continue
        of = f"{bound.period.written if bound.period else ''}{shown_name(bound.place or '')}"
        row = f"{of}{_ROWS[bound.kind]}：{_measured(figure)}{bound.quantity.raw.replace('*', '')}"
        yield f"[{number}] {_one_line(row)}。"


def _measured(figure: Figure) -> str:
    """What a figure measures: 地区生产总值增速; 覆盖率 by itself."""
    bound = figure.binding
    name = bound.name or bound.indicator
    attribute = _ATTRIBUTES.get(bound.attribute, "")
    if bound.attribute == "change" and bound.quantity.unit not in _RATES:
        attribute = "减少" if bound.falls else "增加"  # 支付限额提高1500元 is no 增速
    elif bound.attribute == "change" and bound.falls:
        attribute = "降幅"
    return name if name.endswith(("率", *words("asking.share"))) else f"{name}{attribute}"
