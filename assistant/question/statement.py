"""What frames a statement that a question puts forward: who said it (听村干部说), and what asks whether
it is so: 这一表述是否准确, 有这么猛吗 and 我没记错吧 are all 对吗.

A small grammar: what points to a statement, what judges it, and what makes a question of that.
"""

from __future__ import annotations

import re

from assistant.question.expected_answer import YES_NO
from index.figures.lexicon import one_of
from index.figures.normalise import fold
from index.figures.years import WRITTEN

_POINTS, _SPEAKER = one_of("asking.points_to_saying"), one_of("asking.speaker")
_SAYING = rf"{_POINTS}?{one_of('asking.saying')}"
_SPEAKS = rf"{one_of('asking.so')}?{one_of('asking.speaks')}得?"
_OF = rf"(?:(?:{_SPEAKER}?(?:{_SAYING}|{_SPEAKS})|{_POINTS}|{_SPEAKER})的?)"
_WHETHER, _EITHER = one_of("asking.whether_so"), one_of("asking.true_or_not")
_TRUE = rf"(?:没{one_of('asking.speaks')}?错|{one_of('asking.true')})"
_SO_MUCH = (
    rf"(?:{one_of('asking.so')}{one_of('asking.much')}|{one_of('asking.such')}|(?<=有){_SAYING})"
)
_ASKED = rf"(?P<asked>{one_of('asking.particle')}*)"
_JUDGED = rf"(?P<either>{_EITHER})|(?P<whether>{_WHETHER})?是?{_TRUE}"
_TAIL = re.compile(
    rf"{_OF}{{0,2}}(?:{_JUDGED}){_ASKED}"
    rf"|(?P<is>{_WHETHER})?{one_of('asking.really')}?[是有能]*的?{_SO_MUCH}的?(?P<then>{one_of('asking.particle')}*)"
)
_BEHIND = re.compile(
    rf"(?<=[\w%])(?:(?:{_SAYING})的?(?:{_JUDGED})|没{one_of('asking.speaks')}?错){_ASKED}$"
)
_WHEN = re.compile(
    rf"是?(?P<year>{WRITTEN}年|{one_of('asking.last_year', 'asking.this_year')})的{one_of('asking.saying')}"
    rf"(?P<asked>{one_of('asking.particle')}*)"
)
_TELLER = rf"(?:{_SPEAKER}|{one_of('asking.teller')})"
_TOLD = re.compile(
    rf"^(?:[听据]?{_TELLER}*的?)*{one_of('asking.tells')}(?=[\u4e00-\u9fff\d“]{{4}})"
)
_CLAUSE = re.compile(r"[^,，。;；?？!！]+[,，。;；?？!！\s]*")
_MARKS = ",，。;；?？!！ \t\n"
_SO = "对吗"


def plainly_asked(text: str) -> str:
    """`text` with 对吗 in place of what asks whether the rest is so, and without who said it; as it is
    where it does not ask for yes or no."""
    clauses = [match.group() for match in _CLAUSE.finditer(fold(text))]
    plain = [_split(clause) for clause in (*clauses[:1], *map(_plain, clauses[1:]))]
    if YES_NO.search("".join(plain)):
        plain = [_TOLD.sub("", clause) for clause in plain]
    return text if plain == clauses else "".join(plain)


def _plain(clause: str) -> str:
    """`clause` as 对吗 where it is a tail by itself."""
    said = clause.rstrip(_MARKS)
    mark = clause[len(said) :]
    when = _WHEN.fullmatch(said)
    if when:  # 是去年的事吧
        return f"{when['year']},{_SO if when['asked'] else ''}{mark}"
    tail = _TAIL.fullmatch(said)
    asks = tail and (any(tail.group("either", "whether", "asked", "is", "then")) or "?" in mark)
    return f"{_SO}{mark or '?'}" if asks else clause


def _split(clause: str) -> str:
    """`clause` with a tail that no comma sets apart as one: 涨了40.6%这个数对不对."""
    said = clause.rstrip(_MARKS)
    tail = _BEHIND.search(said)
    asks = tail and any(tail.group("either", "whether", "asked"))
    return f"{said[: tail.start()]},{_SO}{clause[len(said) :]}" if tail and asks else clause
