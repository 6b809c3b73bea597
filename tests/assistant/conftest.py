from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.wiring import open_assistant


@pytest.fixture(scope="session")
def assistant(seed_index: Path) -> Assistant:
    """The real assistant over the seeds, as `make run` opens it."""
    return open_assistant(Settings(index=seed_index))
