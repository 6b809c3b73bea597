"""Numerals as written, Arabic, Chinese or mixed, to exact decimals: 189.3, 一百零二亿三千万, 13万2.

A numeral is read whole or not at all: what the grammar does not cover has no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from typing import Literal

from index.figures.years import ARABIC

# Decimals of this context are never rounded, however many digits a text holds.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)

DIGITS = {character: n for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"千": 1000, "百": 100, "十": 10}
_MYRIADS = {"亿": 10**8, "万": 10**4}
_SHORT = {"廿": "二十", "卅": "三十"}

_DIGIT = "[零〇一二两三四五六七八九]"
_MANY = "[一二两三四五六七八九]"
_ONES = "[一二三四五六七八九]"
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
# A section below 万: each place at most once, in falling order, a zero before a place passed over.
_SECTION = re.compile(
    rf"零?(?:(?P<千>{_MANY}|\d)千)?(?:零?(?P<百>{_MANY}|\d)百)?"
    rf"(?:零?(?P<十>{_ONES}|\d)?十)?(?P<zero>[零〇]?)(?P<ones>{_ONES}|\d)?"
)
_IN_ONE_SCRIPT = re.compile(r"\d[\d零十百千]*|[^\d]+")
_SCALED_ARABIC = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?P<size>[十百千])")
_OVER = re.compile(r"(?P<head>.+)[多余](?P<sizes>[十百千万亿]+)")
_SOME = re.compile(r"(?P<head>.*[十百千])几(?P<sizes>[十百千万亿]*)")
_ABOUT = re.compile(r"(?P<head>.+)来(?P<sizes>[十百千万亿]+)")
_ESTIMATE = re.compile(
    r"(?P<head>|.*[十百千万亿零])(?P<pair>一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)(?P<sizes>[十百千万亿]*)"
)
_IN_NUMERAL = r"\d零〇一二两三四五六七八九十百千万亿"
_ANY = re.compile(
    r"\d[ \r\n,·・•‧∙⋅]|\d\.[ \r\n]|[○\u200b-\u200d\u2060\ufeff\u00ad拾佰仟]"
    r"|[壹贰叁肆伍陆柒捌玖][零点十百千万亿元]|分之[壹贰叁肆伍陆柒捌玖]"
    r"|[零一二三四五六七八九十百千万亿] [十百千万亿]|[一二三四五六七八九]O"
)
_ZERO_WIDTH = re.compile(
    rf"(?<=[{_IN_NUMERAL}.,])[\u200b-\u200d\u2060\ufeff\u00ad]+(?=[{_IN_NUMERAL}.,%‰元])"
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
    re.compile(rf"[{_IN_NUMERAL[2:]}] (?=[十百千万亿])"),
    # 38.⏎6亿元, and no item 38 of a list before a year
    re.compile(
        rf"(?<=[\u4e00-\u9fff])\d+\.{_BREAK}(?!{ARABIC}年)\d+(?![\d.,、)]){_UNIT}"
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
    rf"|(?<=[\u4e00-\u9fff])\d+(?:\.\d+)?{_BREAK}(?!{ARABIC}年)\d+(?:\.\d+)?(?=[%‰百千万亿元人个家户亩吨])"
)
"""What may be one number or several, as part of a pattern over normalised text."""
_DIGIT_RUN = r"\d++(?:\.\d++)*+"
_FROM_ONE = "一二两三四五六七八九"
_ANY_DIGIT = f"零〇{_FROM_ONE}"
# 一九八一、一九八二两年, 七万万两: 两 goes on only to a size, or is an estimate.
_NEXT_DIGIT = f"[{_ANY_DIGIT.replace('两', '')}廿卅]|两(?=[百千万亿])|(?<=一)两(?!年)"
# The 千 of 千瓦 belongs to the unit, the 百 of 百分之五 and 百分点 to the rate.
_SCALE = r"(?:[十亿]|百(?!分[之点])|千(?![伏瓦米克升]|分之)|万(?!分之))"
# Behind 点: 七点两人 are two people at seven.
_FRACTION = f"(?:[{_ANY_DIGIT.replace('两', '')}十百千万亿]|两[百千万亿])"
_COUNTS = "[十百千万亿多余个家户名项人次倍吨斤亩元件种]"
# 社零79.38亿元: a zero before digits begins no number.
_PAIR = rf"(?:一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九|三、五)(?={_COUNTS})"
RATES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_RUN = re.compile(
    rf"(?P<unsure>{UNSURE})"
    rf"|(?P<year>(?<![\d.]){ARABIC}(?=[{_ANY_DIGIT}]))"  # 2023四川文旅
    rf"|(?P<tenths>[{_FROM_ONE}\d]成[{_FROM_ONE}半](?![{_ANY_DIGIT}十百千万亿年月日]|[个家户名项人次]))"
    r"|(?P<rate>[百千万]分之)?(?P<number>"
    rf"(?:(?<=[\u4e00-\u9fff])(?<![第{_ANY_DIGIT}十百千万亿]){_PAIR}|{_DIGIT_RUN}|(?![零〇]\d)[{_ANY_DIGIT}廿卅]|{_SCALE})"
    # 29万65岁以上老年人: an age is a number of its own
    rf"(?:(?<!\d){_DIGIT_RUN}(?!周?岁)|{_NEXT_DIGIT}|{_SCALE}|{_BREAK}(?=[十百千万亿])"
    rf"|(?<=[十百千])几|[多余来](?={_SCALE})|点(?={_FRACTION})"
    # 3点5亿 may be 3.5亿, or two numbers behind an hour: it is unread. 9点30分 is a time.
    rf"|(?<=\d)点(?=\d+(?:[百千万亿元%倍]|个百分点))"
    # 三个亿; but 三个亿元镇, 4个千亿台阶 count what is of that size
    r"|个(?=亿(?![元级吨斤千])))*)"
)
_OF_NUMERAL = re.compile(f"[{_ANY_DIGIT}十百千万亿廿卅]|\\d")
_SOME_TENS = re.compile("[十百千]几")
_POINT = re.compile(rf"[{_ANY_DIGIT}十百千万亿]点{_FRACTION}|\d\.\d")


@dataclass(frozen=True, slots=True)
class Numeral:
    """The value of a numeral, or the range from `value` to `upper`, as `kind` says: "between" for
    an estimate (两三, both ends counted), "over" for 一百多万 and 十几 (the upper end is not
    reached), "about" for 十来万, which has no upper end."""

    value: Decimal
    upper: Decimal | None = None
    kind: Literal["exact", "between", "over", "about"] = "exact"


def read_numeral(written: str) -> Numeral | None:
    """What a numeral in digits without separators, Chinese characters or both says, exactly at any
    length; None where it is not one numeral as a whole."""
    text = written.replace("、", "").replace("个亿", "亿").replace("〇", "零")
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    value = _exact(text, last=True)
    if value is not None:
        return Numeral(_plain(value))
    return _estimate(text) or _over(text)


def number(written: str) -> Decimal:
    """The value of a numeral that has exactly one. Raises ValueError for any other."""
    numeral = read_numeral(written)
    if numeral is None or numeral.kind != "exact":
        raise ValueError(f"{written!r} is not one number")
    return numeral.value


def digits_of(written: str) -> int:
    """The number that Chinese characters spell digit by digit: 二〇二五 → 2025."""
    return int("".join(str(DIGITS[character]) for character in written))


def times(value: Decimal, factor: Decimal) -> Decimal:
    """The exact product, in whole digits where it is whole: 10.06 × 10^8 is 1006000000."""
    return _plain(EXACT.multiply(value, factor))


def last_place(value: Decimal) -> Decimal:
    """The size of the last place that a round number names: 9100 → 100, 2000 → 1000, 1.5 → 0.1."""
    exponent = value.normalize(EXACT).as_tuple().exponent
    return _plain(Decimal(10).scaleb(int(exponent) - 1, EXACT))


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and trailing zeros: 1.8930E+10 → "18930000000"."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def size_of(written: str) -> Decimal:
    """The 万, 亿 or 万亿 that a numeral ends with, as a factor; 1 where it ends with none."""
    size = Decimal(1)
    for character in reversed(written):
        if character not in _MYRIADS:
            break
        size = times(size, Decimal(_MYRIADS[character]))
    return size


def _plain(value: Decimal) -> Decimal:
    whole = value == value.to_integral_value(context=EXACT)
    return value.to_integral_value(context=EXACT) if whole else value


def _exact(text: str, *, last: bool) -> Decimal | None:
    """The value of an exact numeral; only the `last` part of one may leave its size out (一万五)."""
    for character, size in _MYRIADS.items():
        head, found, tail = text.rpartition(character)
        if found:
            return _sized(head, tail, character, size, last=last)
    return _below_myriad(text, last=last)


def _sized(head: str, tail: str, character: str, size: int, *, last: bool) -> Decimal | None:
    top = _exact(head, last=False) if head else Decimal(1)
    if top is None or (tail and (not head or "." in head or "点" in head)):
        return None
    # 12000万, 六万万, 一百亿亿; but no 三万五万, which are two numbers.
    if top >= size and not head.endswith(character) and not _ARABIC.fullmatch(head):
        return None
    value = EXACT.multiply(top, Decimal(size))
    below = _tail(tail, size, last=last) if tail else Decimal(0)
    return None if below is None else EXACT.add(value, below)


def _tail(tail: str, size: int, *, last: bool) -> Decimal | None:
    """What follows 万 or 亿: 二千万, 零五百, 五 (of the size below: 一万五), or 5000 written out."""
    if tail.isdecimal():
        if len(tail) == 1:
            return Decimal(int(tail) * size // 10) if last else None
        return Decimal(tail) if size == _MYRIADS["万"] and len(tail) in (3, 4) else None
    if re.fullmatch(_ONES, tail):
        return Decimal(DIGITS[tail] * size // 10) if last else None
    value = _exact(tail, last=last)
    if value is None or not 0 < value < size:
        return None
    passed_over = value < size // 10  # 十四亿零六百万 has a zero there
    return value if tail[0] == "零" or not passed_over else None


def _below_myriad(text: str, *, last: bool) -> Decimal | None:
    if _ARABIC.fullmatch(text):
        return Decimal(text)
    scaled = _SCALED_ARABIC.fullmatch(text)
    if scaled:
        return EXACT.multiply(Decimal(scaled["number"]), Decimal(_TENS[scaled["size"]]))
    whole, point, fraction = text.partition("点")
    if point:
        return _with_fraction(whole, fraction)
    if text in _TENS:
        return Decimal(_TENS[text])
    return _section(text, last=last)


def _with_fraction(whole: str, fraction: str) -> Decimal | None:
    value = _section(whole, last=False)
    if value is None or not fraction or any(character not in DIGITS for character in fraction):
        return None
    return EXACT.add(value, Decimal("0." + str(digits_of(fraction)).zfill(len(fraction))))


def _section(text: str, *, last: bool) -> Decimal | None:
    if text in ("零", "两"):
        return Decimal(DIGITS[text])
    if len(text) > 2 and "零" in text[1:] and text[0] != "零" and set(text) <= set(DIGITS) - {"两"}:
        return Decimal(digits_of(text))
    places = _SECTION.fullmatch(text) if _IN_ONE_SCRIPT.fullmatch(text) else None
    if places is None or (places["zero"] and not places["ones"]):
        return None
    value = 10 if "十" in text and places["十"] is None else 0
    value += sum(_digit(places[place]) * size for place, size in _TENS.items())
    ones = _digit(places["ones"])
    above = min((size for name, size in _TENS.items() if name in text), default=1)
    if above > 10 and ones and not places["zero"]:  # 三千二
        return Decimal(value + ones * above // 10) if last else None
    return Decimal(value + ones)


def _digit(written: str | None) -> int:
    if not written:
        return 0
    return DIGITS[written] if written in DIGITS else int(written)


def _estimate(text: str) -> Numeral | None:
    """两三, 三四十万, 十二三: two neighbouring digits in one place."""
    found = _ESTIMATE.fullmatch(text)
    if found is None:
        return None
    low, high = (
        _exact(found["head"] + digit + found["sizes"], last=False) for digit in found["pair"]
    )
    return None if low is None or high is None else Numeral(low, high, "between")


def _over(text: str) -> Numeral | None:
    """一百多万, 二千八百余万, 十几亿, 一百几十万, 十来万."""
    found = _OVER.fullmatch(text) or _SOME.fullmatch(text) or _ABOUT.fullmatch(text)
    if found is None:
        return None
    # The 十 of 一百几十万 is the place of 几.
    sizes = found["sizes"].lstrip("十百千") if "几" in text else found["sizes"]
    value = _exact(found["head"] + sizes, last=False)
    if not value:
        return None
    if "来" in text:
        return Numeral(value, None, "about")
    return Numeral(value, EXACT.add(value, last_place(value)), "over")


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
        return _SOME_TENS.match(text, position - 1) is not None
    if after in "点.":
        return _POINT.match(text, position - 1) is not None
    if before in "点.":
        return position > 1 and _POINT.match(text, position - 2) is not None
    if before == "之":  # 百分之三点五是
        return text[max(0, position - 3) : position] in RATES and bool(_OF_NUMERAL.match(after))
    if before == after == "一":  # 唯一|一个, but 零点一|一一
        return position > 1 and _OF_NUMERAL.match(text, position - 2) is not None
    if _OF_NUMERAL.match(before) is None or _OF_NUMERAL.match(after) is None:
        return False
    return before.isdecimal() == after.isdecimal() or after in "十百千万亿"
