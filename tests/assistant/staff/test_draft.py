"""Drafts read as a suspicious clerk reads them: what stands in a letter, and what never may."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from assistant.answer import Citation, FigureVerdict, Question, Status, VerifiedAnswer
from assistant.assistant import Assistant
from assistant.check.markers import MARKER
from assistant.check.verify import ACCEPTED, verify_sentence
from assistant.errors import DraftUnbacked, InputInvalid
from assistant.query import Query
from assistant.refusals import HOTLINE
from assistant.staff import draft as draft_module
from assistant.staff.draft import MAX_CHARACTERS, MAX_QUESTIONS, Draft, Drafter
from assistant.staff.letter_markdown import markdown
from assistant.staff.unsupported_figures import figures_in
from index.errors import IndexDamaged
from index.figures.quantities import parse_quantities
from index.report import Passage
from tests.assistant.staff.letters import EXPECTED, letter

TODAY = date(2026, 11, 24)
OFFICE = "北关区人民政府办公室"
PASSAGE = Passage(
    id="p1",
    report_id="r1",
    start=0,
    end=30,
    text="全年生产总值完成189.3亿元，同比增长5.5%。",
    headings=("2025年工作回顾",),
    period=2025,
    kind="actual",
    title="2026年青山县政府工作报告",
    place="青山县",
    year=2026,
    date="2026-02-27",
)


def said(*sentences: str, status: Status = "answered") -> VerifiedAnswer:
    return VerifiedAnswer(
        question=Question("", Query("")),
        status=status,
        text="".join(sentences),
        sentences=sentences,
        citations=(Citation(1, PASSAGE, 0, len(PASSAGE.text)),),
    )


class Says:
    """Answers each question with the next of `answers`, the last one again and again."""

    def __init__(self, *answers: VerifiedAnswer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        self.asked.append((asked, tuple(turns)))
        return self.answers[min(len(self.asked), len(self.answers)) - 1]


@pytest.fixture(scope="module")
def drafts(assistant: Assistant) -> dict[str, Draft]:
    drafter = Drafter(assistant, OFFICE)
    return {name: drafter.draft(letter(name), TODAY) for name in EXPECTED}


def letter_of(draft: Draft) -> str:
    """The letter and its footnotes as text, without the annex."""
    return markdown(draft.letter).split("\n---\n")[0]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_draft_tells_what_is_expected_and_nothing_that_is_not(
    drafts: dict[str, Draft], name: str
) -> None:
    told, expected = letter_of(drafts[name]), EXPECTED[name]
    for figure in (*expected.get("figures", ()), *expected.get("told", ())):
        assert figure in told, figure
    for word in expected.get("absent", ()):
        assert word not in told, word
    for figure in expected.get("nearest", ()):
        assert any(figure in line for line in drafts[name].nearest), figure
        assert figure not in told, figure


@pytest.mark.parametrize("name", EXPECTED)
def test_every_figure_of_a_letter_stands_in_a_verified_sentence(
    drafts: dict[str, Draft], name: str
) -> None:
    """Told apart here without the drafter's own check: by the quantities of the finished letter."""
    draft = drafts[name]
    backed = {("", 2026), ("", 11), ("", 24)}
    for reply in draft.replies:
        for sentence in reply.answer.sentences:
            verdicts = verify_sentence(sentence, reply.answer.citations)
            assert verdicts is not None
            assert all(verdict.status in ACCEPTED for verdict in verdicts)
            backed |= {(q.unit, q.value) for q in parse_quantities(MARKER.sub("", sentence))}
    body = letter_of(draft).split("\n[^1]: ")[0].replace(HOTLINE, "").replace("2026年11月24日", "")
    body = body.replace("[^", " [").replace("“", "").replace("”", "")
    for quantity in parse_quantities(MARKER.sub("", body)):
        year = quantity.unit in ("", "year") and ("year", quantity.value) in backed
        assert year or (quantity.unit, quantity.value) in backed, quantity


@pytest.mark.parametrize("name", EXPECTED)
def test_a_letter_has_the_parts_of_an_official_reply(drafts: dict[str, Draft], name: str) -> None:
    draft = drafts[name]
    assert draft.title.startswith("关于") and draft.title.endswith("的答复")
    assert draft.salutation == f"尊敬的{EXPECTED[name].get('writer', '来信人')}："
    assert draft.opening.startswith("您好！您的来信收悉。")
    assert draft.closing.startswith("感谢您对")
    assert (draft.office, draft.date) == (OFFICE, "2026年11月24日")
    assert draft.notices[0].startswith("拟稿，待审核")
    assert len(draft.replies) == len(draft.inquiry.questions)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_figure_of_a_letter_has_its_line_of_evidence(
    drafts: dict[str, Draft], name: str
) -> None:
    draft = drafts[name]
    numbers = {source.number: source.passage for source in draft.footnotes}
    listed = {(line.question, line.figure) for line in draft.evidence}
    for line in draft.evidence:
        assert line.quote in " ".join(numbers[line.source.number].text.split())
        assert line.verdict
    for reply in draft.replies:
        for sentence in reply.answer.sentences:
            for verdict in verify_sentence(sentence, reply.answer.citations) or ():
                assert (reply.question.asked, verdict.text) in listed


