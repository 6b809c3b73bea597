"""An assistant over made-up reports of several places, one of them with two years."""

from __future__ import annotations

from collections.abc import Mapping
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
地区生产总值完成1035亿元，增长5.6%。粮食产量42亿斤。低空经济加快布局，开通无人机航线3条。数字经济占地区生产总值比重达到41%，研发经费占GDP比重达到2.4%。
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
地区生产总值完成1210亿元，增长4.8%。粮食产量38亿斤。接待游客900万人次。
二、2025年工作安排
主要预期目标是：地区生产总值增长6%以上。大力发展低空经济。
""",
    "乐山市2025年政府工作报告": """各位代表：
我代表乐山市人民政府，向大会报告工作。
一、2024年工作回顾
地区生产总值突破900亿元，下降0.4%。新增城镇就业2.1万人。
2024年末全市图书馆达到9座。接待游客达到8200万人次。
二、2025年工作安排
主要预期目标是：地区生产总值增长5%—5.5%。
""",
}

ONE_PLACE = {
    "资兴市2024年政府工作报告": """各位代表：
我代表资兴市人民政府，向大会报告工作。
一、2023年工作回顾
公路项目完成投资23亿元，4条公路主体贯通，新建2座公路桥。
光伏装机新增623万千瓦、达到1968万千瓦，占到电力总装机的56%。
建成零工驿站10个、就业服务站5个。
贫困人口由4960万人减少到2820万人。
新（改、扩）建学校16所、新增学位1.6万个。
新引进加工企业40家、湘商项目196个，分别完成年度目标的333%、196%。
二、2024年工作安排
计划完成公路建设投资18亿元。光伏装机达到2000万千瓦以上。新（改、扩）建学校25所。
新建公园绿地12个，其中口袋公园8个。
""",
}

PUZZLING = {
    "临湘市2024年政府工作报告": """各位代表：
我代表临湘市人民政府，向大会报告工作。
一、2023年工作回顾
城镇新增就业5.1万人。全市高新技术企业达到600家。改造老旧小区35个。
稳就业成效明显，城镇新增就业5.6万人。
开工百亿项目6个。固定资产投资在应对多难局面下增长3.2%。新型基础设施投资完成12亿元，基础设施投资完成90亿元。
临湘运动员夺得2枚亚运金牌、7枚亚残运金牌。
二、2024年工作安排
固定资产投资增长5%。城镇新增就业5万人以上。新增高新技术企业100家。改造老旧小区38个。
实施重点项目30个。完成新型基础设施投资15亿元、基础设施投资95亿元。
""",
}

STRUCTURED = {
    "耒阳市2025年政府工作报告": """各位代表：
我代表耒阳市人民政府，向大会报告工作。
一、2024年工作回顾
2024年极不平凡，全市上下迎难而上、团结奋斗。
（一）全力稳定经济运行，发展态势向好。地区生产总值增长5.6%。新登记企业1200家。
（二）加快培育特色产业，动能不断增强。油茶面积达到60万亩。
（三）用心办好民生事业，群众生活改善。教育质量提升。新建学校12所，新增学位9000个。学前教育覆盖率达到95%。健康服务增强。改造乡镇卫生院5所。
各位代表！成绩来之不易，这是大家共同努力的结果。我们也清醒看到，发展还面临不少困难：产业基础偏弱。教育短板还不少。对此，我们将认真加以解决。
二、2025年工作安排
主要预期目标是：地区生产总值增长6%左右。
（一）着力扩大有效需求，增强发展后劲。实施项目80个，发放消费券2000万元。
（二）着力推进乡村全面振兴，建设和美乡村。
夯实粮食安全。建设高标准农田3万亩，守住耕地红线。
壮大特色产业。新增油茶加工企业4家。
（三）着力保障改善民生，提升生活品质。
办好人民满意教育。新建学校6所。新增学位4000个。
推进健康建设。新建社区医院2所。
三、加强政府自身建设
坚持依法行政，转变工作作风。
""",
    "资兴市2025年政府工作报告": """各位代表：
我代表资兴市人民政府，向大会报告工作。
一、2024年工作回顾
新建公路12公里，改造桥梁3座，建成停车场5个。
二、2025年工作安排
（一）扎实办好民生实事，改善人民生活。新建学校3所。
（二）全力推进项目建设，积蓄发展后劲。实施项目40个。
（三）持续改善生态环境，守护青山绿水。造林5000亩。
""",
    "常宁市2025年政府工作报告": "各位代表：\n我代表常宁市人民政府，向大会报告工作。\n二、2025年工作安排\n"
    + "".join(
        f"（{number}）着力做好第{number}个方面的事情，增强动力。落实各项措施，完成任务。\n"
        for number in (*"一二三四五六七八九十", *(f"十{one}" for one in "一二三四"))
    ),
}


@pytest.fixture(scope="session")
def structured(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    return _assistant(tmp_path_factory.mktemp("structured"), STRUCTURED, shipped_encoder)


@pytest.fixture(scope="session")
def puzzling(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    return _assistant(tmp_path_factory.mktemp("puzzling"), PUZZLING, shipped_encoder)


@pytest.fixture(scope="session")
def one_place(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    return _assistant(tmp_path_factory.mktemp("one_place"), ONE_PLACE, shipped_encoder)


@pytest.fixture(scope="session")
def several(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Encoder) -> Assistant:
    return _assistant(tmp_path_factory.mktemp("several"), REPORTS, shipped_encoder)


def _assistant(folder: Path, reports: Mapping[str, str], encoder: Encoder) -> Assistant:
    for name, text in reports.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    build_index([folder], folder / "index", encoder)
    return open_assistant(
        Settings(index=folder / "index", llm_model="", home_place="", _env_file=None)
    )
