"""A table of questions to the same table with an answer, its sources and its verdicts in each row.

The questions are masked; the other columns stay as they are. An answer is on disk before the next is
asked, and a row that fails does not keep the others from theirs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import FallbackReason, VerifiedAnswer, page_words
from assistant.errors import AssistantError
from assistant.staff.cells import Row, Value
from assistant.staff.evidence import VERDICTS
from assistant.staff.tables import Table
from assistant.trouble import log_error
from index.errors import ReportIndexError
from index.report import Passage

COLUMNS = ("答案", "状态", "状态代码", "来源", "原文", "核对", "核对数", "作答方式")
WIDE_COLUMNS = ("答案", "来源", "原文")
_LABELS = {
    "answered": "已回答",
    "answered_partly": "只回答了一部分",
    "answered_nearest": "没有答案，给出最接近的内容",
    "clarify": "问得不够具体",
    "clarify_place": "没有写明地方",
    "clarify_place_name": "地名有误",
    "clarify_period": "时间前后不一致",
    "clarify_too_many": "一次问得太多",
    "unanswerable": "报告中没有",
    "unanswerable_place": "报告不涉及这个地方",
    "unanswerable_period": "报告不涉及这一年",
    "unanswerable_off_topic": "与报告无关",
    "guardrail": "没有处理",
    "guardrail_empty": "没有问题",
    "guardrail_too_long": "问题过长",
    "guardrail_small_talk": "不是问题",
    "guardrail_about_assistant": "问的是本助手",
    "guardrail_opinion": "请求评价，不作答",
    "guardrail_complaint": "是投诉，须转责任部门",
    "guardrail_insult": "不是问题",
    "error": "出错，没有回答",
    "error_formula": "公式没有值",
}
_FALLBACKS: dict[FallbackReason, str] = {
    "model_fault": "大模型 {model} 没有应答",
    "model_filtered": "大模型 {model} 的内容审查没有放行",
    "model_unverified": "大模型 {model} 写的没有通过核对",
}
_ERROR_VALUES = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
_NO_VALUE = (
    "这一行的问题是公式，文件里没有它的计算结果，或结果有错。"
    "请在 Excel 或 WPS 中打开、保存一次，或把公式换成文字。"
)
_UNEXPECTED = "系统出了问题，这一行没有回答。请再次运行，只会补答没有答成的行。"

Cells = tuple[str, ...]
Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all)."""


class Asks(Protocol):
    """Answers a question; `assistant.assistant.Assistant` is one."""

    def ask(self, asked: str) -> VerifiedAnswer: ...


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The table with `COLUMNS` at its end, how many rows have which status, how many were kept."""

    table: Table
    statuses: dict[str, int]
    kept: int = 0

    @property
    def errors(self) -> int:
        return sum(count for status, count in self.statuses.items() if status.startswith("error_"))


def status_label(status: str) -> str:
    """The status in words."""
    return _LABELS.get(status) or _LABELS[status.partition("_")[0]]


def questions_of(table: Table) -> dict[int, str]:
    """The questions of a masked table by row; rows without one are left out."""
    asked = ((number, table.question(row)) for number, row in enumerate(table.rows))
    return {number: question for number, question in asked if question}


def answer_table(
    table: Table,
    asks: Asks,
    partial: PartialAnswers,
    progress: Progress = lambda done, total: None,
) -> BatchResult:
    """Answers each row of a masked `table`; what `partial` holds already is not asked again.

    An error is the status of its row, which is asked again next time. Raises PartialUnwritable.
    """
    questions = questions_of(table)
    answers = partial.of(questions)
    kept = len(answers)
    progress(kept, len(questions))
    for number, question in questions.items():
        if number in answers:
            continue
        answers[number] = _row_answer(question, asks)
        if not _status(answers[number]).startswith("error_"):
            partial.keep(number, question, answers[number])
        progress(len(answers), len(questions))
    return _result(table, answers, kept)


def _result(table: Table, answers: dict[int, Cells], kept: int) -> BatchResult:
    statuses: dict[str, int] = {}
    rows = []
    for number, row in enumerate(table.rows):
        cells = answers.get(number) or _unasked(blank=not any(row))
        if status := _status(cells):
            statuses[status] = statuses.get(status, 0) + 1
        rows.append(row + _typed(cells))
    header = (*table.header, *_free_names(table.header))
    return BatchResult(replace(table, header=header, rows=tuple(rows)), statuses, kept)


def _row_answer(question: str, asks: Asks) -> Cells:
    if question.startswith("=") or question in _ERROR_VALUES:
        return _cells("error_formula", _NO_VALUE)
    try:
        return _cells_of(asks.ask(question))
    except (AssistantError, ReportIndexError) as error:
        return _cells("error_fault", str(error))
    except Exception as error:  # noqa: BLE001
        # Whatever fails in one row, in any library, the others are still answered; the row says so,
        # the log has the reason.
        log_error("一行没有答成", error)
        return _cells("error_unexpected", _UNEXPECTED)


def _cells_of(answer: VerifiedAnswer) -> Cells:
    if not answer.status.startswith("answered"):
        nearest = "\n".join(dict.fromkeys(_where(hit.passage) for hit in answer.nearest))
        shown = f"最接近的内容（不是答案的依据）：\n{nearest}" if nearest else ""
        return _cells(answer.status, answer.text, shown)
    cited = [(f"[{citation.marker}] ", citation) for citation in answer.citations]
    sources = dict.fromkeys(
        lead + _where(citation.passage, citation.start) for lead, citation in cited
    )
    quotes = dict.fromkeys(lead + _plain(citation.quote) for lead, citation in cited)
    return _cells(
        answer.status,
        answer.text,
        "\n".join(sources),
        "\n".join(quotes),
        *_checked(answer),
        _written_by(answer),
    )


def _written_by(answer: VerifiedAnswer) -> str:
    if answer.fallback:
        return f"摘自报告，{_FALLBACKS[answer.fallback].format(model=answer.model)}"
    return "摘自报告" if answer.mode == "extractive" else f"大模型 {answer.model or ''}".strip()


def _checked(answer: VerifiedAnswer) -> tuple[str, str]:
    """A line for each figure with its verdict, and their count; to a reader, a year is no figure."""
    figures = [figure for figure in answer.figures if figure.unit != "year"]
    lines = []
    for figure in figures:
        verdict = VERDICTS[figure.status]  # KeyError, an error of the row, for a status never shown
        marker = f"[{figure.marker}]" if figure.marker else ""
        formula = f"（{figure.formula}）" if figure.formula else ""
        lines.append(f"{figure.text}：{verdict}{marker}{formula}")
    return "\n".join(lines) or "答案中没有数字", str(len(figures))


def _plain(quote: str) -> str:
    """The quote on one line, without the report's Markdown signs, as on the page."""
    return " ".join(quote.replace("**", "").split())


