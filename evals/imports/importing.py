"""A public benchmark as cases and reports of ours: evidence verbatim in what the reader reads.

Each distinct text becomes one report file, named so that neither place nor year is guessed from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from assistant.answer import Status
from evals.cases.case import Case, Evidence
from evals.errors import ImportInvalid
from evals.imports.formats import FORMATS, Document, Format, Item
from evals.scoring.matching import holds
from index.reading.files import MAX_BYTES as MAX_REPORT_BYTES

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
