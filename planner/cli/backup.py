"""A copy of everything that the database holds, and back: one zip, the same for both databases.

The zip holds `manifest.json` (format, revision of the tables, rows a table) and one file of JSON
lines a table. A restore goes into an empty database of the same revision, in one transaction.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, NoReturn

import click
from alembic.migration import MigrationContext
from flask.cli import with_appcontext
from sqlalchemy import Date, Table, Time, func, select
from sqlalchemy.types import TypeEngine

from planner.extensions import UtcDateTime, db
from planner.results.rollups import rebuild

FORMAT = "outreach-planner-backup-1"
BATCH = 500


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write everything into FILE (a zip); an existing file is not overwritten."""
    if file.exists():
        _fail(f"{file} is there already")
    counts = {}
    with zipfile.ZipFile(file, "x", zipfile.ZIP_DEFLATED) as archive:
        for table in _tables():
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                counts[table.name] = 0
                for row in _rows(table):
                    lines.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
                    counts[table.name] += 1
        manifest = {"format": FORMAT, "revision": _revision(), "rows": counts}
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    click.echo(f"{sum(counts.values())} rows of {len(counts)} tables in {file}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Read FILE into an empty database (`db upgrade` first); nothing is kept of a broken file."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                _fail(f"{file} is not a backup of this program")
            if _revision() is None and manifest["revision"] is not None:
                _fail("the database has no tables yet: run `db upgrade` first")
            if manifest["revision"] != _revision():
                _fail(
                    f"{file} is of revision {manifest['revision']}, the database of {_revision()}: "
                    "run `db upgrade` with the version of the program that made the backup"
                )
            _refuse_full_database()
            total = sum(_restore(archive, table, manifest) for table in _tables())
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError) as error:
        db.session.rollback()
        _fail(f"{file} cannot be read as a backup: {error}")
    _restart_sequences()
    rebuild()
    db.session.commit()
    click.echo(f"{total} rows restored")


def _tables() -> list[Table]:
    """All but those whose rows are made anew from the others."""
    return [table for table in db.metadata.sorted_tables if not table.info.get("derived")]


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _revision() -> str | None:
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    order = [*table.primary_key.columns]
    result = db.session.execute(select(table).order_by(*order).execution_options(yield_per=BATCH))
    for row in result.mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, time, datetime)) else value


def _refuse_full_database() -> None:
    for table in _tables():
        if db.session.scalar(select(func.count()).select_from(table)):
            _fail(f"the database is not empty: {table.name} has rows")


def _restore(archive: zipfile.ZipFile, table: Table, manifest: dict[str, Any]) -> int:
    """Insert a table's rows; what names a row of the same table is set once all rows are there."""
    count = 0
    batch: list[dict[str, Any]] = []
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    later: list[tuple[Any, dict[str, Any]]] = []
    with archive.open(f"{table.name}.jsonl") as lines:
        for line in lines:
            row = _typed(table, json.loads(line))
            if any(row[name] is not None for name in own):
                later.append((row["id"], {name: row[name] for name in own}))
                row = {**row, **dict.fromkeys(own)}
            batch.append(row)
            count += 1
            if len(batch) == BATCH:
                db.session.execute(table.insert(), batch)
                batch = []
    if batch:
        db.session.execute(table.insert(), batch)
    for key, values in later:
        db.session.execute(table.update().where(table.c.id == key).values(**values))
    if count != manifest["rows"][table.name]:
        raise KeyError(f"{table.name}: {count} rows of {manifest['rows'][table.name]}")
    return count


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.columns[name].type, row[name]) for name in row}


def _value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return value


def _restart_sequences() -> None:
    """PostgreSQL's counters go on after the highest id (SQLite's do by themselves)."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in _tables():
        column = table.autoincrement_column
        if column is not None:
            highest = db.session.scalar(select(func.max(column)))
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            db.session.execute(select(func.setval(sequence, highest or 1, highest is not None)))
