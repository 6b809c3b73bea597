"""The prompts, `<name>.v<N>.md`, and the one loader for them; a released prompt is never edited."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent
_FRONT = re.compile(r"\A# .*\n+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with its variables `$name`; `id` names version and content: answer.v1-3f2a…"""

    id: str
    text: str

    def fill(self, **variables: str) -> str:
        """The prompt with its variables put in. Raises KeyError or ValueError where one is
        missing or too many: a prompt with a hole must not reach a model."""
        unknown = variables.keys() - set(Template(self.text).get_identifiers())
        if unknown:
            raise ValueError(f"prompt {self.id} has no variable {sorted(unknown)!r}")
        return Template(self.text).substitute(variables)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt of that name and version: "answer.v1". Raises FileNotFoundError."""
    content = (_FOLDER / f"{name}.md").read_text(encoding="utf-8")
    digest = hashlib.sha256(content.encode("utf-8")).hexdigest()[:8]
    return Prompt(id=f"{name}-{digest}", text=_FRONT.sub("", content, count=1))
