from pathlib import Path

from index.reports.reader import read_reports
from index.reports.report_file import digest, digest_alone, side_file


def test_the_digest_of_a_file_alone_is_that_of_its_report(report_file: Path) -> None:
    (report,) = read_reports(report_file)
    assert digest_alone(report_file) == report.sha256
    side_file(report_file).write_text('level = "district"', encoding="utf-8")
    assert digest_alone(report_file) == report.sha256 != digest(report_file)
