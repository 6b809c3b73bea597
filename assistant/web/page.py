"""The chat page: what it is and covers, the conversation, and a box for the question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.chat import PageEvents
from assistant.web.chat_wire import MOST_CHARACTERS, UNCHANGED, Update
from assistant.web.site import TITLE
from assistant.web.templates import fill
from assistant.web.welcome import Welcome

STYLES = tuple(
    Path(__file__).with_name(f"{name}.css")
    for name in ("colours", "style", "answer", "charts", "around")
)
SCRIPTS = tuple(Path(__file__).with_name(name) for name in ("page.js", "conversations.js"))

_FONTS = [
    *("PingFang SC", "Hiragino Sans GB", "Microsoft YaHei"),
    *("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "system-ui", "sans-serif"),
]


@dataclass(frozen=True, slots=True)
class Page:
    """What gradio draws, and what the events do; none of them runs in gradio."""

    blocks: gr.Blocks
    events: PageEvents


@dataclass(frozen=True, slots=True)
class _Controls:
    """What a reader can press or fill in; all of it is disabled while an answer is being written."""

    box: gr.Textbox
    send: gr.Button
    stop: gr.Button
    clear: gr.Button

    def __iter__(self) -> Iterator[gr.Component]:
        yield from (self.box, self.send, self.stop, self.clear)

    def _become(self, *, active: bool, **box: object) -> tuple[Update, ...]:
        rest = {"__type__": "update", "interactive": active}
        return (
            {**rest, **box},
            {**rest, "visible": active},
            {"__type__": "update", "visible": not active},
            rest,
        )

    def unchanged(self) -> tuple[Update, ...]:
        return tuple(UNCHANGED for _ in self)

    def locked(self) -> tuple[Update, ...]:
        return self._become(active=False, value="", placeholder="正在回答，请稍候……")

    def unlocked(self) -> tuple[Update, ...]:
        return self._become(active=True, placeholder="可以接着追问")

    def kept(self, question: str) -> tuple[Update, ...]:
        return self._become(active=True, value=question, placeholder="可以接着追问")


def build_page(welcome: Welcome) -> Page:
    """The page; an empty conversation shows the welcome."""
    blocks = gr.Blocks(title=TITLE, fill_width=True)
    with blocks:
        # Not gr.HTML: it evaluates templates, which the policy of guard.py forbids.
        gr.Markdown(
            fill("header", title=TITLE, welcome=welcome),
            elem_id="header",
            latex_delimiters=[],
        )
        gr.Markdown(fill("tools"), elem_id="tools", latex_delimiters=[])
        chat = gr.Chatbot(
            label="对话",
            show_label=False,
            elem_id="chat",
            elem_classes=["bubbles"],
            buttons=[],
            feedback_options=None,
            latex_delimiters=[],
            placeholder=fill("welcome", welcome=welcome),
            autoscroll=False,  # page.js brings each new question to the top instead
        )
        events = _declare(blocks, chat, _lay_controls())
    return Page(blocks, events)


def _lay_controls() -> _Controls:
    with gr.Row(elem_id="ask"):
        box = gr.Textbox(
            label="您的问题",
            placeholder="请输入问题",
            elem_id="question",
            lines=1,
            max_lines=4,
            max_length=MOST_CHARACTERS,
            autofocus=True,
            scale=1,
        )
        send = gr.Button("提问", variant="primary", elem_id="send", min_width=72, scale=0)
        stop = gr.Button("停止", elem_id="stop", min_width=88, scale=0, visible=False)
        clear = gr.Button("新对话", elem_id="clear", min_width=96, scale=0)
    return _Controls(box, send, stop, clear)


def _declare(blocks: gr.Blocks, chat: gr.Chatbot, controls: _Controls) -> PageEvents:
    """Declares what each control makes the browser send: the text of the box, or nothing at all."""
    shown = [chat, *controls]

    def declared(trigger: Any, sends: list[gr.Component]) -> int:
        trigger(_never, sends, shown, api_visibility="private", show_progress="hidden")
        return max(blocks.fns)  # numbers only grow

    # Filled in and pressed by page.js, to go on with a conversation of this browser.
    recorded = gr.Textbox(visible="hidden", elem_id="recorded", max_length=MOST_CHARACTERS)
    reopen = gr.Button(visible="hidden", elem_id="reopen")
    return PageEvents(
        typed=frozenset(
            declared(trigger, [controls.box])
            for trigger in (controls.box.submit, controls.send.click)
        ),
        stop=frozenset({declared(controls.stop.click, [])}),
        clear=frozenset({declared(controls.clear.click, [])}),
        reopen=frozenset({declared(reopen.click, [recorded])}),
        locked=controls.locked(),
        unchanged=controls.unchanged(),
        unlocked=controls.unlocked(),
        kept=controls.kept,
    )


def _never(*_: object) -> None:
    """gradio asks for a function for each event, but chat.py answers them all."""
    raise AssertionError("an event of the page reached gradio")


def theme() -> gr.themes.Base:
    """A theme without a dark mode of its own (colours.css has ours), with the reader's own fonts only."""
    chosen = gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        font=_FONTS,
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
    for name in [name for name in vars(chosen) if name.endswith("_dark")]:
        delattr(chosen, name)  # without its own value the dark mode takes the light one
    return chosen
