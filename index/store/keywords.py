"""The lexical retriever: BM25 over Chinese terms, on disk, incremental; the only file that knows tantivy."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import tantivy

from index.errors import IndexDamaged, IndexUnwritable
from index.figures.normalise import normalise
from index.report import Passage
from index.store.private_view import PrivateView

VERSION = "1"

# A number is one term, with its point and percent sign: a search for 5 must not find 25 or 5.5.
_RUN = re.compile(
    r"(?P<ideographs>[\u3400-\u9fff]+)|\d+(?:\.\d+)*%?|[a-z_]+(?:[-'][a-z]+)*|[^\W\d_]+"
)


def keyword_tokens(text: str) -> list[str]:
    """The terms of `text` in its order: 北关区5.5% → 北, 关, 区, 北关, 关区, 5.5%."""
    tokens: list[str] = []
    for run in _RUN.finditer(normalise(text).text.lower()):
        written = run.group()
        if run["ideographs"]:
            tokens += written
            tokens += [written[i : i + 2] for i in range(len(written) - 1)]
        else:
            tokens.append(written)
    return tokens


KEYWORDS_FOLDER = "keywords"
"""Where a generation keeps its keyword index."""

_HEAP_BYTES = 64 * 1024 * 1024
_ANALYZER = "terms"
_HEADING_BOOST = 0.5


class KeywordDocument(NamedTuple):
    """A passage as the keyword index takes it in: what it is found by, its terms a blank apart."""

    passage_id: str
    report_id: str
    place: str
    year: str
    body: str
    headings: str


def keyword_document(passage: Passage) -> KeywordDocument:
    above = " ".join((passage.title, *passage.headings))
    return KeywordDocument(
        passage.id,
        passage.report_id,
        passage.place or "",
        str(passage.year or ""),
        " ".join(keyword_tokens(passage.text)),
        " ".join(keyword_tokens(above)),
    )


def go_on_from(earlier: Path, folder: Path) -> None:
    """Make `folder` hold the keyword index that is at `earlier`, which stays as it is.

    The engine never changes a file that holds terms or documents, so these need no copy.
    """
    shutil.copytree(
        earlier, folder, copy_function=_link_or_copy, ignore=shutil.ignore_patterns("*.lock")
    )


def _is_fixed(name: str) -> bool:
    return not name.endswith(".json")


def _link_or_copy(source: str, target: str) -> None:
    if _is_fixed(source):
        try:
            os.link(source, target)
        except OSError:  # a file system without hard links
            shutil.copy2(source, target)
    else:
        shutil.copy2(source, target)


class KeywordIndex:
    """The keyword index at `folder`; opened, or made where there is none.

    One writer at a time. Where opened `for_reading` the folder stays as it is, and may be one that
    cannot be written to; what it held when opened is found. Raises IndexDamaged where the folder
    holds something else, IndexUnwritable where the disk refuses what is written.
    """

    def __init__(self, folder: Path, *, for_reading: bool = False) -> None:
        try:
            self._view = PrivateView(folder, _is_fixed) if for_reading else None
            path = self._view.path if self._view else folder
            path.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(path), reuse=True)
        except (ValueError, OSError) as error:
            raise IndexDamaged(f"关键词索引 {folder.name!r} 无法打开：{error}。") from error
        # The terms are ours: the engine only cuts them apart at the blanks again.
        whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        self._index.register_tokenizer(_ANALYZER, whitespace)
        self._writer: tantivy.IndexWriter | None = None
        self._searcher = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, documents: Iterable[KeywordDocument]) -> None:
        """Take in passages; they are found after `commit`."""
        with _refusals():
            writer = self._open_writer()
            for fields in documents:
                document = tantivy.Document()
                for name, value in fields._asdict().items():
                    document.add_text(name, value)
                writer.add_document(document)

    def remove(self, report_ids: Iterable[str]) -> None:
        """Take out the passages of reports; they are gone after `commit`."""
        with _refusals():
            for report_id in report_ids:
                self._open_writer().delete_documents_by_term("report_id", report_id)

    def commit(self) -> None:
        """Make what was added and removed since the last commit be seen."""
        with _refusals():
            if self._writer is not None:
                self._writer.commit()
                self._writer.wait_merging_threads()
                self._writer = None
            self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, query: str, k: int, places: Sequence[str] = (), years: Sequence[int] = ()
    ) -> list[tuple[str, float]]:
        """(passage id, BM25 score) of the `k` best, best first; only of reports of `places` and
        `years` where given."""
        terms = sorted(set(keyword_tokens(query)))
        if not terms or not len(self):
            return []
        asked = _any_term(self._index.schema, terms)
        for field, values in (("place", places), ("year", list(map(str, years)))):
            if values:
                among = _one_of(self._index.schema, field, values)
                both = [(tantivy.Occur.Must, asked), (tantivy.Occur.Must, among)]
                asked = tantivy.Query.boolean_query(both)
        hits = self._searcher.search(asked, k).hits
        found = [
            (str(self._searcher.doc(address)["passage_id"][0]), float(score))
            for score, address in hits
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def close(self) -> None:
        """Let go of the folder's files; what was not committed is dropped."""
        self._writer = None  # the engine ends its threads with it
        del self._searcher, self._index
        if self._view:
            self._view.close()

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            # One thread, so that the same files give the same index.
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        return self._writer


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnwritable(f"无法写入关键词索引：{error}。") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("passage_id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("report_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("place", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("year", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("headings", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


def _one_of(schema: tantivy.Schema, field: str, values: Sequence[str]) -> tantivy.Query:
    """A filter: it scores nothing."""
    return tantivy.Query.const_score_query(
        tantivy.Query.term_set_query(schema, field, list(values)), 0.0
    )


def _any_term(schema: tantivy.Schema, terms: list[str]) -> tantivy.Query:
    """Built from terms, not parsed: quotes, brackets and AND in a question mean nothing."""
    clauses = []
    for term in terms:
        body = tantivy.Query.term_query(schema, "body", term, index_option="freq")
        headings = tantivy.Query.term_query(schema, "headings", term, index_option="freq")
        boosted = tantivy.Query.boost_query(headings, _HEADING_BOOST)
        clauses += [(tantivy.Occur.Should, body), (tantivy.Occur.Should, boosted)]
    return tantivy.Query.boolean_query(clauses)
