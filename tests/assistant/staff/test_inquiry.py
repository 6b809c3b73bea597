"""Letters as people write them: which questions are found, and what is kept apart from them."""

import io

import pytest
from docx import Document

from assistant.errors import InputInvalid
from assistant.staff.inquiry import MAX_BYTES, inquiry_text, read_inquiry
from tests.assistant.staff.letters import EXPECTED, FOLDER, letter


def test_every_letter_has_its_expectations() -> None:
    assert {path.name for path in FOLDER.glob("*.txt")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_questions_of_a_letter_are_found(name: str) -> None:
    inquiry, expected = read_inquiry(letter(name)), EXPECTED[name]
    if "questions" in expected:
        assert [question.asked for question in inquiry.questions] == expected["questions"]
    else:
        assert len(inquiry.questions) == expected["count"]
    for word in expected.get("matters", []):
        assert any(word in matter.text for matter in inquiry.matters), word
    assert bool(inquiry.matters) == bool(expected.get("matters"))
    assert list(inquiry.masked) == expected.get("masked", [])
    assert len(inquiry.instructions) == expected.get("instructions", 0)
    assert inquiry.writer == expected.get("writer", "")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("老旧小区改造这块，今年打算改几个？", ["老旧小区改造这块，今年打算改几个？"]),
        ("请告知去年新增城镇就业人数。", ["去年新增城镇就业人数？"]),
        ("希望了解今年老旧小区改造计划", ["今年老旧小区改造计划？"]),
        ("一是GDP多少？二是财政收入多少？", ["GDP多少？", "财政收入多少？"]),
        ("①GDP多少②财政收入多少", ["GDP多少？", "财政收入多少？"]),
        ("去年GDP多少？去年GDP多少？", ["去年GDP多少？"]),
        ("领导好，GDP增速是15.2%吗？", ["GDP增速是15.2%吗？"]),
        ("今年修路不？", ["今年修路不？"]),
        (
            "想咨询以下问题：\n老旧小区改造数量\nGDP增长目标\n谢谢",
            ["老旧小区改造数量？", "GDP增长目标？"],
        ),
        ("老旧小区改造数量\nGDP增长目标", []),
        ("想问两点：\nGDP目标\n停车场建设\n我们这停车很乱。", ["GDP目标？", "停车场建设？"]),
        ("招商任务完成没有", ["招商任务完成没有？"]),
        ("今年老旧小区改造，请问改几个？", ["今年老旧小区改造，改几个？"]),
        ("听邻居说今年给老人发钱，是真的吗？", ["今年给老人发钱，是真的吗？"]),
        ("是不是不改老旧小区了？改几个？", ["是不是不改老旧小区了？", "老旧小区改几个？"]),
        ("Q1：GDP多少？Q2：财政收入多少？", ["GDP多少？", "财政收入多少？"]),
        ("想了解2025年的GDP，以及2026年的预期目标", ["2025年的GDP？", "2026年的预期目标？"]),
    ],
)
def test_ways_to_ask(text: str, asked: list[str]) -> None:
    assert [question.asked for question in read_inquiry(text).questions] == asked


@pytest.mark.parametrize(
    "text",
    [
        "谢谢领导！",
        "请尽快处理，盼复。",
        "这都好几个月了，一点动静没有。",
        "你们到底管不管？",
        "还让不让人活了？",
        "无论如何请重视。",
        "我家房产证什么时候办下来？",
        "孩子今年该上小学了，我孩子能不能就近入学？",
        "我们小区今年能不能纳入改造？",
        "区长电话是多少？",
        "政府几点上班？",
        "怎么办？",
        "GDP增长8%也是吹的吧？",
        "",
        "？？？",
    ],
)
def test_what_asks_nothing_of_the_reports_is_no_question(text: str) -> None:
    assert read_inquiry(text).questions == ()


def test_the_place_of_the_letter_reaches_a_question_that_names_none() -> None:
    inquiry = read_inquiry("尊敬的北关区领导：\n我在文峰区上班。今年打算改几个老旧小区？")
    assert inquiry.questions[0].text == "北关区今年打算改几个老旧小区？"
    assert inquiry.questions[0].asked == "今年打算改几个老旧小区？"


def test_a_question_that_names_a_place_keeps_it_and_two_homes_are_not_guessed_between() -> None:
    named = read_inquiry("我住在北关区。文峰区今年改几个老旧小区？")
    assert named.questions[0].text == "文峰区今年改几个老旧小区？"
    two = read_inquiry("我住在北关区，父母住在文峰区。今年打算改几个老旧小区？")
    assert two.questions[0].text == "今年打算改几个老旧小区？"


def test_the_topic_told_in_the_story_reaches_the_question() -> None:
    inquiry = read_inquiry("我们这边老旧小区特别多。今年打算改几个？去年呢？")
    assert [q.text for q in inquiry.questions] == [
        "今年老旧小区打算改几个？",
        "去年老旧小区打算改几个？",
    ]


