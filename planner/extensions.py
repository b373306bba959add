"""The extensions, built once and bound to an application in `register`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask, current_app, g, has_request_context, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import DateTime, Dialect, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from planner.settings import ROOT

LOCALES = ("ko", "en")
# One message file an area, so that a change of one screen touches one file.
DOMAINS = (
    "shell",
    "accounts",
    "places",
    "agencies",
    "campaigns",
    "proposals",
    "replanning",
    "explaining",
    "what_if",
    "fairness",
    "booths",
    "results",
    "programme",
    "statistics",
    "feeds",
    "portal",
    "letters",
    "maps",
    "reports",
    "exports",
    "api",
    "public",
    "jobs",
    "rules",
    "tabular",
)


class Base(DeclarativeBase):
    """All tables; names of constraints are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC; a naive value is refused, what is read is aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Versioned:
    """A row that is edited on a form: the form carries `version`, a stale one is refused."""

    version: Mapped[int] = mapped_column(default=1)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=get_remote_address, default_limits=[])

_writing: ContextVar[bool] = ContextVar("writing", default=True)


@contextmanager
def writing() -> Iterator[None]:
    """Within this block a new transaction takes SQLite's write lock at once (BEGIN IMMEDIATE).

    Requests that only read begin DEFERRED; a GET that must write (a session's last sight, an
    access record) ends its reading transaction first and writes inside this block.
    """
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Within this block, outside a request, a new transaction only reads (BEGIN DEFERRED).

    For a process that looks often whether there is anything to do: it must not hold up writers.
    """
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def snapshot() -> None:
    """End the present transaction; the next one only reads, and sees one moment until it ends.

    For what reads long (a large file, an audit): it holds up no writer, and all its sums agree.
    What was not committed is lost; what writes afterwards ends it first.
    """
    db.session.rollback()
    with reading():
        if db.session.get_bind().dialect.name == "sqlite":
            db.session.connection()  # begins; the write-ahead log keeps its moment
        else:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            db.session.connection(execution_options=options)


def register(app: Flask) -> None:
    """Bind every extension to the application."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        import pysqlite3

        options = app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {})
        options.setdefault("module", pysqlite3)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _prepare_sqlite(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "planner" / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    limiter.init_app(app)
    app.config.setdefault("BABEL_DOMAIN", ";".join(DOMAINS))
    folder = str(ROOT / "planner" / "translations")
    babel.init_app(
        app,
        default_translation_directories=";".join([folder] * len(DOMAINS)),
        locale_selector=choose_locale,
    )
    app.before_request(_declare_intent)


def choose_locale() -> str:
    """The signed-in person's language, else the cookie's, else the browser's, else Korean."""
    if not has_request_context():
        return str(_default_locale())
    chosen = g.get("locale") or request.cookies.get("locale")
    if chosen in LOCALES:
        return str(chosen)
    return str(_default_locale())


def _default_locale() -> str:
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def _declare_intent() -> None:
    _writing.set(request.method not in ("GET", "HEAD", "OPTIONS"))


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, full syncs, foreign keys, a busy timeout, and writers that queue instead of failing."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy's own BEGIN below, not the driver's
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout=15000",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN DEFERRED")
