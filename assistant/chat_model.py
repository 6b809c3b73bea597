"""A chat model behind any OpenAI-compatible endpoint; the only file that knows the vendor."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager

import httpx2
import openai
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages import SystemMessage as LangChainSystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from assistant.errors import ModelFault, ModelFaultReason
from assistant.language_model import Message, without_thinking

_ATTEMPTS = 3
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 4.0  # seconds between attempts
_BRIEF = 200  # characters
_CONNECT = 5.0  # seconds
_KINDS = {"system": LangChainSystemMessage, "user": HumanMessage, "assistant": AIMessage}
_Chunks = Generator[AIMessageChunk]


class OpenAICompatibleModel:
    """One model at one endpoint, at temperature 0; at most `concurrency` calls at a time.

    A call begins to answer within `timeout` seconds or is given up; one that is refused for the
    moment (429, 5xx, no connection) is tried again, at growing intervals, within that time. One
    that has begun is given up when it pauses for `timeout` or goes on beyond it.
    """

    def __init__(
        self, name: str, *, base_url: str, api_key: SecretStr, timeout: float, concurrency: int
    ) -> None:
        self.name = name
        self._timeout = timeout
        self._places = threading.BoundedSemaphore(concurrency)
        self._model = ChatOpenAI(
            model=name,
            base_url=base_url or None,
            # Local servers need no key, but the client will not start without one.
            api_key=api_key if api_key.get_secret_value() else SecretStr("none"),
            timeout=httpx2.Timeout(timeout, connect=min(timeout, _CONNECT)),
            max_retries=0,  # ours keep to the time limit of the whole call
            temperature=0,
        )

    def stream(self, messages: Sequence[Message]) -> Generator[str]:
        """See StreamsText."""
        deadline = time.monotonic() + self._timeout
        with self._place(), self._faults():
            first, rest = self._opened(messages, deadline)
            with closing(rest):
                yield from without_thinking(self._pieces(first, rest, deadline))

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the calls allowed at a time, for as long as this one lasts."""
        if not self._places.acquire(timeout=self._timeout):
            raise ModelFault(f"大模型 {self.name!r} 正忙，没有轮到这一次调用。", "busy")
        try:
            yield
        finally:
            self._places.release()

    def _opened(
        self, messages: Sequence[Message], deadline: float
    ) -> tuple[AIMessageChunk | None, _Chunks]:
        """The first chunk and those after it, at the attempt that gets one."""
        sent: list[BaseMessage] = [_KINDS[m.role](content=m.text) for m in messages]
        attempts = Retrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_wait,
            retry=retry_if_exception(lambda error: _passes(error) and _in_time(error, deadline)),
            reraise=True,
        )
        return attempts(self._attempt, sent)

    def _attempt(self, sent: Sequence[BaseMessage]) -> tuple[AIMessageChunk | None, _Chunks]:
        chunks: _Chunks = self._model.stream(list(sent))  # type: ignore[assignment]
        return next(chunks, None), chunks

    def _pieces(
        self, first: AIMessageChunk | None, rest: _Chunks, deadline: float
    ) -> Iterator[str]:
        """The text of the chunks. Raises ModelFault where they end before the model was done."""
        finished = None
        chunk = first
        while chunk is not None:
            finished = chunk.response_metadata.get("finish_reason") or finished
            if chunk.text:
                yield chunk.text
            if time.monotonic() > deadline:
                raise ModelFault(f"大模型 {self.name!r} 超过 {self._timeout:g} 秒。", "too_slow")
            chunk = next(rest, None)
        if finished != "stop":
            raise ModelFault(
                f"大模型 {self.name!r} 没有写完（finish_reason={finished!r}）。", "broke_off"
            )

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Whatever the client raises, as a ModelFault."""
        try:
            yield
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            reason = _reason(error)
            raise ModelFault(
                f"大模型 {self.name!r} {_in_words(error, reason)}（{_brief(error)}）。", reason
            ) from error
        except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
            # What the client makes of an answer that is not the protocol's.
            raise ModelFault(
                f"大模型 {self.name!r} 的回复无法读取（{_brief(error)}）。", "nonsense"
            ) from error


def _passes(error: BaseException) -> bool:
    """Whether another attempt may succeed. A call that timed out has had its time."""
    if isinstance(error, openai.APITimeoutError):
        return False
    return isinstance(
        error, openai.APIConnectionError | openai.RateLimitError | openai.InternalServerError
    )


def _in_time(error: BaseException, deadline: float) -> bool:
    return time.monotonic() + (_asked_wait(error) or _FIRST_WAIT) < deadline


_GROWING = wait_exponential_jitter(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT, jitter=0.25)


def _wait(state: RetryCallState) -> float:
    """Seconds to the next attempt: what the endpoint asks for, else growing."""
    error = state.outcome.exception() if state.outcome else None
    return _asked_wait(error) or float(_GROWING(state))


def _asked_wait(error: BaseException | None) -> float | None:
    if not isinstance(error, openai.APIStatusError):
        return None
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None


_IN_WORDS: dict[int | ModelFaultReason, str] = {
    401: "没有接受密钥，请检查密钥的设置",
    403: "没有接受密钥，或密钥没有使用这个模型的权限",
    404: "不存在，或接口地址不对，请检查模型名称和接口地址的设置",
    413: "读不了这么长的内容，请把上下文长度的设置改小",
    429: "说调用过于频繁，或额度已用完",
    "unreachable": "连接不上，请检查接口地址的设置，以及那里的服务是否已经启动",
    "busy": "的服务出了错",
    "too_slow": "没有在时限内应答",
    "broke_off": "中途断开",
}


def _in_words(error: Exception, reason: ModelFaultReason) -> str:
    status = getattr(error, "status_code", None)
    by_reason = _IN_WORDS.get(reason, "没有接受这次请求")
    return _IN_WORDS.get(status, by_reason) if status else by_reason


def _brief(error: Exception) -> str:
    """The vendor's own words, on one line, not all of a page of them."""
    return " ".join(str(error).split())[:_BRIEF] or type(error).__name__


def _reason(error: Exception) -> ModelFaultReason:
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return "too_slow"
    if isinstance(error, openai.APIStatusError):
        return "busy" if error.status_code == 429 or error.status_code >= 500 else "refused"
    if isinstance(error, openai.APIConnectionError):
        return "unreachable"
    if isinstance(error, httpx2.HTTPError):
        return "broke_off"
    return "nonsense"
