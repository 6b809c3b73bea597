from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.errors import EvalsError
from evals.metamorphic.trial import Trial
from evals.report import write_report
from tests.evals.report.runs import (
    WRONG,
    a_run,
    asked,
    checked,
    html,
    right_and_refused,
    searched,
)
from tests.evals.samples import a_case, answer, citation, refusal

_VOID = {"meta", "br"}


class Outline(HTMLParser):
    """The tags of a page: those never closed, those closed out of turn, ids, links and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.astray: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        told = dict(attrs)
        self.ids += [str(told["id"])] if "id" in told else []
        self.links += [str(told["href"])] if "href" in told else []
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.astray.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def a_full_page() -> str:
    """A page with every part of the template."""
    before = a_run(asked(a_case(), answer()), asked(a_case(id="b"), refusal()))
    after = a_run(
        asked(a_case(), WRONG),
        asked(a_case(id="b"), refusal("unanswerable_period")),
        measures=["retrieval", "verifier"],
        searched=(searched("a", rank=None),),
        checked=(checked("digit", accepted=True), checked(accepted=False)),
    )
    return html(after, before)


def every_page() -> list[str]:
    return [
        a_full_page(),
        html(a_run(*right_and_refused())),
        html(
            a_run(cases=[a_case()], measures=["retrieval", "verifier"], searched=None, checked=None)
        ),
    ]


def test_the_tags_are_balanced_and_the_links_lead_somewhere() -> None:
    for page in every_page():
        outline = Outline(page)
        assert (outline.open, outline.astray) == ([], [])
        assert len(set(outline.ids)) == len(outline.ids)
        assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)


@pytest.mark.parametrize("fetched", ["http://", "https://", "src=", "@import", "url(", "<script"])
def test_nothing_is_fetched_and_no_script_runs(fetched: str) -> None:
    for page in every_page():
        assert fetched not in page


def test_the_parts_stand_in_their_order() -> None:
    parts = ["verdict", "headline", "comparison", "config", "tables", "plots", "measured"]
    wanted = [*parts, "failures", "scorers", "all"]
    assert [one for one in Outline(a_full_page()).ids if one in wanted] == wanted


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</style></details></article><img src=x onerror=alert(1)>",
        '"><svg onload=alert(1)>',
        "{{ 7 * 7 }}{% raw %}",
        "<!-- ]]> &lt;b&gt;",
    ],
)
def test_a_hostile_answer_is_text_and_nothing_else(hostile: str) -> None:
    told = answer(
        text=f"{hostile}188.3亿元[1]。",
        citations=[citation(title=hostile, passage=hostile, headings=[hostile])],
        model=hostile,
    )
    neutral = answer(
        text="同188.3亿元[1]。",
        citations=[citation(title="同", passage="同", headings=["同"])],
        model="同",
    )
    before = a_run(asked(a_case(), answer()))
    outline = Outline(html(a_run(asked(a_case(), told)), before))
    expected = Outline(html(a_run(asked(a_case(), neutral)), before))
    assert hostile in outline.text
    assert (outline.open, outline.astray) == ([], [])
    marks = {"mark", "ins", "del", "li"}
    assert [t for t in outline.tags if t not in marks] == [
        t for t in expected.tags if t not in marks
    ]


def test_what_cannot_be_shown_is_replaced() -> None:
    bad = "\x00\x08\x1b\x7f\x9b\ud800\udfff\u202e\u2066\ufffe"
    page = html(a_run(asked(a_case(question=f"问{bad}"), answer(text=f"甲{bad}乙"))))
    assert page.encode("utf-8").decode("utf-8") == page
    assert not re.search(f"[{re.escape(bad)}]", page)
    assert f"甲{chr(0xFFFD) * len(bad)}乙" in page


def test_a_case_of_a_user_is_escaped_too() -> None:
    page = html(a_run(asked(a_case(id="<b>", question="<i>?", note="<u>"), WRONG)))
    assert not {"b", "i", "u"} & set(Outline(page).tags)
    assert all(written in page for written in ("&lt;b&gt;", "&lt;i&gt;?", "&lt;u&gt;"))


def test_a_long_answer_stands_folded_in_full() -> None:
    page = html(a_run(asked(a_case(), answer(text="长" * 100_000))))
    assert "回答全文（100000 字）" in page
    assert page.count("长") < 101_000


def test_the_report_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    write_report(out, a_run(*right_and_refused()), None)
    assert "已达门槛" in out.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    out = tmp_path / "taken" / "report.html"
    with pytest.raises(EvalsError, match=r"无法写入报告 .*report\.html"):
        write_report(out, a_run(*right_and_refused()), None)


def test_what_was_asked_and_answered_of_a_relation_is_escaped() -> None:
    trial = Trial(
        relation="both", asked=("<b>一</b>？",), holds=False, refused=False, answered="<i>二</i>"
    )
    page = html(a_run(measures=["metamorphic"], tried=(trial,)))
    assert 'id="relations"' in page
    assert "&lt;b&gt;一" in page
    assert "<i>二" not in page
