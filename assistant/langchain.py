"""The whole search as a LangChain retriever, to be put into anybody's chain."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from assistant.question.scope import Scope
from assistant.settings import Settings, load_settings
from assistant.wiring import open_searcher
from index.report import RetrievedPassage
from index.search.searcher import Searcher
from index.store.record import metadata_of


class ReportRetriever(BaseRetriever):
    """Finds the `k` best passages for a query, best first, as `assistant search` does: only in the
    reports of the places that the query names, where it names some.

    A document has the passage's id, its text, and where it is from (`index.store.record`), with
    the `score` and `rank` that the search gave it.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: Searcher
    k: int = 5
    _scope: Scope | None = PrivateAttr(default=None)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        if self._scope is None:
            self._scope = Scope(tuple(self.searcher.covered()))
        places = self._scope.limits_of(query)
        return [_document(hit) for hit in self.searcher.search(query, self.k, places)]


def open_retriever(k: int = 5, settings: Settings | None = None) -> ReportRetriever:
    """A retriever over the index of the settings in force, or of those given.

    Raises SettingsInvalid, and as `assistant.wiring.open_searcher` does.
    """
    return ReportRetriever(searcher=open_searcher(settings or load_settings()), k=k)


def _document(hit: RetrievedPassage) -> Document:
    known = {key: value for key, value in metadata_of(hit.passage).items() if value is not None}
    return Document(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={**known, "score": hit.score, "rank": hit.rank},
    )
