"""The blocks of a page's text in order: paragraphs, headings, tables; lines of the site left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.errors import ReportUnreadable
from index.reading.html_tree import is_of_data
from index.reading.layout import LaidOutText
from index.reading.table_cells import FromAbove, FromLeft

_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "center", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "form", "body",
    "html", "header", "pre", "hr", "address", "fieldset", "figure", "figcaption", "ucapcontent", "details", "summary",
})  # fmt: skip
_LINE_OF_SITE = re.compile(
    r"当前位置|您(?:现在)?(?:的位置|所在)|字\s*[号体][:：\s]|打印本?页|^\W*打印\W*(?:关闭\W*)?$|关闭(?:窗口|本页)|分享到|微信扫一扫|扫一扫|^\W*[上下]一[篇页条]"
    r"|浏览(?:次数|量)|阅读(?:次数|量)|点击(?:数|次数)|访问量|责任编辑|ICP备|公网安备|网站标识码|版权所有|网站地图|站点地图|联系我们"
    r"|技术支持[:：]|主办单位[:：](?:.*(?:承办|ICP|网站|电话|热线)|[^，、]{2,16}(?:人民政府|办公室)\W*$)|承办单位[:：].*(?:ICP|网站|电话|技术支持)|无障碍|支持IPv6|收藏本[页站]|返回(?:顶部|首页|列表)|^(?:信息)?来源[:：]|^(?:发布)?(?:时间|日期)[:：]"
    r"|^\W*(?:相关链接|相关(?:阅读|新闻|文章|附件)|热点推荐|共\d+页|首页|末页|尾页)\W*$|索引号[:：]|发文机关[:：]|主题分类[:：]"
)
_LONGEST_LINE_OF_SITE = 120
_SENTENCE = re.compile(r"。")
_HEADING = re.compile(r"h([1-6])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xad]")
_BREAK = "\0"  # which no page holds once it is a tree
_MAX_CELLS = 200_000
_INDENT = re.compile(rf"[{_BREAK} \t\r\n]*([\xa0\u2002\u2003\u3000]{{1,20}})(?=\S)")
_MAX_SPAN = 64


@dataclass(slots=True)
class _Line:
    text: str
    heading_level: int


def add_blocks(main: etree._Element, text: LaidOutText, title: str, name: str) -> None:
    """Add the blocks of `main` to `text`; a line that only repeats `title` is left out."""
    for block in _blocks(main, name):
        if isinstance(block, list):
            text.add_table(block)
            continue
        lines = [line for line in block.text.split("\n") if not _is_of_site(line)]
        told = "\n".join(lines)
        if told and told != title:
            text.add_paragraph(told, block.heading_level)


def _is_of_site(line: str) -> bool:
    short = len(line) <= _LONGEST_LINE_OF_SITE and not _SENTENCE.search(line)
    return short and _LINE_OF_SITE.search(line) is not None


def _blocks(main: etree._Element, name: str) -> Iterator[_Line | list[list[str]]]:
    """Text between the edges of block elements, and tables of data as rows of cells."""
    pieces: list[str] = []
    level = 0
    for event, element, written in _walk(main):
        if event in ("text", "break"):
            pieces.append(written)
            continue
        told = _tidy("".join(pieces))
        pieces = []
        if told:
            yield _Line(told, level)
        if event == "table":
            yield _rows(element, name)
        heading = _HEADING.fullmatch(element.tag) if event == "start" else None
        level = max(1, int(heading[1]) - 1) if heading else 0
    told = _tidy("".join(pieces))
    if told:
        yield _Line(told, level)


def _walk(main: etree._Element) -> Iterator[tuple[str, etree._Element, str]]:
    """Events in the order of the page, each with its element and what it writes: text, line breaks,
    edges of blocks, tables of data."""
    pending: list[tuple[str, etree._Element, str]] = [("open", main, "")]
    while pending:
        event, element, written = pending.pop()
        if event != "open":
            yield event, element, written
            continue
        if element.tag == "br":
            yield "break", element, _BREAK
            continue
        if element.tag == "table" and is_of_data(element):
            yield "table", element, ""
            continue
        if element.tag in _BLOCKS:
            yield "start", element, ""
            pending.append(("end", element, ""))
        for child in reversed(element):
            if child.tail:
                pending.append(("text", child, child.tail))
            pending.append(("open", child, ""))
        if element.text:
            yield "text", element, element.text


def _tidy(text: str) -> str:
    """White space as a browser shows it, and none where a line of the source broke Chinese text."""
    text = _INVISIBLE.sub("", text)
    text = _BLANKS.sub(lambda blank: _blank(blank, text), text).replace("\xa0", " ")
    lines = (line.strip(" \u3000") for line in text.split(_BREAK))
    return "\n".join(line for line in lines if line)


def _blank(blank: re.Match[str], text: str) -> str:
    around = text[blank.start() - 1 : blank.start()] + text[blank.end() : blank.end() + 1]
    within_chinese = len(around) == 2 and all(map(_WIDE.match, around))
    return "" if within_chinese and "\n" in blank.group() else " "


def _rows(table: etree._Element, name: str) -> list[list[str]]:
    """The cells as text: one that spans rows or columns in each place that it covers."""
    rows: list[list[str]] = []
    # By column: a cell from above, and for how many rows yet.
    below: dict[int, tuple[str, int]] = {}
    cells_in_all = 0
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in (child for child in row if child.tag in ("td", "th")):
            _fill_from_above(cells, below)
            text = _cell_text(cell)
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            cells_in_all += width
            if cells_in_all > _MAX_CELLS:
                raise ReportUnreadable(f"文件 {name!r} 的表格过大，未读取。")
            for at in range(width):
                if height > 1:
                    below[len(cells)] = (FromLeft(text) if at else FromAbove(text), height)
                cells.append(FromLeft(text) if at else text)
        _fill_from_above(cells, below)
        below = {column: (text, left - 1) for column, (text, left) in below.items() if left > 1}
        rows.append(cells)
    return rows


def _fill_from_above(cells: list[str], below: dict[int, tuple[str, int]]) -> None:
    while len(cells) in below:
        cells.append(below[len(cells)][0])


def _cell_text(cell: etree._Element) -> str:
    """The text of a cell; what its name is indented by stays before it."""
    written = "".join(written or _BREAK for _, _, written in _walk(cell))
    begins = _INDENT.match(written)
    return (begins[1] if begins else "") + _tidy(written)


def _span(cell: etree._Element, attribute: str) -> int:
    written = cell.get(attribute, "").strip()
    return min(max(int(written), 1), _MAX_SPAN) if re.fullmatch(r"\d{1,4}", written) else 1
