"""The draft as DOCX: real footnotes, the form of official documents, and text that breaks nothing."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.shared import Mm, Pt

from assistant.assistant import Assistant
from assistant.staff.draft import Draft, Drafter
from assistant.staff.letter_docx import docx
from tests.assistant.staff.letters import letter

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TODAY = date(2026, 11, 24)
OFFICE = "北关区人民政府办公室"


@pytest.fixture(scope="module")
def draft(assistant: Assistant) -> Draft:
    return Drafter(assistant, OFFICE).draft(letter("01-老旧小区.txt"), TODAY)


@pytest.fixture(scope="module")
def parts(draft: Draft) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(docx(draft.letter))) as archive:
        return {
            name: ElementTree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def test_footnotes_are_a_part_of_their_own_with_their_separators(
    draft: Draft, parts: dict[str, ElementTree.Element]
) -> None:
    notes = parts["word/footnotes.xml"].findall(f"{W}footnote")
    assert [note.get(f"{W}type") for note in notes[:2]] == ["separator", "continuationSeparator"]
    told = {note.get(f"{W}id"): "".join(note.itertext()).strip() for note in notes[2:]}
    assert told == {str(source.number): source.text for source in draft.footnotes}
    relations = parts["word/_rels/document.xml.rels"]
    assert any(relation.get("Target") == "footnotes.xml" for relation in relations)
    types = ElementTree.tostring(parts["[Content_Types].xml"], encoding="unicode")
    assert "/word/footnotes.xml" in types and "footnotes+xml" in types
    separators = parts["word/settings.xml"].find(f"{W}footnotePr")
    assert separators is not None and len(separators) == 2


def test_each_footnote_is_referred_to_once_and_again_by_its_number(
    draft: Draft, parts: dict[str, ElementTree.Element]
) -> None:
    body = parts["word/document.xml"]
    first = [r.get(f"{W}id") for r in body.iter(f"{W}footnoteReference")]
    assert first == [str(source.number) for source in draft.footnotes]
    again = [code.text for code in body.iter(f"{W}instrText")]
    assert len(again) == 1 and "NOTEREF" in (again[0] or "")
    bookmarks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert {(code or "").split()[1] for code in again} <= bookmarks


def test_styles_that_are_used_exist(parts: dict[str, ElementTree.Element]) -> None:
    known = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    for name in ("word/document.xml", "word/footnotes.xml"):
        for kind in ("pStyle", "rStyle", "tblStyle"):
            used = {element.get(f"{W}val") for element in parts[name].iter(f"{W}{kind}")}
            assert used <= known


def test_the_form_is_that_of_official_documents(draft: Draft) -> None:
    document = Document(io.BytesIO(docx(draft.letter)))
    section = document.sections[0]
    mm = [Mm(n) for n in (210, 297, 37, 35, 28, 26)]
    measured = (
        *(section.page_width, section.page_height, section.top_margin, section.bottom_margin),
        *(section.left_margin, section.right_margin),
    )
    assert all(abs(a - b) < Mm(0.1) for a, b in zip(measured, mm, strict=True))
    title, salutation, opening = document.paragraphs[:3]
    assert title.text == draft.title and title.runs[0].font.size == Pt(22)
    assert "方正小标宋简体" in title._p.xml
    assert salutation.paragraph_format.first_line_indent is None
    assert opening.paragraph_format.first_line_indent == Pt(32)
    assert opening.paragraph_format.line_spacing == Pt(28)
    assert opening.runs[0].font.size == Pt(16) and "仿宋_GB2312" in opening._p.xml
    assert section.header.paragraphs[0].text == "〔拟稿，待审核〕"


def test_fonts_name_what_stands_in_for_them(parts: dict[str, ElementTree.Element]) -> None:
    fonts = {font.get(f"{W}name"): font.find(f"{W}altName") for font in parts["word/fontTable.xml"]}
    for name in ("方正小标宋简体", "仿宋_GB2312", "黑体"):
        alternative = fonts[name]
        assert alternative is not None and "Noto" in (alternative.get(f"{W}val") or "")


def test_it_says_that_it_is_a_draft(draft: Draft) -> None:
    properties = Document(io.BytesIO(docx(draft.letter))).core_properties
    assert properties.content_status == "拟稿，待审核"
    assert properties.author == OFFICE


def test_the_annex_lists_each_figure_on_a_page_of_its_own(draft: Draft) -> None:
    document = Document(io.BytesIO(docx(draft.letter)))
    (table,) = document.tables
    cells = "\n".join(cell.text for row in table.rows for cell in row.cells)
    for line in draft.evidence:
        assert line.figure in cells and line.quote in cells
    assert any('w:br w:type="page"' in paragraph._p.xml for paragraph in document.paragraphs)


def test_a_letter_without_figures_has_no_footnotes_and_no_table(assistant: Assistant) -> None:
    made = docx(Drafter(assistant, OFFICE).draft(letter("05-没有问题.txt"), TODAY).letter)
    document = Document(io.BytesIO(made))
    assert document.tables == []
    assert "本稿没有引用报告中的数字。" in [paragraph.text for paragraph in document.paragraphs]


def test_characters_that_xml_may_not_hold_break_nothing(draft: Draft) -> None:
    wild = "甲\x00\x0b\x1f<&>\ud800\ufffe乙"
    made = docx(
        replace(draft.letter, title=wild, office=wild, closing=wild, notices=(wild,), matters=wild)
    )
    document = Document(io.BytesIO(made))
    assert document.paragraphs[0].text == "甲<&>乙"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_letter_and_footnotes(draft: Draft, tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(docx(draft.letter))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file],
        check=True,
        capture_output=True,
        timeout=180,
    )
    text = subprocess.run(
        ["pdftotext", tmp_path / "draft.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    told = re.sub(r"\s", "", text)
    for part in (draft.title, draft.salutation, "谋划19个老旧小区改造", OFFICE, "2026年11月24日"):
        assert part in told
    for source in draft.footnotes:
        assert re.sub(r"\s", "", source.text) in told
    assert "附：核对表" in told and "拟稿，待审核" in told
