"""The docs are true: each command and setting is documented, examples run, links and paths lead
somewhere, and the Chinese pages have what the English ones have."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import __main__ as assistant
from assistant.settings import Settings, variable
from docs import generate
from evals import __main__ as evals
from evals.cases.case import ONLY_WHEN_NAMED

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DECISIONS = ROOT / "docs" / "decisions"
CHINESE = [README.with_name("README.zh-CN.md"), *(ROOT / "docs").rglob("*.zh-CN.md")]
PAGES = [
    *(README, README.with_name("README.zh-CN.md"), ROOT / "CONTRIBUTING.md"),
    *(page for page in (ROOT / "docs").rglob("*.md") if page.parent != DECISIONS),
]
COMMANDS = {"assistant": assistant, "evals": evals}
FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def english(page: Path) -> Path:
    return page.with_name(page.name.replace(".zh-CN", ""))


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ .*", FENCE.sub("", text), re.MULTILINE)


def examples(pages: list[Path]) -> list[list[str]]:
    """The command lines of the pages that call `assistant` or `evals`, in words."""
    found = []
    for page in pages:
        for language, block in FENCE.findall(text_of(page)):
            for line in block.splitlines() if language == "sh" else ():
                words = shlex.split(line, comments=True)
                starts = [at for at, word in enumerate(words) if word.startswith(".venv/bin/")]
                found += [[words[at][10:], *words[at + 1 :]] for at in starts]
    return [words for words in found if words[0] in COMMANDS]


# --- generated parts


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="lays --help out otherwise")
@pytest.mark.parametrize("page", generate.PAGES, ids=name_of)
def test_the_generated_parts_are_as_the_code_has_them(page: Path) -> None:
    assert text_of(page) == generate.filled(text_of(page)), "run `make docs`"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        COMMANDS[command].main(["--help"])
    listed = set(re.findall(r"^    ([\w-]+)(?: |$)", capsys.readouterr().out, re.MULTILINE))
    documented = re.findall(rf"^### {command} ([\w-]+)$", text_of(ROOT / "docs/commands.md"), re.M)
    assert sorted(documented) == sorted(listed)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_says_what_it_is_in_both_languages(field: str) -> None:
    assert Settings.model_fields[field].title
    assert Settings.model_fields[field].description


def test_settings_lists_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert assistant.main(["settings"]) == 0
    listed = capsys.readouterr().out
    assert all(f"{variable(name)}=" in listed for name in Settings.model_fields)


# --- examples


def test_every_example_is_a_command_line_that_is_accepted() -> None:
    found = examples(PAGES)
    assert len(found) > 30
    for name, *words in found:
        COMMANDS[name]._parser().parse_args(words)


@pytest.mark.parametrize("page", ["docs/commands.md", "docs/guides/citizen.md"])
def test_the_questions_of_the_docs_are_answered(
    page: str, seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = examples([ROOT / page])
    assert len(found) >= 4
    for _, *words in found:
        assert assistant.main([*words, "--index", str(seed_index)]) == 0
        answer = capsys.readouterr().out
        assert re.search(r"\d", answer), words
        assert "不作回答" not in answer, words


def test_the_letter_of_the_readme_is_drafted(tmp_path: Path, seed_index: Path) -> None:
    (line,) = re.findall(r"^printf .*", text_of(README), re.MULTILINE)
    program = tmp_path / ".venv" / "bin" / "assistant"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m assistant "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        "PYTHONPATH": str(ROOT),
        "ASSISTANT_INDEX": str(seed_index),
        "PATH": "/usr/bin:/bin",
    }
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, env=environment)
    assert (tmp_path / "reply.docx").stat().st_size > 10_000


def test_the_readme_counts_the_cases_of_the_seed() -> None:
    suites = [
        file for file in (ROOT / "evals/cases").glob("*.jsonl") if file.stem not in ONLY_WHEN_NAMED
    ]
    cases = sum(1 for file in suites for line in text_of(file).splitlines() if line.strip())
    assert f"asks {cases} questions" in text_of(README)


# --- pages


def test_the_readme_is_short_and_its_picture_small() -> None:
    assert len(text_of(README).splitlines()) < 130
    assert (ROOT / "docs/pictures/chat.png").stat().st_size < 200_000


@pytest.mark.parametrize("page", CHINESE, ids=name_of)
def test_a_chinese_page_has_what_the_english_one_has(page: Path) -> None:
    ours, theirs = text_of(page), text_of(english(page))
    assert FENCE.findall(ours) == FENCE.findall(theirs)
    levels = [[len(line.split()[0]) for line in headings(text)] for text in (ours, theirs)]
    assert levels[0] == levels[1]
    rows = [len(re.findall(r"^\|", FENCE.sub("", text), re.MULTILINE)) for text in (ours, theirs)]
    assert rows[0] == rows[1]


def test_there_is_a_chinese_page_for_each_guide() -> None:
    guides = {english(page) for page in (ROOT / "docs/guides").glob("*.md")}
    assert {english(page) for page in CHINESE} == {README, *guides}


@pytest.mark.parametrize("page", [*PAGES, *DECISIONS.glob("*.md")], ids=name_of)
def test_links_lead_to_a_file_and_to_a_heading_of_it(page: Path) -> None:
    for link, anchor in re.findall(r"\]\((?!http)([^)#]*)(?:#([^)]*))?\)", text_of(page)):
        target = page.parent / link if link else page
        assert target.exists(), link
        if anchor:
            assert anchor in [slug(line) for line in headings(text_of(target))], f"{link}#{anchor}"


def slug(heading: str) -> str:
    """The anchor that a forge gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_the_paths_that_a_page_names_exist(page: Path) -> None:
    folders = "assistant|index|evals|prompts|tests|docs|seeds"
    for path in re.findall(rf"`((?:{folders})/[^`\s]*)`", FENCE.sub("", text_of(page))):
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_the_list_of_where_things_are_names_what_is_there() -> None:
    """A row names files, and after a colon what to look for in the last one of them."""
    section = text_of(ROOT / "CONTRIBUTING.md").split("## Where is …\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| … (.+?) \| (.+) \|$", section, re.MULTILINE)
    assert len(rows) >= 20
    for thing, place in rows:
        named = re.findall(r"`([^`]+)`", place)
        files = [name for name in named if "/" in name]
        assert files, thing
        assert all((ROOT / file).is_file() for file in files), thing
        text = text_of(ROOT / files[-1])
        for name in named:
            assert name in files or re.search(rf"^ *(?:(?:async )?def )?{name}\b", text, re.M), name


def test_the_names_that_a_page_gives_with_their_file_are_in_it() -> None:
    """As in: raise `LEDGER_VERSION` in `index/figures/figure.py`."""
    named = re.findall(r"`(\w+)` (?:of|in) `([\w/]+\.py)`", text_of(ROOT / "CONTRIBUTING.md"))
    assert len(named) >= 3
    for name, file in named:
        assert re.search(rf"\b{name}\b", text_of(ROOT / file)), name
