"""How quantities are written in reports: units, scales, qualifiers, and what is masked as none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Qualifier = Literal["approx", "ge", "gt", "le", "lt", "near", "over"]

# Counted things and measures, the longer before what it begins with.
_COUNTED = (
    "吨公里|人公里|载重吨|人次|艘次|批次|户次|家次|架次|班次|场次|辆次|台次|例次|头次|列次|亩次|项次|件次|单次|人天|人|名|户|家(?![庭乡园长具电居畜禽政访族属教])|个月|个|项(?!目)|件|起|处|条|座|所|套"
    "|台(?!阶)|辆|架|艘|场|次|批|宗|间|张床位|张|份|部(?![委门分曲件])|席|列|门|种|类|只|羽|头|匹|株|棵|支|笔|款|幅|栋|幢"
    "|盏|颗|枚|根|块|轮(?![车胎渡班值换岗流廓船])|蒸吨|册|卷|篇|封(?=[来去感贺电邮回表举信函件])|例|班|床|标准箱|标箱|担|亩|公顷|平方公里|平方千米|平方米|平米|万方|立方米|方(?!面|案|向|便|位|式|米|公|千|略|阵|法|言|针)"
    "|公里|千米|米|毫米|厘米|英寸|平方公尺|立方公尺|公尺|市斤|华里|万千瓦时|千瓦时|千瓦|兆瓦|吉瓦|千伏|吨|公斤|千克|毫克|微克|斤"
    "|千升|升(?!级|至|到)|澳门元|港元|港币|欧元|日元|美元|韩元|英镑|新?卢布|块钱|圆(?![满桌梦形明])|元(?![旦宵])|小时|分钟|秒|天|岁|倍(?![增数加受感])"
)
_COUNTED_ONLY_IN_CHINESE = "(?!门峡|台县|台阶|台湾|台州|个别|条龙|家渡|家界|张床)"
_PER = r"(?:/(?:人|年|月|日|天|小时|秒|亩|户|吨|公里|平方米|立方米|千瓦时|次|件))?"
ARABIC_UNIT = (
    rf"个?百分点|[%‰℃]|成(?!套|立|功|为|果|员|本)|度(?!假)|{_COUNTED}|位(?!于|列|居)|分(?=/)|周岁|周(?!年|边|期|围)"
    r"|年(?!度|级|轻|均|龄)|[金银铜](?=[\d,。、的等]|$)"
)
CHINESE_UNIT = (
    r"个?百分点|成(?!套|立|功|为|果|员|本|长|都|员)|(?<=[万亿余多])度(?![假过])"
    rf"|{_COUNTED_ONLY_IN_CHINESE}(?:{_COUNTED})"
)
UNIT_FACTORS = {
    "成": ("%", Decimal(10)),
    "千米": ("公里", Decimal(1)),
    "平方千米": ("平方公里", Decimal(1)),
    "平米": ("平方米", Decimal(1)),
    "周岁": ("岁", Decimal(1)),
    "公斤": ("千克", Decimal(1)),
    "标箱": ("标准箱", Decimal(1)),
    "港币": ("港元", Decimal(1)),
    "块钱": ("元", Decimal(1)),
    "圆": ("元", Decimal(1)),
}

QUALIFIERS_BEFORE: dict[str, Qualifier] = {
    "大约": "approx", "约": "approx", "不低于": "ge", "不少于": "ge", "不小于": "ge",
    "至少": "ge", "上": "ge", "超过": "gt", "突破": "gt", "超": "gt", "逾": "gt", "破": "gt", "高于": "gt",
    "大于": "gt", "多于": "gt", "跨上": "ge", "迈上": "ge", "站上": "ge", "登上": "ge", "跃上": "ge",
    "迈过": "ge", "跨过": "ge", "跨越": "ge", "不超过": "le", "不高于": "le", "不大于": "le", "低于": "lt",
    "少于": "lt", "小于": "lt", "不足": "lt", "不到": "lt", "接近": "near",
    "将近": "near", "近": "near",
}  # fmt: skip
QUALIFIERS_AFTER: dict[str, Qualifier] = {
    "左右": "approx", "上下": "approx", "及以上": "ge", "以上": "ge", "及以下": "le",
    "以下": "le", "以内": "le", "之内": "le",
}  # fmt: skip

_TO = r"(?:—+|-+|–|~|至|到)"
_STAR = r"\**"
# 签约69个, 集约: the 约 of a word is no qualifier; 以上百家, 会上千人: nor is any other 上.
_OF_WORDS = "(?<![签合节预条履解邀集制])约|(?<![以线会身之路海])上(?=[百千万亿])|(?<![附最临])近|(?<![突打攻击侦爆])破"
_OTHERS = sorted(QUALIFIERS_BEFORE.keys() - set("约上近破"), key=len, reverse=True)
QUALIFIER_BEFORE = re.compile(rf"(?P<word>{_OF_WORDS}|{'|'.join(_OTHERS)})了?{_STAR}")
LONGEST_BEFORE = 7
ENDS_QUALIFIER = frozenset(word[-1] for word in QUALIFIERS_BEFORE) | {"了", "*"}
# 居全国前三, 前10位; but 前三季度, 提前三天.
FIRST_ONES_BEFORE = re.compile(r"(?<![目之提以日年月当])前\Z")
FIRST_ONES = re.compile(r"[位名]|(?=[,。、;的\s\0)]|列|$)")
_AFTER_WORDS = "|".join(sorted(QUALIFIERS_AFTER, key=len, reverse=True))
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
OF_MAGNITUDE = re.compile(r"(?=俱乐部|行列|方阵|量级|梯队|阵营|强?[县镇](?!域)|市(?![民县场值区]))")
YEAR_AFTER = re.compile(r" ?年(?!\d*[个间])")
YEARS_TO = re.compile(rf"年?{_TO}")
CHINESE_YEAR = re.compile(r"[一二][零〇一二三四五六七八九]{3}")
ARABIC_YEAR = re.compile(r"(?:19|20)\d\d")
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
COUNTED_BY_ONE = frozenset({"成", "倍", "百分点", "千瓦", "千瓦时"})
# A bare numeral counts where its clause ends with it: 引进企业三百。 and not 三百工程.
CLAUSE_ENDS = re.compile(r"(?=[,。;!?\s\0)]|$|了|的(?!士))")
NO_AMOUNT_BEFORE = frozenset("第之前(、")
NO_AMOUNT_AFTER = re.compile(r"[年天里月日岁届线强周]|大(?!关)|\+")
_ARABIC = r"\d+(?:\.\d+)?"
# 分别上升54、52、39位: the unit at the end is that of each.
SHARED_UNIT = re.compile(rf"[、和及/](?=(?:{_ARABIC}[、和及/])*{_ARABIC}(?P<unit>{ARABIC_UNIT}))")

_CHINESE = "[零〇一二两三四五六七八九十百千万亿]"
_NUMERAL = r"(?:\d+|[一二三四五六七八九十百]+)"
# Words that no amount is told by, though they are written with numerals.
_IDIOMS = (
    "(?<!一)一一(?![一二三四五六七八九十百千万亿年〇零])|百货|四面八方|八方支援|五湖四海|千家万户|三三两两|一成不变|一心一意|三心二意|一穷二白|一清二楚|一清二白|一举[两三]得"
    "|五花八门|三令五申|三番[五两]次|四通八达|千军万马|千山万水|万水千山|千千万万|成千[上成]万|成百上千|千辛万苦|千难万险"
    "|一?千载难逢|半九十|千篇一律|百倍(?=[地努])|(?<=信心)百倍|千丝万缕|千头万绪|千变万化|千秋万代|千锤百炼|千方百计|百年大计|百花齐放|百家争鸣|百废[待俱]兴|百尺竿头|百里挑一"
    "|百折不挠|百战百胜|百战不殆|百[分]百|万无一失|万众一心|万象更新|万里长城|万不得已|万古长青|以防万一|万一(?!千|百)|亿万(?=人民|群众|农民|富豪|民众|同胞|[^\\d一二三四五六七八九十个元亩吨家户名人])"
    "|十全十美|十拿九稳|一五一十|五十步笑百步|半斤八两|七上八下|七嘴八舌|九牛一毛|九牛二虎|一石[二两三]鸟|一马当先|一日千里|一落千丈"
    "|四分五裂|四平八稳|五彩缤纷|五光十色|五谷丰登|三言两语|三长两短|三年五载|六神无主|六亲不认|接二连三|丢三落四|不三不四|说三道四|低三下四"
    "|两[手]都要硬|两手抓|两点一线|三点一线|十万大山|十万火急|百万雄师|千百万(?![\\d元亩吨])|千百年|万千(?=气象|百姓|家庭|群众)|万万(?=不|没)"
)
# Told before the alternatives, so that each of the other characters is passed over in one step.
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
            r"十[一二三四五]五",
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
            r"第[一二三四五六七八九十]+(?=人民|中学|小学|医院|幼儿|实验|初级|高级|师范)",
            r"第?[零〇一二三四五六七八九十百\d]+(?:届|次(?=全会|会议|全体|党代会|人代会))",
            rf"第{_NUMERAL}(?:[个批次期座轮条代类项家所方]|产业)",
            r"\d+周年|\d+强|(?:^|(?<=[:。]))\s*\d{1,3}[.、](?!\d)|12345(?=[政市热便服])|\d\.\d(?=版)",
            r"\d+(?:\.\d+)?(?:[:∶比]\d+(?:\.\d+)?)+(?!\d*年)",
            r"(?<![\d.])(?:19|20)\d\d(?![\d.年余多万亿个家人项名%件元位处条公亩吨户左以])",
            r"每(?:十|百|千|万|十万|百万)(?:名|人|户|平方公里|元|亩)|[数几](?:十|百|千|万|亿)+",
            r"[一二三四五六七八九十两][个项](?=规定|意识|自信|维护|全面|确立|最严|务必|革命|文明)",
            r"[〔\[（(]20\d\d[〕\]）)]\d+号|(?<!\d)(?:19|20)\d\d(?=[/／—-](?:19|20)\d\d)",
            r"一[般些直批定切]|统一|唯一|(?<!分)之一|万众一心|千方百计|百姓|(?<![\d.余多])万家|一体|一流|三农",
        )
    )
    + ")",
    re.MULTILINE,
)
SLOGAN_HOLDS_MEASURE = re.compile(r"\d\s*(?:亿|万)?元|%")
