"""The alias file that staff may edit: checked when it is read, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import AliasesInvalid
from index.figures.aliases import load_aliases, read_aliases, same_extent

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
        ("地方财政收入", "财政收入"),
        ("地方一般公共预算收入", "一般公共预算收入"),
        ("工业增加值", "工业增加值"),
        ("规上工业增加值", "规模以上工业增加值"),
        ("规上工业增速", "规模以上工业增加值"),
        ("高新技术产业增加值", "高新技术产业增加值"),
        ("高技术制造业增加值", "高技术制造业增加值"),
        ("高技术产业增加值", "高技术产业增加值"),
        ("财政总收入", "财政总收入"),
        ("登记失业率", "登记失业率"),
        ("户籍人口城镇化率", "户籍人口城镇化率"),
        ("粮食产能", "粮食产能"),
        ("接待国内游客", "接待国内游客"),
        ("全社会固定资产投资", "固定资产投资"),
        ("碳排放强度", "单位生产总值碳排放"),
        ("二氧化碳排放量", "碳排放"),
        ("合同利用外资", "合同外资"),
        ("零售物价", "商品零售价格涨幅"),
        ("政府性基金预算收入", "政府性基金预算收入"),
        ("国民生产总值", "国民生产总值"),
        ("物价", "居民消费价格涨幅"),
        ("外贸", "货物贸易进出口额"),
        ("外贸企业", "外贸企业"),
        ("農民收入", "农村居民收入"),
    ],
)
def test_what_people_call_it_leads_to_the_name(called: str, name: str) -> None:
    assert [mention.indicator.name for mention in load_aliases().mentions(called)] == [name]


@pytest.mark.parametrize(
    "text",
    ["规上工业企业", "规上工业投资", "战略性新兴产业投资", "战略性新兴产业的投资",
     "单位地区生产总值用水量", "地区生产总值能耗", "限额以上社会消费品零售总额",
     "加工贸易进出口额", "户均固定资产投资", "民间固定资产投资", "中央一般公共预算收入"],
)  # fmt: skip
def test_a_word_beside_a_name_that_makes_it_another_thing_is_heeded(text: str) -> None:
    shorter = {
        "规模以上工业增加值", "战略性新兴产业增加值", "地区生产总值", "社会消费品零售总额", "货物贸易进出口额",
        "固定资产投资", "一般公共预算收入", "工业投资",
    }  # fmt: skip
    assert not {mention.indicator.name for mention in load_aliases().mentions(text)} & shorter


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("规模以上工业增加值", "规上工业增加值", True),
        ("规上工业增加值", "工业增加值", False),
        ("高技术制造业增加值", "高新技术产业增加值", False),
        ("高新技术企业", "高新企业", True),
        ("人均地区生产总值", "地区生产总值", False),
        ("城镇居民人均可支配收入", "居民人均可支配收入", False),
        ("农村居民人均消费支出", "农民人均消费支出", True),
        ("限额以上零售额", "零售额", False),
        ("民间投资", "投资", False),
        ("登记失业率", "失业率", False),
        ("老旧小区改造", "老小区改造", True),
    ],
)
def test_names_are_alike_only_with_the_same_words_of_extent(
    one: str, other: str, same: bool
) -> None:
    assert same_extent(one, other) is same


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('[[indicator]]\nname = "产值"\naliases = ["规上产值"]\n', "规上产值"),
        ('[[indicator]]\nname = "规上产值"\naliases = ["产值"]\n', "产值"),
        ('[[indicator]]\nname = "产值"\nmeans = ["总产值"]\n', "总产值"),
        ('[[indicator]]\nname = "产值"\nnarrower = ["产值"]\n', "产值"),
    ],
    ids=["of a part", "of the whole", "means none", "means itself"],
)
def test_an_alias_of_another_extent_and_a_meaning_that_is_none_are_named(
    tmp_path: Path, content: str, named: str
) -> None:
    extents = '[extents]\ngroups = [["规上", "规模以上"]]\n'
    with pytest.raises(AliasesInvalid, match=named):
        read_aliases(written(tmp_path, content + extents + SYNONYMS))


def test_an_alias_of_the_same_extent_is_accepted(tmp_path: Path) -> None:
    content = '[[indicator]]\nname = "规模以上产值"\naliases = ["规上产值"]\n'
    extents = '[extents]\ngroups = [["规上", "规模以上"]]\n'
    aliases = read_aliases(written(tmp_path, content + extents + SYNONYMS))
    assert [m.indicator.name for m in aliases.mentions("规上产值")] == ["规模以上产值"]


def test_related_words_find_passages_and_are_not_the_same_thing() -> None:
    aliases = load_aliases()
    assert any("专利" in group for _, _, group in aliases.synonyms("发明专利"))
    assert not list(aliases.same("发明专利"))
    assert any("老旧小区" in group for _, _, group in aliases.same("老小区"))


def test_a_vague_name_says_what_may_be_meant() -> None:
    assert load_aliases().meant("财政收入")[:3] == ("财政收入", "一般公共预算收入", "财政总收入")
    assert load_aliases().meant("一般公共预算收入") == ("一般公共预算收入",)


def test_one_indicator_is_not_named_inside_another() -> None:
    aliases = load_aliases()

    def named(text: str) -> list[str]:
        return [mention.indicator.name for mention in aliases.mentions(text)]

    assert named("全年生产总值完成") == ["地区生产总值"]
    assert named("单位生产总值碳排放") == ["单位生产总值碳排放"]
    assert named("规上工业增加值和社零") == ["规模以上工业增加值", "社会消费品零售总额"]
    assert named("战略性新兴产业增加值增长") == ["战略性新兴产业增加值"]
    assert named("GDP") == named("gdp") == named("ＧＤＰ") == ["地区生产总值"]
