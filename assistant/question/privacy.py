"""Personal data in what people write, masked before anything is searched, sent or stored.

What can be found reliably is replaced by a label in words (〔手机号〕), which holds no digit and so is
no figure. The figures of a question stay: a number with a unit (13800000000元) is never masked.
Not found reliably, and left: a name that no word announces (张三家的狗), a nickname, a workplace, an
address without a house number, and what a story gives away about a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from index.figures.lexicon import one_of, words
from index.figures.normalise import normalise
from index.figures.years import RECENT

_SURNAMES = "".join(words("person.surname"))
_COMPOUND = one_of("person.surname_of_two")
SURNAME = rf"{_COMPOUND}|[{_SURNAMES}]"
_GIVEN = r"[\u4e00-\u9fff]{1,2}?"
_FULL_NAME = (
    rf"(?:{_COMPOUND}{_GIVEN}|[{_SURNAMES}]{_GIVEN}|[\u4e00-\u9fff]{{2,8}}·[\u4e00-\u9fff]{{2,8}})"
)
# 王先生 and 李阿姨 say no more than a surname, and are how the reply addresses the writer.
_TITLE = one_of("privacy.address")
_AFTER = rf"(?=[\s,.。;、!?()〔]|$|{one_of('privacy.behind_name')})"
_WRITER = rf"(?:一?[名位个]?{one_of('privacy.writer')}|{one_of('privacy.signed')}|[\u4e00-\u9fff]{{1,2}}人)"

_ANNOUNCED_NAME = re.compile(
    rf"(?:{one_of('privacy.i_am')}[^,。;!?\n]{{0,20}}{one_of('privacy.resident')}(?=[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}[,。\s])"
    rf"|{one_of('privacy.myself')}(?=[{_SURNAMES}])|{one_of('privacy.announces')}|{one_of('privacy.form_field')}(?=\s*[:是为]))"
    rf"\s*(?:[:是为]\s*)?(?P<it>(?!.{{1,2}}{_TITLE}){_FULL_NAME}){_AFTER}"
)
# How letters are signed: a name alone in the last lines, or behind 此致敬礼, before a date or nothing.
_NO_NAME = (
    rf"(?!{one_of('privacy.no_signature')}|.{{1,2}}{_TITLE}"
    r"|.{1,2}[省市区县镇乡](?![\u4e00-\u9fff]))"
)
_DATE = (
    rf"(?:(?:{RECENT}|[二〇零○一三四五六七八九]{{4}})[年./-][^\n]{{0,20}}"
    r"|[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}[日号]?)"
)
_BENEATH = re.compile(
    rf"{_DATE}|(?:〔[^〕]*〕[\s,、]*)+|(?:{one_of('privacy.beneath_signature')}|[Tt][Ee][Ll])[^\n]*"
)
_SIGNATURE = re.compile(
    rf"\W*(?:{_WRITER}[:\s]*)?(?P<it>{_NO_NAME}{_FULL_NAME})"
    rf"(?:[\s,、和]+(?P<second>{_NO_NAME}{_FULL_NAME}))?\s*(?:[敬谨拜]?[上启呈]|敬[上启呈]|{one_of('privacy.own_hand')})?\W*(?:{_DATE})?\W*"
)
_LINES_LOOKED_AT = 12
_SIGNERS = 4  # each on a line of his own
_CLOSING = "敬礼"
_LONGEST = 60  # characters of a line that is a signature and no sentence


@dataclass(frozen=True, slots=True)
class Masked:
    """`text` with labels in place of personal data, and their kinds, in order, each once: those of
    labels that were there before, too."""

    text: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is masked as `kind`: the group `it` of `pattern` where there is one, if `accepts` it."""

    kind: str
    pattern: re.Pattern[str]
    accepts: Callable[[str], bool] = bool


