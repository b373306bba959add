"""What can be had as a file, and the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from planner.exports import directories, files, hsds_files, hsds_json
from planner.exports.agreements import agreements_table
from planner.exports.fairness import fairness_tables
from planner.exports.forms import ReasonForm
from planner.exports.package import season_package
from planner.exports.package_queries import count_cells
from planner.exports.programme import PROGRAMME, programme_table
from planner.exports.season import NAMES, PRIVATE, REACHED, SeasonFiles
from planner.exports.table import Table
from planner.extensions import snapshot
from planner.feeds.views import base_url
from planner.security import current_office, requires
from planner.statistics.queries import Facts
from planner.templating import named

bp = Blueprint("exports", __name__)
# What is had with a reason: files by name, in these formats.
OFFERED = {
    **dict.fromkeys(PRIVATE, ("csv", "data.csv", "xlsx")),
    "all": ("xlsx", "json"),
    "package": ("zip",),
}


@bp.get("/campaigns/<id:campaign_id>/export")
@requires("export")
def index(campaign_id: int) -> Any:
    return _page(campaign_id, ReasonForm(formdata=None))


def _page(campaign_id: int, form: ReasonForm) -> str:
    campaign = get_campaign(current_office().id, campaign_id)
    tables = SeasonFiles(campaign).tables()
    return render_template(
        "exports/index.html",
        campaign=campaign,
        nav_campaign=campaign,
        form=form,
        private=[table for table in tables if table.private],
        packed=count_cells(campaign.office_id, campaign_id)
        + sum(table.count for table in tables if table.name in REACHED),
        open=[table for table in tables if not table.private],
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
    get_campaign(current_office().id, campaign_id)  # another office's is 404 and leaves no record
    record_access(f"export {name}.{kind}", f"campaign {campaign_id}", form.reason.data or "")
    snapshot()  # a large file is long on its way
    season = SeasonFiles(get_campaign(current_office().id, campaign_id))
    if kind == "zip":
        return _package(season.facts)
    return _season_file(season, NAMES if name == "all" else [name], kind)


def _season_file(season: SeasonFiles, names: Sequence[str], kind: str) -> Response:
    about = season.about(datetime.now(UTC))
    tables = season.tables(names, coded=kind == "data.csv")
    return _file(tables, kind, about, season.campaign.slug)


@bp.get(
    f"/campaigns/<id:campaign_id>/export/<any({', '.join(NAMES)}):name>"
    ".<any(csv, 'data.csv', xlsx):format>"
)
@requires("export")
def table(campaign_id: int, name: str, format: str) -> Any:
    if name in PRIVATE:
        flash(_("State the reason first; it is kept in the access log."), "info")
        return redirect(url_for(".index", campaign_id=campaign_id), 303)
    get_campaign(current_office().id, campaign_id)
    record_access(f"export {name}.{format}", f"campaign {campaign_id}")
    snapshot()
    season = SeasonFiles(get_campaign(current_office().id, campaign_id))
    return _season_file(season, [name], format)


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
        pieces = files.pieces(kind, tables, about)
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
