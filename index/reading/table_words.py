"""The words that headings and cells of tables are made of: of time, change, aim, rank, nothing."""

from __future__ import annotations

import re

RATES = ("%", "％", "‰")
POINTS = ("百分点", "个百分点")

# ---- cells
NOTHING = re.compile(
    r"[\s—–\-－―_/／\\|*＊.·•…⋯~～#＃]*|无|暂[无缺]|不详|未(?:公布|统计|反馈)|[xX×]|N/?A|n\.?a\.?"
)
NOTE = re.compile(r"(?:附?注|备注|说明|资料来源|数据来源)\s*\d*\s*[:：.、]|[*＊※]\s*\D")
TOTAL = re.compile(r"[合总小共]\s*计|总\s*[额量数]")
LISTING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(]?[一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
ONE_OF = re.compile(r"^(?:其\s*中|[＃#]+|[*＊]+)[:：]?\s*")

# ---- headings: which column they head
ORDINAL = re.compile(r"序号|编号|项次|行次|栏次|代码|科目编码|序|NO\.?", re.IGNORECASE)
UNIT = re.compile(r"(?:计量|计算)?单位")
ASIDE = re.compile(
    r"备注|说明|(?:指标)?(?:属性|性质)|(?:位次|排名|名次)(?:变化|升降|变动)"
    r"|.*(?:单位|部门|领导|责任人|时限|时间|地点|进度)"
)
CONTENT = re.compile(r".*(?:内容|任务|措施|举措)|工作目标|目标|主要目标|完成情况|进展情况")
NAMES_A_ROW = re.compile(
    r".*(?:指标|项目|名称|事项|类别|领域|科目|地区|县区|区县|市州|乡镇|街道|年份|年度|信息内容|品种|行业)(?:名称)?"
)
BRACKETED = re.compile(r"[（(\[]([^（）()\[\]]*)[）)\]]")

# ---- headings: when
PART_OF_YEAR = (
    r"(?:第?[一二三四1-4]季度|前[二三23]季度|[上下]半年"
    r"|\d{1,2}\s*(?:[-—–－~～至]|——)\s*\d{1,2}月(?:份|累计|止)?|\d{1,2}月(?:份|止累计|累计|止|末|底)?)"
)
YEAR = re.compile(
    rf"(?:截[至止]到?)?(?<!\d)(?P<year>(?:19|20)\d\d)(?:年度?|(?!\d))(?P<end>[末底])?(?P<part>{PART_OF_YEAR})?"
)
BEFORE = r"(?:上一?年度?|去年|上期)(?:同期|同月|末)?|同期"
NOW = r"今年|本年度?|本期|年末|期末"
RELATIVE = re.compile(rf"(?P<before>{BEFORE})|(?P<now>{NOW})")
PART = re.compile(PART_OF_YEAR)
THIS_MONTH = re.compile(
    r"(?P<sum>1\s*[-—–至]\s*[本当]月(?:止|累计)*|(?:[本当]月止|本年|自?年初)?累计(?!完成|增))|(?P<month>[本当]月|[本当]季度?)"
)

# ---- headings: aims and outcomes
AIM = re.compile(
    r"(?:年初|调整|年度|全年|预期|计划|工作|主要)*(目标|计划|预期|预算|任务)(?:值|数|任务)?"
)
DONE = re.compile(
    r"(?:全年|年度|预计)?(?:实际|累计)?(?:完成|实绩|执行|决算|实际)(?:情况|值|数)?(?!率)"
)

# ---- headings: changes. A heading of change is made of a base, a direction and a unit.
_BASE_BEFORE = r"(?:上一?年度?|去年|前年|上[月季期]|同期|年初|期初|基期)(?:同期|同月|同季|末|底)?"
_BASE_YEAR = rf"(?:{_BASE_BEFORE}|(?:19|20)\d\d年?(?:同期|同月|末|底)?)"
BASE = re.compile(
    rf"[同环]比|[比较与同](?:{_BASE_YEAR})(?:相?比较?)?|(?:{_BASE_BEFORE})相?比较?(?![上去前同年\d])"
)
STRONG = (
    r"增长(?:率|速度|幅度|百分比)?|增速|增幅|涨跌(?:幅度?)?|涨幅|降幅|升降幅度?|增减(?:率|幅度?)|变[动化](?:率|幅度?)"
    r"|下降(?:率|幅度?)?|上涨|上升"
)
AMOUNT = r"增减[额数量]|增加[额数量]?(?!值)|减少[额数量]?|增收额?|减收额?|增长[额量]"
WEAK = r"增减(?:变[动化])?|增\s*[/／、]\s*减|变[动化](?:情况)?|升降|提高|±"
PLUS_OR_MINUS = re.compile(r"[+＋]\s*[/／、]?\s*[-－—]")
DIRECTION = re.compile(
    rf"(?:(?P<amount>{AMOUNT})|(?P<strong>{STRONG})|(?P<weak>{WEAK}))(?:情况|[:：])?$"
)
FALLS = re.compile(r"降幅|下降|减少|减收")
PRICES = re.compile(r"涨|跌|价格")
MODIFIERS = re.compile(r"(?:按|以)?(?:可比|不变|现|当年)价(?:格)?(?:计算)?|名义|实际(?=增)")
LASTING = re.compile(r"(?:年均|平均|累计|[两三四五]年平均)+$")

# ---- headings: shares and indices. 为上年% is an index: 105.6 is a growth of 5.6 %.
SHARE_OF = re.compile(
    r"(?P<subject>.{0,8}?)(?P<of>(?:完成|为|占|相当于)(?P<whole>[^（）()]*(?:上一?年|去年|同期|预算|计划|目标|任务|决算|执行|基期|年)[^（）()]{0,6}?))"
    r"(?:的?(?:百分比|比例|比重|百分数))?的?"
)
SHARE_WORDS = re.compile(r"(?:百分比|比例|比重|百分数)$")
PERCENTAGE = re.compile(r"(?:率|比重|占比|比例|构成|百分比)$")
RANK = re.compile(r"(?P<scope>.*?)(?:位次|排名|名次|排序|排位|位序|序位)(?:情况)?")
SCOPE = re.compile(
    r"[在的]?(?P<scope>[全本][国省市区县州]|同类.{0,4})的?$|^[在]?(?P<first>[全本][国省市区县州])的?"
)
RANK_OF_CHANGE = re.compile(r"增速|增幅|增长|涨幅")

# ---- headings: words that say only that there is a figure
MEASURE = re.compile(r"数[值量额]?|数据|指标值|金额|总量|规模|累计|实绩|现价")
ABSOLUTE = re.compile(r"绝对[值额数量]|指标值$")
FIGURE = re.compile(r"\d")
