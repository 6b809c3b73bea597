"""Plots as inline SVG by own code: no script, no font, nothing fetched, and every number in words.

Each function gives None where there is nothing to plot. Colours are those of the style sheet; an
outcome has its own hatching as well, for who cannot see the colours.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from evals.runs.summary import Tally
from evals.runs.tables import OUTCOMES
from evals.scoring.score import Outcome
from evals.scoring.statistics import quantile

SHOWN_FIRST: tuple[Outcome, ...] = (
    "right",
    "rightly_refused",
    "partly",
    "wrongly_refused",
    "wrong",
    "error",
)
_WIDTH = 400  # units of the drawing: near the width of a phone, so that letters stay readable
_HATCHED: Mapping[Outcome, tuple[bool, bool]] = {
    "partly": (True, False),
    "wrongly_refused": (False, True),
    "error": (True, True),
}
"""Whether an outcome is drawn with lines across, and with lines down; "wrong" has its own."""
_LEAST = 3.0  # units of the narrowest part of a bar: one wrong answer in a thousand must be seen
_ROW = 42
_MARK_TEXT = 92  # units that "p95 85.3 毫秒" takes
_BINS = 24
_FASTEST = 0.1  # milliseconds; a logarithm needs more than nothing


def outcome_bars(groups: Mapping[str, Tally]) -> Markup | None:
    """A bar of shares for each group, its counts beside it."""
    shown = {name: group for name, group in groups.items() if group.cases}
    if not shown:
        return None
    legend = 46
    rows = [
        _outcome_row(name, group, legend + number * _ROW)
        for number, (name, group) in enumerate(shown.items())
    ]
    label = "；".join(f"{name} {_counts(group, SHOWN_FIRST)}" for name, group in shown.items())
    parts = [*_legend(), *rows]
    return _svg(f"各类题目的结果：{label}", legend + len(rows) * _ROW, parts)


def interval_plot(groups: Mapping[str, Tally]) -> Markup | None:
    """For each group the share that is good, a dot, with its interval at 95 %, a line."""
    shown = {name: group for name, group in groups.items() if group.cases}
    if not shown:
        return None
    first = math.floor(10 * min(group.good.low for group in shown.values())) / 10
    left, right = 4.0, _WIDTH - 10.0

    def at(share: float) -> float:
        return left + (share - first) / (1 - first) * (right - left)

    height = 24 + len(shown) * _ROW
    parts = [
        Markup(
            '<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="8" y2="{1}"/>'
            '<text class="soft" x="{0:.1f}" y="{2}" text-anchor="{3}">{4:.0f}%</text>'
        ).format(at(tick), height - 16, height - 3, _anchor(at(tick)), 100 * tick)
        for tick in _ticks(first)
    ]
    for number, (name, group) in enumerate(shown.items()):
        one, y = group.good, 4 + number * _ROW
        words = f"{one.part}/{one.whole} = {100 * one.value:.1f}%"
        parts.append(
            Markup(
                "<g><title>{name}：{words}，95% 区间 {low:.1f}–{high:.1f}%</title>"
                '<text x="4" y="{text}">{name}</text>'
                '<text class="soft" x="{end}" y="{text}" text-anchor="end">{words}</text>'
                '<line class="whisker" x1="{x1:.1f}" x2="{x2:.1f}" y1="{y}" y2="{y}"/>'
                '<circle class="dot" cx="{x:.1f}" cy="{y}" r="4"/></g>'
            ).format(
                name=name,
                words=words,
                low=100 * one.low,
                high=100 * one.high,
                text=y + 13,
                end=_WIDTH - 4,
                x1=at(one.low),
                x2=at(one.high),
                x=at(one.value),
                y=y + 26,
            )
        )
    label = "；".join(f"{name} {g.good.part}/{g.good.whole}" for name, g in shown.items())
    return _svg(f"答对与当拒而拒的比例及 95% 区间：{label}", height, parts)


def latency_plot(times: Sequence[float]) -> Markup | None:
    """How many answers took how long, on a logarithmic scale, with p50 and p95."""
    if not times:
        return None
    logs = [math.log10(max(ms, _FASTEST)) for ms in times]
    first, last = min(logs) - 0.05, max(logs) + 0.05
    step = (last - first) / _BINS
    bins = Counter(min(_BINS - 1, int((log - first) / step)) for log in logs)
    top, bottom, wide = 46.0, 190.0, _WIDTH / _BINS

    def at(log: float) -> float:
        return (log - first) / (last - first) * _WIDTH

    most = max(bins.values())
    parts = [
        Markup(
            '<rect class="bin" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}">'
            "<title>{}–{}：{} 个回答</title></rect>"
        ).format(
            number * wide + 0.5,
            bottom - count / most * (bottom - top),
            wide - 1,
            count / most * (bottom - top),
            _duration(10 ** (first + number * step)),
            _duration(10 ** (first + (number + 1) * step)),
            count,
        )
        for number, count in sorted(bins.items())
    ]
    parts += _time_axis(first, last, at(1) - at(0), bottom)
    p50, p95 = quantile(times, 0.5), quantile(times, 0.95)
    for y, name, value in ((14, "p50", p50), (30, "p95", p95)):
        x = at(math.log10(max(value, _FASTEST)))
        parts.append(
            Markup(
                '<line class="mark" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>'
                '<text x="{3:.1f}" y="{1}" text-anchor="{4}">{5} {6}</text>'
            ).format(
                x,
                y,
                bottom,
                x + 4 if x < _WIDTH - _MARK_TEXT else x - 4,
                "start" if x < _WIDTH - _MARK_TEXT else "end",
                name,
                _duration(value),
            )
        )
    label = f"{len(times)} 个回答的用时：p50 {_duration(p50)}，p95 {_duration(p95)}"
    return _svg(label, 212, parts)


def bar_widths(counts: Sequence[int], width: float) -> list[float]:
    """Widths of the parts of a bar, in sum `width`; one that is not empty can always be seen."""
    total = sum(counts)
    widths = [max(_LEAST, width * count / total) if count else 0.0 for count in counts]
    widths[widths.index(max(widths))] -= sum(widths) - width
    return widths


def _outcome_row(name: str, group: Tally, y: int) -> Markup:
    bad = _counts(group, SHOWN_FIRST[2:]) or "全部妥当"
    parts = [
        Markup(
            '<text x="0" y="{0}">{1}（{2}）</text>'
            '<text class="soft" x="{3}" y="{0}" text-anchor="end">{4}</text>'
        ).format(y + 12, name, group.cases, _WIDTH, bad)
    ]
    counts = [group.outcomes[outcome] for outcome in SHOWN_FIRST]
    x = 0.0
    for outcome, count, width in zip(SHOWN_FIRST, counts, bar_widths(counts, _WIDTH), strict=True):
        if count:
            title = f"{name}：{OUTCOMES[outcome]} {count}/{group.cases}"
            parts.append(
                Markup('<g data-count="{}"><title>{}</title>{}{}</g>').format(
                    count, title, _swatch(outcome, (x, y + 18), (width, 16)), _count(count, x, y)
                )
                if width >= 9 * len(str(count))
                else Markup('<g data-count="{}"><title>{}</title>{}</g>').format(
                    count, title, _swatch(outcome, (x, y + 18), (width, 16))
                )
            )
        x += width
    return Markup("").join(parts)


def _count(count: int, x: float, y: int) -> Markup:
    return Markup('<text class="in" x="{:.1f}" y="{}">{}</text>').format(x + 3, y + 30, count)


def _legend() -> Iterator[Markup]:
    for number, outcome in enumerate(SHOWN_FIRST):
        x, y = number % 3 * 130, number // 3 * 20
        yield Markup('{}<text x="{}" y="{}">{}</text>').format(
            _swatch(outcome, (x, y + 2), (16, 12)), x + 21, y + 13, OUTCOMES[outcome]
        )


def _swatch(outcome: Outcome, at: tuple[float, float], size: tuple[float, float]) -> Markup:
    """A rectangle in the colour and with the hatching of the outcome."""
    (x, y), (width, height) = at, size
    across, down = _HATCHED.get(outcome, (False, False))
    lines = [(x, y + d, x + width, y + d) for d in _steps(height) if across]
    lines += [(x + d, y, x + d, y + height) for d in _steps(width) if down]
    if outcome == "wrong":
        lines += [(x, y, x + width, y + height), (x, y + height, x + width, y)]
    drawn = "".join(f"M{a:.1f} {b:.1f}L{c:.1f} {d:.1f}" for a, b, c, d in lines)
    path = Markup('<path class="hatch" d="{}"/>').format(drawn) if drawn else ""
    return Markup(
        '<rect class="o-{}" x="{:.2f}" y="{:.1f}" width="{:.2f}" height="{:.1f}"/>{}'
    ).format(outcome, x, y, width, height, path)


def _steps(length: float) -> Iterator[float]:
    return (4.0 * number for number in range(1, math.ceil(length / 4)))


def _time_axis(first: float, last: float, decade: float, bottom: float) -> Iterator[Markup]:
    """Ticks at 1, 2 and 5 of every power of ten; at 1 alone where these would be crowded."""
    firsts = (1, 2, 5) if decade > 110 else (1,)
    for power in range(math.floor(first), math.ceil(last) + 1):
        for digit in firsts:
            log = math.log10(digit * 10.0**power)
            if first <= log <= last:
                x = (log - first) * decade
                yield Markup(
                    '<line class="grid" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/>'
                    '<text class="soft" x="{0:.1f}" y="{3}" text-anchor="{4}">{5}</text>'
                ).format(x, bottom, bottom + 4, bottom + 17, _anchor(x), f"{digit * 10.0**power:g}")


def _counts(group: Tally, outcomes: Sequence[Outcome]) -> str:
    words = ((OUTCOMES[o], group.outcomes[o]) for o in outcomes)
    return " ".join(f"{name} {count}" for name, count in words if count)


def _ticks(first: float) -> list[float]:
    step = 0.2 if first < 0.4 else 0.1 if first < 0.8 else 0.05
    return [first + number * step for number in range(int(round((1 - first) / step, 6)) + 1)]


def _anchor(x: float) -> str:
    return "start" if x < 24 else "end" if x > _WIDTH - 24 else "middle"


def _duration(ms: float) -> str:
    return f"{ms / 1000:.3g} 秒" if ms >= 1000 else f"{ms:.3g} 毫秒"


def _svg(label: str, height: float, parts: Sequence[Markup]) -> Markup:
    return Markup('<svg role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        label, _WIDTH, height, Markup("").join(parts)
    )
