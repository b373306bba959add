"""The forms of a question: an agency at an event, or the event on a day or at a venue."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import InputRequired, Optional

from planner.core.plan import PlanEvent
from planner.core.problem import Problem
from planner.core.wish import Wish
from planner.forms import BaseForm, choices
from planner.proposals.words import ProposalNames

ANYWHERE = "any"


class AgencyQuestion(BaseForm):
    """Why is an agency not at the event, at a booth, in a field?"""

    agency = SelectField(_l("Agency"), validators=[InputRequired(_l("Choose an agency."))])
    booth = SelectField(_l("Booth"), validators=[Optional()])
    field = SelectField(_l("Counselling field"), validators=[Optional()])

    def offer(self, names: ProposalNames, problem: Problem, event: PlanEvent) -> AgencyQuestion:
        """Agencies that counsel (those not there first), fields, the booths of the venue."""
        here = {item.agency for item in event.assign}
        known = sorted((names.name("agency", a.id), a.id) for a in problem.agencies if a.fields)
        fields = [(item.id, names.name("field", item.id)) for item in problem.fields]
        place = problem.venue_by_id.get(event.venue)
        booths = [(item.id, names.name("booth", item.id)) for item in place.booths] if place else []
        known.sort(key=lambda pair: pair[1] in here)
        options = [
            (key, _("%(agency)s (at this event)", agency=name) if key in here else name)
            for name, key in known
        ]
        self.agency.choices = choices(options, empty=_("Choose"))
        self.booth.choices = choices(booths, empty=_("Any booth"))
        self.field.choices = choices(fields, empty=_("Any field"))
        return self

    def wish(self, event: str, problem: Problem) -> Wish:
        booth, field = self.booth.data, self.field.data
        return Wish(
            event,
            agency=int(self.agency.data),
            booth=int(booth) if booth else None,
            field=int(field) if field else None,
        )


class DateQuestion(BaseForm):
    """Why is the event not on a day, at a venue?"""

    day = DateField(_l("Day"), validators=[Optional()])
    venue = SelectField(_l("Venue"), validators=[Optional()])

    def offer(self, names: ProposalNames, problem: Problem, event: PlanEvent) -> DateQuestion:
        """The venues of the season, where it is now first."""
        place = names.name("venue", event.venue)
        others = sorted((names.name("venue", item.id), item.id) for item in problem.venues)
        self.venue.choices = [
            *choices([], empty=_("Where it is now: %(venue)s", venue=place)),
            *choices([(ANYWHERE, _("At any venue"))]),
            *choices((key, name) for name, key in others),
        ]
        return self

    def wish(self, event: str, problem: Problem) -> Wish:
        venue = self.venue.data
        return Wish(
            event,
            day=(self.day.data - problem.start).days if self.day.data else None,
            venue=int(venue) if venue and venue != ANYWHERE else None,
            anywhere=venue == ANYWHERE,
        )
