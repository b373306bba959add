"""The pages of a what-if: asking, what is refused, copying, the result, and taking it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.campaigns.bridge import build_plan, load_campaign
from planner.campaigns.models import ClosedDay, Event
from planner.core import assumptions as core
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from planner.proposals.what_if import assumed_by
from planner.proposals.what_if_services import ask_what_if
from tests import factories
from tests.campaigns.seasons import close, draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(minutes=1))


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


def form(**values):
    return {"name": "Another year", "seconds": "10", **values}


def sent(sign_in, base, **values):
    return sign_in().post(f"{base}/proposals/what-if", data=form(**values))


def made():
    return assumed_by(db.session.query(Proposal).one())


def worked(app, season, *assumptions, name="Another year"):
    row = ask_what_if(
        season.campaign, name, assumptions, as_of=None, seconds=10, user=None, now=NOW
    )
    proposal_id = row.id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return proposal_id


def test_everything_at_once_becomes_assumptions(sign_in, base, season):
    season.campaign.closed_days.append(ClosedDay(day=date(2023, 5, 31), name="Office day"))
    db.session.commit()
    one, two = (agency.id for agency in season.agencies[:2])
    park, zone, field = season.parks[0].id, season.zones[0].id, season.fields[0].id
    answer = sent(
        sign_in, base,
        **{
            f"agencies-out-{one}": "1", f"agencies-max-{two}": "9", f"agencies-target-{two}": "3",
            f"venues-first-{park}": "2023-05-23", f"venues-last-{park}": "2023-05-25",
            f"zones-most-{zone}": "2", f"fields-need-{field}": "2",
            "events": "4", "min_gap": "2", "weekend_max": "1", "kits": "3", "rain": "80",
            "days": ["2023-05-29", "2023-05-31"], "weekdays": ["5"],
            "other_goals": "y", "mode": "ordered", "rank_load": "1", "weight_reach": "3",
            "as_of": "2023-05-24",
        },
    )  # fmt: skip
    row = db.session.query(Proposal).one()
    assert (answer.status_code, answer.location) == (303, f"{base}/proposals/{row.id}")
    assert (row.kind, row.detail["name"], row.detail["as_of"]) == (
        "what_if", "Another year", "2023-05-24",
    )  # fmt: skip
    goals = made()[-1]
    assert isinstance(goals, core.Goals)
    assert (dict(goals.weights)["reach"], goals.order) == (3, (("load",),))
    closed = (date(2023, 5, 29), date(2023, 5, 31), date(2023, 6, 6))
    assert made()[:-1] == (
        core.AgencyOut(one),
        core.AgencyEffort(two, 9, None, 3),
        core.VenueClosed(park, date(2023, 5, 23), date(2023, 5, 25)),
        core.ZoneVisits(zone, 1, 1, 2),
        core.FieldNeed(field, 2),
        core.EventCount(4),
        core.MinGap(2),
        core.WeekendMax(1),
        core.KitPool(3),
        core.RainChance(80),
        core.DayOpened(date(2023, 5, 29)),
        core.DayOpened(date(2023, 5, 31)),
        core.WeekdayOpened(5, closed),
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Nothing is assumed yet. Change at least one thing."),
        ({"name": "", "rain": "80"}, "This field is required."),
        ({"name": "x" * 81, "rain": "80"}, "Field cannot be longer than 80 characters."),
        ({"rain": "101"}, "Number must be between 0 and 100."),
        ({"rain": "wet"}, "Not a valid integer value."),
        ({"rain": "30"}, "This is so already. Leave it empty, or change it."),
        ({"seconds": "7", "rain": "80"}, "Not a valid choice"),
        ({"days": "2023-05-30"}, "is not a valid choice"),
        ({"weekdays": "1"}, "is not a valid choice"),
        ({"as_of": "2022-01-01", "rain": "80"}, "Choose a day from 2023-05-21(Sun)"),
        (
            {"events": "9"},
            "The zones take 3 to 3 visits in all, so 9 events do not fit. Change the zones",
        ),
        ({"weekend_max": "2"}, "No event is held at weekends. Open Saturday or Sunday, too."),
        ({"weekdays": "5"}, "No event may lie at a weekend. Raise their number, too."),
        (
            {"other_goals": "y", "mode": "ordered"},
            "Give a rank to at least one goal, or weigh the goals.",
        ),
        ({"other_goals": "y", "mode": "weighted"}, "This is so already."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(sign_in, base, values, words):
    answer = sent(sign_in, base, **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{values.get("name", "Another year")}"' in answer.text
    assert db.session.query(Proposal).count() == 0


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"agencies-max": "none"}, "Type a whole number from 0 to 500."),
        ({"agencies-max": "-1"}, "Type a whole number from 0 to 500."),
        ({"agencies-max_week": "8"}, "Type a whole number from 0 to 7."),
        ({"agencies-target": "1"}, "This is so already. Leave it empty, or change it."),
        (
            {"agencies-out": "1", "agencies-max": "3"},
            "An agency that does not take part takes on nothing.",
        ),
        ({"venues-first": "2023-05-23"}, "Name the first and the last day."),
        ({"venues-first": "23 May", "venues-last": "2023-05-24"}, "Type a date such as 2023-05-23"),
        (
            {"venues-first": "2023-05-24", "venues-last": "2023-05-23"},
            "The last day lies before the first. Check both.",
        ),
        (
            {"venues-first": "2023-05-23", "venues-last": "2023-05-23"},
            "It is not to be had then anyway. Choose other days.",
        ),
        ({"zones-least": "2", "zones-target": "2"}, "At most is less than at least. Check both."),
        ({"zones-target": "2"}, "Aim between at least and at most."),
        ({"zones-most": "1"}, "This is so already."),
        ({"fields-need": "1"}, "This is so already."),
    ],
)
def test_wrong_cells_are_said_one_by_one(sign_in, base, season, cells, words):
    close(season.parks[0], date(2023, 5, 23))
    ids = {
        "agencies": season.agencies[0].id, "venues": season.parks[0].id,
        "zones": season.zones[0].id, "fields": season.fields[0].id,
    }  # fmt: skip
    values = {f"{key}-{ids[key.split('-')[0]]}": value for key, value in cells.items()}
    answer = sent(sign_in, base, **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nothing has been asked yet. Please correct:" in answer.text
    for name, value in values.items():
        assert f'name="{name}"' in answer.text
        assert "-out-" in name or f'value="{value}"' in answer.text
    assert db.session.query(Proposal).count() == 0


def test_a_season_without_zones_is_refused_in_words(sign_in, base, season):
    season.campaign.zones.clear()
    season.campaign.events_wanted = 0
    db.session.commit()
    answer = sent(sign_in, base, rain="80")
    assert answer.status_code == 422
    assert "This season has no zones." in answer.text


def test_the_empty_form_shows_what_is_so_now(sign_in, base, season):
    page = sign_in().get(f"{base}/proposals/what-if").text
    assert season.agencies[0].name in page and season.parks[0].name in page
    assert "now 30" in page and "now 3" in page
    assert page.count("assumed</span>") == 0


def test_copied_the_form_is_filled_and_makes_another(sign_in, app, base, season):
    assumptions = (
        core.AgencyOut(season.agencies[0].id),
        core.AgencyEffort(season.agencies[1].id, 9, None, 3),
        core.VenueClosed(season.parks[0].id, date(2023, 5, 23), date(2023, 5, 25)),
        core.FieldNeed(season.fields[0].id, 2),
        core.KitPool(3),
        core.DayOpened(date(2023, 5, 29)),
        core.Goals((("reach", 3),), (("load",),)),
    )
    old = worked(app, season, *assumptions)
    browser = sign_in()
    page = browser.get(f"{base}/proposals/what-if?copy={old}").text
    agency, other = season.agencies[:2]
    for piece in (
        'value="Another year"',
        f'name="agencies-out-{agency.id}" id="agencies-out-{agency.id}" value="1" '
        f'aria-label="{agency.name}: Does not take part" checked',
        f'id="agencies-max-{other.id}" value="9"',
        f'id="agencies-target-{other.id}" value="3"',
        f'id="venues-last-{season.parks[0].id}" value="2023-05-25"',
        f'id="fields-need-{season.fields[0].id}" value="2"',
        'id="kits" inputmode="numeric" max="100" min="0" name="kits" type="number" value="3"',
        'checked id="days-0" name="days" type="checkbox" value="2023-05-29"',
        'checked id="other_goals"',
        'checked id="mode-1"',
        '<option selected value="1">Rank 1</option>',
    ):
        assert piece in page, piece
    assert "Not copied" not in page


def test_what_has_come_true_is_not_copied(sign_in, app, base, season):
    old = worked(app, season, core.KitPool(3), core.RainChance(80))
    season.campaign.kits = 3
    db.session.commit()
    page = sign_in().get(f"{base}/proposals/what-if?copy={old}").text
    assert "Not copied, as it is so already or is no longer there" in page
    assert "<li>There are 3 sets of equipment.</li>" in page
    assert "The chance of rain is 80 percent." not in page


def test_only_a_what_if_can_be_copied(sign_in, base, season):
    plain = propose(season.campaign, now=NOW).id
    browser = sign_in()
    for wrong in (plain, 999999, "nonsense", "", "-1", "9" * 30):
        assert browser.get(f"{base}/proposals/what-if?copy={wrong}").status_code == 404


def test_the_result_says_what_was_assumed_and_whom_it_concerns(sign_in, app, base, season):
    draft(season)
    out = season.agencies[1]
    row = worked(app, season, core.AgencyOut(out.id), name="Without <b>one</b>")
    page = sign_in().get(f"{base}/proposals/{row}").text
    assert "<h1>What if: Without &lt;b&gt;one&lt;/b&gt;</h1>" in page
    assert f"<li>{out.name} does not take part.</li>" in page
    assert "Assumptions are not settings: the draft and the settings stay as they are." in page
    assert "Beside the draft and the latest proposal" in page
    assert "leaves Tue 23 May, Wed 24 May" in page
    assert "Taken whole, it would keep every rule as the settings are now." in page
    assert f"proposals/what-if?copy={row}" in page


def test_taken_only_with_the_statement(sign_in, app, base, season):
    draft(season)
    zone = season.zones[0].id
    row = worked(app, season, core.EventCount(4), core.ZoneVisits(zone, 1, 2, 2))
    before = build_plan(load_campaign(season.campaign.office_id, season.campaign.id))
    browser = sign_in()
    page = browser.get(f"{base}/proposals/{row}").text
    assert "4 events are planned, 3 are wanted." in page
    answer = browser.post(f"{base}/proposals/{row}/take", data={"whole": "1"})
    assert answer.status_code == 422
    assert "Confirm that you know that they are not settings; nothing was taken." in answer.text
    db.session.expire_all()
    assert build_plan(load_campaign(season.campaign.office_id, season.campaign.id)) == before
    answer = browser.post(f"{base}/proposals/{row}/take", data={"whole": "1", "aware": "1"})
    assert (answer.status_code, answer.location) == (303, f"{base}/schedule")
    assert db.session.query(Event).filter_by(status="planned").count() == 4
    assert "4 events are planned, 3 are wanted." in browser.get(f"{base}/schedule").text


def test_a_what_if_without_a_plan_says_why(sign_in, app, base, season):
    row = worked(app, season, core.EventCount(40))
    page = sign_in().get(f"{base}/proposals/{row}").text
    assert "<li>40 events are to be held.</li>" in page
    assert "No plan keeps all the rules." in page
    assert "Beside the draft and the latest proposal" not in page


def test_who_may_ask(client, sign_in, base, season):
    address = f"{base}/proposals/what-if"
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).get(address).status_code == 403
        assert sign_in(role).post(address).status_code == 403
    stranger = sign_in(office=factories.make_office())
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, data=form(rain="80")).status_code == 404
    row = ask_what_if(
        season.campaign, "x", [core.RainChance(80)], as_of=None, seconds=10, user=None, now=NOW
    )
    other = make_season(season.campaign.office).campaign.id
    copied = sign_in().get(f"/campaigns/{other}/proposals/what-if?copy={row.id}")
    assert copied.status_code == 404
