"""Reports of two places and two years, small, for tests of the ledger and of its page."""

from __future__ import annotations

from pathlib import Path

_REPORT = """# {year}年{place}政府工作报告

## {before}年工作回顾

{outcomes}

## {year}年主要目标

{targets}
"""
REPORTS = {
    ("东营市", 2024): (
        "全年生产总值完成3862.4亿元，增长6%。一般公共预算收入完成277.8亿元。新建学校12所。",
        "地区生产总值增长6%左右。一般公共预算收入增长4%。",
    ),
    ("东营市", 2025): (
        '全年生产总值完成4000.5亿元，增长5.5%。=1+1"智慧"教育工程惠及学生3.2万人。',
        "地区生产总值增长5%左右。",
    ),
    ("威海市", 2025): (
        "全年生产总值完成3700亿元，增长5.8%。全市地区生产总值达到3650亿元。",
        "地区生产总值增长5%以上。",
    ),
}


def write_reports(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for (place, year), (outcomes, targets) in REPORTS.items():
        file = folder / f"{year}年{place}政府工作报告.txt"
        file.write_text(
            _REPORT.format(
                place=place, year=year, before=year - 1, outcomes=outcomes, targets=targets
            ),
            encoding="utf-8",
        )
        file.with_name(f"{file.stem}.meta.toml").write_text(
            f'place = "{place}"\nlevel = "city"\nyear = {year}\n', encoding="utf-8"
        )
    return folder
