"""A reply as a clerk works on it: its paragraphs with their evidence, from the first draft to the
letter that goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import TypeAdapter, ValidationError

from assistant.answer import Citation, Status
from assistant.check.markers import MARKER
from assistant.errors import AssistantError
from assistant.staff.draft import Draft
from assistant.staff.draft import Reply as DraftedReply
from assistant.staff.evidence import Evidence, Footnotes, Source
from assistant.staff.inquiry import misquoted_in
from assistant.staff.letter import Letter, Vouched
from assistant.staff.paragraph_check import Mark, marks_of
from assistant.staff.reply_words import lead
from assistant.staff.unsupported_figures import holds_figure

BY_HAND = "（请在这里写答复。没有报告依据的数字，须写明理由、由人负责。）"
_UNWRITTEN = ("（请在这里写答复", "（待补：")
"""How a paragraph begins that is still to be written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question and its paragraph. `about` begins the paragraph (关于您问的…); the markers of
    `text` are those of `citations`. `by_hand`: a person answers, not the reports."""

    id: int
    question: str
    about: str
    text: str
    citations: tuple[Citation, ...] = ()
    status: Status = "answered"
    by_hand: bool = False
    vouched: tuple[Vouched, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        return marks_of(self.text, self.citations, vouched=self.vouched)

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it may not go out, each in words."""
        if not self.text or any(mark in self.text for mark in _UNWRITTEN):
            return ("答复还没有写。",)
        wrong = [mark.text for mark in self.marks if mark.verdict == "wrong"]
        found = [f"“{text}”没有依据，也没有人负责。" for text in dict.fromkeys(wrong)]
        if holds_figure(self.about, apart_from=self.text):
            found.append("段首有答复中没有的数字。")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Content:
    """All that a version of a reply holds."""

    title: str
    salutation: str
    opening: str
    items: tuple[Item, ...]
    matters: str
    closing: str
    office: str
    date: str
    notices: tuple[str, ...] = field(default=())

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(item.question for item in self.items)

    @property
    def report_ids(self) -> tuple[str, ...]:
        cited = (c.passage.report_id for item in self.items for c in item.citations)
        return tuple(dict.fromkeys(cited))

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the reports that are cited."""
        cited = (c.passage.title for item in self.items for c in item.citations)
        return tuple(dict.fromkeys(cited))

    @property
    def faults(self) -> tuple[str, ...]:
        """Why it may not be submitted, each in words; empty where it may."""
        cited = [c for item in self.items for c in item.citations]
        parts = {
            "标题": self.title,
            "称谓": self.salutation,
            "开头": self.opening,
            "对具体诉求的答复": self.matters,
            "结尾": self.closing,
        }
        around = (
            f"{name}中的“{mark.text}”没有依据，请删去，或写进有依据的段落。"
            for name, part in parts.items()
            for mark in marks_of(part, cited)
            if mark.verdict == "wrong"
        )
        inside = (
            f"问题 {number}：{fault}"
            for number, item in enumerate(self.items, start=1)
            for fault in item.faults
        )
        return (*around, *inside)

    def item(self, item_id: int) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)

    @property
    def next_id(self) -> int:
        return max((item.id for item in self.items), default=0) + 1


class ReplyUnreadable(AssistantError):
    """A version was saved by another version of the program."""


_TYPED = TypeAdapter(Content)


def written(content: Content) -> str:
    return _TYPED.dump_json(content).decode()


def read(content: str) -> Content:
    """Raises ReplyUnreadable."""
    try:
        return _TYPED.validate_json(content)
    except ValidationError as error:
        raise ReplyUnreadable("这一版答复是由另一个版本的程序保存的，无法打开。") from error


def first_content(draft: Draft) -> Content:
    return Content(
        title=draft.title,
        salutation=draft.salutation,
        opening=draft.opening,
        items=tuple(
            item_of(reply, draft.footnotes, item_id)
            for item_id, reply in enumerate(draft.replies, start=1)
        ),
        matters=draft.matters,
        closing=draft.closing,
        office=draft.office,
        date=draft.date,
        notices=(*draft.notices, *draft.nearest),
    )


def item_of(reply: DraftedReply, footnotes: Sequence[Source], item_id: int) -> Item:
    """A drafted paragraph with its own markers, counted from 1."""
    passages = {source.number: source.passage.id for source in footnotes}
    quotes = {citation.passage.id: citation for citation in reversed(reply.answer.citations)}
    cited: dict[str, Citation] = {}

    def own(number: int) -> int:
        citation = quotes[passages[number]]
        mine = Citation(len(cited) + 1, citation.passage, citation.start, citation.end)
        return cited.setdefault(citation.passage.id, mine).marker

    text = MARKER.sub(lambda match: f"[{own(int(match[1]))}]", reply.paragraph)
    return Item(
        item_id,
        reply.question.asked,
        reply.about,
        text,
        tuple(cited.values()),
        status=reply.answer.status,
    )


def misquoted(content: Content, letter: str) -> tuple[str, ...]:
    """The words in quotation marks that stand neither in the letter nor in what is cited."""
    texts = [content.matters, *(item.about for item in content.items)]
    found = [quoted for text in texts for quoted in misquoted_in(text, letter)]
    for item in content.items:
        cited = "".join(citation.passage.text for citation in item.citations)
        found += misquoted_in(item.text, letter + cited)
    return tuple(dict.fromkeys(found))


def letter_of(content: Content, *, approved: str = "") -> Letter:
    """The letter that the content makes, its footnotes counted through."""
    footnotes = Footnotes()
    several = len(content.items) > 1
    paragraphs = tuple(
        (lead(number, item.about, several=several), _numbered(item, footnotes))
        for number, item in enumerate(content.items)
    )
    return Letter(
        title=content.title,
        salutation=content.salutation,
        opening=content.opening,
        paragraphs=paragraphs,
        matters=content.matters,
        closing=content.closing,
        office=content.office,
        date=content.date,
        footnotes=footnotes.sources,
        evidence=tuple(line for item in content.items for line in _evidence(item, footnotes)),
        notices=() if approved else content.notices,
        vouched=tuple(vouched for item in content.items for vouched in item.vouched),
        approved=approved,
    )


def _numbered(item: Item, footnotes: Footnotes) -> str:
    cited = {citation.marker: citation for citation in item.citations}

    def numbered(number: int) -> str:
        return f"[{footnotes.source(cited[number]).number}]" if number in cited else ""

    return MARKER.sub(lambda match: numbered(int(match[1])), item.text)


def _evidence(item: Item, footnotes: Footnotes) -> Iterator[Evidence]:
    cited = {citation.marker: citation for citation in item.citations}
    for mark in item.marks:
        citation = cited.get(mark.marker or 0) or next(iter(item.citations), None)
        if mark.verdict == "right" and citation:
            quote = " ".join(citation.quote.split())
            source = footnotes.source(citation)
            yield Evidence(item.question, mark.text, mark.words, "", quote, source)
