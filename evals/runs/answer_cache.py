"""Answers kept between runs, by all that decides them; what comes from here says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from evals.errors import RunInterrupted
from evals.runs.run import Asked, Turn


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    answer: dict[str, object]
    ms: float


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """Answers under `folder`; `system` names all that decides an answer beside the question."""

    folder: Path
    system: str

    def through(self, ask: Callable[[Turn], Asked]) -> Callable[[Turn], Asked]:
        """`ask`, but for what is kept already. An error is never kept: it may not happen again."""

        def ask_turn(turn: Turn) -> Asked:
            kept = self._read(self._path(turn))
            if kept is not None:
                return Asked(turn, kept.answer, kept.ms, cached=True)
            asked = ask(turn)
            if not str(asked.answer.get("status")).startswith("error_"):
                self._keep(self._path(turn), asked)
            return asked

        return ask_turn

    def _path(self, turn: Turn) -> Path:
        content = [self.system, turn.case.question, turn.case.turns, turn.repeat]
        key = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
        return self.folder / key[:2] / f"{key}.json"

    def _read(self, path: Path) -> _Kept | None:
        """None too where the file is torn: it is asked again and written anew."""
        try:
            return _Kept.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, ValidationError):
            return None

    def _keep(self, path: Path, asked: Asked) -> None:
        kept = _Kept(answer=dict(asked.answer), ms=round(asked.ms, 3))
        unfinished = path.with_suffix(f".{asked.turn.suite}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(kept.model_dump_json(), encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            raise RunInterrupted(f"无法写入缓存 {str(path)!r}：{error.strerror}。") from error
