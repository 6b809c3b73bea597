"""A follow-up made into a question that stands alone, by a model; by rule where that goes wrong.

What the model makes of it may add no year, place or figure that the conversation does not have,
and may drop none that the follow-up itself names, and its words are mostly the conversation's, for
it is shown to the reader; otherwise the rule's version is taken.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass

from assistant.check.grounding import ENOUGH, not_said_by, share_of
from assistant.errors import ModelError
from assistant.llm.language_model import REWRITING_SHARE, Message, StreamsText
from assistant.question.completion import stands_alone
from assistant.question.parts import limiting_places, years_of
from index.figures.aliases import load_aliases
from index.figures.quantities import parse_quantities
from prompts import Filled, Prompt

_LOG = logging.getLogger(__name__)
_MOST_CHARACTERS = 200
_TURNS = 6  # earlier questions that the model is given


@dataclass(frozen=True, slots=True)
class ModelRewriter:
    """Rewrites by `model` and `prompt`."""

    model: StreamsText
    prompt: Prompt

    def __call__(
        self, question: str, turns: Sequence[str], known_places: Iterable[str]
    ) -> str | None:
        known = tuple(known_places)
        if stands_alone(question, known):
            return None
        try:
            written = self._written(question, turns[-_TURNS:])
        except ModelError as error:
            if error.reason != "resting":
                _LOG.warning("%s", error)
            return None
        if not is_faithful(written, question, turns, known):
            _LOG.warning("改写的问题与对话不符，改用规则：%r", written)
            return None
        return written

    def _written(self, question: str, turns: Sequence[str]) -> str:
        filled = self.prompt.fill(turns="\n".join(f"- {t}" for t in turns), question=question)
        return question_by(self.model, filled, REWRITING_SHARE * self.model.timeout)


def question_by(model: StreamsText, filled: Filled, within: float | None = None) -> str:
    """What `model` writes to a prompt that asks for a question, cut off where it goes on and on.

    Raises ModelError.
    """
    text = ""
    messages = [Message("system", filled.system), Message("user", filled.user)]
    with closing(model.stream(messages, within)) as pieces:
        for piece in pieces:
            text += piece
            if len(text) > _MOST_CHARACTERS:
                break
    return text.strip()


def is_faithful(
    written: str, question: str, turns: Sequence[str], known_places: Sequence[str]
) -> bool:
    """Whether `written` is one line, names all that `question` does, nothing that `turns` and it
    do not, and is mostly made of their words."""
    if not written or "\n" in written or len(written) > _MOST_CHARACTERS:
        return False
    conversation = "。".join((*turns, question))
    said_there = [conversation, *_other_names(conversation)]
    if share_of(written, said_there) < ENOUGH or not_said_by(said_there, written):
        return False
    says, asked, whole = (_named(text, known_places) for text in (written, question, conversation))
    return asked <= says <= whole


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
