"""A figure of some days of the year, or of one of many in the place, is of a part."""

from __future__ import annotations

import pytest

from index.figures.binding import bind
from index.figures.figure import Context, Period

OUTCOMES = Context("某市", 2025, Period.of(2024), "actual")


def extents(sentence: str) -> list[tuple[str, str]]:
    return [(b.extent, b.singled_out) for b in bind(sentence, OUTCOMES)]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("春节假期接待游客38.5万人次", "春节假期"),
        ("2024年国庆期间接待游客38.5万人次", "国庆期间"),
        ("中秋国庆假期实现旅游收入4.2亿元", "中秋国庆假期"),
        ("五一假期，全市接待游客38.5万人次", "五一假期"),
        ("黄金周接待游客38.5万人次", "黄金周"),
        ("旅游旺季接待游客38.5万人次", "旺季"),
        ("汛期转移群众1200人", "汛期"),
        ("春运发送旅客210万人次", "春运"),
        ("暑期接待游客38.5万人次", "暑期"),
        ("供暖季用煤120万吨", "供暖季"),
        ("全年全村人均可支配收入达6.79万元", "全村"),
        ("该村集体经济收入达120万元", "该村"),
        ("该镇实现旅游收入2亿元", "该镇"),
        ("该县地区生产总值增长6%", "该县"),
        ("该园区实现产值300亿元", "该园区"),
        ("公司实现营业收入12亿元", "公司"),
        ("该企业研发投入增长20%", "该企业"),
        ("2024年，该公司纳税3亿元", "该公司"),
        ("该项目完成投资8亿元", "该项目"),
        ("全校在校生3200人", "全校"),
    ],
)
def test_a_part_of_the_year_or_of_the_place_is_a_part(sentence: str, said: str) -> None:
    assert extents(sentence) == [("part", said)]


@pytest.mark.parametrize(
    "sentence",
    [
        "春节慰问困难群众1200人",
        "春节期间平稳有序，全年接待游客380万人次",
        "确保汛期前完成水库21座",
        "十四五期间新建学校21所",
        "村集体经济收入达1.67亿元",
        "公司制改革完成12家",
        "上市公司总数达6家",
        "全市居民人均可支配收入4.6万元",
        "石椅村获评省级样板村，全市旅游收入增长20%",
        "新增全国文明村镇6个",
        "国庆文艺演出举办12场",
    ],
)
def test_a_word_like_a_part_is_none(sentence: str) -> None:
    assert all(extent != "part" for extent, _ in extents(sentence))


def test_what_goes_on_about_the_part_is_of_the_part() -> None:
    sentence = "春节假期接待游客38.5万人次、增长12%，旅游收入2亿元，全年接待游客400万人次"
    assert extents(sentence) == [
        ("part", "春节假期"),
        ("part", "春节假期"),
        ("whole", ""),
        ("whole", ""),
    ]
