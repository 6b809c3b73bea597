from pathlib import Path

import pytest

from index.chunker import cut
from index.errors import ReportUnreadable
from index.reading.files import MAX_BYTES
from index.reports.reader import read_reports
from index.reports.report_file import digest, side_file
from tests.conftest import SEED_FILE
from tests.index.reading.pages import TEMPLATES, Template


def test_the_seed_file_holds_three_reports_with_reporter_place_and_title() -> None:
    reports = read_reports(SEED_FILE)
    assert [report.id for report in reports] == [f"{SEED_FILE.stem}#{n}" for n in (1, 2, 3)]
    assert [report.reporter for report in reports] == ["周俊英", "张璐", "周俊英"]
    assert {(report.place, report.level, report.year) for report in reports} == {
        ("安阳市北关区", "district", 2026)
    }
    assert reports[2].title.endswith("北关区政府工作报告解读")
    assert "经济运行稳中有进" in [heading.text for heading in reports[2].headings]


def test_the_reports_of_a_file_tile_it_as_read() -> None:
    read = SEED_FILE.read_bytes().decode("utf-8")
    assert "".join(report.text for report in read_reports(SEED_FILE)) == read


def test_a_heading_span_is_the_line_as_read() -> None:
    report = read_reports(SEED_FILE)[2]
    for heading in report.headings:
        assert report.text[heading.start : heading.end].endswith(heading.text)
        assert report.text[heading.start] == "#"


def test_a_paragraph_that_a_column_broke_is_one() -> None:
    report = read_reports(SEED_FILE)[2]
    broken = [report.text[slice(*span)] for span in report.paragraphs]
    (joined,) = [text for text in broken if "流动摊贩" in text]
    assert "流动摊贩\n\n疏导点" in joined


def test_a_subtitle_is_not_joined_to_the_text_below() -> None:
    report = read_reports(SEED_FILE)[0]
    first = report.text[slice(*report.paragraphs[0])]
    assert first == "北关区第十一届人民代表大会第六次会议召开"


def test_chinese_numbering_makes_headings_where_nothing_is_marked(tmp_path: Path) -> None:
    file = tmp_path / "2025年青山县政府工作报告.txt"
    file.write_text(
        "一、2024年工作回顾\n（一）经济平稳增长\n生产总值增长6%。\n（二）坚持创新。引进人才20人。\n",
        encoding="utf-8",
    )
    (report,) = read_reports(file)
    assert [(h.level, h.text) for h in report.headings] == [
        (1, "一、2024年工作回顾"),
        (2, "（一）经济平稳增长"),
    ]
    assert (report.place, report.level, report.year) == ("青山县", "district", 2025)


