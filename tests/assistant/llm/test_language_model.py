import pytest

from assistant.llm.language_model import ThoughtAloud, without_thinking


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("答案。", "答案。"),
        ("<think>想一想</think>答案。", "答案。"),
        ("前<think>甲</think>中<think>乙</think>后", "前中后"),
        ("<think>没有想完", ""),
        ("<thinking>甲</thinking>答<seed:think>乙</seed:think>案◁think▷丙◁/think▷。", "答案。"),
        ("5<6，7>6，<th", "5<6，7>6，<th"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_it_thinks_is_left_out_however_it_is_cut(written: str, shown: str, size: int) -> None:
    pieces = (written[start : start + size] for start in range(0, len(written), size))
    assert "".join(without_thinking(pieces)) == shown


@pytest.mark.parametrize("size", [1, 3, 100])
def test_reasoning_that_ends_and_had_not_begun_is_found_out(size: int) -> None:
    written = "想一想</think>答案。"
    pieces = [written[start : start + size] for start in range(0, len(written), size)]
    with pytest.raises(ThoughtAloud):
        list(without_thinking(iter(pieces)))
    assert "".join(without_thinking(iter(pieces), begun=True)) == "答案。"


def test_what_was_thought_to_begin_amid_reasoning_and_does_not_is_the_answer() -> None:
    assert "".join(without_thinking(iter("答案。"), begun=True)) == "答案。"