def test_questions_that_cite_one_passage_share_its_footnote(drafts: dict[str, Draft]) -> None:
    draft = drafts["01-老旧小区.txt"]
    assert len(draft.footnotes) == 2
    assert [MARKER.findall(reply.paragraph) for reply in draft.replies] == [["1"], ["2"], ["1"]]


def test_sentences_stand_in_the_letter_unchanged(assistant: Assistant) -> None:
    answer = assistant.ask("今年打算改几个老旧小区？")
    draft = Drafter(assistant, OFFICE).draft("今年打算改几个老旧小区？", TODAY)
    assert MARKER.sub("", answer.sentences[0]) in MARKER.sub("", draft.replies[0].paragraph)


def test_a_sentence_that_nothing_bears_out_does_not_reach_the_letter() -> None:
    right = "2025年，青山县全年生产总值完成189.3亿元。[1]"
    wrong = "2025年，青山县全年生产总值完成500亿元。[1]"
    uncited = "全县形势大好，增长30%。"
    draft = Drafter(Says(said(wrong, right, uncited))).draft("去年GDP多少？", TODAY)
    assert "189.3亿元" in letter_of(draft)
    assert "500" not in letter_of(draft) and "30%" not in letter_of(draft)
    assert "报告没有提及" in draft.replies[0].paragraph
    nothing = Drafter(Says(said(wrong))).draft("去年GDP多少？", TODAY)
    assert "500" not in letter_of(nothing) and "不作推断" in letter_of(nothing)
    assert nothing.evidence == () and nothing.footnotes == ()


def test_verdicts_that_someone_else_gave_are_not_believed() -> None:
    wrong = said("2025年，青山县全年生产总值完成500亿元。[1]")
    claimed = FigureVerdict("500亿元", None, "元", None, "supported", 1)
    draft = Drafter(Says(replace(wrong, figures=(claimed,)))).draft("去年GDP多少？", TODAY)
    assert "500" not in letter_of(draft)
    assert "不作推断" in letter_of(draft) and draft.evidence == ()


def test_the_title_of_a_report_may_hold_its_year() -> None:
    answer = said("2025年，青山县全年生产总值完成189.3亿元。[1]")
    draft = Drafter(Says(answer)).draft("去年GDP多少？", TODAY)
    assert "《2026年青山县政府工作报告》" in draft.opening


