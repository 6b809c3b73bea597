"""Each kind of document is recognised by its title, its form or its words; each has its years."""

from pathlib import Path

import pytest

from index.chunker import cut
from index.errors import ReportUnreadable
from index.figures.figure import Context, Period
from index.figures.passage_figures import figures_of
from index.figures.period_rules import RULES, years_covered
from index.report import DocumentKind, Report
from index.reports.document_kind import guess_kind
from index.reports.metadata import guess_metadata
from index.reports.reader import read_reports
from index.reports.year_of_report import guess_time


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("白塔县2024年政府工作报告", "work_report"),
        ("白塔县人民代表大会常务委员会工作报告", "work_report"),
        ("白塔县2024年国民经济和社会发展统计公报", "communique"),
        ("白塔县第七次全国人口普查公报（第二号）", "communique"),
        ("关于白塔县2024年预算执行情况和2025年预算草案的报告", "budget"),
        ("白塔县2024年国民经济和社会发展计划执行情况与2025年计划草案的报告", "budget"),
        ("2024-25年度財政預算案", "budget"),
        ("关于白塔县2023年财政决算（草案）的报告", "accounts"),
        ("关于白塔县2024年上半年预算执行情况的报告", "accounts"),
        ("白塔县2024年政府信息公开工作年度报告", "disclosure"),
        ("白塔县国民经济和社会发展第十四个五年规划和2035年远景目标纲要", "plan"),
        ("白塔县“十四五”水利发展规划", "plan"),
        ("白塔县综合交通规划(2021—2025年)", "plan"),
        ("2024年一季度白塔县经济运行情况", "bulletin"),
        ("白塔县1—8月主要经济指标", "bulletin"),
        ("白塔县统计月报", "bulletin"),
        ("2024年施政報告", "address"),
        ("二〇二五年財政年度施政報告", "fiscal_address"),
        ("在中国共产党白塔县第十四次代表大会上的报告", "congress"),
        ("中国共产党第十八次全国代表大会报告", "congress"),
        ("白塔县关于促进消费的若干措施", "policy"),
        ("白塔县人民政府办公室关于做好春耕工作的通知", "policy"),
        ("白塔县民政局2024年工作总结和2025年工作计划", "summary"),
        ("白塔县人民检察院2024年工作报告", "work_report"),
        ("白塔县的桥", "unknown"),
        ("报告", "unknown"),
    ],
)
def test_a_title_says_the_kind(name: str, kind: DocumentKind) -> None:
    assert guess_kind([name], "全文如下。").kind == kind
    assert guess_kind(["1"], f"{name}\n\n全文如下。").kind == kind  # the same at its head


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("各位代表：\n\n现在，我代表县人民政府，向大会报告工作，请予审议。\n", "work_report"),
        ("2023年工作回顾\n一年来成绩不少。\n2024年工作安排\n修路。\n", "work_report"),
        ("（2024年1月9日在白塔县第十届人民代表大会第三次会议上）\n", "work_report"),
        ("同志们：\n现在，我代表中共白塔县第九届委员会向大会作报告。这次代表大会……\n", "congress"),
        ("本报讯（记者 王平）3月5日，白塔县发布统计公报。\n", "news"),
        (
            "白塔县发布2023年统计公报 经济增长5%\n新华社郑州3月5日电 记者从县统计局获悉，……\n",
            "news",
        ),
        ("白塔县2023年国民经济和社会发展统计公报\n白塔日报记者从统计局获悉。\n", "communique"),
        ("白塔县的天气不错。\n", "unknown"),
    ],
)
def test_form_and_words_say_the_kind_where_no_title_does(text: str, kind: DocumentKind) -> None:
    assert guess_kind(["1"], text).kind == kind


