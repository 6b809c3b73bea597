"""The prompts, `<name>.v<N>.md`, and the one loader for them; a released prompt is never edited.

A file begins with a title for editors, which no model sees. What stands before a line of three
dashes is the system's message, what stands after it the user's; without one all is the user's.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
_FRONT = re.compile(r"\A# .*\n+", re.MULTILINE)
_PARTS = re.compile(r"^---\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Filled:
    """A prompt with its variables put in; `system` is "" where the prompt has no such part."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with its variables `$name`; `id` names version and content: answer.v1-3f2a…

    The system's part has no variables: what a reader or a report wrote never gets into it.
    """

    id: str
    system: str
    user: str

    def fill(self, **variables: str) -> Filled:
        """The prompt with its variables put in. Raises KeyError or ValueError where one is
        missing or too many: a prompt with a hole must not reach a model."""
        unknown = variables.keys() - set(Template(self.user).get_identifiers())
        if unknown:
            raise ValueError(f"prompt {self.id} has no variable {sorted(unknown)!r}")
        return Filled(self.system, Template(self.user).substitute(variables))


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of that name and version: "answer.v1". Raises FileNotFoundError."""
    content = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]
    *system, user = _PARTS.split(_FRONT.sub("", content, count=1), maxsplit=1)
    return Prompt(id=f"{name}-{digest}", system="".join(system), user=user)
