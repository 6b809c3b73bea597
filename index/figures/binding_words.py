"""The patterns by which a quantity is bound: of time, change and kind, and what is no part of a name."""

from __future__ import annotations

import re

from index.figures.lexicon import one_of, words
from index.figures.years import ARABIC, CHINESE, WRITTEN

# ---- what the indicator is called: the words around it that are no part of its name
_DIGITS = r"[一二三四五六七八九十\d]"
_CALLED_YEAR = one_of("time.last_year", "time.this_year", "time.next_year", "time.year_before_last")
_TIME = (
    rf"(?:截至|截止|到|至)?(?:{ARABIC}年?|{CHINESE}年|{_CALLED_YEAR}|当年|全年){one_of('time.edge_of_year')}?"
    rf"|年[末底内]|目前|至今|[过今]去?{_DIGITS}+年[来间]?|{_DIGITS}+年来|近[一二三四五六七八九十两\d]+年来?"
    r"|“?十[一二三四五]五”?(?:时期|期间|以来|末)?|前[一二三四]季度|[上下]半年|\d+[—-]\d+月份?|期间|日前|同时"
)
_ADVERBS, _VERBS = one_of("name.adverb"), one_of("verb.before_name")
LEADING = re.compile(rf"^(?:[\s,，、；;:：()（）“”\"*]|{_TIME}|{_ADVERBS})+")
LEADING_TIME = re.compile(rf"^(?:[\s,，、；;:：()（）“”\"*]|{_TIME}|其中|同时|并且?|预计)+")
LEADING_VERBS = re.compile(rf"^(?:[\s、]|{_ADVERBS}|{_VERBS})+(?=.{{2}})")
TRAILING = re.compile(
    rf"(?:{one_of('name.before_figure')}|[\s,，、:：()（）“”\"*]"
    rf"|(?:比|较|与)(?:上年|去年|同期|上年同期|{WRITTEN}年)(?:相比|同期)?)+$"
)
FROM_THE_RIGHT = re.compile(
    r"^[\s的]*(?:(?:以上|左右|及以上|以内)的?)?(?P<noun>(?:[省市县区国]、)?[^\0\s,，、。；;:：()（）？?！!\d吗呢吧]{1,24})"
)
RIGHT_ENDS = re.compile(
    r"(?<=.)新?(?=获[评批]|荣获|获得)|(?<=.)新(?=获|晋|入)"
    rf"|(?<=..){one_of('name.behind_counted', 'verb.behind_name')}(?!.{{0,1}}率)"
)
GENERIC_PART = re.compile(rf"^{one_of('name.measure_of_part')}")
EACH = re.compile(one_of("name.each"))
LIST_MARK = re.compile(one_of("name.list_mark"))

# What a figure has passed is a way of telling it: 再上新台阶, 突破“五百亿”, 1600亿斤大关.
MILESTONE = re.compile(r"^\s*(?:[百千万]?[万亿])?(?:元|级)?(?:新的?)?(?:大)?(?:台阶|大关|关口)")
PASSED = re.compile(
    rf"{one_of('verb.passes_mark')}(?:了)?(?:新的?)?“?[\d一二两三四五六七八九十百千万亿]*(?:个)?(?:元)?”?"
    r"(?:新的?)?(?:台阶|大关|关口)?$"
)
# A clause that opens with what the figure of the next is of: 地区生产总值再上新台阶，达到4015亿元.
OPENS_ON = re.compile(one_of("verb.opens_on"))


# ---- what it tells of the indicator
_RISE = one_of("direction.rise")
_FALL = one_of("direction.fall")
CHANGE_BEFORE = re.compile(
    rf"(?:(?P<rise>{_RISE})|(?P<fall>{_FALL}))(?:了|约|近|超|超过|不低于|不少于|幅度|预期|目标|(?:分别|均|保持|为|达到?|在|力争|预计|控制在|稳定在)+|\s|\*)*$"
)
TO_A_LEVEL = re.compile(rf"{one_of('verb.to_a_level')}(?:至|到)\s*\**$")
NEW_ONES = re.compile(one_of("extent.added"))
OF_NEW_ONES = re.compile(one_of("extent.new"))
IN_ALL = re.compile(one_of("extent.in_all"))
CHANGE_NAMES = re.compile(one_of("name.change"))

