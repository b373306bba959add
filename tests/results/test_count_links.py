"""Counting links: what a booth's telephone sends is taken once, or refused by name."""

from __future__ import annotations

import io
import json
import logging
import threading
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from planner import create_app
from planner.accounts import services as accounts
from planner.accounts.models import AccessRecord, SecretLink
from planner.core.count_batch import LARGEST, MOST_ENTRIES
from planner.core.counting import Cell, report_of
from planner.extensions import db, limiter
from planner.results import link_words, queries, services
from planner.results.models import CountEntry
from planner.results.sheet import load_sheet
from planner.settings import Settings
from tests import factories as make

WHEN = "2023-05-23T11:30:00+09:00"


@dataclass
class Counting:
    """The bank's link at booth 3 of the first event."""

    season: Any
    client: Any
    path: str
    booth: Any

    def send(self, *entries: dict[str, Any], path: str = "") -> Any:
        return self.client.post(
            path or self.path, json={"entries": list(entries)}, headers={"Accept-Language": "en"}
        )

    def taken(self, *entries: dict[str, Any]) -> dict[str, Any]:
        response = self.send(*entries)
        assert response.status_code == 200, response.text
        answer = response.json
        answer["refused"] = [(row["id"], row["reason"]) for row in answer["refused"]]
        return answer

    def held(self) -> dict[Cell, int]:
        return queries.cell_totals(self.season.office.id, self.season.first.id)

    @property
    def law(self) -> Cell:
        return Cell("consultations", self.season.bank.id, self.season.law.id)


@pytest.fixture
def booth(season):
    """Booth 3, where the bank stands."""
    found = season.first.venue.booths[2]
    next(a for a in season.first.assignments if a.agency_id == season.bank.id).booth = found
    db.session.commit()
    return found


@pytest.fixture
def counting(season, booth, client) -> Counting:
    made = services.make_count_link(str(season.first.id), "3", now=datetime.now(UTC))
    return Counting(season, client, f"{made.path}/entries", booth)


def entry(**values: Any) -> dict[str, Any]:
    plain = {"measure": "consultations", "field": "law", "value": 1, "channel": "booth"}
    return {"id": str(uuid.uuid4()), **plain, "recorded_at": WHEN, **values}


def test_entries_are_taken_for_the_booth_of_the_link(counting) -> None:
    one, two = entry(value=3), entry(field=counting.season.debt.id, channel="desk")
    response = counting.send(one, two)
    assert response.status_code == 200
    assert response.json == {"accepted": [one["id"], two["id"]], "known": [], "refused": []}
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    debt = Cell("consultations", counting.season.bank.id, counting.season.debt.id)
    assert counting.held() == {counting.law: 3, debt: 1}
    row = db.session.get(CountEntry, one["id"])
    link = db.session.scalars(select(SecretLink)).one()
    assert (row.booth_id, row.link_id, row.user_id) == (counting.booth.id, link.id, None)
    assert (row.channel, row.recorded_at.isoformat()) == ("booth", "2023-05-23T02:30:00+00:00")
    assert (row.synthetic, link.uses) == (False, 1)


def test_a_link_may_tell_target_group_and_programme(counting) -> None:
    old = entry(value=2, target_group="alone", programme="seoul_basic")
    wrong = [entry(target_group="wizards"), entry(programme="magic"), entry(target_group=7)]
    assert counting.taken(old, *wrong) == {
        "accepted": [old["id"]],
        "known": [],
        "refused": [
            (wrong[2]["id"], "bad_group"),
            (wrong[0]["id"], "bad_group"),
            (wrong[1]["id"], "bad_programme"),
        ],
    }
    told = Cell(
        "consultations", counting.season.bank.id, counting.season.law.id, "alone", "seoul_basic"
    )
    assert counting.held() == {told: 2}
    assert counting.taken({**old, "target_group": ""})["refused"] == [(old["id"], "other_content")]
    sheet = load_sheet(counting.season.office.id, counting.season.first.id)
    bank = next(row for row in sheet.sections if row.agency == counting.season.bank)
    assert told in [view.cell for view in bank.cells] and bank.consultations == 2
    law = report_of(counting.season.bank.id, [counting.law], {told}, marked=False)
    assert (law.state, law.reported) == ("in", 1)


