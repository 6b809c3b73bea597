"""Nicknames and regions stand for their places where these are asked about, and nowhere else."""

import pytest

from assistant.question.nicknames import places_in_full
from index.figures.lexicon import entries
from index.figures.places import is_known


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("魔都去年GDP是多少", "上海市去年GDP是多少"),
        ("帝都GDP", "北京市GDP"),
        ("请问羊城的财政收入", "请问广州市的财政收入"),
        ("2025年山城GDP多少", "2025年重庆市GDP多少"),
        ("魔都和帝都GDP谁高", "上海市和北京市GDP谁高"),
        ("上海和蓉城的GDP", "上海和成都市的GDP"),
        ("首都呢？", "北京市呢？"),
        ("东北三省GDP增长目标是多少", "辽宁省、吉林省、黑龙江省GDP增长目标是多少"),
        ("长三角的GDP增长目标", "上海市、江苏省、浙江省、安徽省的GDP增长目标"),
        ("京津冀2025年社零各增长多少", "北京市、天津市、河北省2025年社零各增长多少"),
        ("四个直辖市今年目标是多少", "北京市、天津市、上海市、重庆市今年目标是多少"),
        ("两广谁增速高", "广东省、广西壮族自治区谁增速高"),
    ],
)
def test_the_places_asked_about_are_put_in_full(text: str, full: str) -> None:
    assert places_in_full(text) == full


@pytest.mark.parametrize(
    "text",
    [
        "融入长三角一体化做了什么",
        "京津冀协同发展投资多少",
        "首都机场吞吐量",
        "建设山城步道多少公里",
        "羊城晚报",
        "首都功能疏解了多少企业",
        "长三角的产业转移项目有几个",
        "哪个直辖市GDP最高",
        "自治区GDP增长多少",
        "承接珠三角产业转移",
        "上海市GDP",
        "泉城路改造",
    ],
)
def test_other_things_by_these_names_stay(text: str) -> None:
    assert places_in_full(text) == text


def test_every_place_of_the_data_is_one_of_the_gazetteer() -> None:
    named = [*entries("place.nickname"), *entries("place.region")]
    places = [place for _, *members in named for place in members]
    assert places and [place for place in places if not is_known(place)] == []
