"""The pages of counts: one form, its refusals, its conflicts."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime

import pytest

from planner.core.counting import Cell, Change
from planner.extensions import db
from planner.results import queries, services
from tests import factories as make


@pytest.fixture
def counts_url(season) -> str:
    return f"/events/{season.first.id}/counts"


def key(season, measure="consultations", agency=None, field=None) -> str:
    return Cell(measure, agency, field).key


def sheet(*cells, batch=None, **more) -> dict[str, str]:
    """What a browser sends: (key, shown, typed) for each cell."""
    data = {"batch": batch or str(uuid.uuid4()), "reason": "", **more}
    for name, shown, typed in cells:
        data[f"shown-{name}"], data[f"value-{name}"] = shown, typed
    return data


def held(season):
    return queries.cell_totals(season.office.id, season.first.id)


def save(season, cell, value, event=None):
    services.save_counts(
        season.office.id,
        (event or season.first).id,
        str(uuid.uuid4()),
        [Change(cell, None, value)],
        user_id=season.user.id,
        now=datetime.now(UTC),
    )


def text_of(response) -> str:
    plain = re.sub(r"<[^>]+>", " ", response.text)
    return re.sub(r"\s+", " ", plain).replace("&#39;", "'")


def test_nobody_signed_in_is_sent_to_the_sign_in(client, season, counts_url) -> None:
    for url in (f"/campaigns/{season.campaign.id}/results", counts_url, f"{counts_url}/history"):
        assert client.get(url).status_code == 302
    assert client.post(counts_url).status_code == 401


def test_who_may_do_what(sign_in, season, counts_url) -> None:
    viewer, recorder = sign_in("viewer"), sign_in("recorder")
    assert viewer.get(counts_url).status_code == 200
    assert "data-stepper" not in viewer.get(counts_url).text
    assert viewer.post(counts_url, data=sheet()).status_code == 403
    assert recorder.get(counts_url).status_code == 200
    assert recorder.get(f"{counts_url}/sign-off").status_code == 403
    assert recorder.post(f"{counts_url}/correct").status_code == 403


def test_another_offices_event_is_not_there(sign_in, season, counts_url) -> None:
    browser = sign_in("administrator", make.make_office())
    assert browser.get(f"/campaigns/{season.campaign.id}/results").status_code == 404
    for url in (counts_url, f"{counts_url}/history", f"{counts_url}/sign-off"):
        assert browser.get(url).status_code == 404
    assert browser.post(counts_url, data=sheet()).status_code == 404
    assert browser.post(f"/events/{season.first.id}/record", data={}).status_code == 404
    assert browser.get("/events/99999999999/counts").status_code == 404


def test_the_list_tells_dashes_from_zeros(sign_in, season) -> None:
    save(season, Cell("attendance"), 0)
    page = sign_in("recorder").get(f"/campaigns/{season.campaign.id}/results")
    assert page.status_code == 200
    rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.S)[1:]
    cells = [
        [re.sub(r"<[^>]+>", "", c).strip() for c in re.findall(r"<td.*?</td>", row, re.S)]
        for row in rows
    ]
    assert [row[6:9] for row in cells] == [["0", "-", "-"], ["-", "-", "-"]]
    assert "1 / 3" in cells[0][5] and "0 / 2" in cells[1][5]
    assert cells[0][4] == "Counting" and cells[1][4] == "No report yet"


def test_the_list_asks_the_same_at_one_and_at_three_events(sign_in, season, count_queries) -> None:
    from datetime import date

    browser, url = sign_in("organizer"), f"/campaigns/{season.campaign.id}/results"
    browser.get(url)
    db.session.expire_all()
    with count_queries() as two:
        browser.get(url)
    venue = season.first.venue
    for day in (25, 26, 30):
        event = make.make_event(season.campaign, venue, date(2023, 5, day))
        make.make_assignment(event, season.bank, fields=(season.law,))
        save(season, Cell("attendance"), 3, event)
    db.session.expire_all()
    with count_queries() as five:
        assert browser.get(url).status_code == 200
    assert len(five) == len(two)


def test_one_form_saves_everything_that_was_typed(sign_in, season, counts_url) -> None:
    browser = sign_in("recorder")
    page = browser.get(counts_url)
    bank_law = key(season, agency=season.bank.id, field=season.law.id)
    assert f'name="value-{bank_law}" value=""' in page.text
    data = sheet(
        (bank_law, "", "1,2"),
        ("0-0-attendance", "", "０"),
        (key(season, "goods", season.clinic.id), "", ""),
    )
    data[f"value-{bank_law}"] = "12"
    assert browser.post(counts_url, data=data).status_code == 303
    assert held(season) == {
        Cell("consultations", season.bank.id, season.law.id): 12,
        Cell("attendance"): 0,
    }
    page = browser.get(counts_url)
    assert f'name="value-{bank_law}" value="12"' in page.text
    assert f'name="shown-{bank_law}" value="12"' in page.text
    assert "The counts have been saved." in page.text


def test_a_double_click_counts_once(sign_in, season, counts_url) -> None:
    browser, data = sign_in("recorder"), sheet(("0-0-attendance", "", "31"))
    assert browser.post(counts_url, data=data).status_code == 303
    assert browser.post(counts_url, data=data).status_code == 303
    assert held(season) == {Cell("attendance"): 31}
    assert len(queries.history(season.office.id, season.first.id)) == 1


@pytest.mark.parametrize("typed", ["-3", "1.5", "many", "1000001", "<b>7</b>"])
def test_what_is_no_count_is_refused_and_kept(sign_in, season, counts_url, typed) -> None:
    page = sign_in("recorder").post(
        counts_url,
        data=sheet(("0-0-attendance", "", typed), ("0-0-experience", "", "9")),
    )
    assert page.status_code == 422
    assert "Type a whole number from 0 to 1,000,000." in text_of(page)
    assert "<b>7</b>" not in page.text
    assert 'value="9"' in page.text
    assert held(season) == {}


def test_a_stale_form_shows_the_difference_and_saves_nothing(sign_in, season, counts_url) -> None:
    save(season, Cell("attendance"), 40)
    page = sign_in("recorder").post(
        counts_url, data=sheet(("0-0-attendance", "", "55"), ("0-0-experience", "", "9"))
    )
    assert page.status_code == 409
    table = re.search(r'id="stale".*?</table>', page.text, re.S).group()
    assert re.findall(r'<td class="num">(.*?)</td>', table) == ["-", "55", "40"]
    assert 'name="value-0-0-attendance" value="55"' in page.text
    assert 'name="shown-0-0-attendance" value="40"' in page.text
    assert held(season) == {Cell("attendance"): 40}


def test_lowering_a_number_needs_a_reason(sign_in, season, counts_url) -> None:
    save(season, Cell("attendance"), 40)
    browser = sign_in("recorder")
    page = browser.post(counts_url, data=sheet(("0-0-attendance", "40", "30")))
    assert page.status_code == 422
    assert "A reason is needed to change what has been reported." in text_of(page)
    assert 'value="30"' in page.text
    data = sheet(("0-0-attendance", "40", "30"), reason="Counted again")
    assert browser.post(counts_url, data=data).status_code == 303
    assert held(season) == {Cell("attendance"): 30}


def test_an_emptied_number_is_refused(sign_in, season, counts_url) -> None:
    save(season, Cell("attendance"), 40)
    page = sign_in("recorder").post(counts_url, data=sheet(("0-0-attendance", "40", "")))
    assert page.status_code == 422
    assert "Type 0 if it was none" in text_of(page)


def test_an_agency_may_be_marked_and_another_added(sign_in, season, counts_url) -> None:
    browser = sign_in("recorder")
    guest = make.make_agency(season.office, (season.debt,), name="적십자")
    campaign = db.session.merge(season.campaign)
    from planner.campaigns.models import CampaignAgency

    campaign.agencies.append(CampaignAgency(agency_id=guest.id))
    db.session.commit()
    data = sheet(complete=str(season.clinic.id))
    assert browser.post(counts_url, data=data).status_code == 303
    row = queries.event_rows(season.office.id, season.campaign.id)[0]
    assert {r.agency: r.state for r in row.reports}[season.clinic.id] == "in"
    answer = browser.post(counts_url, data=sheet(add=str(guest.id)))
    assert answer.headers["Location"].endswith(f"?add={guest.id}#agency-{guest.id}")
    cell = Cell("consultations", guest.id, season.debt.id)
    assert f'name="value-{cell.key}"' in browser.get(answer.headers["Location"]).text
    browser.post(counts_url, data=sheet((cell.key, "", "4")))
    assert held(season) == {cell: 4}


def test_the_record_of_the_event(sign_in, season, counts_url) -> None:
    browser, url = sign_in("recorder"), f"/events/{season.first.id}/record"
    data = {"held": "yes", "moved_indoors": "y", "note": "비", "version": "1"}
    assert browser.post(url, data=data).status_code == 303
    record = queries.event_records([season.first.id])[season.first.id]
    assert (record.held, record.moved_indoors, record.note, record.version) == (True, True, "비", 2)
    stale = browser.post(url, data=data)
    assert stale.status_code == 409 and "nothing was saved" in text_of(stale)
    save(season, Cell("attendance"), 4)
    page = browser.post(url, data={"held": "no", "version": "2"})
    assert page.status_code == 422 and "so it was held" in text_of(page)
    assert browser.post(url, data={"held": "perhaps", "version": "2"}).status_code == 422


def test_sign_off_names_the_missing_and_closes_the_form(sign_in, season, counts_url) -> None:
    browser = sign_in("organizer")
    save(season, Cell("attendance"), 40)
    page = browser.get(f"{counts_url}/sign-off")
    assert "은행 : Not reported" in text_of(page) or "은행: Not reported" in text_of(page)
    refused = browser.post(f"{counts_url}/sign-off", data={"version": "1"})
    assert refused.status_code == 422
    assert "Confirm that you sign off without them." in text_of(refused)
    stale = browser.post(f"{counts_url}/sign-off", data={"version": "7", "accept_missing": "y"})
    assert stale.status_code == 409
    data = {"version": "1", "accept_missing": "y"}
    assert browser.post(f"{counts_url}/sign-off", data=data).status_code == 303
    page = browser.get(counts_url)
    assert "data-stepper" not in page.text and "signed off the counts" in page.text
    late = browser.post(counts_url, data=sheet(("0-0-attendance", "40", "50")))
    assert late.status_code == 422
    assert held(season) == {Cell("attendance"): 40}


def test_a_correction_adds_an_entry_that_the_history_shows(sign_in, season, counts_url) -> None:
    browser = sign_in("organizer")
    save(season, Cell("attendance"), 40)
    browser.post(f"{counts_url}/sign-off", data={"version": "1", "accept_missing": "y"})
    url = f"{counts_url}/correct"
    assert browser.get(f"{url}?cell=0-0-nonsense").status_code == 303
    page = browser.get(f"{url}?cell=0-0-attendance")
    batch = re.search(r'name="batch"[^>]*value="([^"]+)"', page.text).group(1)
    data = {"batch": batch, "cell": "0-0-attendance", "shown": "40", "wanted": "38", "reason": ""}
    missing = browser.post(url, data=data)
    assert missing.status_code == 422 and "State why the number changes." in text_of(missing)
    wrong = browser.post(url, data={**data, "wanted": "many", "reason": "Recount"})
    assert wrong.status_code == 422 and "Type a whole number" in text_of(wrong)
    stale = browser.post(url, data={**data, "shown": "39", "reason": "Recount"})
    assert stale.status_code == 409 and "is 40 now; you typed 38" in text_of(stale)
    same = browser.post(url, data={**data, "wanted": "40", "reason": "x"}, follow_redirects=True)
    assert "Nothing was added" in same.text
    assert browser.post(url, data={**data, "reason": "<i>Recount</i>"}).status_code == 303
    history = browser.get(f"{counts_url}/history")
    assert "&lt;i&gt;Recount&lt;/i&gt;" in history.text
    assert "After the sign-off" in history.text
    cells = re.findall(r'<td class="num">(.*?)</td>', history.text)
    assert cells[:3] == ["40", "<strong>38</strong>", "-2"]
    assert cells[3:6] == ["-", "<strong>40</strong>", "+40"]


@pytest.mark.parametrize("value", ["99999999999999999999999", "9223372036854775808", "-1", "x"])
def test_an_agency_number_that_no_table_can_hold_is_ignored(counts_url, sign_in, value):
    browser = sign_in("recorder")
    usual = browser.get(counts_url).text.count("data-section")
    assert browser.get(f"{counts_url}?add={value}").text.count("data-section") == usual
    answer = browser.post(counts_url, data=sheet(add=value, complete=value))
    assert answer.status_code in (303, 422)


def counts_card(browser) -> list[tuple[str, str]]:
    """The events of the start page whose counts wait: (state, what to do)."""
    card = browser.get("/home").text.split(">Counts</h2>")[1].split("Which reports are missing")[0]
    return re.findall(r'class="badge[^>]*>([^<]+)</span></span><a [^>]+>([^<]+)', card)


def test_the_home_lists_only_what_is_to_be_counted_or_signed_off(sign_in, season) -> None:
    browser = sign_in("recorder")
    assert counts_card(browser) == [("No report yet", "Enter counts")] * 2
    save(season, Cell("attendance"), 40, season.second)
    save(season, Cell("consultations", season.bank.id, season.debt.id), 5, season.second)
    save(season, Cell("attendance"), 90)
    assert counts_card(browser) == [("Counting", "Enter counts"),
                                    ("All reports in", "Check the counts")]  # fmt: skip
    for event in (season.first, season.second):
        services.sign_off(
            season.office.id, event.id, accept_missing=True, version=1, user_id=None,
            now=datetime.now(UTC),
        )  # fmt: skip
    assert counts_card(browser) == []
    assert "No counts are to be entered or signed off." in browser.get("/home").text


def test_queries_of_the_home_do_not_grow_with_the_events(sign_in, season, count_queries) -> None:
    browser, seen = sign_in("recorder"), []
    for day in (25, 26):
        with count_queries() as statements:
            assert browser.get("/home").status_code == 200
        seen.append(len(statements))
        event = make.make_event(season.campaign, season.first.venue, date(2023, 5, day))
        make.make_assignment(event, season.bank, fields=(season.debt,))
    assert seen[0] == seen[1]
