"""Cut off from every network, `make run` after set-up builds the index and serves the page whole,
a question is answered, and nothing is written outside the data folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Runs inside a network namespace of its own, with loopback brought up and nothing else.
SCRIPT = """
set -eu
ip link set lo up 2>/dev/null || ifconfig lo up
! "$PYTHON" -c "import socket; socket.create_connection(('192.0.2.1', 80), 1)" 2>/dev/null
cd "$ROOT"
make run INDEX="$ASSISTANT_DATA/index" PORT=7871 &
server=$!
trap 'pkill -TERM -P $server' EXIT
"$PYTHON" - <<'PY'
import re, time, urllib.request
base = "http://127.0.0.1:7871"
for _ in range(240):
    try:
        if urllib.request.urlopen(base + "/health", timeout=2).status == 200:
            break
    except OSError:
        time.sleep(0.25)
page = urllib.request.urlopen(base + "/", timeout=10).read().decode()
own = sorted({u for u in re.findall(r'(?:src|href)="([^"]+)"', page) if not u.startswith("data:")})
assert own and not [u for u in own if re.match(r"(?:https?:)?//", u)], own
for url in own:
    path = url[1:] if url.startswith("./") else url
    assert urllib.request.urlopen(base + "/" + path.lstrip("/"), timeout=10).status == 200, url
print("page whole:", len(own), "files")
PY
"$PYTHON" -m assistant ask '2025年北关区的GDP是多少?' --index "$ASSISTANT_DATA/index"
"""


@pytest.mark.slow
def test_without_any_network_it_answers_and_writes_only_its_own_data(tmp_path: Path) -> None:
    if shutil.which("unshare") is None:
        pytest.fail("unshare is needed to cut the test off (package util-linux)")
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    marker = tmp_path / "marker"
    marker.touch()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(data),
        "PYTHON": sys.executable,
        "PYTHONDONTWRITEBYTECODE": "1",
        "ROOT": str(ROOT),
        "ASSISTANT_DATA": str(data),
        "LANG": "C.UTF-8",
    }
    ran = subprocess.run(
        ["unshare", "--net", "--map-root-user", "bash", "-c", SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "189.3亿元" in ran.stdout and "page whole" in ran.stdout
    assert list(home.rglob("*")) == []
    assert _written_since(ROOT, marker) == []


NAMED_ON_THE_HUB = """
import sys, time
from index.encoder.encoding import SentenceTransformerEncoder
from index.errors import EncoderUnusable
started = time.monotonic()
try:
    SentenceTransformerEncoder("BAAI/bge-small-zh-v1.5")
except EncoderUnusable as error:
    print(error)
sys.exit(time.monotonic() - started > 30)
"""


@pytest.mark.slow
def test_a_model_of_the_hub_is_refused_within_seconds_without_a_network(tmp_path: Path) -> None:
    ran = subprocess.run(
        ["unshare", "--net", "--map-root-user", sys.executable, "-c", NAMED_ON_THE_HUB],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "'BAAI/bge-small-zh-v1.5'" in ran.stdout and "连不上" in ran.stdout


def _written_since(folder: Path, marker: Path) -> list[str]:
    """Files below `folder` newer than `marker`, tools' caches and data/ left out."""
    known = {".git", ".venv", "data", ".pytest_cache", ".hypothesis", ".ruff_cache", ".mypy_cache"}
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and not known & set(path.relative_to(folder).parts)
        and "__pycache__" not in path.parts
        and path.stat().st_mtime > marker.stat().st_mtime
    ]
