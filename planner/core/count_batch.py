"""Reading a batch of counts as a telephone sends it: its shape, then each entry by itself.

A batch of the wrong shape is refused whole (`BatchFault`), for nobody could be told what of it was
taken; an entry that cannot be read is refused alone, by a code.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

LARGEST = 256 * 1024  # bytes of a batch
MOST_ENTRIES = 500
LONGEST_REASON = 300
EARLIEST = 2000  # a clock that shows a year before this one has lost its time


class BatchFault(ValueError):
    """A batch that cannot be taken; `code` is not_json, no_entries, not_objects or too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """What a link fixes, each as every name by which a sender may call it."""

    event: frozenset[str]
    booth: frozenset[str]
    agency: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentEntry:
    """An entry that could be read. `field` is an id or a code; `recorded_at` is in UTC."""

    id: str
    measure: str
    value: int
    recorded_at: datetime
    field: int | str | None
    channel: str
    corrects: str | None
    reason: str
    group: str = ""
    programme: str = ""


def read_batch(body: bytes) -> list[dict[str, Any]]:
    """The entries of a body, each an object; raises `BatchFault`."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise BatchFault("not_json") from None
    entries = data.get("entries") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise BatchFault("no_entries")
    if len(entries) > MOST_ENTRIES:
        raise BatchFault("too_many")
    if not all(isinstance(entry, dict) for entry in entries):
        raise BatchFault("not_objects")
    return entries


def read_entry(raw: Mapping[str, Any], place: Place) -> SentEntry | str:
    """An entry, or the code of why it cannot be read."""
    moment = _moment(raw.get("recorded_at"))
    corrects = raw.get("corrects")
    field, channel, reason = raw.get("field"), raw.get("channel"), raw.get("reason")
    reason = "" if reason is None else reason
    group, programme = raw.get("target_group") or "", raw.get("programme") or ""
    checks = (
        (canonical_id(raw.get("id")) is None, "bad_id"),
        (_elsewhere(raw, "event", place.event), "other_event"),
        (_elsewhere(raw, "booth", place.booth), "other_booth"),
        (_elsewhere(raw, "agency", place.agency), "other_agency"),
        (not isinstance(raw.get("measure"), str), "bad_measure"),
        (not _whole(raw.get("value")), "bad_value"),
        (not (field is None or isinstance(field, str) or _whole(field)), "bad_field"),
        (not (channel is None or isinstance(channel, str)), "bad_channel"),
        (moment is None, "bad_time"),
        (corrects is not None and canonical_id(corrects) is None, "bad_correction"),
        (not isinstance(group, str), "bad_group"),
        (not isinstance(programme, str), "bad_programme"),
        (not _plain(reason), "bad_reason"),
    )
    for wrong, code in checks:
        if wrong:
            return code
    assert moment is not None
    return SentEntry(
        raw["id"],
        raw["measure"],
        raw["value"],
        moment,
        field,
        "booth" if channel is None else channel,
        canonical_id(corrects),
        reason.strip(),
        group,
        programme,
    )


def canonical_id(value: object) -> str | None:
    """A UUID in its usual spelling; None for anything else."""
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None


def _elsewhere(raw: Mapping[str, Any], name: str, names: frozenset[str]) -> bool:
    """Whether an entry names another event, booth or agency than the link's."""
    told = [raw[key] for key in (name, f"{name}_id") if raw.get(key) is not None]
    return any(not isinstance(value, str | int) or str(value) not in names for value in told)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _plain(value: object) -> bool:
    """Text without control characters and halves of pairs, so that every database can hold it."""
    return isinstance(value, str) and len(value) <= LONGEST_REASON and value.isprintable()


def _moment(value: object) -> datetime | None:
    """An instant of ISO 8601 with its offset; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year >= EARLIEST else None