def test_a_figure_that_slips_into_the_wording_stops_the_draft(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last check does its work even where the wording is broken on purpose."""
    monkeypatch.setattr(
        draft_module.Replying, "closing", lambda self: "感谢您，今年将新建36所学校！"
    )
    with pytest.raises(DraftUnbacked, match="36"):
        Drafter(Says(said(PASSAGE.text + "[1]"))).draft("去年GDP多少？", TODAY)


def test_a_figure_of_the_writers_own_is_not_repeated() -> None:
    answer = said("不是。2025年，青山县全年生产总值完成189.3亿元。[1]")
    draft = Drafter(Says(answer)).draft("听说GDP去年都250亿元了，是不是真的？", TODAY)
    assert "250" not in letter_of(draft)
    repeated = Drafter(Says(answer)).draft("去年GDP是189.3亿元吗？", TODAY)
    assert "“去年GDP是189.3亿元吗”" in letter_of(repeated)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("unanswerable_not_in_reports", "没有与此直接对应的内容"),
        ("unanswerable_place", "其他地方的情况"),
        ("unanswerable_period", "没有所问年份"),
        ("unanswerable_off_topic", "不在政府工作报告所载内容之内"),
        ("clarify_question", "请您补充说明"),
        ("guardrail_too_long", "待补"),
        ("error_fault", "待补"),
    ],
)
def test_each_kind_of_refusal_is_worded_without_a_figure(status: Status, told: str) -> None:
    refusal = replace(said("已收录的报告没有1999年的内容。", status=status), citations=())
    draft = Drafter(Says(refusal)).draft("1999年医保报销比例是多少？", TODAY)
    assert told in draft.replies[0].paragraph
    assert "1999" not in letter_of(draft)
    assert any("第 1 个问题" in notice for notice in draft.notices)


def test_a_partial_answer_says_that_the_rest_is_not_told() -> None:
    answer = said("2025年，青山县全年生产总值完成189.3亿元。[1]", status="answered_partly")
    draft = Drafter(Says(answer)).draft("去年GDP和财政收入多少？", TODAY)
    assert "所问的其余内容，报告没有提及" in draft.replies[0].paragraph


def test_more_questions_than_a_letter_can_answer_are_named_to_the_clerk() -> None:
    indicators = [f"第{name}号道路去年修了多少公里？" for name in map(str, range(1, 36))]
    says = Says(said("2025年，青山县全年生产总值完成189.3亿元。[1]"))
    draft = Drafter(says).draft("\n".join(indicators), TODAY)
    assert len(draft.inquiry.questions) == 35
    assert len(draft.replies) == len(says.asked) == MAX_QUESTIONS
    assert any("第35号道路" in notice for notice in draft.notices)


def test_no_question_is_a_letter_that_says_so(drafts: dict[str, Draft]) -> None:
    draft = drafts["05-没有问题.txt"]
    assert "没有提出需要答复的具体问题" in draft.opening
    assert any("没有找到可以依据报告答复的问题" in notice for notice in draft.notices)


def test_years_that_are_not_the_reports_are_pointed_out() -> None:
    says = Says(said("2025年，青山县全年生产总值完成189.3亿元。[1]"))
    late = Drafter(says, OFFICE).draft("去年GDP多少？", date(2027, 3, 1))
    assert any("2026年" in notice and "2027年" in notice for notice in late.notices)
    assert late.date == "2027年3月1日"
    in_time = Drafter(says, OFFICE).draft("去年GDP多少？", TODAY)
    assert not any("落款" in notice for notice in in_time.notices)


def test_without_an_office_the_clerk_is_told_to_name_it() -> None:
    says = Says(said("2025年，青山县全年生产总值完成189.3亿元。[1]"))
    draft = Drafter(says).draft("去年GDP多少？", TODAY)
    assert draft.office == "（落款单位）"
    assert any("ASSISTANT_OFFICE" in notice for notice in draft.notices)


@pytest.mark.parametrize("text", ["", " \n\t", "好" * (MAX_CHARACTERS + 1)])
def test_an_empty_or_endless_letter_is_refused(text: str) -> None:
    with pytest.raises(InputInvalid):
        Drafter(Says(said("x"))).draft(text, TODAY)


def test_the_assistant_is_asked_nothing_that_is_personal() -> None:
    says = Says(said("2025年，青山县全年生产总值完成189.3亿元。[1]"))
    Drafter(says).draft(letter("02-个人信息.txt"), TODAY)
    told = repr(says.asked)
    assert "老年助餐场所" in told
    for secret in ("王建国", "41050319620214003X", "3721", "501", "2925678", "wjg"):
        assert secret not in told


def test_the_clerk_sees_where_the_reports_come_closest_and_the_writer_does_not(
    drafts: dict[str, Draft],
) -> None:
    draft = drafts["09-报告没说.txt"]
    assert any("育儿补贴" in line for line in draft.nearest)
    assert "最接近的原文" not in letter_of(draft) and "最接近的原文" in markdown(draft.letter)
    assert drafts["15-只有一句.txt"].nearest == ()


class Inventing:
    """Answers as the assistant does, with every number changed; counts what it invents."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.invented: list[str] = []

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        answer = self._assistant.ask(asked, turns)
        sentences = tuple(
            re.sub(r"(?<![\d\[])\d+(?![\d\]])", lambda m: str(int(m.group()) + 3), sentence)
            for sentence in answer.sentences
        )
        changed = set(sentences) - set(answer.sentences)
        self.invented += [MARKER.sub("", sentence) for sentence in changed]
        return replace(answer, sentences=sentences)


def test_of_answers_with_invented_figures_none_reaches_a_letter(assistant: Assistant) -> None:
    inventing = Inventing(assistant)
    drafter = Drafter(inventing, OFFICE)
    letters = [letter_of(drafter.draft(letter(name), TODAY)) for name in EXPECTED]
    assert len(inventing.invented) > 40
    for sentence in inventing.invented:
        assert not any(sentence in told.replace("\\", "") for told in letters)


class FailsOnce:
    """An index that cannot be read for the first question."""

    def __init__(self, answer: VerifiedAnswer) -> None:
        self.answer = answer
        self.calls = 0

    def ask(self, asked: str, turns: Sequence[str] = ()) -> VerifiedAnswer:
        self.calls += 1
        if self.calls == 1:
            raise IndexDamaged("索引文件无法读取。")
        return self.answer


def test_a_fault_leaves_the_rest_of_the_letter() -> None:
    asks = FailsOnce(said("2025年，青山县全年生产总值完成189.3亿元。[1]"))
    draft = Drafter(asks).draft("去年财政收入多少？去年GDP多少？", TODAY)
    assert "待补" in draft.replies[0].paragraph and "189.3亿元" in draft.replies[1].paragraph


def test_fixed_wording_has_no_figures() -> None:
    assert figures_in("一、二、三是；十一、您好！") == frozenset()
