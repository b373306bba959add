"""The form of a report: its texts, and the lines of its budget."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from planner.forms import BaseForm, VersionedForm
from planner.reports.models import BudgetLine, ResultReport
from planner.reports.services import LineData, version_of
from planner.templating import number

TEXTS = (
    "purpose",
    "basis",
    "remarks",
    "budget_note",
    "achievements",
    "improvements",
    "plans",
    "attachments",
)
MOST_LETTERS, MOST_TEXT_LINES = 4000, 60  # of one text
MOST_LINES, SPARE_LINES = 60, 4  # of the budget, and empty ones to type into
MOST_WON = 10**13
WON = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)\s*\uc6d0?")  # with the word for won or without


def won(text: str | None) -> int | None:
    """A sum in whole won, with commas between thousands or without any; None for anything else."""
    plain = unicodedata.normalize("NFKC", text or "").strip()
    found = WON.fullmatch(plain) if len(plain) <= 24 else None
    if found is None or not found.group(1).isascii():
        return None
    value = int(found.group(1).replace(",", ""))
    return value if value <= MOST_WON else None


def _won(_form: Any, field: StringField) -> None:
    if field.data and won(field.data) is None:
        raise ValidationError(
            _("Type a sum in whole won, such as 1,200,000, of at most %(most)s.",
              most=number(MOST_WON))
        )  # fmt: skip


def _few_lines(_form: Any, field: TextAreaField) -> None:
    if len((field.data or "").splitlines()) > MOST_TEXT_LINES:
        raise ValidationError(_("Write at most %(n)s lines.", n=MOST_TEXT_LINES))


def _text(label: Any) -> TextAreaField:
    too_long = _l("Write at most %(max)d characters.")
    return TextAreaField(label, [Length(max=MOST_LETTERS, message=too_long), _few_lines])


class LineForm(BaseForm):
    """A line of the budget; one in which nothing is typed says nothing."""

    class Meta(BaseForm.Meta):
        csrf = False

    item = StringField(_l("Budget item"), [Length(max=80)])
    source = StringField(_l("Source of funds"), [Length(max=80)])
    planned = StringField(_l("Planned amount"), [_won])
    spent = StringField(_l("Spent"), [_won])
    note = StringField(_l("Remark"), [Length(max=160)])
    drop = BooleanField(_l("Remove"))

    def says(self) -> bool:
        """Whether anything is typed that is to be kept."""
        typed = (self.item, self.source, self.planned, self.spent, self.note)
        return not self.drop.data and any(field.data for field in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """A line that is to go, or says nothing, is right whatever stands in it."""
        if not self.says():
            return True
        sound = bool(super().validate(extra_validators))
        for field, sentence in (
            (self.item, _("Type what the money is for.")),
            (self.planned, _("Type the planned amount.")),
        ):
            if not field.data and not field.errors:
                field.errors = [sentence]
                sound = False
        return sound

    def read(self) -> LineData:
        """What the service takes."""
        return LineData(
            self.item.data or "",
            self.source.data or "",
            won(self.planned.data) or 0,
            won(self.spent.data),
            self.note.data or "",
        )


class ReportForm(VersionedForm):
    """The texts of a report, each an outline of lines, and its budget."""

    days: tuple[date, date] | None = None  # the first and the last that a report can bear

    reported_on = DateField(_l("Day of the report"), [Optional()])
    purpose = _text(_l("Purpose"))
    basis = _text(_l("Basis"))
    remarks = _text(_l("Special remarks"))
    lines = FieldList(FormField(LineForm), _l("Lines of the budget"), max_entries=200)
    budget_note = _text(_l("Note on the budget"))
    achievements = _text(_l("Achievements"))
    improvements = _text(_l("What to improve"))
    plans = _text(_l("Plans"))
    attachments = _text(_l("Attachments"))

    def validate(self, extra_validators: Any = None) -> bool:
        """No more lines than a report can hold, and a day on which it can be made."""
        sound = bool(super().validate(extra_validators))
        day, days = self.reported_on.data, self.days
        if day is not None and days is not None and not days[0] <= day <= days[1]:
            sentence = _(
                "Choose a day from %(first)s, the first of the season, to %(last)s.",
                first=days[0].isoformat(),
                last=days[1].isoformat(),
            )
            self.reported_on.errors = [*self.reported_on.errors, sentence]
            sound = False
        if len(self.read_lines()) > MOST_LINES:
            self.form_errors.append(_("Write at most %(n)s lines of the budget.", n=MOST_LINES))
            return False
        return sound

    def made_within(self, first: date, today: date) -> None:
        """A report is made after its season began, and within the year to come."""
        self.days = (first, max(first, today) + timedelta(days=366))

    def spare(self) -> None:
        """Empty lines to type into, as many as fit."""
        for _n in range(min(SPARE_LINES, MOST_LINES - len(self.lines))):
            self.lines.append_entry()

    def wrong_lines(self) -> list[tuple[str, str]]:
        """(id of the field, sentence) for everything that is wrong with a line."""
        return [
            (field.id, _("Line %(n)s, %(column)s: %(sentence)s", n=at, column=field.label.text,
                         sentence=field.errors[0]))
            for at, row in enumerate(self.lines, 1)
            for field in row.form
            if field.errors
        ]  # fmt: skip

    def read_texts(self) -> dict[str, Any]:
        """The columns of the report."""
        texts: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        return {"reported_on": self.reported_on.data, **texts}

    def read_lines(self) -> list[LineData]:
        """The lines that say something, in their order."""
        return [row.form.read() for row in self.lines if row.form.says()]

    def against(
        self, report: ResultReport | None, lines: Sequence[BudgetLine]
    ) -> list[tuple[str, Any, Any]]:
        """What differs from what somebody else saved meanwhile."""
        rows = self.differences(values_of(report))
        yours = "\n".join(line_text(line) for line in self.read_lines())
        theirs = "\n".join(line_text(line) for line in lines)
        if yours != theirs:
            rows.append((str(self.lines.label.text), yours or "-", theirs or "-"))
        return rows


def line_text(line: LineData | BudgetLine) -> str:
    """A line of the budget in one line of text."""
    return " / ".join(
        [line.item, line.source or "-", number(line.planned), number(line.spent), line.note or "-"]
    )


def values_of(report: ResultReport | None) -> dict[str, Any]:
    """A report as the data of a form."""
    if report is None:
        return {"reported_on": None, **dict.fromkeys(TEXTS, "")}
    return {name: getattr(report, name) for name in ("reported_on", *TEXTS)}


def report_form(report: ResultReport | None, lines: Sequence[BudgetLine]) -> ReportForm:
    """The form of what is saved, with empty lines at the end."""
    rows = [
        {
            "item": line.item,
            "source": line.source,
            "planned": number(line.planned),
            "spent": "" if line.spent is None else number(line.spent),
            "note": line.note,
        }
        for line in lines
    ]
    form = ReportForm(
        formdata=None, version=str(version_of(report)), lines=rows, **values_of(report)
    )
    form.spare()
    return form