def _where(passage: Passage, offset: int = 0) -> str:
    headings = " › ".join((f"《{passage.title or passage.report_id}》", *passage.headings))
    return "，".join(filter(None, (headings, page_words(passage, offset))))


def _unasked(*, blank: bool) -> Cells:
    return ("",) * len(COLUMNS) if blank else _cells("guardrail_empty", "")


def _cells(status: str, text: str, sources: str = "", quotes: str = "", *rest: str) -> Cells:
    cells = (text, status_label(status), status, sources, quotes, *rest)
    return cells + ("",) * (len(COLUMNS) - len(cells))


def _status(cells: Cells) -> str:
    return cells[COLUMNS.index("状态代码")]


def _typed(cells: Cells) -> Row:
    """The cells of a row, the count as a number, so that a clerk can add them up."""
    at = COLUMNS.index("核对数")
    count = cells[at]
    return (*cells[:at], Value(int(count), "0", count) if count else "", *cells[at + 1 :])


def _free_names(taken: tuple[str, ...]) -> Cells:
    """The names of the new columns; one that the table already has gets a suffix."""
    marks = ["", "（程序）", *(f"（程序{number}）" for number in range(2, len(taken) + 3))]
    return tuple(
        next(name + mark for mark in marks if name + mark not in taken) for name in COLUMNS
    )


class _Line(BaseModel):
    """One answered row: its number from 0, the digest of its question, what answered, its cells."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    row: int
    question: str
    made_by: str
    cells: list[str]


class PartialUnwritable(AssistantError):
    """The answers made so far cannot be kept: the disk is full, or the folder closed."""


class PartialAnswers:
    """The file at `path` of the answers made so far; `made_by` is the index and model. Use it in `with`.

    An answer is used again only for the same question in the same row, by the same index and model.
    A line that a crash cut off is ignored.
    """

    def __init__(self, path: Path, made_by: str) -> None:
        self.path = path
        self._made_by = made_by
        self._lines: dict[int, _Line] = {}
        self._file: IO[bytes] | None = None

    def __enter__(self) -> PartialAnswers:
        try:
            self._file = self.path.open("ab+")
            self._file.seek(0)
            whole, cut, _ = self._file.read().rpartition(b"\n")
            self._file.truncate(len(whole) + len(cut))
        except OSError as error:
            raise self._unwritable(error) from error
        for line in whole.split(b"\n"):
            with suppress(ValidationError):
                read = _Line.model_validate_json(line)
                self._lines[read.row] = read
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file:
            with suppress(OSError):  # a failed write was reported before
                self._file.close()

    def of(self, questions: Mapping[int, str]) -> dict[int, tuple[str, ...]]:
        """The kept answers to `questions`, each by its row."""
        return {
            row: tuple(line.cells)
            for row, question in questions.items()
            if (line := self._lines.get(row))
            and (line.question, line.made_by) == (_digest(question), self._made_by)
        }

    def foreign(self, questions: Mapping[int, str]) -> int:
        """How many kept answers are to other questions, or by another index or model."""
        return len(self._lines) - len(self.of(questions))

    def keep(self, row: int, question: str, cells: Sequence[str]) -> None:
        """Raises PartialUnwritable."""
        line = _Line(row=row, question=_digest(question), made_by=self._made_by, cells=[*cells])
        written = json.dumps(line.model_dump(), ensure_ascii=False).encode() + b"\n"
        assert self._file is not None, "outside of with"
        try:
            self._file.write(written)
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        self._lines[row] = line

    def discard(self) -> None:
        """Removes the file: all is done and written elsewhere."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _unwritable(self, error: OSError) -> PartialUnwritable:
        return PartialUnwritable(
            f"无法把已作的回答存入 {str(self.path)!r}：{error.strerror}。"
            "已存下的不会丢失；腾出空间或换一个目录后，再次运行即可接着做。"
        )


def _digest(question: str) -> str:
    return hashlib.sha256(question.encode()).hexdigest()