def test_gb18030_is_read(tmp_path: Path) -> None:
    file = tmp_path / "报告.txt"
    file.write_bytes("全年生产总值完成189.3亿元。".encode("gb18030"))
    assert read_reports(file)[0].text == "全年生产总值完成189.3亿元。"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "空"),
        (b"  \n\n ", "空"),
        (b"\xef\xbb\xbf", "空"),
        (bytes(range(256)), "不是文本"),
        (b"PK\x03\x04\x14\x00\x06\x00" + bytes(range(256)), "损坏"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_its_reason(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "坏文件.txt"
    file.write_bytes(content)
    with pytest.raises(ReportUnreadable, match=reason) as caught:
        read_reports(file)
    assert "坏文件.txt" in str(caught.value)


def test_a_file_over_the_limit_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "大文件.txt"
    with file.open("wb") as sparse:
        sparse.truncate(MAX_BYTES + 1)
    with pytest.raises(ReportUnreadable, match="上限"):
        read_reports(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportUnreadable, match="不存在"):
        read_reports(tmp_path / "没有.txt")


def test_an_article_that_the_side_file_names_but_the_text_lacks_is_named(tmp_path: Path) -> None:
    file = tmp_path / "报道.txt"
    file.write_text("# 甲\n\n正文。\n", encoding="utf-8")
    (tmp_path / "报道.meta.toml").write_text('[[article]]\nheading = "乙"\n', encoding="utf-8")
    with pytest.raises(ReportUnreadable, match="乙"):
        read_reports(file)


@pytest.mark.parametrize("toml", ["plaice = '甲'", "year = 'x'", "not toml at all"])
def test_a_wrong_side_file_is_named(tmp_path: Path, toml: str) -> None:
    file = tmp_path / "报道.txt"
    file.write_text("正文。", encoding="utf-8")
    (tmp_path / "报道.meta.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ReportUnreadable, match=r"报道\.meta\.toml"):
        read_reports(file)


def test_the_digest_changes_with_the_side_file(report_file: Path) -> None:
    before = digest(report_file)
    report_file.with_name(report_file.stem + ".meta.toml").write_text('place = "甲县"', "utf-8")
    changed = digest(report_file)
    assert changed != before
    report_file.with_name(report_file.stem + ".meta.toml").unlink()
    assert digest(report_file) == before


def test_a_text_given_for_another_place_than_the_file_is_named_after_is_refused(
    tmp_path: Path,
) -> None:
    opening = "各位代表：\n我代表{}，向大会报告工作。\n一、2023年工作回顾\n全年新增就业5万人。\n"
    path = tmp_path / "襄阳市2024年政府工作报告.txt"
    for given_for in ("国务院", "广元市人民政府"):
        path.write_text(opening.format(given_for), encoding="utf-8")
        with pytest.raises(ReportUnreadable, match=r"'襄阳市'，文本却是"):
            read_reports(path)
    for own in ("市人民政府", "襄阳市人民政府", "湖北省襄阳市人民政府"):
        path.write_text(opening.format(own), encoding="utf-8")
        assert read_reports(path)[0].place == "襄阳市"
    path.write_text(opening.format("国务院"), encoding="utf-8")
    side_file(path).write_text('place = "襄阳市"\nyear = 2024\n', encoding="utf-8")
    assert read_reports(path)[0].place == "襄阳市"


@pytest.mark.parametrize(
    "title", ["2024年工作安排建议", "2024年主要工作", "2024年总体目标和重点任务", "2024年工作建议"]
)
def test_a_plan_under_an_unnumbered_title_is_a_plan(tmp_path: Path, title: str) -> None:
    path = tmp_path / "成都市2024年政府工作报告.txt"
    text = f"2023年工作回顾\n全年新增就业5万人。\n{title}\n地区生产总值增长6%左右。\n"
    path.write_text(text, encoding="utf-8")
    (report,) = read_reports(path)
    kinds = {passage.kind for passage in cut(report) if "增长6%" in passage.text}
    assert kinds == {"target"}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_a_saved_page_gives_its_title_place_year_and_headings(
    tmp_path: Path, template: Template
) -> None:
    path = tmp_path / "content_1234567.html"
    paragraphs = (
        "各位代表：",
        "一、2024年工作回顾",
        "新增就业5万人。",
        "二、2025年重点工作",
        "新建公园7个。",
    )
    path.write_bytes(template.make("2025年青山县政府工作报告", paragraphs))
    (report,) = read_reports(path)
    assert (report.title, report.place, report.year) == ("2025年青山县政府工作报告", "青山县", 2025)
    assert [heading.text for heading in report.headings] == [paragraphs[1], paragraphs[3]]
    kinds = {p.kind for p in cut(report) if "公园" in p.text}
    assert kinds == {"target"}


@pytest.mark.parametrize(
    ("review", "plan"),
    [
        ("一、2023年主要工作", "二、2024年主要目标和重点工作"),
        ("一、过去一年的工作", "二、2024年工作安排"),
        ("奋力完成2023年高质量发展的各项任务", "全力实现2024年高质量发展的奋斗目标"),
    ],
)
def test_the_year_is_that_of_what_the_headings_plan(tmp_path: Path, review: str, plan: str) -> None:
    path = tmp_path / "绍兴.txt"
    path.write_text(f"{review}\n新增就业5万人。\n{plan}\n新建公园7个。\n", encoding="utf-8")
    (report,) = read_reports(path)
    assert report.year == 2024
    kinds = [(p.period, p.kind) for p in cut(report)]
    assert kinds == [(2023, "actual"), (2024, "target")]
