"""A draft as DOCX in the usual form of official documents; the only file that uses python-docx.

The form is that of GB/T 9704-2012: A4, margins 37, 35, 28 and 26 mm, the title in 方正小标宋简体
二号, the text in 仿宋_GB2312 三号 with 28 pt between lines, page numbers at the outer edge. Footnotes
are real ones; python-docx has no call for them, so their part is built here.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.check.markers import MARKER
from assistant.question.characters import one_line
from assistant.staff.draft import NOTICE
from assistant.staff.evidence import ANNEX_TITLE, EVIDENCE_COLUMNS, WITHOUT_FIGURES, evidence_rows
from assistant.staff.letter import Letter

DRAFT_MARK = "〔拟稿，待审核〕"
_TITLE_FONT, _BODY_FONT, _LEAD_FONT, _DIGITS_FONT = (
    *("方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"),
)
_PAGE_NUMBER_FONT = "宋体"
# The replacements for a font that is not installed, first choice first.
_FALLBACKS = {
    _TITLE_FONT: "宋体,SimSun,Noto Serif CJK SC",
    _BODY_FONT: "仿宋,FangSong,Noto Serif CJK SC",
    _LEAD_FONT: "SimHei,Noto Sans CJK SC",
}
_TITLE_SIZE, _BODY_SIZE, _PAGE_NUMBER_SIZE, _NOTE_SIZE = Pt(22), Pt(16), Pt(14), Pt(10.5)
_LINE = Pt(28)
_LONGEST_PROPERTY = 255  # characters; python-docx refuses more
_COLUMN_WIDTHS = (33, 40, 48, 35)  # mm

# XML for what python-docx has no call for: footnotes, fonts, fields.
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FOOTNOTE_TEXT, _FOOTNOTE_REFERENCE = "FootnoteText", "FootnoteReference"  # ids of the styles

_STYLES = (
    f'<w:style {_NAMESPACE} w:type="paragraph" w:styleId="{_FOOTNOTE_TEXT}">'
    '<w:name w:val="footnote text"/><w:basedOn w:val="Normal"/><w:uiPriority w:val="99"/>'
    '<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>',
    f'<w:style {_NAMESPACE} w:type="character" w:styleId="{_FOOTNOTE_REFERENCE}">'
    '<w:name w:val="footnote reference"/><w:uiPriority w:val="99"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)
_SEPARATORS_IN_SETTINGS = (
    f'<w:footnotePr {_NAMESPACE}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
_HEADER_ROW = f"<w:tblHeader {_NAMESPACE}/>"
_UNBROKEN_ROW = f"<w:cantSplit {_NAMESPACE}/>"
# Without it a font with glyphs for several countries shows those of another.
_LANGUAGE = f'<w:lang {_NAMESPACE} w:val="en-US" w:eastAsia="zh-CN"/>'
_SUPERSCRIPT = f'<w:rPr><w:rStyle w:val="{_FOOTNOTE_REFERENCE}"/></w:rPr>'


def docx(letter: Letter) -> bytes:
    """The letter as a DOCX file, with the evidence list on a page of its own after it."""
    document = Document()
    _lay_out(document, letter)
    _add_footnotes(document, letter)
    _write_letter(document, letter)
    _write_annex(document, letter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _lay_out(document: DocxDocument, letter: Letter) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(25)
    document.settings.odd_and_even_pages_header_footer = True
    for header in () if letter.approved else (section.header, section.even_page_header):
        _set(header.paragraphs[0].add_run(DRAFT_MARK), font=_LEAD_FONT, size=_NOTE_SIZE)
    outer = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for footer, side in zip((section.footer, section.even_page_footer), outer, strict=True):
        _number_pages(footer.paragraphs[0], side)
    normal = document.styles["Normal"]
    normal.font.size = _BODY_SIZE
    normal.element.get_or_add_rPr().append(parse_xml(_LANGUAGE))
    properties = document.core_properties
    properties.title = one_line(letter.title)[:_LONGEST_PROPERTY]
    properties.author = one_line(letter.office)[:_LONGEST_PROPERTY]
    properties.comments = letter.approved or NOTICE
    properties.content_status = "已审核" if letter.approved else "拟稿，待审核"
    _name_fallbacks(document)


def _write_letter(document: DocxDocument, letter: Letter) -> None:
    title = _paragraph(document, indent=False)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = _LINE
    title.paragraph_format.line_spacing = Pt(36)
    _set(title.add_run(one_line(letter.title)), font=_TITLE_FONT, size=_TITLE_SIZE)
    _add(_paragraph(document, indent=False), letter.salutation)
    _add(_paragraph(document), letter.opening)
    seen: set[int] = set()
    for lead, text in letter.paragraphs:
        paragraph = _paragraph(document)
        _add(paragraph, lead, font=_LEAD_FONT if len(letter.paragraphs) > 1 else _BODY_FONT)
        _add_with_footnotes(paragraph, text, seen)
    if letter.matters:
        _add(_paragraph(document), letter.matters)
    closing = _paragraph(document)
    closing.paragraph_format.keep_with_next = True  # office and date are never alone on a page
    _add(closing, letter.closing)
    _sign(document, one_line(letter.office), letter.date)


def _sign(document: DocxDocument, office: str, day: str) -> None:
    """Office and date at the right, one centred over the other; the date four characters in."""
    wider = _width(office) - _width(day)
    in_by = (2.0, 2.0 + wider / 2) if wider > 0 else (4.0 - wider / 2, 4.0)
    for text, characters in zip((office, day), in_by, strict=True):
        paragraph = _paragraph(document, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(characters * _BODY_SIZE.pt)
        paragraph.paragraph_format.keep_together = True
        _add(paragraph, text)
    document.paragraphs[-2].paragraph_format.space_before = _LINE
    document.paragraphs[-2].paragraph_format.keep_with_next = True


def _write_annex(document: DocxDocument, letter: Letter) -> None:
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    _add(_paragraph(document, indent=False), ANNEX_TITLE, font=_LEAD_FONT)
    lines = (*filter(None, [letter.approved]), *letter.notices, *letter.vouched_lines)
    for number, notice in enumerate(lines, start=1):
        _add_small(document, f"{number}. {notice}")
    if not letter.evidence:
        _add_small(document, WITHOUT_FIGURES)
        return
    table = document.add_table(rows=1, cols=len(EVIDENCE_COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _COLUMN_WIDTHS, strict=True):
        column.width = Mm(width)
    for number, row in enumerate((EVIDENCE_COLUMNS, *evidence_rows(letter.evidence))):
        table_row = table.rows[0] if number == 0 else table.add_row()
        table_row._tr.get_or_add_trPr().append(parse_xml(_UNBROKEN_ROW))
        for cell, text in zip(table_row.cells, row, strict=True):
            _add(
                cell.paragraphs[0], text, font=_BODY_FONT if number else _LEAD_FONT, size=_NOTE_SIZE
            )
    for source in letter.footnotes:
        _add_small(document, f"注{source.number}：{source.text}")
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(_HEADER_ROW))


def _add_small(document: DocxDocument, text: str) -> None:
    paragraph = _paragraph(document, indent=False)
    paragraph.paragraph_format.line_spacing = Pt(18)
    _add(paragraph, text, size=_NOTE_SIZE)


def _paragraph(document: DocxDocument, *, indent: bool = True) -> Paragraph:
    paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    if indent:
        form.first_line_indent = Pt(2 * _BODY_SIZE.pt)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "200")
    return paragraph


def _add(
    paragraph: Paragraph, text: str, *, font: str = _BODY_FONT, size: Length = _BODY_SIZE
) -> Run:
    run = paragraph.add_run(one_line(text))
    _set(run, font=font, size=size)
    return run


def _set(run: Run, *, font: str, size: Length) -> None:
    run.font.size = size
    _name_fonts(run, font)


def _name_fonts(run: Run, font: str) -> None:
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    for script in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), _DIGITS_FONT)
    fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones


def _add_with_footnotes(paragraph: Paragraph, text: str, seen: set[int]) -> None:
    """[n] as footnote n; where it was cited before, as a cross-reference to it."""
    for position, piece in enumerate(MARKER.split(text)):
        if position % 2 == 0:
            if piece:
                _add(paragraph, piece)
            continue
        number = int(piece)
        again = number in seen
        _append(
            paragraph,
            _repeated_reference(number) if again else _first_reference(number),
        )
        seen.add(number)


def _append(paragraph: Paragraph, elements: Iterable[str]) -> None:
    for element in elements:
        paragraph._p.append(parse_xml(element))


def _number_pages(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — at the outer edge, one character in."""
    paragraph.alignment = side
    inner = Pt(_PAGE_NUMBER_SIZE.pt)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = inner
    _set(paragraph.add_run("— "), font=_PAGE_NUMBER_FONT, size=_PAGE_NUMBER_SIZE)
    _append(paragraph, _page_number())
    _set(paragraph.add_run(" —"), font=_PAGE_NUMBER_FONT, size=_PAGE_NUMBER_SIZE)
    for run in paragraph.runs:
        _set(run, font=_PAGE_NUMBER_FONT, size=_PAGE_NUMBER_SIZE)