# ---- kind and time
AIMS = re.compile(one_of("kind.aim"))
_PLAN = one_of("kind.plan")
# Said of the figure itself, whatever the heading or the year: 2023年目标为188亿元，实际完成189.3亿元.
AIM_STATED = re.compile(
    rf"(?:目标|{_PLAN})为[^,，]{{0,20}}$|(?:完成|占|为)[^,，]{{0,6}}{_PLAN}(?:数|额)?$"
)
# What a figure is held against: 完成预算数31220万元的101.7%, 占调整预算数的99.6%.
PLAN_REFERENCE = re.compile(
    rf"(?:占|完成|为)?(?:全年|年初|年度|调整后?|变动|代编|收入|支出)*{_PLAN}(?:数|额)?"
)
DONE_STATED = re.compile(r"实际完成[^,，]{0,6}$")
STRIVES = re.compile(r"力争(?!上游|实现了)")
DONE = re.compile(rf"{one_of('kind.done')}|增长\d")
SUMMED = re.compile(
    r"[一二三四五六七八九十两\d]年来|[三四五六七八九十]年(?:累计|共|年均)|累计|年均增长|年均增速|“?十[一二三四]五”?(?:时期|期间|以来)|本届政府|过去五年|近[三五]年(?!来?[新最])"
)
NAMED_YEAR = re.compile(
    rf"(?P<base>较|比|与|同|相比|超)?(?P<to>到|至)?(?<!\d)(?P<year>{WRITTEN}) ?年(?P<after>相比|以来|同期|底|末)?"
)
NAMED_YEARS = re.compile(rf"(?<!\d)(?P<first>{WRITTEN})年?(?:—+|-+|–|~|至|到)(?P<last>{WRITTEN})年")
RELATIVE_YEAR = re.compile(
    rf"(?P<base>较|比|同)?(?P<word>{_CALLED_YEAR})(?!{one_of('time.no_year_follows')})"
)
OFFSETS = {
    year: offset
    for offset, called in enumerate(
        ("year_before_last", "last_year", "this_year", "next_year"), start=-2
    )
    for year in words(f"time.{called}")
}
FIVE_YEARS = re.compile(
    r"“?(?P<number>十[一二三四五])五?五”?(?=时期|期间|以来|末|规划(?![面])|，|目标)"
)
PLAN = re.compile(r"十(?P<number>[一二三四五])五")
YEARS_SUMMED = re.compile(
    r"(?P<number>[二三四五六七八九十两\d]+)年(?:来|累计|共|年均)|过去(?P<past>[三五五])年|近(?P<near>[三五两二])年"
)
# Spans of years that what follows is summed over, up to the next time that is named.
SPANS = re.compile(
    r"(?<![是在])“?十(?P<plan>[一二三四五])五”?规?划?(?:(?P<since>以来)|期间|时期(?!的))"
    r"|第(?P<counted>[一二三四五六七八九十]{1,3})个五年计划(?:期间|时期|内)(?!的)"
    r"|(?<![一二三四五六七八九十])“?(?P<short>[一二三四五六七八九])五”?(?:计划)?(?:期间|时期(?!的))"
    rf"|(?<![较比与是])(?P<from>{WRITTEN})年以来"
    r"|(?<![第近十])(?P<number>[二三四五六七八九十两]|\d{1,2})年来"
    r"|过去(?P<past>[三五])年|近(?P<near>[三五两二])年来?(?!最)"
)
PLAN_END = re.compile(r"十(?P<plan>[一二三四五])五”?(?:规划)?(?:期)?末")
YEARLY = re.compile(
    r"年均(?!浓度|气温|降水|降雨|水温|值)[^\d,，、]{0,8}(?:递增|增长|增速|增幅|增加|增收|提高|提升|上升|下降|降低|减少|新增|净增)"
    r"|年平均(?:递增|增长|增速)|(?:增长|递增|增速)年均"
)
# Nouns of one character that are counted.
ONE_CHARACTER = frozenset(words("name.one_character"))
# Some of what there is did it: 5个乡镇新获评文明乡镇. 全部 and 均 are of all.
DONE_BY_SOME = re.compile(
    r"[\s的]*(?P<noun>[^\s,，、。；;:：()（）\d“”]{1,12}?)(?P<did>(?:新|成功|已|首次|分别|连续|被)*"
    rf"{one_of('verb.distinguished')})"
)
# What was planned is no level and no change of the indicator: 完成调整预算的99.6%.
COMPLETION = re.compile(
    r"(?:已?超?额?(?:完成|达到?|为|占|是)了?)(?P<plan>[^,，、;；:：\d]{0,6}?(?:预算|计划|任务|目标)(?:调整数|数|任务|目标|指标|收入|支出|安排)?)(?P<of>的)?\s*\**$"
)
NARROWS = re.compile(
    r"(?<!增幅)(?<!涨幅)(?<!增速)收窄[^\d,，、]{0,6}$"
    r"|(?:降幅|跌幅|下降幅度)[^,，、;；]{0,14}(?:缩小|回落|减小|收缩)[^\d,，、]{0,4}$"
)
WIDENS = re.compile(r"(?:降幅|跌幅|下降幅度)[^,，、;；]{0,14}(?:扩大|加深)[^\d,，、]{0,4}$")

