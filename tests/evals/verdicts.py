"""Whether what a case wants said of its facts is so: which place stands higher, whether a target was
met, how many reports mention a thing and which. Read by plain rules of words, not by the product."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from evals.cases.case import Case

SAME = frozenset({"相同", "一样", "持平", "相等", "一致", "同样"})
MET = frozenset({"完成", "达到", "实现", "超额"})
MISSED = frozenset({"未", "没有", "低于"})
_MORE = "[高多大快长]"
_LESS = "[低少小慢]"
_SURVEY = re.compile(r"^survey(?P<without> of those without)?: (?P<term>.+)$")


def borne_out(case: Case, group: Sequence[str]) -> bool:
    """Whether the facts of a case bear out what `group` says of them."""
    if SAME & set(group):
        return len({fact.value for fact in case.facts}) == 1
    if MET & set(group):
        return _met(case)
    if MISSED & set(group):
        return not _met(case)
    if all(any(text in item.report for item in case.evidence) for text in group):
        return True
    ranked = [_ranked(case, text) for text in group]
    return all(ranked) and bool(ranked)


def _met(case: Case) -> bool:
    target, actual = (
        next(fact.value for fact in case.facts if fact.kind == kind)
        for kind in ("target", "actual")
    )
    return actual >= target


def _ranked(case: Case, text: str) -> bool:
    """Whether `text` (杭州更高, 高于宁波, 比宁波多) puts the two places in their right order."""
    if len(case.places) != 2 or len(case.facts) != 2:
        return False
    higher, lower = sorted(case.facts, key=lambda fact: fact.value, reverse=True)
    up = rf"{higher.place}[市省州自治区回族壮维吾尔]*(?:增速)?(?:[更较最]?{_MORE}|领先|超过)"
    down = rf"{lower.place}[市省州自治区回族壮维吾尔]*[更较最]?{_LESS}"
    said = (
        up,
        down,
        rf"{_LESS}于{higher.place}",
        rf"比{higher.place}.*{_LESS}$",
        rf"{_MORE}于{lower.place}",
        rf"比{lower.place}.*{_MORE}$",
    )
    return any(re.match(pattern, text) for pattern in said)


def surveyed(case: Case) -> tuple[str, bool] | None:
    """The thing that a survey asks after, and whether it asks who does not mention it."""
    told = _SURVEY.match(case.note)
    return (told["term"], bool(told["without"])) if told and told["term"] != "none" else None


def check_survey(case: Case, texts: Mapping[str, str]) -> None:
    """`texts` are those of the reports that a survey goes through, by id.

    The evidence quotes each report that mentions the thing; the names and the counts that the case
    wants are those of the reports that do, or that do not.
    """
    term, without = surveyed(case) or ("", False)
    mention = {report for report, text in texts.items() if term in text}
    assert {item.report for item in case.evidence} == mention, case.id
    assert all(term in item.quote for item in case.evidence), case.id
    wanted = set(texts) - mention if without else mention
    named = [group[0] for group in case.contains if not re.search(r"\d", group[0])]
    assert all(any(name in report for report in wanted) for name in named), case.id
    assert not named or len(named) == len(wanted), case.id
    counts = [group for group in case.contains if re.search(r"\d", group[0])]
    told = {int(number) for group in counts for number in re.findall(r"\d+", group[0])}
    assert told <= {len(wanted), len(texts)}, (case.id, told, len(wanted), len(texts))
