"""A run on disk: every answer written before it counts, all of it to be scored again at any time.

A run folder holds `config.json` (what was asked and of what), `cases/SUITE.jsonl` (the cases as they
were asked), `answers.jsonl` (a line {"suite", "id", "repeat", "answer", "ms", "cached"} each, with
`answer` the answer object), and where these were measured `retrieval.jsonl`, `verifier.jsonl`
and `metamorphic.jsonl`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases.case import Case, load_cases
from evals.errors import CasesInvalid, RunInterrupted, RunInvalid
from evals.measures.retrieval import Checked, Searched
from evals.metamorphic.trial import Trial
from evals.runs.fingerprint import cases_digest
from evals.runs.run import Asked, Turn, turns_of

CONFIG_FILE = "config.json"
CASES_FOLDER = "cases"
ANSWERS_FILE = "answers.jsonl"
RETRIEVAL_FILE = "retrieval.jsonl"
VERIFIER_FILE = "verifier.jsonl"
METAMORPHIC_FILE = "metamorphic.jsonl"
METAMORPHIC = "metamorphic"
_LOCK = "run.lock"

Config = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Run:
    """A stored run; `asked` lacks turns, and a part is None, where the run was interrupted.

    `searched`, `checked` and `tried` are () where the suites retrieval, verifier and metamorphic were
    not asked for.
    """

    folder: Path
    config: Config
    suites: Mapping[str, tuple[Case, ...]]
    asked: tuple[Asked, ...]
    searched: tuple[Searched, ...] | None
    checked: tuple[Checked, ...] | None
    tried: tuple[Trial, ...] | None = ()

    @property
    def missing(self) -> tuple[Turn, ...]:
        """The turns that are still to be asked."""
        repeats = self.config.get("repeats", 1)
        done = {(one.turn.suite, one.case.id, one.turn.repeat) for one in self.asked}
        turns = turns_of(self.suites, repeats if isinstance(repeats, int) else 1)
        return tuple(t for t in turns if (t.suite, t.case.id, t.repeat) not in done)

    def measures(self, name: str) -> bool:
        """Whether that suite without cases of its own is part of the run."""
        measures = self.config.get("measures")
        return isinstance(measures, list) and name in measures

    @property
    def complete(self) -> bool:
        return not self.missing and None not in (self.searched, self.checked, self.tried)


class _AnswerLine(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    id: str
    repeat: Annotated[int, Field(ge=1)]
    answer: dict[str, object]
    ms: Annotated[float, Field(ge=0)]
    cached: bool


_Line = TypeVar("_Line", bound=BaseModel)


def create(folder: Path, suites: Mapping[str, Sequence[Case]], config: Config) -> None:
    """A new run folder with its cases. Raises RunInvalid where it is taken or cannot be written."""
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise RunInvalid(
                f"目录 {str(folder)!r} 已有内容，请另选目录；继续未完成的评测请用 --resume。"
            )
        (folder / CASES_FOLDER).mkdir(parents=True)
        for suite, cases in suites.items():
            lines = "".join(f"{case.model_dump_json()}\n" for case in cases)
            (folder / CASES_FOLDER / f"{suite}.jsonl").write_text(lines, encoding="utf-8")
        text = json.dumps(config, ensure_ascii=False, indent=2) + "\n"
        (folder / CONFIG_FILE).write_text(text, encoding="utf-8")
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)  # it was empty, and holds half a run now
        raise RunInvalid(f"无法写入目录 {str(folder)!r}：{error.strerror}。") from error


def append_answers(folder: Path, asked: Iterable[Asked]) -> Iterator[Asked]:
    """Passes `asked` through, each on disk before it is given on.

    A line that a crash left half written is cut off first. Raises RunInterrupted where the disk
    takes no more: what is written stays.
    """
    path = folder / ANSWERS_FILE
    try:
        with FileLock(folder / _LOCK, timeout=0):
            _cut_torn_line(path)
            with path.open("a", encoding="utf-8") as file:
                for one in asked:
                    file.write(_answer_line(one))
                    file.flush()
                    yield one
    except Timeout as error:
        raise RunInvalid(f"目录 {str(folder)!r} 中的评测正由另一个进程进行。") from error
    except OSError as error:
        raise RunInterrupted(
            f"写入 {str(path)!r} 时出错：{error.strerror}。已写入的回答都在。"
        ) from error


def write_lines(folder: Path, name: str, lines: Iterable[BaseModel]) -> None:
    """A whole part of a run, put in its place at once."""
    unfinished = folder / f"{name}.part"
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(f"{line.model_dump_json()}\n" for line in lines)
        unfinished.replace(folder / name)
    except OSError as error:
        raise RunInterrupted(f"写入 {name!r} 时出错：{error.strerror}。") from error


def load_run(folder: Path | str) -> Run:
    """A stored run. Raises RunInvalid where the folder is none, or its parts do not agree."""
    folder = Path(folder)
    config = _load_config(folder)
    names = config.get("suites")
    if not isinstance(names, list):
        raise RunInvalid(f"{CONFIG_FILE} 中没有 suites，目录 {str(folder)!r} 不是评测存档。")
    suites = {str(name): _load_suite(folder, str(name)) for name in names}
    if config.get("cases_sha256") != cases_digest(suites):
        raise RunInvalid(f"{CASES_FOLDER} 与 {CONFIG_FILE} 所记的题目不一致，不能评分。")
    asked_for = config.get("measures") or ()
    if not isinstance(asked_for, list | tuple):
        raise RunInvalid(f"{CONFIG_FILE} 的 measures 不正确。")
    return Run(
        folder=folder,
        config=config,
        suites=suites,
        asked=tuple(_load_answers(folder, suites)),
        searched=_load_part(folder, RETRIEVAL_FILE, Searched) if "retrieval" in asked_for else (),
        checked=_load_part(folder, VERIFIER_FILE, Checked) if "verifier" in asked_for else (),
        tried=_load_part(folder, METAMORPHIC_FILE, Trial) if METAMORPHIC in asked_for else (),
    )


def _load_config(folder: Path) -> dict[str, object]:
    try:
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunInvalid(f"目录 {str(folder)!r} 不是评测存档：读不到 {CONFIG_FILE}。") from error
    if not isinstance(config, dict):
        raise RunInvalid(f"目录 {str(folder)!r} 的 {CONFIG_FILE} 不正确。")
    return config


def _load_suite(folder: Path, name: str) -> tuple[Case, ...]:
    try:
        return tuple(load_cases(folder / CASES_FOLDER / f"{name}.jsonl"))
    except CasesInvalid as error:
        raise RunInvalid(f"目录 {str(folder)!r} 中的题目不完整：{error}") from error


def _load_answers(folder: Path, suites: Mapping[str, Sequence[Case]]) -> Iterator[Asked]:
    by_key = {(suite, case.id): case for suite, cases in suites.items() for case in cases}
    seen: set[tuple[str, str, int]] = set()
    for number, line in _lines_of(folder, ANSWERS_FILE, _AnswerLine):
        key = (line.suite, line.id, line.repeat)
        if key[:2] not in by_key or key in seen:
            raise RunInvalid(
                f"{ANSWERS_FILE} 第 {number} 行：题目 {line.id!r}（{line.suite}）不该出现。"
            )
        seen.add(key)
        turn = Turn(line.suite, by_key[key[:2]], line.repeat)
        yield Asked(turn, line.answer, line.ms, line.cached)


def _load_part(folder: Path, name: str, kind: type[_Line]) -> tuple[_Line, ...] | None:
    if not (folder / name).exists():
        return None
    return tuple(line for _, line in _lines_of(folder, name, kind))


def _lines_of(folder: Path, name: str, kind: type[_Line]) -> Iterator[tuple[int, _Line]]:
    """The whole lines of a file with their numbers; the last, if a crash tore it, is left out."""
    path = folder / name
    if not path.exists():
        return
    try:
        whole = path.read_bytes().rpartition(b"\n")[0].decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunInvalid(f"无法读取 {str(path)!r}：{error}。") from error
    for number, line in enumerate(whole.split("\n") if whole else (), start=1):
        try:
            yield number, kind.model_validate_json(line)
        except ValidationError as error:
            field = ".".join(str(part) for part in error.errors()[0]["loc"]) or "整行"
            raise RunInvalid(f"{name} 第 {number} 行，字段 {field} 不正确。") from error


def _answer_line(one: Asked) -> str:
    line = {
        "suite": one.turn.suite,
        "id": one.case.id,
        "repeat": one.turn.repeat,
        "answer": one.answer,
        "ms": round(one.ms, 3),
        "cached": one.cached,
    }
    # Half a character pair, as a hostile system may send it, is no text: it becomes a question mark.
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _cut_torn_line(path: Path) -> None:
    if not path.exists():
        return
    with path.open("r+b") as file:
        content = file.read()
        file.truncate(content.rfind(b"\n") + 1)