def masked(text: str) -> Masked:
    """`text` without the personal data that can be found; twice is as once."""
    normalised = normalise(text)
    spans: list[tuple[int, int, str]] = []
    for start, end, kind in _found(normalised.text):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in spans):
            spans.append((start, end, kind))
    spans.sort()
    for start, end, kind in reversed(spans):
        first, last = normalised.source_span(start, end)
        text = f"{text[:first]}〔{kind}〕{text[last:]}"
    labels = (label for label in _LABEL.findall(text) if label in _KINDS)
    return Masked(text, tuple(dict.fromkeys(labels)))


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Spans and kinds, surest first; they may overlap."""
    for rule in _RULES:
        for match in rule.pattern.finditer(text):
            group = "it" if "it" in rule.pattern.groupindex else 0
            if rule.accepts(match[group]):
                yield *match.span(group), rule.kind
    for find in (_announced, _signed):
        yield from ((start, end, "姓名") for start, end in find(text))


def _digits(written: str) -> str:
    return re.sub(r"[^0-9Xx]", "", written)


def _is_identity_number(written: str) -> bool:
    """Province and day of birth are as in an identity number, of 18 digits or the old 15.

    The check digit is not asked for: one with a slip of the pen is still somebody's.
    """
    digits = _digits(written)
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    return digits[:2] in _PROVINCES and 1900 <= day.year <= 2100


def _is_card_number(written: str) -> bool:
    """Whether the digits pass the Luhn check (ISO/IEC 7812-1), as those of bank cards do."""
    digits = [int(digit) for digit in reversed(_digits(written))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_no_round_figure(written: str) -> bool:
    """GDP是不是18930000000 asks about a figure: five zeros at its end make a number round."""
    return not _digits(written).endswith("00000")


def _announced(text: str) -> Iterator[tuple[int, int]]:
    """Where a name is that a word announces, and where the same name is again.

    One of two characters can be a part of a word (高明 in 提高明显): again only where it is alone.
    """
    spans = dict.fromkeys(match.span("it") for match in _ANNOUNCED_NAME.finditer(text))
    yield from spans
    for name in dict.fromkeys(text[start:end] for start, end in spans):
        around = "" if len(name) > 2 else r"[\u4e00-\u9fff]"
        alone = rf"(?<!{around}){re.escape(name)}(?!{around})" if around else re.escape(name)
        again = (match.span() for match in re.finditer(alone, text))
        yield from (span for span in again if span not in spans)


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """Where the names are that sign a letter; the last lines, dates and telephones aside."""
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


_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)))
) | frozenset(map(str, (*range(61, 66), 71, 81, 82, 83)))
_APART = r"[ \t\u200b-\u200d\ufeff.·_—–-]"  # between the groups of a number
# What makes a number a figure, or a part of a longer one.
_UNIT = rf"(?:{one_of('privacy.unit')}|%|k[wW])"
_NO_FIGURE = rf"(?!\d|\.\d|\s*{_UNIT})"
_ALONE = r"(?<!\d[.,])(?<![\d.¥$€A-Za-z])"
_CALLED = rf"{one_of('privacy.number')}?\s*(?:{one_of('privacy.same_number')}|就?是|为|[:=])?\s*"
_PHONE_WORD = rf"(?:{one_of('privacy.phone')}|[Tt][Ee][Ll])"
_MOBILE = rf"1[3-9]\d{_APART}?\d{{4}}{_APART}?\d{{4}}"
_ABROAD = rf"(?:(?:\+|00)?86{_APART}?)?"
_CHINESE_DIGITS = "零〇○一幺二三四五六七八九"
_PLATE_PROVINCE = "".join(words("privacy.plate"))
_PLATE = (
    rf"(?<![最创更革全])[{_PLATE_PROVINCE}](?!GDP|CPI|PPI)[A-HJ-NP-Za-hj-np-z][ ·•.-]?"
    r"(?=[A-Za-z]{0,2}\d|\d)(?=(?:[A-Za-z]*\d){3})(?:[A-HJ-NP-Za-hj-np-z0-9]{5,6}"
    r"|[A-HJ-NP-Za-hj-np-z0-9]{4}[挂学警港澳])(?![A-Za-z0-9]|\.\d)"
)
_YARD, _BUILDING, _ENTRANCE = map(one_of, ("privacy.yard", "privacy.building", "privacy.entrance"))
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_BLOCK = rf"(?:(?:{_NUMBER}|[A-Za-z甲乙丙丁东西南北]){one_of('privacy.block')}|[A-Za-z]座)"
_ROOM = r"\d{3,4}(?:室|号|房)?(?![\d户平元人万千百亿套间个米])"
_HOME = (
    rf"(?:{_NUMBER}{_YARD})?{_BLOCK}(?:{_NUMBER}{_ENTRANCE})?(?:{_NUMBER}[层楼])?{_ROOM}"
    rf"|(?:{_NUMBER}{_YARD})?{_NUMBER}{_BUILDING}{_NUMBER}{_ENTRANCE}|{_NUMBER}{_ENTRANCE}{_ROOM}"
    r"|(?<=[区苑园庭城府里院])\d{1,3}-\d{1,2}-\d{3,4}(?!\d)"
)
_WECHAT = rf"(?:[Vv][Xx]|[Ww][Xx]|[Vv]信|{one_of('privacy.wechat')})"
_HOUSE = rf"(?:{_NUMBER}[组队])?{_NUMBER}号(?:院|楼)?(?![线路])(?:{_NUMBER}[单栋]元?)?"
_DOCUMENT = rf"(?:{one_of('privacy.document')}|{one_of('privacy.membership')}[卡证]?)"
_IDENTITY = rf"\d{{6}}{_APART}?\d{{4}}{_APART}?\d{{4}}"

# The kind, the pattern with what is masked as the group `it` or whole, and what else must hold.
_RULES = tuple(
    _Rule(kind, re.compile(pattern), *accepts)
    for kind, pattern, *accepts in (
        ("电子邮箱", r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10}"),
        (
            "身份证号",
            rf"{one_of('privacy.identity')}{_CALLED}(?P<it>{_IDENTITY}\d?{_APART}?\d{{0,3}}[\dXx])(?![\dA-Za-z])",
        ),
        (
            "身份证号",
            rf"{_ALONE}{_IDENTITY}{_APART}?\d{{3}}[\dXx]{_NO_FIGURE}(?![A-Za-z])",
            _is_identity_number,
        ),
        ("身份证号", rf"{_ALONE}\d{{15}}{_NO_FIGURE}", _is_identity_number),
        (
            "银行卡号",
            rf"{one_of('privacy.card')}{_CALLED}(?P<it>\d(?:{_APART}?\d){{11,18}}){_NO_FIGURE}",
        ),
        ("银行卡号", rf"{_ALONE}[3-69](?:[ -]?\d){{15,18}}{_NO_FIGURE}", _is_card_number),
        (
            "QQ号",
            rf"(?:QQ|qq|Qq|{one_of('privacy.qq')}){_CALLED}(?P<it>[1-9]\d{{4,10}}){_NO_FIGURE}",
        ),
        (
            "微信号",
            rf"{_WECHAT}{_CALLED}(?P<it>[A-Za-z][-_A-Za-z0-9]{{5,19}}|\d{{6,20}}){_NO_FIGURE}",
        ),
        ("手机号", rf"{_PHONE_WORD}{_CALLED}(?P<it>{_ABROAD}{_MOBILE})(?!\d)"),
        ("手机号", rf"{_ALONE}{_ABROAD}{_MOBILE}{_NO_FIGURE}", _is_no_round_figure),
        ("手机号", rf"(?<!\d)1{_APART}[3-9](?:{_APART}\d){{9}}(?!\d)"),
        ("手机号", rf"[一幺1][三四五六七八九][{_CHINESE_DIGITS}]{{9}}(?![{_CHINESE_DIGITS}])"),
        (
            "电话号码",
            rf"{_ALONE}(?:\(0\d{{2,3}}\)|0\d{{2,3}}){_APART}?[2-9]\d{{2,3}}{_APART}?\d{{4}}"
            rf"(?:(?:-|转)\d{{1,5}})?{_NO_FIGURE}",
        ),
        (
            "电话号码",
            rf"{_PHONE_WORD}{_CALLED}(?P<it>[2-9]\d{{2,3}}{_APART}?\d{{4}}){_NO_FIGURE}",
        ),
        ("护照号", r"(?<![A-Za-z0-9])(?:[EGeg]\d{8}|[Ee][A-Za-z]\d{7})(?![A-Za-z0-9])"),
        ("证件号", rf"{_DOCUMENT}{_CALLED}(?P<it>[A-Za-z]{{0,2}}\d{{7,20}}){_NO_FIGURE}"),
        ("车牌号", _PLATE),
        ("门牌号", _HOME),
        ("门牌号", rf"{one_of('privacy.lives')}[^,。;!?\n]{{0,24}}?(?P<it>{_HOUSE})"),
    )
)

_KINDS = frozenset((*(rule.kind for rule in _RULES), "姓名"))
_LABEL = re.compile("〔([^〔〕]+)〕")
