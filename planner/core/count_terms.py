"""What can be counted, how, of whom, and for which span of time: the codes of the ledger."""

from __future__ import annotations

MEASURES = (
    "attendance",
    "unique_persons",
    "consultations",
    "received",
    "completed",
    "referrals_public",
    "referrals_private",
    "crisis_households",
    "experience",
    "goods",
    "home_visits",
    "phone",
    "materials",
    "training_sessions",
    "training_attendees",
    "debt_discharged_krw",
)
CHANNELS = ("booth", "desk", "form", "phone", "import")
# Whom a count is about, as a group of people; '' is everybody, or not broken down.
TARGET_GROUPS = (
    "seniors",
    "alone",
    "disabled",
    "multicultural",
    "one_person",
    "middle_aged",
    "youth",
    "family",
    "other",
)
# The benefit or resource to which somebody was referred; '' is none, or not broken down.
PROGRAMMES = (
    "basic_livelihood",
    "national_emergency",
    "seoul_basic",
    "seoul_emergency",
    "debt_adjustment",
    "other",
)
# What a count outside events is about: one day, a month or a year that begins on its day.
SPANS = ("day", "month", "year")
# Entered for an event or a period as it is; adding two of them counts somebody twice.
NEVER_SUMMED = frozenset({"unique_persons"})
MONEY = frozenset({"debt_discharged_krw"})  # in won
# Who reports what: the office for the whole event, an agency for itself, an agency by field.
EVENT_MEASURES = ("attendance", "unique_persons", "experience")
AGENCY_MEASURES = ("referrals_public", "referrals_private", "crisis_households", "goods")
FIELD_MEASURES = ("consultations",)
QUALIFIERS = ("", "over", "about", "min", "within")
MOST = 1_000_000  # the most that one cell can hold of what is counted one by one
MOST_MONEY = 1_000_000_000_000


def most(measure: str) -> int:
    """The most that one cell of a measure can hold."""
    return MOST_MONEY if measure in MONEY else MOST
