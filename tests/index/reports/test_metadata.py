"""What is known of a file: from its text, its name and its side file, and what is doubtful."""

from pathlib import Path

import pytest

from index.errors import ReportUnreadable
from index.reading.source_text import SourceText
from index.reports.metadata import guess_metadata, read_metadata
from index.reports.place_of_report import guess_place
from index.reports.text_doubts import text_doubts
from index.reports.year_of_report import guess_time

GIVEN = "各位代表：\n现在，我代表{}人民政府，向大会报告工作。\n一、2023年工作回顾\n"


@pytest.mark.parametrize(
    ("name", "given_for", "place", "level"),
    [
        ("杭州", "市", "杭州市", "city"),
        ("恩施", "市", "恩施州恩施市", "district"),
        ("恩施", "州", "恩施州", "city"),
        ("吉林", "省", "吉林省", "province"),
        ("吉林", "市", "吉林市", "city"),
        ("河南省安阳市北关区2026年政府工作报告", "区", "安阳市北关区", "district"),
        ("北关区2026年两会报道", "区", "安阳市北关区", "district"),
        ("2025年宁夏政府工作报告", "自治区", "宁夏回族自治区", "province"),
        ("锡林郭勒盟", "盟", "锡林郭勒盟", "city"),
    ],
)
def test_a_name_is_read_by_the_kind_of_place_that_the_text_is_given_for(
    name: str, given_for: str, place: str, level: str
) -> None:
    guess = guess_place(name, GIVEN.format(given_for))
    assert (guess.place, guess.level, guess.contradicted) == (place, level, None)


@pytest.mark.parametrize(
    "name", ["赴北京考察报告", "杭州和宁波的报告", "会议纪要", "示范区建设情况"]
)
def test_a_name_that_only_mentions_a_place_is_of_none(name: str) -> None:
    assert guess_place(name, "会议召开。").place is None


def test_a_short_name_that_is_not_read_as_the_widest_is_doubtful() -> None:
    (doubt,) = guess_place("黄山", GIVEN.format("区")).doubts
    assert "黄山市黄山区" in doubt
    assert guess_place("黄山", GIVEN.format("市")).doubts == ()


def test_a_name_of_several_places_is_left_open_unless_the_text_decides() -> None:
    assert guess_place("朝阳", GIVEN.format("区")).place is None
    found = GIVEN.format("区") + "长春新区与长春市区同步，长春经济圈加快成形。"
    assert guess_place("朝阳", found).place == "长春市朝阳区"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("襄阳", "各位代表：\n我代表国务院，向大会报告政府工作。\n"),
        ("襄阳市2024年政府工作报告", GIVEN.format("广元市")),
        ("杭州", GIVEN.format("区")),
        ("襄阳", GIVEN.format("市") + "岳阳经济稳中向好。" * 300),
    ],
)
def test_a_text_of_another_place_than_the_name_is_contradicted(name: str, text: str) -> None:
    assert guess_place(name, text).contradicted


def test_a_place_that_the_text_hardly_names_is_doubtful() -> None:
    text = GIVEN.format("市") + "经济稳中向好。" * 400
    (doubt,) = guess_place("襄阳", text).doubts
    assert "襄阳市" in doubt
    assert guess_place("襄阳", text + "襄阳开局良好。" * 3).doubts == ()


def test_without_a_name_the_place_that_is_named_by_far_the_most_is_taken_and_said() -> None:
    text = GIVEN.format("市") + "岳阳经济稳中向好。" * 30 + "与长沙合作。"
    guess = guess_place("政府工作报告", text)
    assert guess.place == "岳阳市"
    assert "岳阳市" in guess.doubts[0]
    even = guess_place("政府工作报告", GIVEN.format("市") + "岳阳与长沙合作。" * 30)
    assert even.place is None
    assert even.doubts


