"""Everything that other areas may do with accounts, sessions, links and the access log."""

from __future__ import annotations

from planner.accounts.links import add_link, make_link, revoke_link, rotate_link, touch_link
from planner.accounts.people import (
    change_password,
    create_office,
    create_user,
    first_account,
    may_look_at,
    random_password,
    reset_password,
    set_active,
    set_locale,
    switch_office,
    update_office,
    update_profile,
    update_user,
)
from planner.accounts.queries import find_link
from planner.accounts.records import prune_access_log, record_access
from planner.accounts.sessions import (
    authenticate,
    end_session,
    revoke_session,
    revoke_sessions,
    see_session,
    start_session,
)

__all__ = [
    "add_link",
    "authenticate",
    "change_password",
    "create_office",
    "create_user",
    "end_session",
    "find_link",
    "first_account",
    "make_link",
    "may_look_at",
    "prune_access_log",
    "random_password",
    "record_access",
    "reset_password",
    "revoke_link",
    "revoke_session",
    "revoke_sessions",
    "rotate_link",
    "see_session",
    "set_active",
    "set_locale",
    "start_session",
    "switch_office",
    "touch_link",
    "update_office",
    "update_profile",
    "update_user",
]
