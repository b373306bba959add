"""What can be had as a file, and the files."""

from __future__ import annotations

from collections.abc import Callable
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
    send_file,
    stream_with_context,
    url_for,
)
from flask_babel import gettext as _

from planner.accounts.services import record_access
from planner.agencies.agreement_views import asked_agreements, today
from planner.booths.fairness_views import asked_fairness
from planner.campaigns.queries import get_campaign
from planner.downloads import attached
from planner.exports import datasets, directories, files, hsds_files, hsds_json
from planner.exports.agreements import agreements_table
from planner.exports.fairness import fairness_tables
from planner.exports.forms import ReasonForm
from planner.exports.package import season_package
from planner.exports.package_queries import count_cells
from planner.exports.programme import PROGRAMME, programme_table
from planner.exports.table import Table
from planner.extensions import snapshot
from planner.feeds.views import base_url
from planner.security import current_office, requires
from planner.statistics.queries import Facts, load_facts
from planner.templating import named

bp = Blueprint("exports", __name__)
# What is had with a reason: files by name, in these formats.
OFFERED = {
    **dict.fromkeys(datasets.PRIVATE, ("csv", "xlsx")),
    "all": ("xlsx", "json"),
    "package": ("zip",),
}


@bp.get("/campaigns/<id:campaign_id>/export")
@requires("export")
def index(campaign_id: int) -> Any:
    return _page(campaign_id, ReasonForm(formdata=None))


def _page(campaign_id: int, form: ReasonForm) -> str:
    facts = load_facts(current_office().id, campaign_id, assignments=False)
    tables = datasets.season_tables(current_office().id, facts)
    return render_template(
        "exports/index.html",
        campaign=facts.campaign,
        nav_campaign=facts.campaign,
        form=form,
        private=[table for table in tables.values() if table.private],
        cells=count_cells(current_office().id, campaign_id),
        open=[table for table in tables.values() if not table.private],
    )


@bp.post("/campaigns/<id:campaign_id>/export")
@requires("export")
def send(campaign_id: int) -> Any:
    form = ReasonForm()
    name, _dot, kind = request.form.get("file", "").partition(".")
    if kind not in OFFERED.get(name, ()):
        abort(400)
    if not form.validate():
        return _page(campaign_id, form), 422
    office_id = current_office().id
    get_campaign(office_id, campaign_id)  # another office's is 404 and leaves no record
    record_access(f"export {name}.{kind}", f"campaign {campaign_id}", form.reason.data or "")
    snapshot()  # a large file is long on its way
    if kind == "zip":
        return _package(load_facts(office_id, campaign_id, assignments=False))
    facts = load_facts(office_id, campaign_id, assignments=False)
    tables = datasets.season_tables(office_id, facts)
    chosen = list(tables.values()) if name == "all" else [tables[name]]
    return _file(chosen, kind, _about(facts), facts.campaign.slug)


def _about(facts: Facts) -> files.About:
    return datasets.season_about(facts, now=datetime.now(UTC))


@bp.get("/campaigns/<id:campaign_id>/export/<name>.<any(csv, xlsx):format>")
@requires("export")
def table(campaign_id: int, name: str, format: str) -> Any:
    if name in datasets.PRIVATE:
        flash(_("State the reason first; it is kept in the access log."), "info")
        return redirect(url_for(".index", campaign_id=campaign_id), 303)
    if name not in datasets.NAMES:
        abort(404)
    get_campaign(current_office().id, campaign_id)
    record_access(f"export {name}.{format}", f"campaign {campaign_id}")
    snapshot()
    facts = load_facts(current_office().id, campaign_id, assignments=False)
    found = datasets.season_tables(current_office().id, facts)[name]
    return _file([found], format, _about(facts), facts.campaign.slug)


