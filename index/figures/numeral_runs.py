"""Where the numerals of a normalised text stand: each as long as it goes, so that none is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from index.figures.digit_groups import UNSURE
from index.figures.numerals import DIGITS, Numeral, read_numeral

_ARABIC = r"\d++(?:\.\d++)*+"
_ONES = "一二两三四五六七八九"
_ANY_DIGIT = f"零〇{_ONES}"
# 一九八一、一九八二两年, 七万万两: 两 goes on only to a size, or is an estimate.
_NEXT_DIGIT = f"[{_ANY_DIGIT.replace('两', '')}廿卅]|两(?=[百千万亿])|(?<=一)两(?!年)"
# The 千 of 千瓦 belongs to the unit, the 百 of 百分之五 and 百分点 to the rate.
_SCALE = r"(?:[十亿]|百(?!分[之点])|千(?![伏瓦米克升]|分之)|万(?!分之))"
# Behind 点: 七点两人 are two people at seven.
_FRACTION = f"(?:[{_ANY_DIGIT.replace('两', '')}十百千万亿]|两[百千万亿])"
_COUNTS = "[十百千万亿多余个家户名项人次倍吨斤亩元件种]"
_BREAK = r"[ \t]*\r?\n[ \t]*"
# 社零79.38亿元: a zero before digits begins no number.
_PAIR = rf"(?:一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九|三、五)(?={_COUNTS})"
RATES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_RUN = re.compile(
    rf"(?P<unsure>{UNSURE})"
    rf"|(?P<year>(?<![\d.])(?:19|20)\d\d(?=[{_ANY_DIGIT}]))"  # 2023四川文旅
    rf"|(?P<tenths>[{_ONES}\d]成[{_ONES}半](?![{_ANY_DIGIT}十百千万亿年月日]|[个家户名项人次]))"
    r"|(?P<rate>[百千万]分之)?(?P<number>"
    rf"(?:(?<=[\u4e00-\u9fff])(?<![第{_ANY_DIGIT}十百千万亿]){_PAIR}|{_ARABIC}|(?![零〇]\d)[{_ANY_DIGIT}廿卅]|{_SCALE})"
    # 29万65岁以上老年人: an age is a number of its own
    rf"(?:(?<!\d){_ARABIC}(?!周?岁)|{_NEXT_DIGIT}|{_SCALE}|{_BREAK}(?=[十百千万亿])"
    rf"|(?<=[十百千])几|[多余来](?={_SCALE})|点(?={_FRACTION})"
    # 3点5亿 may be 3.5亿, or two numbers behind an hour: it is unread. 9点30分 is a time.
    rf"|(?<=\d)点(?=\d+(?:[百千万亿元%倍]|个百分点))"
    # 三个亿; but 三个亿元镇, 4个千亿台阶 count what is of that size
    r"|个(?=亿(?![元级吨斤千])))*)"
)
_NUMERAL = re.compile(f"[{_ANY_DIGIT}十百千万亿廿卅]|\\d")
_SOME = re.compile("[十百千]几")
_POINT = re.compile(rf"[{_ANY_DIGIT}十百千万亿]点{_FRACTION}|\d\.\d")


@dataclass(frozen=True, slots=True)
class Run:
    """A numeral with nothing of it left out, as it stands at `text[start:end]`.

    `written` is it without 百分之, whose sign is the `unit`; `numeral` is what it says, None where
    it cannot be read as a whole.
    """

    start: int
    end: int
    written: str
    numeral: Numeral | None
    unit: str = ""

    @property
    def arabic(self) -> bool:
        """Whether it holds digits that are not Chinese."""
        return any(map(str.isdecimal, self.written))


def runs_of(text: str) -> Iterator[Run]:
    """The numerals of a normalised text, in order."""
    for match in _RUN.finditer(text):
        start, end = match.span()
        written = match["number"] or match.group()
        if match["tenths"]:
            yield Run(start, end, written, Numeral(_percent(written)), "%")
        elif match["number"]:
            yield Run(
                start, end, written, read_numeral(written), RATES.get(match["rate"] or "", "")
            )
        else:  # a year, or what may be several numbers
            yield Run(start, end, written, read_numeral(written) if match["year"] else None)


def _percent(tenths: str) -> Decimal:
    """九成五 → 95."""
    whole, _, rest = tenths.partition("成")
    return Decimal((DIGITS.get(whole) or int(whole)) * 10 + (5 if rest == "半" else DIGITS[rest]))


def cuts_a_run(text: str, position: int) -> bool:
    """Whether both sides of a position are of one numeral: within 三|万家 and 零点|一一, not within
    统一|12个."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if after == "几":
        return _SOME.match(text, position - 1) is not None
    if after in "点.":
        return _POINT.match(text, position - 1) is not None
    if before in "点.":
        return position > 1 and _POINT.match(text, position - 2) is not None
    if before == "之":  # 百分之三点五是
        return text[max(0, position - 3) : position] in RATES and bool(_NUMERAL.match(after))
    if before == after == "一":  # 唯一|一个, but 零点一|一一
        return position > 1 and _NUMERAL.match(text, position - 2) is not None
    if _NUMERAL.match(before) is None or _NUMERAL.match(after) is None:
        return False
    return before.isdecimal() == after.isdecimal() or after in "十百千万亿"
