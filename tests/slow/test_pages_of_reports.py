"""Figures of real reports, found again in the pages made of them: set, exported and scanned."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from index.figures.quantities import parse_quantities
from index.reading.pdf import pdf_text
from tests.index.reading.scanning import file_of, needs_recogniser, pictures, scanned
from tests.index.reading.typesetting import Setting, set_pdf
from tests.shared_reports import FOLDER, shared_reports

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no ../shared/reports beside this checkout"),
]
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice")

_NAMES = (
    "上海",
    "2025年广东省政府工作报告",
    "2025年甘肃省政府工作报告",
    "三亚",
    "宁波",
    "攀枝花",
    "武汉",
    "烟台",
)
_SETTINGS = {
    "one column": Setting(),
    "two columns": Setting(columns=2, size=10.5),
    "three columns": Setting(columns=3, size=9),
    "headers, page numbers, footnotes": Setting(
        header="政府工作报告　第#页",
        footer="— # —",
        notes=("①可比价格。", "②快报数。", "③初步核算。"),
    ),
    "two columns, on their side": Setting(columns=2, size=10.5, turned=(2,), turned_content=(3, 4)),
}

_Figures = Counter[tuple[object, ...]]


def figures(text: str) -> _Figures:
    return Counter(
        (quantity.value, quantity.upper, quantity.unit, quantity.qualifier)
        for quantity in parse_quantities(text)
    )


def reports() -> list[tuple[str, str]]:
    return [(name, text) for name, text in shared_reports() if name in _NAMES]


def shares(pairs: Iterable[tuple[_Figures, _Figures]]) -> tuple[float, float, int]:
    """Shares of the figures told that are missed and that are read as others, and their count."""
    missed = wrong = told = 0
    for own, read in pairs:
        told += own.total()
        missed += (own - read).total()
        wrong += (read - own).total()
    return missed / told, wrong / told, told


@pytest.mark.parametrize("name", _SETTINGS)
def test_every_figure_is_found_however_the_pages_are_set(name: str) -> None:
    pairs = []
    for _, text in reports():
        paragraphs = [part.strip() for part in text.split("\n") if part.strip()]
        read = pdf_text(set_pdf(paragraphs, _SETTINGS[name]), "报告.pdf")
        pairs.append((figures("\n\n".join(paragraphs)), figures(read.text)))
    missed, wrong, told = shares(pairs)
    assert told > 1000
    assert (missed, wrong) == (0, 0)


@needs_office
@pytest.mark.parametrize("columns", [1, 2])
def test_every_figure_is_found_in_what_an_office_program_exports(
    tmp_path: Path, columns: int
) -> None:
    pairs = []
    for name, text in reports():
        read = pdf_text(_exported(name, tmp_path, columns), "报告.pdf")
        pairs.append((figures(text), figures(read.text)))
    missed, wrong, told = shares(pairs)
    assert told > 1000
    assert (missed, wrong) == (0, 0)


@needs_recogniser
@needs_office
def test_hardly_a_figure_is_missed_and_none_misread_in_scans_at_200_dots(tmp_path: Path) -> None:
    pairs = []
    for seed, name in enumerate(("宁波", "武汉", "三亚", "烟台")):
        page = _page(_exported(name, tmp_path, columns=1), 3)
        scan = file_of([scanned(*pictures(page), seed=seed)], "PDF", resolution=200)
        read = pdf_text(scan, "扫描.pdf")
        assert read.recognised
        pairs.append((figures(pdf_text(page, "报告.pdf").text), figures(read.text)))
    missed, wrong, told = shares(pairs)
    assert told > 100
    assert missed < 0.05  # figures read with doubt are not given
    assert wrong < 0.01


def _exported(name: str, folder: Path, columns: int) -> bytes:
    """The report as LibreOffice sets it, in columns, with a header and a page number."""
    (source,) = FOLDER.rglob(f"{name}.docx")
    document = Document(str(source))
    section = document.sections[-1]
    cols = section._sectPr.find(qn("w:cols"))
    if cols is None:
        cols = OxmlElement("w:cols")
        section._sectPr.append(cols)
    cols.set(qn("w:num"), str(columns))
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = "政府工作报告（内部印发）"
    section.footer.is_linked_to_previous = False
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    section.footer.paragraphs[0].add_run("— ")
    section.footer.paragraphs[0]._p.append(field)
    file = folder / f"{name}.docx"
    document.save(str(file))
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)],
        capture_output=True,
        check=True,
    )
    return file.with_suffix(".pdf").read_bytes()


def _page(raw: bytes, number: int) -> bytes:
    alone, file = pypdfium2.PdfDocument.new(), io.BytesIO()
    alone.import_pages(pypdfium2.PdfDocument(raw), [number - 1])
    alone.save(file)
    return file.getvalue()
