"""The same question in everyday words, by a model; the template's where it adds or drops anything."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.check.grounding import ENOUGH, not_said_by, share_of
from assistant.errors import ModelError
from assistant.llm.language_model import Message, StreamsText
from assistant.question.conversation import understand
from assistant.question.parts import limiting_places, years_of
from assistant.question.scope import Scope
from assistant.settings import Settings
from assistant.wiring import open_model
from evals.errors import DraftsInvalid
from index.figures.aliases import load_aliases
from index.figures.quantities import parse_quantities
from index.store.library import Library
from prompts import Prompt, load_prompt

_LOG = logging.getLogger(__name__)
PROMPT = "vary.v1"
_MOST_CHARACTERS = 200


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
            written = self._written(question)
        except ModelError as error:
            _LOG.warning("%s", error)
            return question
        if not self._asks_the_same(written, question):
            _LOG.warning("改写的问题与原题不符，改用原题：%r", written)
            return question
        return written

    def _written(self, question: str) -> str:
        """What the model writes, cut off where it goes on and on. Raises ModelError."""
        filled, text = self.prompt.fill(question=question), ""
        messages = [Message("system", filled.system), Message("user", filled.user)]
        with closing(self.model.stream(messages)) as pieces:
            for piece in pieces:
                text += piece
                if len(text) > _MOST_CHARACTERS:
                    break
        return text.strip()

    def _asks_the_same(self, written: str, question: str) -> bool:
        """Whether it names the same, keeps most words of the question, and resolves alike."""
        if not is_faithful(written, question, self.scope.names):
            return False
        if share_of(question, [written]) < ENOUGH:
            return False
        one, other = (understand(text, self.scope) for text in (written, question))
        return (one.attribute, one.kind, one.within) == (other.attribute, other.kind, other.within)


def is_faithful(written: str, question: str, known_places: Sequence[str]) -> bool:
    """Whether `written` is one line, names just what `question` does, and is mostly made of its
    words."""
    if not written or "\n" in written or len(written) > _MOST_CHARACTERS:
        return False
    said_there = [question, *_other_names(question)]
    if share_of(written, said_there) < ENOUGH or not_said_by(said_there, written):
        return False
    return _named(written, known_places) == _named(question, known_places)


def _other_names(text: str) -> list[str]:
    """What else the things are called that `text` names: 社零 is 社会消费品零售总额."""
    aliases = load_aliases()
    names = [name for mention in aliases.mentions(text) for name in mention.indicator.names]
    return names + [word for _, _, group in aliases.synonyms(text) for word in group]


def _named(text: str, known_places: Sequence[str]) -> set[object]:
    """The years, places, indicators and figures that `text` names."""
    # 去年 and 今年 stay different, whatever year they count from.
    return {
        *years_of(text, 0),
        *limiting_places(text, known_places),
        *(mention.indicator.name for mention in load_aliases().mentions(text)),
        *((q.value, q.unit) for q in parse_quantities(text) if q.unit != "year"),
    }
