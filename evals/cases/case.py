"""Cases: one eval question with what a right answer holds, read from JSONL and never guessed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StrictBool,
    StrictInt,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from assistant.answer import Status
from evals.errors import CasesInvalid

CASES_FOLDER = Path(__file__).parent
ONLY_WHEN_NAMED = frozenset({"reports", "across", "fresh", "claims"})
"""Suites of `evals/cases` on reports that do not ship: they need an index of their own."""
REFUSALS = ("unanswerable_", "clarify_", "guardrail_", "answered_nearest")

Category = Literal[
    "figures",
    "names",
    "places",
    "dates",
    "lists",
    "text",
    "follow-up",
    "refusal",
    "robust",
    "attack",
]
Qualifier = Literal["approx", "ge", "gt", "le", "lt", "near", "over"]


def _from_decimal_string(value: object) -> Decimal:
    """A JSON number is refused: it would have been a float before we saw it."""
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise ValueError(f"应为十进制数的字符串，实为 {value!r}")
    return number


DecimalString = Annotated[Decimal, BeforeValidator(_from_decimal_string)]
_UNKNOWN_FIELD = "没有名为这个的字段"
_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Verbatim = Annotated[str, StringConstraints(min_length=1)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Line):
    """A figure that the answer must hold: `value` in base units, within `tolerance`.

    `place` is the shortest name (杭州) of the place it is of, where a case asks for several; then
    the figure of another place of the case is not this one.
    """

    indicator: tuple[_Text, ...]
    period: StrictInt | None
    kind: Literal["actual", "target"]
    value: DecimalString
    unit: str
    qualifier: Qualifier | None
    tolerance: DecimalString
    place: _Text | None = None


class Evidence(_Line):
    """Where a report says it; `quote` is verbatim in the text of the report, line breaks too."""

    report: _Text
    quote: _Verbatim


class Case(_Line):
    """One question; what each field means stands in the guide to the case files.

    `contains` is a list of groups: of each group one alternative must stand in the answer.
    """

    id: _Text
    category: Category
    split: Literal["dev", "test"]
    question: str
    turns: tuple[_Text, ...]
    must_answer: bool
    statuses: tuple[Status, ...]
    facts: tuple[Fact, ...]
    contains: tuple[tuple[_Text, ...], ...]
    evidence: tuple[Evidence, ...]
    forbidden: tuple[_Text, ...]
    twin_of: str | None
    note: str
    tally: tuple[StrictInt, ...] = ()
    """Of a survey: how many reports it goes through, and how many of them it may count."""
    draft: StrictBool = False
    """Made by `evals new` and not yet confirmed by a person: asked and shown, never gated."""

    @property
    def places(self) -> frozenset[str]:
        """The places that the facts are of, where they name one."""
        return frozenset(fact.place for fact in self.facts if fact.place)

    @model_validator(mode="after")
    def _can_be_scored(self) -> Self:
        """A case that any answer would pass, or none could, measures nothing."""
        if self.must_answer and "answered" not in self.statuses:
            raise ValueError("must_answer 为 true 时，statuses 须含 'answered'")
        if self.must_answer and any(is_refusal(status) for status in self.statuses):
            raise ValueError("must_answer 为 true 时，statuses 不可含拒答")
        if self.must_answer and not (self.facts or self.contains):
            raise ValueError("must_answer 为 true 时，facts 与 contains 不可都为空")
        if self.must_answer and not self.evidence:
            raise ValueError("must_answer 为 true 时，evidence 不可为空")
        if not self.must_answer and not any(is_refusal(status) for status in self.statuses):
            raise ValueError("must_answer 为 false 时，statuses 须含一种拒答")
        if not self.must_answer and ("answered" in self.statuses or self.facts):
            raise ValueError("must_answer 为 false 时，不可有 'answered' 或 facts")
        if not all(self.contains):
            raise ValueError("contains 中有空的一组")
        return self


def is_refusal(status: str) -> bool:
    """Whether the status declines to answer; answered_partly does not, nor does an error."""
    return status.startswith(REFUSALS)


def load_cases(path: Path) -> list[Case]:
    """The cases of one JSONL file, in order; empty lines are passed over.

    Raises CasesInvalid, with file, line and field, for the first line that is no case; also for
    an id met twice, a file that cannot be read, and one that holds no case.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise CasesInvalid(f"无法读取评测集 {str(path)!r}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise CasesInvalid(f"评测集 {str(path)!r} 不是 UTF-8 文本。") from error
    cases: dict[str, Case] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _parse(line, f"{path.name} 第 {number} 行")
        if case.id in cases:
            raise CasesInvalid(f"{path.name} 第 {number} 行，字段 id：{case.id!r} 重复。")
        cases[case.id] = case
    if not cases:
        raise CasesInvalid(f"评测集 {str(path)!r} 中没有题目。")
    return list(cases.values())


def load_suites(names: Sequence[str] = ()) -> dict[str, list[Case]]:
    """Several suites by name, each given as a path or a name in `evals/cases`; those on the seed
    if none is given.

    Raises CasesInvalid as `load_cases` does, for an unknown name and for an id in two suites.
    """
    suites: dict[str, list[Case]] = {}
    owners: dict[str, str] = {}
    for path in suite_paths(names):
        if path.stem in suites:
            raise CasesInvalid(f"两个评测集同名：{path.stem!r}。")
        suites[path.stem] = load_cases(path)
        for case in suites[path.stem]:
            owner = owners.setdefault(case.id, path.stem)
            if owner != path.stem:
                raise CasesInvalid(f"{path.name}，字段 id：{case.id!r} 已见于评测集 {owner!r}。")
    return suites


def of_split(suites: Mapping[str, Sequence[Case]], split: str) -> dict[str, list[Case]]:
    """The cases of a split ("all": of both), by suite. Raises CasesInvalid where there is none."""
    chosen = {
        name: [case for case in cases if split in ("all", case.split)]
        for name, cases in suites.items()
    }
    kept = {name: cases for name, cases in chosen.items() if cases}
    if not kept:
        raise CasesInvalid(f"所选评测集中没有 {split!r} 部分的题目。")
    return kept


def of_ids(suites: Mapping[str, Sequence[Case]], file: Path) -> dict[str, list[Case]]:
    """The cases whose ids stand in `file`, by suite. Raises CasesInvalid where there is none."""
    ids = read_ids(file)
    chosen = {name: [case for case in cases if case.id in ids] for name, cases in suites.items()}
    kept = {name: cases for name, cases in chosen.items() if cases}
    if not kept:
        raise CasesInvalid(f"所选评测集中没有 {str(file)!r} 所列的题目。")
    return kept


def read_ids(file: Path) -> frozenset[str]:
    """The ids of a file, one a line. Raises CasesInvalid."""
    try:
        return frozenset(file.read_text(encoding="utf-8").split())
    except (OSError, UnicodeDecodeError) as error:
        raise CasesInvalid(f"无法读取题目编号 {str(file)!r}：{error}。") from error


def suite_paths(names: Sequence[str] = ()) -> list[Path]:
    """The files that the suite names stand for; where none is given those on the seed report."""
    shipped = {path.stem: path for path in sorted(CASES_FOLDER.glob("*.jsonl"))}
    if not names:
        if not shipped:
            raise CasesInvalid(f"目录 {str(CASES_FOLDER)!r} 中没有评测集。")
        return [path for name, path in shipped.items() if name not in ONLY_WHEN_NAMED]
    paths = [shipped.get(name.removesuffix(".jsonl"), Path(name)) for name in names]
    for name, path in zip(names, paths, strict=True):
        if not path.is_file():
            if path.suffix == ".jsonl":
                raise CasesInvalid(f"没有文件 {name!r}。")
            known = "、".join(shipped) or "无"
            raise CasesInvalid(
                f"没有名为 {name!r} 的评测集。自带的有：{known}；自己的请写出文件名。"
            )
    return list(dict.fromkeys(paths))


def _parse(line: str, where: str) -> Case:
    try:
        return Case.model_validate_json(line)
    except ValidationError as error:
        problems = [_in_words(one) for one in error.errors()]
        # A field that is misspelt is both missing and unknown: the unknown name says more.
        first, *_ = sorted(problems, key=lambda one: not one.endswith(_UNKNOWN_FIELD))
        raise CasesInvalid(f"{where}，{first}。") from error


def _in_words(error: ErrorDetails) -> str:
    field = ".".join(str(part) for part in error["loc"]) or "整行"
    words = {
        "missing": "缺少这个字段",
        "extra_forbidden": _UNKNOWN_FIELD,
        "json_invalid": f"不是有效的 JSON（{error.get('ctx', {}).get('error', '')}）",
        "list_type": "应为方括号括起的一列",
        "tuple_type": "应为方括号括起的一列",
        "string_type": "应为引号括起的文字",
        "bool_type": "应为 true 或 false，不加引号",
        "int_type": "应为整数，不加引号",
    }
    message = words.get(error["type"], error["msg"].removeprefix("Value error, "))
    return f"字段 {field}：{message}"
