"""One application a test run and database, an empty schema before each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from planner import create_app
from planner.extensions import db, limiter
from planner.settings import Settings
from tests import factories

# A busy machine is no fault of the code: no example is timed.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="which database the tests run on; PostgreSQL is started by the tests on loopback",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what meets the database: the rest says the same as on SQLite."""
    if config.getoption("--database") == "sqlite":
        return
    wanted = {"database_url", "fresh_database_url"}
    meets = [item for item in items if wanted & set(getattr(item, "fixturenames", ()))]
    config.hook.pytest_deselected(items=[item for item in items if item not in meets])
    items[:] = meets


@contextmanager
def _new_database(request: pytest.FixtureRequest, factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{factory.mktemp('db') / 'test.db'}"
        return
    from tests.postgres import temporary_database

    with temporary_database(factory) as url:
        yield url.replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An empty database of this worker's own."""
    with _new_database(request, tmp_path_factory) as url:
        yield url


@pytest.fixture
def fresh_database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database without tables, of this test's own."""
    with _new_database(request, tmp_path_factory) as url:
        yield url


@pytest.fixture(scope="session")
def _application(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(
        instance_path=tmp_path_factory.mktemp("instance"),
        database_url=database_url,
        secret_key="a key of the tests only",
        rate_limits=False,
        testing=True,
        extra={"WTF_CSRF_ENABLED": False, "PASSWORD_HASH_COST": "cheap"},
    )
    application = create_app(settings)
    with application.app_context():
        if db.engine.dialect.name == "sqlite":
            _fast_sqlite()
        db.drop_all()
        db.create_all()
    yield application
    with application.app_context():
        db.session.remove()
        db.engine.dispose()


def _fast_sqlite() -> None:
    """Tests survive no power cut: without the syncs they run in a third of the time."""

    @event.listens_for(db.engine, "connect")
    def relax(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    """The application, inside an application context, on an empty database."""
    limiter.enabled = False  # the limiter is shared, and another application may have turned it on
    with _application.app_context():
        yield _application
        db.session.rollback()
        db.session.remove()
    with _application.app_context():
        _empty()
        db.session.remove()


def _empty() -> None:
    """Every table empty, every sequence at its start; on PostgreSQL a tenth of TRUNCATE's time."""
    if db.engine.dialect.name == "postgresql":
        filled = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")"
            for name in db.metadata.tables
        )
        db.session.execute(db.text("SET LOCAL session_replication_role = replica"))
        for name in db.session.scalars(db.text(filled)).all():
            db.session.execute(db.text(f'DELETE FROM "{name}"'))
        db.session.execute(
            db.text(
                "SELECT setval(seqrelid, 1, false) FROM pg_sequence "
                "WHERE pg_sequence_last_value(seqrelid) IS NOT NULL"
            )
        )
    else:
        db.session.execute(db.text("PRAGMA defer_foreign_keys=ON"))
        for table in reversed(db.metadata.tables.values()):
            db.session.execute(table.delete())
    db.session.commit()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """A Monday before the Seocho season."""
    return datetime(2023, 5, 15, 0, 0, tzinfo=UTC)


@pytest.fixture
def office(app: Flask) -> Any:
    """A district office."""
    return factories.make_office()


@pytest.fixture
def sign_in(app: Flask, office: Any) -> Callable[..., FlaskClient]:
    """`sign_in(role="organizer", office=None)`: a browser in which such a person is signed in."""

    def make(role: str = "organizer", office: Any = None, _default: Any = office) -> FlaskClient:
        from planner.accounts.services import start_session

        user = factories.make_user(office or _default, role=role)
        browser = app.test_client()
        token = start_session(user, now=datetime.now(UTC), ip="127.0.0.1", user_agent="test")
        with browser.session_transaction() as session:
            session["token"] = token
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        browser.set_cookie("locale", "en")
        return browser

    return make


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """`with count_queries() as statements:` collects the SQL that runs inside."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data beside the project; a test that needs it is skipped without."""
    if not SHARED.is_dir():
        pytest.skip("no ../shared beside this clone")
    return SHARED


os.environ.setdefault("TZ", "Asia/Seoul")
