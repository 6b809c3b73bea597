"""Results as a person reads them on a terminal; every count stands over its denominator."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import chain

from evals.cases.case import Case, Fact
from evals.measures.retrieval import TRUE, Checked, Searched, mrr, recall_at
from evals.metamorphic.measure import RELATIONS
from evals.metamorphic.trial import Trial
from evals.runs.comparison import Comparison, Flip
from evals.runs.results import Result, confirmed
from evals.runs.summary import Tally, models_of, tally
from evals.scoring.score import Outcome
from evals.scoring.statistics import PairedDifference, Share

OUTCOMES: Mapping[Outcome, str] = {
    "right": "答对",
    "rightly_refused": "当拒而拒",
    "wrong": "答错",
    "wrongly_refused": "不当拒而拒",
    "partly": "部分",
    "error": "故障",
}
_HEADER = ("题数", *OUTCOMES.values(), "错误数字", "p50 毫秒", "p95 毫秒")


def counts(title: str, groups: Mapping[str, Tally], total: Tally) -> str:
    """A row for each group and one for all."""
    rows = [(name, *_cells(group)) for name, group in groups.items()]
    return _align([(title, *_HEADER), *rows, ("合计", *_cells(total))])


def headline(results: Sequence[Result]) -> str:
    """What the run comes to, in lines; drafts are named and not counted."""
    drafts = sum(result.case.draft for result in results)
    asked, results = len(results), confirmed(results)
    total = tally(results)
    lines = [
        f"答对与当拒而拒　{percent(total.good)}",
        f"答错　{percent(total.wrong)}；显示了错误数字　{percent(total.wrong_figures)}",
        f"不当拒而拒（占应答之题）　{percent(total.refused_wrongly)}",
        f"引用召回　{percent(total.citation_recall)}；引用精确　{percent(total.citation_precision)}",
        f"每个回答中没有依据的数字　{ratio(total.unsupported, total.answers)}",
        f"两个评分程序不一致　{total.disagreements}/{sum(len(r.tries) for r in results)} 个回答",
    ]
    if total.cached:
        lines.append(f"取自缓存　{total.cached} 个回答（不计入用时）")
    if any(len(result.tries) > 1 for result in results):
        lines.append(f"各次结果不一　{total.unsteady}/{total.cases} 题（每题按最差的一次计）")
    if drafts:
        counted = "只有草稿，仍列其结果" if drafts == asked else "不计入以上各数"
        lines.append(f"草稿　{drafts}/{asked} 题（未经人确认，不计入门槛，{counted}）")
    lines += [
        f"大模型 {model}　{modes['llm'] + modes['endpoint']} 个回答由它作答，"
        f"{modes['extractive']} 个由摘录代答"
        for model, modes in sorted(models_of(results).items())
    ]
    return "\n".join(lines)


def failures(results: Sequence[Result]) -> str:
    """Each case that failed or showed a wrong figure: asked, expected, got, and why."""
    return "\n\n".join(_failure(one) for one in results if not one.good or one.wrong_figures)


def disagreements(results: Sequence[Result]) -> str:
    """Each answer of which the two scorers disagree, with the reasons of either."""
    return "\n".join(
        f"≠ {result.case.id}　{OUTCOMES[one.score.outcome]}（{'；'.join(one.score.reasons) or '—'}）"
        f"　独立评分：{OUTCOMES[one.plain.outcome]}（{'；'.join(one.plain.reasons) or '—'}）"
        f"　{one.asked.answer.get('text')}"
        for result in results
        for one in result.tries
        if not one.scorers_agree
    )


def retrieval(searched: Sequence[Searched]) -> str:
    return (
        f"检索　前 5 段证据召回 {recall_at(5, searched):.3f}，"
        f"前 10 段倒数排名均值 {mrr(10, searched):.3f}（{len(searched)} 题）"
    )


def verifier(checked: Sequence[Checked]) -> str:
    """A line for each way of making a sentence wrong, and one for the true sentences."""
    kinds = dict.fromkeys(one.kind for one in checked if one.kind != TRUE)
    rows = [("核对", "句数", "放过")]
    for kind in kinds:
        of_kind = [one.accepted for one in checked if one.kind == kind]
        rows.append((kind, str(len(of_kind)), ratio(sum(of_kind), len(of_kind))))
    stopped = [not one.accepted for one in checked if one.kind == TRUE]
    rows.append(("如实的句子", str(len(stopped)), f"误拦 {ratio(sum(stopped), len(stopped))}"))
    return _align(rows)


def relations(tried: Sequence[Trial]) -> str:
    """A line for each relation: its trials, in how many it held, how many of the others are refusals."""
    rows = [("关系", "试验", "成立", "其余中的拒答", "")]
    for relation, words in RELATIONS.items():
        of_relation = [one for one in tried if one.relation == relation]
        held = sum(one.holds for one in of_relation)
        refused = sum(one.refused for one in of_relation)
        share = ratio(held, len(of_relation))
        rows.append((relation, str(len(of_relation)), share, str(refused), words))
    return _align(rows)


def broken(tried: Sequence[Trial]) -> str:
    """Each trial in which its relation did not hold."""
    return "\n\n".join(
        f"✗ {one.relation}\n  问：{'　→　'.join(one.asked)}\n  得：{one.answered}"
        for one in tried
        if not one.holds
    )


def relations_compared(before: Sequence[Trial], after: Sequence[Trial]) -> str:
    """Of the trials that both runs made: those that changed, then how many held in each."""
    was = {(one.relation, one.asked): one for one in before}
    pairs = [(was[key], one) for one in after if (key := (one.relation, one.asked)) in was]
    changed = [
        f"{'↑' if now.holds else '↓'} {now.relation}\n  问：{'　→　'.join(now.asked)}\n"
        f"  前：{then.answered}\n  后：{now.answered}"
        for then, now in pairs
        if then.holds != now.holds
    ]
    rows = [("关系", "两次都试", "前", "后")]
    for relation in RELATIONS:
        both = [pair for pair in pairs if pair[1].relation == relation]
        was_held = ratio(sum(then.holds for then, _ in both), len(both))
        now_held = ratio(sum(now.holds for _, now in both), len(both))
        rows.append((relation, str(len(both)), was_held, now_held))
    return "\n\n".join((*changed, _align(rows)))


def comparison(compared: Comparison) -> str:
    """The flips, the worst first, then the difference and its test."""
    flips = "\n\n".join(_flip(flip) for flip in compared.flips) or "没有一道题的结果有变化。"
    return "\n".join(
        (
            flips,
            "",
            f"结果有变化　{len(compared.flips)}/{compared.cases} 题",
            f"答对与当拒而拒　{compared.good_before}/{compared.cases} → {compared.good_after}/{compared.cases}，"
            f"差 {difference(compared.good)}",
            f"显示错误数字　差 {difference(compared.wrong_figures)}",
            f"McNemar 精确检验　变好 {compared.test.better}，变坏 {compared.test.worse}，"
            f"p = {compared.test.p:.4f}",
        )
    )


def percent(one: Share) -> str:
    """part/whole, the share and its interval at 95 %."""
    if math.isnan(one.value):
        return f"{one.part}/{one.whole} = nan"
    return (
        f"{one.part}/{one.whole} = {100 * one.value:.1f}%"
        f"（95% 区间 {100 * one.low:.1f}–{100 * one.high:.1f}%）"
    )


def difference(one: PairedDifference) -> str:
    """In percentage points, with the interval at 95 % and the clusters that it is drawn from."""
    return (
        f"{100 * one.value:+.1f} 个百分点"
        f"（95% 区间 {100 * one.low:+.1f} 至 {100 * one.high:+.1f}，{one.clusters} 组）"
    )


def ratio(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.3f}" if whole else f"{part}/0 = nan"


def expected(case: Case) -> str:
    """What a right answer to the case holds, in a line."""
    groups = ("|".join(group) for group in case.contains)
    return "；".join(chain(("/".join(case.statuses),), map(fact_text, case.facts), groups))


def fact_text(fact: Fact) -> str:
    period = f"{fact.period} 年" if fact.period else ""
    kind = "目标" if fact.kind == "target" else ""
    number = f"{fact.value:f}{fact.unit} {fact.qualifier or ''}".strip()
    return f"{period}{fact.indicator[0]}{kind} {number}"


def _cells(group: Tally) -> tuple[str, ...]:
    return (
        str(group.cases),
        *(f"{group.outcomes[outcome]}/{group.cases}" for outcome in OUTCOMES),
        f"{group.wrong_figures.part}/{group.cases}",
        f"{group.p50:.1f}",
        f"{group.p95:.1f}",
    )


def _failure(one: Result) -> str:
    answer = one.worst.asked.answer
    return "\n".join(
        (
            f"✗ {one.case.id}（{OUTCOMES[one.outcome]}）",
            f"  问：{' → '.join((*one.case.turns, one.case.question))}",
            f"  应：{expected(one.case)}",
            f"  得：{answer.get('status')}　{answer.get('text')}",
            *(f"  因：{reason}" for reason in one.worst.score.reasons),
            *(f"  错误数字：{figure}" for figure in one.wrong_figures),
        )
    )


def _flip(flip: Flip) -> str:
    was, now = flip.before, flip.after
    return "\n".join(
        (
            f"{'↓' if was.good and not now.good else '↑' if now.good else '→'} {flip.case.id}　"
            f"{OUTCOMES[was.outcome]} → {OUTCOMES[now.outcome]}",
            f"  问：{' → '.join((*flip.case.turns, flip.case.question))}",
            f"  应：{expected(flip.case)}",
            f"  前：{was.worst.asked.answer.get('text')}",
            f"  后：{now.worst.asked.answer.get('text')}",
            *(f"  新的错误数字：{figure}" for figure in flip.new_wrong_figures),
        )
    )


def _align(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _width(text: str) -> int:
    """Columns on a terminal: a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
