"""The same question in everyday words, by a model; the template's where it adds or drops anything."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.check.grounding import ENOUGH, share_of
from assistant.errors import ModelError
from assistant.llm.language_model import StreamsText
from assistant.llm.query_rewriting import is_faithful, question_by
from assistant.question.conversation import understand
from assistant.question.scope import Scope
from assistant.settings import Settings
from assistant.wiring import open_model
from evals.errors import DraftsInvalid
from index.store.library import Library
from prompts import Prompt, load_prompt

_LOG = logging.getLogger(__name__)
PROMPT = "vary.v1"


def open_rewording(settings: Settings, library: Library) -> ModelRewords:
    """By the model that the settings name. Raises DraftsInvalid where they name none."""
    if not settings.llm_model:
        raise DraftsInvalid("--reworded 需要大模型，而设置中没有 ASSISTANT_LLM_MODEL。")
    scope = Scope(tuple(library.covered()))
    return ModelRewords(open_model(settings), load_prompt(PROMPT), scope)


@dataclass(frozen=True, slots=True)
class ModelRewords:
    """Rewords by `model` and `prompt`; `scope` says which places there are."""

    model: StreamsText
    prompt: Prompt
    scope: Scope

    def __call__(self, question: str) -> str:
        try:
            written = question_by(self.model, self.prompt.fill(question=question))
        except ModelError as error:
            _LOG.warning("%s", error)
            return question
        if not self._asks_the_same(written, question):
            _LOG.warning("改写的问题与原题不符，改用原题：%r", written)
            return question
        return written

    def _asks_the_same(self, written: str, question: str) -> bool:
        """Whether it names the same, keeps most words of the question, and resolves alike."""
        if not is_faithful(written, question, (), self.scope.names):
            return False
        if share_of(question, [written]) < ENOUGH:
            return False
        one, other = (understand(text, self.scope) for text in (written, question))
        return (one.attribute, one.kind, one.within) == (other.attribute, other.kind, other.within)
