"""The staff page as HTML, made on the server; what a letter or a table holds comes out as text."""

from __future__ import annotations

import html
from collections.abc import Iterable

from assistant.check.markers import MARKER
from assistant.staff.draft import Draft
from assistant.staff.jobs import Job
from assistant.staff.printable import one_line

_TITLE = "工作人员：答复拟稿与批量答复"
_WARNING = (
    "本页供工作人员使用，目前没有登录，只应在本单位内部网络中打开。"
    "交来的内容先隐去能认出的个人信息（身份证号、手机号、姓名等），再查阅、保存；"
    "原件不保存，结果一天后删除。"
)
_STATES = {
    "waiting": "正在排队",
    "running": "正在处理",
    "done": "已完成",
    "partly": "已完成，有几行出错",
    "failed": "没有做成",
}
_KINDS = {"draft": "答复拟稿", "batch": "批量答复"}
_EVIDENCE = ("问题", "数字", "核对结果", "原文", "出处")


def start_page(told: str = "", letter: str = "") -> str:
    """Both forms; `told` is what was wrong with the one sent, `letter` the text it held."""
    return _page(
        _TITLE,
        f"{_told(told)}"
        '<section><h2>来信答复拟稿</h2><form method="post" action="/staff/drafts" '
        'enctype="multipart/form-data">'
        '<label for="letter">来信全文</label>'
        f'<textarea id="letter" name="letter" rows="10">{html.escape(letter)}</textarea>'
        '<label for="letter-file">或选择来信文件（TXT、MD、DOCX）</label>'
        '<input id="letter-file" type="file" name="file" accept=".txt,.md,.docx">'
        "<button>拟写答复</button></form></section>"
        '<section><h2>批量答复</h2><form method="post" action="/staff/batches" '
        'enctype="multipart/form-data">'
        '<label for="table-file">问题表格（XLSX、CSV，不超过 20 MB）</label>'
        '<input id="table-file" type="file" name="file" accept=".xlsx,.xlsm,.csv" required>'
        '<label for="column">问题所在的列</label>'
        '<input id="column" type="text" name="column" value="问题">'
        '<label for="sheet">工作表（只有一个有这一列时可不填）</label>'
        '<input id="sheet" type="text" name="sheet">'
        "<button>逐行回答</button></form>"
        "<p>一行一个问题，其余各列照原样保留；结果附状态、来源、原文和每个数字的核对情况。</p>"
        "</section>",
    )


def job_page(job: Job, files: Iterable[tuple[str, str]] = (), shown: str = "") -> str:
    """A job as it stands: it loads itself anew until done. `files` are links, `shown` is HTML."""
    progress = ""
    if job.is_open and job.total:
        progress = (
            f'<progress max="{job.total}" value="{job.done}"></progress>'
            f"<p>{job.total} 行中已答 {job.done} 行。</p>"
        )
    waiting = "<p>可以离开或重新打开本页，任务会接着做；请记下网址。</p>" if job.is_open else ""
    links = "".join(
        f'<li><a href="/staff/jobs/{job.id}/{name}" download>{html.escape(label)}</a></li>'
        for name, label in files
    )
    again = (
        f'<form method="post" action="/staff/jobs/{job.id}/again" enctype="multipart/form-data">'
        "<button>接着做</button></form>"
        if job.state in ("partly", "failed")
        else ""
    )
    return _page(
        f"{_KINDS[job.kind]}：{_STATES[job.state]}",
        f'<section class="job {job.state}"><p class="state">{_STATES[job.state]}</p>'
        f"<p>{_text(job.name)}</p>{progress}{waiting}<p>{_text(job.message)}</p>"
        f"{f'<ul class=files>{links}</ul>' if links else ''}{again}</section>{shown}"
        '<p><a href="/staff">回到首页</a></p>',
        refresh=job.is_open,
    )


def notice_page(told: str) -> str:
    """A page with one sentence, and the way back."""
    return _page(_TITLE, f'{_told(told)}<p><a href="/staff">回到首页</a></p>')


def draft_html(draft: Draft) -> str:
    """The letter, its footnotes, what the clerk should know, and the evidence for each figure."""
    replies = "".join(
        f"<p><strong>{_text(reply.lead)}</strong>{_footnoted(reply.paragraph)}</p>"
        for reply in draft.replies
    )
    notes = "".join(
        f'<li id="note-{source.number}" value="{source.number}">{_text(source.text)}</li>'
        for source in draft.footnotes
    )
    notices = "".join(f"<li>{_text(notice)}</li>" for notice in draft.notices)
    return (
        f'<article class="letter"><h2>{_text(draft.title)}</h2>'
        f'<p class="salutation">{_text(draft.salutation)}</p><p>{_text(draft.opening)}</p>{replies}'
        f"{f'<p>{_text(draft.matters)}</p>' if draft.matters else ''}<p>{_text(draft.closing)}</p>"
        f'<p class="signed">{_text(draft.office)}<br>{_text(draft.date)}</p>'
        f"{f'<ol class=notes>{notes}</ol>' if notes else ''}</article>"
        f"<section><h2>审核提示</h2><ul>{notices}</ul></section>"
        f"<section><h2>数字核对表（不随信发出）</h2>{_evidence(draft)}</section>"
    )


def _evidence(draft: Draft) -> str:
    if not draft.evidence:
        return "<p>本稿没有数字。</p>"
    head = "".join(f'<th scope="col">{name}</th>' for name in _EVIDENCE)
    rows = ""
    for line in draft.evidence:
        verdict = f"{line.verdict}（{line.formula}）" if line.formula else line.verdict
        cells = (line.question, line.figure, verdict, line.quote, line.source.text)
        rows += "<tr>" + "".join(
            f'<td data-name="{name}">{_text(cell)}</td>'
            for name, cell in zip(_EVIDENCE, cells, strict=True)
        )
        rows += "</tr>"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _footnoted(text: str) -> str:
    return "".join(
        f'<sup><a href="#note-{piece}">{piece}</a></sup>' if position % 2 else _text(piece)
        for position, piece in enumerate(MARKER.split(text))
    )


def _told(told: str) -> str:
    return f'<p class="told" role="alert">{_text(told)}</p>' if told else ""


def _text(text: str) -> str:
    return html.escape(one_line(text))


def _page(title: str, body: str, *, refresh: bool = False) -> str:
    again = '<meta http-equiv="refresh" content="2">' if refresh else ""
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/staff/style.css"></head>'
        f'<body><main><h1>{title}</h1><p class="warning">{_WARNING}</p>{body}</main></body></html>'
    )
