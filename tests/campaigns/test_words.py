"""Every rule, reason and change has a sentence, and each finding leads to where it is mended."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from planner.campaigns.advice_words import RULE_TITLES, SENTENCES, sentence
from planner.campaigns.change_words import SENTENCES as CHANGES
from planner.campaigns.destinations import with_urls
from planner.campaigns.findings import Finding
from planner.campaigns.names import Names, listed
from planner.core.advice import SEVERITIES
from planner.core.violation import Violation
from tests.campaigns.season import Season

# (code, kinds of subjects, data) for every reason that a rule can give
CASES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("H00", "event", {"reason": "duplicate", "times": 2}),
    ("H01", "district", {"expected": 3, "found": 2}),
    ("H01", "district", {"expected": 1, "found": 2}),
    ("H02", "event", {"reason": "not_allowed", "day": 1}),
    ("H02", "event", {"reason": "outside_season", "day": 90}),
    ("H03", "event venue", {"reason": "unknown", "day": 1}),
    ("H03", "event venue", {"reason": "not_available", "day": 1}),
    ("H04", "event venue", {"reason": "missing", "day": 1}),
    ("H04", "event venue fallback", {"reason": "not_wanted", "day": 1}),
    ("H04", "event venue fallback", {"reason": "not_listed", "day": 1}),
    ("H04", "event venue fallback", {"reason": "not_available", "day": 1}),
    ("H05", "event event district", {"gap": 0, "min_gap": 2}),
    ("H05", "event event district", {"gap": 1, "min_gap": 2}),
    ("H06", "event zone", {"reason": "last_season", "gap": 3, "min_gap": 9}),
    ("H06", "event event zone", {"reason": "visits", "gap": 3, "min_gap": 9}),
    ("H07", "zone", {"reason": "too_few", "visits": 0, "min": 1, "max": 2}),
    ("H07", "zone", {"reason": "too_many", "visits": 3, "min": 1, "max": 2}),
    ("H08", "district event", {"events": 2, "max": 1}),
    ("H09", "event", {"day": 1, "in_use": 2, "pool": 1}),
    ("H10", "event agency", {"reason": "unknown", "day": 1}),
    ("H10", "event agency", {"reason": "not_available", "day": 1}),
    ("H11", "event agency", {"reason": "same_event", "times": 2}),
    ("H11", "agency event event", {"reason": "same_day", "day": 1}),
    ("H12", "agency", {"reason": "season", "events": 4, "max": 3}),
    ("H12", "agency", {"reason": "week", "events": 4, "max": 3, "day": 0}),
    ("H13", "event agency booth", {"reason": "unknown", "venue": 1}),
    ("H13", "event booth agency agency", {"reason": "shared", "venue": 1}),
    ("H14", "event agency booth", {"missing": ["power", "access"], "venue": 1}),
    ("H15", "event agency", {"reason": "not_offered", "fields": ["field"]}),
    ("H15", "event agency", {"reason": "repeated"}),
    ("H15", "event agency", {"reason": "none"}),
    ("H15", "event agency", {"reason": "staff", "fields": 3, "staff": 2}),
    ("H16", "event agency agency", {}),
    ("W01", "event", {"day": 1, "holiday": "현충일"}),
    ("W02", "event", {"missing": [("field", 2)]}),
    ("W03", "event agency agency", {"booths": [1, 2]}),
    ("W04", "zone", {"visits": 1, "target": 2}),
    ("W05", "venue event", {}),
    ("W06", "event agency", {"count": 1}),
    ("W07", "event", {}),
    ("W08", "event", {"starts": "09:00", "ends": "16:00", "opens": "10:00", "closes": "16:00"}),
    ("W09", "agency", {"count": 1}),
    ("W10", "event agency", {}),
    ("W11", "event agency", {"count": 1}),
)


def violation(season: Season, code: str, kinds: str, data: dict[str, Any]) -> Violation:
    """The case with ids that the season has."""
    event = season.events[0]
    ids: dict[str, Any] = {
        "event": event.uid,
        "zone": season.zones[0].id,
        "venue": event.venue_id,
        "fallback": season.hall.id,
        "agency": season.agencies[0].id,
        "booth": event.assignments[0].booth_id,
        "district": season.office.id,
    }
    field = season.fields[0].id
    known = dict(data)
    if code == "W02":
        known["missing"] = [(field, 2)]
    if data.get("reason") == "not_offered":
        known["fields"] = [field]
    return Violation(code, tuple((kind, ids[kind]) for kind in kinds.split()), known)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_reason_of_every_rule_has_a_sentence(season: Season, locale: str) -> None:
    names = Names(season.loaded())
    with force_locale(locale):
        for code, kinds, data in CASES:
            text = sentence(names, violation(season, code, kinds, data))
            assert len(text) > 15 and "?" not in text and "%(" not in text, (code, text)
            korean = any("\uac00" <= letter <= "\ud7a3" for letter in text.split(" 싸리재")[0])
            assert (locale == "ko") <= korean, text


def test_the_tables_of_words_are_whole() -> None:
    assert sorted(SENTENCES) == sorted(RULE_TITLES) == sorted(SEVERITIES)
    assert {code for code, _kinds, _data in CASES} == set(SENTENCES)
    assert set(CHANGES) >= {"event_added", "event_cancelled", "day", "hours", "venue", "booth"}


def test_long_lists_are_cut(app: Flask) -> None:
    with force_locale("en"):
        assert listed(["A", "B", "C"], 2) == "A, B, C"
        assert listed(["A", "B", "C", "D"], 2) == "A, B and 2 more"


def test_findings_lead_to_where_they_are_mended(season: Season, app: Flask) -> None:
    base = f"/campaigns/{season.campaign.id}"
    event = season.events[0]
    cases = {
        "H04": f"{base}/events/{event.id}",
        "W06": f"{base}/events/{event.id}/booths",
        "H07": f"{base}/settings/zones",
        "W05": f"/places/venues/{event.venue_id}",
        "W09": f"{base}/settings/agencies",
    }
    subjects = (("event", event.uid), ("venue", event.venue_id))
    findings = [Finding("warns", code, "", subjects) for code in cases]
    with app.test_request_context():
        found = with_urls(season.loaded(), findings)
    assert {item.code: item.url for item in found} == cases
