"""Figures told in words that no value is read from: 翻番, 近半, 三分之一, 伍佰亿, 数百家, 榜首.

They cannot be compared by value, so they may be said only where a cited passage has them as they
are. What a value is read from (五成, 百分之五, 第二位) is checked as a figure, and is none of these.
"""

from __future__ import annotations

import re

_PLAIN = "零〇一二两三四五六七八九十百千万亿"
_FORMAL = (
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億"  # as on a cheque; some of them stand in names by themselves
)
_ANY = rf"[{_PLAIN}{_FORMAL}\d]"
_RINGED = "[①-⑳㉑-㊿❶-➓]"  # a sign of a list, or amid words a digit in disguise: 增长⑤%
_WORDED = re.compile(
    "|".join(
        (
            rf"{_ANY}*[{_FORMAL}]{_ANY}+|{_ANY}+[{_FORMAL}]{_ANY}*",
            rf"(?!百分之)[{_PLAIN}]+分之[{_PLAIN}]+",
            r"翻了?[一二两三四五几]?番|翻了?[一几\d]?倍|成倍|倍增|减半|折半|腰斩",
            r"[近过超不]半(?![年月天个径])|[一大多对]半(?![年月天径])|半数",
            r"[数几过破][十百千万亿]+|成[百千]上[千万]|[十百千万亿\d]来(?=[个家人名项座条场亿万])|[俩仨]",
            rf"{_RINGED}+(?=[\d.%％‰百千万亿倍])|(?<=[\u4e00-\u9fff\d.]){_RINGED}+",
            r"[A-Za-z]+[百千万亿]+元?",
            r"榜首|首屈一指|前茅|前列|垫底|倒数|负增长|(?<!社)零增长|持平(?!稳)",
        )
    )
)


def worded_in(text: str) -> list[tuple[int, int]]:
    """The spans of the figures in words of `text`, in order."""
    return [match.span() for match in _WORDED.finditer(text)]
