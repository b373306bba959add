"""Ⅰ of a report: why and on what ground, when and where, with whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flask_babel import gettext as _

from planner.maps.spots import Spot
from planner.reports.columns import grid
from planner.reports.content import Block, Grid, Heading, Item
from planner.reports.figure_tables import MOST_ROWS
from planner.reports.numbering import Chapter
from planner.reports.outline import outline
from planner.reports.pictures import season_map
from planner.reports.source import Source
from planner.results.words import with_unit
from planner.statistics.queries import Facts
from planner.statistics.words import category_name
from planner.templating import clock, long_day, named, number

TITLES = 20  # names of fields on one line of the outline
MOST_NAMES = 40  # of agencies of one kind
TAKING_PART = ("public", "private")  # sponsors and councils are counted apart


def overview(source: Source) -> Chapter:
    """The chapter; purpose and basis are what the office wrote."""
    blocks = [
        *_written(_("Purpose"), source.text("purpose")),
        *_written(_("Basis"), source.text("basis")),
        Heading(2, "", _("The season in short")),
        *_outline(source),
        *_places(source),
        *_agencies(source.facts),
    ]
    wanted = (("purpose", _("Purpose")), ("basis", _("Basis")))
    unwritten = [label for name, label in wanted if not source.text(name)]
    return Chapter("overview", _("Outline of the season"), blocks, unwritten)


def _written(title: str, text: str) -> Iterator[Block]:
    items = outline(text)
    if items:
        yield Heading(2, "", title)
        yield from items


def _outline(source: Source) -> Iterator[Item]:
    facts, campaign = source.facts, source.facts.campaign
    yield _item(_("Season name"), named(campaign))
    yield _item(
        _("Period"),
        _(
            "%(first)s to %(last)s",
            first=long_day(campaign.starts_on),
            last=long_day(campaign.ends_on),
        ),
    )
    if facts.events or facts.dropped:
        yield _item(_("Events and days"), _held(facts))
    if facts.zones:
        names = [named(zone) for zone in facts.zones.values()]
        yield _item(_("Zones"), _counted(names, str(_("zones"))))
    if facts.agencies:
        yield _item(_("Agencies"), _by_category(facts))
    if facts.fields:
        names = [named(field) for field in facts.fields.values()]
        yield _item(_("Counselling fields"), _counted(names, str(_("fields"))))
        new = [named(field) for id_, field in facts.fields.items() if id_ in facts.new_fields]
        if new:
            yield Item(2, _("New this year: %(names)s", names=", ".join(new)))


def _item(label: str, text: str) -> Item:
    return Item(1, _("%(label)s: %(text)s", label=label, text=text))


def _held(facts: Facts) -> str:
    days = sorted(event.day for event in facts.events)
    words = with_unit(number(len(facts.events)), str(_("times")))
    if days:
        span = long_day(days[0])
        if days[-1] > days[0]:
            span = _("%(first)s to %(last)s", first=span, last=long_day(days[-1]))
        words = _("%(words)s (%(more)s)", words=words, more=span)
    if facts.dropped:
        words += " · " + _("%(n)s cancelled or not held", n=number(len(facts.dropped)))
    return words


def _counted(names: list[str], unit: str) -> str:
    """'5 zones (A, B, …)'; a long list names its first ones and says how many more there are."""
    shown = ", ".join(names[:TITLES])
    if len(names) > TITLES:
        shown = _("%(names)s and %(n)s more", names=shown, n=number(len(names) - TITLES))
    words = with_unit(number(len(names)), unit)
    return str(_("%(words)s (%(more)s)", words=words, more=shown))


def _categories(facts: Facts) -> list[tuple[str, int]]:
    found = [agency.category for agency in facts.agencies.values()]
    return [(name, found.count(name)) for name in facts.keys("category")]


def _by_category(facts: Facts) -> str:
    """The agencies that take part by their kind, and then the others, each kind by itself."""
    found = _categories(facts)
    inside = [(name, count) for name, count in found if name in TAKING_PART]
    parts = []
    if inside:
        words = with_unit(number(_taking_part(facts)), str(_("agencies")))
        more = ", ".join(f"{category_name(name)} {number(count)}" for name, count in inside)
        parts.append(_("%(words)s (%(more)s)", words=words, more=more))
    parts += [
        _("%(kind)s %(n)s", kind=category_name(name), n=number(count))
        for name, count in found
        if name not in TAKING_PART
    ]
    return ", ".join(parts)


def _taking_part(facts: Facts) -> int:
    return sum(count for name, count in _categories(facts) if name in TAKING_PART)


# ---------------------------------------------------------------- places and agencies


def _places(source: Source) -> Iterator[Block]:
    if not source.spots:
        return
    yield Heading(2, "", _("Places and dates"))
    yield _places_grid(source)
    yield from season_map(source.facts.campaign, source.areas, source.spots)


def _places_grid(source: Source) -> Grid:
    """Every event with its day and hours; where it was moved or not held the remark says so."""
    heads = [
        (_("No."), True),
        (_("Date"), False),
        (_("Hours"), False),
        (_("Venue"), False),
        (_("Zone"), False),
        (_("Agencies"), True),
    ]
    dropped = {event.id for event in source.facts.dropped}
    rows = [
        [
            str(spot.number),
            long_day(spot.day),
            f"{clock(spot.starts_at)}~{clock(spot.ends_at)}",
            named(spot.place),
            named(spot.zone),
            number(spot.agencies),
        ]
        for spot in source.spots[:MOST_ROWS]
    ]
    remarks = ["; ".join(_remarks(spot, dropped)) for spot in source.spots[:MOST_ROWS]]
    if any(remarks):
        heads.append((_("Remark"), False))
        rows = [[*row, remark or "-"] for row, remark in zip(rows, remarks, strict=True)]
    note = ""
    if len(source.spots) > MOST_ROWS:
        note = _(
            "The first %(shown)s of %(n)s rows; the exported tables hold all of them.",
            shown=MOST_ROWS,
            n=number(len(source.spots)),
        )
    unit = _("(Unit: %(units)s)", units=str(_("agencies")))
    return grid(_("Where and when"), heads, rows, unit=unit, note=note)


def _remarks(spot: Spot, dropped: Collection[int]) -> Iterator[str]:
    if spot.status == "cancelled":
        yield _("Cancelled")
    elif spot.event_id in dropped:
        yield _("Not held")
    if spot.moved_from is not None:
        yield _("Moved from %(place)s", place=named(spot.moved_from))


def _agencies(facts: Facts) -> Iterator[Block]:
    categories = _categories(facts)
    if not categories:
        return
    unit = _("(Unit: %(units)s)", units=str(_("agencies")))
    rows = [
        [category_name(name), number(count), ", ".join(_names(facts, name))]
        for name, count in categories
    ]
    note = ""
    if 0 < _taking_part(facts) < len(facts.agencies):
        note = _(
            "%(n)s agencies take part, public and private ones; the others are counted apart.",
            n=number(_taking_part(facts)),
        )
    yield Heading(2, "", _("Agencies"))
    yield grid(
        _("Agencies by kind"),
        [(_("Kind of agency"), False), (_("Agencies"), True), (_("Names"), False)],
        rows,
        [_("Total"), number(len(facts.agencies)), ""],
        unit=unit,
        note=note,
    )


def _names(facts: Facts, category: str) -> list[str]:
    """The agencies of a kind; of very many the first, and how many more."""
    names = [named(row) for row in facts.agencies.values() if row.category == category]
    if len(names) <= MOST_NAMES:
        return names
    return [*names[:MOST_NAMES], _("and %(n)s more", n=number(len(names) - MOST_NAMES))]