def test_the_same_again_is_known_and_other_content_refused(counting) -> None:
    one = entry(value=3)
    counting.taken(one)
    assert counting.taken(one) == {"accepted": [], "known": [one["id"]], "refused": []}
    other = {**one, "value": 4}
    fresh = entry()
    assert counting.taken(other, fresh) == {
        "accepted": [fresh["id"]],
        "known": [],
        "refused": [(one["id"], "other_content")],
    }
    assert counting.held() == {counting.law: 4}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "7"}, "bad_id"),
        ({"measure": "smiles"}, "bad_measure"),
        ({"measure": None}, "bad_measure"),
        ({"measure": "unique_persons"}, "never_summed"),
        ({"field": "astrology"}, "bad_field"),
        ({"field": 999_999}, "bad_field"),
        ({"field": True}, "bad_field"),
        ({"value": "3"}, "bad_value"),
        ({"value": 1.5}, "bad_value"),
        ({"value": True}, "bad_value"),
        ({"value": 10**30}, "bad_value"),
        ({"value": -1}, "needs_correction"),
        ({"channel": "pigeon"}, "bad_channel"),
        ({"channel": 1}, "bad_channel"),
        ({"recorded_at": None}, "bad_time"),
        ({"recorded_at": "2023-05-23T11:30:00"}, "bad_time"),
        ({"recorded_at": "0001-01-01T00:00:00+09:00"}, "bad_time"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "in_the_future"),
        ({"corrects": "7"}, "bad_correction"),
        ({"corrects": str(uuid.uuid4()), "value": -1, "reason": "x"}, "bad_correction"),
        ({"reason": "a\x00b"}, "bad_reason"),
        ({"reason": "\ud800"}, "bad_reason"),
        ({"reason": ["x"]}, "bad_reason"),
        ({"event": 999_999}, "other_event"),
        ({"event_id": "elsewhere"}, "other_event"),
        ({"booth": "4"}, "other_booth"),
        ({"booth": {}}, "other_booth"),
        ({"agency": "보건소"}, "other_agency"),
        ({"agency_id": 999_999}, "other_agency"),
    ],
)
def test_a_bad_entry_is_refused_by_itself_and_in_words(counting, change, code) -> None:
    good, bad = entry(), entry(**change)
    response = counting.send(bad, good)
    assert response.status_code == 200
    assert response.json["accepted"] == [good["id"]]
    sentence = link_words_in_english(counting, code)
    assert response.json["refused"] == [{"id": bad["id"], "reason": code, "message": sentence}]
    assert counting.held() == {counting.law: 1}


def link_words_in_english(counting, code) -> str:
    with counting.client.application.test_request_context(headers={"Cookie": "locale=en"}):
        return link_words.entry_refusal(code)


def test_an_id_that_is_no_text_is_refused_without_it(counting) -> None:
    assert counting.taken(entry(id=5))["refused"] == [("", "bad_id")]


def test_the_links_own_place_may_be_named(counting) -> None:
    season = counting.season
    named = entry(event=season.first.uid, booth="3", agency=season.bank.name)
    numbered = entry(event_id=season.first.id, booth_id=counting.booth.id, agency_id=season.bank.id)
    assert counting.taken(named, numbered)["refused"] == []


def test_a_batch_may_take_back_what_it_reports(counting) -> None:
    one = entry(value=5)
    back = entry(value=-2, corrects=one["id"].upper(), reason="counted twice")
    assert counting.taken(back, one) == {
        "accepted": [one["id"], back["id"]],
        "known": [],
        "refused": [],
    }
    assert counting.held() == {counting.law: 3}
    assert counting.taken(back, one)["known"] == [one["id"], back["id"]]


