"""Tables as offices lay them out: headings amid rows, merged cells, parts, notes, totals, indents."""

from __future__ import annotations

import pytest

from index.reading.table_cells import FromAbove as Up
from index.reading.table_cells import FromLeft as Left
from index.reading.tables import table_sentences


def _across(text: str, width: int) -> list[str]:
    return [text, *[Left(text)] * (width - 1)]


def test_headings_amid_a_table_begin_other_columns() -> None:
    rows = [
        ["项目", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "13", "12", "524"],
        _across("第二十条第（九）项", 4),
        ["项目", "采购项目数量", Left("采购项目数量"), "采购总金额"],
        ["政府集中采购", "6", Left("6"), "251000元"],
    ]
    assert table_sentences(rows, year_above=2023) == [
        "2023年规章新制作数量13；2023年规章新公开数量12；2023年规章对外公开总数量524。",
        "第二十条第（九）项：政府集中采购采购项目数量6；政府集中采购采购总金额251000元。",
    ]


def test_headings_amid_a_table_are_known_without_a_row_across() -> None:
    rows = [
        ["指标", "2023年", "2024年"],
        ["粮食产量（万吨）", "21.1", "21.5"],
        ["指标", "2024年目标", "2024年完成"],
        ["新增就业（人）", "2000", "2150"],
        ["地区", "人口（万人）", "增速（%）"],
        ["东乡镇", "3.2", "0.4"],
    ]
    assert table_sentences(rows) == [
        "2023年粮食产量21.1万吨；2024年粮食产量21.5万吨。",
        "2024年新增就业目标为2000人；2024年新增就业实际完成2150人。",
        "东乡镇人口3.2万人，增长0.4%。",
    ]


def test_a_row_of_words_is_no_headings() -> None:
    rows = [
        ["指标", "2024年", "增速"],
        ["物价", "总体平稳", "温和上涨"],
        ["粮食产量（万吨）", "21.5", "1.9"],
    ]
    assert table_sentences(rows)[-1] == "2024年粮食产量21.5万吨，增长1.9%。"


def test_cells_merged_to_fit_the_page_stand_under_their_headings_in_order() -> None:
    rows = [
        ["信息内容", "上一年项目数量", "本年增/减", Left("本年增/减"), "处理决定数量"],
        ["行政许可", "201", Left("201"), "3", "410"],
    ]
    assert table_sentences(rows, year_above=2019) == [
        "2018年行政许可项目数量201；2019年行政许可项目数量增加3；2019年行政许可处理决定数量410。"
    ]


def test_a_figure_merged_over_rows_is_of_none_of_them() -> None:
    rows = [
        ["项目", "总投资（万元）", "责任单位"],
        ["甲路改造", "5200", "县住建局"],
        ["乙路改造", Up("5200"), Up("县住建局")],
        ["丙路改造", "300", "县交通局"],
    ]
    assert table_sentences(rows) == [
        "甲路改造：责任单位：县住建局。",
        "乙路改造：责任单位：县住建局。",
        "丙路改造总投资300万元。（责任单位：县交通局）",
    ]


def test_a_figure_merged_over_two_columns_is_written_once() -> None:
    rows = [["指标", "2024年", Left("2024年"), "备注"], ["就业（人）", "2150", Left("2150"), ""]]
    assert table_sentences(rows) == ["2024年就业2150人。"]


def test_parts_are_known_by_their_word_their_mark_or_their_indent() -> None:
    heads = ["指标", "2024年（亿元）"]
    for name in ("其中：税收收入", "# 税收收入", "　税收收入", "\xa0\xa0税收收入"):
        found = table_sentences([heads, ["财政收入", "18.2"], [name, "12.1"]])
        assert found == ["2024年财政收入18.2亿元。", "2024年财政收入中，税收收入12.1亿元。"]


def test_an_indent_ends_where_the_next_name_stands_further_out() -> None:
    rows = [
        ["指标", "2024年（亿元）"],
        ["生产总值", "189.3"],
        ["　第一产业", "20.1"],
        ["　第二产业", "80.2"],
        ["　　工业", "60.0"],
        ["财政收入", "18.2"],
    ]
    assert [s.removeprefix("2024年") for s in table_sentences(rows)] == [
        "生产总值189.3亿元。",
        "生产总值中，第一产业20.1亿元。",
        "生产总值中，第二产业80.2亿元。",
        "第二产业中，工业60.0亿元。",
        "财政收入18.2亿元。",
    ]


