"""Which reports of a level mention a thing, which do not, and how many were searched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Question, Survey, Tally
from assistant.answering.across.ledger_source import (
    HoldsReports,
    by_place,
    named,
    nothing_found,
    searched_for,
    year_of_reports,
)
from assistant.check.tally import comparable
from assistant.refusals import Refusal
from index.figures.aliases import load_aliases
from index.figures.clauses import sentences_of
from index.figures.places import shown_name
from index.report import Passage
from index.store.library import Covered

_Quote = tuple[Passage, int, int]
_LEAST = 3  # characters; 建设银行 is no 银行 that is built
_ACTION = re.compile(
    r"^(?:加强|大力|积极|加快|继续|全面)*(?:治理|整治|解决|取消|推行|推进|推动|发展|建设|打造|实施|推广|探索|支持|鼓励"
    r"|培育|启动|开展|举办|布局)"
)


def mention_survey(
    question: Question, survey: Survey, reports: HoldsReports, names: tuple[str, ...]
) -> Answer | Refusal:
    """Each report that mentions one of the survey's terms, quoted, and those that do not.

    The thing is looked for, not what is done about it (高额彩礼 for 治理高额彩礼); where none has the
    very words, what else it is called. The answer tells which.
    """
    searched = searched_for(question, reports.covered())
    apart = by_place(searched)
    for terms in (_things(survey.terms), survey.terms, _other_names(survey.terms)):
        found = [_first_mention(of_place, terms, reports) for of_place in apart if terms]
        if any(found):
            quoted = {mention[0]: mention[1] for mention in found if mention}
            silent = [p[0] for p, mention in zip(apart, found, strict=True) if not mention]
            return _told(quoted, silent, terms, survey)
    return nothing_found(len(apart), f"都没有提到{_quoted(survey.terms)}")


def _things(terms: tuple[str, ...]) -> tuple[str, ...]:
    things = (_ACTION.sub("", term) for term in terms)
    return tuple(thing for thing in things if len(thing) >= _LEAST)


def _other_names(terms: tuple[str, ...]) -> tuple[str, ...]:
    aliases = load_aliases()
    groups = (words for term in terms for _, _, words in aliases.synonyms(term))
    return tuple(dict.fromkeys(word for words in groups for word in words if word not in terms))


def _first_mention(
    of_place: Sequence[Covered], terms: tuple[str, ...], reports: HoldsReports
) -> tuple[Covered, _Quote] | None:
    """The first sentence in the reports of a place that has one of the terms; the whole passage
    where no sentence alone has it (in a heading, over a break of the page)."""
    wanted = [comparable(term) for term in terms]
    for report in of_place:
        for passage in reports.passages_of(report.report_id):
            if not _has(wanted, passage.text):
                continue
            spans = [(sentence.start, sentence.end) for sentence in sentences_of(passage)]
            whole = (0, len(passage.text))
            span = next((s for s in spans if _has(wanted, passage.text[slice(*s)])), whole)
            return report, (passage, *span)
    return None


def _has(wanted: Sequence[str], text: str) -> bool:
    said = comparable(text)
    return any(term in said for term in wanted)


def _told(
    quoted: dict[Covered, _Quote],
    silent: Sequence[Covered],
    terms: tuple[str, ...],
    survey: Survey,
) -> Answer:
    citations = tuple(
        Citation(marker, *quote) for marker, quote in enumerate(quoted.values(), start=1)
    )
    telling = "、".join(
        f"{shown_name(report.place or report.title)}[{marker}]"
        for marker, report in enumerate(quoted, start=1)
    )
    searched = [*quoted, *silent]
    yes = f"{len(quoted)}份提到{_quoted(terms)}：{telling}"
    no = f"{len(silent)}份没有提到{_quoted(terms)}：{named([report.place for report in silent])}"
    which = f"{survey.named_level}政府工作报告{year_of_reports(searched)}"
    told = [yes, no] if not survey.absent else [no, yes]
    parts = told if silent else [yes]
    return Answer(
        (f"查阅了已收录的{len(searched)}份{which}，其中{'；'.join(parts)}。",),
        citations,
        tally=Tally(
            searched=tuple(report.report_id for report in searched),
            told=tuple(report.report_id for report in quoted),
            terms=terms,
        ),
    )


def _quoted(terms: tuple[str, ...]) -> str:
    return "或".join(f"“{term}”" for term in terms)
