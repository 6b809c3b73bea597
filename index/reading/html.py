"""The text of pages as saved from sites of governments: what stands around the text is left out."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.errors import MessageError

from lxml import etree

from index.errors import ReportUnreadable
from index.figures.lexicon import one_of
from index.figures.structure import is_heading
from index.reading.encodings import decoded
from index.reading.source_text import LaidOutText, SourceText
from index.reading.table_cells import FromAbove, FromLeft

_UNSEEN = frozenset({
    "script", "style", "noscript", "noframes", "template", "iframe", "frame", "object", "embed", "applet",
    "svg", "canvas", "audio", "video", "map", "select", "option", "button", "textarea", "input",
    "nav", "footer", "aside", "head", "link", "meta", "xml",
})  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Where sites of governments put the text of a document, and what they put beside it.
_TEXT_OF = re.compile(
    r"trs_editor|ucap-?content|pages_content|article[-_]?(?:con|content|body|text)|^(?:zoom|zw|wz|nr)$"
    r"|news_?(?:content|text|body)|content[-_]?(?:text|body|main)|view[-_]?content|xxgk_?content",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|crumbs?|breadcrumb|position|footer|foot|bottom|header|top|share|bdshare|related?|sidebar|side"
    r"|print|copyright|pagination|page_?num|pagenav|qrcode|ewm|recommend|hot|toolbar|search)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HANZI = re.compile(r"[\u3400-\u9fff]")
_PROSE = re.compile(r"[，。；]")
_LONGEST_CELL = 300  # characters: a table with more in a cell is one of layout, not of data
# How many characters of running text, and no more than a tenth of it, may stand outside of the
# element that is taken for the page's text: what is left out there is lost without a word.
_OUTSIDE = 60
_ENOUGH = 0.8  # where the site itself says that it is the text
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "center", "blockquote", "ul", "ol", "li", "dl", "dt", "dd", "h1",
    "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "form", "body",
    "html", "header", "pre", "hr", "address", "fieldset", "figure", "figcaption", "ucapcontent", "details", "summary",
})  # fmt: skip
_LINE_OF_SITE = re.compile(
    rf"{one_of('layout.site_line')}|{one_of('layout.site_label')}[:：]|^{one_of('layout.byline_label')}[:：]"
    rf"|^\W*(?:{one_of('layout.site_alone')}|共\d+页)\W*$|^\W*打印\W*(?:关闭\W*)?$|^\W*[上下]一[篇页条]|字\s*[号体][:：\s]"
    rf"|主办单位[:：](?:.*(?:承办|{one_of('layout.not_an_organiser')}|热线)|[^，、]{{2,16}}(?:人民政府|办公室)\W*$)"
    rf"|承办单位[:：].*(?:{one_of('layout.not_an_organiser')}|技术支持)"
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
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding
_TITLE_FIELDS = ("articletitle", "og:title")
_DATE_FIELDS = ("pubdate", "publishdate", "article:published_time", "publish_date", "createdate")
_DATE = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
_DATED = re.compile(rf"{one_of('layout.published')}?(?:时间|日期)[:：]?\s*{_DATE.pattern}")
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜]|-{2,}|\s[-–—]\s|-(?=[\u4e00-\u9fff]))\s*")
_OF_SITE = re.compile(rf"{one_of('layout.site_name')}{one_of('layout.site_name_end')}?$")
_TITLE_MARK = re.compile(r"(?:^|[\s_-])tit(?:le)?(?:$|[\s_-])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MAX_TAGS = 1_000_000
_LONGEST_TITLE = 100


def page_tree(text: str, name: str) -> etree._Element:
    """The page as a tree. Nothing is fetched and nothing is run.

    Raises ReportUnreadable, naming the file, where it has no element, or where elements stand so
    deep in one another that a part would be lost: the limits of the vendor are high ones, and what
    is past them is passed over without a word.
    """
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    without_declaration = re.sub(r"\A\s*<\?xml[^>]*>", "", text).replace("\0", "")
    try:
        root = etree.fromstring(without_declaration, parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise ReportUnreadable.of(name, "中没有文字。")
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise ReportUnreadable.of(name, "的内部结构嵌套过深，未读取。")
    return root


def take_out_unseen(root: etree._Element) -> None:
    """Take out what a reader of the page does not see, and what stands beside any page's text."""
    for element in list(root.iter()):
        if element is not root and _is_unseen(element):
            _drop(element)


