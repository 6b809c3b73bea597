"""How quantities are written in reports: units, scales, qualifiers, and words that are masked."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from index.figures.lexicon import entries, one_of, words
from index.figures.years import ARABIC, CHINESE_OF_ANY_AGE, PLAN

Qualifier = Literal["approx", "ge", "gt", "le", "lt", "near", "over"]

_PER = rf"(?:/{one_of('unit.per')})?"
ARABIC_UNIT = rf"个?百分点|[%‰℃]|{one_of('unit.of_digits', 'unit.counted')}|分(?=/)|[金银铜](?=[\d,。、的等]|$)"
CHINESE_UNIT = (
    rf"个?百分点|{one_of('unit.tenth_of_chinese')}|(?<=[万亿余多])度(?![假过])"
    rf"|(?!{one_of('unit.no_unit_of_chinese')}){one_of('unit.counted')}"
)
UNIT_FACTORS = {unit: (base, Decimal(factor)) for unit, base, factor in entries("unit.base")}


def _qualifiers(side: str, *kinds: Qualifier) -> dict[str, Qualifier]:
    return {word: kind for kind in kinds for word in words(f"qualifier.{kind}_{side}")}


QUALIFIERS_BEFORE = _qualifiers("before", "approx", "ge", "gt", "le", "lt", "near")
QUALIFIERS_AFTER = _qualifiers("after", "approx", "ge", "le")

_TO = r"(?:—+|-+|–|~|至|到)"
_STAR = r"\**"
_BEFORE = one_of(
    *(f"qualifier.{kind}_before" for kind in ("approx", "ge", "gt", "le", "lt", "near"))
)
QUALIFIER_BEFORE = re.compile(rf"(?P<word>{_BEFORE})了?{_STAR}")
LONGEST_BEFORE = 7
ENDS_QUALIFIER = frozenset(word[-1] for word in QUALIFIERS_BEFORE) | {"了", "*"}
# 居全国前三, 前10位; but 前三季度, 提前三天.
FIRST_ONES_BEFORE = re.compile(r"(?<![目之提以日年月当])前\Z")
FIRST_ONES = re.compile(r"[位名]|(?=[,。、;的\s\0)]|列|$)")
_AFTER_WORDS = one_of("qualifier.approx_after", "qualifier.ge_after", "qualifier.le_after")
_AFTER = rf"(?:(?:\([^()]{{1,4}}\))?{_STAR}(?P<after>{_AFTER_WORDS}))?"

_UNIT_OVER = "(?P<unit_over>余(?![额名])|(?<=[成倍%])多)?"

# What stands behind a numeral.
AFTER_ARABIC = re.compile(
    rf"(?P<over>余|多)?(?:[ \u3000]?(?P<unit>(?:{ARABIC_UNIT}){_PER}))?{_UNIT_OVER}{_AFTER}"
)
AFTER_CHINESE = re.compile(
    rf"(?P<over>余|多)?(?P<unit>(?:{CHINESE_UNIT}){_PER})?{_UNIT_OVER}{_AFTER}"
)
AFTER_RATE = re.compile(rf"(?P<over>余|多)?(?P<unit>(?!))?(?P<unit_over>(?!))?{_AFTER}")
TO = re.compile(rf"%?{_TO}")
PLACE_AFTER = re.compile(r"[位名](?!以?[上下])")
RANK_ENDS = re.compile(r"(?=[,。、;)的\s\*\0]|$|和第)")
RANKED_AMONG = frozenset("国省市区县州界球列居名排、和")
FIRST_PLACE = re.compile(r"首位(?!度)")
GRADE = re.compile(r"(?:元|吨)?级")
ENDS_IN_MAGNITUDE = re.compile(r"(?:亿|[千百十]万)$")
OF_MAGNITUDE = re.compile(rf"(?={one_of('numeral.of_magnitude')})")
YEAR_AFTER = re.compile(r" ?年(?!\d*[个间])")
YEARS_TO = re.compile(rf"年?{_TO}")
CHINESE_YEAR = re.compile(CHINESE_OF_ANY_AGE)
ARABIC_YEAR = re.compile(ARABIC)
NEGATIVE = re.compile(r"(?:(?<![\d%万亿元个家人倍\]])[-−]|[△▲]|(?<![减担肩欠胜抱正辜自])负)\Z")
SIGNED_AMOUNT_AFTER = frozenset("为是至到额差入:(, \n\t|\0")
CURRENCY_BEFORE = re.compile(r"(?P<sign>US\$|HK\$|MOP\$?|NT\$|\$|¥|€|£) ?\Z")
CURRENCIES = {
    "US$": "美元", "HK$": "港元", "MOP$": "澳门元", "MOP": "澳门元", "NT$": "新台币",
    "¥": "元", "€": "欧元", "£": "英镑", "$": "$",
}  # fmt: skip
ENGLISH_SCALE = re.compile(r" ?(?P<scale>thousand|million|billion|trillion)(?![a-z])", re.I)
ENGLISH_SCALES = {
    "thousand": Decimal(10**3), "million": Decimal(10**6),
    "billion": Decimal(10**9), "trillion": Decimal(10**12),
}  # fmt: skip
ENGLISH_UNIT = re.compile(
    r" ?(?P<unit>per ?cent|percentage points?|yuan|RMB|US dollars|(?:Hong Kong|HK) dollars)(?![a-z])"
    r"(?P<over>(?!))?(?P<unit_over>(?!))?(?P<after>(?!))?", re.I
)  # fmt: skip
ENGLISH_UNITS = {
    "per cent": "%", "percent": "%", "percentage point": "百分点", "percentage points": "百分点",
    "yuan": "元", "rmb": "元", "us dollars": "美元", "hong kong dollars": "港元", "hk dollars": "港元",
}  # fmt: skip
# One of a thing is an article (一个, 一批), but of these an amount: 提高一个百分点, 增长一倍.
COUNTED_BY_ONE = frozenset(words("unit.counted_by_one"))
# A bare numeral counts where its clause ends with it: 引进企业三百。 and not 三百工程.
CLAUSE_ENDS = re.compile(r"(?=[,。;!?\s\0)]|$|了|的(?!士))")
NO_AMOUNT_BEFORE = frozenset("第之前(、")
NO_AMOUNT_AFTER = re.compile(r"[年天里月日岁届线强周]|大(?!关)|\+")
_ARABIC = r"\d+(?:\.\d+)?"
# 分别上升54、52、39位: the unit at the end is that of each.
SHARED_UNIT = re.compile(rf"[、和及/](?=(?:{_ARABIC}[、和及/])*{_ARABIC}(?P<unit>{ARABIC_UNIT}))")

_CHINESE = "[零〇一二两三四五六七八九十百千万亿]"
_NUMERAL = r"(?:\d+|[一二三四五六七八九十百]+)"
# Words that are no amounts, though they are written with numerals.
_IDIOMS = (
    rf"{one_of('numeral.idiom')}|(?<=信心)百倍|千百万(?![\d元亩吨])"
    r"|亿万(?=人民|群众|农民|富豪|民众|同胞|[^\d一二三四五六七八九十个元亩吨家户名人])"
)
# Tried before the alternatives, so that each of the other characters is passed over in one step.
_MASK_BEGINS = (
    r"(?=[“\"「‘《①-⑳㉑-㊿\d\s\^\[〔\(（—\-第A-Za-z零〇一二两三四五六七八九十百千万亿"
    r"国省县乡每数几统唯之成]|^)"
)
MASKS = re.compile(
    _MASK_BEGINS
    + "(?:"
    + "|".join(
        (
            _IDIOMS,
            # A day of the year, a version: 4·25, 2024.1.15.
            r"(?<![\d.])\d{1,2}[·•・]\d{1,2}(?!\d)|(?<![\d.])\d+(?:\.\d+){2,}",
            r"(?:[一二三]、?){1,2}[二三](?:次?产业|次产|产(?![品值量能业])|产业)|一二[手线级把]|一、二、三",
            r"“[^”“]{1,20}”|\"[^\"]{1,20}\"|「[^」]{1,20}」|‘[^’]{1,20}’|《[^》]{1,40}》",
            PLAN,
            # Notes and page numbers: ①, [3], (59), — 12 —.
            r"[①-⑳㉑-㊿]|\^?[\[〔(]\d{1,3}[\])〕]|^\s*(?:[—-]\s*)?\d{1,3}(?:\s*[—-])?\s*$|—\s+\d+\s+—",
            r"(?<![0-9.])\d{1,2}(?:[—–~-]|至|到)\d{1,2}月份?",
            r"(?<![0-9.])\d{1,2} ?月(?: ?\d{1,2} ?[日号])?(?:(?:至|到|—|-|–|~)(?:\d{1,2}月)?\d{1,2}[日号])?",
            r"\d{1,2}[日号](?=[上下凌]|召|至)",
            r"(?<![名居列位排国省市区县州界球])第[一二三四五六七八九十]+[，,、]|第[一二三]产业",
            r"[一二三四五六七八九十]+[是要]",
            r"[A-Za-z]+-?\d++(?:\.\d+)?+[A-Za-z]*+(?![%万亿元个])|\d+(?:\.\d+)?[A-Za-z]+",
            r"\d+×\d+(?:\.\d+)?[百千万亿]*|\d+(?:[—–-]\d+)?(?:国道|省道|县道|号线|号|医院)|[国省县乡]道\d+",
            r"\d{1,3}[/／]\d{1,3}(?!\d)"
            rf"|(?![百千万]分之){_CHINESE}+分之{_CHINESE}+(?:点{_CHINESE}+)?",
            r"[一二三四五六七八九十]+[路街]",
            rf"第[一二三四五六七八九十]+(?={one_of('numeral.numbered_body')})",
            rf"第?[零〇一二三四五六七八九十百\d]+(?:届|次(?={one_of('numeral.meeting')}))",
            rf"第{_NUMERAL}(?:[个批次期座轮条代类项家所方]|产业)",
            r"\d+周年|\d+强|(?:^|(?<=[:。]))\s*\d{1,3}[.、](?!\d)|12345(?=[政市热便服])|\d\.\d(?=版)",
            r"\d+(?:\.\d+)?(?:[:∶比]\d+(?:\.\d+)?)+(?!\d*年)",
            rf"(?<![\d.]){ARABIC}(?![\d.年余多万亿%公左以]|{ARABIC_UNIT})",
            r"每(?:十|百|千|万|十万|百万)(?:名|人|户|平方公里|元|亩)|[数几](?:十|百|千|万|亿)+",
            rf"[一二三四五六七八九十两][个项](?={one_of('numeral.policy')})",
            rf"[〔\[（(]20\d\d[〕\]）)]\d+号|(?<!\d){ARABIC}(?=[/／—-]{ARABIC})",
            rf"{one_of('numeral.word')}|(?<!分)之一|(?<![\d.余多])万家",
        )
    )
    + ")",
    re.MULTILINE,
)
SLOGAN_HOLDS_MEASURE = re.compile(r"\d\s*(?:亿|万)?元|%")
