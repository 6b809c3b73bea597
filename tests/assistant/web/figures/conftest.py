"""A client of the application over three small reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.web.site import Site
from index.build.builder import build_index
from index.store.generations import current_generation
from tests.assistant.web.pages import client_of, library_at
from tests.assistant.web.samples import FixedAssistant
from tests.conftest import HashingEncoder
from tests.index.store.small_reports import write_reports


@pytest.fixture(scope="session")
def small_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    build_index([write_reports(folder / "reports")], folder / "index", HashingEncoder())
    return folder / "index"


@pytest.fixture(scope="module")
def client(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    site = Site(library_at(current_generation(small_index)))
    yield client_of(FixedAssistant(), tmp_path_factory.mktemp("page"), site=site)