def test_a_table_that_indents_every_name_alike_has_no_parts() -> None:
    rows = [["指标", "2024年（亿元）"], ["　财政收入", "18.2"], ["　财政支出", "30.1"]]
    assert [s[5:9] for s in table_sentences(rows)] == ["财政收入", "财政支出"]


def test_a_total_is_one_of_its_group_or_of_what_the_caption_names() -> None:
    rows = [["科目", "决算数"], ["税收收入", "70"], ["合　计", "100"]]
    assert table_sentences(rows, "附表1：2024年一般公共预算收入决算表 单位：万元")[-1] == (
        "2024年一般公共预算收入合计实际完成100万元。"
    )
    rows.insert(1, _across("一、本级收入", 2))
    grouped = [[*row, ""] for row in rows]
    grouped[1] = _across("一、本级收入", 3)
    assert table_sentences(grouped, "单位：万元")[-1] == "本级收入：本级收入合计实际完成100万元。"


def test_notes_under_a_table_are_sentences_and_head_nothing() -> None:
    rows = [
        ["指标", "2024年", "增速%"],
        ["生产总值（亿元）", "189.3", "5.5"],
        _across("注：1.增速按可比价计算", 3),
        ["资料来源：县统计局。", "", ""],
    ]
    assert table_sentences(rows) == [
        "2024年生产总值189.3亿元，增长5.5%。",
        "注：1.增速按可比价计算。",
        "资料来源：县统计局。",
    ]


def test_a_first_column_with_one_text_in_all_its_cells_is_the_caption() -> None:
    name = "2024年主要经济指标（单位：亿元）"
    rows = [
        [name, "指标", "数值", "增速%"],
        [Up(name), "生产总值", "189.3", "5.5"],
        [Up(name), "财政收入", "18.2", "-3.1"],
    ]
    assert table_sentences(rows) == [
        "2024年生产总值189.3亿元，增长5.5%。",
        "2024年财政收入18.2亿元，下降3.1%。",
    ]


def test_a_row_of_units_or_of_numbers_under_the_headings_is_part_of_them() -> None:
    units = [["", "2024年", "增速"], ["", "亿元", "%"], ["生产总值", "189.3", "5.5"]]
    assert table_sentences(units) == ["2024年生产总值189.3亿元，增长5.5%。"]
    numbered = [
        ["项目", "预算数", "决算数", "决算数为预算数的%"],
        ["栏次", "1", "2", "3=2/1"],
        ["税收收入", "70", "71", "101.4"],
    ]
    assert table_sentences(numbered, "2024年收入 单位：万元") == [
        "2024年税收收入预算为70万元；2024年税收收入实际完成71万元；"
        "2024年税收收入决算数为预算数的101.4%。"
    ]


def test_years_down_the_side() -> None:
    rows = [
        ["年份", "工业增加值（亿元）", "比上年增长（%）"],
        ["2023", "8.7", "9.4"],
        ["2024年", "9.2", "-0.5"],
    ]
    assert table_sentences(rows, "2023—2024年工业增加值") == [
        "2023年工业增加值8.7亿元，比上年增长9.4%。",
        "2024年工业增加值9.2亿元，比上年下降0.5%。",
    ]


def test_months_and_quarters_down_the_side_are_parts_of_the_year() -> None:
    rows = [
        ["时间", "用电量（万千瓦时）", "同比%"],
        ["一季度", "310", "2.1"],
        ["1—6月", "650", "1.9"],
    ]
    assert table_sentences(rows, "2024年全社会用电量") == [
        "2024年一季度用电量310万千瓦时，同比增长2.1%。",
        "2024年1—6月用电量650万千瓦时，同比增长1.9%。",
    ]


