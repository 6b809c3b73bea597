"""A summary by structure: the sections of the chapter that a question is about, or, on a field of work,
what the report has under the headings that are on it; each once, in the report's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby

from assistant.answer import Answer, Citation
from assistant.answering.composer import HoldsReports
from assistant.answering.outline import Point, Section, lacking_of, misses_numbers, outline_of
from assistant.answering.wording import bears_the_check, lead_in, shown
from assistant.query import Kind, Overview, Query
from assistant.question.overview import TOPICS
from index.figures.normalise import fold
from index.figures.period_rules import RULES
from index.figures.places import shown_name
from index.store.library import Covered

_MOST = 12  # items of a chapter
_FEWEST = 3  # items that make a summary
_OFTEN = 3  # words on a field in a sentence that does not begin with it
_MOST_REPORTS = 5  # of one place and year that are looked through
_LONGEST = 700  # characters of a chapter's items, where there is a shorter way to say them
_CLAUSE = re.compile("[，,：]")
_SENTENCE = re.compile("[。！；]")
_NOT_ALL = "报告所列较多，以下只列出前面的部分："
_NUMBERS_MISS = "收录的文本缺少个别标题，以下列出能找到的部分："
_ONLY: dict[Kind, str] = {
    "target": "报告没有写所问时间的完成情况，只写了计划：",
    "actual": "报告没有写所问时间的计划，只写了完成情况：",
}


def overview(query: Query, reports: HoldsReports) -> Answer | None:
    """The summary that `query` asks for; None where it asks for none, or no report has the structure
    that bears it."""
    asked = query.overview
    if asked is None or len(query.within) != 1 or len(query.years) > 1 or query.time.months:
        return None
    if asked.lacking:
        return _lacking(query, asked, reports)
    chapters = {kind: _chapter(query, asked, kind, reports) for kind in _ONLY}
    kinds: Sequence[Kind] = [kind for kind in asked.kinds if chapters[kind] is not None]
    note = ""
    if not kinds:
        kinds = [kind for kind in _ONLY if chapters[kind]]
        note = _ONLY[kinds[0]] if kinds else ""
    found = {kind: items for kind in kinds if (items := _items(chapters[kind] or [], asked))}
    if not asked.both:
        found = {kind: found[kind] for kind in kinds[:1] if kind in found}
    lost = not asked.on_field and any(misses_numbers(chapters[kind] or []) for kind in found)
    note = note or (_NUMBERS_MISS if lost else "")
    return _written(list(found.values()), note, partly=asked.both and len(found) < len(asked.kinds))


def _lacking(query: Query, asked: Overview, reports: HoldsReports) -> Answer | None:
    """What the newest report of the place and time says is not good yet, as a whole or on the field."""
    for report in _reports(query, reports):
        items = lacking_of([p for p in reports.passages_of(report.report_id) if p.kind == "actual"])
        if asked.on_field:
            items = [item for item in items if _is_on(item.quote, asked)]
        if items:
            return _written([items], "")
    return None


def _chapter(
    query: Query, asked: Overview, kind: Kind, reports: HoldsReports
) -> list[Section] | None:
    """What the newest report of the place says of the time asked for: outcomes, or plans; None where
    none says anything, [] where it has no structure."""
    chapter = None
    for report in _reports(query, reports):
        year = next(iter(query.years), None)
        if asked.both and year == report.year:
            year = None  # what is in a report is on the year before too
        passages = reports.passages_of(report.report_id)
        of_it = [p for p in passages if p.kind == kind and year in (None, p.period)]
        chapter = outline_of(of_it) if of_it else chapter
        if chapter:
            return chapter
    return chapter


def _reports(query: Query, reports: HoldsReports) -> list[Covered]:
    """The reports of the place that look back and ahead: work reports first, the newest first."""
    held = [
        report
        for report in reports.covered()
        if report.place in query.within
        and RULES[report.document].headings
        and query.time.report in (None, report.year)
        and (not query.years or report.years.intersection(query.years))
    ]
    held.sort(key=lambda r: (r.document == "work_report", r.year or 0), reverse=True)
    return held[:_MOST_REPORTS]


def _items(sections: Sequence[Section], asked: Overview) -> list[Citation]:
    """What is to be said of a chapter: its headings, or what it has on the field asked about."""
    headings = [section.heading for section in sections if section.heading]
    items = _on_field(sections, asked) if asked.on_field else headings
    return items if len(items) >= _FEWEST else []


def _on_field(sections: Sequence[Section], asked: Overview) -> list[Citation]:
    """The headings on the field with what stands below them; where none is, the sentences on it."""
    picked = [one for section in sections if (one := _picked(section, asked))]
    if not picked:
        headed = (section for section in sections if section.heading)
        return [one for section in headed for point in section.points for one in _on(point, asked)]
    said = [item for section in picked for item in _said(section, _whole)]
    if len(said) <= _MOST and sum(len(item.quote) for item in said) <= _LONGEST:
        return said
    few = [item for section in picked for item in _said(section, partial(_shorter, asked=asked))]
    return few if len(few) >= _FEWEST else said


def _on(point: Point, asked: Overview) -> Iterator[Citation]:
    """The sentences of a point that are on the field, in rows of which one speaks of it first."""
    for on_it, row in groupby(point.sentences, key=lambda one: _is_on(one.quote, asked)):
        alike = list(row)
        if on_it and any(_speaks_of(one, asked) for one in alike):
            yield from alike


def _picked(section: Section, asked: Overview) -> Section | None:
    """What of a section is on the field: all below a heading on it alone, of one on more what is on no
    other; below a heading on others the paragraphs whose titles are on it."""
    points = section.points
    if section.heading is None or not _is_on(section.heading.quote, asked):
        titled = (point for point in points if point.titles and point.opens)
        on_it = [
            _narrowed(point, asked) for point in titled if _speaks_of(point.sentences[0], asked)
        ]
        return Section(None, tuple(on_it)) if on_it else None
    others = _topics_in(section.heading.quote) - set(asked.topics)
    if not others:
        return section
    by_title = sum(point.titles > 0 and point.opens for point in points) > 1
    on_it = [
        point if by_title and point.titles else _narrowed(point, asked)
        for point in points
        if not (by_title and _is_on_others(point, asked, others))
    ]
    return replace(section, points=tuple(point for point in on_it if point.sentences) or points)


def _narrowed(point: Point, asked: Overview) -> Point:
    """A point whose title is on the field alone; of any other the sentences that are on it."""
    title = point.sentences[0].quote
    if point.titles and _is_on(title, asked) and _topics_in(title) <= set(asked.topics):
        return point
    return replace(point, sentences=tuple(_on(point, asked)), titles=0)


def _is_on_others(point: Point, asked: Overview, others: set[str]) -> bool:
    """Whether the title of a point is on one of `others`, and not on the field."""
    title = point.sentences[0].quote
    return bool(point.titles and _topics_in(title) & others) and not _is_on(title, asked)


def _topics_in(text: str) -> set[str]:
    return {name for name, words in TOPICS.items() if words.search(fold(text))}


def _speaks_of(sentence: Citation, asked: Overview) -> bool:
    """Whether a sentence speaks of the field in its first clause, or again and again."""
    first = _CLAUSE.split(sentence.quote, maxsplit=1)[0]
    folded = fold(sentence.quote)
    named = sum(len(TOPICS[name].findall(folded)) for name in asked.topics)
    return _is_on(first, asked) or named >= _OFTEN


def _is_on(text: str, asked: Overview) -> bool:
    folded = fold(text)
    named = any(TOPICS[name].search(folded) for name in asked.topics)
    return named or bool(asked.field and asked.field in folded)


def _said(section: Section, detail: Callable[[Point], Sequence[Citation]]) -> Iterator[Citation]:
    if section.heading:
        yield section.heading
    for point in section.points:
        yield from detail(point)


def _whole(point: Point) -> Sequence[Citation]:
    return point.sentences


def _shorter(point: Point, asked: Overview) -> Sequence[Citation]:
    """The topic sentence: the title together with what is behind it. A point without one is whole, or
    what of it is on the field where it is long."""
    first, last = point.sentences[0], point.sentences[point.titles]
    if point.titles:
        return (replace(first, end=last.end) if first.passage.id == last.passage.id else first,)
    on_it = tuple(_on(point, asked)) if len(point.sentences) > _MOST else ()
    return on_it if len(on_it) > 1 else point.sentences


def _written(
    lists: Sequence[Sequence[Citation]], note: str, *, partly: bool = False
) -> Answer | None:
    """The items, each with its marker; what the check does not bear out is left out."""
    sentences: list[str] = []
    citations: list[Citation] = []
    left_out = any(len(items) > _MOST for items in lists)
    note = note or (_NOT_ALL if left_out else "")
    for items in lists:
        lead = ""
        for item in items[:_MOST]:
            citation = _borne_out(replace(item, marker=len(citations) + 1), lead)
            if citation is None:
                left_out = True
                continue
            sentences.append(_sentence(citation, lead))
            citations.append(citation)
            lead = _lead(citation)
    if not sentences:
        return None
    sentences[0] = note + sentences[0]
    partly = partly or left_out or bool(note)
    return Answer(tuple(sentences), tuple(citations), partly=partly, relaxed=note.rstrip("："))


def _borne_out(item: Citation, lead_before: str) -> Citation | None:
    """The item as the check bears it out: whole, or its first sentence; None where not even that."""
    first = replace(item, end=item.start + len(_SENTENCE.split(item.quote, maxsplit=1)[0]))
    either = (one for one in (item, first) if bears_the_check(_sentence(one, lead_before), one))
    return next(either, None)


def _lead(citation: Citation) -> str:
    lead = lead_in(citation).rstrip("，")
    return f"{lead}：" if lead and not lead.endswith("：") else lead


def _sentence(citation: Citation, lead_before: str) -> str:
    """The item in one line, with its time where that is not the one before; a heading keeps the blank
    between its halves."""
    lead = _lead(citation)
    lead = "" if lead_before and _time(lead, citation) == _time(lead_before, citation) else lead
    return f"{lead}{' '.join(map(shown, citation.quote.split(' ')))}。[{citation.marker}]"


def _time(lead: str, citation: Citation) -> str:
    """A lead without its place, which a quote may name itself."""
    return lead.replace(shown_name(citation.passage.place or ""), "").strip("，：")
