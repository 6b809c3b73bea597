"""What stands around the name of an indicator and is no part of it: words of time, verbs, adverbs."""

from __future__ import annotations

import re

from index.figures.lexicon import one_of
from index.figures.years import ARABIC, CHINESE, PLAN, WRITTEN

_DIGITS = r"[一二三四五六七八九十\d]"
CALLED_YEAR = one_of("time.last_year", "time.this_year", "time.next_year", "time.year_before_last")
_TIME = (
    rf"(?:截至|截止|到|至)?(?:{ARABIC}年?|{CHINESE}年|{CALLED_YEAR}|当年|全年){one_of('time.edge_of_year')}?"
    rf"|年[末底内]|目前|至今|[过今]去?{_DIGITS}+年[来间]?|{_DIGITS}+年来|近[一二三四五六七八九十两\d]+年来?"
    rf"|“?{PLAN}”?(?:时期|期间|以来|末)?|前[一二三四]季度|[上下]半年|\d+[—-]\d+月份?|期间|日前|同时"
)
_ADVERBS, _VERBS = one_of("name.adverb"), one_of("verb.before_name")
LEADING = re.compile(rf"^(?:[\s,，、；;:：()（）“”\"*]|{_TIME}|{_ADVERBS})+")
LEADING_TIME = re.compile(rf"^(?:[\s,，、；;:：()（）“”\"*]|{_TIME}|其中|同时|并且?|预计)+")
LEADING_VERBS = re.compile(rf"^(?:[\s、]|{_ADVERBS}|{_VERBS})+(?=.{{2}})")
TRAILING = re.compile(
    rf"(?:{one_of('name.before_figure')}|[\s,，、:：()（）“”\"*]"
    rf"|(?:比|较|与)(?:上年|去年|同期|上年同期|{WRITTEN}年)(?:相比|同期)?)+$"
)
# A mark that a figure has passed: 再上新台阶, 突破“五百亿”, 1600亿斤大关.
MILESTONE = re.compile(r"^\s*(?:[百千万]?[万亿])?(?:元|级)?(?:新的?)?(?:大)?(?:台阶|大关|关口)")
EACH = re.compile(one_of("name.each"))
