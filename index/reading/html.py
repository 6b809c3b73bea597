"""The text of pages as saved from sites of governments: what stands around the text is left out."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError

from lxml import etree

from index.errors import ReportUnreadable
from index.figures.structure import is_heading
from index.reading.encodings import decoded
from index.reading.html_blocks import add_blocks
from index.reading.html_tree import (
    main_element,
    page_tree,
    take_out_beside,
    take_out_unseen,
    text_within,
)
from index.reading.layout import LaidOutText
from index.reading.source_text import SourceText

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding
_TITLE_FIELDS = ("articletitle", "og:title")
_DATE_FIELDS = ("pubdate", "publishdate", "article:published_time", "publish_date", "createdate")
_DATE = re.compile(r"(20\d\d)\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})(?!\d)")
_DATED = re.compile(r"(?:发布|公布|发文|成文|更新)?(?:时间|日期)[:：]?\s*" + _DATE.pattern)
_TITLE_PARTS = re.compile(r"\s*(?:[_|｜]|-{2,}|\s[-–—]\s|-(?=[\u4e00-\u9fff]))\s*")
_OF_SITE = re.compile(r"(?:人民政府|门户|网站?|首页|平台|公开|公报|频道|中心)(?:官网|网站?)?$")
_TITLE_MARK = re.compile(r"(?:^|[\s_-])tit(?:le)?(?:$|[\s_-])", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_MAX_TAGS = 1_000_000
_LONGEST_TITLE = 100


def html_text(raw: bytes, name: str, declared: str | None = None) -> SourceText:
    """The text of the page `raw`, its title and date; `declared` is an encoding told beside it.

    Scripts are not run and nothing that the page refers to is fetched. Raises ReportUnreadable,
    naming the file, where it holds no text or more elements than any page.
    """
    if raw.count(b"<") > _MAX_TAGS:
        raise ReportUnreadable(f"文件 {name!r} 的内部结构过于庞大，未读取。")
    charset = _CHARSET.search(raw[:_HEAD])
    said = charset[1].decode("ascii", "ignore") if charset else declared
    root = page_tree(decoded(raw, name, said), name)
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
    """The document's title: as the head tells it, else its only first heading, else the page's
    title without the names of site and channel."""
    for field in _TITLE_FIELDS:
        if fields.get(field):
            return fields[field][:_LONGEST_TITLE]
    headings = [told for h1 in root.iter("h1") if (told := _line(text_within(h1)))]
    if len(headings) == 1 and len(headings[0]) <= _LONGEST_TITLE:
        return headings[0]
    page = next((_line(text_within(title)) for title in root.iter("title")), "")
    parts = [part for part in _TITLE_PARTS.split(page) if part]
    own = [part for part in parts if not _OF_SITE.search(part) and part != fields.get("sitename")]
    return (own or [""])[0][:_LONGEST_TITLE]


def _title_above(root: etree._Element, main: etree._Element) -> str:
    """The last heading above the text, or what is marked as the title there; else the first of the
    text, where it is none of its sections."""
    above, within = "", ""
    inside = False
    for element in root.iter():
        inside = inside or element is main
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag not in ("h1", "h2", "h3") and not _TITLE_MARK.search(marks):
            continue
        told = _line(text_within(element))
        if not 4 <= len(told) <= _LONGEST_TITLE:
            continue
        if inside:
            within = "" if is_heading(told) else told
            break
        above = told
    return above or within


def _date(fields: dict[str, str], text: str) -> str | None:
    told = [fields[field] for field in _DATE_FIELDS if field in fields]
    found = next(filter(None, map(_DATE.search, told)), None) or _DATED.search(text)
    if found is None:
        return None
    year, month, day = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
