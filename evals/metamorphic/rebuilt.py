"""An assistant over one report with another text, built where it is thrown away again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.json_objects import answer_object
from assistant.settings import Settings
from assistant.wiring import assistant_over
from evals.scoring.asking import Ask
from index.build.builder import build_index
from index.encoder.encoding import Encoder
from index.report import Report
from index.search.searcher import Searcher


@contextmanager
def rebuilt(report: Report, text: str, encoder: Encoder, settings: Settings) -> Iterator[Ask]:
    """What answers from `text` alone, known to be of the place and year of `report`."""
    known = {
        "title": report.title,
        "place": report.place,
        "level": report.level,
        "year": report.year,
    }
    side = "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in known.items() if v)
    with TemporaryDirectory(prefix="evals-") as folder:
        file = Path(folder) / "reports" / "report.txt"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8")
        file.with_suffix(".meta.toml").write_text(side, encoding="utf-8")
        index = Path(folder) / "index"
        build_index([file.parent], index, encoder)
        searcher = Searcher(index, encoder)
        # The home that is set need not be the place of this report.
        assistant = assistant_over(searcher, settings.model_copy(update={"home_place": ""}))
        yield lambda question, turns: answer_object(assistant.ask(question, turns))
