"""A season's result report: the page, its files, and the form of what the office writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from planner.accounts.services import record_access
from planner.campaigns.models import Campaign
from planner.campaigns.queries import get_campaign
from planner.downloads import attached
from planner.errors import StaleEdit
from planner.extensions import snapshot
from planner.forms import ReasonForm
from planner.reports import pages
from planner.reports.content import Report
from planner.reports.files import FILES
from planner.reports.forms import MOST_LINES, ReportForm, report_form
from planner.reports.queries import budget_lines, find_report
from planner.reports.season import season_paper
from planner.reports.services import save_report, version_of
from planner.reports.source import load_source
from planner.security import current_office, current_user, requires
from planner.templating import SEOUL, named

bp = Blueprint("reports", __name__)
BASE = "/campaigns/<id:campaign_id>/report"


@bp.get(BASE)
@requires("view")
def show(campaign_id: int) -> Any:
    return _page(campaign_id, ReasonForm(formdata=None))


def _page(campaign_id: int, form: ReasonForm) -> str:
    source = load_source(current_office().id, campaign_id)
    return render_template(
        "reports/show.html",
        campaign=source.facts.campaign,
        nav_campaign=source.facts.campaign,
        paper=season_paper(source, datetime.now(UTC)),
        written=source.written,
        form=form,
        files=list(FILES),
        pages=pages,
    )


@bp.post(BASE)
@requires("export")
def send(campaign_id: int) -> Any:
    """The report as a file, with the reason for which it is taken out."""
    kind = request.form.get("file", "")
    if kind not in FILES:
        abort(400)
    form = ReasonForm()
    if not form.validate():
        return _page(campaign_id, form), 422
    office_id, made = current_office().id, datetime.now(UTC)
    get_campaign(office_id, campaign_id)  # another office's is 404 and leaves no record
    record_access(f"export report.{kind}", f"campaign {campaign_id}", form.reason.data or "")
    snapshot()  # a paper takes its time, in which others may write
    source = load_source(office_id, campaign_id)
    report = season_paper(source, made).report
    return _file(report, source.facts.campaign, kind, made)


def _file(report: Report, campaign: Campaign, kind: str, made: datetime) -> Response:
    mimetype, write = FILES[kind]
    answer = Response(write(report, made=made), mimetype=mimetype)
    words = f"{named(campaign)}_{_('Result report')}.{kind}"
    return attached(answer, f"{campaign.slug}-report.{kind}", words)


@bp.get(f"{BASE}/edit")
@requires("plan")
def edit(campaign_id: int) -> Any:
    get_campaign(current_office().id, campaign_id)
    return _form_page(campaign_id, report_form(find_report(campaign_id), budget_lines(campaign_id)))


@bp.post(f"{BASE}/edit")
@requires("plan")
def save(campaign_id: int) -> Any:
    office_id = current_office().id
    campaign = get_campaign(office_id, campaign_id)
    form = ReportForm()
    form.made_within(campaign.starts_on, datetime.now(SEOUL).date())
    if "more" in request.form:  # a form without JavaScript grows by asking
        form.spare()
        return _form_page(campaign_id, form)
    if not form.validate():
        return _form_page(campaign_id, form), 422
    try:
        save_report(
            office_id,
            campaign_id,
            form.version.data or "",
            form.read_texts(),
            form.read_lines(),
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except StaleEdit:
        report = find_report(campaign_id)
        differences = form.against(report, budget_lines(campaign_id))
        form.version.data = str(version_of(report))
        return _form_page(campaign_id, form, differences), 409
    flash(_("Saved."), "ok")
    return redirect(url_for(".show", campaign_id=campaign_id), 303)


def _form_page(
    campaign_id: int, form: ReportForm, differences: list[tuple[str, Any, Any]] | None = None
) -> str:
    campaign = get_campaign(current_office().id, campaign_id)
    return render_template(
        "reports/edit.html",
        campaign=campaign,
        nav_campaign=campaign,
        form=form,
        differences=differences,
        most_lines=MOST_LINES,
    )