@pytest.mark.parametrize(
    ("name", "text", "kind", "year"),
    [
        ("白塔县2024年统计公报", "（2025年3月20日）\n全年增长5%。", "communique", 2024),
        ("白塔县2023年预算执行情况和2024年预算草案的报告", "一、2023年预算执行", "budget", 2024),
        ("白塔县民政局2023年工作总结和2024年工作计划", "全年发放低保金3万元。", "summary", 2023),
        ("白塔县一九九八年国民经济和社会发展统计公报", "全年增长5%。", "communique", 1998),
        ("中国共产党第十八次全国代表大会报告", "同志们：", "congress", 2012),
        ("中国共产党第八次全国代表大会报告", "同志们：", "congress", 1956),
        ("白塔县关于促进消费的若干措施", "白政〔2023〕12号\n一、发放消费券。", "policy", 2023),
        ("关于做好春耕工作的通知", "各乡镇：请抓好春耕。\n白塔县人民政府\n2022年3月1日", "policy", 2022),
        ("关于1980、1981年国民经济计划安排的报告", "各位代表：", "budget", 1980),
        ("2024-25年度财政预算案", "主席：", "budget", 2024),
        ("白塔县“十四五”规划", "第一章 发展基础", "plan", 2021),
        ("关于2025年节假日安排的通知", "白政办〔2024〕12号\n放假8天。", "policy", 2025),
    ],
)  # fmt: skip
def test_each_kind_is_named_by_its_own_year(
    name: str, text: str, kind: DocumentKind, year: int
) -> None:
    guess = guess_time(name, "", text)
    assert (guess.document, guess.year) == (kind, year)


@pytest.mark.parametrize(
    ("text", "kind", "doubted"),
    [
        # Given in the year after the one it is named by, and in that year.
        (
            "——2024年1月9日在白塔县第十届人民代表大会第三次会议上\n审结3000件。",
            "year_report",
            False,
        ),
        (
            "——2023年1月9日在白塔县第十届人民代表大会第二次会议上\n审结3000件。",
            "work_report",
            False,
        ),
        ("2023年，审结案件3000件。\n2024年，我们将推进诉源治理。", "year_report", False),
        ("2022年，审结案件3000件。\n二、2023年工作安排\n推进诉源治理。", "work_report", False),
        ("全年审结案件3000件，较2022年上升2%。", "year_report", True),
        ("审结案件3000件。", "unknown", True),
    ],
)
def test_a_courts_report_is_named_by_the_year_it_is_on_or_given_in(
    text: str, kind: DocumentKind, doubted: bool
) -> None:
    guess = guess_time("白塔县人民法院2023年工作报告", "", f"白塔县人民法院2023年工作报告\n{text}")
    assert (guess.document, guess.year, bool(guess.doubts)) == (kind, 2023, doubted)


def _report(path: Path, text: str, side: str = "") -> Report:
    path.write_text(text, encoding="utf-8")
    if side:
        path.with_name(f"{path.stem}.meta.toml").write_text(side, encoding="utf-8")
    (report,) = read_reports(path)
    return report