@pytest.mark.parametrize(
    ("name", "folder", "text", "year", "date", "doubted"),
    [
        ("杭州", "", "(2024年1月29日在杭州市第十四届人民代表大会上)", 2024, "2024-01-29", False),
        ("上海", "", "2025年1月15日龚正市长在上海市第十六届人民代表大会上", 2025, "2025-01-15", False),
        ("池州", "cities-2024", "一、2022年工作回顾\n二、2023年重点工作", 2023, None, True),
        ("池州", "cities-2023", "一、2022年工作回顾\n二、2023年重点工作", 2023, None, False),
        ("池州2024年", "", "一、2022年工作回顾\n二、2023年重点工作", 2023, None, True),
        ("永州", "", "一、2023年工作回顾", 2024, None, True),  # nothing bears it out
        (
            "永州", "", "2023年12月27日在永州市第六届人民代表大会上\n一、2023年工作回顾\n2024年目标",
            2024, "2023-12-27", False,
        ),
        ("报告", "", "各位代表：", None, None, True),
        ("2019-2024年汇编", "", "各位代表：", None, None, True),
    ],
)  # fmt: skip
def test_the_year_comes_from_the_text_before_the_names(
    name: str, folder: str, text: str, year: int | None, date: str | None, doubted: bool
) -> None:
    guess = guess_time(name, folder, text)
    assert (guess.year, guess.date, bool(guess.doubts)) == (year, date, doubted)


WHOLE = GIVEN.format("市") + "\n".join(
    f"第{n}项工作进展顺利，群众满意度稳步提高。" * 9 for n in range(40)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE, None),
        (WHOLE[:400] + "。", "不全"),
        ("政府工作报告（摘要）\n" + WHOLE, "摘要"),
        (WHOLE.replace("\n", ""), "没有分段"),
        (WHOLE[1:], "开头"),
        (WHOLE.replace("各位代表：\n现在，我代表市人民政府，向大会报告工作。\n", ""), "开头"),
        (WHOLE[:-1], "结尾"),
        (WHOLE + "\ns", "多余"),
        (WHOLE + "\n责任编辑：张三", "网页"),
        ("来源：北京日报\n" + WHOLE, "北京市"),
        ("来源：浙江日报\n" + WHOLE, None),
        ("来源：杭州日报\n" + WHOLE, None),
    ],
)
def test_what_is_wrong_with_a_text_is_reported(text: str, expected: str | None) -> None:
    faults = text_doubts(text, "杭州市")
    assert len(faults) == (expected is not None), faults
    assert expected is None or expected in faults[0]


def test_hard_wrapped_lines_and_page_numbers_are_reported() -> None:
    lines = [WHOLE[i : i + 30] for i in range(0, len(WHOLE), 30)]
    pages = [line if n % 25 else f"{line}\n— {n} —" for n, line in enumerate(lines)]
    faults = text_doubts("\n".join(pages), "杭州市")
    assert any("折断" in fault for fault in faults)
    assert any("页码" in fault for fault in faults)


def test_what_is_no_work_report_has_no_faults() -> None:
    assert text_doubts("安阳新闻：新建公园7个", "安阳市") == ()


def known(path: Path, toml: str, text: str) -> tuple[str | None, str | None, int | None, str]:
    found = read_metadata(path, SourceText(text), toml.encode("utf-8"))
    metadata = found.metadata
    return metadata.place, metadata.level, metadata.year, "".join(found.doubts)


def test_a_side_file_is_obeyed_and_what_the_text_says_otherwise_is_a_doubt(tmp_path: Path) -> None:
    place, level, year, doubts = known(
        tmp_path / "池州.txt", 'place = "杭州市"\nyear = 2024\n', "一、2022年工作回顾\n2023年目标。"
    )
    assert (place, level, year) == ("杭州市", "city", 2024)
    assert "池州市" in doubts
    assert "2023年" in doubts


