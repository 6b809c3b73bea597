"""The picture of the README can be drawn from the page as it is."""

from pathlib import Path

import pytest

from docs import screenshot
from tests.e2e.server import serving

pytestmark = pytest.mark.e2e


def test_the_picture_is_drawn(seed_index: Path, tmp_path: Path) -> None:
    picture = tmp_path / "chat.png"
    with serving(seed_index, tmp_path) as address:
        screenshot.draw(address, picture)
    assert 50_000 < picture.stat().st_size < 200_000