def _periods(report: Report) -> list[tuple[str, str, str]]:
    return [
        (f.binding.quantity.raw, str(f.binding.period), f.binding.kind)
        for passage in cut(report)
        for f in figures_of(passage)
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "白塔县2023年统计公报",
            "一、综合\n全年地区生产总值88亿元。\n二、主要任务\n粮食产量16万吨。\n",
            [("88亿元", "2023", "actual"), ("16万吨", "2023", "actual")],
        ),
        (
            "白塔县2023年预算执行情况和2024年预算草案的报告",
            "一、2023年预算执行情况\n税收收入1800万元。\n二、2024年预算草案\n税收收入1900万元。\n",
            [("1800万元", "2023", "actual"), ("1900万元", "2024", "target")],
        ),
        (
            "白塔县林业局2023年工作总结",
            "造林300亩。2024年，计划造林400亩。\n",
            [("300亩", "2023", "actual"), ("400亩", "2024", "target")],
        ),
        (
            "白塔县“十四五”规划",
            "第一章 发展基础\n2020年地区生产总值80亿元。\n第二章 目标\n地区生产总值110亿元。\n",
            [("80亿元", "2020", "actual"), ("110亿元", "2025", "target")],
        ),
        (
            "白塔县“十四五”规划",
            "第二章 目标\n到“十四五”末，森林覆盖率达到19%。研发经费投入年均增长8%以上。\n",
            [("19%", "2025", "target"), ("8%以上", "2021-2025", "target")],
        ),
        (
            "白塔县2022年财政决算的报告",
            "2022年，债务收入8亿元，上年结转5亿元，预算总收入88亿元。\n",
            [("8亿元", "2022", "actual"), ("5亿元", "2022", "actual"), ("88亿元", "2022", "actual")],
        ),
        (
            "关于促进消费的若干措施",
            "白政〔2023〕12号\n购车补贴3000元。2022年，补贴2000元。\n",
            [("3000元", "2023", "actual"), ("2000元", "2022", "actual")],
        ),
        (
            "2021年施政报告",
            "兴建单位3万个。今年，新建单位1万个。去年，新建单位2万个。\n",
            [("3万个", "None", "actual"), ("1万个", "2021", "actual"), ("2万个", "2020", "actual")],
        ),
        (
            "2026年财政年度施政报告",
            "今年，新建单位1万个。明年，计划新建单位2万个。\n",
            [("1万个", "2025", "actual"), ("2万个", "2026", "target")],
        ),
        (
            "白塔县的桥（2023年）",
            "共有桥梁18座。2022年，新建桥梁12座。\n",
            [("18座", "None", "actual"), ("12座", "2022", "actual")],
        ),
        (
            "中国共产党第十八次全国代表大会报告",
            "同志们：\n城镇新增就业5000万人。城镇化率达到52%。\n",
            [("5000万人", "2008-2012", "actual"), ("52%", "2012", "actual")],
        ),
        (
            "白塔县一九九九年政府工作报告",
            "一、一九九八年工作回顾\n粮食产量16万吨。\n二、一九九九年工作安排\n粮食产量17万吨。\n",
            [("16万吨", "1998", "actual"), ("17万吨", "1999", "target")],
        ),
    ],
)  # fmt: skip
def test_the_figures_of_each_kind_are_of_its_years(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _periods(_report(tmp_path / f"{name}.txt", text)) == expected


def test_a_side_file_sets_the_kind(tmp_path: Path) -> None:
    text = "造林300亩。\n"
    open_kind = _report(tmp_path / "白塔县2023年.txt", text)
    assert (open_kind.document, _periods(open_kind)) == ("unknown", [("300亩", "None", "actual")])
    assert any("看不出" in doubt for doubt in open_kind.doubts)
    given = _report(tmp_path / "白塔县2023年.txt", text, 'kind = "communique"\nyear = 2023\n')
    assert (given.document, _periods(given)) == ("communique", [("300亩", "2023", "actual")])
    assert not given.doubts
    with pytest.raises(ReportUnreadable, match="kind"):
        _report(tmp_path / "白塔县2023年.txt", text, 'kind = "leaflet"\n')


def test_what_a_document_covers_is_by_its_kind() -> None:
    assert years_covered("work_report", 2024, None) == {2023, 2024}
    assert years_covered("communique", 2024, None) == {2024}
    assert years_covered("plan", 2021, (2021, 2025)) == set(range(2020, 2026))
    assert years_covered("news", 2024, None) == {2023, 2024}
    assert years_covered("address", 2024, None) == {2023, 2024}
    assert years_covered("unknown", None, None) == frozenset()


def test_every_kind_has_its_rule() -> None:
    assert set(RULES) == set(DocumentKind.__args__)  # type: ignore[attr-defined]
    assert Context().document in RULES
    assert Period(2023, 2023).meets(Period(2020, 2024))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "白塔县2024年前三季度经济运行情况",
            "地区生产总值60亿元。9月份，用电量3亿千瓦时。\n",
            [("60亿元", "2024年前三季度", "actual"), ("3亿千瓦时", "2024年9月", "actual")],
        ),
        (
            "白塔县2024年1—8月主要经济指标",
            "一般公共预算收入3亿元。\n",
            [("3亿元", "2024年1—8月", "actual")],
        ),
        ("白塔县2024年统计月报", "出口2亿元。\n", [("2亿元", "None", "actual")]),
        (
            "白塔县统计月报",
            "2024年8月，出口2亿元。\n",
            [("2亿元", "2024年8月", "actual")],
        ),
    ],
)  # fmt: skip
def test_a_bulletin_is_about_its_part_of_the_year(
    tmp_path: Path, name: str, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert _periods(_report(tmp_path / f"{name}.txt", text)) == expected


def test_the_time_that_news_open_with_holds_throughout(tmp_path: Path) -> None:
    text = (
        "本报讯（记者 王平）2022年，白塔县造林300亩。其中，经济林100亩。较2021年增长5%。\n"
        "全县共有苗圃12个。到2025年，力争造林900亩。新建苗圃15个。\n"
    )
    assert _periods(_report(tmp_path / "1.txt", text)) == [
        ("300亩", "2022", "actual"), ("100亩", "2022", "actual"), ("5%", "2022", "actual"),
        ("12个", "2022", "actual"), ("900亩", "2025", "target"), ("15个", "2025", "target"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "新华社郑州7月20日电 今年上半年，白塔县税收3亿元。社会消费品零售总额9亿元。"
            "6月，用电量2亿千瓦时。\n全年任务完成51%。\n",
            [
                ("3亿元", "2023年上半年", "actual"), ("9亿元", "2023年上半年", "actual"),
                ("2亿千瓦时", "2023年6月", "actual"), ("51%", "2023年上半年", "actual"),
            ],
        ),
        (  # in January 12月 is of the year before
            "新华社郑州1月12日电 12月，白塔县居民消费价格上涨0.3%。\n",
            [("0.3%", "2022年12月", "actual")],
        ),
        (
            "新华社郑州7月20日电 第二季旅客消费9亿元。\n",
            [("9亿元", "2023年二季度", "actual")],
        ),
        ("新华社郑州7月20日电 白塔县有桥18座。\n", [("18座", "None", "actual")]),
    ],
)  # fmt: skip
def test_news_are_of_the_time_that_they_name(
    tmp_path: Path, text: str, expected: list[tuple[str, str, str]]
) -> None:
    month = "01" if "1月12日" in text else "07"
    side = f'year = 2023\ndate = "2023-{month}-20"\n'
    assert _periods(_report(tmp_path / "1.txt", text, side)) == expected