def test_only_the_agencys_own_numbers_can_be_corrected(counting, now) -> None:
    season = counting.season
    theirs = services.EntryIn(
        str(uuid.uuid4()), "consultations", 9, now, season.law.id, season.clinic.id
    )
    services.add_entries(season.office.id, season.first.id, [theirs], now=now)
    own = entry(value=3)
    counting.taken(own)
    for target in (theirs.id, own["id"]):
        bad = entry(field="debt", value=-1, corrects=target, reason="wrong")
        assert counting.taken(bad)["refused"] == [(bad["id"], "bad_correction")]


def test_after_the_sign_off_a_link_adds_nothing(counting, now) -> None:
    one, season = entry(value=3), counting.season
    counting.taken(one)
    services.sign_off(
        season.office.id,
        season.first.id,
        accept_missing=True,
        version=1,
        user_id=season.user.id,
        now=now,
    )
    late = entry()
    fix = entry(value=-1, corrects=one["id"], reason="late")
    assert counting.taken(one, late, fix) == {
        "accepted": [],
        "known": [one["id"]],
        "refused": [(late["id"], "signed_off"), (fix["id"], "signed_off")],
    }
    assert counting.held() == {counting.law: 3}


def test_a_cancelled_event_takes_nothing(counting) -> None:
    counting.season.first.status = "cancelled"
    db.session.commit()
    late = entry()
    assert counting.taken(late)["refused"] == [(late["id"], "cancelled")]


def test_an_agency_that_left_adds_nothing_but_learns_what_is_known(counting) -> None:
    one, late = entry(), entry()
    counting.taken(one)
    for row in list(counting.season.first.assignments):
        if row.agency_id == counting.season.bank.id:
            db.session.delete(row)
    db.session.commit()
    answer = counting.taken(one, late)
    assert answer["known"] == [one["id"]]
    assert answer["refused"] == [(late["id"], "not_taking_part")]


# ---------------------------------------------------------------- whole batches refused


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"", "not_json", 400),
        (b"measure=1", "not_json", 400),
        (b"\xff\xfe\x00", "not_json", 400),
        (b"[" * 100_000, "not_json", 400),
        (b'{"entries": [{"value": ' + b"9" * 5000 + b"}]}", "not_json", 400),
        (b"[]", "no_entries", 400),
        (b"{}", "no_entries", 400),
        (b'{"entries": {}}', "no_entries", 400),
        (b'{"entries": [null]}', "not_objects", 400),
        (json.dumps({"entries": [{}] * (MOST_ENTRIES + 1)}).encode(), "too_many", 413),
        (b" " * (LARGEST + 1), "too_large", 413),
    ],
)
def test_a_batch_of_the_wrong_shape_is_refused_whole(counting, body, code, status) -> None:
    response = counting.client.post(counting.path, data=body, content_type="application/json")
    assert (response.status_code, response.json["code"]) == (status, code)
    assert response.json["error"].endswith(".")
    assert response.headers["Cache-Control"] == "no-store"
    assert db.session.scalar(select(func.count(CountEntry.id))) == 0


