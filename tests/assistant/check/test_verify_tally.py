"""How many reports tell of a thing: counted by code, and checked anew before it is shown."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Answer, Citation, Tally
from assistant.check.verify import verify
from index.report import Passage


def citation(marker: int, report_id: str, text: str) -> Citation:
    passage = Passage(f"{report_id}:0", report_id, 0, len(text), text, place="青山市", year=2025)
    return Citation(marker, passage, 0, len(text))


ANSWER = Answer(
    ("查阅了3份报告，其中1份没有提到“低空经济”：红岩市；2份提到：青山市[1]、白水市[2]。",),
    (citation(1, "a#1", "低空经济加快布局。"), citation(2, "b#1", "大力发展低空经济。")),
    tallies=(Tally(searched=("a#1", "b#1", "c#1"), found=("a#1", "b#1"), terms=("低空经济",)),),
)


def test_a_true_count_is_shown_as_derived() -> None:
    checked, verdicts = verify(ANSWER)
    assert checked is not None
    assert [(v.text, v.status) for v in verdicts] == [
        ("3份", "derived"),
        ("1份", "derived"),
        ("2份", "derived"),
    ]


def test_a_wrong_count_is_cut() -> None:
    wrong = (ANSWER.sentences[0].replace("2份", "4份"),)
    assert verify(replace(ANSWER, sentences=wrong))[0] is None


def test_a_report_counted_but_not_cited_is_cut() -> None:
    uncited = (ANSWER.sentences[0].replace("、白水市[2]", ""),)
    assert verify(replace(ANSWER, sentences=uncited))[0] is None


def test_a_quote_without_the_words_looked_for_is_cut() -> None:
    other = (citation(1, "a#1", "数字经济加快布局。"), ANSWER.citations[1])
    assert verify(replace(ANSWER, citations=other))[0] is None


def test_a_count_without_a_tally_is_a_figure_like_any_other() -> None:
    assert verify(replace(ANSWER, tallies=()))[0] is None