def test_what_a_figure_is_made_up_of_is_of_its_year(tmp_path: Path) -> None:
    text = (
        "二、过去一年的工作\n工农业总产值在一九五六年达到70亿元。其中，工业总产值40亿元。手工业产值8亿元。\n"
        "第一个五年计划期间，基本建设投资4亿元。\n"
    )
    assert _periods(_report(tmp_path / "1958年政府工作报告.txt", text)) == [
        ("70亿元", "1956", "actual"), ("40亿元", "1956", "actual"), ("8亿元", "1957", "actual"),
        ("4亿元", "1953-1957", "cumulative"),
    ]  # fmt: skip


def test_a_budget_has_what_was_done_planned_and_held_the_year_before(tmp_path: Path) -> None:
    text = (
        "一、2023年预算执行情况\n"
        "税收收入1801万元，完成年初预算1770万元的101.8%，比上年1640万元增长9.8%。\n"
        "非税收入520万元，为预算的96%，下降3.1%。\n"
        "二、2024年预算草案\n税收收入预算安排1900万元，增长5.5%。\n"
    )
    report = _report(tmp_path / "白塔县2023年预算执行情况和2024年预算草案的报告.txt", text)
    found = [f.binding for passage in cut(report) for f in figures_of(passage)]
    assert [(b.quantity.raw, b.indicator, b.attribute, str(b.period), b.kind) for b in found] == [
        ("1801万元", "税收收入", "level", "2023", "actual"),
        ("1770万元", "税收收入", "level", "2023", "target"),
        ("101.8%", "税收收入", "share", "2023", "actual"),
        ("1640万元", "税收收入", "level", "2022", "actual"),
        ("9.8%", "税收收入", "change", "2023", "actual"),
        ("520万元", "非税收入", "level", "2023", "actual"),
        ("96%", "非税收入预算", "share", "2023", "actual"),
        ("3.1%", "非税收入", "change", "2023", "actual"),
        ("1900万元", "税收收入", "level", "2024", "target"),
        ("5.5%", "税收收入", "change", "2024", "target"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1919年，北京学生走上街头。1919年是他求学的一年。",
        "一八九八年，京师大学堂成立。",
        "1911年10月10日在武昌，起义爆发，震动全国。",
    ],
)
def test_a_year_before_there_were_such_documents_is_not_that_of_one(text: str) -> None:
    assert guess_time("往事", "", text).year is None
    assert guess_metadata("往事", text).year is None


def test_the_first_year_of_such_documents_is_one() -> None:
    assert guess_time("1949年工作报告", "", "1949年，全国粮食产量11318万吨。").year == 1949
