"""A claim in words is borne out by a clause that says all of it and nothing less, and by no other."""

from __future__ import annotations

import pytest

from assistant.check.borne_out import judged_in_words
from index.report import Kind, Passage
from tests.assistant.understood import understood

OUTCOMES = (
    "全国首条跨省城际铁路青宁城际青山段建成运营,青合、宁淮等铁路以及青洛高速加快建设。"
    "白姜种植系统、凤丹栽培系统分别入选全球、国家重要农业文化遗产。县中医医院创成三甲医院。"
    "出台湖泊保护管理办法,大通湖水质保持Ⅳ类,稳定向好。长江青山段水质保持Ⅱ类。"
    "新建改建城东小学、城西幼儿园,体育中心、文化馆竣工投用。图书馆主体建成。科技馆建成规划获批。"
    "云山港、云水港获评先进港口,云岭港获评进步港口。滨江路、沿河路快速推进。核电一期投产、风电二期开工。"
    "获得2026年运河大会举办权。县农商行兼并东港农商行。青山对红星出口稳定。"
    "东港并入南港。部分老旧小区改造完成。城区公交线路全部优化。"
)
PLANS = "建成高铁西站综合枢纽,加快滨河路建设。从今年秋季起全面免除城市义务教育学杂费。"


def passage(text: str, year: int, kind: Kind) -> Passage:
    return Passage(kind, "r", 0, len(text), text, (), year, kind, place="青山县", year=2025)


PASSAGES = (passage(OUTCOMES, 2024, "actual"), passage(PLANS, 2025, "target"))


def judged(asked: str) -> bool | None:
    finding = judged_in_words(understood(asked, "青山县"), PASSAGES)
    return finding.holds if finding else None


@pytest.mark.parametrize(
    "asked",
    [
        "青宁城际青山这一段2024年是不是已经开通运营了？",
        "青山县中医医院在2024年创成三级甲等医院，是否属实？",
        "青山县2024年建成了体育中心，是吧？",
        "文化馆2024年已经修好投用了，是吧？",
        "青山县2024年新建改建了城西幼儿园吗？",
        "白姜种植系统入选全球重要农业文化遗产、凤丹栽培系统入选国家重要农业文化遗产，是否正确？",
        "大通湖2024年水质保持四类、稳定向好，是否属实？",
        "青山这一段长江的水，2024年还是保持二类水质，是吧？",
        "青洛高速2024年是不是开工了？",
        "青山县2025年计划建成高铁西站综合枢纽，对吗？",
        "是不是从2025年秋天开始，把城里义务教育的学杂费也全免了？",
        "东港2024年并入南港了，是吗？",
        "云山港2024年获评先进港口，对吗？",
        "云水港和云山港2024年都评上了先进港口，对吗？",
        "风电二期2024年开工了吗？",
        "青山县2024年获得2026年运河大会举办权，是吗？",
        "县农商行2024年兼并了东港农商行，是吗？",
        "青山县2024年优化了城区公交线路，是吗？",
    ],
)
def test_what_a_clause_says_in_other_words_is_borne_out(asked: str) -> None:
    assert judged(asked) is True


@pytest.mark.parametrize(
    "asked",
    [
        "青洛高速2024年建成通车了吗？",  # it is being built
        "宁淮铁路2024年建成了，是吗？",
        "滨江路2024年建成通车了，是不是？",
        "风电二期2024年投产了吗？",
    ],
)
def test_a_work_that_has_not_come_as_far_refutes_the_claim(asked: str) -> None:
    assert judged(asked) is False


@pytest.mark.parametrize(
    "asked",
    [
        "青宁城际2024年全线开通运营了吗？",  # a word more
        "青宁城际2023年青山段建成运营了吗？",  # another year
        "青山县医院2024年创成三甲医院，是吗？",  # another hospital
        "县中医医院2024年没有创成三甲医院，是吗？",
        "白姜种植系统入选国家重要农业文化遗产、凤丹栽培系统入选全球重要农业文化遗产，是否正确？",
        "大通湖2024年水质保持三类，是吗？",
        "高铁西站综合枢纽2025年已经建成了吗？",  # it is planned
        "高铁西站综合枢纽2024年建成了吗？",
        "图书馆2024年建成了吗？",  # only its structure
        "科技馆2024年建成了吗？",  # only its plan
        "南港2024年并入东港了，是吗？",
        "老旧小区2024年改造完成了，是吗？",  # some of them
        "滨河路2025年计划建成，对吗？",
        "红星县体育中心2024年建成了吗？",
        "青山县2026年获得运河大会举办权，是吗？",
        "青山县2024年获得2027年运河大会举办权，是吗？",
        "县农商行2024年被东港农商行兼并了，是吗？",
        "红星2024年对青山出口稳定，是吗？",
        "青山县2024年改建了体育中心，是吗？",
        "云岭港2024年获评先进港口，对吗？",
        "云岭港和云山港2024年都获评先进港口，对吗？",
        "滨江路2024年开工了吗？",  # it may have been before
    ],
)
def test_nothing_follows_from_a_clause_of_other_words(asked: str) -> None:
    assert judged(asked) is None
