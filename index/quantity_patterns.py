"""How quantities are written in reports: units, scales, qualifiers, and what is masked as none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Qualifier = Literal["approx", "ge", "gt", "le", "lt", "near", "over"]

# Counted things and measures, the longer before what it begins with.
_COUNTED = (
    "人次|艘次|批次|户次|家次|架次|班次|场次|辆次|台次|例次|头次|列次|亩次|项次|件次|单次|人天|人|名|户|家|个月|个|项(?!目)|件|起|处|条|座|所|套"
    "|台(?!阶)|辆|架|艘|场|次|批|宗|间|张床位|张|份|部(?![委门分曲件])|席|列|门|种|类|只|羽|头|匹|株|棵|支|笔|款|幅|栋|幢"
    "|盏|颗|枚|根|块|轮|蒸吨|载重吨|册|卷|篇|封|例|班|床|标准箱|标箱|担|亩|公顷|平方公里|平方千米|平方米|平米|万方|立方米|方(?!面|案|向|便|位|式|米|公|千|略)"
    "|公里|千米|米|毫米|厘米|英寸|万千瓦时|千瓦时|千瓦|兆瓦|吉瓦|千伏|吨|公斤|千克|毫克|微克|斤"
    "|千升|升(?!级|至|到)|港元|欧元|日元|美元|元|小时|分钟|秒|天|岁|倍"
)
_COUNTED_ONLY_IN_CHINESE = "(?!门峡|台县|台阶|台湾|台州|个别|条龙|家渡|家界|张床)"
_PER = r"(?:/(?:人|年|月|日|天|小时|秒|亩|户|吨|公里|平方米|立方米|千瓦时|次|件))?"
ARABIC_UNIT = (
    rf"个?百分点|[%‰℃]|成(?!套|立|功|为|果|员|本)|度(?!假)|{_COUNTED}|位(?!于|列|居)|分(?=/)|周岁|周(?!年|边|期|围)"
    r"|年(?!度|级|轻|均|龄)|[金银铜](?=[\d,。、的等]|$)"
)
CHINESE_UNIT = (
    rf"个?百分点|成(?!套|立|功|为|果|员|本|长|都|员)|{_COUNTED_ONLY_IN_CHINESE}(?:{_COUNTED})"
)
UNIT_FACTORS = {
    "成": ("%", Decimal(10)),
    "千米": ("公里", Decimal(1)),
    "平方千米": ("平方公里", Decimal(1)),
    "平米": ("平方米", Decimal(1)),
    "周岁": ("岁", Decimal(1)),
    "公斤": ("千克", Decimal(1)),
    "标箱": ("标准箱", Decimal(1)),
}

QUALIFIERS_BEFORE: dict[str, Qualifier] = {
    "大约": "approx", "约": "approx", "不低于": "ge", "不少于": "ge", "不小于": "ge",
    "至少": "ge", "上": "ge", "超过": "gt", "突破": "gt", "超": "gt", "逾": "gt", "高于": "gt",
    "大于": "gt", "多于": "gt", "跨上": "ge", "迈上": "ge", "站上": "ge", "登上": "ge", "跃上": "ge",
    "迈过": "ge", "跨过": "ge", "跨越": "ge", "不超过": "le", "不高于": "le", "不大于": "le", "低于": "lt",
    "少于": "lt", "小于": "lt", "不足": "lt", "不到": "lt", "前": "le", "接近": "near",
    "将近": "near", "近": "near",
}  # fmt: skip
QUALIFIERS_AFTER: dict[str, Qualifier] = {
    "左右": "approx", "上下": "approx", "及以上": "ge", "以上": "ge", "及以下": "le",
    "以下": "le", "以内": "le", "之内": "le",
}  # fmt: skip

# The 千 of 千伏 and 千瓦 belongs to the unit.
SCALE = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![伏瓦米克升])|百)"
_ARABIC = r"\d+(?:\.\d+)?"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[万亿]*)?"
_TO = r"(?:—+|-+|–|~|至|到)"
_STAR = r"\**"
# 签约69个, 集约: the 约 of a word is no qualifier; 以上百家, 会上千人: nor is any other 上.
_BEFORE_WORDS = (
    r"(?<![签合节预条履解邀集制])约|(?<![以线会身之路海])上(?=[百千万亿])|(?<![附最临])近"
    r"|前(?=(?:\d+|[一二三四五六七八九十]+)(?:[位名]|[,。、;的\s]|$))|"
    + "|".join(sorted(QUALIFIERS_BEFORE.keys() - set("约上近前"), key=len, reverse=True))
)
_AFTER_WORDS = "|".join(sorted(QUALIFIERS_AFTER, key=len, reverse=True))
_AFTER = rf"(?:(?:\([^()]{{1,4}}\))?{_STAR}(?P<after>{_AFTER_WORDS}))?"

ARABIC_QUANTITY = re.compile(
    rf"(?:(?P<before>{_BEFORE_WORDS}){_STAR})?"
    rf"(?:(?P<sign>(?<![\d%万亿元个家人倍\]])[-−])(?=\d+(?:\.\d+)?[%个]))?"
    rf"(?:(?P<low>{_ARABIC})(?P<low_scale>%|{SCALE})?{_TO})?"
    rf"(?P<number>{_ARABIC})(?P<over>余|多)?(?P<scale>{SCALE})?(?P<scaled_over>余|多)?"
    rf"[ \u3000]?(?P<unit>(?:{ARABIC_UNIT}){_PER})?(?P<unit_over>余)?{_AFTER}"
)
CHINESE_QUANTITY = re.compile(
    rf"(?P<before>{_BEFORE_WORDS})?(?P<number>{_CHINESE})(?P<over>余|多)?(?P<scale>{SCALE})?"
    rf"(?P<unit>{CHINESE_UNIT}){_AFTER}"
)
CHINESE_PERCENT = re.compile(rf"(?P<before>{_BEFORE_WORDS})?百分之(?P<number>{_CHINESE}){_AFTER}")
RANK = re.compile(
    r"第(?P<number>\d+|[一二三四五六七八九十百]+)[位名](?!以?[上下])|(?P<first>首位)(?!度)"
    r"|(?<=[国省市区县州界球列居名排、和])第(?P<bare>\d+|[一二三四五六七八九十]+)(?=[,。、;)的\s\*\0]|$|和第)"
)
DOUBLED = re.compile(r"翻(?P<number>[一二两三四]|\d)番")
MAGNITUDE = re.compile(
    rf"(?P<number>{_ARABIC}|[二两三四五六七八九])?(?P<scale>十亿|百亿|千亿|万亿|亿|千万|百万|十万)(?:元|吨)?级"
)
YEARS = re.compile(
    rf"(?<![\d.])(?P<low>(?:19|20)\d\d)年?{_TO}(?P<number>(?:19|20)\d\d)年(?!\d*[个间])"
)
YEAR = re.compile(r"(?<![\d.])(?P<number>(?:19|20)\d\d)年(?!\d*[个间])")
CHINESE_YEAR = re.compile(r"(?P<number>[一二][零〇一二三四五六七八九]{3})年")
# 分别上升54、52、39位: the unit at the end is that of each.
SHARED_UNIT = re.compile(rf"[、和/](?=(?:{_ARABIC}[、和/])*{_ARABIC}(?P<unit>{ARABIC_UNIT}))")

_NUMERAL = r"(?:\d+|[一二三四五六七八九十百]+)"
# Told before the alternatives, so that each of the other characters is passed over in one step.
_MASK_BEGINS = r"(?=[“\"「‘《①-⑳㉑-㊿\d\s\^\[〔\(（—\-第A-Za-z零〇一二两三四五六七八九十百千万国省县乡每数几统唯之]|^)"
MASKS = re.compile(
    _MASK_BEGINS
    + "(?:"
    + "|".join(
        (
            r"“[^”“]{1,20}”|\"[^\"]{1,20}\"|「[^」]{1,20}」|‘[^’]{1,20}’|《[^》]{1,40}》",
            r"十[一二三四五]五",
            # Notes and page numbers: ①, [3], (59), — 12 —.
            r"[①-⑳㉑-㊿]|\^?[\[〔(]\d{1,3}[\])〕]|^\s*(?:[—-]\s*)?\d{1,3}(?:\s*[—-])?\s*$|—\s+\d+\s+—",
            r"(?<![0-9.])\d{1,2}(?:[—–~-]|至|到)\d{1,2}月份?",
            r"(?<![0-9.])\d{1,2}月(?:\d{1,2}[日号])?(?:(?:至|到|—|-|–|~)(?:\d{1,2}月)?\d{1,2}[日号])?",
            r"\d{1,2}[日号](?=[上下凌]|召|至)",
            r"(?<![名居列位排国省市区县州])第[一二三四五六七八九十]+[，,、]|第[一二三]产业",
            r"[一二三四五六七八九十]+[是要]",
            r"[A-Za-z]+-?\d++(?:\.\d+)?+[A-Za-z]*+(?![%万亿元个])|\d+(?:\.\d+)?[A-Za-z]+",
            r"\d+×\d+|\d+(?:[—–-]\d+)?(?:国道|省道|县道|号线|号|医院)|[国省县乡]道\d+",
            r"\d{1,3}[/／]\d{1,3}(?!\d)|(?!百分之)[一二三四五六七八九十百千万]+分之[一二三四五六七八九十]+",
            r"[一二三四五六七八九十]+[路街]",
            r"第[一二三四五六七八九十]+(?=人民|中学|小学|医院|幼儿|实验|初级|高级|师范)",
            r"第?[零〇一二三四五六七八九十百\d]+(?:届|次(?=全会|会议|全体|党代会|人代会))",
            rf"第{_NUMERAL}(?:[个批次期座轮条代类项家所方]|产业)",
            r"\d+周年|\d+强|(?:^|(?<=[:。]))\s*\d{1,3}[.、](?!\d)|12345(?=[政市热便服])|\d\.\d(?=版)",
            r"\d+(?:\.\d+)?(?:[:∶]\d+(?:\.\d+)?)+",
            r"(?<![\d.])(?:19|20)\d\d(?![\d.年余多万亿个家人项名%件元位处条公亩吨户左以])",
            r"每(?:十|百|千|万|十万|百万)(?:名|人|户|平方公里|元|亩)|[数几](?:十|百|千|万|亿)+",
            r"[一二三四五六七八九十两][个项](?=规定|意识|自信|维护|全面|确立|最严|务必|革命|文明)",
            r"[〔\[（(]20\d\d[〕\]）)]\d+号|(?<!\d)(?:19|20)\d\d(?=[/／—-](?:19|20)\d\d)",
            r"一[般些直批定切]|统一|唯一|之一|万众一心|千方百计|百姓|(?<![\d.余多])万家|一体|一流|三农",
        )
    )
    + ")",
    re.MULTILINE,
)
SLOGAN_HOLDS_MEASURE = re.compile(r"\d\s*(?:亿|万)?元|%")
