"""What has to give way: a step for every rule that can be changed, done in one go or refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.agencies.models import AgencyPair
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Assignment, ClosedDay
from planner.core.violation import Violation
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.give_up import Step, state_of_step, steps_for
from planner.proposals.give_up_page import ways_of
from planner.proposals.give_up_services import APPLY, give_up
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from planner.proposals.work import violation_to
from tests import factories
from tests.campaigns.seasons import close, draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(minutes=1))


@pytest.fixture
def season(office):
    return make_season(office)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def fresh(row_id) -> Proposal:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Proposal, row_id)


def worked(app, season, **values):
    """A proposal that has been worked on."""
    row_id = propose(season.campaign, seconds=120, now=NOW, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    return fresh(row_id)


def refused(season, *offers, alone=()) -> Proposal:
    """A proposal without a plan that offers to give these up."""
    row = propose(season.campaign, now=NOW)
    row.state, row.outcome, row.problem = "done", "infeasible", None
    row.detail = {
        "conflicts": [violation_to(item) for item in (*offers, *alone)],
        "give_up": [violation_to(item) for item in offers],
        "alone": [violation_to(item) for item in alone],
    }
    db.session.commit()
    return row


def office_of(season) -> tuple:
    return (("district", season.campaign.office_id),)


def zone_of(season, number=0) -> tuple:
    return (("zone", season.zones[number].id),)


# --- one step for each rule ----------------------------------------------------------------------


def test_settings_with_the_value_before_and_after(season):
    campaign, where, zone = loaded(season), office_of(season), zone_of(season)
    few = Violation("H01", where, {"reason": "too_few", "expected": 3, "units": 1})
    many = Violation("H01", where, {"reason": "too_many", "expected": 3, "units": 2})
    cases = {
        few: Step("events", "", 3, 2),
        many: Step("events", "", 3, 5),
        Violation("H05", where, {"min_gap": 7, "to": 5}): Step("min_gap", "", 7, 5),
        Violation("H08", where, {"max": 0, "units": 2}): Step("weekends", "", 0, 2),
        Violation("H09", (), {"pool": 1, "turnaround": 1, "units": 1}): Step("kits", "", 1, 2),
        Violation("H06", zone, {"reason": "visits", "min_gap": 9, "to": 4}): Step(
            "zone_gap", str(zone[0][1]), 9, 4
        ),
        Violation("H06", zone, {"reason": "last_season", "last": -1, "min_gap": 9, "to": 3}): Step(
            "zone_gap", str(zone[0][1]), 9, 3
        ),
        Violation("H07", zone, {"reason": "too_few", "min": 2, "units": 1}): Step(
            "zone_min", str(zone[0][1]), 2, 1
        ),
        Violation("H07", zone, {"reason": "too_many", "max": 1, "units": 2}): Step(
            "zone_max", str(zone[0][1]), 1, 3
        ),
    }
    for offer, step in cases.items():
        assert steps_for(campaign, offer) == [step]


def test_a_season_without_any_event_is_never_offered(season):
    offer = Violation("H01", office_of(season), {"reason": "too_few", "expected": 3, "units": 3})
    assert steps_for(loaded(season), offer) == []


def test_days_that_open_but_no_public_holiday(season):
    season.campaign.closed_days.append(ClosedDay(day=date(2023, 5, 24), name="Our own day"))
    db.session.commit()
    data = {"reason": "not_allowed", "units": 1, "days": [2, 5, 7, 12]}  # Wed, Sat, holiday, Sat
    offer = Violation("H02", office_of(season), data)
    assert steps_for(loaded(season), offer) == [
        Step("open_day", "2023-05-24", 0, 1),
        Step("weekday", "5", 0, 1),
    ]


@pytest.mark.parametrize("code", ["H03", "H04"])
def test_what_a_venue_does_not_offer_has_no_button(season, code):
    offer = Violation(code, zone_of(season), {"reason": "not_available", "units": 1, "days": [2]})
    assert steps_for(loaded(season), offer) == []


def pin(season, *agencies):
    """The first event and these of its placements pinned; the event."""
    draft(season)
    event = season.campaign.events[0]
    for row in event.assignments:
        row.pinned = row.agency_id in {agency.id for agency in agencies}
    db.session.commit()
    return event


def test_pins_of_events_and_agencies(season):
    event = pin(season, *season.agencies[:2])
    event.pinned = True
    db.session.commit()
    campaign, where = loaded(season), office_of(season)
    named = (*where, ("event", event.uid))
    held = Violation("P03", named, {"day": 1, "venue": event.venue_id, "units": 1})
    assert steps_for(campaign, held) == [Step("unpin_event", event.uid, 1, 0)]
    first, second = (Step("unpin_agency", f"{event.uid}/{a.id}", 1, 0) for a in season.agencies[:2])
    one = Violation("P04", (("agency", season.agencies[0].id), *named), {"day": 1, "units": 1})
    assert steps_for(campaign, one) == [first]
    pair = tuple(("agency", agency.id) for agency in season.agencies[:2])
    meet = Violation("H16", pair, {"day": 1, "units": 1})
    assert [(step.key, step.enough) for step in steps_for(campaign, meet)] == [
        (first.key, True),
        (second.key, True),
    ]
    for code in ("H11", "H12", "H13", "H14", "H15", "P02"):
        offer = Violation(code, (("agency", season.agencies[0].id),), {"day": 1, "units": 1})
        assert [step.key for step in steps_for(campaign, offer)] == [first.key]


def test_a_pinned_event_that_breaks_a_rule_alone_may_move(season):
    event = pin(season)
    event.pinned = True
    db.session.commit()
    for code in ("H02", "H03", "H04", "H06"):
        offer = Violation(code, (("event", event.uid),), {"reason": "not_available", "day": 1})
        assert steps_for(loaded(season), offer) == [Step("unpin_event", event.uid, 1, 0)]


# --- carrying out --------------------------------------------------------------------------------


def give(season, row, *steps):
    return give_up(season.campaign.office_id, row, [step.key for step in steps])


def test_several_changes_at_once_in_one_commit(season):
    zone = season.campaign.zones[0]
    zone.gap = 9
    season.campaign.min_gap = 7
    db.session.commit()
    offers = (
        Violation("H01", office_of(season), {"reason": "too_few", "expected": 3, "units": 1}),
        Violation("H05", office_of(season), {"min_gap": 7, "to": 5, "units": 1}),
        Violation("H06", zone_of(season), {"reason": "visits", "min_gap": 9, "to": 4, "units": 1}),
        Violation("H07", zone_of(season), {"reason": "too_few", "min": 1, "units": 1}),
        Violation("H07", zone_of(season), {"reason": "too_many", "max": 1, "units": 1}),
        Violation("H08", office_of(season), {"max": 0, "units": 1}),
        Violation("H09", (), {"pool": 1, "turnaround": 1, "units": 2}),
    )
    row, campaign = refused(season, *offers), loaded(season)
    version = campaign.version
    steps = [step for offer in offers for step in steps_for(campaign, offer)]
    assert give(season, row, *steps) == steps
    campaign = loaded(season)
    assert (campaign.events_wanted, campaign.min_gap, campaign.max_weekend, campaign.kits) == (
        2,
        5,
        1,
        3,
    )
    zone = campaign.zones[0]
    assert (zone.gap, zone.min_visits, zone.max_visits) == (4, 0, 2)
    assert campaign.version == version + 1
    assert {state_of_step(campaign, step) for step in steps} == {"done"}


def test_days_and_weekdays_open(season):
    season.campaign.closed_days.append(ClosedDay(day=date(2023, 5, 24), name=""))
    db.session.commit()
    data = {"reason": "not_allowed", "units": 1, "days": [2, 12]}
    offer = Violation("H02", office_of(season), data)
    row = refused(season, offer)
    give(season, row, *steps_for(loaded(season), offer))
    campaign = loaded(season)
    assert (list(campaign.closed_days), campaign.weekdays) == ([], "1111110")


def test_pins_are_taken_off(season):
    event = pin(season, season.agencies[0])
    event.pinned = True
    db.session.commit()
    named = (*office_of(season), ("event", event.uid))
    offer = Violation("P03", named, {"day": 1, "venue": event.venue_id, "units": 1})
    row = refused(season, offer)
    before = event.version
    give(season, row, *steps_for(loaded(season), offer))
    campaign = loaded(season)
    kept = next(item for item in campaign.events if item.uid == event.uid)
    assert (kept.pinned, [item.pinned for item in kept.assignments]) == (False, [False, False])
    assert kept.version == before + 1


def test_one_agency_is_unpinned_and_the_other_stays(season):
    event = pin(season, *season.agencies[:2])
    offer = Violation(
        "H16", tuple(("agency", a.id) for a in season.agencies[:2]), {"day": 1, "units": 1}
    )
    row = refused(season, alone=(offer,))
    first, _second = steps_for(loaded(season), offer)
    give(season, row, first)
    pinned = {
        item.agency_id: item.pinned
        for item in db.session.query(Assignment).filter_by(event_id=event.id)
    }
    assert pinned == {season.agencies[0].id: False, season.agencies[1].id: True}


def test_every_kind_of_step_can_be_carried_out():
    from planner.proposals.give_up import VALUES
    from planner.proposals.give_up_page import _STEPS

    assert set(APPLY) == set(VALUES) == set(_STEPS)


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "no_step"), ("kits", "no_step"), ("kits::1:9", "step_changed")],
)
def test_only_what_is_offered_is_changed(season, key, code):
    row = refused(season, Violation("H09", (), {"pool": 1, "turnaround": 1, "units": 1}))
    with pytest.raises(Refused) as error:
        give_up(season.campaign.office_id, row, [key] if key else [])
    assert error.value.code == code
    assert loaded(season).kits == 1


def test_a_season_that_has_changed_meanwhile_is_not_changed_again(season):
    offer = Violation("H09", (), {"pool": 1, "turnaround": 1, "units": 1})
    row = refused(season, offer)
    (step,) = steps_for(season.campaign, offer)
    season.campaign.kits = 5
    db.session.commit()
    assert state_of_step(loaded(season), step) == "done"
    with pytest.raises(Refused) as error:
        give(season, fresh(row.id), step)
    assert error.value.code == "step_changed"
    season.campaign.kits = 0
    db.session.commit()
    assert state_of_step(loaded(season), step) == "changed"


# --- from the question to a plan -----------------------------------------------------------------


def offered(app, season, row):
    with app.test_request_context():
        return ways_of(row, loaded(season))


def squeeze(season, code):
    """Makes the season impossible so that giving `code` up helps."""
    campaign = season.campaign
    if code == "H01":
        campaign.ends_on = date(2023, 5, 23)
    elif code == "H02":
        days = [date(2023, 5, 22) + timedelta(days=n) for n in range(2, 19)]
        campaign.closed_days.extend(ClosedDay(day=day, name="") for day in days)
    elif code in ("H03", "H04"):
        for n in range(19):
            for venue in (season.parks[1], season.hall) if code == "H03" else (season.hall,):
                close(venue, date(2023, 5, 22) + timedelta(days=n))
    elif code == "H05":
        campaign.min_gap = 10
    elif code == "H06":
        campaign.events_wanted = 4
        campaign.zones[0].max_visits = campaign.zones[0].min_visits = 2
        campaign.zones[0].gap = 30
    elif code == "H07":
        campaign.events_wanted = 4
    elif code == "H08":
        campaign.weekdays = "0000011"
    elif code == "H09":
        campaign.kit_turnaround = 10
    db.session.commit()


@pytest.mark.parametrize("code", ["H01", "H02", "H05", "H06", "H07", "H08", "H09"])
def test_after_the_least_has_given_way_there_is_a_plan(app, season, code):
    squeeze(season, code)
    row = worked(app, season)
    assert (row.outcome, row.detail["sure"]) == ("infeasible", [True, True])
    told = {item["code"] for item in (*row.detail["conflicts"], *row.detail["alone"])}
    assert code in told
    ways = offered(app, season, row)
    keys = [button.key for way in (ways.together or ways.alone[:1]) for button in way.buttons]
    give_up(season.campaign.office_id, fresh(row.id), keys)
    assert offered(app, season, fresh(row.id)).done
    assert worked(app, season).plan is not None


@pytest.mark.parametrize("code", ["H03", "H04"])
def test_what_only_a_venue_can_mend_leads_to_its_zone(app, sign_in, season, code):
    squeeze(season, code)
    row = worked(app, season)
    assert code in {item["code"] for item in row.detail["conflicts"]}
    page = sign_in().get(f"/campaigns/{season.campaign.id}/proposals/{row.id}").text
    told = {item["code"] for item in (*row.detail["alone"], *row.detail["give_up"])}
    if code in told:
        assert "Venues of" in page and "/venues?zone=" in page


def test_pinned_agencies_at_an_event_of_booths(app, season):
    event = pin(season, *season.agencies[:2])
    first, second = sorted(agency.id for agency in season.agencies[:2])
    db.session.add(AgencyPair(office_id=season.campaign.office_id, kind="conflict",
                              first_id=first, second_id=second))  # fmt: skip
    db.session.commit()
    row = worked(app, season, kind="booths", event=event)
    assert row.outcome == "infeasible"
    assert {item["code"] for item in row.detail["conflicts"]} == {"H16", "P04"}
    ways = offered(app, season, row)
    give_up(season.campaign.office_id, row, [ways.alone[0].buttons[0].key])
    assert worked(app, season, kind="booths", event=event).plan is not None


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}/proposals"


def test_each_change_is_a_button_that_asks_first(app, sign_in, base, season):
    squeeze(season, "H05")
    row = worked(app, season)
    browser = sign_in()
    page = browser.get(f"{base}/{row.id}").text
    assert "As soon as any one of them is given up" in page
    assert "Any one of these changes is enough" in page
    assert "Days between two events: 10 → 9" in page
    assert "Days between two events: 10 → 9. Make this change?" in page
    answer = browser.post(f"{base}/{row.id}/give-up", data={"step": "min_gap::10:9"})
    assert (answer.status_code, answer.location) == (303, f"{base}/{row.id}")
    page = browser.get(f"{base}/{row.id}").text
    assert "Changed: Days between two events: 10 → 9." in page
    assert "Enough has been changed" in page and "Propose again" in page
    assert loaded(season).min_gap == 9


def test_a_change_of_yesterday_is_refused_with_409(app, sign_in, base, season):
    squeeze(season, "H05")
    row = worked(app, season)
    season.campaign.min_gap = 12
    db.session.commit()
    answer = sign_in().post(f"{base}/{row.id}/give-up", data={"step": "min_gap::10:9"})
    assert answer.status_code == 409
    assert "The season has changed since this proposal" in answer.text
    assert loaded(season).min_gap == 12


def test_nothing_chosen_and_nonsense_are_refused_with_422(app, sign_in, base, season):
    squeeze(season, "H05")
    row = worked(app, season)
    browser = sign_in()
    for data in ({}, {"step": "nonsense"}, {"step": ""}):
        answer = browser.post(f"{base}/{row.id}/give-up", data=data)
        assert answer.status_code == 422
        assert "Choose what to change; nothing has been changed." in answer.text


def test_only_planners_change_and_viewers_see_no_button(app, client, sign_in, base, season):
    squeeze(season, "H05")
    row = worked(app, season)
    address = f"{base}/{row.id}/give-up"
    assert client.post(address).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).post(address, data={"step": "min_gap::10:9"}).status_code == 403
    page = sign_in("viewer").get(f"{base}/{row.id}").text
    assert "Days between two events: 10 → 9" in page and "/give-up" not in page
    assert loaded(season).min_gap == 10


def test_another_offices_season_is_not_changed(app, sign_in, base, season):
    squeeze(season, "H05")
    row = worked(app, season)
    browser = sign_in(office=factories.make_office())
    answer = browser.post(f"{base}/{row.id}/give-up", data={"step": "min_gap::10:9"})
    assert answer.status_code == 404
    assert loaded(season).min_gap == 10


def test_a_proposal_with_a_plan_offers_nothing(app, sign_in, base, season):
    row = worked(app, season)
    assert offered(app, season, row).alone == ()
    answer = sign_in().post(f"{base}/{row.id}/give-up", data={"step": "kits::1:2"})
    assert answer.status_code == 409
