"""Word files as their reader sees them: what is shown is read, what is deleted or hidden is not."""

from __future__ import annotations

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import RGBColor

from index.errors import ReportUnreadable
from index.reading.files import source_text
from index.reading.word import word_text
from tests.index.reading.documents import (
    INDICATORS,
    add_table,
    changed,
    report,
    saved,
    with_body,
)


def _text(raw: bytes) -> str:
    return word_text(raw, "报告.docx").text


def test_paragraphs_stand_apart_and_line_breaks_stay() -> None:
    document = Document()
    document.add_paragraph("一、2025年工作回顾")
    document.add_paragraph("第一行\n第二行\t续")
    document.add_paragraph("  ")
    document.add_paragraph("末段。")
    assert _text(saved(document)) == "一、2025年工作回顾\n\n第一行\n第二行\t续\n\n末段。\n"


def test_a_table_is_sentences_under_its_caption() -> None:
    document = Document()
    document.add_paragraph("全年工作如下。")
    document.add_paragraph("2025年主要指标完成情况")
    document.add_paragraph("（单位：亿元）")
    add_table(document, INDICATORS)
    document.add_paragraph("以上为主要指标。")
    source = word_text(saved(document), "报告.docx")
    (table,) = source.tables
    assert table.caption == "2025年主要指标完成情况"
    inside = source.text[table.start : table.end]
    assert inside.startswith(
        "2025年主要指标完成情况\n\n（单位：亿元）\n\n2025年地区生产总值189.3亿元"
    )
    assert inside.endswith(
        "2025年一般公共预算收入10.06亿元；2026年一般公共预算收入目标为增长3%以上。"
    )


def test_a_heading_of_the_report_is_no_caption() -> None:
    document = Document()
    document.add_paragraph("一、2025年主要指标完成情况")
    add_table(document, INDICATORS)
    source = word_text(saved(document), "报告.docx")
    assert source.tables[0].caption == ""
    assert source.text[source.tables[0].start :].startswith("2025年地区生产总值189.3亿元")


def test_a_paragraph_that_announces_a_table_does_not_run_into_it() -> None:
    document = Document()
    document.add_paragraph(
        "全年经济平稳运行，主要指标完成情况见下表，其中地区生产总值增长较快，各项工作取得新的成绩，社会大局保持稳定，人民生活不断改善，发展质量稳步提升"
    )
    add_table(document, INDICATORS)
    assert "稳步提升：\n\n2025年地区" in _text(saved(document))


def test_merged_cells_stand_in_each_place_that_they_cover() -> None:
    document = Document()
    table = document.add_table(rows=4, cols=4)
    for row, cells in enumerate(
        (
            ("指标", "2025年", "", "2026年目标"),
            ("", "目标", "完成值", ""),
            ("地区生产总值（亿元）", "188", "189.3", "195"),
            ("税收（亿元）", "7", "7.2", "7.5"),
        )
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 3).merge(table.cell(1, 3))
    text = _text(saved(document))
    assert "2025年地区生产总值目标为188亿元；2025年地区生产总值实际完成189.3亿元；" in text


def test_a_table_within_a_table_is_read_once() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=1)
    outer.cell(0, 0).text = "外层文字。"
    inner = outer.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "内层甲", "内层乙"
    assert _text(saved(document)).count("内层甲") == 1


TRACKED = """
<w:p><w:r><w:t>生产总值完成</w:t></w:r>
 <w:del w:id="1" w:author="a"><w:r><w:delText>180.1亿元</w:delText></w:r></w:del>
 <w:ins w:id="2" w:author="a"><w:r><w:t>189.3亿元</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>
<w:p><w:moveFrom w:id="3" w:author="a"><w:r><w:t>移走的话。</w:t></w:r></w:moveFrom>
 <w:moveTo w:id="4" w:author="a"><w:r><w:t>移来的话。</w:t></w:r></w:moveTo></w:p>
"""


