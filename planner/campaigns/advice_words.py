"""The soft findings in words, and what every rule is called on the rules page."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.names import Names, listed
from planner.campaigns.rule_words import HARD, Sentence
from planner.core.violation import Violation


def on_holiday(names: Names, v: Violation) -> str:
    return _(
        "%(event)s lies on a public holiday (%(holiday)s). Check that venue and agencies come.",
        event=names.event(v),
        holiday=v.data["holiday"],
    )


def fields_short(names: Names, v: Violation) -> str:
    missing: Any = v.data["missing"]
    fields = [
        names.field(key) if count == 1 else _("%(field)s (%(n)s)", field=names.field(key), n=count)
        for key, count in missing
    ]
    return _(
        "%(event)s: agencies are missing for %(fields)s. Add agencies or fields.",
        event=names.event(v),
        fields=listed(fields),
    )


def noisy_beside_quiet(names: Names, v: Violation) -> str:
    return _(
        "%(event)s: %(agencies)s stand side by side and should not. Move one booth.",
        event=names.event(v),
        agencies=names.joined(v, "agency"),
    )


def visits_off_target(names: Names, v: Violation) -> str:
    return _(
        "%(zone)s is visited %(visits)s times; the aim is %(target)s.",
        zone=names.one(v, "zone"),
        visits=v.data["visits"],
        target=v.data["target"],
    )


def without_position(names: Names, v: Violation) -> str:
    return _(
        "%(venue)s has no coordinates, so no map shows it. Set its position.",
        venue=names.one(v, "venue"),
    )


def without_booth(names: Names, v: Violation) -> str:
    return _(
        "%(event)s: %(count)s agencies have no booth yet (%(agencies)s).",
        event=names.event(v),
        count=v.data["count"],
        agencies=names.joined(v, "agency", 3),
    )


def without_agencies(names: Names, v: Violation) -> str:
    return _("%(event)s has no agencies yet. Assign them by hand or by a proposal.",
             event=names.event(v))  # fmt: skip


def outside_hours(names: Names, v: Violation) -> str:
    return _(
        "%(event)s is held %(starts)s–%(ends)s, outside the hours of the season "
        "(%(opens)s–%(closes)s).",
        event=names.event(v),
        **{key: v.data[key] for key in ("starts", "ends", "opens", "closes")},
    )


def left_out(names: Names, v: Violation) -> str:
    return _(
        "%(count)s invited agencies come to no event (%(agencies)s).",
        count=v.data["count"],
        agencies=names.joined(v, "agency", 3),
    )


def kept_away(names: Names, v: Violation) -> str:
    return _(
        "%(event)s: %(agency)s is to be kept away from this event. Take it out, or lift the ban.",
        event=names.event(v),
        agency=names.one(v, "agency"),
    )


def has_declined(names: Names, v: Violation) -> str:
    return _(
        "%(event)s: %(agencies)s cannot come. Plan without them.",
        event=names.event(v),
        agencies=names.joined(v, "agency", 3),
    )


SENTENCES: dict[str, Sentence] = {
    **HARD,
    "W01": on_holiday,
    "W02": fields_short,
    "W03": noisy_beside_quiet,
    "W04": visits_off_target,
    "W05": without_position,
    "W06": without_booth,
    "W07": without_agencies,
    "W08": outside_hours,
    "W09": left_out,
    "W10": kept_away,
    "W11": has_declined,
}


def sentence(names: Names, violation: Violation) -> str:
    """A finding as one or two sentences."""
    return SENTENCES[violation.code](names, violation)


RULE_TITLES = {
    "H00": _l("Every event stands in the plan once"),
    "H01": _l("The season holds the number of events wanted"),
    "H02": _l("Events lie within the season, on its weekdays, not on a closed day"),
    "H03": _l("The venue is open on the day"),
    "H04": _l("An outdoor event has a place for rain that is open"),
    "H05": _l("Days between two events"),
    "H06": _l("Days between two visits of a zone"),
    "H07": _l("Each zone is visited neither too seldom nor too often"),
    "H08": _l("Events at weekends stay within the limit"),
    "H09": _l("There is equipment for every event"),
    "H10": _l("Agencies are invited and can come on the day"),
    "H11": _l("An agency is at one event a day"),
    "H12": _l("No agency has more events than it takes on"),
    "H13": _l("A booth exists and holds one agency"),
    "H14": _l("The booth has what the agency needs"),
    "H15": _l("Agencies counsel in fields that they offer, one a counsellor"),
    "H16": _l("Agencies in conflict do not meet"),
    "W01": _l("Events do not lie on a public holiday"),
    "W02": _l("Every field has the agencies that it needs at each event"),
    "W03": _l("Noisy agencies do not stand beside those that need quiet"),
    "W04": _l("Zones are visited as often as aimed at"),
    "W05": _l("Venues have coordinates"),
    "W06": _l("Agencies at an event have a booth"),
    "W07": _l("Every event has agencies"),
    "W08": _l("Events keep to the hours of the season"),
    "W09": _l("Every invited agency comes to an event"),
    "W10": _l("Agencies kept away from an event are not at it"),
    "W11": _l("Nobody is planned who has declined"),
}
