"""Searching loads what searches: nothing of what builds an index."""

import subprocess
import sys

_BUILDS = ("index.build", "index.chunker", "index.reading", "index.reports.reader")


def test_the_search_loads_no_module_that_builds() -> None:
    program = (
        "import pkgutil, sys, index.search;"
        "[__import__(m.name) for m in pkgutil.walk_packages(index.search.__path__, 'index.search.')];"
        "print(*sorted(m for m in sys.modules if m.startswith('index.')))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = ran.stdout.split()
    assert "index.search.searcher" in loaded
    assert [name for name in loaded if name.startswith(_BUILDS)] == []
