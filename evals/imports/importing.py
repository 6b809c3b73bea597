"""A public benchmark as cases and reports of ours: evidence verbatim in what the reader reads.

Each distinct text becomes one report file, named so that neither place nor year is guessed from it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from assistant.answer import Status
from evals.cases.case import Case, Evidence
from evals.errors import ImportInvalid
from evals.scoring.matching import holds
from index.reading.files import MAX_BYTES as MAX_REPORT_BYTES

MAX_BYTES = 256 * 1024 * 1024
"""A file read as one piece of JSON takes about five times its size in memory."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a benchmark; a report will be made of it."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. `answers` are groups of alternatives; none where the texts do not answer it.

    `documents` are those the answer is to be found in, `others` stand beside them. `where` names
    the item's place in the file for messages.
    """

    id: str
    where: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    documents: tuple[Document, ...]
    others: tuple[Document, ...] = ()
    wrong_answers: tuple[str, ...] = ()


def read_text(file: Path) -> str:
    """The text of a benchmark's file. Raises ImportInvalid where it is no UTF-8 or too large."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            limit = MAX_BYTES // 1024 // 1024
            raise ImportInvalid(
                f"文件 {str(file)!r} 有 {size:,} 字节，超过 {limit} MB 的上限，请先拆分。"
            )
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportInvalid(f"无法读取文件 {str(file)!r}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        raise ImportInvalid(f"文件 {str(file)!r} 不是 UTF-8 文本。") from error


def parse_json(text: str, where: str) -> object:
    """`text` as JSON. Raises ImportInvalid with line and column where it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise ImportInvalid(f"{where} 不是有效的 JSON：{place}，{error.msg}。") from error
    except (RecursionError, ValueError) as error:
        raise ImportInvalid(f"{where} 不是可以读取的 JSON：嵌套过深，或数字过长。") from error


def not_as_expected(error: ValidationError, where: str) -> ImportInvalid:
    """The first error of a shape, with its position: data.3.paragraphs.0.context."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"]) or "整体"
    missing = first["type"] == "missing"
    problem = "缺少这一项" if missing else f"内容不符合格式（{first['msg']}）"
    return ImportInvalid(f"{where}，字段 {field}：{problem}。")


_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class _Answer(_Part):
    text: str


class _Question(_Part):
    id: str | None = Field(default=None, validation_alias=AliasChoices("id", "query_id"))
    question: _Text = Field(validation_alias=AliasChoices("question", "query_text", "query"))
    answers: list[_Answer | str] = []
    is_impossible: bool = False


class _Paragraph(_Part):
    context: str = Field(validation_alias=AliasChoices("context", "context_text"))
    title: str = ""
    qas: list[_Question]


class _Article(_Part):
    title: str = ""
    paragraphs: list[_Paragraph]


class _Articles(_Part):
    data: list[_Article]


class _Flat(_Part):
    data: list[_Paragraph]


def read_squad(file: Path) -> Iterator[Item]:
    """The items of `file`. Raises ImportInvalid with the place where the shape is another."""
    content = parse_json(read_text(file), file.name)
    try:
        if isinstance(content, list):
            flat = _Flat.model_validate({"data": content})
            paragraphs = [(f"第 {n} 段", part.title, part) for n, part in enumerate(flat.data, 1)]
        else:
            paragraphs = [
                (f"第 {a} 篇第 {p} 段", part.title or article.title, part)
                for a, article in enumerate(_Articles.model_validate(content).data, 1)
                for p, part in enumerate(article.paragraphs, 1)
            ]
    except ValidationError as error:
        raise not_as_expected(error, file.name) from error
    for place, title, paragraph in paragraphs:
        document = Document(paragraph.context, title)
        for number, question in enumerate(paragraph.qas, start=1):
            where = f"{file.name} {place}第 {number} 问"
            yield _item(question, where, document)


def _item(question: _Question, where: str, document: Document) -> Item:
    given = (answer if isinstance(answer, str) else answer.text for answer in question.answers)
    return Item(
        id=question.id or where,
        where=where,
        question=question.question,
        answers=() if question.is_impossible else (tuple(given),),
        documents=(document,),
    )


_Nested = list[str | list[str]]


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)

    id: str | None = None
    query: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    answer: str | _Nested
    positive: _Nested
    negative: list[str] = []
    fakeanswer: str | list[str] | None = None


