"""`users`, `office` and `access-log`: people and offices from the command line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import NoReturn

import click
from flask.cli import AppGroup

from planner.accounts import queries, services
from planner.accounts.models import OFFICE_KINDS, ROLES, Office
from planner.accounts.words import refusal_sentence
from planner.errors import Refused

users = AppGroup("users", help="People who may sign in.")
office = AppGroup("office", help="Offices: districts and cities.")
access_log = AppGroup("access-log", help="Who did what, when and from where.")
GROUPS = (users, office, access_log)


def fail(message: str) -> NoReturn:
    """One clear line on stderr, exit 2."""
    click.echo(f"planner: {message}", err=True)
    sys.exit(2)


@users.command("add")
@click.argument("email")
@click.option("--office", "office_code", required=True, help="The office's code.")
@click.option("--role", required=True, help=", ".join(ROLES))
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--name", default="", help="The person's name.")
def add_user(email: str, office_code: str, role: str, password_stdin: bool, name: str) -> None:
    """Add a person; without --password-stdin a random password is printed, to be changed."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        user, made = services.create_user(
            _office(office_code),
            email=email,
            role=role,
            name=name,
            password=password,
            now=datetime.now(UTC),
        )
    except Refused as refused:
        fail(refusal_sentence(refused))
    click.echo(f"{user.email} added" if password_stdin else f"{user.email} {made}")


@users.command("list")
def list_users() -> None:
    """One line for each person: e-mail, office, role, state, name."""
    for user in queries.list_all_users():
        state = "active" if user.active else "deactivated"
        click.echo("\t".join((user.email, user.office.code, user.role, state, user.name)))


@users.command("password")
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def set_password(email: str, password_stdin: bool) -> None:
    """Give a person a new password; all their sign-ins end.

    Without --password-stdin a random one is printed, to be changed at the next sign-in.
    """
    user = queries.find_user_by_email(email.strip().lower())
    if user is None:
        fail(f"there is no account {email!r}")
    chosen = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        password = services.reset_password(user, password=chosen, now=datetime.now(UTC))
    except Refused as refused:
        fail(refusal_sentence(refused))
    click.echo(f"{user.email} changed" if password_stdin else f"{user.email} {password}")


@users.command("first")
def first_user() -> None:
    """Make the first administrator when there is nobody yet, and print the password this once."""
    made = services.first_account(datetime.now(UTC))
    if made is not None:
        click.echo(f"{made[0].email} {made[1]}")


@office.command("add")
@click.argument("code")
@click.argument("name")
@click.option("--kind", type=click.Choice(OFFICE_KINDS), default="district")
@click.option("--parent", "parent_code", default="", help="The code of the city above it.")
@click.option("--name-en", default="", help="The name in English.")
def add_office(code: str, name: str, kind: str, parent_code: str, name_en: str) -> None:
    """Add an office."""
    parent = _office(parent_code) if parent_code else None
    try:
        row = services.create_office(code, name, kind=kind, parent=parent, name_en=name_en)
    except Refused as refused:
        fail(refusal_sentence(refused))
    click.echo(f"{row.code} added")


@office.command("list")
def list_offices() -> None:
    """One line for each office: code, kind, name."""
    for row in queries.list_offices():
        click.echo("\t".join((row.code, row.kind, row.name)))


@access_log.command("prune")
def prune() -> None:
    """Delete what is older than two years."""
    click.echo(f"{services.prune_access_log(datetime.now(UTC))} deleted")


def _office(code: str) -> Office:
    row = queries.find_office_by_code(code)
    if row is None:
        known = ", ".join(found.code for found in queries.list_offices()) or "none yet"
        fail(f"there is no office {code!r}; offices: {known}")
    return row
