"""Tables as offices send them: encodings, separators, workbooks, and what is told of a bad one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from assistant.errors import InputInvalid
from assistant.staff.cells import Value, text_of
from assistant.staff.table_files import table_bytes
from assistant.staff.tables import masked_table, read_at, read_table
from tests.assistant.staff.workbooks import of_sheets, opened, with_part, workbook

ROWS = [["编号", "问题"], [1, "去年GDP是多少？"], [2, "今年呢？"]]
TEXT = "编号,问题\r\n1,去年GDP是多少？\r\n2,今年呢？\r\n"
SHEET = "xl/worksheets/sheet1.xml"


def asked(raw: bytes, name: str = "t", **how: str) -> list[str]:
    table = read_table(raw, name, **how)
    return [table.question(row) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_in_any_usual_encoding_and_separator(encoding: str, separator: str) -> None:
    raw = TEXT.replace(",", separator).encode(encoding)
    assert asked(raw) == ["去年GDP是多少？", "今年呢？"]


def test_a_comma_inside_a_question_does_not_make_it_another_column() -> None:
    raw = "编号\t问题\n1\t去年GDP,财政收入;就业,各是多少\n".encode()
    assert asked(raw) == ["去年GDP,财政收入;就业,各是多少"]


def test_a_single_column_needs_no_separator() -> None:
    assert asked("问题\n去年GDP是多少？\n".encode()) == ["去年GDP是多少？"]


def test_line_breaks_in_quotes_stay_in_their_cell() -> None:
    assert asked('问题,备注\n"去年GDP\n是多少？",急\n今年呢,\n'.encode()) == [
        "去年GDP\n是多少？",
        "今年呢",
    ]


def test_quotes_that_open_a_cell_without_enclosing_it_lose_no_row() -> None:
    assert len(asked('问题\n"十五五"规划目标是多少\n今年呢\n'.encode())) == 2


def test_a_quote_that_never_closes_is_told_with_its_line() -> None:
    with pytest.raises(InputInvalid, match=r"第 \d+ 行附近的引号"):
        read_table('问题\n"去年GDP是多少\n今年呢\n'.encode(), "t.csv")


def test_blanks_in_the_name_of_the_column_do_not_matter() -> None:
    assert asked("编号, 问\u3000题 \n1,去年GDP\n".encode()) == ["去年GDP"]


def test_a_longer_name_is_another_column_unless_it_is_named() -> None:
    raw = "编号,问题内容\n1,去年GDP\n".encode()
    with pytest.raises(InputInvalid, match="「编号」、「问题内容」"):
        read_table(raw, "t.csv")
    assert asked(raw, column="问题内容") == ["去年GDP"]


def test_two_columns_of_that_name_are_told_and_two_of_another_are_kept() -> None:
    with pytest.raises(InputInvalid, match="2 列都叫"):
        read_table("问题,问题\n甲,乙\n".encode(), "t.csv")
    table = read_table("备注,问题,备注\n甲,去年GDP,乙\n".encode(), "t.csv")
    assert table.header == ("备注", "问题", "备注")
    assert table.rows == (("甲", "去年GDP", "乙"),)


def test_a_title_above_the_header_is_kept() -> None:
    table = read_table("三月来信汇总\n\n编号,问题\n1,去年GDP\n".encode(), "t.csv")
    assert (table.header, table.above) == (("编号", "问题"), (("三月来信汇总", ""), ("", "")))
    assert table_bytes(table, ".csv", added=0).decode("utf-8-sig").startswith("三月来信汇总,\r\n")


def test_a_kept_table_is_read_by_where_its_columns_stand() -> None:
    raw = "三月来信,,\n备注,问题,备注\n甲,去年GDP,今年呢\n,,\n,明年呢,\n".encode()
    table = read_table(raw, "t.csv")
    kept = table_bytes(table, ".xlsx", added=0)
    assert read_at(kept, "t", 1, 1) == table
    again = read_at(kept, "t", 1, 2)
    assert [again.question(row) for row in again.rows] == ["今年呢", "", ""]


def test_blank_rows_stay_between_and_go_at_the_end() -> None:
    assert asked("问题,备注\n甲,\n,\n乙,\n,\n,\n".encode()) == ["甲", "", "乙"]


def test_cells_beyond_the_header_are_kept() -> None:
    table = read_table("问题\n去年GDP,急件\n".encode(), "t.csv")
    assert (table.header, table.rows) == (("问题", ""), (("去年GDP", "急件"),))


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "是空的"),
        (b"\xef\xbb\xbf\n\n", "没有内容"),
        ("问题\n".encode(), "没有任何问题"),
        (workbook([]), "没有内容"),
        (workbook([["问题"]]), "没有任何问题"),
        (workbook([["编号", "内容"], [1, "甲"]]), "「编号」、「内容」"),
        (b"%PDF-1.7\x00\x01\x02", "不是电子表格"),
        (b"PK\x03\x04 cut off", "不是电子表格，或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"Workbook", "另存为 .xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("<html><table><tr><td>问题".encode(), "其实是网页"),
        (b"x" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
        (("问题\n" + "甲\n" * 20_001).encode(), "超过 20,000 行"),
        (("问题\n" + "甲," * 300 + "乙\n").encode(), "301 列"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_of_questions_is_told(raw: bytes, told: str) -> None:
    with pytest.raises(InputInvalid, match=re.escape(told)) as error:
        read_table(raw, "某表.xlsx")
    assert "某表.xlsx" in str(error.value)


def test_a_workbook_is_known_by_its_content_not_its_name() -> None:
    assert asked(workbook(ROWS), "t.csv") == ["去年GDP是多少？", "今年呢？"]


def test_numbers_and_days_stay_what_they_are() -> None:
    def percent(page: Any) -> None:
        page["B2"].number_format = "0.0%"

    raw = workbook([["问题", "比例", "日期", "编号"], ["甲", 0.055, date(2026, 3, 1), 7]], percent)
    table = read_table(raw, "t.xlsx")
    assert [text_of(cell) for cell in table.rows[0]] == ["甲", "5.5%", "2026-03-01", "7"]
    page = opened(table_bytes(table, ".xlsx", added=0))
    assert (page["B2"].value, page["B2"].number_format) == (0.055, "0.0%")
    assert page["C2"].is_date and page["D2"].value == 7


def test_a_formula_is_its_value_else_itself() -> None:
    raw = workbook([["问题"], ["=B1"], ["=A2"]])

    def saved_by_excel(xml: bytes) -> bytes:
        return re.sub(rb'(<c r="A2")(.*?<f>B1</f>)<v ?/?>(</v>)?', rb'\1 t="str"\2<v>GDP</v>', xml)

    assert asked(with_part(raw, SHEET, saved_by_excel)) == ["GDP", "=A2"]
    assert asked(raw) == ["=B1", "=A2"]


def test_of_merged_cells_the_first_has_the_question() -> None:
    raw = workbook(
        [["编号", "问题"], [1, "去年GDP"], [2, None], [3, "今年呢"]],
        lambda page: page.merge_cells("B2:B3"),
    )
    assert asked(raw) == ["去年GDP", "", "今年呢"]


def test_the_sheet_that_has_the_column_is_taken() -> None:
    sheets = {"说明": [["填表说明"]], "来信": ROWS}
    assert len(asked(of_sheets(sheets))) == 2


def test_of_several_sheets_one_is_named() -> None:
    raw = of_sheets({"三月": ROWS, "四月": [["问题"], ["四月的问题"]]})
    with pytest.raises(InputInvalid, match=r"「三月」、「四月」.*--sheet"):
        read_table(raw, "t.xlsx")
    assert asked(raw, sheet="四月") == ["四月的问题"]
    with pytest.raises(InputInvalid, match="没有工作表 '五月'，只有：三月、四月"):
        read_table(raw, "t.xlsx", sheet="五月")
    with pytest.raises(InputInvalid, match="--sheet"):
        read_table(TEXT.encode(), "t.csv", sheet="三月")


def test_a_hidden_sheet_is_passed_over() -> None:
    def hide(book: Any) -> None:
        book["旧"].sheet_state = "hidden"

    assert len(asked(of_sheets({"旧": ROWS, "新": ROWS}, hide))) == 2


def test_a_workbook_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = with_part(workbook(ROWS), SHEET, lambda _: b"<x>" + b" " * (201 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    with pytest.raises(InputInvalid, match="解压后有"):
        read_table(bomb, "t.xlsx")


def test_entities_that_grow_are_not_expanded() -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    lead = f'<!DOCTYPE x [<!ENTITY e0 "lolololol">{nested}]>'.encode()
    raw = with_part(
        workbook(ROWS),
        SHEET,
        lambda xml: lead + xml.replace(b"<sheetData>", b"<sheetData>&e9;", 1),
    )
    with pytest.raises(InputInvalid, match="损坏"):
        read_table(raw, "t.xlsx")


def test_a_lone_cell_a_million_rows_down_is_bounded() -> None:
    def far(page: Any) -> None:
        page.cell(1_048_576, 1, "远")

    with pytest.raises(InputInvalid, match="超过 20,000 行"):
        read_table(workbook(ROWS, far), "t.xlsx")


def numbered(*rows: tuple[str, str, str]) -> bytes:
    """A workbook whose rows claim these numbers, their one cell this place and text."""
    written = "".join(
        f'<row r="{number}"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for number, place, text in rows
    )
    sheet = re.compile(b"<sheetData>.*</sheetData>", re.DOTALL)
    data = f"<sheetData>{written}</sheetData>".encode()
    return with_part(workbook(ROWS), SHEET, lambda xml: sheet.sub(lambda _: data, xml))


@pytest.mark.parametrize("number", ["1000000000", "1048577", "9" * 30, "0", "-5", "1", "1e9"])
def test_a_row_that_no_sheet_can_have_is_told(number: str) -> None:
    raw = numbered(("1", "A1", "问题"), ("2", "A2", "甲"), (number, "A3", "乙"))
    with pytest.raises(InputInvalid, match=r"某表.xlsx.*(?:行号不对|已损坏)"):
        read_table(raw, "某表.xlsx")


@pytest.mark.parametrize("place", ["ZZZZ2", "XFE2", "A", "2", "A2B"])
def test_a_cell_that_no_sheet_can_have_is_told(place: str) -> None:
    with pytest.raises(InputInvalid, match=r"某表\.xlsx"):
        read_table(numbered(("1", "A1", "问题"), ("2", place, "甲")), "某表.xlsx")


def test_rows_that_are_left_out_are_empty_rows() -> None:
    raw = numbered(("2", "B2", "问题"), ("3", "B3", "甲"), ("6", "B6", "乙"))
    assert asked(raw) == ["甲", "", "", "乙"]


def test_a_cell_far_to_the_right_is_told_and_an_empty_one_is_nothing() -> None:
    rows = [("1", "A1", "问题"), ("2", "A2", "甲")]
    with pytest.raises(InputInvalid, match="16,384 列"):
        read_table(numbered(*rows, ("3", "XFD3", "远")), "t.xlsx")
    empty = [(str(number), f"XFD{number}", "") for number in range(3, 30_000)]
    assert asked(numbered(*rows, *empty)) == ["甲"]


@pytest.mark.parametrize(
    "text",
    [
        f"问题\n甲\n{'长' * 131_073}\n",
        f"问题\n{'长' * 131_073}\n",
        f'编号,问题\n1,"{"长" * 131_073}"\n',
        f"{'长' * 131_073},问题\n1,甲\n",
        f'编号,问题\n1,"从这里起引号不关\n{"甲,乙" * 50_000}',
        f'编号,问题\n1,乙"甲"\n2,{"长" * 140_000}',
    ],
    ids=lambda text: text[:12],
)
def test_a_cell_too_long_to_read_is_told_with_its_line(text: str) -> None:
    with pytest.raises(InputInvalid, match=r"某表.csv.*第 \d+ 行附近.*过长"):
        read_table(text.encode(), "某表.csv")


def test_a_cell_of_just_that_length_is_read() -> None:
    assert asked(f"问题\n{'长' * 131_072}\n".encode()) == ["长" * 131_072]


def test_ten_thousand_rows_are_read() -> None:
    rows = [["编号", "问题"], *([n, f"第{n}问"] for n in range(10_000))]
    assert len(asked(workbook(rows))) == 10_000


def test_personal_data_is_masked_in_the_question_column_alone() -> None:
    raw = (
        "13803721234 汇总,,,\n姓名,联系电话,问题,备注\n"
        "张三,0372-2345678,我电话13803721234，去年GDP是多少,身份证410503199001011234\n"
    ).encode()
    read = read_table(raw, "t.csv")
    table = masked_table(read)
    assert table.rows == (
        ("张三", "0372-2345678", "我电话〔手机号〕，去年GDP是多少", "身份证410503199001011234"),
    )
    assert (table.header, table.above) == (read.header, read.above)


def test_the_name_of_the_question_column_is_context_for_its_cells() -> None:
    table = masked_table(read_table("姓名,编号\n张三,1\n".encode(), "t.csv", column="姓名"))
    assert table.rows == (("〔姓名〕", "1"),)


def test_a_telephone_number_kept_as_a_number_is_masked_only_as_a_question() -> None:
    rows = [["问题", "联系电话", "件数"], [13803721234, 13803721234, 12]]
    question, telephone, count = masked_table(read_table(workbook(rows), "t.xlsx")).rows[0]
    assert question == "〔手机号〕"
    assert isinstance(telephone, Value) and telephone.value == 13803721234
    assert isinstance(count, Value) and count.value == 12


HARMFUL = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", " =1+1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("cell", HARMFUL)
def test_no_cell_acts_as_a_formula_in_either_form(cell: str) -> None:
    raw = f'问题,备注\n去年GDP,"{cell.replace(chr(34), chr(34) * 2)}"\n'.encode()
    table = read_table(raw, "t.csv")
    text = table_bytes(table, ".csv", added=0).decode("utf-8-sig")
    assert text.splitlines()[1].split(",", 1)[1].lstrip('"')[0] == "'"
    written = opened(table_bytes(table, ".xlsx", added=0))["B2"]
    assert (written.data_type, written.value) == ("s", cell)
    assert written.quotePrefix


@pytest.mark.parametrize("cell", ["-5.2", "+3%", "-1234.5", "a=b"])
def test_a_negative_number_stays_as_it_is(cell: str) -> None:
    table = read_table(f"问题,备注\n去年GDP,{cell}\n".encode(), "t.csv")
    assert f",{cell}\r\n" in table_bytes(table, ".csv", added=0).decode("utf-8-sig")


def test_a_written_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert table_bytes(read_table(TEXT.encode(), "t"), ".csv", added=0)[:3] == b"\xef\xbb\xbf"


def test_a_cell_longer_than_excel_takes_says_so() -> None:
    table = read_table(("问题\n" + "长" * 100_000 + "\n").encode(), "t.csv")
    cell = opened(table_bytes(table, ".xlsx", added=0))["A2"].value
    assert len(cell) == 32_767 and cell.endswith("（共 100,000 字，超过单元格的上限，其余略去）")


def test_characters_no_workbook_may_hold_are_left_out() -> None:
    table = read_table("问题\n去年\u202eGDP\n".encode(), "t.csv")
    assert opened(table_bytes(table, ".xlsx", added=0))["A2"].value == "去年GDP"


def test_the_header_is_frozen_and_the_text_wraps() -> None:
    page = opened(table_bytes(read_table(workbook(ROWS), "t"), ".xlsx", added=0))
    assert page.freeze_panes == "A2"
    assert page["B2"].alignment.wrap_text
    assert page.column_dimensions["B"].width >= 30
