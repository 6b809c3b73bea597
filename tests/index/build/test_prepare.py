from pathlib import Path

import pytest

from index.build.prepare import Prepared, Unreadable, prepare, prepare_all


def test_several_processes_give_what_one_gives_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for number in range(6):
        file = tmp_path / f"2025年{'甲乙丙丁戊己'[number]}县政府工作报告.txt"
        file.write_text(f"# 报告\n\n全县生产总值{100 + number}.5亿元。\n", encoding="utf-8")
        files.append((str(file), file.stem))
    (tmp_path / "空.txt").write_bytes(b"")
    files.insert(3, (str(tmp_path / "空.txt"), "空"))
    here = [prepare(*file) for file in files]
    monkeypatch.setattr("index.build.prepare._WORTH_A_POOL", 2)
    assert list(prepare_all(files)) == here
    assert isinstance(here[3], Unreadable)
    assert all(isinstance(file, Prepared) for file in (*here[:3], *here[4:]))
