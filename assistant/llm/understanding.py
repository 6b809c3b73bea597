"""What a question for a figure asks about where the grammar knows no name for it, by a model.

The model chooses among names that the reports have a figure under for the place, time, kind and unit
asked for. It says nothing else of the question, and whatever else it writes is dropped.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Question
from assistant.answering.composer import HoldsFigures
from assistant.answering.ledger import may_answer
from assistant.errors import ModelError
from assistant.llm.language_model import FillsForm, Message
from assistant.query import Query
from index.encoder.encoding import Encoder
from index.figures.figure import Figure
from index.figures.normalise import fold
from index.store.library import FigureFilter
from prompts import Prompt

_LOG = logging.getLogger(__name__)
NONE = "都不是"
_MOST_CHARACTERS = 300  # of a reply; one that says what is asked for has some 30
_TIME = 0.25  # of that of a question
_NAMES = 8  # that the model chooses among
_NEAR = 0.3  # likeness: 38 of 44 right names have it, and no name for 62 of 112 that have no answer
_LEAST_NAME = 3  # characters by which a name in a question is surely that name: not 企业, 专利
_NAME = re.compile(r"(?!的)[\w“”（）、]{2,24}")


class _Reply(BaseModel):
    """The object that the model is asked for; one that has anything else is dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str


def form_of(names: Sequence[str]) -> Mapping[str, object]:
    """The JSON schema of a reply that is one of `names`, or none of them."""
    return {
        "type": "object",
        "properties": {"name": {"type": "string", "enum": [*names, NONE]}},
        "required": ["name"],
        "additionalProperties": False,
    }


def name_in(reply: str) -> str | None:
    """The name in the first JSON object of `reply`, with or without prose around it; None where there
    is none, or it is no reply."""
    for start in (match.start() for match in re.finditer("{", reply)):
        try:
            found, _ = json.JSONDecoder().raw_decode(reply, start)
            return _Reply.model_validate(found).name
        except ValidationError:
            return None
        except ValueError:
            continue
    return None


@dataclass(frozen=True, slots=True)
class ModelUnderstanding:
    """Understands by `model` and `prompt`, among the names of the figures in `ledger` that `encoder`
    finds like the words of the question."""

    model: FillsForm
    prompt: Prompt
    ledger: HoldsFigures
    encoder: Encoder

    def name_meant(self, question: Question) -> Generator[None, None, str | None]:
        """See Understands. The model is not asked where no name is near."""
        names = self.names_near(question.query)
        if not names:
            return None
        reply = yield from self._reply(question, names)
        name = name_in(reply)
        if name not in (*names, NONE) and reply:
            _LOG.warning("大模型没有按要求指出所问的事项，没有采用：%r", reply)
        return name if name in names else None

    def names_near(self, query: Query) -> tuple[str, ...]:
        """The names of figures that may be asked for, the most like the words of the query first.

        Where those words have a name of the reports in them, that is meant, and no other: of 建筑业产值
        the growth may be lacking.
        """
        figures = self.ledger.figures(None, FigureFilter(places=query.within))
        written = {_name(f) for f in figures if _is_written(_name(f), query.subject.phrase)}
        units = query.expected.units
        names = [
            name
            for figure in figures
            if (name := _name(figure)) in (written or (name,))
            and _NAME.fullmatch(name)
            and (not units or figure.binding.quantity.unit in units)
            and may_answer(query, figure)
        ]
        return self._most_like(list(dict.fromkeys(names)), query.subject.phrase)

    def _most_like(self, names: Sequence[str], phrase: str) -> tuple[str, ...]:
        if not names:
            return ()
        asked = self.encoder.encode([phrase], "query")[0]
        likeness = self.encoder.encode(names, "passage") @ asked
        best = (-likeness).argsort()[:_NAMES]
        return tuple(names[index] for index in best if likeness[index] >= _NEAR)

    def _reply(self, question: Question, names: Sequence[str]) -> Generator[None, None, str]:
        """What the model writes, up to the end of its object; "" where it fails."""
        asked = "。".join((*question.turns[-1:], question.asked))
        filled = self.prompt.fill(question=asked, names="、".join((*names, NONE)))
        messages = [Message("system", filled.system), Message("user", filled.user)]
        within = _TIME * self.model.timeout
        text = ""
        try:
            with closing(self.model.fill(messages, form_of(names), within)) as pieces:
                for piece in pieces:
                    text += piece
                    yield None
                    if len(text) > _MOST_CHARACTERS or name_in(text):
                        break
        except ModelError as error:
            if error.reason != "resting":
                _LOG.warning("%s", error)
            return ""
        return text


def _name(figure: Figure) -> str:
    return figure.binding.name or figure.binding.indicator


def _is_written(name: str, phrase: str) -> bool:
    return len(name) >= _LEAST_NAME and fold(name) in phrase