def _add_footnotes(document: DocxDocument, letter: Letter) -> None:
    """The footnotes' part, their styles, and the settings that name the separators."""
    texts = [(source.number, source.text) for source in letter.footnotes]
    part = Part(
        PackURI("/word/footnotes.xml"),
        CONTENT_TYPE.WML_FOOTNOTES,
        _footnotes_part(texts),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    for style in _STYLES:
        document.styles.element.append(parse_xml(style))
    compatibility = document.settings.element.find(qn("w:compat"))
    compatibility.addprevious(parse_xml(_SEPARATORS_IN_SETTINGS))


def _name_fallbacks(document: DocxDocument) -> None:
    """Replaces the template's table of fonts: what Word takes where a font is not installed."""
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            relation.target_part._blob = _fonts_part(_FALLBACKS)


def _width(text: str) -> float:
    """The width of `text` in Chinese characters."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def _footnotes_part(texts: Iterable[tuple[int, str]]) -> bytes:
    """The part footnotes.xml: the two separators that Word asks for, then each numbered text."""
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{_FOOTNOTE_TEXT}"/></w:pPr>'
        f"<w:r>{_SUPERSCRIPT}<w:footnoteRef/></w:r>"
        f'<w:r><w:t xml:space="preserve"> {escape(one_line(text))}</w:t></w:r></w:p></w:footnote>'
        for number, text in texts
    )
    return f"{_HEAD}<w:footnotes {_NAMESPACE}>{separators}{notes}</w:footnotes>".encode()


def _fonts_part(fallbacks: Mapping[str, str]) -> bytes:
    """The part fontTable.xml: each font with its replacements, separated by commas."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(others)}/>"
        '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in fallbacks.items()
    )
    return f"{_HEAD}<w:fonts {_NAMESPACE}>{fonts}</w:fonts>".encode()


def _first_reference(number: int) -> tuple[str, ...]:
    """The reference to footnote `number` in the text, in a bookmark that others can refer to."""
    return (
        f'<w:bookmarkStart {_NAMESPACE} w:id="{number}" w:name="_Ref{number:08}"/>',
        f'<w:r {_NAMESPACE}>{_SUPERSCRIPT}<w:footnoteReference w:id="{number}"/></w:r>',
        f'<w:bookmarkEnd {_NAMESPACE} w:id="{number}"/>',
    )


def _repeated_reference(number: int) -> tuple[str, ...]:
    """The number of a footnote that was referred to before, as a field that follows it."""
    return _field(rf" NOTEREF _Ref{number:08} \f \h ", str(number), _SUPERSCRIPT)


def _page_number() -> tuple[str, ...]:
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
