"""A summary by structure: the sections of the chapter that a question is about, or, on a field of work,
what the report has under the headings that are on it; each once, in the report's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.answer import Answer, Citation
from assistant.answering.composer import HoldsReports
from assistant.answering.outline import Point, Section, misses_numbers, outline_of
from assistant.answering.wording import bears_the_check, lead_in, shown
from assistant.query import Kind, Overview, Query
from index.figures.lexicon import concepts, one_of
from index.figures.normalise import fold
from index.figures.period_rules import RULES
from index.figures.places import shown_name
from index.store.library import Covered

_MOST = 12  # items of a chapter
_FEWEST = 3  # sections that make a summary
_LONGEST = 700  # characters of a chapter's items, where there is a shorter way to say them
_TOPICS = {name: re.compile(one_of(name)) for name in concepts() if name.startswith("topic.")}
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
    chapters = {kind: _chapter(query, kind, reports) for kind in _ONLY}
    kinds: Sequence[Kind] = [kind for kind in asked.kinds if chapters[kind]]
    note = ""
    if not kinds and len(asked.kinds) == 1:
        kinds = [kind for kind in _ONLY if chapters[kind]]
        note = _ONLY[kinds[0]] if kinds else ""
    found = [(kind, items) for kind in kinds if (items := _items(chapters[kind], asked))]
    found = found if asked.both else found[:1]
    if not (asked.topics or asked.field) and any(misses_numbers(chapters[k]) for k, _ in found):
        note = note or _NUMBERS_MISS
    return _written([items for _, items in found], note)


def _chapter(query: Query, kind: Kind, reports: HoldsReports) -> list[Section]:
    """What the newest report of the place says of the time asked for: outcomes, or plans."""
    asked = query.overview
    for report in _reports(query, reports):
        year = next(iter(query.years), None)
        if asked and asked.both and year == report.year:
            year = None  # what is in a report is on the year before too
        passages = reports.passages_of(report.report_id)
        sections = outline_of([p for p in passages if p.kind == kind and year in (None, p.period)])
        if sections:
            return sections
    return []


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
    return sorted(held, key=lambda r: (r.document == "work_report", r.year or 0), reverse=True)


def _items(sections: Sequence[Section], asked: Overview) -> list[Citation]:
    """What is to be said of a chapter: its headings, or what it has on the field asked about."""
    if asked.topics or asked.field:
        return _on_field(sections, asked)
    headings = [section.heading for section in sections if section.heading]
    return headings if len(headings) >= _FEWEST else []


def _on_field(sections: Sequence[Section], asked: Overview) -> list[Citation]:
    """The headings on the field with what stands below them; where none is, the sentences on it."""
    picked = [one for section in sections if (one := _picked(section, asked))]
    if not picked:
        headed = (section for section in sections if section.heading)
        return [one for section in headed for point in section.points for one in _on(point, asked)]
    said: list[Citation] = []
    for detail in (_whole, _topic_sentence, _first):
        said = [item for section in picked for item in _said(section, asked, detail)]
        if len(said) <= _MOST and sum(len(item.quote) for item in said) <= _LONGEST:
            break
    return said


def _on(point: Point, asked: Overview) -> Iterator[Citation]:
    """The sentences of a point that are on the field, in rows of which one speaks of it first."""
    for on_it, row in groupby(point.sentences, key=lambda one: _is_on(one.quote, asked)):
        alike = list(row)
        if on_it and any(_is_on(_CLAUSE.split(one.quote, maxsplit=1)[0], asked) for one in alike):
            yield from alike


def _picked(section: Section, asked: Overview) -> Section | None:
    """What of a section is on the field: all below a heading on it alone, else the points that are."""
    points = section.points
    if section.heading is None or not _is_on(section.heading.quote, asked):
        titled = (point for point in points if point.titles and point.opens)
        on_it = tuple(point for point in titled if _is_on(point.sentences[0].quote, asked))
        return Section(None, on_it) if on_it else None
    on_it = tuple(point for point in points if _is_on(point.sentences[0].quote, asked))
    others = {name for name, words in _TOPICS.items() if words.search(fold(section.heading.quote))}
    return replace(section, points=on_it if on_it and others - set(asked.topics) else points)


def _is_on(text: str, asked: Overview) -> bool:
    folded = fold(text)
    named = any(_TOPICS[name].search(folded) for name in asked.topics)
    return named or bool(asked.field and asked.field in folded)


_Detail = Callable[[Point, Overview], Sequence[Citation]]


def _said(section: Section, asked: Overview, detail: _Detail) -> Iterator[Citation]:
    if section.heading:
        yield section.heading
    for point in section.points:
        yield from detail(point, asked)


def _whole(point: Point, _: Overview) -> Sequence[Citation]:
    return point.sentences


def _topic_sentence(point: Point, asked: Overview) -> Sequence[Citation]:
    """The topic sentence, what only gives the title together with what is behind it; of a point
    without a title what speaks of the field."""
    first, last = point.sentences[0], point.sentences[point.titles]
    if point.titles and first.passage.id == last.passage.id:
        return (replace(first, end=last.end),)
    return (first,) if point.titles else tuple(_on(point, asked)) or (first,)


def _first(point: Point, _: Overview) -> Sequence[Citation]:
    return point.sentences[:1]


def _written(lists: Sequence[Sequence[Citation]], note: str) -> Answer | None:
    """The items, each with its marker; what the check does not bear out is left out."""
    sentences: list[str] = []
    citations: list[Citation] = []
    left_out = any(len(items) > _MOST for items in lists)
    note = note or (_NOT_ALL if left_out else "")
    for items in lists:
        lead = ""
        for item in items[:_MOST]:
            citation = _borne_out(replace(item, marker=len(citations) + 1))
            if citation is None:
                left_out = True
                continue
            new = _lead(citation)
            sentences.append(_sentence(citation, "" if _same_time(new, lead, citation) else new))
            citations.append(citation)
            lead = new
    if not sentences:
        return None
    sentences[0] = note + sentences[0]
    partly = left_out or bool(note)
    return Answer(tuple(sentences), tuple(citations), partly=partly, relaxed=note.rstrip("："))


def _borne_out(item: Citation) -> Citation | None:
    """The item as the check bears it out: whole, or its first sentence; None where not even that."""
    first = replace(item, end=item.start + len(_SENTENCE.split(item.quote, maxsplit=1)[0]))
    either = (one for one in (item, first) if bears_the_check(_sentence(one, _lead(one)), one))
    return next(either, None)


def _lead(citation: Citation) -> str:
    lead = lead_in(citation).rstrip("，")
    return f"{lead}：" if lead and not lead.endswith("：") else lead


def _same_time(lead: str, other: str, citation: Citation) -> bool:
    """Whether two leads differ in no more than the place, which a quote may name itself."""
    place = shown_name(citation.passage.place or "")
    one, before = (said.replace(place, "").strip("，：") for said in (lead, other))
    return bool(other) and one == before


def _sentence(citation: Citation, lead: str) -> str:
    """The item in one line; a heading keeps the blank between its halves."""
    return f"{lead}{' '.join(map(shown, citation.quote.split(' ')))}。[{citation.marker}]"
