"""The figures of what is counted in and out, and all topics of the programme together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from planner.programme import words
from planner.programme.figures import (
    Number,
    Topic,
    agreements_topic,
    centers_topic,
    plan_topic,
    rotations_topic,
    shifts_topic,
)
from planner.programme.models import TALLY_KINDS, Tally
from planner.programme.share_queries import COLUMNS, Share, breakdowns
from planner.programme.tally_items import DIMENSIONS
from planner.programme.tally_queries import Sums, sums, tallies
from planner.programme.target_queries import TargetRow, sum_of, target_rows
from planner.programme.training_figures import training_topic
from planner.templating import named

# Every breakdown of all tallies: by dimension, then by tally and direction.
Shares = dict[str, dict[tuple[int, str], list[Share]]]


def programme_topics(office_id: int, first: date, last: date) -> list[Topic]:
    """The programme of an office in the year of a season, as it stood at the season's end; topics
    without a number are left out."""
    first = date(first.year, 1, 1)
    found = [
        plan_topic(office_id, first.year, last),
        *tally_topics(office_id, first, last),
        shifts_topic(office_id, first, last),
        agreements_topic(office_id),
        training_topic(office_id, first, last),
        centers_topic(office_id, first, last),
        rotations_topic(office_id, first, last),
    ]
    return [topic for topic in found if topic.numbers]


def tally_topics(office_id: int, first: date, last: date) -> list[Topic]:
    """A topic for each kind of tally: what came in, went out and is left, and the targets."""
    rows = tallies(office_id)
    ids = [row.id for row in rows]
    held = sums(ids, None, last)
    told: Shares = {name: breakdowns(ids, name, None, last) for name in COLUMNS} if ids else {}
    targets: dict[int, list[TargetRow]] = {}
    for found in target_rows(office_id, last):
        if found.target.starts_on <= last and found.target.ends_on >= first:
            targets.setdefault(found.target.tally_id, []).append(found)
    topics = []
    for kind in TALLY_KINDS:
        numbers: list[Number] = []
        for row in rows:
            if row.kind == kind:
                numbers += _moves(row, held.get(row.id), told)
                numbers += _targets(row, targets.get(row.id, []))
        topics.append(Topic(kind, str(words.KIND_LABELS[kind]), tuple(numbers)))
    return topics


def _moves(row: Tally, own: Sums | None, told: Shares) -> list[Number]:
    """What came in, what went out (each broken down by all that was said of it), what is left."""
    unit = words.unit_word(row.unit)
    if own is None:  # nothing was recorded, which is not zero
        label = f"{named(row)}: {words.moved(row.kind, 'in')}"
        return [Number(f"{row.name}.in", label, None, unit)]
    found = []
    for direction, value, made_up in (
        ("in", own.into, own.into_made_up),
        ("out", own.out, own.out_made_up),
    ):
        moved = words.moved(row.kind, direction)
        key = f"{row.name}.{direction}"
        if value or direction == "in":
            found.append(Number(key, f"{named(row)}: {moved}", value, unit, "", made_up))
        for item in DIMENSIONS[row.kind][direction]:
            shares = told[item.key].get((row.id, direction), [])
            if any(share.key is not None for share in shares):
                label = f"{named(row)}: {words.by_dimension(moved, item.key)}"
                parts = tuple(_part(item.key, share, unit) for share in shares)
                found.append(
                    Number(f"{key}.{item.key}", label, value, unit, "", made_up, parts)
                )  # fmt: skip
                if item.key == "agency":
                    agencies = sum(share.key is not None for share in shares)
                    found.append(
                        Number(
                            f"{key}.agencies",
                            f"{named(row)}: {words.agencies_of(row.kind, direction)}",
                            agencies, _("agencies"), "", made_up,
                        )
                    )  # fmt: skip
    if own.out:
        label = f"{named(row)}: {words.LEFT_LABELS[row.kind]}"
        found.append(Number(f"{row.name}.left", label, own.left, unit, "", own.synthetic))
    return found


def _part(dimension: str, share: Share, unit: str) -> Number:
    if share.key is None:
        return Number("", _("Not said"), share.value, unit, synthetic=share.synthetic)
    key, label = _words(dimension, share.key, share.row)
    return Number(key, label, share.value, unit, synthetic=share.synthetic)


def _words(dimension: str, key: Any, row: Any) -> tuple[str, str]:
    """(key, label) of a line: codes of channels and fields, names of the rest."""
    if dimension == "channel":
        return key, str(words.CHANNEL_LABELS.get(key, key))
    if row is None:
        return key, key
    return (row.code if dimension == "field" else row.name), named(row)


def _targets(row: Tally, rows: list[TargetRow]) -> list[Number]:
    """The targets of a tally: what was wanted, what was reached, by their parts."""
    if not rows:
        return []
    whole = [found for found in rows if not _target_words(found)[0]]
    parts = [found for found in rows if _target_words(found)[0]]
    chosen = whole or parts
    made_up = any(found.target.synthetic for found in chosen)
    name, key, unit = named(row), row.name, words.unit_word(row.unit)
    before = [found.target.last_year for found in chosen if found.target.last_year is not None]
    numbers = [
        *_told(f"{key}.target", _("%(name)s: target", name=name), parts, chosen, unit,
               _wanted, lambda found: found.target.synthetic),
        *_told(f"{key}.reached", _("%(name)s: reached of the target", name=name), parts, chosen,
               unit, _actual, lambda found: found.made_up),
    ]  # fmt: skip
    if before:
        label = _("%(name)s: last year", name=name)
        numbers.append(Number(f"{key}.last_year", label, sum(before), unit, "", made_up))
    for found in rows:
        if found.target.a_month is not None:
            label = _("%(name)s: a month", name=name)
            numbers.append(
                Number(f"{key}.a_month", label, found.target.a_month, unit,
                       found.target.qualifier, found.target.synthetic)
            )  # fmt: skip
    return numbers


def _told(
    key: str,
    label: str,
    parts: list[TargetRow],
    chosen: list[TargetRow],
    unit: str,
    value: Callable[[TargetRow], int | None],
    made_up: Callable[[TargetRow], bool],
) -> list[Number]:
    """A number with its parts, and a part of its own for what they do not reach of the whole. Parts
    that come to more than the whole are a number of their own: they are no parts of it."""
    told = tuple(
        Number(*_target_words(row), value(row), unit, synthetic=made_up(row)) for row in parts
    )
    whole = sum_of(map(value, chosen))
    added = sum_of(map(value, parts))
    flag = any(map(made_up, chosen))
    rest = (whole or 0) - (added or 0)
    if rest < 0:
        apart = _("%(label)s, the parts added up", label=label)
        return [
            Number(key, label, whole, unit, "", flag),
            Number(f"{key}.parts", apart, added, unit, "", any(map(made_up, parts)), told),
        ]
    if parts and rest:
        told = (*told, Number("", _("Not broken down"), rest, unit))
    return [Number(key, label, whole, unit, "", flag, told)]


def _wanted(row: TargetRow) -> int:
    return row.target.wanted


def _actual(row: TargetRow) -> int | None:
    return row.actual


def _target_words(row: TargetRow) -> tuple[str, str]:
    """(key, label) of a target's part; the key is '' of the whole."""
    target = row.target
    if target.field is not None:
        return target.field.code, named(target.field)
    part = target.dong or target.agency
    return ("", "") if part is None else (part.name, named(part))
