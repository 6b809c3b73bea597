"""A misspelt place is found by its sound or its kind, and nothing that is a word is taken for one."""

import json
from pathlib import Path

import pytest

from index.figures.near_miss import near_miss
from index.figures.normalise import fold

CASES = Path(__file__).parents[3] / "evals" / "cases"


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("何北省2025年GDP是多少", "何北省", ("河北省",)),
        ("请问河楠省的财政收入", "河楠省", ("河南省",)),
        ("安杨市GDP", "安杨市", ("安阳市",)),
        ("2025年长椿市新增就业", "长椿市", ("长春市",)),
        ("广洲市GDP多少", "广洲市", ("广州市",)),
        ("北官区老旧小区改造", "北官区", ("安阳市北关区",)),
        ("石家妆市", "石家妆市", ("石家庄市",)),
        ("黑龙扛省的目标", "黑龙扛省", ("黑龙江省",)),  # looks alike, in a long name
        ("哈而滨市", "哈而滨市", ("哈尔滨市",)),
        ("沈羊市和成都市", "沈羊市", ("沈阳市",)),
        ("合肥省GDP", "合肥省", ("合肥市",)),  # another kind
        ("北关县有多少人", "北关县", ("安阳市北关区",)),
        ("河北市", "河北市", ("天津市河北区", "河北省")),
    ],
)
def test_a_misspelt_place_is_found(text: str, written: str, meant: tuple[str, ...]) -> None:
    near = near_miss(text)
    assert near is not None
    assert (near.written, near.meant) == (written, meant)


@pytest.mark.parametrize(
    "text",
    [
        "河北省GDP",
        "海洋市场规模",  # 海阳市
        "亿城市居第几位",  # 宜城市
        "安阳全市GDP",  # 阳泉市
        "广西区管企业投资",
        "老旧小区改造",
        "雄安新区投资",  # 安新县
        "一线城市",
        "全省各市县",
        "合作区建设",  # 合作市
        "上市企业几家",
        "自治区GDP",
        "江北新区",
        "黑龙江省会是哪里",
        "桃花源县财政收入",  # 花垣县
    ],
)
def test_what_is_a_place_or_a_word_is_none(text: str) -> None:
    assert near_miss(text) is None


def test_a_covered_place_is_never_misspelt_and_comes_before_others() -> None:
    assert near_miss("北官区GDP", ["北官区"]) is None
    near = near_miss("林州县GDP", ["安阳市林州市"])
    assert near is not None and near.meant == ("安阳市林州市",)


def test_no_question_of_the_suites_has_one() -> None:
    for file in CASES.glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for question in (case["question"], *case["turns"]):
                assert near_miss(fold(question)) is None, question
