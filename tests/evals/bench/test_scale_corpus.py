from pathlib import Path

from evals.bench.retrieval_sets import read_all
from evals.bench.scale_corpus import write_copy, write_corpus
from index.chunker import cut
from index.figures.gazetteer.table import by_name
from index.report import embedding_text
from index.reports.reader import read_reports
from tests.conftest import SEEDS


def test_a_copy_is_of_another_place_and_year_throughout(tmp_path: Path) -> None:
    report = read_all([SEEDS])[0]
    file = write_copy(report, by_name()["鼓楼区"][0], 2024, tmp_path)
    [copy] = read_reports(file)
    assert (copy.place, copy.year) == ("南京市鼓楼区", 2024)
    assert "北关" not in copy.text
    assert "2026" in report.text
    assert "2026" not in copy.text


def test_copies_make_a_corpus_of_the_passages_asked_for_and_no_two_alike(tmp_path: Path) -> None:
    reports = read_all([SEEDS])
    held = sum(len(cut(report)) for report in reports)
    written = write_corpus(reports, 300, tmp_path)
    files = sorted(tmp_path.rglob("*.txt"))
    passages = [passage for file in files for one in read_reports(file) for passage in cut(one)]
    long = [embedding_text(passage) for passage in passages if len(passage.text) > 150]
    assert len(files) == written
    assert 300 <= held + len(passages) <= 400
    assert len(set(long)) > 0.95 * len(long)


def test_other_texts_stand_around_the_reports_before_any_copy(tmp_path: Path) -> None:
    lines = [f"第{n}条消息：" + f"某地第{n}所学校今日开学，学生共{n}人。" * 12 for n in range(300)]
    around = tmp_path / "news.txt"
    around.write_text("\n".join([*lines, lines[0]]), encoding="utf-8")
    reports = read_all([SEEDS])
    written = write_corpus(reports, 300, tmp_path / "corpus", around)
    files = sorted((tmp_path / "corpus").iterdir())
    passages = [passage for file in files for one in read_reports(file) for passage in cut(one)]
    assert len(files) == written
    assert 200 <= len(passages) <= 400
    assert len({passage.text for passage in passages}) == len(passages)
