"""The season after a season: what is proposed, refused, made, and edited afterwards."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from planner.campaigns import carry_views
from planner.campaigns.bridge import build_problem, load_campaign
from planner.campaigns.carry_queries import load_inheritance, proposed_values
from planner.campaigns.carry_services import create_next
from planner.campaigns.models import Campaign, RuleSetting
from planner.campaigns.releases import release
from planner.errors import Refused
from planner.extensions import db
from planner.results.models import EventRecord
from tests import factories as make
from tests.campaigns.season import Season

NOW = datetime(2023, 6, 20, 0, 0, tzinfo=UTC)
TODAY = date(2023, 6, 20)
NEXT = {
    "name": "서초 2024", "slug": "seocho-2024", "starts_on": "2024-05-20", "ends_on": "2024-06-07",
    "events_wanted": "2",
}  # fmt: skip


@pytest.fixture(autouse=True)
def after_the_season(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carry_views, "now", lambda: NOW)


def url(season: Season, page: str = "next") -> str:
    return f"/campaigns/{season.campaign.id}/{page}"


def held_in_banpo_only(season: Season) -> None:
    """Both events were released, one visit due in each zone; the one in Seocho was not held."""
    for zone in season.campaign.zones:
        zone.target_visits, zone.max_visits = 1, 3
    release(season.loaded(), None, datetime(2023, 5, 15, tzinfo=UTC))
    db.session.add(EventRecord(event_id=season.events[1].id, held=False))
    db.session.commit()


def sent(season: Season, **changes: Any) -> dict[str, Any]:
    """What the page sends when nothing is touched, as it stands there."""
    left = load_inheritance(season.campaign, TODAY)
    data = {**NEXT, "version": left.version}
    for row in season.campaign.zones:
        one = left.zones[row.zone_id]
        values = {
            "in": "on", "carried": one.carried, "usual": one.usual, "min_visits": row.min_visits,
            "max_visits": row.max_visits, "target_visits": one.usual, "gap": row.gap,
            "last_visit": one.last or "",
        }  # fmt: skip
        data |= {f"zone-{key}-{row.zone_id}": str(value) for key, value in values.items()}
    for member in season.campaign.agencies:
        debt = left.agencies[member.agency_id]
        values = {"in": "on", "carried": debt.carried, "usual": debt.usual,
                  "target_events": debt.usual}  # fmt: skip
        data |= {f"agency-{key}-{member.agency_id}": str(value) for key, value in values.items()}
    return {**data, **changes}


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" id="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


# --- what is proposed -------------------------------------------------------------------------


def test_debts_are_what_was_due_less_what_was_held(season: Season) -> None:
    held_in_banpo_only(season)
    left = load_inheritance(season.campaign, TODAY)
    banpo, seocho = (left.zones[zone.id] for zone in season.zones)
    assert (banpo.done, banpo.carried, banpo.last) == (1, 0, date(2023, 5, 23))
    assert (seocho.done, seocho.carried, seocho.last) == (0, 1, None)
    assert [(one.done, one.carried) for one in left.agencies.values()] == [(1, 1), (1, 1)]
    assert left.past.account.unheld == 1


def test_the_last_visit_of_the_settings_stays_where_nothing_newer_is_known(season: Season) -> None:
    held_in_banpo_only(season)
    for row in season.campaign.zones:
        row.last_visit = date(2022, 10, 12)
    left = load_inheritance(season.campaign, TODAY)
    assert [one.last for one in left.zones.values()] == [date(2023, 5, 23), date(2022, 10, 12)]


def test_a_debt_that_could_not_be_paid_is_not_forgotten(season: Season) -> None:
    """The limit stopped it; the usual target is known from the season before."""
    before = make.make_campaign(
        season.office, zones=tuple(season.zones), starts_on=date(2022, 5, 1),
        ends_on=date(2022, 6, 1),
    )  # fmt: skip
    season.campaign.previous_id = before.id
    season.campaign.zones[0].carried = 2  # its aim stayed 1, as no more was allowed
    db.session.commit()
    one = load_inheritance(season.campaign, TODAY).zones[season.zones[0].id]
    assert (one.usual, one.brought, one.done, one.carried) == (1, 2, 1, 2)


def test_a_chain_of_seasons_that_bites_its_tail_ends(season: Season) -> None:
    season.campaign.previous_id = season.campaign.id
    db.session.commit()
    assert load_inheritance(season.campaign, TODAY).zones[season.zones[0].id].usual == 1


def test_events_ahead_are_told(season: Season) -> None:
    assert load_inheritance(season.campaign, date(2023, 5, 24)).ahead == 1


def test_names_and_days_are_those_of_the_next_year(season: Season) -> None:
    make.make_campaign(make.make_office(), slug="seocho-2024")
    assert proposed_values(season.campaign) == {
        "name": "서초 2024",
        "name_en": "Seocho 2024",
        "slug": "seocho-2024-2",
        "starts_on": date(2024, 5, 20),
        "ends_on": date(2024, 6, 7),
        "events_wanted": 2,
    }


def test_the_page_shows_debts_targets_and_reasons(season: Season, sign_in: Any) -> None:
    held_in_banpo_only(season)
    season.campaign.zones[0].min_visits = 0
    season.campaign.events_wanted = 3
    db.session.commit()
    page = sign_in().get(url(season)).text
    banpo, seocho = (zone.id for zone in season.zones)
    assert [value_of(page, f"zone-carried-{key}") for key in (banpo, seocho)] == ["0", "1"]
    assert [value_of(page, f"zone-target_visits-{key}") for key in (banpo, seocho)] == ["1", "2"]
    assert "Got 1 fewer than due, so it gets 1 more." in page
    assert value_of(page, f"zone-last_visit-{banpo}") == "2023-05-23"
    assert "What was done is read from release 1." in page
    assert "1 events that were recorded as not held do not count." in page
    assert "Came to 1 fewer than due, as others did; it takes no more." in page
    assert "Sum of the aims: 3 of 3 events wanted" in page


def test_a_season_never_released_stands_by_its_draft(season: Season, sign_in: Any) -> None:
    page = sign_in().get(url(season)).text
    assert "so what was done is read from its draft" in page
    assert page.count("As usual.") == 2 + 2


def test_who_is_out_of_use_is_not_invited_unless_somebody_says_so(
    season: Season, sign_in: Any
) -> None:
    season.agencies[0].active = False
    newcomer = make.make_agency(season.office, name="Newcomer")
    page = sign_in().get(url(season)).text
    inputs = {
        key: re.search(rf'id="agency-in-{key}"[^>]*>', page)[0]  # type: ignore[index]
        for key in (season.agencies[0].id, season.agencies[1].id, newcomer.id)
    }
    assert [" checked" in text for text in inputs.values()] == [False, True, False]


# --- what is made -----------------------------------------------------------------------------


def test_a_season_is_made_from_the_one_before(season: Season, sign_in: Any) -> None:
    held_in_banpo_only(season)
    old = season.campaign
    old.kits, old.opens_at, old.weekdays, old.rain_chance = 3, time(9, 30), "1010100", 45
    old.weights, old.goal_order = {"load": 30}, [["uncovered"], ["load"]]
    old.fields[0].need, old.fields[0].is_new, old.summary = 4, True, "Come!"
    old.rules.append(RuleSetting(code="H04", severity="off"))
    old.closed_days.append(make_closed_day(date(2023, 6, 5)))
    db.session.commit()
    banpo, seocho = (zone.id for zone in season.zones)
    data = sent(season, **{
        f"zone-target_visits-{seocho}": "2", f"zone-gap-{seocho}": "14",
        f"agency-target_events-{season.agencies[0].id}": "3",
    })  # fmt: skip
    answer = sign_in().post(url(season), data=data)
    made = db.session.scalars(select(Campaign).where(Campaign.slug == "seocho-2024")).one()
    assert (answer.status_code, answer.location) == (303, f"/campaigns/{made.id}/settings/zones")
    assert (made.previous_id, made.office_id, made.name) == (old.id, old.office_id, "서초 2024")
    assert (made.starts_on, made.ends_on, made.events_wanted) == (
        date(2024, 5, 20), date(2024, 6, 7), 2,
    )  # fmt: skip
    assert (made.kits, made.opens_at, made.weekdays, made.rain_chance, made.summary) == (
        3, time(9, 30), "1010100", 45, "Come!",
    )  # fmt: skip
    assert (made.weights, made.goal_order) == ({"load": 30}, [["uncovered"], ["load"]])
    assert [(row.field_id, row.need, row.is_new) for row in made.fields] == [
        (old.fields[0].field_id, 4, False), (old.fields[1].field_id, 1, False),
    ]  # fmt: skip
    assert [(row.code, row.severity) for row in made.rules] == [("H04", "off")]
    assert [
        (row.zone_id, row.target_visits, row.carried, row.gap, row.last_visit) for row in made.zones
    ] == [(banpo, 1, 0, 0, date(2023, 5, 23)), (seocho, 2, 1, 14, None)]
    assert [(row.target_events, row.carried) for row in made.agencies] == [(3, 1), (2, 1)]
    assert (made.events, made.closed_days) == ([], [])


def make_closed_day(day: date) -> Any:
    from planner.campaigns.models import ClosedDay

    return ClosedDay(day=day)


def test_the_optimiser_gets_the_new_targets_and_last_visits(season: Season) -> None:
    held_in_banpo_only(season)
    keys = [zone.id for zone in season.zones]
    columns = {"min_visits": 1, "max_visits": 3, "gap": 0}
    made = create_next(
        season.campaign,
        {"name": "n", "slug": "n", "starts_on": date(2024, 5, 20), "ends_on": date(2024, 6, 7)},
        {
            keys[0]: {**columns, "target_visits": 1, "carried": 0, "last_visit": date(2023, 5, 23)},
            keys[1]: {**columns, "target_visits": 2, "carried": 1, "last_visit": None},
        },
        {season.agencies[0].id: {"target_events": 3, "carried": 1}},
        NOW,
    )
    problem = build_problem(load_campaign(made.office_id, made.id))
    assert [(zone.target, zone.last) for zone in problem.zones] == [(1, -363), (2, None)]
    assert [agency.target for agency in problem.agencies] == [3]


def test_rows_that_are_not_ticked_take_no_part(season: Season, sign_in: Any) -> None:
    data = sent(season)
    del data[f"zone-in-{season.zones[0].id}"], data[f"agency-in-{season.agencies[1].id}"]
    data[f"zone-carried-{season.zones[0].id}"] = "nonsense that is not chosen"
    assert sign_in().post(url(season), data=data).status_code == 303
    made = db.session.scalars(select(Campaign).where(Campaign.slug == "seocho-2024")).one()
    assert [row.zone_id for row in made.zones] == [season.zones[1].id]
    assert [row.agency_id for row in made.agencies] == [season.agencies[0].id]


def test_a_debt_is_paid_over_two_seasons(season: Season, sign_in: Any) -> None:
    """Seocho is owed one, gets it the year after, and owes nothing then."""
    held_in_banpo_only(season)
    seocho = season.zones[1].id
    data = sent(season, **{f"zone-target_visits-{seocho}": "2", "events_wanted": "3"})
    sign_in().post(url(season), data=data)
    made = db.session.scalars(select(Campaign).where(Campaign.slug == "seocho-2024")).one()
    hall = season.hall
    for day in (20, 21):
        make.make_event(made, hall, date(2024, 5, day))
    one = load_inheritance(made, date(2024, 7, 1)).zones[seocho]
    assert (one.usual, one.brought, one.done, one.carried) == (1, 1, 2, 0)


# --- recounting -------------------------------------------------------------------------------


def test_targets_are_counted_anew_from_what_was_typed(season: Season, sign_in: Any) -> None:
    banpo, seocho = (zone.id for zone in season.zones)
    data = sent(season, recount="1", events_wanted="6", **{
        f"zone-carried-{banpo}": "+1", f"zone-carried-{seocho}": "−1", "name": "Kept",
        f"zone-max_visits-{banpo}": "9", f"zone-max_visits-{seocho}": "9",
        f"zone-target_visits-{banpo}": "anything",
    })  # fmt: skip
    answer = sign_in().post(url(season), data=data)
    assert answer.status_code == 200
    targets = [value_of(answer.text, f"zone-target_visits-{key}") for key in (banpo, seocho)]
    assert targets == ["4", "2"]
    assert 'value="Kept"' in answer.text and "Sum of the aims: 6 of 6" in answer.text
    assert db.session.scalars(select(Campaign).where(Campaign.slug == "seocho-2024")).all() == []


def test_nothing_is_counted_from_numbers_that_cannot_be_read(season: Season, sign_in: Any) -> None:
    data = sent(season, recount="1", events_wanted="many")
    answer = sign_in().post(url(season), data=data)
    assert answer.status_code == 422
    assert 'value="many"' in answer.text


# --- what is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("zone-carried-{zone}", "x", "Type a whole number from -99 to 99."),
        ("zone-carried-{zone}", "-100", "Type a whole number from -99 to 99."),
        ("zone-carried-{zone}", "", "Type a whole number from -99 to 99."),
        ("zone-target_visits-{zone}", "9", "Aim between at least and at most."),
        ("zone-min_visits-{zone}", "4", "At most is less than at least. Check both."),
        ("zone-last_visit-{zone}", "yesterday", "Type a date such as 2023-05-23."),
        ("agency-target_events-{agency}", "-1", "Type a whole number from 0 to 500."),
        ("agency-usual-{agency}", "²", "Type a whole number from 0 to 500."),
        ("starts_on", "2023-05-22", "Choose a day after the first day of the season before."),
        ("ends_on", "2024-05-01", "The last day lies before the first. Check both."),
        ("ends_on", "2034-05-01", "A season has at most 400 days. Make two of it."),
        ("slug", "Not a slug", "Use small letters, digits and -."),
        ("slug", "seocho-2023", "The address name &#39;seocho-2023&#39; is taken. Choose another."),
    ],
)
def test_bad_input_is_kept_and_named(
    season: Season, sign_in: Any, name: str, value: str, sentence: str
) -> None:
    name = name.format(zone=season.zones[0].id, agency=season.agencies[0].id)
    answer = sign_in().post(url(season), data=sent(season, **{name: value}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{value}"' in answer.text
    assert 'value="서초 2024"' in answer.text
    assert db.session.query(Campaign).count() == 1


def test_a_season_changed_meanwhile_is_said_and_made_when_sent_again(
    season: Season, sign_in: Any
) -> None:
    data = sent(season)
    held_in_banpo_only(season)  # a release, and an event that was not held
    browser = sign_in()
    answer = browser.post(url(season), data=data)
    assert answer.status_code == 409
    assert "The season before has changed meanwhile" in answer.text
    version = re.search(r'name="version"[^>]*value="([^"]*)"', answer.text)[1]  # type: ignore[index]
    assert version == load_inheritance(season.campaign, TODAY).version != data["version"]
    assert browser.post(url(season), data={**data, "version": version}).status_code == 303


def test_it_is_made_once(season: Season, sign_in: Any) -> None:
    browser, data = sign_in(), sent(season)
    assert browser.post(url(season), data=data).status_code == 303
    again = browser.post(url(season), data=data)
    assert (again.status_code, "is taken. Choose another." in again.text) == (422, True)
    assert db.session.query(Campaign).count() == 2


def test_a_name_taken_in_this_moment_is_refused_whole(season: Season) -> None:
    make.make_campaign(season.office, slug="there")
    values = {"name": "n", "slug": "there", "starts_on": TODAY, "ends_on": TODAY}
    with pytest.raises(Refused):
        create_next(season.campaign, values, {}, {}, NOW)
    assert db.session.query(Campaign).count() == 2


def test_who_may_make_it(season: Season, sign_in: Any, client: Any) -> None:
    assert client.get(url(season)).status_code == 302
    assert client.post(url(season)).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).get(url(season)).status_code == 403
        assert sign_in(role).post(url(season), data=sent(season)).status_code == 403
    stranger = sign_in(office=make.make_office())
    assert stranger.get(url(season)).status_code == 404
    assert stranger.post(url(season), data=sent(season)).status_code == 404
    assert db.session.query(Campaign).count() == 1


def test_more_rows_ask_no_more_queries(season: Season, sign_in: Any, count_queries: Any) -> None:
    browser, address = sign_in(), url(season)
    browser.get(address)
    db.session.remove()
    with count_queries() as few:
        browser.get(address)
    campaign = db.session.get(Campaign, season.campaign.id)
    for _ in range(3):
        zone, agency = make.make_zone(campaign.office), make.make_agency(campaign.office)
        campaign.zones.append(make.CampaignZone(zone=zone))
        campaign.agencies.append(make.CampaignAgency(agency=agency))
    db.session.commit()
    db.session.remove()
    with count_queries() as more:
        browser.get(address)
    assert len(more) == len(few)


# --- afterwards -------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["zones", "agencies"])
def test_what_was_carried_stands_in_the_settings_and_can_be_edited(
    season: Season, sign_in: Any, tab: str
) -> None:
    browser = sign_in()
    assert "carried-" not in browser.get(url(season, f"settings/{tab}")).text
    row = getattr(season.campaign, tab)[0]
    key = season.zones[0].id if tab == "zones" else season.agencies[0].id
    row.carried = -2
    db.session.commit()
    page = browser.get(url(season, f"settings/{tab}")).text
    assert value_of(page, f"carried-{key}") == "-2"
    numbers = {"min_visits": 1, "target_visits": 1, "max_visits": 1, "gap": 0, "target_events": 1}
    data = {"version": "1", f"in-{key}": "on", f"carried-{key}": "3"}
    data |= {f"{name}-{key}": str(number) for name, number in numbers.items()}
    assert browser.post(url(season, f"settings/{tab}"), data=data).status_code == 303
    db.session.expire_all()
    assert [item.carried for item in getattr(season.campaign, tab)] == [3]
    wrong = browser.post(
        url(season, f"settings/{tab}"), data={**data, "version": "2", f"carried-{key}": "x"}
    )
    assert (wrong.status_code, "from -99 to 99" in wrong.text) == (422, True)


def test_a_form_without_the_column_leaves_what_was_carried(season: Season, sign_in: Any) -> None:
    season.campaign.agencies[0].carried = 2
    db.session.commit()
    key = season.agencies[0].id
    data = {"version": "1", f"in-{key}": "on", f"target_events-{key}": "4"}
    assert sign_in().post(url(season, "settings/agencies"), data=data).status_code == 303
    db.session.expire_all()
    assert [(row.target_events, row.carried) for row in season.campaign.agencies] == [(4, 2)]


def test_the_list_of_seasons_leads_here(season: Season, sign_in: Any) -> None:
    assert f'href="{url(season)}"' in sign_in().get("/campaigns/").text
    assert f'href="{url(season)}"' not in sign_in("viewer").get("/campaigns/").text


@pytest.mark.parametrize(("year", "told"), [(2023, 0), (2026, 1)])
def test_days_that_have_passed_are_told(season, sign_in, monkeypatch, year, told) -> None:
    monkeypatch.setattr(carry_views, "now", lambda: NOW.replace(year=year))
    page = sign_in().get(url(season)).text
    assert page.count("lies in the past. Choose days to come") == told
