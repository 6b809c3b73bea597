"""Numbers in one piece: what stands between the digits of one number and is no part of it.

Commas and spaces between groups of three, spaces between single digits, a line that breaks off in
a number, characters without width; points and zeros in the forms they have in print. Where it is
not sure that two groups are one number, they stay apart, and `UNSURE` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMERAL = r"\d零〇一二两三四五六七八九十百千万亿"
_ANY = re.compile(
    r"\d[ \r\n,·・•‧∙⋅]|\d\.[ \r\n]|[○\u200b-\u200d\u2060\ufeff\u00ad拾佰仟]"
    r"|[壹贰叁肆伍陆柒捌玖][零点十百千万亿元]|分之[壹贰叁肆伍陆柒捌玖]"
    r"|[零一二三四五六七八九十百千万亿] [十百千万亿]|[一二三四五六七八九]O"
)
_ZERO_WIDTH = re.compile(
    rf"(?<=[{_NUMERAL}.,])[\u200b-\u200d\u2060\ufeff\u00ad]+(?=[{_NUMERAL}.,%‰元])"
)
_BREAK = r"[ \t]*\r?\n[ \t]*"
_APART = r"(?<![\d.])(?<!\d,)(?<![\d.] )"
_UNIT = r"(?=[ ]?[\u4e00-\u9fff%‰℃])"
_GROUPS = (
    # 1,100.9亿元; 39,⏎860元
    re.compile(rf"(?<![\d.,])\d{{1,3}}(?:,(?:{_BREAK})?\d{{3}})+(?![\d,])"),
    # 330 000个, and no row of numbers: a unit follows
    re.compile(rf"{_APART}\d{{1,3}}(?: \d{{3}})+(?:\.\d+)?(?![\d.,]){_UNIT}"),
    # 7 4 7 7 2 亿元, 1 5 .3 %, 1 2 月, 38 .6亿元
    re.compile(rf"{_APART}\d(?: \d){{2,}}(?: ?\. ?\d(?: ?\d)*)?(?![\d.,]) ?{_UNIT}"),
    re.compile(rf"{_APART}\d(?: \d)*(?: \. ?|(?<= \d)\.)\d(?: ?\d)*(?![\d.,]) ?{_UNIT}"),
    re.compile(rf"(?<=[\u4e00-\u9fff“(,、;])\d \d(?![\d.,]) ?{_UNIT}"),
    re.compile(rf"(?<=[\u4e00-\u9fff])\d+ \.\d+(?![\d.]){_UNIT}"),
    # 1.5 亿, 38⏎万元
    re.compile(rf"\d(?: |{_BREAK})(?=[万亿]|[百千十]万)"),
    # 三 百 亿元
    re.compile(rf"[{_NUMERAL[2:]}] (?=[十百千万亿])"),
    # 38.⏎6亿元, and no item 38 of a list before a year
    re.compile(
        rf"(?<=[\u4e00-\u9fff])\d+\.{_BREAK}(?!(?:19|20)\d\d年)\d+(?![\d.,、)]){_UNIT}"
        rf"|(?<=[\u4e00-\u9fff])\d+{_BREAK}\.\d+"
    ),
)
_BETWEEN = re.compile(r"[,\s]+")
_MIDDLE_POINT = re.compile(r"(?<=\d)[·・•‧∙⋅](?=\d+(?:[%‰℃百千万亿元]|个百分点))")
_ROUND_ZERO = re.compile(
    r"(?<=[〇○一二三四五六七八九十百千万亿])[○OoＯ]|○(?=[一二三四五六七八九○]{2,3}年)"
)
_FORMAL_SIZE = "拾佰仟十百千万亿"
_FORMAL_DIGIT = "壹贰叁肆伍陆柒捌玖"
_FORMAL_TAIL = f"(?:[{_FORMAL_DIGIT}零{_FORMAL_SIZE}]|点(?=[{_FORMAL_DIGIT}零]))*"
_FORMAL = re.compile(
    rf"(?:参(?=[拾佰仟])|(?<!大)[{_FORMAL_DIGIT}](?:[拾佰仟]|(?={_FORMAL_TAIL}元)|(?<=分之.))"
    # 叁百户, 拾五户; but 队伍百人, 大陆千家
    rf"|[壹贰叁柒捌玖](?=[{_FORMAL_SIZE}])|(?<![收捡挑众])拾(?=[一二三四五六七八九])"
    # 拾万元, 拾万零壹元, 拾贰户
    rf"|(?<![收捡挑众])拾(?=[零万亿]*(?:元|[{_FORMAL_DIGIT}]))"
    rf"|(?<=[\d一二两三四五六七八九十])[佰仟](?=[万亿元])){_FORMAL_TAIL}"
)
_PLAIN = str.maketrans(f"{_FORMAL_DIGIT}参拾佰仟", "一二三四五六七八九三十百千")

UNSURE = (
    r"\d+(?:,\d+)*,\d{3}(?:,\d+)*(?:\.\d+)?(?!\d)"
    r"|(?<![\d.])\d{1,3}(?: \d{3})+(?:\.\d+)?(?![\d.])"
    r"|(?<!\d)\d(?: \d){2,}(?!\d)"
    rf"|(?<=[\u4e00-\u9fff])\d+(?:\.\d+)?{_BREAK}(?!(?:19|20)\d\d年)\d+(?:\.\d+)?(?=[%‰百千万亿元人个家户亩吨])"
)
"""What may be one number or several, as part of a pattern over normalised text."""


def in_one_piece(text: str) -> tuple[str, set[int]]:
    """`text` with its points and numerals in one form, character for character, and the positions
    of what stands between the digits of one number."""
    if _ANY.search(text) is None:
        return text, set()
    text = _MIDDLE_POINT.sub(".", text)
    text = _ROUND_ZERO.sub("〇", _ROUND_ZERO.sub("〇", text))
    text = _FORMAL.sub(lambda match: match.group().translate(_PLAIN), text)
    return text, set(_separators(text))


def _separators(text: str) -> Iterator[int]:
    for match in _ZERO_WIDTH.finditer(text):
        yield from range(*match.span())
    for pattern in _GROUPS:
        for match in pattern.finditer(text):
            for between in _BETWEEN.finditer(text, *match.span()):
                yield from range(*between.span())
