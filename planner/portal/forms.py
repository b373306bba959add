"""The forms of the portal (their token is the link's, see `door`) and of the organizer's pages."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from planner.agencies.words import NOISE_LABELS
from planner.booths.words import GOODS_KINDS
from planner.core.plain_note import names_a_person
from planner.forms import BaseForm, Checks, VersionedForm, choices
from planner.portal.words import ANSWER_LABELS, REASONS
from planner.results.words import REASONS as COUNT_REASONS

MOST_GOODS = 1_000_000


class Numbered(VersionedForm):
    """A form whose version is handed to a service, which compares it under a lock."""

    def number(self) -> int:
        """The version at which the form was opened; nonsense is older than any."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Own:
    """For a form of the portal: no token of the session's cookie."""

    class Meta(BaseForm.Meta):
        csrf = False


def nobody_named(_form: Any, field: Any) -> None:
    """Residents are never named, nor is anybody else."""
    if names_a_person(field.data or ""):
        raise ValidationError(_("Write no telephone numbers, e-mails or resident numbers here."))


# ---------------------------------------------------------------- an agency's


class AnswerForm(Own, Numbered):
    """Whether the agency comes."""

    answer = RadioField(
        _l("Do you come?"),
        [InputRequired(_l("Choose whether you come."))],
        choices=choices(ANSWER_LABELS.items()),
    )
    reason = SelectField(
        _l("Why you cannot come"),
        choices=choices(REASONS.items(), empty=_l("Choose one")),
        default="",
    )
    note = StringField(_l("Short note"), [Length(max=100), nobody_named])


class DaysForm(Own, Numbered):
    """The ticked days of a period."""

    first = DateField(_l("From"), [InputRequired()])
    last = DateField(_l("To"), [InputRequired()])
    reason = StringField(_l("Reason"), [Length(max=100), nobody_named])


class TermsForm(Own, BaseForm):
    """What the agency offers and needs."""

    field_ids = Checks(_l("Counselling fields"), coerce=int)
    staff_per_day = IntegerField(_l("Counsellors a day"), [InputRequired(), NumberRange(1, 99)])
    needs_power = BooleanField(_l("Power"))
    needs_water = BooleanField(_l("Water"))
    needs_private = BooleanField(_l("Privacy"))
    needs_step_free = BooleanField(_l("Step-free access"))
    noise = SelectField(_l("Noise"), choices=choices(NOISE_LABELS.items()), default="")

    def terms(self) -> dict[str, Any]:
        """What the service takes."""
        names = ("staff_per_day", "needs_power", "needs_water", "needs_private", "needs_step_free")
        values = {name: getattr(self, name).data for name in (*names, "noise")}
        return {"fields": list(self.field_ids.data or ()), **values}


class OwnGoodsForm(Own, VersionedForm):
    """Goods that the agency brings to give away."""

    kind = SelectField(_l("Kind"), choices=choices(GOODS_KINDS.items()), default="promo")
    name = StringField(_l("Item"), [InputRequired(), Length(max=120), nobody_named])
    quantity = IntegerField(_l("Quantity"), [InputRequired(), NumberRange(0, MOST_GOODS)])
    unit = StringField(_l("Unit"), [Length(max=20), nobody_named])


class OwnCountsForm(Own, BaseForm):
    """What a counting sheet carries beside its cells; a reason is chosen, never typed."""

    batch = HiddenField()
    reason = SelectField(
        _l("Reason for the change"),
        choices=choices(enumerate(COUNT_REASONS), empty="-"),
        default="",
    )

    def chosen_reason(self) -> str:
        """The reason as the ledger keeps it."""
        return str(COUNT_REASONS[int(self.reason.data)]) if self.reason.data else ""


# ---------------------------------------------------------------- the organizer's


class InviteForm(BaseForm):
    """Which events, which agencies, until when."""

    events = Checks(_l("Events"), [InputRequired(_l("Choose at least one event."))], coerce=int)
    whom = RadioField(
        _l("Whom to ask"),
        choices=choices(
            {
                "placed": _l("The agencies that are planned at each event"),
                "all": _l("Every agency of the season, for each event"),
            }.items()
        ),
        default="placed",
    )
    deadline = DateField(_l("Deadline"), [InputRequired(_l("Choose a deadline."))])


class OfficeAnswerForm(Numbered):
    """An answer that came by telephone."""

    answer = RadioField(
        _l("Their answer"),
        [InputRequired(_l("Choose whether it comes."))],
        choices=choices({"accepted": _l("It comes"), "declined": _l("It cannot come")}.items()),
    )
    reason = SelectField(
        _l("Reason"), choices=choices(REASONS.items(), empty=_l("Choose one")), default=""
    )
    note = StringField(_l("Note"), [Length(max=100), nobody_named])


class LabelForm(BaseForm):
    """For whom a link is."""

    label = StringField(_l("Label"), [Length(max=120), nobody_named])


class DecisionForm(Numbered):
    """Confirmed or refused, with a word to the agency."""

    decision = HiddenField()
    reply = StringField(_l("Word to the agency"), [Length(max=200), nobody_named])
