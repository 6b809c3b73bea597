"""The parts of a Word file that python-docx has no call for, as XML: footnotes, fonts, fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from assistant.staff.printable import one_line

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FOOTNOTE_TEXT, FOOTNOTE_REFERENCE = "FootnoteText", "FootnoteReference"  # ids of the styles

STYLES = (
    f'<w:style {_NAMESPACE} w:type="paragraph" w:styleId="{FOOTNOTE_TEXT}">'
    '<w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
    '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>',
    f'<w:style {_NAMESPACE} w:type="character" w:styleId="{FOOTNOTE_REFERENCE}">'
    '<w:name w:val="footnote reference"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)
SEPARATORS_IN_SETTINGS = (
    f'<w:footnotePr {_NAMESPACE}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
HEADER_ROW = f"<w:tblHeader {_NAMESPACE}/>"
UNBROKEN_ROW = f"<w:cantSplit {_NAMESPACE}/>"
# Without it a font with glyphs for several countries shows those of another.
LANGUAGE = f'<w:lang {_NAMESPACE} w:val="en-US" w:eastAsia="zh-CN"/>'
_SUPERSCRIPT = f'<w:rPr><w:rStyle w:val="{FOOTNOTE_REFERENCE}"/></w:rPr>'


def footnotes_part(texts: Iterable[tuple[int, str]]) -> bytes:
    """The part footnotes.xml: the two separators that Word asks for, then each numbered text."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{FOOTNOTE_TEXT}"/></w:pPr>'
        f"<w:r>{_SUPERSCRIPT}<w:footnoteRef/></w:r>"
        f'<w:r><w:t xml:space="preserve"> {escape(one_line(text))}</w:t></w:r></w:p></w:footnote>'
        for number, text in texts
    )
    return f"{_HEAD}<w:footnotes {_NAMESPACE}>{separators}{notes}</w:footnotes>".encode()


def fonts_part(fallbacks: Mapping[str, str]) -> bytes:
    """The part fontTable.xml: each font with what stands in for it, separated by commas."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in fallbacks.items()
    )
    return f"{_HEAD}<w:fonts {_NAMESPACE}>{fonts}</w:fonts>".encode()


def first_reference(number: int) -> tuple[str, ...]:
    """The reference to footnote `number` in the text, in a bookmark that others can refer to."""
    return (
        f'<w:bookmarkStart {_NAMESPACE} w:id="{number}" w:name="_Ref{number:08}"/>',
        f'<w:r {_NAMESPACE}>{_SUPERSCRIPT}<w:footnoteReference w:id="{number}"/></w:r>',
        f'<w:bookmarkEnd {_NAMESPACE} w:id="{number}"/>',
    )


def repeated_reference(number: int) -> tuple[str, ...]:
    """The number of a footnote that was referred to before, as a field that follows it."""
    return _field(rf" NOTEREF _Ref{number:08} \f \h ", str(number), _SUPERSCRIPT)


def page_number() -> tuple[str, ...]:
    return _field(" PAGE ", "1", "")


def _field(instruction: str, shown: str, properties: str) -> tuple[str, ...]:
    inner = (
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve">{instruction}</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        f"<w:t>{shown}</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return tuple(f"<w:r {_NAMESPACE}>{properties}{content}</w:r>" for content in inner)
