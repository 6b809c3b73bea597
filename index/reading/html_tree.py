"""A page as a tree: what nobody sees taken out, and the element that holds its text found."""

from __future__ import annotations

import re

from lxml import etree

from index.errors import ReportUnreadable

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
_LONGEST_CELL = 300  # characters: what holds more is laid out by the table, not told in it
# How many characters of running text, and no more than a tenth of it, may stand outside of the
# element that is taken for the page's text: what is left out there is lost without a word.
_OUTSIDE = 60
_ENOUGH = 0.8  # where the site itself says that it is the text


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
    except (etree.LxmlError, ValueError) as error:
        raise ReportUnreadable(f"文件 {name!r} 中没有文字。") from error
    if root is None:
        raise ReportUnreadable(f"文件 {name!r} 中没有文字。")
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        raise ReportUnreadable(f"文件 {name!r} 的内部结构嵌套过深，未读取。")
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
        said = f"{element.get('class', '')} {element.get('id', '')} {element.tag}".split()
        if any(map(_TEXT_OF.search, said)) and prose[element] >= _ENOUGH * in_all:
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
    """Whether a table tells data: rows of several short cells, and no table within."""
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
        named = _BESIDE.search(f"{element.get('class', '')} {element.get('id', '')}")
        if element is not main and (named or _is_of_links(element)) and not _is_prose(element):
            _drop(element)


def text_within(element: etree._Element) -> str:
    return "".join(element.itertext())


def _is_unseen(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return True
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _is_of_links(element: etree._Element) -> bool:
    text = re.sub(r"\s+", "", text_within(element))
    linked = sum(len(re.sub(r"\s+", "", text_within(link))) for link in element.iter("a"))
    return linked > 0.6 * max(1, len(text))


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