@bp.get("/campaigns/<id:campaign_id>/export/directory.<any(zip, json):format>")
@requires("export")
def directory(campaign_id: int, format: str) -> Any:
    """The agencies, their services, places and released dates in HSDS."""
    campaign = get_campaign(current_office().id, campaign_id)
    record_access(f"export directory.{format}", f"campaign {campaign_id}")
    snapshot()
    campaign = get_campaign(current_office().id, campaign_id)
    found = hsds_files.season_directory(campaign, base_url())
    words = f"{named(campaign.office)}_{_('Directory (HSDS)')}.{format}"
    rows, name = len(found.rows["service"]), f"{campaign.slug}-hsds.{format}"
    if format == "json":
        answer = Response(b"".join(hsds_json.encode(found)), content_type=files.TYPES["json"])
        return _attached(answer, name, words, rows)
    package = hsds_files.directory_package(found, campaign, now=datetime.now(UTC))
    file, _rows = files.package_file(package)
    return _attached(send_file(file, mimetype=files.TYPES["zip"]), name, words, rows)


@bp.get("/campaigns/<id:campaign_id>/fairness.xlsx")
@requires("export")
def fairness(campaign_id: int) -> Any:
    """The tables of the fairness page, of the plan that its address names."""
    found = asked_fairness(campaign_id)
    record_access("export fairness.xlsx", f"campaign {campaign_id}")
    campaign = found.campaign
    words = f"{named(campaign)}_{_('Fairness')}"
    about = _made_now(named(campaign))
    return _file(fairness_tables(found), "xlsx", about, campaign.slug, "fairness", words)


@bp.get("/export/<any(agencies, venues, agreements):name>.<any(csv, xlsx):format>")
@requires("export")
def office_table(name: str, format: str) -> Any:
    """The office's own lists, without a season; of agreements those that the list was asked for."""
    record_access(f"export {name}.{format}")
    office = current_office()
    makers: dict[str, Callable[[int], Table]] = {
        "agencies": directories.agencies_table,
        "venues": directories.venues_table,
        "agreements": lambda number: agreements_table(number, asked_agreements(), today()),
    }
    return _file([makers[name](office.id)], format, _made_now(named(office)), office.code)


@bp.get(f"/export/programme/<any({', '.join(PROGRAMME)}):name>.<any(csv, xlsx):format>")
@requires("export")
def programme_file(name: str, format: str) -> Any:
    """A list of the wider programme."""
    record_access(f"export {name}.{format}")
    office = current_office()
    return _file([programme_table(office.id, name)], format, _made_now(named(office)), office.code)


def _made_now(title: str) -> files.About:
    return files.About(title, datetime.now(UTC))


def _file(
    tables: list[Table],
    kind: str,
    about: files.About,
    slug: str,
    several: str = "all",
    words: str = "",
) -> Response:
    """The tables as an answer; the number of rows stands in its head.

    `several` and `words` name a file of more than one table.
    """
    name = tables[0].name if len(tables) == 1 else several
    if kind == "xlsx":
        answer = send_file(files.xlsx_file(tables, about), mimetype=files.TYPES["xlsx"])
    else:
        pieces = files.csv_pieces(tables[0]) if kind == "csv" else files.json_pieces(tables, about)
        answer = Response(stream_with_context(pieces), content_type=files.TYPES[kind])
    words = words or f"{about.title}_{tables[0].title if len(tables) == 1 else _('All tables')}"
    rows = sum(table.count for table in tables)
    return _attached(answer, f"{slug}-{name}.{kind}", f"{words}.{kind}", rows)


def _package(facts: Facts) -> Response:
    """A season's data package."""
    campaign = facts.campaign
    package = season_package(campaign.office_id, facts, now=datetime.now(UTC))
    file, rows = files.package_file(package)
    words = f"{named(campaign)}_{_('Data package')}.zip"
    answer = send_file(file, mimetype=files.TYPES["zip"])
    return _attached(answer, f"{campaign.slug}-datapackage.zip", words, rows["cells"])


def _attached(answer: Response, name: str, words: str, rows: int) -> Response:
    """An answer that is kept as a file of these names, and by nobody on its way."""
    answer.headers["X-Row-Count"] = str(rows)
    return attached(answer, name, words)
