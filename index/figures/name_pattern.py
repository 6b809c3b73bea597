"""One pattern for many names, tried as a tree: thousands of them cost little more than one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_Tree = dict[str, "_Tree"]
_END = ""


def pattern_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds each of `names`, the longest where several begin alike."""
    tree: _Tree = {}
    for name in names:
        branch = tree
        for character in name:
            branch = branch.setdefault(character, {})
        branch[_END] = {}
    return re.compile(_written(tree) if tree else r"(?!)")


def _written(tree: _Tree) -> str:
    ends = _END in tree
    branches = [re.escape(key) + _written(tree[key]) for key in sorted(tree) if key != _END]
    if not branches:
        return ""
    if len(branches) == 1 and not ends:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"
