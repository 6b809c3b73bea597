"""Writes a generation: files taken in and out of its library, its keywords and its vectors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from index.build.prepare import Prepared
from index.encoder.encoding import Encoder, Vectors, check_placed
from index.store.cells import gather
from index.store.keywords import KEYWORDS_FOLDER, KeywordIndex
from index.store.library_writer import LibraryWriter
from index.store.segments import LIBRARY_FILE, VECTORS_FOLDER
from index.store.vectors import VectorIndex

_BATCH = 512


class GenerationWriter:
    """The parts of `generation` open for writing; of `segments`, the oldest first, only the last is
    written to."""

    def __init__(
        self, generation: Path, segments: Sequence[Path], encoder: Encoder, dimensions: int
    ) -> None:
        self.library = LibraryWriter([segment / LIBRARY_FILE for segment in segments])
        self._keywords = KeywordIndex(generation / KEYWORDS_FOLDER)
        self._vectors = VectorIndex(segments[-1] / VECTORS_FOLDER, dimensions)
        self._encoder = encoder
        self._dimensions = dimensions

    def close(self) -> None:
        with ExitStack() as stack:
            stack.callback(self.library.close)
            stack.callback(self._keywords.close)
            stack.callback(self._vectors.close)

    def take_out(self, source: str) -> None:
        self._keywords.remove(self.library.report_ids(source))
        self.library.drop_file(source)

    def take_in(self, source: str, file: Prepared) -> None:
        self.library.put_file(source, file.rows)
        self._keywords.add(file.documents)
        self.library.put_vectors(file.rows, self._encoded(file.texts))

    def finish(self) -> None:
        """Make all that was written be found."""
        self._keywords.commit()
        self._index_passages()
        self._index_indicators()

    def _index_passages(self) -> None:
        rows, vectors = self.library.changeable_vectors(self._dimensions)
        centres, cell_of = gather(vectors)
        self.library.put_cells(rows, vectors, cell_of)
        self._vectors.put_cells(centres)

    def _index_indicators(self) -> None:
        """Give each phrase of the ledger its vector, and take out those no figure has any more."""
        told, known = self.library.changeable_indicators(), self._vectors.indicators()
        self._vectors.remove_indicators(sorted(known - told))
        new = sorted(told - known)
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            self._vectors.add_indicators(batch, self._encoded(batch))

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        vectors = self._encoder.encode(texts, "passage")
        check_placed(texts, vectors)
        return vectors


def merge(segments: Sequence[Path], into: Path) -> None:
    """Write into the new segment `into` all that `segments`, which stand before it, hold; they are
    found once a writer has finished there."""
    library = LibraryWriter([segment / LIBRARY_FILE for segment in (*segments, into)])
    try:
        library.go_on_from_the_last()
        library.take_over()
    finally:
        library.close()
