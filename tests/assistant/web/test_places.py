"""Places found for a question that lacks one: by name, by pinyin, by the place they are in."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.web.places import MOST, found_places
from tests.assistant.web.pages import client_of
from tests.assistant.web.samples import FixedAssistant

PLACES = ["河南省", "安阳市北关区", "安阳市", "北京市", "湖南省岳阳市"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["北京市", "河南省", "安阳市", "安阳市北关区", "湖南省岳阳市"]),
        ("北", ["北京市", "安阳市北关区"]),
        ("beij", ["北京市"]),
        ("bgq", ["安阳市北关区"]),
        ("henan", ["河南省", "安阳市", "安阳市北关区"]),
        ("安阳 bg", ["安阳市北关区"]),
        ("河南", ["河南省", "安阳市", "安阳市北关区"]),
        ("嶽陽", ["湖南省岳阳市"]),
        ("火星", []),
        ("<b>", []),
    ],
)
def test_places_are_found(typed: str, found: list[str]) -> None:
    assert found_places(PLACES, typed) == found


def test_a_page_gets_them_by_the_names_people_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")
    with client_of(FixedAssistant(), tmp_path) as client:
        reply = client.get("/places", params={"q": "bgq"})
    assert reply.status_code == 200 and reply.json() == {"places": [], "more": 0}
    assert MOST < 100
