"""Measure two recognisers on pages of real reports: RapidOCR and Tesseract (chi_sim).

    pip install -e '.[ocr]'; apt-get install tesseract-ocr tesseract-ocr-chi-sim
    python docs/decisions/measure_recognition.py rapidocr|tesseract PDF… [--dpi 200] [--pages 2 4]

Each page is drawn, then made as a poor scan gives it (askew, blurred, grey, grainy, JPEG), and
what is read is compared with its text layer: characters wrong (edit distance over characters),
figures missed and figures read that are not there, CPU seconds a page, memory at its height. For
RapidOCR also, what withholding figures read with less than a certainty would do.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import re
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[2]))
from index.reading.scan import Recogniser
from tests.index.reading.scanning import scanned

_FIGURE = re.compile(r"\d(?:[\d.,]*\d)?[%万亿千百十]*")
_CERTAINTIES = (0.5, 0.8, 0.9, 0.95, 0.99)

Read = tuple[str, list[tuple[str, float]]]
"""The text of a page without blanks, and its figures with the certainty of their least certain."""


def by_rapidocr(recogniser: Recogniser, picture: Image.Image) -> Read:
    lines = recogniser._upright_lines(np.asarray(picture.convert("RGB")))
    lines.sort(key=lambda line: line[0].box[1])
    characters = [char for line in lines for char in line]
    text = "".join(char.text for char in characters)
    figures = [
        (match[0], min(char.certainty for char in characters[match.start() : match.end()]))
        for match in _FIGURE.finditer(text)
    ]
    return text, figures


def by_tesseract(picture: Image.Image) -> Read:
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        picture.save(file.name)
        command = ["tesseract", file.name, "-", "-l", "chi_sim", "--psm", "6", "--oem", "1"]
        printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    text = re.sub(r"\s", "", printed)
    return text, [(figure, 1.0) for figure in _FIGURE.findall(text)]


def pages(files: list[Path], numbers: list[int], dpi: int) -> Iterator[tuple[str, Image.Image]]:
    for file in files:
        document = pypdfium2.PdfDocument(file)
        for number in numbers:
            page = document[number - 1]
            text = re.sub(r"\s", "", page.get_textpage().get_text_range())
            drawn = page.render(scale=dpi / 72).to_pil().convert("L")
            yield text, scanned(drawn, seed=number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=("rapidocr", "tesseract"))
    parser.add_argument("pdf", nargs="+", type=Path)
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--pages", nargs="+", type=int, default=[2, 4])
    arguments = parser.parse_args()
    recogniser = Recogniser()
    characters = wrong = printed = missed = count = 0
    judged: list[tuple[bool, float]] = []
    spent = 0.0
    for text, picture in pages(arguments.pdf, arguments.pages, arguments.dpi):
        begun = _cpu()
        if arguments.engine == "rapidocr":
            read, figures = by_rapidocr(recogniser, picture)
        else:
            read, figures = by_tesseract(picture)
        spent, count = spent + _cpu() - begun, count + 1
        moves = difflib.SequenceMatcher(None, text, read, autojunk=False).get_opcodes()
        wrong += sum(max(b - a, d - c) for kind, a, b, c, d in moves if kind != "equal")
        characters += len(text)
        left = Counter(_FIGURE.findall(text))
        printed += left.total()
        for figure, certainty in figures:
            judged.append((left[figure] > 0, certainty))
            left[figure] -= left[figure] > 0
        missed += left.total()
    writer = csv.writer(sys.stdout, delimiter="\t")
    own, of_others = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    writer.writerow(["pages", count, "dpi", arguments.dpi])
    writer.writerow(["characters wrong", f"{wrong / characters:.2%}", "of", characters])
    writer.writerow(["figures missed", missed, "of", printed])
    writer.writerow(["figures misread", sum(not right for right, _ in judged), "of", len(judged)])
    writer.writerow(["CPU seconds a page", f"{spent / count:.1f}", "MiB", max(own, of_others)])
    for least in _CERTAINTIES if arguments.engine == "rapidocr" else ():
        withheld = [right for right, certainty in judged if certainty < least]
        row = [f"below {least}", "right withheld", sum(withheld)]
        writer.writerow([*row, "misread withheld", len(withheld) - sum(withheld)])


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
