"""Pages as saved from sites of governments: the usual templates around a report's paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

BOILERPLATE = (
    "首页", "政务公开", "政务服务", "互动交流", "无障碍阅读", "网站支持IPv6", "当前位置", "政府信息公开指南",
    "字号", "打印本页", "关闭窗口", "分享到", "微信扫一扫", "上一篇", "下一篇", "相关链接", "热点推荐",
    "主办单位", "承办单位", "ICP备", "公网安备", "网站标识码", "联系我们", "版权所有", "技术支持", "站点地图",
    "浏览次数", "责任编辑", "var_hits", "display:none", "隐藏的导航", "请输入关键字", "扫描二维码", "索引号",
)  # fmt: skip
"""Words of what stands around a text: each that is left and that the report itself lacks was left over."""

Paragraphs = Sequence[str]
Maker = Callable[[str, Paragraphs], bytes]

_NAV = """<div class="header"><div class="logo"><a href="/"><img src="logo.png" alt="青山县人民政府"></a></div>
<div class="top">今天是2025年3月1日 星期六 <a>无障碍阅读</a> <a>网站支持IPv6</a></div>
<ul class="nav"><li><a href="/">首页</a></li><li><a>政务公开</a></li><li><a>政务服务</a></li><li><a>互动交流</a></li>
<li><a>走进青山</a></li></ul><form action="/s"><input value="请输入关键字"><button>搜索</button></form></div>"""
_CRUMBS = """<div class="position">当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>政府工作报告</a></div>"""
_TOOLS = """<div class="info">发布时间：2025-02-18 09:30 来源：青山县人民政府办公室 浏览次数：<span id="hits">1024</span>
字号：[<a>大</a> <a>中</a> <a>小</a>] <a onclick="window.print()">打印本页</a> <a>关闭窗口</a>
<div class="bdshare">分享到：<a>微信</a><a>微博</a><p>微信扫一扫，分享给好友</p></div></div>"""
_AFTER = """<div class="editor">责任编辑：王某</div><div class="pages">上一篇：<a>2024年青山县政府工作报告</a><br>
下一篇：<a>青山县2025年重点民生实事任务分解表</a></div>
<div class="related"><h3>相关链接</h3><ul><li><a>一图读懂2025年政府工作报告</a></li><li><a>热点推荐：全县经济工作会议召开</a></li></ul></div>"""
_FOOTER = """<div class="footer"><a>联系我们</a> | <a>站点地图</a> | <a>版权所有</a>
<p>主办单位：青山县人民政府 承办单位：青山县人民政府办公室 技术支持：某公司</p>
<p>网站标识码：4100000001 <a>豫ICP备05000001号</a> <img src="ga.png">豫公网安备 41000002000001号</p><p>扫描二维码</p></div>
<script>var var_hits=1;document.write("<p>生产总值完成999.9亿元。</p>");</script>
<div style="display:none">隐藏的导航 生产总值完成888.8亿元。</div><!-- 注释里的 777.7亿元 -->"""


def _paragraphs(paragraphs: Paragraphs, mark: str = "<p>\u3000\u3000{}</p>") -> str:
    return "\n".join(mark.format(escape(paragraph)) for paragraph in paragraphs)


def trs(title: str, paragraphs: Paragraphs) -> bytes:
    """TRS: meta fields, a class of its own for the text, paragraphs with inline styles."""
    body = _paragraphs(
        paragraphs,
        '<p style="text-indent:2em;"><span style="font-family:仿宋">{}</span><o:p></o:p></p>',
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_青山县人民政府</title>
<meta name="SiteName" content="青山县人民政府"><meta name="ArticleTitle" content="{title}">
<meta name="PubDate" content="2025-02-18 09:30"><meta name="ContentSource" content="县政府办">
<style>.nav{{color:red}}</style></head><body>{_NAV}<div class="main">{_CRUMBS}<h1 class="title">{title}</h1>{_TOOLS}
<div id="zoom"><div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2}}</style>{body}</div></div>
{_AFTER}</div>{_FOOTER}</body></html>""".encode()


def ucap(title: str, paragraphs: Paragraphs) -> bytes:
    """UCAP: UCAPCONTENT around the text, a table of the document's data above it."""
    body = _paragraphs(paragraphs, '<p style="text-align: justify;">{}</p>')
    return f"""<!doctype html><html lang="zh"><head><meta charset="UTF-8"/>
<meta name="ArticleTitle" content="{title}"/><meta name="PubDate" content="2025-02-18"/>
<title>青山县人民政府 政府工作报告 {title}</title></head><body>{_NAV}
<div class="container"><div class="sidebar"><ul><li><a>政府信息公开指南</a></li><li><a>政府信息公开制度</a></li></ul></div>
<div class="article">{_CRUMBS}<table class="xxgk"><tr><td>索引号：</td><td>000014349/2025-00001</td><td>发布日期：</td>
<td>2025-02-18</td></tr></table><div class="article-title"><h2>{title}</h2></div>{_TOOLS}
<div class="pages_content"><UCAPCONTENT>{body}</UCAPCONTENT></div>{_AFTER}</div></div>{_FOOTER}</body></html>""".encode()