def test_headings_in_three_rows_with_one_over_all_figures() -> None:
    first = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    rows = [
        [first, Left(first), *_across("申请人情况", 4)],
        [Up(first), Left(first), "自然人", *_across("法人或其他组织", 2), "总计"],
        [Up(first), Left(first), Up("自然人"), "商业企业", "科研机构", Up("总计")],
        [*_across("一、本年新收政府信息公开申请数量", 2), "821", "35", "", "856"],
        ["三、本年度办理结果", "（一）予以公开", "210", "12", "0", "222"],
        [Up("三、本年度办理结果"), "（二）部分公开", "30", "/", "1", "31"],
    ]
    assert table_sentences(rows) == [
        "本年新收政府信息公开申请数量自然人821；"
        "本年新收政府信息公开申请数量法人或其他组织商业企业35；本年新收政府信息公开申请数量总计856。",
        "本年度办理结果：予以公开自然人210；予以公开法人或其他组织商业企业12；"
        "予以公开法人或其他组织科研机构0；予以公开总计222。",
        "本年度办理结果：部分公开自然人30；部分公开法人或其他组织科研机构1；部分公开总计31。",
    ]


def test_rows_without_a_rule_between_them_are_separated_by_their_lines() -> None:
    rows = [["指标", "2024年（亿元）"], ["财政收入\n财政支出", "18.2\n30.1"]]
    assert table_sentences(rows) == ["2024年财政收入18.2亿元。", "2024年财政支出30.1亿元。"]


@pytest.mark.parametrize("cell", ["18.2 30.1", "18.2\n30.1", "18.2　30.1"])
def test_two_figures_in_one_cell_are_bound_to_nothing(cell: str) -> None:
    rows = [["指标", "2024年（亿元）"], ["财政收支", cell], ["就业（人）", "2150"]]
    assert table_sentences(rows) == ["2024年就业2150人。"]


def test_digits_in_groups_are_one_figure() -> None:
    rows = [["指标", "2024年"], ["就业（人）", "12 150"], ["投资（万元）", "1 234 567.5"]]
    assert table_sentences(rows) == ["2024年就业12150人。", "2024年投资1234567.5万元。"]


@pytest.mark.parametrize("sign", ["—", "…", "/", "-", "**", "x", "N/A", "未公布", "暂无", "·", "#"])
def test_no_sign_for_nothing_is_a_figure(sign: str) -> None:
    rows = [["指标", "2024年", "同比%"], ["就业（人）", sign, "3.1"], ["企业（家）", "12", sign]]
    assert table_sentences(rows) == ["2024年就业同比增长3.1%。", "2024年企业12家。"]


def test_the_rank_may_stand_before_the_name() -> None:
    rows = [["位次", "地区", "生产总值（亿元）"], ["1", "青山县", "189.3"], ["2", "红河县", "150"]]
    assert table_sentences(rows, "2024年各县生产总值")[0] == (
        "2024年青山县生产总值居第1位；2024年青山县生产总值189.3亿元。"
    )


def test_headings_in_three_rows_over_a_single_row_of_figures() -> None:
    rows = [
        [*_across("行政复议", 2), *_across("行政诉讼", 4)],
        ["结果维持", "总计", *_across("未经复议直接起诉", 2), *_across("复议后起诉", 2)],
        [Up("结果维持"), Up("总计"), "结果维持", "总计", "结果维持", "总计"],
        ["5", "7", "8", "9", "", "3"],
    ]
    assert table_sentences(rows) == [
        "行政复议结果维持5；行政复议总计7；行政诉讼未经复议直接起诉结果维持8；"
        "行政诉讼未经复议直接起诉总计9；行政诉讼复议后起诉总计3。"
    ]


def test_a_numbered_name_is_no_figure_and_a_total_is_of_the_cell_that_groups_it() -> None:
    rows = [
        ["办理结果", Left("办理结果"), Left("办理结果"), "自然人", "法人"],
        [*_across("一、本年新收申请", 3), "821", "35"],
        ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", "14", "2"],
        [Up("三、本年度办理结果"), Up("（三）不予公开"), "2.属于内部事务信息", "5", ""],
        [Up("三、本年度办理结果"), *_across("（七）总计", 2), "767", "35"],
    ]
    assert table_sentences(rows) == [
        "本年新收申请自然人821；本年新收申请法人35。",
        "本年度办理结果（三）不予公开：属于国家秘密自然人14；属于国家秘密法人2。",
        "本年度办理结果（三）不予公开：属于内部事务信息自然人5。",
        "本年度办理结果：本年度办理结果总计自然人767；本年度办理结果总计法人35。",
    ]
