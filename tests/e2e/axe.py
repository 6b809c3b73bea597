"""What axe-core finds wrong with a page for readers who cannot see it, or use no mouse.

The script is taken from npm when it is first needed; nothing of it is kept in the project. Where npm
gives none, a test that asks is skipped.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

_PACKAGE = "axe-core@4.11.0"
_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"


def violations(page: Page) -> list[str]:
    """The rules that the page as it stands breaks, each with the first elements that break it."""
    page.evaluate(_script())  # by the debugger: the page's policy holds for its own scripts
    found: list[dict[str, Any]] = page.evaluate(_RUN)
    return [
        f"{rule['id']}: {rule['help']}: {[node['html'][:200] for node in rule['nodes'][:3]]}"
        for rule in found
    ]


@cache
def _script() -> str:
    if not shutil.which("npm"):
        pytest.skip("axe-core comes from npm, which is not here")
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, _PACKAGE]
        packed = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)
        if packed.returncode:
            pytest.skip(f"npm gave no {_PACKAGE}: {packed.stderr[-200:]}")
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            script = archive.extractfile("package/axe.min.js")
            assert script
            return script.read().decode("utf-8")
