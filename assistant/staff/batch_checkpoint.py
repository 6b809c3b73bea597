"""The answers of a batch as they are made, on disk before the next is asked."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import AssistantError


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
