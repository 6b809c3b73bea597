"""Answers over a passage of the seed report, and an assistant that gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from assistant.answer import Citation, FigureVerdict, Question, VerifiedAnswer
from assistant.query import Query
from index.report import Passage, RetrievedPassage

TEXT = (
    "#### 经济运行稳中有进\n\n"
    "全年生产总值完成189.3亿元,同比增长5.5%,与全市平均增速持平。\n\n"
    "一般公共预算收入完成10.06亿元,财政运行总体平稳。\n"
)
QUOTE = "全年生产总值完成189.3亿元,同比增长5.5%"
QUESTION = Question("2025年北关区的GDP是多少?", Query("2025年北关区的GDP是多少?"))


def passage(text: str = TEXT) -> Passage:
    return Passage(
        id="p1",
        report_id="北关区2026年两会报道#3",
        start=0,
        end=len(text),
        text=text,
        headings=("2025年工作回顾", "经济运行稳中有进"),
        title="凝心聚力再出发 砥砺前行新征程",
        place="安阳市北关区",
        year=2026,
        date="2026-02-27/2026-02-28",
    )


def citation(text: str = TEXT, quote: str = QUOTE, marker: int = 1) -> Citation:
    start = text.index(quote)
    return Citation(marker, passage(text), start, start + len(quote))


def verdict(text: str = "189.3亿元") -> FigureVerdict:
    return FigureVerdict(text, Decimal(18930000000), "元", None, "supported", 1)


def answered(*sentences: str, citations: Sequence[Citation] | None = None) -> VerifiedAnswer:
    said = sentences or ("2025年，北关区全年生产总值完成189.3亿元，同比增长5.5%。[1]",)
    return VerifiedAnswer(
        question=QUESTION,
        status="answered",
        text="".join(said),
        sentences=said,
        citations=tuple([citation()] if citations is None else citations),
        figures=(verdict(),),
    )


def refused() -> VerifiedAnswer:
    text = "已收录的报告只涉及北关区，没有文峰区的内容，因此不作回答。"
    return VerifiedAnswer(
        question=Question("文峰区的GDP是多少?", Query("文峰区的GDP是多少?")),
        status="unanswerable_place",
        text=text,
        sentences=(text,),
        nearest=(RetrievedPassage(passage(), rank=1, score=0.5),),
    )


@dataclass
class FixedAssistant:
    """Gives `whole` to every question, sentence by sentence, and remembers what it was asked."""

    whole: VerifiedAnswer = field(default_factory=answered)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def stream(self, asked: str, turns: Sequence[str] = ()) -> Iterator[VerifiedAnswer]:
        self.asked.append((asked, tuple(turns)))
        for count in range(1, len(self.whole.sentences)):
            yield replace(self.whole, sentences=self.whole.sentences[:count])
        yield self.whole
