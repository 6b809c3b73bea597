"""A chat model behind any OpenAI-compatible endpoint; the only file that knows the vendor."""

from __future__ import annotations

import logging
import re
import ssl
import threading
import time
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import httpx2
import openai
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.messages import SystemMessage as LangChainSystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from assistant.errors import ModelError, ModelErrorReason
from assistant.llm.call_limits import BodyRefused, BoundedBody, CircuitBreaker, pulled
from assistant.llm.language_model import (
    FORM_KINDS,
    FormKind,
    Message,
    ThoughtAloud,
    without_thinking,
)
from index.figures.lexicon import one_of

_LOG = logging.getLogger(__name__)
_ATTEMPTS = 3
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 4.0  # seconds between attempts
_BRIEF = 200  # characters
_CONNECT = 5.0  # seconds
_FAILURES, _REST = 3, 30.0  # in a row, after which so many seconds pass without a call
_BEAT = 0.25  # seconds
_FORM_TOKENS = 512  # of an answer in JSON, with the reasoning of a model that reasons
_KINDS = {"system": LangChainSystemMessage, "user": HumanMessage, "assistant": AIMessage}
_Chunks = AsyncGenerator[AIMessageChunk]
# As servers say that the model was done; by others (length, content_filter) it was cut off.
_FINISHED = frozenset({"stop", "stop_sequence", "eos", "eos_token", "end_turn", "end", "completed"})


def _asked_as(kind: FormKind, schema: Mapping[str, object]) -> Mapping[str, object]:
    """What a request has beside its messages where an answer in JSON is asked for in this way."""
    if kind == "text":
        return {}
    bound = {"name": "answer", "strict": True, "schema": schema}
    of_kind = {"json_schema": bound} if kind == "json_schema" else {}
    return {"response_format": {"type": kind, **of_kind}, "max_tokens": _FORM_TOKENS}


@dataclass(slots=True)
class _Call:
    """One call: when it must be over, what its request has beside the messages, the bodies of its
    responses, and whether any text came."""

    deadline: float
    beside: Mapping[str, object] = field(default_factory=dict)
    bodies: list[BoundedBody] = field(default_factory=list)
    has_text: bool = False


_CALL: ContextVar[_Call] = ContextVar("_CALL")


async def _bound(response: httpx2.Response) -> None:
    """A hook of the client: the body of each response is read within bounds."""
    response.stream = BoundedBody(response)
    _CALL.get().bodies.append(response.stream)


