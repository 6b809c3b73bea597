"""Towns, townships and streets named in a text; no gazetteer of ours lists them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.figures import binding_words as words
from index.figures.gazetteer.unlisted import unlisted
from index.figures.places import GENERIC, PlaceMention, find_places, is_known
from index.figures.segmenter import shipped_segmenter

COMMON = 0.85
"""Rarity below which a word is known to every reader: 棚户, 核心, 重点; not 雄安."""

_TOWN = re.compile(
    r"(?P<stem>[\u4e00-\u9fff]{2,4}?)(?:街道(?!社)|镇(?![区村域级江])|乡(?![村镇土亲情愁]))"
)
_GENERIC = tuple(name for names in GENERIC.values() for name in names)
_BEFORE = re.compile(r"(?:^|[,，。;；:：、?？\s]|请问|想问|问一下|知道|在|的|和|与|比)$")


def town_opening(text: str) -> str:
    """The town that `text` opens with (红星镇), "" where it opens with none: 重点镇, 美丽乡村."""
    found = _TOWN.match(text)
    if found is None or text.startswith(_GENERIC) or is_known(found.group()):
        return ""
    if unlisted(found.group()) is None or words.LEADING_VERBS.match(found.group()):
        return ""
    longer = [w for w in shipped_segmenter().words(found["stem"]) if len(w.text) > 1]
    return "" if longer and all(word.weight < COMMON for word in longer) else found.group()


def towns_in(text: str) -> Iterator[PlaceMention]:
    """The towns that a folded question names: at its head, behind a place or a mark."""
    ends = {mention.end for mention in find_places(text)}
    taken = 0
    for start in range(len(text)):
        if start < taken or not (start in ends or _BEFORE.search(text, 0, start)):
            continue
        town = town_opening(text[start:])
        if town:
            taken = start + len(town)
            yield PlaceMention(town, start, taken)
