"""Workbooks among the reports: each visible sheet as tables, with the values they were saved with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from index.errors import ReportUnreadable
from index.reading.files import source_text
from index.reading.source_text import SourceText
from index.reading.xlsx import shown_number


def _saved(fill: Callable[[Worksheet], object], title: str = "表1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(*rows: list[object]) -> bytes:
    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return _saved(fill)


def _read(raw: bytes, name: str = "青山县指标.xlsx") -> SourceText:
    return source_text(raw, name)


def _sentences(raw: bytes) -> list[str]:
    return [line for line in _read(raw).text.splitlines() if line.endswith(("。", "）"))]


def _changed(raw: bytes, part: str, change: Callable[[str], str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            content = old.read(entry.filename)
            if entry.filename == part:
                content = change(content.decode()).encode()
            new.writestr(entry.filename, content)
    return file.getvalue()


def test_a_table_with_title_units_indents_formats_and_notes() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["2024年青山县主要经济指标"], ["单位：亿元"], ["指标", "2024年", "比上年±%", "更新日期"],
            ["地区生产总值", 1189.3, 0.055, date(2025, 1, 20)], ["第一产业", 20.149999, -3.1],
            ["财政收入", None, "持平"], ["注：初步核算。"],
        ):  # fmt: skip
            sheet.append(row)
        sheet.merge_cells("A1:D1")
        sheet["B4"].number_format, sheet["C4"].number_format = "#,##0.0", "0.0%"
        sheet["A5"].alignment = Alignment(indent=1)
        sheet["B5"].number_format = "0.0"

    assert _read(_saved(fill)).text.split("\n\n") == [
        "# 青山县指标",
        "2024年青山县主要经济指标",
        "单位：亿元",
        "2024年地区生产总值1,189.3亿元，比上年增长5.5%。（更新日期：2025年1月20日）\n"
        "2024年地区生产总值中，第一产业20.1亿元，比上年下降3.1%。\n"
        "2024年财政收入与上年持平。",
        "注：初步核算。\n",
    ]


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        ("189.3", "", "189.3"), ("189.29999999999998", "", "189.3"), ("1E+2", "", "100"),
        ("0.0561", "0.0%", "5.6%"), ("0.0565", "0%", "6%"), ("-0.031", "0.00%", "-3.10%"),
        ("12345.678", "#,##0.00", "12,345.68"), ("2.5", "0", "3"), ("5.6", '0.0"%"', "5.6%"),
        ("12", '#,##0"人"', "12人"), ("45292", "yyyy-mm-dd", "2024年1月1日"),
        ("45536", 'yyyy"年"m"月"', "2024年9月"), ("45292", "yyyy", "2024年"),
        ("-12", "#,##0_);(#,##0)", "-12"), ("123456", '0!.0,"万"', None), ("123456", "#,##0,", None),
        ("1e999", "0.0", None), ("1", "[红色]0.0", "1.0"),
    ],
)  # fmt: skip
def test_a_number_is_what_its_cell_shows(value: str, form: str, shown: str | None) -> None:
    if value == "1e999":
        assert shown_number("9" * 500, "yyyy-mm-dd") is None
        return
    assert shown_number(value, form) == shown


def test_a_formula_is_the_value_it_was_saved_with_and_never_computed() -> None:
    raw = _rows(["指标", "2024年（亿元）"], ["生产总值", 189.3], ["财政收入", "=B2/10"])
    assert _sentences(raw) == ["2024年生产总值189.3亿元。"]
    assert "工作表“表1”中有 1 个公式没有保存结果，未读取。" in _read(raw).doubts
    valued = _changed(
        raw, "xl/worksheets/sheet1.xml", lambda xml: re.sub(r"<v ?/>|<v></v>", "<v>18.9</v>", xml)
    )
    assert _sentences(valued)[1] == "2024年财政收入18.9亿元。"
    assert _read(valued).doubts == ()


def test_an_error_is_no_figure_and_is_named() -> None:
    raw = _rows(["指标", "2024年（亿元）"], ["生产总值", 189.3], ["财政收入", "#DIV/0!"])
    assert _sentences(raw) == ["2024年生产总值189.3亿元。"]
    assert "1 个单元格是错误值" in _read(raw).doubts[0]


def test_what_is_hidden_is_left_out_and_named() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["指标", "2024年", "2023年"],
            ["就业（人）", 2150, 2000],
            ["失业（人）", 99, 98],
        ):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        assert sheet.parent is not None
        draft = sheet.parent.create_sheet("草稿")
        draft.append(["指标", "2024年"])
        draft.append(["暗数（人）", 777])
        draft.sheet_state = "hidden"

    read = _read(_saved(fill))
    assert [s for s in read.text.splitlines() if "人" in s] == ["2024年就业2150人。"]
    assert read.doubts == (
        "有 1 个隐藏的工作表，未读取。",
        "工作表“表1”中有 1 行隐藏，未读取。",
        "工作表“表1”中有 1 列隐藏，未读取。",
    )


def test_merged_cells_stand_in_each_place_and_a_merged_figure_is_of_no_single_row() -> None:
    def fill(sheet: Worksheet) -> None:
        for row in (
            ["指标", "2024年", None, "2025年目标"], [None, "目标", "完成", None],
            ["新增就业（人）", 2000, 2150, 2100], ["甲路（公里）", 12, 12, 5], ["乙路（公里）", 3, 3, None],
        ):  # fmt: skip
            sheet.append(row)
        for merged in ("A1:A2", "B1:C1", "D1:D2", "D4:D5"):
            sheet.merge_cells(merged)

    assert _sentences(_saved(fill)) == [
        "2024年新增就业目标为2000人；2024年新增就业实际完成2150人；2025年新增就业目标为2100人。",
        "2024年甲路目标为12公里；2024年甲路实际完成12公里。",
        "2024年乙路目标为3公里；2024年乙路实际完成3公里。",
    ]


def test_each_sheet_has_its_name_as_a_heading_where_there_are_several() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["品种", "2024年产量（吨）"])
        sheet.append(["小麦", 32])
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("就业")
        other.append(["地区", "2024年人数（人）"])
        other.append(["东乡镇", 215])

    text = _read(_saved(fill, "粮食")).text
    assert text.index("## 粮食") < text.index("2024年小麦产量32吨") < text.index("## 就业")
    assert "2024年东乡镇人数215人。" in text


def test_a_row_of_any_number_costs_nothing() -> None:
    raw = _rows(["指标", "2024年（人）"], ["就业", 2150])
    far = _changed(
        raw, "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            "</sheetData>",
            '<row r="1000000000"><c r="XFD1000000000" t="inlineStr"><is><t>远处</t></is></c></row></sheetData>'
            '<mergeCells count="1"><mergeCell ref="A2:XFD1000000000"/></mergeCells>',
        ),
    )  # fmt: skip
    text = _read(far).text
    assert "2024年就业2150人。" in text or "远处" in text


def test_a_workbook_of_too_many_cells_is_refused() -> None:
    row = "<row>" + '<c t="inlineStr"><is><t>x</t></is></c>' * 100 + "</row>"
    raw = _changed(
        _rows(["指标"]), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</sheetData>", row * 2_100 + "</sheetData>"),
    )  # fmt: skip
    with pytest.raises(ReportUnreadable, match="200,000 个单元格的上限"):
        _read(raw)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda xml: '<!DOCTYPE x [<!ENTITY a "哈">]>' + xml.split("?>", 1)[-1], "实体声明"),
        (lambda xml: xml[: len(xml) // 2], "损坏"),
        (lambda xml: "", "损坏"),
    ],
)
def test_a_damaged_or_hostile_sheet_is_named(change: Callable[[str], str], expected: str) -> None:
    raw = _changed(_rows(["指标", "2024年"], ["就业", 1]), "xl/worksheets/sheet1.xml", change)
    with pytest.raises(ReportUnreadable, match=expected) as caught:
        _read(raw)
    assert "青山县指标.xlsx" in str(caught.value)


def test_a_workbook_without_text_and_one_with_macros_are_named() -> None:
    with pytest.raises(ReportUnreadable, match="没有文字"):
        _read(_rows())
    file = io.BytesIO(_rows(["指标"]))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(ReportUnreadable, match="含有宏"):
        _read(file.getvalue())


def test_indices_that_point_nowhere_are_no_text() -> None:
    raw = _rows(["指标", "2024年（人）"], ["就业", 2150])
    wrong = _changed(
        raw, "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</row></sheetData>", '<c r="C2" t="s" s="999"><v>987654</v></c></row></sheetData>'),
    )  # fmt: skip
    assert _sentences(wrong) == ["2024年就业2150人。"]
