"""The docs tell the truth: every command and setting is documented, and the examples run."""

import re
import shlex
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.settings import Settings, variable

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
COMMANDS = [
    "build",
    "reports",
    "ask",
    "search",
    "figures",
    "verify",
    "serve",
    "draft",
    "batch",
    "settings",
]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(readme: Path, command: str) -> None:
    assert f"`assistant {command}" in readme.read_text(encoding="utf-8")


def test_the_list_of_commands_is_the_parsers(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert sorted(set(listed) - {"命令"}) == sorted(COMMANDS)


def test_settings_lists_every_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["settings"]) == 0
    told = capsys.readouterr().out
    assert all(f"{variable(name)}=" in told for name in Settings.model_fields)


def test_the_examples_of_the_readme_run(
    seed_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"^\.venv/bin/assistant (.+)$", text, re.MULTILINE)
    assert len(examples) >= 3
    for example in examples:
        assert main([*shlex.split(example), "--index", str(seed_index)]) == 0
    assert "189.3亿元" in capsys.readouterr().out


def test_links_between_the_docs_lead_somewhere() -> None:
    for doc in [*READMES, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\((?!http)([^)#]+)\)", doc.read_text(encoding="utf-8")):
            assert (doc.parent / link).exists(), f"{doc.name}: {link}"
