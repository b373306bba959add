"""Which fields does each agency serve at an event, once it is known who comes?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planner.core.problem import Agency, Field


def share_fields(
    fields: Sequence[Field],
    agencies: Sequence[Agency],
    kept: Mapping[int, Sequence[int]] | None = None,
    pinned: Mapping[int, Sequence[int]] | None = None,
) -> dict[int, tuple[int, ...]]:
    """Field ids by agency id, leaving as few needs uncovered as possible (augmenting paths).

    `kept` gives fields by agency that are tried first, `pinned` those that it serves in any case.
    Nobody goes without a field.
    """
    pinned = pinned or {}
    need = {item.id: item.need for item in fields}
    given: dict[int, list[int]] = {agency.id: [] for agency in agencies}
    servers: dict[int, list[Agency]] = {item.id: [] for item in fields}

    def give(agency: Agency, name: int) -> None:
        given[agency.id].append(name)
        servers[name].append(agency)

    for wanted in (pinned, kept or {}):
        for agency in agencies:
            for name in wanted.get(agency.id, ()):
                if _can_take(agency, name, given[agency.id]):
                    give(agency, name)
    for item in fields:
        while len(servers[item.id]) < need[item.id]:
            if not _augment(item.id, agencies, given, servers, need, set(), pinned):
                break
    for agency in agencies:
        if not given[agency.id]:
            give(agency, _idle_field(agency, servers, need))
    return {name: tuple(sorted(served)) for name, served in given.items()}


def _can_take(agency: Agency, name: int, given: Sequence[int]) -> bool:
    return name in agency.fields and name not in given and len(given) < agency.staff


def _idle_field(
    agency: Agency, servers: Mapping[int, list[Agency]], need: Mapping[int, int]
) -> int:
    return min(agency.fields, key=lambda name: (len(servers[name]) - need[name], name))


def _augment(
    name: int,
    agencies: Sequence[Agency],
    given: dict[int, list[int]],
    servers: dict[int, list[Agency]],
    need: Mapping[int, int],
    seen: set[int],
    pinned: Mapping[int, Sequence[int]],
) -> bool:
    """Finds one more server for a field, moving others to other fields if that frees a hand.

    A hand is taken from a field only if that field is served beyond its need or finds another
    server in turn.
    """
    able = [a for a in agencies if name in a.fields and name not in given[a.id]]
    for agency in able:
        if agency.id not in seen and len(given[agency.id]) < agency.staff:
            given[agency.id].append(name)
            servers[name].append(agency)
            return True
    for agency in able:
        if agency.id in seen:
            continue
        seen.add(agency.id)
        for other in list(given[agency.id]):
            if other in pinned.get(agency.id, ()):
                continue
            spare = len(servers[other]) > need[other]
            if spare or _augment(other, agencies, given, servers, need, seen, pinned):
                given[agency.id].remove(other)
                servers[other].remove(agency)
                given[agency.id].append(name)
                servers[name].append(agency)
                return True
    return False
