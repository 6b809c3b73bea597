"""What stands above the conversation: what the page is, what it can answer, and from what."""

from __future__ import annotations

import html
from collections.abc import Sequence

from assistant.web.render import shown_date
from index.store.library import Covered

TITLE = "政府工作报告问答"

_LEAD = (
    "依据已公开的政府工作报告及其报道作答，每个数字都由程序与所引原文核对；"
    "报告没有写的，会直接说明。"
)
_ABOUT = (
    "可以问：报告中的数字、增速、位次、目标、项目、时间、地点和做法，也可以接着上一问追问。",
    "收录了几个地方或几年的报告时，可以放在一起比较，也可以问哪些地方提到了什么。",
    "不能回答：报告以外的地方、年份和事务，个人事项的办理，对政策的评价和预测。",
    "回答以报告原文为准；点开回答中的编号即可对照。本页不是政府机关的正式答复。",
)


def header(reports: Sequence[Covered]) -> str:
    """HTML of the title, a note that opens, and the list of the reports covered; one line."""
    about = "".join(f"<p>{line}</p>" for line in _ABOUT)
    covered = "".join(f"<li>{html.escape(_named(report))}</li>" for report in reports)
    return (
        f'<h1>{TITLE}</h1><p class="lead">{_LEAD}</p>'
        f'<details class="about"><summary>能回答什么 · 收录了哪些报告</summary>{about}'
        f'<p class="label">收录的报告（{len(reports)} 篇）</p>'
        f"<ul>{covered or '<li>尚未收录报告</li>'}</ul></details>"
    )


def _named(report: Covered) -> str:
    """《title》（place，date）, as far as they are known."""
    year = f"{report.year}年" if report.year else ""
    when = shown_date(report.date) if report.date else year
    known = "，".join(part for part in (report.place, when) if part)
    title = " ".join(report.title.split())
    return f"《{title}》" + (f"（{known}）" if known else "")