@pytest.mark.parametrize("written", ["河南省安阳市北关区", "安阳市北关区", "北关区"])
def test_the_place_of_a_side_file_is_put_in_full(tmp_path: Path, written: str) -> None:
    found = known(tmp_path / "报道.txt", f'place = "{written}"\nyear = 2026\n', "两会召开。")
    assert found == ("安阳市北关区", "district", 2026, "")


def test_a_place_that_the_gazetteer_lacks_is_kept_and_said(tmp_path: Path) -> None:
    toml = 'place = "云梦新城"\nlevel = "district"\nyear = 2026\n'
    place, level, _, doubts = known(tmp_path / "报道.txt", toml, "会议召开。")
    assert (place, level) == ("云梦新城", "district")
    assert "地名录" in doubts


def test_a_place_of_a_side_file_that_could_be_several_is_said(tmp_path: Path) -> None:
    *_, doubts = known(tmp_path / "报道.txt", 'place = "朝阳区"\nyear = 2026\n', "会议召开。")
    assert "北京市朝阳区、长春市朝阳区" in doubts


@pytest.mark.parametrize("date", ["2026年2月27日", "27.2.2026", "2026-02-27/"])
def test_a_date_that_is_none_is_refused_by_its_field(tmp_path: Path, date: str) -> None:
    with pytest.raises(ReportUnreadable, match="'date'"):
        known(tmp_path / "报道.txt", f'date = "{date}"\n', "会议召开。")


def test_a_file_called_by_its_place_alone_has_a_title_that_says_more(tmp_path: Path) -> None:
    found = read_metadata(tmp_path / "杭州.txt", SourceText(GIVEN.format("市")), None)
    assert found.metadata.title == "杭州市2024年政府工作报告"
    named = read_metadata(tmp_path / "杭州市工作报告.txt", SourceText(GIVEN.format("市")), None)
    assert named.metadata.title == "杭州市工作报告"


@pytest.mark.parametrize(
    ("stem", "place", "level", "year"),
    [
        ("2025年河北省政府工作报告", "河北省", "province", 2025),
        ("2025年北京市政府工作报告", "北京市", "province", 2025),
        ("青山县2024年政府工作报告全文", "青山县", "district", 2024),
        ("会议纪要", None, None, None),
    ],
)
def test_place_and_year_are_guessed_from_a_file_name(
    stem: str, place: str | None, level: str | None, year: int | None
) -> None:
    guessed = guess_metadata(stem)
    assert (guessed.place, guessed.level, guessed.year) == (place, level, year)


@pytest.mark.parametrize(
    ("text", "place", "level", "year", "date"),
    [
        (
            "(2024年1月29日在杭州市第十四届人民代表大会第四次会议上)\n各位代表:",
            "杭州市",
            "city",
            2024,
            "2024-01-29",
        ),
        ("# 2025年青山县政府工作报告\n\n各位代表:", "青山县", "district", 2025, None),
        ("各位代表:现在,我代表市人民政府,向大会报告工作。", None, None, None, None),
    ],
)
def test_place_year_and_date_are_given_by_the_head_of_the_text(
    text: str, place: str | None, level: str | None, year: int | None, date: str | None
) -> None:
    guessed = guess_metadata("报告", text)
    assert (guessed.place, guessed.level, guessed.year, guessed.date) == (place, level, year, date)


def _with_url(folder: Path, url: str) -> str | None:
    file = folder / "报告.txt"
    side = f'place = "北关区"\nurl = "{url}"\n'.encode()
    return read_metadata(file, SourceText("全区生产总值完成189.3亿元。"), side).metadata.url


def test_a_side_file_says_where_a_report_was_published(tmp_path: Path) -> None:
    assert (
        _with_url(tmp_path, "https://www.example.gov.cn/a?id=1")
        == "https://www.example.gov.cn/a?id=1"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x y", "ftp://a.cn/b", "//a.cn/b"])
def test_what_is_no_web_address_is_refused_by_its_field(tmp_path: Path, url: str) -> None:
    with pytest.raises(ReportUnreadable, match="'url'"):
        _with_url(tmp_path, url)
