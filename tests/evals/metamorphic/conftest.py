"""A small index of many places, which the shipped assistant answers as the relations demand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from assistant.settings import Settings
from evals.metamorphic.measure import material
from evals.metamorphic.trial import Material
from evals.runs.target import Target, open_product
from evals.scoring.asking import Ask
from index.build.builder import build_index
from index.encoder.encoding import Encoder

TOWNS = ("临泉", "东林", "西渡", "南屏", "北岗", "上杭", "下沙", "中塘", "长岭")
PROVINCES = ("河北", "山西", "辽宁", "吉林", "江苏", "浙江", "安徽", "福建", "江西")
_REPORT = """# {year}年{name}省政府工作报告

## 一、{before}年工作回顾

{before}年，全省地区生产总值达到{gdp}亿元，增长{growth}%，高于全国0.3个百分点。社会消费品零售总额达到{retail}亿元，增长{retail_growth}%。
新增高新技术企业{firms}家。新建公园{parks}个。数字产业综合产值从{begun}亿元增加到{reached}亿元。
{town}环线快速路建成通车，{town}湿地公园入选国家级自然公园。

## 二、{year}年主要目标

{year}年全省主要预期目标是：地区生产总值增长{aim}%左右，社会消费品零售总额增长{retail_aim}%左右，城镇新增就业{jobs}万人以上。
开工建设{town}至省会城际铁路。
"""


@pytest.fixture(scope="package")
def target(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Target:
    folder = tmp_path_factory.mktemp("metamorphic")
    for number, name in enumerate(PROVINCES):
        for year in (2024, 2025):
            text = _REPORT.format(
                year=year,
                before=year - 1,
                name=name,
                town=f"{TOWNS[number]}{'一二'[year - 2024]}",
                **_figures(number, year),
            )
            (folder / f"{year}年{name}省政府工作报告.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_product(Settings(index=folder / "index"))


def _figures(number: int, year: int) -> dict[str, str]:
    """Numbers no two of which are alike."""
    own = 10 * number + (year - 2024)
    return {
        "gdp": f"{20100 + 37 * own}",
        "growth": f"{4.1 + 0.01 * own:.2f}",
        "retail": f"{8100 + 13 * own}",
        "retail_growth": f"{6.1 + 0.01 * own:.2f}",
        "firms": f"{1001 + own}",
        "parks": f"{301 + own}",
        "begun": f"{1300 + own}",
        "reached": f"{1500 + own}",
        "aim": f"{5.1 + 0.01 * own:.2f}",
        "retail_aim": f"{7.1 + 0.01 * own:.2f}",
        "jobs": f"{31 + 0.1 * own:.1f}",
    }


@pytest.fixture
def made_of(target: Target) -> Callable[[Ask], Material]:
    """The material of the index, with what answers in place of the assistant."""
    assert target.searcher is not None
    library = target.searcher.library
    return lambda ask: material(library, ask, 8)


def said(
    text: str, *, status: str = "answered", figures: Sequence[tuple[str, str]] = ()
) -> dict[str, object]:
    """An answer object that shows `figures`, values with their units, and cites nothing."""
    return {
        "question": "问",
        "resolved": {"text": "问", "places": [], "periods": [], "indicators": []},
        "status": status,
        "text": text,
        "citations": [],
        "figures": [
            {
                "text": value,
                "value": value,
                "unit": unit,
                "qualifier": None,
                "status": "supported",
                "marker": 1,
                "formula": None,
            }
            for value, unit in figures
        ],
        "mode": "extractive",
    }
