"""Letters against what a careful clerk finds in them: questions, matters, figures, quotations."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.staff.draft import Asks, Draft, Drafter
from assistant.staff.inquiry import Inquiry, misquoted_in, read_inquiry
from evals.errors import GoldInvalid
from evals.measures.ledger import GOLD_FOLDER
from index.figures.normalise import fold

LETTERS = GOLD_FOLDER / "letters.toml"
_TODAY = date(2026, 11, 29)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Line):
    """A question that stands in a letter; `figure` is what the reply must give of it."""

    words: tuple[str, ...]
    figure: str = ""


class Letter(_Line):
    """A letter to the office of `place`, and what is in it; see the head of letters.toml."""

    id: str
    form: Literal["prose", "numbered"]
    place: str
    text: str
    questions: tuple[Asked, ...]
    matters: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    apart: bool = False


class _Letters(_Line):
    letter: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one letter: what was missed, what was taken for a question and is none."""

    letter: Letter
    missed: tuple[Asked, ...]
    wrong: tuple[str, ...]
    unlisted: tuple[str, ...]
    without_figure: tuple[Asked, ...] = ()
    invented: tuple[str, ...] = ()
    drafted: bool = False


def load_letters() -> tuple[Letter, ...]:
    """Raises GoldInvalid for a letter that is not as it should be."""
    try:
        content = tomllib.loads(LETTERS.read_text(encoding="utf-8"))
        return _Letters.model_validate(content).letter
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise GoldInvalid(f"{LETTERS.name} 无法使用：{error}") from error


def measure(
    letters: Iterable[Letter], asks: Asks | None = None, covered: Sequence[str] = ()
) -> list[Read]:
    """Each letter as it is read; those to a place of `covered` are drafted too, answered by `asks`."""
    return [
        _read(letter, asks if any(place.endswith(letter.place) for place in covered) else None)
        for letter in letters
    ]


def _read(letter: Letter, asks: Asks | None) -> Read:
    draft = Drafter(asks, letter.place).draft(letter.text, _TODAY) if asks else None
    inquiry = draft.inquiry if draft else read_inquiry(letter.text)
    found = _found(letter, inquiry)
    taken = set(found.values())
    listed = [matter.text for matter in inquiry.matters]
    return Read(
        letter,
        missed=tuple(asked for asked in letter.questions if asked not in found),
        wrong=tuple(
            question.asked
            for position, question in enumerate(inquiry.questions)
            if position not in taken and not any(_holds(question.text, w) for w in letter.either)
        ),
        unlisted=tuple(
            words for words in letter.matters if not any(_holds(text, words) for text in listed)
        ),
        without_figure=tuple(_without_figure(found, draft)) if draft else (),
        invented=tuple(_invented(letter, draft)) if draft else (),
        drafted=draft is not None,
    )


def _found(letter: Letter, inquiry: Inquiry) -> dict[Asked, int]:
    """Each gold question that was found, with the number of the question that it was found as.

    Several may be found as one: 确切数字和增速 asks for two figures of one thing.
    """
    found: dict[Asked, int] = {}
    for asked in letter.questions:
        holding = [
            position
            for position, question in enumerate(inquiry.questions)
            if all(_holds(question.text, words) for words in asked.words)
        ]
        if holding:
            found[asked] = next((n for n in holding if n not in found.values()), holding[0])
    return found


def _holds(text: str, words: str) -> bool:
    return any(fold(each) in fold(text) for each in words.split("|"))


def _without_figure(found: dict[Asked, int], draft: Draft) -> Iterator[Asked]:
    for asked, position in found.items():
        if asked.figure and not _gives(draft.replies[position].paragraph, asked.figure):
            yield asked


def _gives(paragraph: str, figure: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(figure)}", paragraph) is not None


def _invented(letter: Letter, draft: Draft) -> Iterator[str]:
    """The words in quotation marks, before what the reports say, that the letter does not have."""
    ours = [reply.lead for reply in draft.replies] + [draft.matters]
    for text in ours:
        yield from misquoted_in(text, letter.text)


def table(read: Sequence[Read]) -> str:
    """The counts of prose and of numbered letters, of those worked on and of those kept apart."""
    lines = [
        f"{'':<16}{'letters':>8}{'questions':>11}{'wrong':>7}{'matters':>9}{'figures':>9}{'invented':>10}"
    ]
    for apart in (False, True):
        for form in ("prose", "numbered"):
            those = [r for r in read if r.letter.form == form and r.letter.apart == apart]
            name = f"{form}{' apart' if apart else ''}"
            lines.append(_row(name, those))
    return "\n".join([*lines, _row("all", read)])


def _row(name: str, read: Sequence[Read]) -> str:
    asked = sum(len(r.letter.questions) for r in read)
    matters = sum(len(r.letter.matters) for r in read)
    missed, wrong = sum(len(r.missed) for r in read), sum(len(r.wrong) for r in read)
    unlisted = sum(len(r.unlisted) for r in read)
    drafted = [r for r in read if r.drafted]
    figures = sum(bool(q.figure) for r in drafted for q in r.letter.questions)
    lost = sum(len(r.without_figure) + sum(bool(q.figure) for q in r.missed) for r in drafted)
    invented = sum(len(r.invented) for r in drafted)
    return (
        f"{name:<16}{len(read):>8}{f'{asked - missed}/{asked}':>11}{wrong:>7}"
        f"{f'{matters - unlisted}/{matters}':>9}{f'{figures - lost}/{figures}':>9}{invented:>10}"
    )


def errors(read: Iterable[Read]) -> str:
    """What went wrong in each letter that is not kept apart."""
    return "\n".join(line for r in read if not r.letter.apart for line in _errors(r))


def _errors(read: Read) -> Iterator[str]:
    name = read.letter.id
    yield from (f"{name}: not found: {' '.join(asked.words)}" for asked in read.missed)
    yield from (f"{name}: no question: {text}" for text in read.wrong)
    yield from (f"{name}: not listed: {words}" for words in read.unlisted)
    yield from (
        f"{name}: not given: {asked.figure} ({' '.join(asked.words)})"
        for asked in read.without_figure
    )
    yield from (f"{name}: not the writer's words: {text}" for text in read.invented)
