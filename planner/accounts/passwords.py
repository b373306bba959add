"""Hashing of passwords: Argon2id, a bounded number at a time, equal work for unknown people."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from planner.errors import Refused

COST = (19 * 1024, 2, 1)  # KiB of memory, passes, lanes
CHEAP = (8, 1, 1)
AT_ONCE = 2
PATIENCE = 10.0  # seconds to wait for a turn

_turns = threading.BoundedSemaphore(AT_ONCE)


def hash_password(password: str) -> str:
    """The Argon2id hash to store."""
    return str(_in_turn(_hasher().hash, _normal(password)))


def password_matches(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the stored hash; None costs the same and is False."""
    hasher = _hasher()
    try:
        _in_turn(hasher.verify, stored or _decoy(_cost()), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher().check_needs_rehash(stored)


def _normal(password: str) -> bytes:
    """The same bytes whichever way a keyboard composes Hangul."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def _in_turn(work: Any, *arguments: Any) -> Any:
    """Each hash takes 19 MiB and 0.1 s: a flood of sign-ins queues here, briefly."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused("busy")
    try:
        return work(*arguments)
    finally:
        _turns.release()


def _cost() -> tuple[int, int, int]:
    """`PASSWORD_HASH_COST` of the configuration: (KiB, passes, lanes), or 'cheap' for tests."""
    wanted = current_app.config.get("PASSWORD_HASH_COST")
    if wanted is None:
        return COST
    return CHEAP if wanted == "cheap" else (int(wanted[0]), int(wanted[1]), int(wanted[2]))


def _hasher() -> PasswordHasher:
    memory, passes, lanes = _cost()
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)


@lru_cache(maxsize=4)
def _decoy(cost: tuple[int, int, int]) -> str:
    memory, passes, lanes = cost
    hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)
    return hasher.hash("nobody has this password")
