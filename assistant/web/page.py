"""The chat page: what it covers, examples, the conversation, and a box for the question."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from assistant.answer import Evidence, VerifiedAnswer
from assistant.web.header import TITLE, header
from assistant.web.render import render_answer, render_evidence, render_notice, render_question
from index.library import Covered

COLOURS = Path(__file__).with_name("colours.css")
STYLE = Path(__file__).with_name("style.css")
SCRIPT = Path(__file__).with_name("page.js")

_TURNS_KEPT = 10  # earlier questions that a follow-up can lean on
_BETWEEN_YIELDS = 0.025  # seconds: a browser redraws at most some 40 times a second
_AT_ONCE = 4  # answers being written at a time; others wait in the queue
_WAITING = 64  # in the queue; one more is turned away

_FONTS = [
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "system-ui",
    "sans-serif",
]
_WELCOME = "请在下面输入问题，或点一个例子。每句回答后的编号可以点开，查看所引的原文。"
_FAULT = "抱歉，系统出了问题，没能回答。请稍后再问一次。"

Chat = list[dict[str, Any]]


class Asks(Protocol):
    """Tells what it found for a question, then its answer as it grows; the last is whole."""

    def stream(
        self, asked: str, turns: Sequence[str] = ()
    ) -> Generator[Evidence | VerifiedAnswer]: ...


@dataclass(frozen=True, slots=True)
class _Controls:
    """What a reader can press or fill in; all of it rests while an answer is being written."""

    box: gr.Textbox
    send: gr.Button
    clear: gr.Button
    examples: tuple[gr.Button, ...]

    def __iter__(self) -> Iterator[gr.Component]:
        yield from (self.box, self.send, self.clear, *self.examples)

    def locked(self) -> list[gr.Component]:
        """Updates of each control, in order."""
        box = gr.Textbox(value="", interactive=False, placeholder="正在回答，请稍候……")
        return [box, *(gr.Button(interactive=False) for _ in list(self)[1:])]

    def unlocked(self) -> list[gr.Component]:
        box = gr.Textbox(interactive=True, placeholder="可以接着追问")
        return [box, *(gr.Button(interactive=True) for _ in list(self)[1:])]


def build_page(
    assistant: Asks, *, reports: Sequence[Covered], examples: Sequence[str]
) -> gr.Blocks:
    """The page over `assistant`; `examples` are questions offered as buttons."""
    page = gr.Blocks(title=TITLE, fill_width=True)
    with page:
        turns = gr.State([])
        # Not gr.HTML: it evaluates templates, which the policy of guard.py forbids.
        gr.Markdown(header(reports), elem_id="header", latex_delimiters=[])
        chat = gr.Chatbot(
            label="对话",
            show_label=False,
            elem_id="chat",
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            placeholder=_WELCOME,
            autoscroll=False,  # page.js brings each new question to the top instead
        )
        _connect(assistant, chat, turns, _lay_controls(examples))
    page.queue(max_size=_WAITING, api_open=False)
    return page


def _lay_controls(examples: Sequence[str]) -> _Controls:
    with gr.Row(elem_id="examples"):
        buttons = tuple(gr.Button(example, size="sm") for example in examples)
    with gr.Row(elem_id="ask"):
        box = gr.Textbox(
            label="您的问题",
            placeholder="请输入问题",
            elem_id="question",
            lines=1,
            max_lines=4,
            autofocus=True,
            scale=1,
        )
        send = gr.Button("提问", variant="primary", elem_id="send", min_width=72, scale=0)
        clear = gr.Button("清空", elem_id="clear", min_width=72, scale=0)
    return _Controls(box, send, clear, buttons)


def _connect(assistant: Asks, chat: gr.Chatbot, turns: gr.State, controls: _Controls) -> None:
    """What pressing each control does. A button's value is its text, so an example asks itself."""
    answer = _answering(assistant, controls)
    triggers: list[tuple[Any, gr.Component]] = [
        (controls.box.submit, controls.box),
        (controls.send.click, controls.box),
        *((example.click, example) for example in controls.examples),
    ]
    for trigger, source in triggers:
        trigger(
            answer,
            [source, turns, chat],
            [chat, turns, *controls],
            api_visibility="private",
            concurrency_limit=_AT_ONCE,
            concurrency_id="answer",
            show_progress="hidden",
        ).failure(
            lambda shown: [_faulted(shown), *controls.unlocked()],
            [chat],
            [chat, *controls],
            api_visibility="private",
        )
    for emptied in (controls.clear.click, chat.clear):
        emptied(lambda: ([], []), None, [chat, turns], api_visibility="private")


def theme() -> gr.themes.Base:
    """A light theme for day and night, with fonts of the reader's own system only."""
    chosen = gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        font=_FONTS,
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
    for name in [name for name in vars(chosen) if name.endswith("_dark")]:
        delattr(chosen, name)  # without a value of its own the dark takes the light one
    return chosen


def _answering(
    assistant: Asks, controls: _Controls
) -> Callable[[str, list[str], Chat], Iterator[list[Any]]]:
    """The event that answers: it locks the controls, shows each snapshot, and unlocks them."""

    def answer(asked: str, turns: list[str], chat: Chat) -> Iterator[list[Any]]:
        before = [*chat, _message("user", render_question(asked))]
        waiting = _message("assistant", render_notice("正在查阅报告……"))
        yield [[*before, waiting], turns, *controls.locked()]
        unchanged = [gr.skip() for _ in (turns, *controls)]
        # gradio drops this generator when the reader leaves; closing the stream ends the model's call.
        with closing(assistant.stream(asked, turns)) as snapshots:
            latest = None
            for snapshot in _paced(snapshots):
                shown: Chat | dict[str, Any] = gr.skip()
                if snapshot is not latest:
                    rendered = _rendered(snapshot, anchor=f"source-{len(before)}")
                    shown = [*before, _message("assistant", rendered)]
                latest = snapshot
                yield [shown, *unchanged]
        earlier = [*turns, asked][-_TURNS_KEPT:] if asked.strip() else turns
        yield [gr.skip(), earlier, *controls.unlocked()]

    return answer


def _rendered(snapshot: Evidence | VerifiedAnswer, anchor: str) -> str:
    if isinstance(snapshot, Evidence):
        return render_evidence(snapshot)
    return render_answer(snapshot, anchor)


def _paced(
    snapshots: Iterator[Evidence | VerifiedAnswer],
) -> Iterator[Evidence | VerifiedAnswer]:
    """The snapshots, never more of them a second than a browser shows."""
    due = time.monotonic()
    for snapshot in snapshots:
        time.sleep(max(0.0, due - time.monotonic()))
        due = time.monotonic() + _BETWEEN_YIELDS
        yield snapshot


def _faulted(chat: Chat) -> Chat:
    return [*chat[:-1], _message("assistant", render_notice(_FAULT))]


def _message(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "content": content}