def test_what_a_tracked_change_deleted_is_not_read_and_what_it_inserted_is() -> None:
    assert _text(with_body(TRACKED)) == "生产总值完成189.3亿元。\n\n移来的话。\n"


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    text = _text(
        with_body(
            '<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
            "<w:r><w:t>生产总值完成</w:t></w:r></w:p><w:p><w:r><w:t>189.3亿元。</w:t></w:r></w:p>"
        )
    )
    assert text == "生产总值完成189.3亿元。\n"


def test_hidden_text_and_field_codes_are_not_read_and_controls_are() -> None:
    text = _text(
        with_body(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏的字</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显示的字</w:t></w:r>'
            "<w:r><w:instrText>PAGE</w:instrText></w:r>"
            '<w:fldSimple w:instr="DATE"><w:r><w:t>1月2日</w:t></w:r></w:fldSimple></w:p>'
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件里的段落。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        )
    )
    assert text == "显示的字1月2日\n\n控件里的段落。\n"


def test_white_text_is_read_as_nobody_can_tell_the_background() -> None:
    document = Document()
    document.add_paragraph().add_run("白色的字。").font.color.rgb = RGBColor(255, 255, 255)
    assert "白色的字" in _text(saved(document))


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字。</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    text = _text(
        with_body(
            f"<w:p><w:r><w:t>正文。</w:t></w:r><w:r><mc:AlternateContent {mc}>"
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    )
    assert text == "正文。\n\n框内文字。\n"


NUMBERING = """<?xml version="1.0" encoding="UTF-8"?>
<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="4"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def _numbered(depth: int, text: str) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
        f"<w:r><w:t>{text}</w:t></w:r></w:p>"
    )


def test_numbers_that_word_makes_are_read_where_they_are_plain() -> None:
    body = "".join(
        _numbered(depth, text)
        for depth, text in (
            (0, "工作回顾"), (1, "经济"), (1, "民生"), (0, "工作安排"), (1, "重点"),
            (2, "2025年建成公园。"), (3, "多级编号"), (4, "项目符号"), (0, "其他"),
        )
    )  # fmt: skip
    raw = changed(
        with_body(body),
        lambda name, content: NUMBERING.encode() if name == "word/numbering.xml" else content,
    )
    assert _text(raw).split("\n\n")[:-1] == [
        "一、工作回顾", "（一）经济", "（二）民生", "二、工作安排", "（一）重点",
        "1. 2025年建成公园。", "多级编号", "项目符号",
    ]  # fmt: skip


def test_styled_headings_are_headings_and_a_styled_sentence_is_none() -> None:
    document = Document()
    document.add_paragraph("青山县政府工作报告", style="Title")
    document.add_paragraph("总体要求", style="Heading 1")
    document.add_paragraph("一、指导思想", style="Heading 2")
    document.add_paragraph("坚持稳中求进，完成全年任务。", style="Heading 2")
    source = word_text(saved(document), "报告.docx")
    assert source.title == "青山县政府工作报告"
    assert "\n\n## 总体要求\n\n一、指导思想\n\n坚持稳中求进" in source.text


def test_a_first_heading_above_all_others_is_the_title() -> None:
    document = Document()
    document.add_paragraph("2026年青山县政府工作报告", style="Heading 1")
    document.add_paragraph("一、2025年工作回顾", style="Heading 1")
    document.add_paragraph("正文。")
    source = word_text(saved(document), "报告.docx")
    assert source.title == "2026年青山县政府工作报告"
    assert source.text.startswith("# 2026年青山县政府工作报告\n\n一、2025年工作回顾")


def test_a_table_of_contents_is_left_out() -> None:
    document = Document()
    document.styles.add_style("TOC 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("一、2024年工作回顾\t1", style="TOC 1")
    document.add_paragraph("一、2024年工作回顾")
    assert _text(saved(document)) == "一、2024年工作回顾\n"


def test_a_figure_written_as_a_formula_is_read() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    text = _text(
        with_body(
            f"<w:p><w:r><w:t>浓度为</w:t></w:r><m:oMath {math}><m:r><m:t>32.5</m:t></m:r></m:oMath>"
            "<w:r><w:t>微克。</w:t></w:r></w:p>"
        )
    )
    assert text == "浓度为32.5微克。\n"


FOOTNOTES = b"""<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>-</w:t></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:t>\xe6\xb3\xa8\xe9\x87\x8a\xe3\x80\x82</w:t></w:r></w:p></w:footnote></w:footnotes>"""
RELATION = (
    b'<Relationship Id="rId99" Target="footnotes.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
    b"</Relationships>"
)


def test_a_footnote_stands_after_its_paragraph() -> None:
    raw = with_body(
        '<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>续。</w:t></w:r></w:p><w:p><w:r><w:t>下段。</w:t></w:r></w:p>"
    )
    raw = changed(
        raw,
        lambda name, content: (
            content.replace(b"</Relationships>", RELATION)
            if "document.xml.rels" in name
            else content
        ),
        word__footnotes_dot_xml=FOOTNOTES,
    )
    assert _text(raw) == "正文续。\n\n注释。\n\n下段。\n"


def _billion_laughs(name: str, content: bytes) -> bytes:
    if name != "word/document.xml":
        return content
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a0 "哈">{entities}]>'
    return head.encode() + content[content.index(b"<w:document") :].replace(
        b"<w:body>", b"<w:body>&a9;"
    )


def _deep(name: str, content: bytes) -> bytes:
    if name != "word/document.xml":
        return content
    return content.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 50_000)


def _bomb(name: str, content: bytes) -> bytes:
    if name != "word/document.xml":
        return content
    return content.replace(b"<w:body>", b"<w:body>" + b" " * (70 * 1024 * 1024))


@pytest.mark.parametrize("change", [_billion_laughs, _deep, _bomb])
def test_a_file_made_to_exhaust_its_reader_is_named(change: object) -> None:
    raw = changed(report("正文。"), change)  # type: ignore[arg-type]
    with pytest.raises(ReportUnreadable, match=r"报告\.docx"):
        _text(raw)


def test_a_file_with_macros_is_named_and_not_read() -> None:
    raw = changed(report("正文。"), lambda _, content: content, word__vbaProject_dot_bin=b"\0")
    with pytest.raises(ReportUnreadable, match="宏"):
        _text(raw)


def test_a_document_without_text_or_without_its_body_is_named() -> None:
    with pytest.raises(ReportUnreadable, match="没有文字"):
        _text(report(""))
    with pytest.raises(ReportUnreadable, match="损坏"):
        _text(changed(report("正文。"), lambda name, c: None if "document.xml" in name else c))


def test_ten_thousand_paragraphs_are_read() -> None:
    body = "<w:p><w:r><w:t>新增就业5000人。</w:t></w:r></w:p>" * 10_000
    assert _text(with_body(body)).count("5000人") == 10_000


def test_an_endless_table_is_refused() -> None:
    row = "<w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="64"/></w:tcPr><w:p/></w:tc>' * 50 + "</w:tr>"
    with pytest.raises(ReportUnreadable, match="表格过大"):
        _text(with_body(f"<w:tbl>{row * 100}</w:tbl>"))


def test_no_damage_raises_anything_but_a_named_fault() -> None:
    whole = saved_report()
    for end in range(0, len(whole), max(1, len(whole) // 50)):
        _reads_or_names(whole[:end])
    import random

    chance = random.Random(20251125)
    for _ in range(300):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 40)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        _reads_or_names(bytes(raw))


def test_no_damage_to_a_part_raises_anything_but_a_named_fault() -> None:
    import random

    whole, chance = saved_report(), random.Random(7)

    def damage(name: str, content: bytes) -> bytes:
        raw = bytearray(content)
        for _ in range(chance.randint(0, 3)):
            if raw:
                raw[chance.randrange(len(raw))] = chance.randrange(256)
        return bytes(raw)

    for _ in range(150):
        _reads_or_names(changed(whole, damage))


def saved_report() -> bytes:
    document = Document()
    document.add_paragraph("一、2025年工作回顾")
    add_table(document, INDICATORS)
    for _ in range(40):
        document.add_paragraph("全年生产总值完成189.3亿元，同比增长5.5%。")
    return saved(document)


def _reads_or_names(raw: bytes) -> None:
    try:
        source_text(raw, "坏.docx")
    except ReportUnreadable as error:
        assert "坏.docx" in str(error)