def tables(title: str, paragraphs: Paragraphs) -> bytes:
    """A page laid out by tables, its text broken by <br> alone, in GBK with the encoding declared."""
    body = "<br><br>\r\n".join(
        f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(paragraph)}" for paragraph in paragraphs
    )
    return f"""<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=gb2312">
<TITLE>{title}-青山县政府网</TITLE></HEAD><BODY bgcolor=#ffffff>
<TABLE width=1000><TR><TD colspan=2>{_NAV}</TD></TR><TR><TD width=200 valign=top>
<TABLE><TR><TD><A>政府信息公开指南</A></TD></TR><TR><TD><A>热点推荐</A></TD></TR></TABLE></TD>
<TD><TABLE><TR><TD>{_CRUMBS}</TD></TR><TR><TD align=center><FONT size=5><B>{title}</B></FONT></TD></TR>
<TR><TD>{_TOOLS}</TD></TR><TR><TD class=zw>{body}</TD></TR><TR><TD>{_AFTER}</TD></TR></TABLE></TD></TR>
<TR><TD colspan=2>{_FOOTER}</TD></TR></TABLE></BODY></HTML>""".encode("gb18030")


def divided(title: str, paragraphs: Paragraphs) -> bytes:
    """A page of now: section elements, headings as h2, an article among cards of others."""
    body = "".join(
        f"<h2>{escape(p)}</h2>" if len(p) < 25 and p.startswith(tuple("一二三四五六七八九")) else f"<p>{escape(p)}</p>"
        for p in paragraphs
    )  # fmt: skip
    card = "<a class='card'><h4>青山县2025年重点民生实事任务</h4><p>热点推荐，全县经济工作会议近日召开，总结部署有关工作。</p></a>"
    return f"""<!DOCTYPE html><html><head><meta charset=utf-8><title>{title} - 政府工作报告 - 青山县人民政府门户网站</title>
<script type="application/ld+json">{{"@type":"NewsArticle"}}</script></head><body><header>{_NAV}</header>
<nav>{_CRUMBS}</nav><main><article><h1>{title}</h1><p class="meta">日期：2025年2月18日</p>{_TOOLS}
<section class="content">{body}</section></article><aside>{card * 6}</aside></main>{_AFTER}
<footer>{_FOOTER}</footer></body></html>""".encode()


def frames(title: str, paragraphs: Paragraphs) -> bytes:
    """A page of frames saved as one: the text in a div inside an inline frame's place, no meta."""
    body = _paragraphs(paragraphs, "<div class=MsoNormal>{}</div>")
    return f"""<html><head><title>青山县人民政府</title></head><frameset rows="80,*"><frame src="top.htm">
<frame src="main.htm"><noframes><body><p>您的浏览器不支持框架</p></body></noframes></frameset><body>{_NAV}{_CRUMBS}
<iframe src="http://example.invalid/stat"></iframe><center><h3>{title}</h3></center>{_TOOLS}<div class=WordSection1>{body}</div>
{_AFTER}{_FOOTER}</body></html>""".encode("gbk", "xmlcharrefreplace")


def paged(title: str, paragraphs: Paragraphs) -> bytes:
    """One page of several, with links to the others, a byline, and the text under an id of its own."""
    body = _paragraphs(paragraphs)
    return f"""<html><head><meta http-equiv=content-type content="text/html;charset=utf-8">
<title>{title}--青山县人民政府网</title><meta name="publishdate" content="2025-02-18"></head><body>{_NAV}
<div id="wrap">{_CRUMBS}<div class="tit">{title}</div>{_TOOLS}<div id="Zoom">{body}
<div class="page_num"><a>上一页</a> <a>1</a> <a>2</a> <a>3</a> <a>下一页</a> 共3页</div></div>{_AFTER}</div>{_FOOTER}</body></html>""".encode()


def word_saved(title: str, paragraphs: Paragraphs) -> bytes:
    """A page that Word saved: conditional comments, o:p elements, no site around it."""
    body = _paragraphs(
        paragraphs,
        "<p class=MsoNormal style='text-indent:21.0pt'><span lang=EN-US>{}<o:p></o:p></span></p>",
    )
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type
content="text/html; charset=gb2312"><title>{title}</title><!--[if gte mso 9]><xml><o:DocumentProperties>
<o:Author>某</o:Author></o:DocumentProperties></xml><![endif]--><style><!-- p.MsoNormal {{margin:0}} --></style></head>
<body lang=ZH-CN><div class=Section1><p class=MsoTitle align=center>{title}</p>{body}</div></body></html>""".encode(
        "gb18030"
    )


def traditional(title: str, paragraphs: Paragraphs) -> bytes:
    """A plain page without any class, its text in bare paragraphs beside lists of links."""
    links = "".join(f"<li><a>政務公開{number}</a></li>" for number in range(40))
    return f"""<html><head><title>{title}</title></head><body><div><ul>{links}</ul></div><div><b>{title}</b>
{_paragraphs(paragraphs, "<p>{}")}</div><div>{_FOOTER}</div></body></html>""".encode()


@dataclass(frozen=True, slots=True)
class Template:
    """A way to make a page, by name."""

    name: str
    make: Maker


TEMPLATES = tuple(
    Template(make.__name__, make)
    for make in (trs, ucap, tables, divided, frames, paged, word_saved, traditional)
)
