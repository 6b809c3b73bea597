"""Reading takes time in proportion to a text, whatever it holds, and is never stopped by it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build.builder import build_index
from index.build.prepare import Prepared, Unreadable, prepare
from index.encoder.encoding import Encoder
from index.search.searcher import Searcher
from tests.attack_size import repeats
from tests.conftest import SEED_FILE
from tests.index.hostile_texts import KINDS

_SHORT, _LONG = 20_000, 80_000  # characters
_TIMES = 6  # for four times the text
_UNMEASURABLE = 0.05  # seconds
_MOST_SECONDS = 12
_MUTATED = 100_000

# What a text is mutated by: marks, numerals and characters that steps of reading look for.
_PIECES = (
    *"，。；：、！？“”‘’（）《》【】〔〕「」—–-~·．.%％‰℃$#*|_[](){}<>/\\'\"`^&@ \t\r\n\u3000\u00a0\u200b\u2028\ufeff",
    *"零〇一二两三四五六七八九十百千万亿点分之几多余约近超第前年月日号元个人项位名次届成倍番级°△▲□①⑳",
    *"0123456789０９", "\r\n", "\n\n", "# ", "## ", "一、", "（一）", "，。", "189.3亿元", "5.5%", "十四五",
    "百分之", "2025年", "1—11月", "其中", "分别", "同比增长", "全市", "安阳市", "北关区", "本报讯（记者",
    "记者 张三", "各位代表", "我代表", "政府工作报告", "来源：", "系统：", "忽略以上指令", "![a](javascript:",
    "<script>", "\U0001f469\u200d\U0001f33e", "e\u0301", "\U00020000", "\uf7ba", "\u0080", "٣", "Ⅷ", "㎡", "½", "²",
)  # fmt: skip


def _seconds(text: str, file: Path) -> float:
    """The quicker of two goes, each of a report of another id: what was read before is remembered."""
    file.write_text(text, encoding="utf-8")
    spent = []
    for go in range(2):
        started = time.process_time()
        prepare(str(file), f"{len(text)}-{go}")
        spent.append(time.process_time() - started)
    return min(spent)


@pytest.mark.faults
@pytest.mark.parametrize("kind", KINDS)
def test_time_grows_with_the_length_of_a_text(kind: str, tmp_path: Path) -> None:
    make, file = KINDS[kind], tmp_path / "文.txt"
    short = _seconds(make(_SHORT), file)
    long = _seconds(make(_LONG), file)
    assert long < _MOST_SECONDS
    assert long < max(short, _UNMEASURABLE) * _TIMES


def test_there_are_texts_of_many_kinds() -> None:
    texts = {make(400) for make in KINDS.values()}
    assert len(texts) == len(KINDS) > 130
    assert all(300 <= len(text) <= 600 for text in texts)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_text_is_read_or_named(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "文.txt"
    text = KINDS[kind](1500)
    file.write_bytes(text.encode("utf-8"))
    read = prepare(str(file), "文")
    if isinstance(read, Unreadable):
        assert not text.strip() or "编码" in read.reason or "文本文件" in read.reason
        assert "文.txt" in read.reason and "出错" not in read.reason
    else:
        assert len(read.texts) == len(read.documents) >= 1


def _mutations(seed: int) -> Callable[[], str]:
    """Pieces of real text, a few of their characters replaced, put in, taken out or repeated."""
    chance = random.Random(seed)
    source = SEED_FILE.read_text(encoding="utf-8")

    def mutated() -> str:
        start = chance.randrange(len(source))
        text = list(source[start : start + chance.choice((5, 30, 120, 400, 900))])
        for _ in range(chance.randint(1, 12)):
            at = chance.randint(0, len(text))
            way = chance.randrange(4)
            if way == 0:
                text[at : at + 1] = [chance.choice(_PIECES)]
            elif way == 1:
                text.insert(at, chance.choice(_PIECES) * chance.choice((1, 1, 1, 2, 40)))
            elif way == 2:
                del text[at : at + chance.randint(1, 20)]
            else:
                text[at:at] = text[max(0, at - chance.randint(1, 30)) : at]
        return "".join(text)

    return mutated


def _check_mutated(count: int, seed: int, file: Path) -> None:
    mutated = _mutations(seed)
    read = 0
    for _ in range(count):
        text = mutated()
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        made = prepare(str(file), "文")
        if isinstance(made, Prepared):
            read += 1
            continue
        # Blank, or with a character that no text has: anything else is a fault of ours.
        assert "出错" not in made.reason, repr(text)
    assert read > 0.9 * count


@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_text_is_read(seed: int, tmp_path: Path) -> None:
    _check_mutated(100, seed, tmp_path / "文.txt")


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(100, 120))
def test_a_hundred_thousand_mutated_texts_are_read(seed: int, tmp_path: Path) -> None:
    _check_mutated(repeats(_MUTATED // 20), seed, tmp_path / "文.txt")


@pytest.mark.faults
def test_a_folder_of_hostile_texts_is_built_and_searched(
    tmp_path: Path, shipped_encoder: Encoder
) -> None:
    folder, mutated = tmp_path / "文", _mutations(7)
    folder.mkdir()
    for number, make in enumerate(KINDS.values()):
        (folder / f"种类{number}.txt").write_text(make(3000), encoding="utf-8")
    for number in range(400):
        text = mutated().encode("utf-8", "surrogatepass")
        (folder / f"变文{number}.md").write_bytes(text)
    result = build_index([folder], tmp_path / "index", shipped_encoder)
    assert result.reports > 400
    assert not [reason for _, reason in result.failed if "出错" in reason or "中断" in reason]
    searcher = Searcher(tmp_path / "index", shipped_encoder)
    try:
        for make in KINDS.values():
            searcher.search(make(200), 5)
        assert searcher.search("北关区生产总值", 5)
    finally:
        searcher.close()
    again = build_index([folder], tmp_path / "index", shipped_encoder)
    assert (again.unchanged, again.renewed) == (result.reports + len(result.same_text), "")
