"""Links with a secret: stored as a hash, revoked for ever, used without a write a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner.accounts import services
from planner.extensions import db
from planner.security import secret_hash


def test_a_link_is_found_by_its_secret_and_kind_only(office, now):
    link, secret = services.make_link(office.id, "feed", "Agency A", now=now)
    assert len(secret) >= 32 and link.token_hash == secret_hash(secret)
    assert services.find_link(secret, "feed") is link
    assert services.find_link(secret, "count") is None
    assert services.find_link(secret[:-1], "feed") is None
    assert services.find_link(link.token_hash, "feed") is None


def test_a_kind_that_does_not_exist_is_a_mistake_of_the_program(office, now):
    with pytest.raises(ValueError, match="no such kind"):
        services.make_link(office.id, "other", "", now=now)


def test_revoking_keeps_the_first_moment(office, now):
    link, secret = services.make_link(office.id, "count", "", now=now)
    services.revoke_link(link, now)
    services.revoke_link(link, now + timedelta(days=1))
    assert services.find_link(secret, "count").revoked_at == now


def test_rotating_revokes_the_old_and_makes_the_same_anew(office, now):
    link, secret = services.make_link(office.id, "feed", "A", now=now)
    fresh, other = services.rotate_link(link, created_by=None, now=now)
    assert link.revoked_at == now and fresh.revoked_at is None
    assert (fresh.label, fresh.kind, fresh.office_id) == ("A", "feed", office.id)
    assert other != secret and services.find_link(other, "feed") is fresh


def test_use_is_written_once_in_five_minutes(office, now, count_queries):
    link, _ = services.make_link(office.id, "feed", "A", now=now)
    services.touch_link(link, now)
    assert (link.uses, link.last_used_at) == (1, now)
    with count_queries() as statements:
        services.touch_link(link, now + timedelta(minutes=4, seconds=59))
    assert statements == []
    services.touch_link(link, now + timedelta(minutes=5))
    db.session.expire_all()
    assert (link.uses, link.last_used_at) == (2, now + timedelta(minutes=5))
