"""What an office should know of a language model before it goes live, on one page.

What the check shows of the model's sentences and what it stops, what readers get, how long it takes:
all from recordings of a fixed sample of questions on the report that ships. What the endpoint supports
is asked of the endpoint itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.answer import FallbackReason, VerifiedAnswer
from assistant.check.markers import NOT_STATED, markers_of, without_markers
from assistant.llm.language_model import FormKind
from evals.measures.endpoint_probe import FormProbe, Probed
from evals.measures.recording import Judged, Written, written_in
from evals.scoring.statistics import quantile
from index.figures.quantities import parse_quantities

_FORMS: Mapping[FormKind, str] = {
    "json_schema": "JSON schema",
    "json_object": "JSON 模式",
    "text": "纯文本",
}
_FALLBACKS: Mapping[FallbackReason, str] = {
    "model_unverified": "摘录，因大模型的回答没有通过核对、不全或答非所问",
    "model_fault": "摘录，因调用失败或超时",
    "model_filtered": "摘录，因服务方的内容审查没有放行",
}
_FATES = _SHOWN, _STOPPED, _AGAIN, _NOT_THERE, _OTHERS = (
    "显示的",
    "核对拦下的",
    "重复的",
    "说明段落没有写到的",
    "其余：客套、与所问无关，或由摘录代替的",
)
_BRIEF = 60  # characters of a reply


def page(
    judged: Sequence[Judged], probed: Probed | None = None, asked_of: Sequence[str] = ()
) -> str:
    """All that is known, as Markdown; without `probed`, of a recording alone. `asked_of` are the
    questions, also those that never came to the model."""
    models = dict.fromkeys(one.recording.model for one in judged)
    questions = {one.recording.question for one in judged}
    calls = [call for one in judged for call in one.recording.calls]
    title = f"# 大模型接口测试：{'、'.join(models)}"
    asked = (
        f"{len(questions)} 个问题，问 {len(judged)} 次，调用大模型 {len(calls)} 次。"
        "为了测核对，数字题也由大模型作答；上线后数字题由程序作答。"
    )
    left = [question for question in asked_of if question not in questions]
    if left:
        asked += f"\n\n没有问到大模型（由程序作答，或连续失败后暂停了调用）：{' '.join(left)}"
    return "\n\n".join(
        [
            *(title, asked),
            *("## 大模型写的句子", _sentences(judged)),
            *("## 读者得到的", _outcomes(judged)),
            *("## 快慢与用量", _speed(judged, calls)),
            *("## 接口", _support(probed)),
            *("## 拦下的句子", "请对照报告看一遍：说得对而被拦下的是误拦。", _stopped(judged)),
            *("## 逐题", _each(judged)),
        ]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], numbers: int) -> str:
    """A Markdown table, the last columns of which, so many, are of numbers."""
    ruler = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    lines = (head, ruler, *(tuple(map(_cell, row)) for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _written(one: Judged) -> list[str]:
    return [sentence for call in written_in(one.recording) for sentence in call]


def _fates(one: Judged) -> Iterator[str]:
    """What became of each sentence that the model wrote."""
    stopped = {of.sentence for of in one.stopped}
    shown = {_bare(sentence) for sentence in one.answer.sentences if one.answer.mode == "llm"}
    seen: set[str] = set()
    for sentence in _written(one):
        bare = _bare(sentence)
        if sentence in stopped:
            yield _STOPPED
        elif bare in seen:
            yield _AGAIN
        elif bare in shown:
            yield _SHOWN
        elif NOT_STATED in markers_of(sentence):
            yield _NOT_THERE
        else:
            yield _OTHERS
        seen.add(bare)


def _bare(sentence: str) -> str:
    return re.sub(r"[\W_]", "", without_markers(sentence))


def _sentences(judged: Sequence[Judged]) -> str:
    written = [sentence for one in judged for sentence in _written(one)]
    fates = Counter(fate for one in judged for fate in _fates(one))
    stopped = [one for of in judged for one in of.stopped]
    quoted = [" ".join(re.findall("“(.*?)”", one.reason)) for one in stopped]
    rows = [
        ("大模型写的句子", len(written)),
        *((fate, fates[fate]) for fate in _FATES),
        ("大模型写的数字（年份不计）", sum(map(_figures, written))),
        ("随句拦下的数字", sum(_figures(one.sentence) for one in stopped)),
        ("其中核对指明不对的", sum(map(_figures, quoted))),
    ]
    reasons = Counter(_kind(one.reason) for one in stopped)
    by_reason = _table(("拦下的原因", "句子"), reasons.most_common(), 1)
    return "\n\n".join([_table(("", "数量"), rows, 1), *([by_reason] if stopped else ())])


def _figures(text: str) -> int:
    return sum(quantity.unit != "year" for quantity in parse_quantities(text))


def _kind(reason: str) -> str:
    """A reason without what it quotes of the sentence."""
    return re.sub(r"\[\d+\](?:、\[\d+\])*", "[n]", re.sub("“.*”", "“…”", reason))


def _outcomes(judged: Sequence[Judged]) -> str:
    outcomes = Counter(
        _outcome(one.answer) if one.whole else "没有录全：程序比录制时多问了一次" for one in judged
    )
    return _table(("", "次数"), outcomes.most_common(), 1)


def _outcome(answer: VerifiedAnswer) -> str:
    if not answer.status.startswith("answered"):
        return "没有作答"
    if answer.fallback is not None:
        return _FALLBACKS[answer.fallback]
    if answer.mode == "llm":
        return "大模型的回答" + ("（一部分）" if answer.status == "answered_partly" else "")
    return "最接近的原文，因大模型没有可显示的句子"


def _speed(judged: Sequence[Judged], calls: Sequence[Written]) -> str:
    answered = [call for call in calls if call.events and not call.cut]
    first = [at for call in calls if (at := _first_piece(call)) is not None]
    ended = [call.events[-1].at for call in answered]
    whole = [
        sum(call.events[-1].at for call in one.recording.calls if call.events) for one in judged
    ]
    rows = [
        (what, *(f"{quantile(sorted(seconds), share):.1f}" for share in (0.5, 0.9)))
        for what, seconds in (
            ("一次调用，到第一个字", first),
            ("一次调用，到写完", ended),
            ("一个问题，全部调用", whole),
        )
        if seconds
    ]
    cut, refused = (
        sum(map(bool, of)) for of in zip(*((c.cut, c.refused) for c in calls), strict=True)
    )
    said = [f"没有写完的调用 {cut} 次，接口拒绝或出错的 {refused} 次。", _usage(calls)]
    return "\n\n".join([_table(("秒", "中位数", "第 90 百分位"), rows, 2), "\n".join(said)])


def _first_piece(call: Written) -> float | None:
    return next((came.at for came in call.events if (came.delta or {}).get("content")), None)


def _usage(calls: Sequence[Written]) -> str:
    used = [usage for call in calls if (usage := _used(call)) is not None]
    if not used:
        return "接口没有随回答给出词元用量。"
    read, wrote = zip(*used, strict=True)
    return (
        f"词元（{len(used)} 次调用给出用量）：读入共 {sum(read):,}，写出共 {sum(wrote):,}；"
        f"每次的中位数 {quantile(sorted(read), 0.5):,.0f} 和 {quantile(sorted(wrote), 0.5):,.0f}。"
    )


def _used(call: Written) -> tuple[int, int] | None:
    """The tokens read and written, as the endpoint last said."""
    for came in reversed(call.events):
        usage = (came.other or {}).get("usage")
        if isinstance(usage, dict):
            read, wrote = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if isinstance(read, int) and isinstance(wrote, int):
                return read, wrote
    return None


def _support(probed: Probed | None) -> str:
    if probed is None:
        return "本页由录制文件作成，没有连接接口，不知道它支持什么。"
    rows = [(_FORMS[one.kind], _supports(one), f"{one.seconds:.1f}") for one in probed.forms]
    return "\n\n".join([_table(("要求的形式", "结果", "秒"), rows, 1), _understood(probed)])


def _supports(one: FormProbe) -> str:
    if one.error:
        return f"不支持：{one.error}"
    if one.as_asked:
        return "支持，答复合乎要求"
    return f"接受，但答复不合要求：{one.reply[:_BRIEF]}"


def _understood(probed: Probed) -> str:
    if probed.named is None:
        return "请大模型理解问题：没有启用（ASSISTANT_LLM_UNDERSTANDS）。"
    if not probed.named:
        return "请大模型理解问题：这些问题中没有需要它指出名称的。"
    named = [f"{one.question.question}→{one.chosen or '都不是'}" for one in probed.named]
    works = "可用" if not probed.faults else f"有 {len(probed.faults)} 次失败"
    seconds = sorted(one.seconds for one in probed.named if one.seconds is not None)
    said = (
        f"请大模型理解问题：{works}，问 {len(named)} 次，"
        f"秒数中位数 {quantile(seconds, 0.5):.1f}，第 90 百分位 {quantile(seconds, 0.9):.1f}。"
    )
    return "\n".join([said, "", *(f"- {_cell(one)}" for one in (*named, *probed.faults))])


def _stopped(judged: Sequence[Judged]) -> str:
    rows = [(of.recording.question, *one[::-1]) for of in judged for one in of.stopped]
    return _table(("问题", "句子", "原因"), list(dict.fromkeys(rows)), 0) if rows else "没有。"


def _each(judged: Sequence[Judged]) -> str:
    rows = [
        (one.recording.question, one.answer.text, len(fates), fates.count(_SHOWN))
        for one in judged
        for fates in [list(_fates(one))]
    ]
    return _table(("问题", "读者得到", "写", "显示"), rows, 2)
