"""Chinese words that decide what a text means stand in the lexicon; code has the grammar.

A pattern, a comparison or a set of words in code may have single characters (的, 了, 第 before a
numeral, 省 behind a name) and numerals, and no word of two characters or more. Texts that a person
reads, and those that a question is written again in, decide nothing and are left alone.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

_ASSISTANT = Path(__file__).parents[2] / "assistant"
_RUN = re.compile(r"[\u3400-\u9fff](?:[?*+]?[\u3400-\u9fff])+")
_SET_OF_CHARACTERS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_LIGHT = "的了着过得个几十百千万亿"  # particles, and the sizes before a unit: 万人
_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万亿点")
_COMPARE = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition"}


def words_in(source: str) -> list[str]:
    """The words of two characters or more by which a module decides what a text means."""
    tree = ast.parse(source)
    pieces = (text for node in _deciding(tree) for text in _strings(node))
    runs = (run for text in pieces for run in _RUN.findall(_SET_OF_CHARACTERS.sub("\0", text)))
    return [run for run in runs if _is_word(run)]


def _is_word(run: str) -> bool:
    characters = re.sub("[?*+]", "", run).strip(_LIGHT)
    return len(characters) > 1 and not _NUMERALS.issuperset(characters)


def _deciding(tree: ast.Module) -> Iterator[ast.AST]:
    """What a text is matched with: arguments of `re`, with the names that go into them; what is
    compared; sets."""
    patterns = [node for node in ast.walk(tree) if _is_call_of_re(node)]
    yield from patterns
    yield from _named_in(tree, patterns)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from _compared(node)
        elif isinstance(node, ast.Set):
            yield node
        elif isinstance(node, ast.Call) and _is_comparison(node.func):
            yield from node.args


def _is_call_of_re(node: ast.AST) -> bool:
    function = node.func if isinstance(node, ast.Call) else None
    of = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(of, ast.Name) and of.id == "re"


def _is_comparison(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr in _COMPARE


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    """Both sides; of `character in "省市州"` only what is looked for, since the text is a set."""
    yield node.left
    for operator, side in zip(node.ops, node.comparators, strict=True):
        if not (isinstance(operator, ast.In | ast.NotIn) and isinstance(side, ast.Constant)):
            yield side


def _named_in(tree: ast.Module, patterns: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """What the names stand for that go into patterns, and into what these stand for."""
    values = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    seen: set[str] = set()
    open_nodes = list(patterns)
    while open_nodes:
        for name in ast.walk(open_nodes.pop()):
            if isinstance(name, ast.Name) and name.id in values and name.id not in seen:
                seen.add(name.id)
                open_nodes.append(values[name.id])
                yield values[name.id]


def _strings(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


@pytest.mark.parametrize(
    "module", sorted(_ASSISTANT.rglob("*.py")), ids=lambda path: str(path.relative_to(_ASSISTANT))
)
def test_no_word_stands_in_code(module: Path) -> None:
    assert words_in(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        're.compile("第[一二]|增长")',
        're.compile(f"{_A}|达到?")',
        '_A = "排名"\nre.compile(f"{_A}[第]")',
        '_A = "排名"\n_B = f"在{_A}"\nre.compile(_B)',
        'if "目标" in text: pass',
        'if unit == "公顷": pass',
        'if unit in ("公顷", "亩"): pass',
        '_A = {"公顷", "亩"}',
        'text.endswith("以下")',
    ],
)
def test_a_word_in_code_is_found(source: str) -> None:
    assert words_in(source)


@pytest.mark.parametrize(
    "source",
    [
        're.compile("第[一二三几]个?|的?了$|十[一二]")',
        're.compile("[省市区县]|全[国省]")',
        '_A = one_of("asking.rank")\nre.compile(f"{_A}[名位]")',
        'if name[-1] in "省市州": pass',
        '_NOTE = "没有找到"',
        '"""目标。"""',
        '_DIGITS = "一二三"\nre.compile(f"[{_DIGITS}]")',
    ],
)
def test_grammar_and_what_a_person_reads_may_stand_in_code(source: str) -> None:
    assert words_in(source) == []
