"""How a database is reached: its address, its schema's age, and what its errors mean.

`news.db` is an SQLite file, `postgresql://me@host/news` a server; the driver is chosen here and comes with an extra. SQLite is set up as
a ledger needs it: a transaction begins where we say so, a writer waits for the writer before it, and readers wait for nobody.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Connection, Engine

from newsextract.errors import MissingExtra, SinkError
from newsextract.sinks.schema import metadata

PATIENCE = 60
"""Seconds that SQLite waits for another writer."""


def engine_of(to: str) -> Engine:
    """An engine for a database URL or the path of an SQLite file. Raises SinkError for a URL that cannot be understood.

    >>> engine_of("news.db").url.render_as_string()
    'sqlite:///news.db'
    """
    try:
        url = sa.make_url(to) if "://" in to else sa.URL.create("sqlite", database=str(Path(to)))
    except exc.ArgumentError:
        raise SinkError(
            f"{to!r} is no database address; one looks like postgresql://user@host/name, mysql://user@host/name or sqlite:///file.db"
        ) from None
    driver, extra, package = {
        "postgresql": ("postgresql+psycopg", "postgres", "psycopg"),
        "postgres": ("postgresql+psycopg", "postgres", "psycopg"),
        "mysql": ("mysql+pymysql", "mysql", "PyMySQL"),
        "mariadb": ("mariadb+pymysql", "mysql", "PyMySQL"),
    }.get(url.drivername, (url.drivername, "postgres" if "psycopg" in url.drivername else "mysql", url.drivername))
    url = url.set(drivername=driver)
    options: dict[str, Any] = {}
    if url.get_backend_name() in ("mysql", "mariadb"):
        url = url.update_query_dict({"charset": "utf8mb4"}) if "charset" not in url.query else url
        options["isolation_level"] = "READ COMMITTED"
    try:
        engine = sa.create_engine(
            url, json_serializer=lambda value: json.dumps(value, ensure_ascii=False), pool_pre_ping=True, **options
        )
    except ModuleNotFoundError:
        raise MissingExtra(extra, package) from None
    except exc.ArgumentError as error:
        raise SinkError(f"{url.render_as_string()} cannot be opened: {in_words(error)}") from None
    if engine.dialect.name == "sqlite":
        _sqlite(engine)
    return engine


def _sqlite(engine: Engine) -> None:
    """SQLite as a ledger needs it: readers beside a writer, transactions that begin where we say, and patience."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; see `begun`
        connection.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")

    @sa.event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def in_words(error: BaseException) -> str:
    """A driver's message in one line, without the statement and its parameters.

    >>> in_words(ValueError("Disk\\n is full"))
    'disk is full'
    """
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split()) or type(cause).__name__
    return text[:1].lower() + text[1:300]


def upgrade(engine: Engine) -> None:
    """Makes the schema, or brings an older one to this version's; each step is one transaction where the database can do that."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent.parent / "migrations"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    with (
        engine.connect().execution_options(writes=True) as connection,
        EnvironmentContext(config, script, fn=steps) as environment,
    ):
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=engine.dialect.name != "mysql")
        with environment.begin_transaction():
            environment.run_migrations()
        connection.commit()


def revision_of(engine: Engine) -> str | None:
    """The revision of the schema in the database; None where there is none.

    >>> revision_of(engine_of("sqlite://")) is None
    True
    """
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


REFUSED = (
    "Connection refused",
    "starting up",
    "shutting down",
    "closed the connection",
    "connection is lost",
    "server has gone away",
)
"""What a server says, without a code, to those who knock while it restarts."""


def passing(error: exc.DBAPIError) -> bool:
    """Whether the same transaction may well succeed in a moment: a deadlock, a lost connection, a server that restarts."""
    if error.connection_invalidated or isinstance(error, exc.InterfaceError):
        return True
    state = getattr(error.orig, "sqlstate", None) or ""
    if not state and isinstance(error, exc.OperationalError) and any(words in str(error.orig) for words in REFUSED):
        return True
    code = error.orig.args[0] if error.orig is not None and error.orig.args else None
    return (
        state in ("40001", "40P01", "57P01", "57P02", "57P03")
        or state.startswith("08")
        or code in (1205, 1213, 2002, 2003, 2006, 2013)
    )
