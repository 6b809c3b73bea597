"""The database of the records: migrated, shared, locked, full, of another version, or no database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import assistant.records.database as database_module
from assistant.errors import AssistantError, RecordsMismatch, RecordsUnavailable, SettingsInvalid
from assistant.records.answers import AnswerRecords
from assistant.records.database import Database
from assistant.records.tables import METADATA
from tests.assistant.web.samples import answered

_MIGRATIONS = Path(database_module.__file__).with_name("migrations")


def url_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'records.sqlite'}"


def test_the_migrations_make_the_tables_that_the_code_uses(tmp_path: Path) -> None:
    Database(url_in(tmp_path)).prepare()
    engine = create_engine(url_in(tmp_path))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert differences == []
    assert len(ScriptDirectory(str(_MIGRATIONS)).get_heads()) == 1


def test_each_migration_can_be_taken_back(tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine = create_engine(url_in(tmp_path))
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        command.upgrade(config, "head")
    engine.dispose()


def test_several_that_start_at_a_time_make_one_schema(tmp_path: Path) -> None:
    failed: list[Exception] = []

    def start() -> None:
        try:
            with closing(Database(url_in(tmp_path))) as database:
                AnswerRecords(database, days=1).keep(answered())
        except AssistantError as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        assert raw.execute("SELECT count(*) FROM answers").fetchone() == (4,)


def test_a_locked_database_is_unavailable_and_then_takes_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_BUSY", 0.05)
    records = AnswerRecords(Database(url_in(tmp_path)), days=1)
    kept = records.keep(answered())
    with closing(sqlite3.connect(tmp_path / "records.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordsUnavailable, match="OperationalError"):
            records.keep(answered())
        assert records.get(kept) is not None, "what is written can be read meanwhile"
        other.rollback()
    assert records.keep(answered())


def test_a_full_disk_is_unavailable_and_loses_nothing(tmp_path: Path) -> None:
    """A database that may not grow fails as one on a full disk does."""
    database = Database(url_in(tmp_path))
    records = AnswerRecords(database, days=1)
    kept = records.keep(answered())
    with database.transaction() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(RecordsUnavailable):
        for _ in range(50):
            records.keep(answered())
    assert records.get(kept) is not None
    database.close()


def test_what_a_reader_wrote_stands_in_no_error(tmp_path: Path) -> None:
    database = Database(url_in(tmp_path))
    records = AnswerRecords(database, days=1)
    kept = records.keep(answered())
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        raw.execute("DROP TABLE feedback")
    with pytest.raises(RecordsUnavailable) as failure:
        records.add_feedback(kept, useful=True, text="我的意见")
    assert "我的意见" not in str(failure.value) + str(failure.value.__cause__)


def test_a_database_of_a_later_version_is_refused_by_name(tmp_path: Path) -> None:
    Database(url_in(tmp_path)).prepare()
    with sqlite3.connect(tmp_path / "records.sqlite") as raw:
        raw.execute("UPDATE alembic_version SET version_num = 'of-a-later-one'")
    with pytest.raises(RecordsMismatch, match="另一个版本"):
        Database(url_in(tmp_path)).prepare()


def test_what_is_no_database_is_unavailable_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(RecordsUnavailable):
        Database(url_in(tmp_path)).prepare()
    assert file.read_bytes() == b"no database at all" * 100


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with pytest.raises(RecordsUnavailable):
        Database(f"sqlite:///{tmp_path / 'file' / 'records.sqlite'}").prepare()


@pytest.mark.parametrize("url", ["records.sqlite", "nosuch://x/y", "sqlite+nosuch:///x", "://"])
def test_what_is_no_address_of_a_database_stops_with_the_name_of_the_setting(url: str) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_DATABASE_URL"):
        Database(url)


def test_a_password_is_in_no_error() -> None:
    with pytest.raises(SettingsInvalid) as failure:
        Database("nosuch://user:geheim@127.0.0.1/name")
    assert "geheim" not in str(failure.value)


def test_commands_without_records_load_no_database_library() -> None:
    loaded = "import sys, assistant.wiring; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
