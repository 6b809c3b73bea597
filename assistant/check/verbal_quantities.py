"""Figures in words that no value is read from: 翻番, 近半, 三分之一, 数百家, 两位数, 榜首.

They cannot be compared by value, so they may be said only where a cited passage has them as they
are. What a value is read from (五成, 百分之五, 伍佰亿, 第二位) is checked as a figure.
"""

from __future__ import annotations

import re

_PLAIN = "零〇一二两三四五六七八九十百千万亿"
_RINGED = "[①-⑳㉑-㊿❶-➓]"  # a sign of a list, or amid words a digit in disguise: 增长⑤%
_ENGLISH = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    "|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|[mb]illions?|trillions?|dozens?"
    "|half|third|quarter|doubled?|tripled?|twice"
)
_WORDED = re.compile(
    "|".join(
        (
            rf"(?<![{_PLAIN}])(?![百千万]分之)[{_PLAIN}]+分之[{_PLAIN}]+",
            r"[一二两三四五六七八九]位数",
            rf"(?i:(?<![a-z])(?:{_ENGLISH})(?:[ -](?:and[ -])?(?:{_ENGLISH}))*(?![a-z]))",
            r"翻了?[一二两三四五几]?番|翻了?[一几\d]?倍|成倍|倍增|减半|折半|腰斩",
            r"[近过超不]半(?![年月天个径])|[一大多对]半(?![年月天径])|半数",
            r"(?:数|(?<![十百千])几|(?<!超)过)[十百千万亿]+|成[百千]上[千万]|[十百千万亿\d]来(?=[个家人名项座条场亿万])|[俩仨]",
            rf"{_RINGED}+(?=[\d.%％‰百千万亿倍])|(?<=[\u4e00-\u9fff\d.]){_RINGED}+",
            r"[A-Za-z]+[百千万亿]+元?",
            r"百分百|半成(?![品熟])|十之[七八九]+|以[十百千万亿]+计|前[三四五十]甲|[三四五十百千]+强(?![化调大度势劲有烈健壮])",
            r"[十百千]+亿(?=企业|产业|项目|集群|园区|工程|链)|万亿(?=企业|产业|集群)",
            r"榜首|首屈一指|前茅|前列|垫底|倒数|负增长|(?<!社)零增长|持平(?!稳)",
        )
    )
)


def worded_in(text: str) -> list[tuple[int, int]]:
    """The spans of the figures in words of `text`, in order."""
    return [match.span() for match in _WORDED.finditer(text)]