def read_rgb(file: Path) -> Iterator[Item]:
    """The items of `file`. `positive_wrong`, texts made false on purpose, is left out.

    An item without a positive text has no answer. Raises ImportInvalid with the line or the entry.
    """
    for number, (where, content) in enumerate(_entries(file), start=1):
        try:
            line = _Line.model_validate(content)
        except ValidationError as error:
            raise not_as_expected(error, where) from error
        documents = tuple(Document(text) for text in _flat(line.positive))
        yield Item(
            id=line.id or str(number),
            where=where,
            question=line.query,
            answers=_groups(line.answer) if documents else (),
            documents=documents,
            others=tuple(Document(text) for text in line.negative),
            wrong_answers=tuple(_flat([line.fakeanswer or []])),
        )


def _entries(file: Path) -> Iterator[tuple[str, object]]:
    text = read_text(file)
    if text.lstrip().startswith("["):
        entries = parse_json(text, file.name)
        if isinstance(entries, list):
            yield from ((f"{file.name} 第 {n} 项", entry) for n, entry in enumerate(entries, 1))
        return
    if not text.strip():
        raise ImportInvalid(f"文件 {str(file)!r} 是空的。")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{file.name} 第 {number} 行"
            yield where, parse_json(line, where)


def _flat(nested: Iterable[str | list[str]]) -> Iterator[str]:
    for entry in nested:
        yield from [entry] if isinstance(entry, str) else entry


def _groups(answer: str | _Nested) -> tuple[tuple[str, ...], ...]:
    entries = [answer] if isinstance(answer, str) else answer
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in entries)


Format = Literal["rgb", "squad"]
FORMATS = {"rgb": read_rgb, "squad": read_squad}
MAX_CHARACTERS = MAX_REPORT_BYTES // 4  # a character takes up to four bytes
CASES_FILE, REPORTS_FOLDER = "cases.jsonl", "reports"

