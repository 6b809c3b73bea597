import pytest

from assistant.llm.language_model import without_thinking


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("答案。", "答案。"),
        ("<think>想一想</think>答案。", "答案。"),
        ("前<think>甲</think>中<think>乙</think>后", "前中后"),
        ("<think>没有想完", ""),
        ("5<6，7>6，<th", "5<6，7>6，<th"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 100])
def test_what_it_thinks_is_left_out_however_it_is_cut(written: str, shown: str, size: int) -> None:
    pieces = (written[start : start + size] for start in range(0, len(written), size))
    assert "".join(without_thinking(pieces)) == shown