def main_element(root: etree._Element) -> etree._Element:
    """The innermost element that holds the page's text; the whole page where none does."""
    prose = _prose_by_element(root)
    in_all = prose[root]
    if not in_all:
        return root
    for element in root.iter():
        names = f"{_names(element)} {element.tag}".split()
        if any(map(_TEXT_OF.search, names)) and prose[element] >= _ENOUGH * in_all:
            return element
    found = root
    while True:
        inner = max(found, key=lambda child: prose.get(child, 0), default=None)
        # A paragraph is no text's element: its title and signature stand beside it.
        if inner is None or inner.tag in ("p", "span", "font", "b"):
            return found
        if inner.tag == "table" and is_of_data(inner):
            return found
        if in_all - prose[inner] > min(_OUTSIDE, in_all // 10):
            return found
        found = inner


def is_of_data(table: etree._Element) -> bool:
    """Whether a table is one of data: rows of several short cells, and no table within."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if row]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return False
    return all(len(text_within(cell)) <= _LONGEST_CELL for row in rows for cell in row)


def take_out_beside(main: etree._Element) -> None:
    """Take out what the site put within the element of the text: paging, sharing, what is related."""
    for element in list(main.iter("div", "ul", "ol", "p", "span", "section", "table", "dl")):
        named = _BESIDE.search(_names(element))
        if element is not main and (named or _is_of_links(element)) and not _is_prose(element):
            _drop(element)


def text_within(element: etree._Element) -> str:
    return "".join(element.itertext())


def _names(element: etree._Element) -> str:
    """What the site calls an element, by class and id."""
    return f"{element.get('class', '')} {element.get('id', '')}"


def _is_unseen(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_of_links(element: etree._Element) -> bool:
    length, *linked = (
        len(_SPACE.sub("", text_within(each))) for each in (element, *element.iter("a"))
    )
    return sum(linked) > 0.6 * max(1, length)


def _is_prose(element: etree._Element) -> bool:
    return len(re.findall("[。；]", text_within(element))) >= 2 and not _is_of_links(element)


def _prose_by_element(root: etree._Element) -> dict[etree._Element, int]:
    """For each element, how many Chinese characters of running text, links apart, it holds."""
    prose: dict[etree._Element, int] = {}
    for element in reversed(list(root.iter())):  # those within before those around
        own = 0 if element.tag == "a" else _running(element.text)
        inner = sum(prose[child] + _running(child.tail) for child in element)
        prose[element] = 0 if element.tag == "a" else own + inner
    return prose


def _running(text: str | None) -> int:
    return len(_HANZI.findall(text)) if text and _PROSE.search(text.strip()) else 0


def _drop(element: etree._Element) -> None:
    """Take the element out; the text behind it stays."""
    above = element.getparent()
    if above is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            above.text = (above.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    above.remove(element)


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
        lines = "\n".join(line for line in block.text.split("\n") if not _is_of_site(line))
        if lines and lines != title:
            text.add_paragraph(lines, block.heading_level)


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
        yield from _line_of(pieces, level)
        pieces = []
        if event == "table":
            yield _rows(element, name)
        heading = _HEADING.fullmatch(element.tag) if event == "start" else None
        level = max(1, int(heading[1]) - 1) if heading else 0
    yield from _line_of(pieces, level)


def _line_of(pieces: Sequence[str], level: int) -> Iterator[_Line]:
    text = _tidy("".join(pieces))
    if text:
        yield _Line(text, level)


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
                raise ReportUnreadable.of(name, "的表格过大，未读取。")
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


def html_text(raw: bytes, name: str, declared: str | None = None) -> SourceText:
    """The text of the page `raw`, its title and date; `declared` is an encoding given beside it.

    Scripts are not run and nothing that the page refers to is fetched. Raises ReportUnreadable,
    naming the file, where it holds no text or more elements than any page.
    """
    if raw.count(b"<") > _MAX_TAGS:
        raise ReportUnreadable.of(name, "的内部结构过于庞大，未读取。")
    charset = _CHARSET.search(raw[:_HEAD])
    declared = charset[1].decode("ascii", "ignore") if charset else declared
    root = page_tree(decoded(raw, name, declared), name)
    fields = _fields(root)
    title = _title(root, fields)
    take_out_unseen(root)
    date = _date(fields, text_within(root))
    main = main_element(root)
    title = title or _title_above(root, main)
    take_out_beside(main)
    text = LaidOutText()
    if title:
        text.add_title(title)
    add_blocks(main, text, title, name)
    return text.source_text(name, title=title or None, date=date)


def mhtml_text(raw: bytes, name: str) -> SourceText:
    """The text of the page in a web archive (MHT, MHTML), as browsers save one with its pictures."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() == "text/html":
                page = part.get_payload(decode=True)
                if isinstance(page, bytes) and page.strip():
                    return html_text(page, name, part.get_content_charset())
    except (MessageError, LookupError, ValueError) as error:
        raise ReportUnreadable(f"网页归档文件 {name!r} 已损坏。") from error
    raise ReportUnreadable(f"网页归档文件 {name!r} 中没有网页。")


def _fields(root: etree._Element) -> dict[str, str]:
    """What the page's head says of it: name in lower case → content."""
    return {
        (meta.get("name") or meta.get("property") or "").lower(): _line(meta.get("content", ""))
        for meta in root.iter("meta")
    }


def _title(root: etree._Element, fields: dict[str, str]) -> str:
    """The document's title: as the head gives it, else its only first heading, else the page's
    title without the names of site and channel."""
    for field in _TITLE_FIELDS:
        if fields.get(field):
            return fields[field][:_LONGEST_TITLE]
    headings = [text for h1 in root.iter("h1") if (text := _line(text_within(h1)))]
    if len(headings) == 1 and len(headings[0]) <= _LONGEST_TITLE:
        return headings[0]
    page = next((_line(text_within(title)) for title in root.iter("title")), "")
    parts = [part for part in _TITLE_PARTS.split(page) if part]
    own = [part for part in parts if not _OF_SITE.search(part) and part != fields.get("sitename")]
    return (own or [""])[0][:_LONGEST_TITLE]


def _title_above(root: etree._Element, main: etree._Element) -> str:
    """The last heading above the text, or what is marked as the title there; else the first of the
    text, where it is none of its sections."""
    above = ""
    inside = False
    for element in root.iter():
        inside = inside or element is main
        if element.tag not in ("h1", "h2", "h3") and not _TITLE_MARK.search(_names(element)):
            continue
        title = _line(text_within(element))
        if not 4 <= len(title) <= _LONGEST_TITLE:
            continue
        if inside:
            return above or ("" if is_heading(title) else title)
        above = title
    return above


def _date(fields: dict[str, str], text: str) -> str | None:
    dates = (_DATE.search(fields.get(field, "")) for field in _DATE_FIELDS)
    found = next(filter(None, dates), None) or _DATED.search(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
