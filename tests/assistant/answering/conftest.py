"""An assistant over made-up reports of several places, one of them with two years."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

REPORTS = {
    "岳阳市2024年政府工作报告": """各位代表：
我代表岳阳市人民政府，向大会报告工作。
一、2023年工作回顾
地区生产总值完成980亿元，增长5.2%。粮食产量41.2亿斤。
二、2024年工作安排
主要预期目标是：地区生产总值增长6%左右；粮食产量41亿斤以上。
""",
    "岳阳市2025年政府工作报告": """各位代表：
我代表岳阳市人民政府，向大会报告工作。
一、2024年工作回顾
地区生产总值完成1035亿元，增长5.6%。粮食产量42亿斤。低空经济加快布局，开通无人机航线3条。
2024年末全市图书馆达到12座。
二、2025年工作安排
主要预期目标是：地区生产总值增长5.5%左右。
""",
    "岳阳市2025年两会报道": """岳阳市人民代表大会开幕
岳阳市第九届人民代表大会第五次会议1月9日开幕，听取和审议了政府工作报告。
""",
    "广元市2025年政府工作报告": """各位代表：
我代表广元市人民政府，向大会报告工作。
一、2024年工作回顾
地区生产总值完成1210亿元，增长4.8%。粮食产量38亿斤。
二、2025年工作安排
主要预期目标是：地区生产总值增长6%以上。大力发展低空经济。
""",
    "乐山市2025年政府工作报告": """各位代表：
我代表乐山市人民政府，向大会报告工作。
一、2024年工作回顾
地区生产总值突破900亿元，下降0.4%。新增城镇就业2.1万人。
2024年末全市图书馆达到9座。
二、2025年工作安排
主要预期目标是：地区生产总值增长5%—5.5%。
""",
}


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("several")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_assistant(
        Settings(index=folder / "index", llm_model="", home_place="", _env_file=None)
    )