# ---- what only looks like a figure
THRESHOLD_OF = re.compile(
    r"^(?:以上|级)?的?(?:以上)?[^\s,，、。；;\d]{0,8}?"
    rf"{one_of('name.has_a_size')}"
)
SIZE_OF_PART = re.compile(
    r"(?P<size>(?:超过?)?\d[\d.]*[十百千万亿]*(?:美元|元|亩|吨|千瓦)(?:以上|及以上)?)的?(?:有|共|达)?$"
)
COUNTED_NEXT = re.compile(r"\s*的?(?:项目|企业)?(?:有|共|达)?\d+(?:个|家|户|项|所|处|座|条|只|支)")
NAME_OF = re.compile(rf"^(?:/[a-z年日]+)?[^\s,，、。；;\d]{{0,14}}?{one_of('name.named_by_size')}")
STOCK_PHRASE_UNITS = frozenset(words("name.stock_phrase_unit"))

# Beside what it is compared with, an indicator has no other name: 高于全市增速4个百分点, 均居全市第二位.
COMPARED = re.compile(
    r"(?:(?:增速|增幅|涨幅|总量|规模|数量|排名|名次|位次|综合|总体|占比)?(?:分别|均|都|继续|连续.{1,3}年|稳|跃|保持在?|跃升至|上升到|提升到|上升至)*(?:位?居|位?列|排名?|排在|高于|低于|快于|好于|高出|领先|优于|占|较|比|与|保持(?=全))"
    r"(?:全[市省国区县州球]|我[市省国区县州]|[^\s，,、]{2,5}[市省区州]|上年|去年|同期|年初|世界|中部|西部|东部|沿海|中西部|预期目标|目标)(?:同期|平均|总体|整体|水平|增速|增幅|总量|各市州|的|并列)*"
    r"|(?:增速|增幅|涨幅|总量|规模)全[市省国区县州])$"
)
# Too bare to tell what is counted: with the subject of the sentence before it.
BARE_THINGS = frozenset(words("name.bare_thing"))
PARTS = frozenset(words("name.measure"))
# What the last of several things has for all: 粮食、蔬菜产量, 城镇、农村居民人均可支配收入.
SHARED_HEAD = re.compile(
    rf"(?<=.)(?:常住)?(?:(?:单日|日均|月均|年)?(?:最高|最大|最低|平均)?{one_of('name.traffic')}"
    rf"|{one_of('name.shared_head')})$"
)
# What needs no head from the last of several: 事故起数 beside 死亡人数.
COMPLETE_NAME = re.compile(rf"(?:{SHARED_HEAD.pattern})|..[数率量值额]$")
SECTOR = re.compile(r"第?[一二三]")  # 一、二、三产增加值
PRICES = re.compile(r"的?(?:不变|可比|当年)?价")  # 按一九五七年不变价格: no year that is told of
# One of two, before the noun that both share: 城市、农村低保标准.
ONE_OF_TWO = re.compile(one_of("name.one_of_two"))
# Names of two things in one, which 分别 tells apart.
TWO_IN_ONE = {
    joined: (first, second)
    for joined, first, second in (entry.split(":") for entry in words("name.two_in_one"))
}
# 发挥区投资合作指挥部作用: what reads like a district's name and is a verb before 区.
NO_DISTRICT = re.compile(rf"{one_of('name.verb_before_district')}.*区$")
OF_EACH = re.compile(one_of("name.of_each"))
ASIDE = re.compile(r"[（(][^（）()]{1,14}[)）]")
PROPORTION = re.compile(
    rf"{one_of('name.share')}|(?:目标|{_PLAN})数?的|达到?.{{0,4}}的$"
    rf"|(?:为|相当于)[^,，。]{{0,8}}(?:年|期|数|目标|{_PLAN})的$"
)
