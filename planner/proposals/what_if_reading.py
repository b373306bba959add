"""From a what-if form to assumptions, and from assumptions back into a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.core import assumptions as core
from planner.core.assumptions import Assumption, apply
from planner.core.goal_order import Order
from planner.core.problem import Problem, is_on
from planner.proposals.what_if_cells import Cells
from planner.proposals.what_if_forms import NUMBERS, WhatIfForm, closed_days

NUMBER_KINDS: dict[str, Callable[[int], Assumption]] = {
    "events": core.EventCount,
    "min_gap": core.MinGap,
    "weekend_max": core.WeekendMax,
    "kits": core.KitPool,
    "rain": core.RainChance,
}


def read(
    form: WhatIfForm, campaign: Campaign, facts: Problem, order: Order
) -> tuple[Assumption, ...] | None:
    """What a valid form assumes; None where its fields now hold errors.

    `order` is that of the season's goals. What holds anyway is refused: it is no assumption.
    """
    found = tuple(_read(form, campaign, facts, order))
    if not found and not form.faults() and not form.errors:
        form.form_errors.append(_("Nothing is assumed yet. Change at least one thing."))
    if not form.tables["zones"].errors:
        _check_together(form, facts, apply(facts, found))
    if form.faults() or form.errors or form.form_errors:
        return None
    return found


def _read(
    form: WhatIfForm, campaign: Campaign, facts: Problem, order: Order
) -> Iterator[Assumption]:
    yield from _agencies(form.tables["agencies"])
    yield from _venues(form.tables["venues"], facts)
    yield from _zones(form.tables["zones"], facts)
    yield from _fields(form.tables["fields"])
    for name in NUMBERS:
        value = form[name].data
        if value is None:
            continue
        if value == form.facts(facts)[name]:
            _wrong(form[name], same())
        yield NUMBER_KINDS[name](value)
    yield from (core.DayOpened(date.fromisoformat(day)) for day in form.days.data or ())
    but = tuple(day for day, _name in closed_days(campaign))
    yield from (core.WeekdayOpened(int(number), but) for number in form.weekdays.data or ())
    if form.other_goals.data:
        yield from _goals(form, facts, order)


def same() -> str:
    return str(_("This is so already. Leave it empty, or change it."))


def _agencies(table: Cells) -> Iterator[Assumption]:
    for row, values in table.values():
        efforts = {key: values[key] for key in ("max", "max_week", "target")}
        if values["out"]:
            if any(table.text(row, key) for key in efforts):
                key = next(key for key in efforts if table.text(row, key))
                table.wrong(row, key, _("An agency that does not take part takes on nothing."))
            yield core.AgencyOut(row)
            continue
        for key, value in efforts.items():
            if value is not None and value == table.now[row, key]:
                table.wrong(row, key, same())
        yield core.AgencyEffort(row, **efforts)


def _venues(table: Cells, facts: Problem) -> Iterator[Assumption]:
    for row, values in table.values():
        first, last = values["first"], values["last"]
        for key, value in values.items():
            if value is None:
                table.wrong(row, key, _("Name the first and the last day."))
        if first is None or last is None:
            continue
        if last < first:
            table.wrong(row, "last", _("The last day lies before the first. Check both."))
            continue
        found = core.VenueClosed(row, first, last)
        if apply(facts, [found]) == facts:
            table.wrong(row, "first", _("It is not to be had then anyway. Choose other days."))
        yield found


def _zones(table: Cells, facts: Problem) -> Iterator[Assumption]:
    for row, typed in table.values():
        values = {
            key: table.now[row, key] if value is None else value for key, value in typed.items()
        }
        for key, value in typed.items():
            if value is not None and value == table.now[row, key]:
                table.wrong(row, key, same())
        least, target, most = (values[key] for key in ("least", "target", "most"))
        if least > most:
            table.wrong(row, "most", _("At most is less than at least. Check both."))
        elif not least <= target <= most:
            table.wrong(row, "target", _("Aim between at least and at most."))
        yield core.ZoneVisits(row, least, target, most)


def _fields(table: Cells) -> Iterator[Assumption]:
    for row, values in table.values():
        if values["need"] is not None:
            if values["need"] == table.now[row, "need"]:
                table.wrong(row, "need", same())
            yield core.FieldNeed(row, values["need"])


def _goals(form: WhatIfForm, facts: Problem, order: Order) -> Iterator[Assumption]:
    fault = form.goals_fault()
    found = core.Goals(tuple(form.weights().items()), form.order())
    if fault is not None:
        _wrong(*fault)
    elif found.order == order and apply(facts, [found]) == facts:
        _wrong(form.other_goals, same())
    yield found


def _check_together(form: WhatIfForm, facts: Problem, problem: Problem) -> None:
    """What cannot go together, or would change nothing."""
    low, high = (sum(getattr(zone, key) for zone in problem.zones) for key in ("min", "max"))
    events = problem.districts[0].events
    if not low <= events <= high and (events, low, high) != _visits(facts):
        _wrong(
            form.events,
            _(
                "The zones take %(low)s to %(high)s visits in all, so %(events)s events do not "
                "fit. Change the zones' visits, too.",
                low=low,
                high=high,
                events=events,
            ),
        )
    weekend = any(is_on(problem.allowed, day) and is_on(problem.weekend, day)
                  for day in range(problem.days))  # fmt: skip
    if form.weekend_max.data and not weekend:
        _wrong(form.weekend_max, _("No event is held at weekends. Open Saturday or Sunday, too."))
    if {"5", "6"} & set(form.weekdays.data or ()) and not problem.districts[0].max_weekend:
        _wrong(form.weekdays, _("No event may lie at a weekend. Raise their number, too."))


def _visits(problem: Problem) -> tuple[int, int, int]:
    low, high = (sum(getattr(zone, key) for zone in problem.zones) for key in ("min", "max"))
    return problem.districts[0].events, low, high


def already_so(assumptions: Iterable[Assumption], facts: Problem, order: Order) -> list[Assumption]:
    """Assumptions that have come true since, or are about what is no longer there."""
    return [
        item
        for item in assumptions
        if apply(facts, [item]) == facts and core.goal_order([item], order) == order
    ]


def fill(form: WhatIfForm, assumptions: Iterable[Assumption]) -> WhatIfForm:
    """The form with these assumptions in it, to be changed."""
    cells: dict[str, dict[tuple[int, str], Any]] = {name: {} for name in form.tables}
    days, weekdays = [], []
    for item in assumptions:
        match item:
            case core.AgencyOut(agency):
                cells["agencies"][agency, "out"] = True
            case core.AgencyEffort(agency, most, week, target):
                found = {"max": most, "max_week": week, "target": target}
                cells["agencies"] |= {(agency, key): value for key, value in found.items()}
            case core.VenueClosed(venue, first, last):
                cells["venues"] |= {(venue, "first"): first, (venue, "last"): last}
            case core.ZoneVisits(zone, least, target, most):
                found = {"least": least, "target": target, "most": most}
                now = form.tables["zones"].now
                cells["zones"] |= {
                    (zone, key): value
                    for key, value in found.items()
                    if now.get((zone, key)) != value
                }
            case core.FieldNeed(field, need):
                cells["fields"][field, "need"] = need
            case core.DayOpened(day):
                days.append(day.isoformat())
            case core.WeekdayOpened(weekday, _but):
                weekdays.append(str(weekday))
            case core.Goals(weights, order):
                form.other_goals.data = True
                form.offer_goals(dict(weights), order)
            case _:
                _fill_number(form, item)
    form.days.data, form.weekdays.data = days, weekdays
    for name, table in form.tables.items():
        table.filled = cells[name]
    return form


def _fill_number(form: WhatIfForm, item: Any) -> None:
    for name, kind in NUMBER_KINDS.items():
        if type(item) is kind:
            (form[name].data,) = (getattr(item, slot) for slot in type(item).__slots__)


def _wrong(field: Any, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
