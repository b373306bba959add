"""The run sheet and the booths' signs."""

from __future__ import annotations

from datetime import UTC, datetime

from planner.booths.models import ExtraBooth, SupplyItem
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Release
from planner.campaigns.releases import draft_season
from planner.core.release import stamp, to_json
from planner.extensions import db
from tests import factories as make

NOW = datetime(2023, 5, 16, 1, 0, tzinfo=UTC)


def release(season):
    draft = load_campaign(season.office.id, season.campaign.id)
    snapshot = to_json(stamp(None, draft_season(draft), NOW))
    row = Release(campaign_id=season.campaign.id, number=1, created_at=NOW, snapshot=snapshot)
    db.session.add(row)
    db.session.commit()


def test_the_run_sheet_has_what_the_day_needs(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    db.session.add(SupplyItem(event=season.event, name="Tents", quantity=17, unit="ea"))
    db.session.add(ExtraBooth(event=season.event, booth=season.booths[1], name="Robot"))
    db.session.commit()
    page = sign_in("viewer").get(season.url("/run-sheet")).text
    for text in (
        "Tue 23 May 2023 10:00–16:00", "1 Park Road", "02-111-2222", "Lawyers", "Robot",
        "Tents", "17ea", "09:00–09:45", "Draft, not released", "Sign-off",
    ):  # fmt: skip
        assert text in page


def test_the_run_sheet_says_which_release_it_shows(season, sign_in):
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    release(season)
    client = sign_in()
    assert "Release 1 of 2023-05-16 10:00" in client.get(season.url("/run-sheet")).text
    make.make_assignment(season.event, season.agency, season.booths[1], (season.jobs,))
    assert "Draft, changed since release 1" in client.get(season.url("/run-sheet")).text


def test_another_events_change_leaves_the_sheet_released(season, sign_in):
    release(season)
    make.make_assignment(season.other, season.agency, season.booths[1], (season.jobs,))
    client = sign_in()
    assert "Release 1 of" in client.get(season.url("/run-sheet")).text
    assert "Draft, changed" in client.get(season.url("/run-sheet", season.other)).text


def test_taking_an_agency_off_makes_it_a_draft(season, sign_in):
    row = make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    release(season)
    db.session.delete(row)
    db.session.commit()
    assert "Draft, changed since" in sign_in().get(season.url("/run-sheet")).text


def test_each_taken_booth_has_a_sign_in_both_languages(season, sign_in):
    season.lawyers.name, season.lawyers.name_en = "법률상담소", "Law Office"
    season.law.name, season.law.name_en = "법률", "Law"
    make.make_assignment(season.event, season.lawyers, season.booths[0], (season.law,))
    db.session.add(ExtraBooth(event=season.event, booth=season.booths[1], name="로봇"))
    db.session.commit()
    page = sign_in("viewer").get(season.url("/signs")).text
    assert page.count('class="sign-sheet"') == 2
    assert '<p class="sign-number">1</p>' in page
    for text in ("법률상담소", "Law Office", '<span lang="ko">법률</span>', "로봇"):
        assert text in page
    one = sign_in().get(season.url(f"/signs?booth={season.booths[1].id}")).text
    assert one.count('class="sign-sheet"') == 1


def test_no_signs_say_what_to_do(season, sign_in):
    assert "Place agencies in booths first" in sign_in().get(season.url("/signs")).text
