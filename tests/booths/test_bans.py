"""Agencies kept away from an event: service, board, pages, and the words of each refusal."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planner.booths import ban_services, services
from planner.booths.board import load_board
from planner.campaigns.bridge import load_campaign
from planner.campaigns.findings import find_problems
from planner.campaigns.models import Assignment, PlacementBan, RuleSetting
from planner.errors import Refused
from planner.extensions import db
from tests import factories as make

NOW = datetime(2023, 5, 15, tzinfo=UTC)


def opened(season):
    return services.open_event(season.office.id, season.campaign.id, season.event.id)


def kept_away(season, agency, reason="", **values):
    return ban_services.ban(opened(season), agency, reason, user=None, now=NOW, **values)


def severe(season, severity):
    db.session.add(RuleSetting(campaign_id=season.campaign.id, code="W10", severity=severity))
    db.session.commit()


def test_a_ban_is_kept_with_its_reason(season):
    user = make.make_user(season.office)
    row = ban_services.ban(opened(season), season.lawyers, "Asked us", user=user, now=NOW)
    assert (row.campaign_id, row.event_id, row.agency_id, row.reason, row.created_by_id) == (
        season.campaign.id, season.event.id, season.lawyers.id, "Asked us", user.id,
    )  # fmt: skip
    board = load_board(opened(season))
    assert [item.agency.name for item in board.bans] == ["Lawyers"]
    assert load_campaign(season.office.id, season.campaign.id).bans == [row]


def test_twice_it_is_refused(season):
    kept_away(season, season.lawyers)
    with pytest.raises(Refused) as refused:
        kept_away(season, season.lawyers)
    assert refused.value.code == "already_banned"
    assert db.session.query(PlacementBan).count() == 1


def test_a_pin_and_a_ban_exclude_each_other(season):
    row = services.assign(opened(season), season.lawyers.id, None, None, pinned=True)
    with pytest.raises(Refused) as refused:
        kept_away(season, season.lawyers)
    assert refused.value.code == "pinned_here"
    services.pin(row, row.version, False)
    kept_away(season, season.lawyers)
    with pytest.raises(Refused) as refused:
        services.pin(row, row.version, True)
    assert refused.value.code == "kept_away"
    fields = [field.id for field in row.fields]
    with pytest.raises(Refused) as refused:
        services.change(opened(season), row, row.version, fields, pinned=True, note="")
    assert refused.value.code == "kept_away"
    services.change(opened(season), row, row.version, fields, pinned=False, note="by car")
    services.remove(opened(season), row, row.version)
    with pytest.raises(Refused) as refused:
        services.assign(opened(season), season.lawyers.id, None, None, pinned=True)
    assert refused.value.code == "kept_away"


def test_lifted_the_agency_may_come_again(season):
    row = kept_away(season, season.lawyers)
    assert ban_services.lift_ban(opened(season), row.id) is season.lawyers
    assert db.session.query(PlacementBan).count() == 0
    with pytest.raises(Refused) as refused:
        ban_services.lift_ban(opened(season), 1)
    assert refused.value.code == "ban_gone"


def test_a_ban_of_another_event_is_not_lifted_here(season):
    row = ban_services.ban(season.other, season.lawyers, "", user=None, now=NOW)
    with pytest.raises(Refused):
        ban_services.lift_ban(opened(season), row.id)


def test_the_draft_and_the_board_warn_of_a_banned_agency(season, app):
    services.assign(opened(season), season.agency.id, None, None)
    assert [item.code for item in load_board(opened(season)).violations] == []
    kept_away(season, season.agency)
    (found,) = load_board(opened(season)).violations
    assert (found.code, found.subjects) == (
        "W10", (("event", season.event.uid), ("agency", season.agency.id)),
    )  # fmt: skip
    with app.test_request_context():
        problems = find_problems(load_campaign(season.office.id, season.campaign.id))
    (found,) = [item for item in problems if item.code == "W10"]
    assert (found.severity, found.event_uids) == ("warns", [season.event.uid])


@pytest.mark.parametrize(
    ("severity", "placed", "anyway"),
    [("warns", True, True), ("off", True, True), ("blocks_release", False, True),
     ("blocks", False, False)],
)  # fmt: skip
def test_placing_by_hand_follows_the_severity(season, severity, placed, anyway):
    kept_away(season, season.agency)
    severe(season, severity)
    for how, allowed in ((False, placed), (True, anyway)):
        if allowed:
            row = services.assign(opened(season), season.agency.id, None, None, anyway=how)
            services.remove(opened(season), row, row.version)
            continue
        with pytest.raises(Refused) as refused:
            services.assign(opened(season), season.agency.id, None, None, anyway=how)
        assert [item.code for item in refused.value.data["violations"]] == ["W10"]


# --- the pages ----------------------------------------------------------------------------------


def test_kept_away_and_let_come_on_the_booth_plan(season, sign_in):
    browser = sign_in()
    data = {"away": season.lawyers.id, "reason": "Bus strike"}
    answer = browser.post(season.url("/bans"), data=data)
    assert (answer.status_code, answer.location) == (303, season.url())
    page = browser.get(season.url()).text
    assert "Lawyers is kept away from this event." in page
    assert "Bus strike" in page
    assert "It is kept away from this event (Bus strike)." in page  # among those that cannot come
    row = db.session.query(PlacementBan).one()
    assert row.created_by_id is not None
    answer = browser.post(season.url(f"/bans/{row.id}/lift"))
    assert (answer.status_code, answer.location) == (303, season.url())
    assert "Lawyers may come to this event again." in browser.get(season.url()).text
    assert db.session.query(PlacementBan).count() == 0


def test_one_that_is_there_stays_with_a_warning(season, sign_in):
    services.assign(opened(season), season.agency.id, season.booths[0].id, None)
    browser = sign_in()
    browser.post(season.url("/bans"), data={"away": season.agency.id, "reason": ""})
    page = browser.get(season.url()).text
    assert "it is still on its list. Take it off, or let a proposal do it." in page
    assert "Job centre: It is kept away from this event." in page
    assert db.session.query(Assignment).count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"away": ""}, "Choose an agency."),
        ({"away": "999999"}, "Not a valid choice."),
        ({"away": "lawyers"}, "Not a valid choice."),
        ({}, "Choose an agency."),
    ],
)
def test_nobody_named_is_refused_with_what_was_typed(season, sign_in, typed, words):
    answer = sign_in().post(season.url("/bans"), data={"reason": "Bus strike", **typed})
    assert answer.status_code == 422
    assert words in answer.text and 'value="Bus strike"' in answer.text
    assert db.session.query(PlacementBan).count() == 0


def test_a_reason_without_end_is_refused(season, sign_in):
    data = {"away": season.lawyers.id, "reason": "x" * 201}
    assert sign_in().post(season.url("/bans"), data=data).status_code == 422


def test_a_pinned_agency_is_refused_in_words(season, sign_in):
    services.assign(opened(season), season.lawyers.id, None, None, pinned=True)
    answer = sign_in().post(season.url("/bans"), data={"away": season.lawyers.id})
    assert answer.status_code == 422
    assert "Lawyers is pinned at this event. Unpin it first, then keep it away." in answer.text


def test_pinning_a_banned_agency_is_refused_in_words(season, sign_in):
    row = services.assign(opened(season), season.lawyers.id, None, None)
    kept_away(season, season.lawyers)
    address = season.url(f"/booths/assignments/{row.id}/pin")
    answer = sign_in().post(address, data={"version": "1", "pinned": "1"})
    assert answer.status_code == 422
    assert "Lawyers is kept away from this event, so it cannot be pinned." in answer.text


def test_lifting_twice_is_refused_in_words(season, sign_in):
    answer = sign_in().post(season.url("/bans/77/lift"))
    assert answer.status_code == 422
    assert "The agency may come again already." in answer.text


def test_a_cancelled_event_is_left_alone(season, sign_in):
    row = kept_away(season, season.lawyers)
    season.event.status = "cancelled"
    db.session.commit()
    browser = sign_in()
    for path in ("/bans", f"/bans/{row.id}/lift"):
        assert browser.post(season.url(path), data={"away": season.agency.id}).status_code == 422
    assert db.session.query(PlacementBan).count() == 1


def test_only_planners_of_the_office_ban(season, sign_in, client):
    row = kept_away(season, season.lawyers)
    strangers = sign_in(office=make.make_office())
    for path in ("/bans", f"/bans/{row.id}/lift"):
        assert client.post(season.url(path)).status_code == 401
        assert sign_in("viewer").post(season.url(path)).status_code == 403
        assert strangers.post(season.url(path)).status_code == 404
    page = sign_in("viewer").get(season.url()).text
    assert "Not to be assigned" in page and "Keep an agency away" not in page


def test_deleted_with_its_event(season):
    kept_away(season, season.lawyers)
    from planner.campaigns.event_services import delete_event

    delete_event(season.event)
    assert db.session.query(PlacementBan).count() == 0