def test_a_question_with_a_topic_of_its_own_takes_none_from_the_story() -> None:
    inquiry = read_inquiry("107国道改线什么时候动工？北关区有几所大学？")
    assert inquiry.questions[1].text == "北关区有几所大学？"


def test_the_year_carries_over_to_an_outcome_and_not_to_a_target() -> None:
    inquiry = read_inquiry("2025年生产总值是多少？财政收入完成多少？固定资产投资目标是多少？")
    assert [q.text for q in inquiry.questions] == [
        "2025年生产总值是多少？",
        "2025年财政收入完成多少？",
        "固定资产投资目标是多少？",
    ]


def test_personal_data_is_masked_before_anything_is_read() -> None:
    inquiry = read_inquiry("我叫王建国，手机13812345678，请问去年GDP多少？")
    assert "王建国" not in repr(inquiry) and "13812345678" not in repr(inquiry)
    assert inquiry.questions[0].asked == "去年GDP多少？"


def test_a_marker_in_a_letter_is_no_marker() -> None:
    assert read_inquiry("去年GDP[1]是多少[2]？").questions[0].asked == "去年GDP是多少？"


def test_characters_that_cannot_be_printed_are_left_out() -> None:
    inquiry = read_inquiry("去年\x00GDP\u202e是\ud800多少？")
    assert inquiry.questions[0].asked == "去年GDP是多少？"


def test_a_long_letter_is_read_in_good_time() -> None:
    assert len(read_inquiry("去年北关区GDP是多少，" * 2000).questions) == 1


LETTER = "领导您好：\n今年打算改几个老旧小区？"


def test_a_letter_in_traditional_characters_from_an_older_system() -> None:
    letter = "敬啟者：請問今年打算改造幾個舊社區？市民對此十分關心，望能答覆。"
    assert inquiry_text(letter.encode("big5"), "來信.txt") == letter


def test_plain_text_called_a_word_file_is_read() -> None:
    assert inquiry_text(LETTER.encode(), "来信.docx") == LETTER


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_letter_in_the_encodings_people_use(encoding: str) -> None:
    assert inquiry_text(LETTER.encode(encoding), "来信.txt") == LETTER


def test_a_letter_as_word_file_with_or_without_its_ending() -> None:
    document = Document()
    for line in LETTER.split("\n"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    for name in ("来信.docx", "来信"):
        assert inquiry_text(out.getvalue(), name).split() == LETTER.split()


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        (b"", "a.txt", "是空的"),
        (b" \n\r\n", "a.txt", "是空的"),
        (b"\xef\xbb\xbf", "a.txt", "是空的"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.txt", "格式不支持"),
        (b"\0\1\2", "a.txt", "不是文本文件"),
        (b"%PDF-1.7", "a.pdf", "格式不支持"),
        (b"PK\x03\x04junk", "a.docx", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "另存为 DOCX"),
        (b"a" * (MAX_BYTES + 1), "a.txt", "2 MB"),
        ("好".encode() * 30_000, "a.txt", "30,000 字"),
    ],
)
def test_what_is_no_letter_is_told_with_its_name(raw: bytes, name: str, told: str) -> None:
    with pytest.raises(InputInvalid) as raised:
        inquiry_text(raw, name)
    assert told in str(raised.value) and name in str(raised.value)


@pytest.mark.parametrize(
    ("text", "kind", "matter"),
    [
        ("下水道返水，找过物业三回，没人来。", "complaint", "下水道返水，找过物业三回，没人来"),
        ("要是能在院门口装个扶手就更好了。", "request", "要是能在院门口装个扶手就更好了"),
        ("建议在产业园增设一处公交站。", "request", "建议在产业园增设一处公交站"),
        ("年检系统经常报错，请转有关单位处理。", "complaint", "年检系统经常报错，请转有关单位处理"),
        ("报名页面一直打不开。", "complaint", "报名页面一直打不开"),
    ],
)  # fmt: skip
def test_complaints_and_requests_are_listed_as_they_were_written(
    text: str, kind: str, matter: str
) -> None:
    inquiry = read_inquiry(text)
    assert [(each.kind, each.text) for each in inquiry.matters] == [(kind, matter)]
    assert inquiry.questions == ()


def test_what_to_bring_belongs_to_the_matter_before_it() -> None:
    inquiry = read_inquiry("我家孩子能不能申请补贴，要准备哪些材料？去年GDP多少？")
    assert [question.asked for question in inquiry.questions] == ["去年GDP多少？"]


def test_what_an_elliptic_question_leaves_out_comes_from_the_one_before() -> None:
    inquiry = read_inquiry("城镇居民的人均收入是多少，农村的又是多少？")
    assert inquiry.questions[1].asked == "农村的人均收入是多少？"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("尊敬的徐州市政府：我在写作业，徐州去年开行了多少列中欧班列？全市发了多少消费券？", "徐州市发了多少消费券？"),
        ("我家在安阳，比较关注北关区。去年引进人才多少人？", "北关区去年引进人才多少人？"),
    ],
)  # fmt: skip
def test_a_short_name_and_the_city_around_are_no_second_place(text: str, asked: str) -> None:
    assert read_inquiry(text).questions[-1].text == asked
