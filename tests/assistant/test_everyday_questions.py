"""Questions in everyday words find the sentence in the report's words, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant
from index.build.builder import build_index
from index.encoder.encoding import Encoder

REPORT = """各位代表：
我代表绵阳市人民政府，向大会报告工作。
一、2023年工作回顾
城乡居民最低生活保障标准分别提高到790元/月、625元/月，均居全省第3位。长江集团跃居世界500强第172位。
绵阳位列2023数字百强市第46位，较上年上升9位。涪城区、江油市分别位列全国百强县（区）第59位、第89位。
新增上市公司2家，总数达10家、居全省第5位。第二人民医院晋升三级甲等医院，第三人民医院晋升三级医院。
城镇居民人均可支配收入45227元、农村居民人均可支配收入23451元。40年来，地区生产总值增长132.3倍。
GDP一季度累计增长4.7%、二季度累计增长6.3%、全年累计增长6.7%。石椅村全年全村人均可支配收入达6.79万元。
天池温泉一期正式运营，新区道路加快建设。
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("everyday")
    (folder / "绵阳市2024年政府工作报告.txt").write_text(REPORT, encoding="utf-8")
    build_index([folder], folder / "index", shipped_encoder)
    return open_assistant(Settings(index=folder / "index", llm_model="", _env_file=None))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("低保一个月能领多少？", ("790元/月", "625元/月")),
        ("低保每个月多少钱？", ("790元/月", "625元/月")),
        ("长江集团在世界五百强里排第几名？", ("第172位",)),
        ("长江集团在全国排第几？", ("第172位",)),
        ("绵阳在数字百强市里排多少名？", ("2023年，绵阳位列", "第46位")),
        ("绵阳在数字百强市里比上一年前进了几名？", ("上升9位",)),
        ("绵阳哪些县进入全国百强县？", ("涪城区", "江油市")),
        ("绵阳有几家上市公司？", ("总数达10家",)),
        ("哪家医院晋升了三甲？", ("第二人民医院",)),
        ("2023年城里人和农村人的收入各是多少？", ("45227元", "23451元")),
        ("天池温泉开业了没有？", ("天池温泉一期正式运营",)),
        ("2023年上半年GDP增速是多少？", ("6.3%",)),
        ("绵阳在数字百强市的排名上升了几位？", ("上升9位",)),
        ("长江集团是中国500强吗？", ("第172位",)),
    ],
)
def test_everyday_words_are_answered_in_the_reports(
    city: Assistant, question: str, said: tuple[str, ...]
) -> None:
    answer = city.ask(question)
    assert answer.status == "answered", answer.text
    assert all(one in answer.text for one in said), answer.text


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("社保一个月交多少钱？", "元/月"),
        ("2023年GDP增长多少？", "132.3倍"),
        ("2023年居民人均可支配收入是多少元？", "6.79万元"),
        ("天池温泉开业了没有？", "道路"),
    ],
)
def test_what_is_on_something_else_stays_out(city: Assistant, question: str, unsaid: str) -> None:
    assert unsaid not in city.ask(question).text
