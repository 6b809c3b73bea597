"""Names of persons where a word announces them (我叫…, 联系人：…) or they sign a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴"
    "莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕"
    "单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木"
SURNAME = rf"(?:{_COMPOUND})|[{_SURNAMES}]"
_GIVEN = r"[\u4e00-\u9fff]{1,2}?"
_NAME = rf"(?:(?:{_COMPOUND}){_GIVEN}|[{_SURNAMES}]{_GIVEN}|[\u4e00-\u9fff]{{2,8}}·[\u4e00-\u9fff]{{2,8}})"
# 王先生 and 李阿姨 tell no more than a surname, and are how the reply addresses the writer.
_TITLE = (
    r"(?:先生|女士|小姐|同志|老师|师傅|大[爷妈娘哥姐]|阿姨|叔叔?|奶奶|爷爷|某某?|科长"
    r"|[局区县镇市]长|主任|书记)"
)
_AFTER = r"(?=[\s,.。;、!?()〔]|$|今年|住|是|家|电话|手机|身份|男|女|想|来自|在|现|,)"

ANNOUNCED_NAME = re.compile(
    rf"(?:我是[^,。;!?\n]{{0,20}}(?:居民|市民|村民|业主|学生|职工|教师|家长|群众)(?=[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}[,。\s])|我叫|我名叫|我的名字[叫是]|本人姓名|姓名|本人(?=[{_SURNAMES}])|名字叫"
    r"|(?:联系人|来信人|写信人|反映人|投诉人|举报人|申请人|当事人|署名|业主|户主|家长|收件人"
    r"|经办人)(?=\s*[:是为]))"
    rf"\s*(?:[:是为]\s*)?(?P<it>(?!.{{1,2}}{_TITLE}){_NAME}){_AFTER}"
)

# How letters are signed: a name alone in the last lines, or behind 此致敬礼, before a date or nothing.
_NO_NAME = (
    rf"(?!谢谢|祝|高兴|安好|顾|麻烦|万谢|方便|明白|明天|时间|.{{1,2}}{_TITLE}"
    r"|.{1,2}[省市区县镇乡](?![\u4e00-\u9fff]))"
)
_WRITER = (
    r"(?:一?[名位个]?(?:市民|居民|村民|业主|群众|家长|职工|学生|教师|党员|老人)"
    r"|落款|署名|签名|[\u4e00-\u9fff]{1,2}人)"
)
_DATE = (
    r"(?:(?:20\d\d|[二〇零○一三四五六七八九]{4})[年./-][^\n]{0,20}"
    r"|[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}[日号]?)"
)
_BENEATH = re.compile(
    rf"{_DATE}|(?:〔[^〕]*〕[\s,、]*)+|(?:电话|手机|联系|地址|邮编|附件|日期|[Tt][Ee][Ll])[^\n]*"
)
_SIGNATURE = re.compile(
    rf"\W*(?:{_WRITER}[:\s]*)?(?P<it>{_NO_NAME}{_NAME})"
    rf"(?:[\s,、和]+(?P<second>{_NO_NAME}{_NAME}))?\s*(?:[敬谨拜]?[上启呈]|敬[上启呈]|亲笔)?\W*(?:{_DATE})?\W*"
)
_LINES_LOOKED_AT = 12
_SIGNERS = 4  # each on a line of his own
_CLOSING = "敬礼"
_LONGEST = 60  # characters of a line that is a signature and no sentence


def announced(text: str) -> Iterator[tuple[int, int]]:
    """Where a name stands that a word announces, and where the same name stands again.

    One of two characters can be a part of a word (高明 in 提高明显): again only where it is alone.
    """
    spans = dict.fromkeys(match.span("it") for match in ANNOUNCED_NAME.finditer(text))
    yield from spans
    for name in dict.fromkeys(text[start:end] for start, end in spans):
        around = "" if len(name) > 2 else r"[\u4e00-\u9fff]"
        alone = rf"(?<!{around}){re.escape(name)}(?!{around})" if around else re.escape(name)
        again = (match.span() for match in re.finditer(alone, text))
        yield from (span for span in again if span not in spans)


def signed(text: str) -> Iterator[tuple[int, int]]:
    """Where the names stand that sign a letter; the last lines, dates and telephones aside."""
    lines = list(re.finditer(r"[^\n]+", text))[-_LINES_LOOKED_AT:]
    signers = 0
    for line in reversed(lines):
        written = line[0].strip()
        if not written or _BENEATH.fullmatch(written):
            continue
        behind = line[0].rfind(_CLOSING) + 1
        start = line.start() + (behind and behind + 1)
        signature = (
            _SIGNATURE.fullmatch(text, start, line.end())
            if line.end() - start <= _LONGEST
            else None
        )
        # The only line of a text is no signature, but where it closes a letter.
        if not signature or signers == _SIGNERS or not (start or behind):
            return
        yield from (signature.span(name) for name in ("it", "second") if signature[name])
        signers += 1
