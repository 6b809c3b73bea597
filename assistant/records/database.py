"""The database of the records: opened by its URL, its schema brought up to date, each error raised
as one of ours.

It is opened at the first use, so a server can start while its database is away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.errors import RecordsMismatch, RecordsUnavailable, SettingsInvalid

_MIGRATIONS = Path(__file__).with_name("migrations")
_BUSY = 2.0  # seconds a statement waits for a database that another process has locked


class Database:
    """The database at a URL of SQLAlchemy; used from any thread."""

    def __init__(self, url: str) -> None:
        """Raises SettingsInvalid for what is no URL of a database, or of none that is installed."""
        self._url, self._engine = _engine(url)
        self._lock = threading.Lock()
        self._prepared = False

    def prepare(self) -> None:
        """Brings the schema up to date, once. Raises RecordsUnavailable, RecordsMismatch."""
        with self._lock:
            if not self._prepared:
                with self._our_errors():
                    self._migrate()
                self._prepared = True

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A connection whose statements are kept together, or none of them.

        Raises RecordsUnavailable, RecordsMismatch.
        """
        self.prepare()
        with self._our_errors(), self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    def _migrate(self) -> None:
        file = _file(self._url)
        if file is None:
            self._upgrade()
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{file}.lock"):  # two servers of one folder may start at a time
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            self._upgrade()

    def _upgrade(self) -> None:
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        shown = self._url.render_as_string(hide_password=True)
        try:
            yield
        except CommandError as error:
            raise RecordsMismatch(
                f"记录数据库 {shown!r} 是由另一个版本的程序建立的，本版本不能使用。"
                "请换用新版本的程序，或用 ASSISTANT_DATABASE_URL 写明另一个数据库。"
            ) from error
        except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error, OSError) as error:
            # The message of the error holds the values of the statement: a person's words.
            raise RecordsUnavailable(
                f"记录数据库 {shown!r} 暂时不能使用（{type(error).__name__}）。"
            ) from error


def _engine(url: str) -> tuple[URL, Engine]:
    try:
        parsed = make_url(url)
        options: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
        if parsed.get_backend_name() == "sqlite":
            options["connect_args"] = {"timeout": _BUSY}
        engine = create_engine(parsed, **options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SettingsInvalid(
            "设置不正确：ASSISTANT_DATABASE_URL 不是可用的数据库地址，"
            "应写成 sqlite:////目录/records.sqlite 或 postgresql+psycopg://用户:密码@主机/库 的样子。"
        ) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _of_sqlite)
    return parsed, engine


def _file(url: URL) -> Path | None:
    """The file of an SQLite database, None where there is no file."""
    named = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if named else None


def _of_sqlite(connection: Any, _: ConnectionPoolEntry) -> None:
    """What PostgreSQL does by itself; and what is deleted is overwritten in the file."""
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")