# What the reader of reports takes for binary, and a mark that it takes off the front.
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_SENTENCE_END = re.compile(r"[。！？!?；\n]")
_NOT_SAID: tuple[Status, ...] = (
    "unanswerable_not_in_reports",
    "unanswerable_place",
    "unanswerable_period",
    "unanswerable_off_topic",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What was written, and which items were left out: (where in the file, why)."""

    cases: int
    reports: int
    skipped: tuple[tuple[str, str], ...]


def import_benchmark(
    file: Path, form: Format, folder: Path, *, without_answers: bool = False
) -> Imported:
    """Write the benchmark `file` to `folder` as cases.jsonl and reports/*.txt.

    `without_answers`: the sentences that hold an answer are taken out of the texts, so that only a
    refusal is right. Raises ImportInvalid, before anything is written, for a file that is not in that format, one
    of which no item can be used, and a folder that holds something already.
    """
    _require_free(folder)
    reports = _Reports(form)
    cases: list[Case] = []
    skipped: list[tuple[str, str]] = []
    ids: Counter[str] = Counter()
    items = FORMATS[form](file)
    for item in _taken_out(list(items)) if without_answers else items:
        case = _case(item, reports)
        if isinstance(case, str):
            skipped.append((item.where, case))
        else:
            cases.append(case.model_copy(update={"id": _unique(item.id, ids)}))
    if not cases:
        why = f"，首个原因：{skipped[0][0]}，{skipped[0][1]}" if skipped else ""
        raise ImportInvalid(f"文件 {str(file)!r} 中没有可用的题目{why}。")
    _write(folder, cases, reports.texts)
    return Imported(len(cases), len(reports.texts), tuple(skipped))


@dataclass(slots=True)
class _Reports:
    """The reports so far by name, each text once."""

    form: Format
    texts: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, text: str) -> str:
        """The id that the reader will give the report of `text`."""
        name = self._names.setdefault(text, f"{self.form}-{len(self._names) + 1:05}")
        self.texts[name] = text
        return f"{name}#1"


def _taken_out(items: Sequence[Item]) -> Iterator[Item]:
    """The items without the sentences that hold the answer of one of them, in any of their texts."""
    answers: dict[Document, list[str]] = {}
    for item in items:
        for document in (*item.documents, *item.others):
            of_text = answers.setdefault(document, [])
            of_text += [_clean(text) for group in item.answers for text in group]
    left = {document: _without(document, texts) for document, texts in answers.items()}
    for item in items:
        if item.answers:
            texts = [left[document] for document in (*item.documents, *item.others)]
            yield replace(item, answers=(), documents=(), others=tuple(texts))


def _without(document: Document, answers: Sequence[str]) -> Document:
    """The document without each sentence that holds one of the answers, and without a title that does."""
    ends = [match.end() for match in _SENTENCE_END.finditer(document.text)]
    sentences = (
        document.text[start:end] for start, end in pairwise([0, *ends, len(document.text)])
    )
    kept = [one for one in sentences if not any(map(partial(holds, one), answers))]
    title = "" if any(map(partial(holds, document.title), answers)) else document.title
    return Document("".join(kept), title)


def _case(item: Item, reports: _Reports) -> Case | str:
    """The item as a case, its texts added to `reports`; or why it is none."""
    texts = [text for text in map(_report_text, item.documents) if text]
    others = [text for text in map(_report_text, item.others) if text]
    if not texts and not others:
        return "没有可读的原文（空的或过长）"
    groups = [tuple(dict.fromkeys(filter(None, map(_clean, group)))) for group in item.answers]
    if not all(groups):
        return "答案是空的"
    found = [_found(group, texts) for group in groups]
    if None in found:
        return "答案不在原文中"
    ids = {text: reports.add(text) for text in [*texts, *others]}
    quotes = dict.fromkeys(one for one in found if one is not None)
    return Case(
        id=item.id,
        category="text",
        split="test",
        question=item.question,
        turns=(),
        must_answer=bool(groups),
        statuses=("answered",) if groups else _NOT_SAID,
        facts=(),
        contains=tuple(groups),
        evidence=tuple(Evidence(report=ids[text], quote=quote) for text, quote in quotes),
        forbidden=tuple(_forbidden(item, groups)),
        twin_of=None,
        note=item.where,
    )


def _forbidden(item: Item, groups: list[tuple[str, ...]]) -> Iterator[str]:
    """The wrong answers; not one that a right answer would hold."""
    right = [text for group in groups for text in group]
    for wrong in dict.fromkeys(filter(None, map(_clean, item.wrong_answers))):
        if not any(holds(text, wrong) for text in right):
            yield wrong


def _report_text(document: Document) -> str:
    """The text of the report file, "" where the reader could make nothing of it."""
    if len(document.text) > MAX_CHARACTERS:
        return ""
    text = _UNREADABLE.sub("", document.text)
    title = " ".join(_clean(document.title).split())
    return (f"# {title}\n\n{text}\n" if title else f"{text}\n") if text.strip() else ""


def _clean(text: str) -> str:
    return _UNREADABLE.sub("", text).strip()


def _found(group: tuple[str, ...], texts: list[str]) -> tuple[str, str] | None:
    """The first text that holds one of the alternatives whole, and the sentences it stands in."""
    for alternative in group:
        for text in texts:
            for match in re.finditer(re.escape(alternative), text):
                quote = _sentences_around(text, match.start(), match.end())
                if holds(quote, alternative):
                    return text, quote
    return None


def _sentences_around(text: str, start: int, end: int) -> str:
    before = [match.end() for match in _SENTENCE_END.finditer(text, 0, start)]
    after = _SENTENCE_END.search(text, max(start, end - 1))
    return text[before[-1] if before else 0 : after.end() if after else len(text)].strip()


def _unique(base: str, ids: Counter[str]) -> str:
    """`base`, with a number from its second time on."""
    name = _clean(base) or "item"
    ids[name] += 1
    while ids[name] > 1:
        numbered = f"{name}-{ids[name]}"
        if not ids[numbered]:
            ids[numbered] = 1
            return numbered
        ids[name] += 1
    return name


def _require_free(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ImportInvalid(f"{str(folder)!r} 中已有内容，请另选一个空目录。")


def _write(folder: Path, cases: list[Case], reports: dict[str, str]) -> None:
    try:
        (folder / REPORTS_FOLDER).mkdir(parents=True, exist_ok=True)
        for name, text in reports.items():
            # Bytes: line ends as they are, or the evidence would not be verbatim everywhere.
            (folder / REPORTS_FOLDER / f"{name}.txt").write_bytes(text.encode())
        lines = "".join(f"{case.model_dump_json()}\n" for case in cases)
        (folder / CASES_FILE).write_text(lines, encoding="utf-8")
    except OSError as error:
        raise ImportInvalid(f"无法写入目录 {str(folder)!r}：{error.strerror}。") from error
