"""The address of the page of figures: read, said to be wrong, and written again."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from assistant.web.figures.asked import ORDERS, VIEWS, Asked, read_asked


def asked(query: str) -> Asked:
    read, faults = read_asked(QueryParams(query))
    assert not faults
    return read


def faults(query: str) -> list[str]:
    return read_asked(QueryParams(query))[1]


def test_fields_are_read() -> None:
    assert asked(
        "q=教育+学校&place=东营市、威海市&from=2023&to=2024&kind=target&conflicts=1"
    ) == Asked(
        words=("教育", "学校"),
        places=("东营市", "威海市"),
        first=2023,
        last=2024,
        kind="target",
        conflicting=True,
    )
    assert asked("kind=目标&view=历年") == Asked(kind="target", view="years")
    assert asked("q=&from=&view=&page=") == Asked()


def test_what_cannot_be_read_is_said_and_left_out() -> None:
    assert faults("from=20x5") == ["年份“20x5”看不懂，请写 1900 至 2100 之间的四位数字，如 2025。"]
    assert faults("from=２０２５") != []
    assert faults("kind=z") == ["结果或目标没有“z”这一项，可以选：结果、目标、累计。"]
    assert faults("page=0") == ["页码“0”看不懂，请写数字。"]
    assert faults("page=9" + "9" * 400) == [f"页码“{'9' * 12}”看不懂，请写数字。"]
    assert faults("within=yes") == ["网址中的“yes”看不懂：勾选为 1，不勾选则不写。"]
    assert faults("from=2025&to=2023") == ["起始年份 2025 在截止年份 2023 之后，请对调。"]
    assert len(faults("from=a&to=b&kind=c")) == 3
    assert faults(f"q={'长' * 61}") == [f"“{'长' * 12}……”有 61 字，每一栏最多 60 字。"]
    assert faults("q=1+2+3+4+5+6+7") == ["搜索词有 7 个，一次最多 6 个。"]


def test_a_condition_can_be_taken_away() -> None:
    chosen = asked("q=教育&place=东营市&within=1&from=2023&to=2023").chosen()
    assert [words for words, _ in chosen] == ["搜索：教育", "东营市及下级地方", "2023年"]
    assert asked(chosen[1][1].partition("?")[2]) == asked("q=教育&from=2023&to=2023")
    assert asked("to=2023").chosen() == [("—2023年", "/figures")]
    assert Asked().chosen() == []


WORD = st.text(st.characters(categories=["Lo", "Nd"]), min_size=1, max_size=6)
YEAR = st.none() | st.integers(1900, 2100)


@given(
    st.builds(
        Asked,
        words=st.lists(WORD, max_size=6, unique=True).map(tuple),
        places=st.lists(WORD, max_size=4, unique=True).map(tuple),
        within=st.booleans(),
        indicator=st.just("") | WORD,
        first=YEAR,
        last=st.none(),
        kind=st.sampled_from([None, "actual", "target", "cumulative"]),
        conflicting=st.booleans(),
        view=st.sampled_from(list(VIEWS)),
        order=st.sampled_from([None, *ORDERS]),
        page=st.integers(1, 1000),
    )
)
def test_an_address_holds_all_that_is_asked(each: Asked) -> None:
    read = asked(each.query())
    assert read == (replace(each, view="rows") if each.conflicting else each)
