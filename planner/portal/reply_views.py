"""What an agency answers and tells: invitations, days off, fields, counsellors and needs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from planner.agencies import queries as agency_queries
from planner.agencies.words import WEEKDAY_LABELS, weekdays
from planner.core.availability import days_between, month_weeks, months_between
from planner.errors import Refused, StaleEdit
from planner.forms import choices
from planner.portal import invitation_services, queries, request_services, words
from planner.portal.door import bp, page, visit
from planner.portal.forms import AnswerForm, DaysForm, TermsForm
from planner.portal.invitation_services import Reply
from planner.portal.queries import Asking
from planner.portal.views import done
from planner.security import public
from planner.templating import named

MONTHS = 3  # shown at once


# ---------------------------------------------------------------- invitations


@bp.get("/invitations")
@public
def invitations() -> Any:
    here = visit()
    asked = queries.invitations_of(here.whose.agency.id, here.released, here.today)
    return page("portal/invitations.html", asked=asked, done=done())


@bp.get("/invitations/<id:invitation_id>")
@public
def invitation(invitation_id: int) -> Any:
    asking = _asking(invitation_id)
    row = asking.row
    chosen = row.answer or request.args.get("answer", "")
    data = {"answer": chosen, "reason": row.reason, "note": row.note, "version": row.version}
    return _invitation_page(asking, AnswerForm(formdata=None, data=data))


def _asking(invitation_id: int) -> Asking:
    here = visit()
    return queries.get_invitation(here.whose.agency.id, invitation_id, here.released, here.today)


def _invitation_page(asking: Asking, form: AnswerForm, status: int = 200, refusal: str = "") -> Any:
    known = {part.event.id for row in visit().seasons for part in row.parts}
    return page(
        "portal/invitation.html",
        status,
        asking=asking,
        form=form,
        refusal=refusal,
        known=asking.row.event_id in known,
    )


@bp.post("/invitations/<id:invitation_id>")
@public
def answer(invitation_id: int) -> Any:
    here, asking, form = visit(), _asking(invitation_id), AnswerForm()
    if not form.validate():
        return _invitation_page(asking, form, 422)
    reply = Reply(form.answer.data, form.reason.data or "", form.note.data or "", form.number())
    released = here.released.get(asking.row.event_id)
    try:
        invitation_services.answer(
            asking.row, reply, released, link=here.whose.link, now=here.now, today=here.today
        )
    except StaleEdit:
        form.version.data = str(asking.row.version)
        sentence = _("The invitation was changed meanwhile. Read it again, then send your answer.")
        return _invitation_page(_asking(invitation_id), form, 409, sentence)
    except Refused as refused:
        return _invitation_page(_asking(invitation_id), form, 422, words.refusal(refused))
    return redirect(url_for(".invitations", done="answered"), 303)


# ---------------------------------------------------------------- days off


@bp.get("/days")
@public
def days() -> Any:
    here = visit()
    first, last = _period(request.args.get("from", type=date.fromisoformat))
    data = {"first": first, "last": last, "version": here.whose.agency.version}
    return _days_page(DaysForm(formdata=None, data=data), first, last)


def _period(asked: date | None) -> tuple[date, date]:
    """Three whole months: from the asked one, else where the agency's season begins or goes on."""
    here = visit()
    begin = here.today
    if asked is not None:
        begin = min(max(asked, here.today), here.today + timedelta(days=3 * 365))
    else:
        season = queries.season_around(here.whose.agency.id, here.today)
        begin = max(season[0], here.today) if season else here.today
    first = begin.replace(day=1)
    return first, months_later(first, MONTHS) - timedelta(days=1)


def months_later(first: date, count: int) -> date:
    """The first day of the month so many months after (or before) that of `first`."""
    number = first.year * 12 + first.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)


def _days_page(
    form: DaysForm,
    first: date,
    last: date,
    status: int = 200,
    *,
    off: set[date] | None = None,
    refusal: str = "",
) -> Any:
    here = visit()
    agency = here.whose.agency
    saved = {
        day: span.reason
        for span in agency_queries.days_off(agency)
        for day in days_between(max(span.first, first), min(span.last, last))
    }
    return page(
        "portal/days.html",
        status,
        form=form,
        refusal=refusal,
        first=first,
        last=last,
        months=[(y, m, month_weeks(y, m)) for y, m in months_between(first, last)],
        off=set(saved) if off is None else off,
        reasons=saved,
        busy=_busy_days(),
        earlier=months_later(first, -MONTHS) if first > here.today else None,
        later=months_later(first, MONTHS),
        weekday_labels=WEEKDAY_LABELS,
        weekdays=weekdays(agency.weekdays),
        done=done(),
    )


def _busy_days() -> dict[date, list[Any]]:
    """The days on which the agency is released to be somewhere."""
    found: dict[date, list[Any]] = {}
    for row in visit().seasons:
        for part in row.parts:
            if not part.cancelled:
                found.setdefault(part.event.day, []).append(part.event)
    return found


@bp.post("/days")
@public
def save_days() -> Any:
    here, form = visit(), DaysForm()
    agency = here.whose.agency
    good, first, last, off = form.validate(), form.first.data, form.last.data, _ticked()
    if first is None or last is None or not _sound(first, last):
        first, last = _period(None)
        form.version.data = str(agency.version)
        return _days_page(form, first, last, 422, refusal=str(_("Choose the days once more.")))
    if not good:
        return _days_page(form, first, last, 422, off=off)
    try:
        changed = request_services.take_days_off(
            agency, first, last, off, reason=form.reason.data or "",
            version=form.number(), link=here.whose.link, now=here.now, today=here.today,
        )  # fmt: skip
    except StaleEdit:
        form.version.data = str(agency.version)
        sentence = _("The organizer changed your entry meanwhile. Look at the days, then save.")
        return _days_page(form, first, last, 409, off=off, refusal=sentence)
    code = "days" if changed else "same"
    return redirect(url_for(".days", done=code, **{"from": first.isoformat()}), 303)


def _sound(first: date, last: date) -> bool:
    return first <= last <= first + timedelta(days=400) and first.year >= 2000


def _ticked() -> set[date]:
    found = set()
    for text in request.form.getlist("off"):
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found


# ---------------------------------------------------------------- fields, counsellors, needs


@bp.get("/about")
@public
def about() -> Any:
    wished = request_services.wished_terms(visit().whose.agency)
    form = TermsForm(formdata=None, data={**wished, "field_ids": wished["fields"]})
    return _about_page(_offered(form))


def _offered(form: TermsForm) -> TermsForm:
    fields = agency_queries.fields(visit().whose.office.id)
    form.field_ids.choices = choices((row.id, named(row)) for row in fields)
    return form


def _about_page(form: TermsForm, status: int = 200) -> Any:
    here = visit()
    agency = here.whose.agency
    fields = {row.id: row for row in agency_queries.fields(here.whose.office.id)}
    return page(
        "portal/about.html",
        status,
        form=form,
        waiting=[(row, words.wish(row, fields)) for row in queries.wishes_of(agency.id)],
        decided=[(row, words.wish(row, fields)) for row in queries.decided_of(agency.id)],
        done=done(),
    )


@bp.post("/about")
@public
def save_about() -> Any:
    here, form = visit(), _offered(TermsForm())
    if not form.validate():
        return _about_page(form, 422)
    agency = here.whose.agency
    before = [row.id for row in queries.wishes_of(agency.id)]
    request_services.ask_changes(agency, form.terms(), link=here.whose.link, now=here.now)
    after = [row.id for row in queries.wishes_of(agency.id)]
    return redirect(url_for(".about", done="same" if before == after else "wished"), 303)
