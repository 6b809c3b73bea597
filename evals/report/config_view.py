"""What was run, as rows of a table; beside it the run before, with what differs marked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from evals.report.highlight import shortened
from evals.runs.run_folder import Run

_LABELS: Mapping[str, str] = {
    "started": "开始时间",
    "suites": "评测集",
    "measures": "另测",
    "split": "题目部分",
    "repeats": "每题问几次",
    "cases_sha256": "题目摘要",
    "kind": "被测系统",
    "model": "大模型",
    "base_url": "接口地址",
    "instructions": "给它的说明",
    "context": "模型上下文",
    "home_place": "默认地区",
    "index_id": "索引",
    "corpus_sha256": "报告摘要",
    "prompts_sha256": "提示词摘要",
    "code_sha256": "代码摘要",
    "python": "Python",
}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_DIGEST_SHOWN = 12
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Value:
    """A setting as it is shown, and in full."""

    shown: str
    full: str


@dataclass(frozen=True, slots=True)
class ConfigRow:
    """`before` is None where the report is of one run alone."""

    label: str
    value: Value
    before: Value | None

    @property
    def differs(self) -> bool:
        return self.before is not None and self.before != self.value


def config_rows(run: Run, before: Run | None) -> list[ConfigRow]:
    now = _flat(run)
    was = _flat(before) if before else None
    keys = dict.fromkeys([*now, *(was or ())])
    return [
        ConfigRow(
            _LABELS.get(key, key),
            _value(now.get(key)),
            None if was is None else _value(was.get(key)),
        )
        for key in keys
    ]


def _flat(run: Run) -> dict[str, object]:
    """The settings, those of the target among them: it stands in the file as a part of its own."""
    target = run.config.get("target")
    flat = {key: value for key, value in run.config.items() if key != "target"}
    flat["suites"] = [f"{name}（{len(cases)}）" for name, cases in run.suites.items()]
    return flat | (target if isinstance(target, dict) else {"kind": target})


def _value(told: object) -> Value:
    if told is None or told == "" or told == []:
        return Value("无", "")
    if isinstance(told, Mapping):
        parts = [f"{name} {_value(part).shown}" for name, part in told.items()]
        return Value("，".join(parts), json.dumps(told, ensure_ascii=False))
    text = "、".join(map(str, told)) if isinstance(told, list) else str(told)
    if _DIGEST.fullmatch(text):
        return Value(text[:_DIGEST_SHOWN], text)
    return Value(shortened(text, _SHOWN), text)
