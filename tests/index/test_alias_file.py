"""The alias file that staff may edit: checked when it is read, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.aliases import load_aliases, read_aliases
from index.errors import AliasesInvalid

SYNONYMS = '\n[synonyms]\ngroups = [["老旧小区", "老小区"]]\n'


def written(tmp_path: Path, content: str) -> Path:
    file = tmp_path / "aliases.toml"
    file.write_text(content, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (
            '[[indicator]]\nname = "甲"\naliases = ["乙"]\n[[indicator]]\nname = "丙"\naliases = ["乙"]\n',
            "乙",
        ),
        (
            '[[indicator]]\nname = "甲"\naliases = ["乙"]\n[[indicator]]\nname = "乙"\naliases = ["甲"]\n',
            "乙",
        ),
        ('[[indicator]]\nname = "甲"\naliases = ["甲"]\n', "甲"),
        ('[[indicator]]\nname = "甲"\naliases = ["ＧＤＰ", "gdp"]\n', "gdp"),
        ('[[indicator]]\nname = "甲"\nalias = ["乙"]\n', "alias"),
        ('[[indicator]]\nname = "甲"\naliases = "乙"\n', "aliases"),
    ],
    ids=["two owners", "loop", "itself", "same but for width", "misspelt", "no list"],
)
def test_a_wrong_entry_is_named(tmp_path: Path, content: str, named: str) -> None:
    with pytest.raises(AliasesInvalid, match=named):
        read_aliases(written(tmp_path, content + SYNONYMS))


def test_a_synonym_twice_in_a_group_is_named(tmp_path: Path) -> None:
    content = '[[indicator]]\nname = "甲"\n[synonyms]\ngroups = [["老小区", "老小区"]]\n'
    with pytest.raises(AliasesInvalid, match="老小区"):
        read_aliases(written(tmp_path, content))


def test_what_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(AliasesInvalid, match=r"aliases\.toml"):
        read_aliases(written(tmp_path, "[[indicator]\n"))


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("GDP", "地区生产总值"),
        ("社零", "社会消费品零售总额"),
        ("规上工业", "规模以上工业增加值"),
        ("财政收入", "一般公共预算收入"),
        ("物价", "居民消费价格涨幅"),
        ("外贸", "货物贸易进出口额"),
        ("外贸企业", "外贸企业"),
        ("農民收入", "农村居民人均可支配收入"),
    ],
)
def test_what_people_call_it_leads_to_the_name(called: str, name: str) -> None:
    assert [mention.indicator.name for mention in load_aliases().mentions(called)] == [name]