class OpenAICompatibleModel:
    """One model at one endpoint, at temperature 0; at most `concurrency` calls at a time.

    A call is over within `timeout` seconds, waiting for its turn included, whatever the endpoint
    sends: it runs as a task that is cancelled then, which closes its connection. One that is
    refused for the moment (429, 5xx, no connection) is tried again within that time. After
    several failures in a row the model is not called for a while.
    """

    def __init__(
        self, name: str, *, base_url: str, api_key: SecretStr, timeout: float, concurrency: int
    ) -> None:
        self.name = name
        self.timeout = timeout
        self._places = threading.BoundedSemaphore(concurrency)
        self._breaker = CircuitBreaker(_FAILURES, _REST)
        self._form = 0  # of FORM_KINDS: the first that the endpoint was seen to accept
        self._begins_thinking = False  # the last answer began amid reasoning
        self._answered_by: set[str] = set()  # the first models, at most two, that answers name
        limits = httpx2.Timeout(timeout, connect=min(timeout, _CONNECT))
        self._model = ChatOpenAI(
            model=name,
            base_url=base_url or None,
            # Local servers need no key, but the client will not start without one.
            api_key=api_key if api_key.get_secret_value() else SecretStr("none"),
            timeout=limits,
            max_retries=0,  # ours keep to the time limit of the whole call
            temperature=0,
            http_async_client=httpx2.AsyncClient(
                timeout=limits,
                follow_redirects=True,
                headers={"Accept-Encoding": "identity"},
                # One connection a call: none is left open that nobody closes.
                limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0),
                event_hooks={"response": [_bound]},
            ),
        )

    def stream(self, messages: Sequence[Message], within: float | None = None) -> Generator[str]:
        """See StreamsText."""
        yield from self._streamed(messages, within)

    def fill(
        self, messages: Sequence[Message], form: Mapping[str, object], within: float
    ) -> Generator[str]:
        """See FillsForm. An endpoint that refuses a schema is asked for JSON, then for text."""
        deadline = time.monotonic() + within
        for tried in range(self._form, len(FORM_KINDS)):
            try:
                left = deadline - time.monotonic()
                with closing(self.fill_as(FORM_KINDS[tried], messages, form, left)) as pieces:
                    for piece in pieces:
                        self._form = tried if piece else self._form
                        yield piece
                return
            except ModelError as error:
                if error.reason != "refused" or tried + 1 == len(FORM_KINDS):
                    raise

    def fill_as(
        self,
        kind: FormKind,
        messages: Sequence[Message],
        form: Mapping[str, object],
        within: float,
    ) -> Generator[str]:
        """As `fill`, asked for in this way alone."""
        yield from self._streamed(messages, within, _asked_as(kind, form))

    def _streamed(
        self,
        messages: Sequence[Message],
        within: float | None,
        beside: Mapping[str, object] | None = None,
    ) -> Generator[str]:
        limit = self.timeout if within is None else min(self.timeout, within)
        call = _Call(time.monotonic() + limit, beside or {})
        if not self._breaker.admits():
            raise ModelError(
                f"大模型 {self.name!r} 连续 {_FAILURES} 次没有应答，暂不调用。", "resting"
            )
        yield from self._turn(call, limit)
        try:
            with self._as_model_error(call, limit):
                yield from self._answer(self._pieces(messages, call))
        except ModelError as error:
            # A call with little time, or with some text, does not show that the endpoint is down.
            if not call.has_text and limit > self.timeout / 2 and error.reason != "filtered":
                self._count(error)
            raise
        else:
            self._breaker.succeeded()
        finally:
            self._places.release()

    def _answer(self, pieces: Iterator[str]) -> Iterator[str]:
        """What is no reasoning. Raises ModelError where there is nothing else, and the first time
        that a model reasons without a sign of its beginning; from then on that is left out."""
        written = False
        try:
            for piece in without_thinking(pieces, begun=self._begins_thinking):
                written = written or bool(piece)
                yield piece
        except ThoughtAloud as error:
            self._begins_thinking = True
            raise ModelError(
                f"大模型 {self.name!r} 的思考过程没有开头的标志，这一次不作数，以后会略去。",
                "nonsense",
            ) from error
        if not written:
            raise ModelError(
                f"大模型 {self.name!r} 没有写出回答；如果它先思考再作答，请把最大输出长度改大。",
                "nonsense",
            )

    def _note_model(self, name: str) -> None:
        """Two models behind one name make no answer wrong, but a measurement is of one of them."""
        if not name or name in self._answered_by or len(self._answered_by) > 1:
            return
        self._answered_by.add(name)
        if len(self._answered_by) > 1:
            _LOG.warning(
                "接口以 %r 之名由不同的模型作答：%s。回答照样核对；如果没有换过模型，请检查接口的设置。",
                self.name,
                "、".join(map(repr, sorted(self._answered_by))),
            )

    def _count(self, error: ModelError) -> None:
        if self._breaker.failed():
            _LOG.warning(
                "大模型 %r 连续 %d 次没有应答（最后一次：%s）此后每 %d 秒只试一次，其间用摘录作答。",
                *(self.name, _FAILURES, error, _REST),
            )

    def _turn(self, call: _Call, limit: float) -> Iterator[str]:
        """Take one of the places, waiting for it for at most half of the time of the call."""
        until = call.deadline - limit / 2
        while not self._places.acquire(timeout=_BEAT):
            if time.monotonic() > until:
                raise ModelError(
                    f"大模型 {self.name!r} 正忙，没有轮到这一次调用"
                    "（可把设置 ASSISTANT_LLM_CONCURRENCY 改大）。",
                    "busy",
                )
            yield ""

    def _pieces(self, messages: Sequence[Message], call: _Call) -> Iterator[str]:
        sent: list[BaseMessage] = [_KINDS[m.role](content=m.text) for m in messages]
        with closing(pulled(self._texts(sent, call), call.deadline)) as texts:
            for text in texts:
                call.has_text = call.has_text or bool(text)
                yield text or ""

    async def _texts(self, sent: Sequence[BaseMessage], call: _Call) -> AsyncGenerator[str]:
        """The text of the chunks. Raises ModelError where they end before the model was done."""
        _CALL.set(call)
        chunk, rest = await self._opened(sent, call.deadline)
        finished: str | None = None
        while chunk is not None:
            finished = chunk.response_metadata.get("finish_reason") or finished
            self._note_model(str(chunk.response_metadata.get("model_name") or ""))
            if chunk.text:
                yield chunk.text
            chunk = await anext(rest, None)
        said_done = finished is None and any(body.done for body in call.bodies)
        if not said_done and str(finished).lower() not in _FINISHED:
            reason: ModelErrorReason = "filtered" if _FILTER.search(str(finished)) else "broke_off"
            raise ModelError(_cut_off(self.name, finished), reason)

    async def _opened(
        self, sent: Sequence[BaseMessage], deadline: float
    ) -> tuple[AIMessageChunk | None, _Chunks]:
        """The first chunk and those after it, at the attempt that gets one."""
        attempts = AsyncRetrying(
            stop=stop_after_attempt(_ATTEMPTS),
            wait=_wait,
            retry=retry_if_exception(lambda error: _passes(error) and _in_time(error, deadline)),
            reraise=True,
        )
        return await attempts(self._attempt, sent)

    async def _attempt(self, sent: Sequence[BaseMessage]) -> tuple[AIMessageChunk | None, _Chunks]:
        beside = dict(_CALL.get().beside)  # past the client, which would read the answer itself
        chunks: _Chunks = self._model.astream(list(sent), extra_body=beside)  # type: ignore[assignment]
        return await anext(chunks, None), chunks

    @contextmanager
    def _as_model_error(self, call: _Call, limit: float) -> Iterator[None]:
        """Whatever the client raises, as a ModelError."""
        reason: ModelErrorReason
        try:
            yield
        except TimeoutError as error:
            raise ModelError(f"大模型 {self.name!r} 超过 {limit:g} 秒。", "too_slow") from error
        except BodyRefused as error:
            filtered = _FILTER.search(error.reported) is not None
            said = _FILTERED if filtered else str(error)
            reason = "filtered" if filtered else "refused" if error.reported else "nonsense"
            raise ModelError(f"大模型 {self.name!r} 的{said}。", reason) from error
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            reason = _reason(error)
            if call.has_text and reason == "unreachable":
                reason = "broke_off"
            raise ModelError(
                f"大模型 {self.name!r} {_in_words(error, reason)}（{_brief(error)}）。", reason
            ) from error
        except (ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
            # What the client makes of an answer that is not the protocol's.
            raise ModelError(
                f"大模型 {self.name!r} 的回复无法读取（{_brief(error)}）。", "nonsense"
            ) from error


_FILTERED = "服务方的内容审查没有放行这个问题或它的回答"
# As the content filters of hosted models name themselves: Azure, DashScope, Zhipu, others.
_FILTER = re.compile(
    r"content_?(?:filter|policy)|data_?inspection|inappropriate content|^sensitive$"
    rf"|{one_of('dialogue.filtered')}",
    re.IGNORECASE,
)
_BAD_REQUEST = 400
_TOO_LONG = re.compile(
    r"context.{0,9}(?:length|window|size)|too long|exceed.{0,30}tokens", re.IGNORECASE
)
_TOOLS = "模型没有作答而要调用工具，请在接口一侧关掉工具"
_ADVICE: dict[str | None, str] = {
    None: "接口没有说明结束就断开了，请检查接口是否支持流式输出",
    "length": "请在接口或模型一侧把最大输出长度改大",
    "content_filter": _FILTERED,
    "sensitive": _FILTERED,
    "tool_calls": _TOOLS,
    "function_call": _TOOLS,
    "insufficient_system_resource": "服务方的资源不足，请稍后再试",
}


def _cut_off(name: str, finished: str | None) -> str:
    """That an answer was not written to its end, and what to do about it."""
    advice = _ADVICE.get(finished, "这不是写完的标志；如果接口以此表示写完，请改为 stop")
    return f"大模型 {name!r} 没有写完（finish_reason={finished!r}）：{advice}。"


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


_IN_WORDS: dict[int | ModelErrorReason, str] = {
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


def _in_words(error: Exception, reason: ModelErrorReason) -> str:
    if reason == "filtered":
        return f"的{_FILTERED}"
    insecure = _tls_error(error)
    if insecure is not None:
        return _TLS_IN_WORDS[isinstance(insecure, ssl.SSLCertVerificationError)]
    status = getattr(error, "status_code", None)
    if status == _BAD_REQUEST and _TOO_LONG.search(str(error)):
        status = 413
    by_reason = _IN_WORDS.get(reason, "没有接受这次请求")
    return _IN_WORDS.get(status, by_reason) if status else by_reason


_TLS_IN_WORDS = {
    True: "的接口证书不受信任，请换用受信任的证书，或把签发者的证书写进环境变量 SSL_CERT_FILE",
    False: "的接口没有应答加密连接，请检查接口地址应是 http:// 还是 https://",
}


def _tls_error(error: BaseException | None) -> ssl.SSLError | None:
    """The TLS error that caused `error`, None where there is none."""
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error


def _brief(error: Exception) -> str:
    """The vendor's own words, on one line, not all of a page of them."""
    return " ".join(str(error).split())[:_BRIEF] or type(error).__name__


def _reason(error: Exception) -> ModelErrorReason:
    if isinstance(error, openai.APIError) and _FILTER.search(f"{error} {error.code}"):
        return "filtered"
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return "too_slow"
    if isinstance(error, openai.APIStatusError):
        return "busy" if error.status_code == 429 or error.status_code >= 500 else "refused"
    if isinstance(error, openai.APIConnectionError):
        return "unreachable"
    if isinstance(error, httpx2.HTTPError):
        return "broke_off"
    return "nonsense"
