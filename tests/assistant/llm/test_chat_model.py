"""One call of a model: its end, its size, its place among others, whatever the endpoint does."""

from __future__ import annotations

import gzip
import json
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat

import pytest
from pydantic import SecretStr

from assistant.errors import ModelError
from assistant.llm.chat_model import OpenAICompatibleModel
from assistant.llm.language_model import Message
from evals.measures.endpoint import (
    FILTER_RESULTS,
    KEEP_ALIVE,
    ROLE_ALONE,
    TOOL_CALL,
    USAGE,
    Delta,
    Drop,
    Endpoint,
    Event,
    Finish,
    Messages,
    Raw,
    Refuse,
    Say,
    Step,
    Wait,
    by_bytes,
    in_parts,
    serving,
    thinks,
)

ASKED = [Message("user", "好")]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
EVENT = b'data: {"choices": [{"index": 0, "delta": {"content": "\xe5\xa5\xbd"}}]}\n\n'


def model_at(url: str, *, timeout: float = 20.0, concurrency: int = 4) -> OpenAICompatibleModel:
    return OpenAICompatibleModel(
        "m", base_url=url, api_key=SecretStr(""), timeout=timeout, concurrency=concurrency
    )


def written(model: OpenAICompatibleModel) -> str:
    return "".join(model.stream(ASKED))


def fault_of(model: OpenAICompatibleModel) -> ModelError:
    with pytest.raises(ModelError) as raised:
        written(model)
    return raised.value


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving(lambda messages: [Say("好")]) as opened:
        yield opened


