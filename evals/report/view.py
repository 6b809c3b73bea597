"""A stored run to all that its report shows; pure, so that the template only lays it out."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evals.measures.retrieval import TRUE, Checked, Searched, mrr, ranks_of, recall_at
from evals.metamorphic.measure import RELATIONS
from evals.metamorphic.trial import Trial
from evals.report.case_view import (
    CaseView,
    bad_tries,
    case_view,
    differing_tries,
    disagreeing,
    failed,
)
from evals.report.comparison_view import ComparisonView, comparison_view
from evals.report.highlight import shortened
from evals.report.plots import (
    SHOWN_FIRST,
    Bar,
    Histogram,
    Intervals,
    interval_plot,
    latency_plot,
    outcome_bars,
)
from evals.report.words import (
    MUTATIONS,
    category_words,
    milliseconds,
    share_words,
    short_percent,
)
from evals.runs.gate import Gates, all_misses
from evals.runs.results import Result, Try, confirmed, results_of
from evals.runs.run_folder import METAMORPHIC, Run
from evals.runs.summary import Tally, grouped, models_of, tally
from evals.runs.tables import OUTCOMES, ratio
from evals.scoring.statistics import Share

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


def _value(value: object) -> Value:
    if value is None or value == "" or value == []:
        return Value("无", "")
    if isinstance(value, Mapping):
        parts = [f"{name} {_value(part).shown}" for name, part in value.items()]
        return Value("，".join(parts), json.dumps(value, ensure_ascii=False))
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    if _DIGEST.fullmatch(text):
        return Value(text[:_DIGEST_SHOWN], text)
    return Value(shortened(text, _SHOWN), text)


_RANKS = 5  # named one by one; those below together


@dataclass(frozen=True, slots=True)
class Retrieval:
    """`ranks` counts the cases by the rank of the first passage that covers one of their quotes;
    `missed` are the questions for which none does. `done` is False of an interrupted run."""

    done: bool
    recall: str
    mrr: str
    cases: int
    ranks: Sequence[tuple[str, int]]
    missed: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Verifier:
    """`ways` has (way, let through of tried); `passed` the wrong sentences let through, by way,
    `stopped` the true ones stopped."""

    done: bool
    ways: Sequence[tuple[str, str]]
    passed: Sequence[tuple[str, str]]
    stopped: Sequence[str]


def retrieval_view(searched: Sequence[Searched] | None) -> Retrieval:
    measured = searched or ()
    firsts = [min((r for r in ranks_of(one) if r is not None), default=None) for one in measured]
    counts = Counter(_rank_words(first) for first in firsts)
    names = [_rank_words(rank) for rank in (*range(1, _RANKS + 2), None)]
    return Retrieval(
        done=searched is not None,
        recall=_number(recall_at(5, measured)),
        mrr=_number(mrr(10, measured)),
        cases=len(measured),
        ranks=[(name, counts[name]) for name in names],
        missed=[
            (one.id, one.question)
            for one, first in zip(measured, firsts, strict=True)
            if first is None
        ],
    )


def verifier_view(checked: Sequence[Checked] | None) -> Verifier:
    measured = checked or ()
    kinds = dict.fromkeys(one.kind for one in measured if one.kind != TRUE)
    ways = []
    for kind in kinds:
        accepted = [one.accepted for one in measured if one.kind == kind]
        ways.append((_way(kind), f"放过 {ratio(sum(accepted), len(accepted))}"))
    stopped = [not one.accepted for one in measured if one.kind == TRUE]
    return Verifier(
        done=checked is not None,
        ways=[*ways, ("如实的句子", f"误拦 {ratio(sum(stopped), len(stopped))}")],
        passed=[(_way(o.kind), o.text) for o in measured if o.kind != TRUE and o.accepted],
        stopped=[one.text for one in measured if one.kind == TRUE and not one.accepted],
    )


@dataclass(frozen=True, slots=True)
class Relations:
    """`rows` has (relation, what it demands, in how many trials it held, refusals among the others);
    `broken` (relation, what was asked, what was answered)."""

    done: bool
    rows: Sequence[tuple[str, str, str, int]]
    broken: Sequence[tuple[str, str, str]]


def relations_view(tried: Sequence[Trial] | None) -> Relations:
    by_relation: dict[str, list[Trial]] = {name: [] for name in RELATIONS}
    for one in tried or ():
        by_relation.setdefault(one.relation, []).append(one)
    return Relations(
        done=tried is not None,
        rows=[
            (
                name,
                RELATIONS.get(name, ""),
                ratio(sum(one.holds for one in trials), len(trials)),
                sum(one.refused for one in trials),
            )
            for name, trials in by_relation.items()
        ],
        broken=[
            (one.relation, " → ".join(one.asked), shortened(one.answered, _SHOWN))
            for one in tried or ()
            if not one.holds
        ],
    )


def _rank_words(rank: int | None) -> str:
    if rank is None:
        return "未找到"
    return f"第 {rank}" if rank <= _RANKS else f"第 {_RANKS + 1} 及以后"


def _number(value: float) -> str:
    return "nan（无题目）" if math.isnan(value) else f"{value:.3f}"


def _way(kind: str) -> str:
    return MUTATIONS.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the run may go out; one that is not complete never may."""

    state: Literal["passed", "missed", "incomplete"]
    words: str
    misses: Sequence[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the headline; `alarming` where it is one that should be 0 and is not."""

    label: str
    value: str
    detail: str
    alarming: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A group of cases as a row of a table; `counts` in the order of the outcomes shown."""

    name: str
    cases: int
    good: str
    counts: Sequence[tuple[str, bool]]
    wrong_figures: int
    p50: str
    p95: str


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case of the full list; `anchor` leads to where it is shown at length, "" if nowhere."""

    id: str
    question: str
    outcome: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Suite:
    """All cases of a suite, folded; `summary` is what stands on the fold."""

    name: str
    summary: str
    cases: Sequence[ListedCase]


@dataclass(frozen=True, slots=True)
class Page:
    """The whole report in the order in which it is read; None where a part was not measured."""

    name: str
    verdict: Verdict
    measures: Sequence[Measure]
    lines: Sequence[tuple[str, str]]
    comparison: ComparisonView | None
    config: Sequence[ConfigRow]
    outcomes: Sequence[str]
    by_suite: Sequence[Row]
    by_category: Sequence[Row]
    total: Row
    legend: Sequence[tuple[str, str]]
    bars: Sequence[Bar] | None
    intervals: Intervals | None
    latency: Histogram | None
    retrieval: Retrieval | None
    verifier: Verifier | None
    relations: Relations | None
    failures: Sequence[CaseView]
    disagreements: Sequence[CaseView]
    suites: Sequence[Suite]


def page_of(run: Run, before: Run | None, gates: Gates) -> Page:
    """Raises RunsDiffer where `before` is of other cases, GatesInvalid where a suite has no gate."""
    results = results_of(run.asked)
    counting = confirmed(results)
    total = tally(counting)
    suites = grouped(counting, lambda r: r.suite)
    categories = grouped(counting, lambda r: category_words(r.case.category))
    failures = _numbered("fail", failed(results), bad_tries)
    earlier = (
        comparison_view(before.folder.name, results_of(before.asked), results) if before else None
    )
    return Page(
        name=run.folder.name,
        verdict=_verdict(run, all_misses(gates, run, results)),
        measures=_measures(total),
        lines=_lines(results, total),
        comparison=earlier,
        config=config_rows(run, before),
        outcomes=[OUTCOMES[outcome] for outcome in SHOWN_FIRST],
        by_suite=[_row(name, group) for name, group in suites.items()],
        by_category=[_row(name, group) for name, group in categories.items()],
        total=_row("合计", total),
        legend=[(outcome, OUTCOMES[outcome]) for outcome in SHOWN_FIRST],
        bars=outcome_bars(categories),
        intervals=interval_plot(categories),
        latency=latency_plot(total.times),
        retrieval=retrieval_view(run.searched) if run.measures("retrieval") else None,
        verifier=verifier_view(run.checked) if run.measures("verifier") else None,
        relations=relations_view(run.tried) if run.measures(METAMORPHIC) else None,
        failures=failures,
        disagreements=_numbered("scorers", disagreeing(results), differing_tries),
        suites=_suites(run, results, {(one.suite, one.id): one.anchor for one in failures}),
    )


def _verdict(run: Run, misses: Sequence[str]) -> Verdict:
    if not run.complete:
        left = [f"还有 {len(run.missing)} 个问题未问"] if run.missing else []
        left += ["检索未测完"] if run.searched is None else []
        left += ["核对未测完"] if run.checked is None else []
        left += ["关系未试完"] if run.tried is None else []
        return Verdict("incomplete", f"未完成，不能作数：{'，'.join(left)}。", misses)
    if misses:
        return Verdict("missed", f"未达门槛：有 {len(misses)} 处未达到。", misses)
    return Verdict("passed", "已达门槛。", ())


def _measures(total: Tally) -> list[Measure]:
    figures = f"{total.unsupported}/{total.answers}" if total.answers else ""
    return [
        _share("答对与当拒而拒", total.good),
        _share("显示了错误数字", total.wrong_figures, bad=True),
        _share("答错", total.wrong),
        _share("不当拒而拒（占应答之题）", total.refused_wrongly),
        _share("引用召回", total.citation_recall),
        _share("引用精确", total.citation_precision),
        Measure(
            "每个回答中没有依据的数字",
            f"{total.unsupported / total.answers:.3f}" if total.answers else "nan",
            f"{figures} 个回答" if total.answers else "nan（无回答）",
            alarming=total.unsupported > 0,
        ),
        Measure(
            "用时（毫秒）p50 / p95",
            "nan" if math.isnan(total.p50) else f"{total.p50:.1f} / {total.p95:.1f}",
            f"{len(total.times)} 个回答" if total.times else "nan（无计时的回答）",
        ),
    ]


def _share(label: str, one: Share, bad: bool = False) -> Measure:
    return Measure(label, short_percent(one.value), share_words(one), alarming=bad and one.part > 0)


def _lines(results: Sequence[Result], total: Tally) -> list[tuple[str, str]]:
    tries = sum(len(result.tries) for result in results)
    repeats = max((len(result.tries) for result in results), default=0)
    drafts = sum(result.case.draft for result in results)
    lines = [
        (
            "两个评分程序不一致",
            f"{total.disagreements}/{tries} 个回答" if tries else "nan（无回答）",
        ),
        (
            "故障",
            f"{total.outcomes['error']}/{total.cases} 题" if total.cases else "nan（无题目）",
        ),
        (
            "草稿",
            f"{drafts}/{len(results)} 题（未经人确认，不计入以上各数与门槛）" if drafts else "无",
        ),
        (
            "取自缓存",
            f"{total.cached}/{tries} 个回答（不计入用时）" if total.cached else "无",
        ),
        ("重复", _repeated(repeats, total)),
    ]
    models = [
        f"{model}：{modes['llm'] + modes['endpoint']} 个回答由它作答，"
        f"{modes['extractive']} 个由摘录代答"
        for model, modes in sorted(models_of(results).items())
    ]
    return [*lines, ("大模型", "；".join(models) or "未用大模型，全部由摘录作答")]


def _repeated(repeats: int, total: Tally) -> str:
    if repeats < 2:
        return "每题问一次"
    return (
        f"每题至多问 {repeats} 次，{total.unsteady}/{total.cases} 题各次结果不一（按最差的一次计）"
    )


def _row(name: str, group: Tally) -> Row:
    return Row(
        name=name,
        cases=group.cases,
        good=share_words(group.good),
        counts=[
            (f"{group.outcomes[o]}/{group.cases}", number > 1 and group.outcomes[o] > 0)
            for number, o in enumerate(SHOWN_FIRST)
        ],
        wrong_figures=group.wrong_figures.part,
        p50=milliseconds(group.p50),
        p95=milliseconds(group.p95),
    )


def _numbered(
    prefix: str, results: Sequence[Result], shown: Callable[[Result], Sequence[Try]]
) -> list[CaseView]:
    return [
        case_view(f"{prefix}-{number}", result, shown(result))
        for number, result in enumerate(results, start=1)
    ]


def _suites(
    run: Run, results: Sequence[Result], anchors: Mapping[tuple[str, str], str]
) -> list[Suite]:
    """Every case of the run, those that are still to be asked too."""
    by_case = {(result.suite, result.case.id): result for result in results}
    suites = []
    for name, cases in run.suites.items():
        listed = []
        for case in cases:
            result = by_case.get((name, case.id))
            outcome = result.outcome if result else ""
            words = OUTCOMES[result.outcome] if result else "未问"
            anchor = anchors.get((name, case.id), "")
            listed.append(ListedCase(case.id, case.question, outcome, words, anchor))
        bad = sum(bool(one.anchor) for one in listed)
        suites.append(Suite(name, f"{len(cases)} 题，{bad} 题未通过", listed))
    return suites
