"""The form that keeps an agency away from an event."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from planner.booths.board import Board
from planner.forms import BaseForm, choices
from planner.templating import named


class BanForm(BaseForm):
    """Who is not to come, and why."""

    away = SelectField(_l("Agency"), validators=[InputRequired(_l("Choose an agency."))])
    reason = StringField(_l("Reason"), validators=[Length(max=200)])

    def offer(self, board: Board) -> BanForm:
        """The invited agencies that may come so far."""
        rows = [row.agency for row in board.invited if row.agency_id not in board.ban_of]
        self.away.choices = choices(
            [(row.id, named(row)) for row in rows], empty=str(_l("Choose an agency"))
        )
        return self