def test_a_body_without_a_length_is_not_cut_short(counting) -> None:
    """What fits into the limit would be a whole batch, with more behind it."""
    body = json.dumps({"entries": [entry()]}).encode().ljust(LARGEST) + b"!"
    response = counting.client.post(
        counting.path,
        input_stream=io.BytesIO(body),
        environ_base={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert (response.status_code, response.json["code"]) == (413, "too_large")
    assert counting.held() == {}


def test_one_wrong_thing_among_good_ones_stores_nothing(counting) -> None:
    body = {"entries": [entry(), 7]}
    assert counting.client.post(counting.path, json=body).status_code == 400
    assert counting.held() == {}


def test_as_much_as_is_allowed(counting) -> None:
    rows = [entry() for _ in range(MOST_ENTRIES)]
    assert len(counting.taken(*rows)["accepted"]) == MOST_ENTRIES
    assert counting.taken() == {"accepted": [], "known": [], "refused": []}


def test_an_unknown_secret_is_404_and_a_revoked_one_410(counting) -> None:
    unknown = counting.send(entry(), path="/count/nothing/entries")
    assert (unknown.status_code, unknown.json["code"]) == (404, "no_link")
    link = db.session.scalars(select(SecretLink)).one()
    services.revoke_count_link(str(link.id), now=datetime.now(UTC))
    revoked = counting.send(entry())
    assert (revoked.status_code, revoked.json["code"]) == (410, "revoked")
    for response in (unknown, revoked):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.is_json
    assert counting.held() == {}


def test_a_link_of_another_kind_does_not_count(counting, now) -> None:
    season = counting.season
    _link, secret = accounts.make_link(season.office.id, "feed", "x", season.bank.id, now=now)
    assert counting.send(entry(), path=f"/count/{secret}/entries").status_code == 404


def test_another_offices_event_is_out_of_reach(counting, now) -> None:
    other = make.make_office()
    _link, secret = accounts.make_link(
        other.id, "count", "x", event_id=counting.season.first.id, now=now
    )
    response = counting.send(entry(), path=f"/count/{secret}/entries")
    assert (response.status_code, response.json["code"]) == (404, "no_event")
    stranger = make.make_field(other, code="foreign")
    for field in (stranger.id, "foreign"):
        bad = entry(field=field)
        assert counting.taken(bad)["refused"] == [(bad["id"], "bad_field")]
    assert counting.held() == {}


# ---------------------------------------------------------------- who, how often, how silently


def test_a_cookie_is_neither_read_nor_needed(counting, sign_in) -> None:
    browser = sign_in("organizer")
    response = browser.post(counting.path, json={"entries": [entry()]})
    assert (response.status_code, len(response.json["accepted"])) == (200, 1)
    record = db.session.scalars(
        select(AccessRecord).where(AccessRecord.action == "results.link_entries")
    ).one()
    link = db.session.scalars(select(SecretLink)).one()
    assert (record.user_id, record.link_id, record.office_id) == (None, link.id, link.office_id)
    assert (record.subject, record.status) == ("", 200)


def test_no_token_is_asked_for(counting, app) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert counting.send(entry()).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_the_secret_reaches_no_log(counting, caplog) -> None:
    secret = counting.path.split("/")[2]
    with caplog.at_level(logging.DEBUG):
        counting.send(entry())
        counting.send(entry(id="7"))
        counting.client.post(counting.path, data=b"nonsense")
    lines = [row.getMessage() for row in caplog.records]
    assert any("/count/<secret>/entries 200" in line for line in lines)
    assert not any(secret in line for line in lines)


def test_a_link_may_not_send_without_end(tmp_path) -> None:
    address = f"sqlite:///{tmp_path / 'limits.db'}"
    settings = Settings(instance_path=tmp_path, database_url=address, secret_key="k", testing=True)
    try:
        limited = create_app(settings)
        with limited.app_context():
            db.create_all()
        client = limited.test_client()
        statuses = [client.post("/count/one/entries").status_code for _ in range(121)]
        assert statuses == [404] * 120 + [429]
        refused = client.post("/count/one/entries")
        assert (refused.status_code, refused.json["code"]) == (429, "too_often")
        assert refused.headers["Cache-Control"] == "no-store"
        assert int(refused.headers["Retry-After"]) <= 61
        assert client.post("/count/another/entries").status_code == 404
        with limited.app_context():
            db.engine.dispose()
    finally:
        limiter.reset()
        limiter.enabled = False


def test_a_batch_sent_twice_at_once_counts_once(counting, app) -> None:
    rows = [entry(value=2) for _ in range(20)]
    gate, answers = threading.Barrier(2), []
    path, held = counting.path, counting.law
    db.session.commit()

    def send() -> None:
        gate.wait(timeout=10)
        response = app.test_client().post(path, json={"entries": rows})
        answers.append((response.status_code, response.json))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert [status for status, _answer in answers] == [200, 200]
    assert sorted(len(answer["accepted"]) for _status, answer in answers) == [0, 20]
    assert sorted(len(answer["known"]) for _status, answer in answers) == [0, 20]
    assert counting.held() == {held: 40}


def test_the_last_use_is_noted_once_in_five_minutes(counting) -> None:
    counting.taken(entry())
    counting.taken(entry())
    link = db.session.scalars(select(SecretLink)).one()
    assert link.uses == 1
    assert datetime.now(UTC) - link.last_used_at < timedelta(minutes=1)
