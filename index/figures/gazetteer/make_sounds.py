"""Makes `sounds.tsv`, the readings of characters, from the PyPI package pypinyin; not needed to use it.

pip install pypinyin==0.55.0 into a folder outside the project, and with it on the PYTHONPATH
python -m index.figures.gazetteer.make_sounds
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from index.figures.gazetteer.table import places

TABLE = Path(__file__).parent / "sounds.tsv"
_READINGS = 2  # of a character, the usual ones first
_HEAD = """\
# Syllables without tone, each with the characters that are read so: those of GB 2312 and of the
# names of places. Facts of the PyPI package pypinyin 0.55.0 (MIT), taken from it by
# index/figures/gazetteer/make_sounds.py.
"""


def _characters() -> Iterator[str]:
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            yield bytes((row, cell)).decode("gb2312", errors="ignore")
    for place in places():
        yield from place.name


def main() -> None:
    pypinyin = import_module("pypinyin")
    read: dict[str, dict[str, None]] = defaultdict(dict)
    for character in filter(None, _characters()):
        readings = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True)[0]
        for syllable in list(dict.fromkeys(readings))[:_READINGS]:
            read[syllable][character] = None
    lines = (f"{syllable}\t{''.join(read[syllable])}\n" for syllable in sorted(read))
    TABLE.write_text(_HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
