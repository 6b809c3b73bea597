"""Writes a generation: files taken in and out of its library, its keywords and its records."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from index.build.library_writer import LibraryWriter
from index.build.prepare import Prepared
from index.encoder.encoding import Encoder, Vectors, check_placed
from index.store.chroma import ChromaStore
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library import LIBRARY_FILE
from index.store.record import Record

_BATCH = 512
_WRITTEN_AT_ONCE = 5000  # records: Chroma writes its graph out at each call


class GenerationWriter:
    """The parts of `generation` open for writing, and `store` with its records.

    `obsolete` are the records that no passage of the generation has any more; they are not removed
    here, since an earlier generation may still be read from the same store.
    """

    def __init__(self, generation: Path, store: ChromaStore, encoder: Encoder) -> None:
        self.library = LibraryWriter(generation / LIBRARY_FILE)
        self.obsolete: set[str] = set()
        self._keywords = KeywordIndex(generation / KEYWORDS_FOLDER)
        self._store = store
        self._encoder = encoder
        self._records: list[Record] = []
        self._vectors: list[Vectors] = []

    def close(self) -> None:
        with ExitStack() as stack:
            stack.callback(self.library.close)
            stack.callback(self._keywords.close)

    def take_out(self, source: str) -> None:
        self.obsolete.update(self.library.passage_ids(source))
        self._keywords.remove(self.library.report_ids(source))
        self.library.drop_file(source)

    def take_in(self, source: str, file: Prepared) -> None:
        self.library.put_file(source, file.rows)
        self._keywords.add(file.documents)
        self._vectors.append(self._encoded(file.texts))
        self._records += file.records
        self.obsolete.difference_update(record.id for record in file.records)
        if len(self._records) >= _WRITTEN_AT_ONCE:
            self._write_records()

    def finish(self) -> None:
        """Make all that was written be found."""
        self._keywords.commit()
        self._write_records()
        self._index_indicators()

    def _write_records(self) -> None:
        if self._records:
            self._store.add(self._records, np.concatenate(self._vectors))
        self._records, self._vectors = [], []

    def _index_indicators(self) -> None:
        """Give each phrase of the ledger its vector, and take out those no figure has any more."""
        named, known = self.library.indicators(), self._store.indicators()
        self._store.remove_indicators(sorted(known - named))
        new = sorted(named - known)
        if new:
            batches = [new[start : start + _BATCH] for start in range(0, len(new), _BATCH)]
            self._store.add_indicators(new, np.concatenate([self._encoded(b) for b in batches]))

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        vectors = self._encoder.encode(texts, "passage")
        check_placed(texts, vectors)
        return vectors
