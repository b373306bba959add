"""The access log in words: everything that can be recorded has some, in both languages."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from planner.accounts.access_words import action_label, find_words, subject_label
from planner.accounts.hooks import ANONYMOUS, READING
from planner.exports.programme import PROGRAMME
from planner.exports.season import NAMES

HANGUL = range(0xAC00, 0xD7A4)


def recorded(app) -> list[str]:
    """Whatever changes something; what has neither a person nor a link is never recorded."""
    changing = {r.endpoint for r in app.url_map.iter_rules() if (r.methods or set()) - READING}
    return sorted(changing - ANONYMOUS)


def test_every_change_has_words_in_both_languages(app):
    with app.test_request_context():
        actions = recorded(app)
        with force_locale("ko"):
            korean = {name: find_words(name) for name in actions}
        with force_locale("en"):
            english = {name: find_words(name) for name in actions}
    assert [name for name in actions if korean[name] is None] == []
    assert [name for name in actions if english[name] is None] == []
    assert [n for n, words in english.items() if any(ord(c) in HANGUL for c in words)] == []
    assert [n for n, words in korean.items() if not any(ord(c) in HANGUL for c in words)] == []


@pytest.mark.parametrize(
    ("action", "korean", "english"),
    [
        ("programme.add_row", "사업 관리 항목 등록", "Row of the wider programme: added"),
        ("statistics.publish", "통계 공표", "Made figures public"),
        ("places.import_venues", "장소 파일 가져오기", "Venues: read from a file"),
        ("export targets.xlsx", "파일 내려받음: 목표 (xlsx)", "Downloaded the file Targets (xlsx)"),
        ("export report.data.csv", "파일 내려받음: 결과보고 (data.csv)",
         "Downloaded the file Result report (data.csv)"),
        ("unknown.thing", "unknown.thing", "unknown.thing"),
    ],
)  # fmt: skip
def test_actions_read_well(app, action, korean, english):
    with app.test_request_context():
        for language, words in (("ko", korean), ("en", english)):
            with force_locale(language):
                assert action_label(action) == words


def test_files_and_subjects_have_words(app):
    with app.test_request_context(), force_locale("ko"):
        for name in (*NAMES, *PROGRAMME, "all", "package", "directory", "fairness", "report"):
            assert f": {name}" not in action_label(f"export {name}.csv")
        assert subject_label("campaign 1") == "사업 1"
        assert subject_label("campaign_id=1 event_id=3") == "사업 1, 회차 3"
        assert subject_label("active=1") == "active=1"
        assert subject_label("") == ""
