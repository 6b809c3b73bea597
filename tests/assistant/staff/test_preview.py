"""The preview of a table: its first rows as they will be asked, and each cell that is masked."""

from __future__ import annotations

from dataclasses import replace

from assistant.staff.preview import preview_of
from assistant.staff.tables import read_table

RAW = (
    "三月来信,,\n,,\n姓名,问题,备注\n张三,去年GDP是多少,\n,,\n李四,电话13803721234，今年呢,13803721234\n"
    "王五,,\n赵六,我叫王建国，财政收入多少,\n"
).encode()


def test_the_first_rows_with_content_stand_under_their_numbers_in_the_sheet() -> None:
    preview = preview_of(read_table(RAW, "t.csv"))
    assert (preview.header, preview.at) == (("姓名", "问题", "备注"), 1)
    assert preview.rows == (
        (4, ("张三", "去年GDP是多少", "")),
        (6, ("李四", "电话〔手机号〕，今年呢", "13803721234")),
        (7, ("王五", "", "")),
    )


def test_every_masked_question_is_named_by_its_row_and_no_other_cell() -> None:
    preview = preview_of(read_table(RAW, "t.csv"))
    assert (preview.questions, preview.masked) == (3, (6, 8))


def test_another_column_is_masked_where_it_is_chosen() -> None:
    preview = preview_of(replace(read_table(RAW, "t.csv"), at=2))
    assert preview.rows[1] == (6, ("李四", "电话13803721234，今年呢", "〔手机号〕"))
    assert (preview.questions, preview.masked) == (1, (6,))