@contextmanager
def raw(pieces: Callable[[], Iterable[bytes]], pause: float = 0.0) -> Iterator[str]:
    """An endpoint that answers each connection with `pieces`, so many seconds between them."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def answer(client: socket.socket) -> None:
        with suppress(OSError), client:
            client.recv(65536)
            for piece in pieces():
                if over.wait(pause):
                    return
                client.sendall(piece)
            # Closing with a part of the request unread would reset the connection.
            client.shutdown(socket.SHUT_WR)
            while client.recv(65536):
                pass

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=server.accept()[:1], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/v1"
    finally:
        over.set()
        server.close()


def by_drops(content: bytes) -> Iterator[bytes]:
    return (bytes([byte]) for byte in content)


THOUGHT = b'data: {"choices": [{"index": 0, "delta": {"reasoning_content": "x"}}]}\n\n'


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: [HEAD + b"\r\n", *repeat(b": keep-alive\n\n", 10_000)],
        lambda: [HEAD + b"\r\n" + EVENT, *repeat(b": OPENROUTER PROCESSING\n\n", 10_000)],
        lambda: [HEAD + b"\r\n", *repeat(b"\n", 10_000)],
        lambda: [HEAD + b"\r\n", *repeat(THOUGHT, 10_000)],
        lambda: [HEAD, *repeat(b"X-More: 1\r\n", 10_000)],
        lambda: by_drops(HEAD + b"X: " + b"x" * 10_000),
        lambda: [HEAD + b"\r\n", *by_drops(b"data: {" + b" " * 10_000)],
        lambda: repeat(b"HTTP/1.1 100 Continue\r\n\r\n", 10_000),
        lambda: [b"HTTP/1.1 503 No\r\nContent-Length: 99999\r\n\r\n", *repeat(b" ", 10_000)],
        lambda: [b"", *repeat(b"", 10_000)],
    ],
    ids=[
        *("comments", "comments after a word", "blank lines", "thoughts", "headers"),
        *("a header by drops", "a line by drops", "informational", "a refusal by drops", "nothing"),
    ],
)
def test_nothing_that_an_endpoint_sends_keeps_a_call_beyond_its_limit(
    pieces: Callable[[], Iterable[bytes]],
) -> None:
    """To send it all takes a hundred seconds, and ends in another fault."""
    with raw(pieces, pause=0.01) as url:
        fault = fault_of(model_at(url, timeout=0.3))
    assert fault.reason == "too_slow"


def test_a_reader_who_leaves_while_nothing_comes_ends_the_call(endpoint: Endpoint) -> None:
    endpoint.script = lambda messages: repeat(Raw(b": keep-alive\n\n"), 10**9)
    pieces = model_at(endpoint.url).stream(ASKED)
    assert next(pieces) == ""
    while not endpoint.calls:
        next(pieces)
    pieces.close()
    assert endpoint.calls[0].ended.wait(5) and endpoint.calls[0].left


@pytest.mark.parametrize(
    "pieces",
    [
        lambda: [HEAD + b"\r\ndata: ", *repeat(b"x" * 65536, 4000)],
        lambda: [HEAD + b"\r\n", *repeat(b": " + b"x" * 65534 + b"\n", 4000)],
        lambda: [HEAD + b"\r\n{", *repeat(b"\n" * 65536, 4000)],
        lambda: [
            HEAD + b"Content-Encoding: gzip\r\n\r\n",
            gzip.compress(b"data: " + b"x" * (64 << 20)),
        ],
        lambda: [HEAD + b"Content-Encoding: br\r\n\r\n", *repeat(b"x" * 65536, 4000)],
        lambda: [b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{" + b" " * (2 << 20)],
    ],
    ids=["a line", "comments", "an object", "gzip", "brotli", "a line of an object"],
)
def test_a_body_without_end_is_left_unread(pieces: Callable[[], Iterable[bytes]]) -> None:
    with raw(pieces) as url:
        fault = fault_of(model_at(url))
    assert fault.reason == "nonsense"
    assert "压缩" in str(fault) or "没有读完" in str(fault)


@pytest.mark.parametrize(
    "reason", ["stop", "STOP", "eos", "eos_token", "end_turn", "stop_sequence", None]
)
def test_an_answer_is_whole_however_the_server_says_so(
    endpoint: Endpoint, reason: str | None
) -> None:
    endpoint.script = lambda messages: [Say("答案。"), Finish(reason)]
    assert written(model_at(endpoint.url)) == "答案。"


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("length", "最大输出长度"),
        ("content_filter", "内容审查"),
        ("sensitive", "内容审查"),
        ("tool_calls", "关掉工具"),
        ("function_call", "关掉工具"),
        ("insufficient_system_resource", "资源不足"),
        ("abort", "改为 stop"),
    ],
)
def test_an_answer_that_was_cut_off_is_none_and_the_log_says_what_to_do(
    endpoint: Endpoint, reason: str, advice: str
) -> None:
    endpoint.script = lambda messages: [Say("答案，"), Finish(reason)]
    fault = fault_of(model_at(endpoint.url))
    assert fault.reason == ("filtered" if "审查" in advice else "broke_off")
    assert reason in str(fault) and advice in str(fault)


@pytest.mark.parametrize(
    "steps",
    [
        [ROLE_ALONE, Say("答案。")],
        [Delta({"role": "assistant", "content": ""}), Say("答案。")],
        [thinks("是500亿元。"), Say("答案。")],
        [thinks("是500亿元。", "reasoning"), thinks("嗯", "thinking"), Say("答案。")],
        [Say("<think>是500亿元。"), Say("</think>\n\n答案。")],
        [Say("<think>\n\n</think>答案。")],
        [Say("答案。"), Finish("stop"), USAGE],
        [Event({"choices": None, "usage": {}}), Say("答案。"), USAGE],
        [FILTER_RESULTS, Say("答案。")],
        [TOOL_CALL, Say("答案。")],
        [KEEP_ALIVE, Say("答"), KEEP_ALIVE, Say("案。"), KEEP_ALIVE],
        [Raw(b"event: ping\ndata: {}\n\n"), Say("答案。")],
        by_bytes("答案。"),
    ],
    ids=[
        *("a role alone", "an empty text", "reasoning_content", "reasoning", "think", "no thought"),
        *("usage last", "usage first", "filter results", "a tool beside", "comments", "ping"),
        "by bytes",
    ],
)
def test_what_comes_beside_the_answer_is_no_part_of_it(
    endpoint: Endpoint, steps: list[Step]
) -> None:
    endpoint.script = lambda messages: steps
    assert written(model_at(endpoint.url)).strip() == "答案。"


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_text_that_comes_in_parts_is_read(endpoint: Endpoint) -> None:
    endpoint.script = lambda messages: [
        in_parts("答"),
        Delta({"content": [{"type": "thinking", "thinking": "是500亿元。"}]}),
        in_parts("案", "。"),
    ]
    assert written(model_at(endpoint.url)) == "答案。"


@pytest.mark.parametrize(
    "steps",
    [
        [ROLE_ALONE],
        [thinks("是500亿元。")],
        [Say("<think>是500亿元。</think>")],
        [Say("<think>是500亿元。")],
        [Delta({"refusal": "不行"})],
    ],
    ids=["nothing", "reasoning alone", "thoughts alone", "thoughts without end", "a refusal"],
)
def test_an_answer_without_a_word_is_a_fault(endpoint: Endpoint, steps: list[Step]) -> None:
    endpoint.script = lambda messages: steps
    fault = fault_of(model_at(endpoint.url))
    assert fault.reason == "nonsense" and "没有写出回答" in str(fault)


def test_reasoning_whose_beginning_is_in_the_servers_template_is_left_out_once_it_is_known(
    endpoint: Endpoint,
) -> None:
    endpoint.script = lambda messages: [Say("是500亿元。"), Say("</think>答案。")]
    model = model_at(endpoint.url)
    assert "思考过程没有开头的标志" in str(fault_of(model))
    assert [written(model) for _ in range(2)] == ["答案。"] * 2
    endpoint.script = lambda messages: [Say("答案。")]
    assert written(model) == "答案。"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"error": {"message": "model not loaded", "code": "model_not_found"}}, "model not loaded"),
        ({"error": "model 'm' not found"}, "model 'm' not found"),
        ({"object": "error", "message": "bad request", "code": 400}, "bad request"),
        ({"error_code": 17, "error_msg": "daily limit"}, "daily limit"),
        ({"choices": None, "error": {"message": "余额不足"}}, "余额不足"),
        ({"detail": "Not Found"}, "Not Found"),
    ],
)
def test_a_gateway_that_reports_an_error_with_a_status_of_success_is_quoted(
    endpoint: Endpoint, body: dict[str, object], words: str
) -> None:
    endpoint.script = lambda messages: [Refuse(200, body=json.dumps(body).encode())]
    fault = fault_of(model_at(endpoint.url))
    assert fault.reason == "refused"
    assert f"报告了错误（{words}" in str(fault)


@pytest.mark.parametrize("before", [[], [Say("答案，")]], ids=["first", "amid the answer"])
def test_an_error_amid_the_events_is_quoted(endpoint: Endpoint, before: list[Step]) -> None:
    error = Event({"error": {"message": "上游出错", "type": "server_error"}})
    endpoint.script = lambda messages: [*before, error]
    assert "上游出错" in str(fault_of(model_at(endpoint.url)))


FILTERED = [
    Refuse(400, body=b'{"error": {"message": "was filtered", "code": "content_filter"}}'),
    Refuse(400, body=b'{"error": {"message": "no", "code": "data_inspection_failed"}}'),
    Refuse(200, body=b'{"code": "DataInspectionFailed", "message": "no", "request_id": "x"}'),
    Event({"error": {"message": "no", "code": "data_inspection_failed"}}),
    Finish("content_filter"),
]


@pytest.mark.parametrize("step", FILTERED)
def test_a_content_filter_is_named_and_no_failure_of_the_model(
    endpoint: Endpoint, step: Step
) -> None:
    endpoint.script = lambda messages: [step]
    model = model_at(endpoint.url)
    faults = [fault_of(model) for _ in range(5)]
    assert [fault.reason for fault in faults] == ["filtered"] * 5
    assert all("内容审查没有放行" in str(fault) for fault in faults)
    assert len(endpoint.calls) == 5, "others may ask on"


def test_a_prompt_that_is_too_long_is_said_to_be(endpoint: Endpoint) -> None:
    said = b'{"error": {"message": "maximum context length is 4096 tokens"}}'
    endpoint.script = lambda messages: [Refuse(400, body=said)]
    assert "读不了这么长的内容" in str(fault_of(model_at(endpoint.url)))


@pytest.mark.parametrize("tail", [b"", b": done\n\n", b"data: [DONE\n\n", b"data: x[DONE]\n\n"])
def test_a_stream_that_only_stops_is_not_done(tail: bytes) -> None:
    with raw(lambda: [HEAD + b"\r\n" + EVENT + tail]) as url:
        fault = fault_of(model_at(url))
    assert fault.reason in ("broke_off", "nonsense")


@pytest.mark.parametrize("cut", [1, 5, 1000])
def test_the_event_that_ends_a_stream_is_seen_however_it_is_cut(cut: int) -> None:
    body = EVENT + b"data: [DONE]\n\n"
    pieces = [HEAD + b"\r\n", *(body[at : at + cut] for at in range(0, len(body), cut))]
    with raw(lambda: pieces) as url:
        assert written(model_at(url)) == "好"


def test_a_server_that_leaves_the_connection_open_behind_the_end_is_not_waited_for() -> None:
    def pieces() -> Iterator[bytes]:
        yield HEAD + b"\r\n" + EVENT + b"data: [DONE]\n\n"
        yield from repeat(b"", 10_000)

    with raw(pieces, pause=0.01) as url:
        assert written(model_at(url, timeout=60.0)) == "好", "at its limit it is a fault"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_an_endpoint_that_does_not_stream_is_read(indent: int | None, kind: str) -> None:
    whole = {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "<think>想</think>答案[1]。"},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    body = json.dumps(whole, indent=indent).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with raw(lambda: [head.encode() + body]) as url:
        assert written(model_at(url)) == "答案[1]。"


def test_an_error_in_the_body_of_a_refusal_is_still_told(endpoint: Endpoint) -> None:
    endpoint.script = lambda messages: [Refuse(404, body=b'{"error": {"message": "no such"}}')]
    fault = fault_of(model_at(endpoint.url))
    assert fault.reason == "refused" and "no such" in str(fault)


def test_an_untrusted_certificate_and_a_plain_port_are_told_apart(endpoint: Endpoint) -> None:
    fault = fault_of(model_at(endpoint.url.replace("http:", "https:"), timeout=10.0))
    assert "http:// 还是 https://" in str(fault)


def test_after_failures_in_a_row_the_model_is_left_alone_and_the_log_says_so_once(
    endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    endpoint.script = lambda messages: [Refuse(401)]
    model = model_at(endpoint.url)
    with caplog.at_level(logging.WARNING):
        reasons = [fault_of(model).reason for _ in range(6)]
    assert reasons == ["refused"] * 3 + ["resting"] * 3
    assert len(endpoint.calls) == 3
    assert caplog.text.count("连续 3 次没有应答") == 1


@pytest.mark.parametrize(
    "steps", [[Say("好"), Drop()], [Say("好"), Finish("length")]], ids=["drops", "cut off"]
)
def test_a_model_that_writes_but_breaks_off_is_called_again(
    endpoint: Endpoint, steps: list[Step]
) -> None:
    endpoint.script = lambda messages: steps
    model = model_at(endpoint.url)
    assert [fault_of(model).reason for _ in range(5)] == ["broke_off"] * 5
    assert len(endpoint.calls) == 5


def test_a_success_between_failures_keeps_it_in_use(endpoint: Endpoint) -> None:
    def script(messages: Messages) -> list[Step]:
        return [Say("好")] if len(endpoint.calls) % 3 == 0 else [Refuse(400)]

    endpoint.script = script
    model = model_at(endpoint.url)
    for _ in range(3):
        assert [fault_of(model).reason for _ in range(2)] == ["refused"] * 2
        assert written(model) == "好"


def test_a_call_that_finds_no_place_says_so_and_is_no_failure_of_the_model(
    endpoint: Endpoint,
) -> None:
    go_on = threading.Event()

    def script(messages: Messages) -> Iterator[Step]:
        yield Say("好")
        go_on.wait(30)

    endpoint.script = script
    model = model_at(endpoint.url, timeout=1.0, concurrency=1)
    taken = model.stream(ASKED)
    while next(taken) == "":
        pass
    faults = [fault_of(model) for _ in range(4)]
    go_on.set()
    taken.close()
    assert [fault.reason for fault in faults] == ["busy"] * 4
    assert "ASSISTANT_LLM_CONCURRENCY" in str(faults[0])
    assert len(endpoint.calls) == 1


def test_as_many_calls_run_at_once_as_are_allowed(endpoint: Endpoint) -> None:
    together = threading.Barrier(12)

    def script(messages: Messages) -> Iterator[Step]:
        together.wait(20)  # broken unless all twelve are there
        yield Wait(0.0)
        yield Say("好")

    endpoint.script = script
    model = model_at(endpoint.url, concurrency=12)
    answers: list[str] = []
    threads = [threading.Thread(target=lambda: answers.append(written(model))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["好"] * 12
