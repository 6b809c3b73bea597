"""A chat model behind any OpenAI-compatible endpoint; the only file that knows the vendor."""

from __future__ import annotations

import openai
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from assistant.errors import ModelFault

_RETRIES = 1


class OpenAICompatibleModel:
    """One model at one endpoint; answers one prompt at a time, at temperature 0.

    `complete` raises ModelFault, which tells what went wrong, when the endpoint cannot be reached
    in time, refuses, or answers nothing.
    """

    def __init__(self, name: str, *, base_url: str, api_key: SecretStr, timeout: float) -> None:
        self.name = name
        self._model = ChatOpenAI(
            model=name,
            base_url=base_url or None,
            # Local servers need no key, but the client will not start without one.
            api_key=api_key if api_key.get_secret_value() else SecretStr("none"),
            timeout=timeout,
            max_retries=_RETRIES,
            temperature=0,
        )

    def complete(self, prompt: str) -> str:
        try:
            text = self._model.invoke(prompt).text
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, KeyError) as error:
            # The last four: what the client makes of an answer that is not the protocol's.
            raise ModelFault(f"大模型 {self.name!r} 调用失败：{error}") from error
        if not text.strip():
            raise ModelFault(f"大模型 {self.name!r} 没有给出内容。")
        return text
