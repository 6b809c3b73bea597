"""The chat page: what it covers, examples, the conversation, and a box for the question."""

from __future__ import annotations

import html
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import gradio as gr

from assistant.answer import VerifiedAnswer
from assistant.web.render import render_answer, render_notice, render_question, shown_date
from index.library import Covered

TITLE = "政府工作报告问答"
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
    """Answers a question in snapshots, one verified sentence more each; the last is whole."""

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Iterator[VerifiedAnswer]: ...


def build_page(
    assistant: Asks, *, reports: Sequence[Covered], examples: Sequence[str]
) -> gr.Blocks:
    """The page over `assistant`; `examples` are questions offered as buttons."""
    with gr.Blocks(title=TITLE, fill_width=True) as page:
        turns = gr.State([])
        gr.HTML(_header(reports), elem_id="header")
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
        with gr.Row(elem_id="examples"):
            buttons = [gr.Button(example, size="sm") for example in examples]
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
        controls = [box, send, clear, *buttons]
        answer = _answering(assistant, len(buttons))
        for trigger, source in [
            (box.submit, box),
            (send.click, box),
            *((button.click, button) for button in buttons),
        ]:
            trigger(
                answer,
                [source, turns, chat],
                [chat, turns, *controls],
                api_visibility="private",
                concurrency_limit=_AT_ONCE,
                concurrency_id="answer",
                show_progress="hidden",
            ).failure(
                lambda shown: [_faulted(shown), *_unlocked(len(buttons))],
                [chat],
                [chat, *controls],
                api_visibility="private",
            )
        for emptied in (clear.click, chat.clear):
            emptied(lambda: ([], []), None, [chat, turns], api_visibility="private")
    page.queue(max_size=_WAITING, api_open=False)
    return page


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
    assistant: Asks, examples: int
) -> Callable[[str, list[str], Chat], Iterator[list[Any]]]:
    """The event that answers: it locks the controls, shows each snapshot, and unlocks them."""

    def answer(asked: str, turns: list[str], chat: Chat) -> Iterator[list[Any]]:
        before = [*chat, _message("user", render_question(asked))]
        waiting = _message("assistant", render_notice("正在查阅报告……"))
        yield [[*before, waiting], turns, *_locked(examples)]
        unchanged = [gr.skip()] * (examples + 4)
        for snapshot in _paced(assistant.stream(asked, turns)):
            shown = render_answer(snapshot, anchor=f"source-{len(before)}")
            yield [[*before, _message("assistant", shown)], *unchanged]
        earlier = [*turns, asked][-_TURNS_KEPT:] if asked.strip() else turns
        yield [gr.skip(), earlier, *_unlocked(examples)]

    return answer


def _paced(snapshots: Iterator[VerifiedAnswer]) -> Iterator[VerifiedAnswer]:
    """The snapshots, never more of them a second than a browser shows."""
    due = time.monotonic()
    for snapshot in snapshots:
        time.sleep(max(0.0, due - time.monotonic()))
        due = time.monotonic() + _BETWEEN_YIELDS
        yield snapshot


def _locked(examples: int) -> list[Any]:
    """Updates of the box, its two buttons and the examples for as long as an answer is written."""
    box = gr.Textbox(value="", interactive=False, placeholder="正在回答，请稍候……")
    return [box, *[gr.Button(interactive=False)] * (examples + 2)]


def _unlocked(examples: int) -> list[Any]:
    box = gr.Textbox(interactive=True, placeholder="可以接着追问")
    return [box, *[gr.Button(interactive=True)] * (examples + 2)]


def _faulted(chat: Chat) -> Chat:
    return [*chat[:-1], _message("assistant", render_notice(_FAULT))]


def _message(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "content": content}


def _header(reports: Sequence[Covered]) -> str:
    covered = "".join(f"<li>{html.escape(_named(report))}</li>" for report in reports)
    return f"""
<h1>{TITLE}</h1>
<p class="lead">依据已公开的政府工作报告及其报道作答，每个数字都由程序与所引原文核对；报告没有写的，会直接说明。</p>
<details class="about"><summary>能回答什么 · 收录了哪些报告</summary>
<p>可以问：报告中的数字、增速、位次、目标、项目、时间、地点和做法，也可以接着上一问追问。</p>
<p>不能回答：报告以外的地方、年份和事务，个人事项的办理，对政策的评价和预测。</p>
<p>回答以报告原文为准；点开回答中的编号即可对照。本页不是政府机关的正式答复。</p>
<p class="label">收录的报告（{len(reports)} 篇）</p>
<ul>{covered or "<li>尚未收录报告</li>"}</ul></details>
"""


def _named(report: Covered) -> str:
    """《title》（place，date), as far as they are known."""
    year = f"{report.year}年" if report.year else ""
    when = shown_date(report.date) if report.date else year
    known = "，".join(part for part in (report.place, when) if part)
    return f"《{report.title}》" + (f"（{known}）" if known else "")
