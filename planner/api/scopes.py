"""What a token may read, and the words for it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

PUBLIC = ""  # no token is asked for
DIRECTORY, SCHEDULE, FIGURES = "directory:read", "schedule:read", "figures:read"
SCOPES = {
    DIRECTORY: (
        _l("Directory"),
        _l("Agencies, venues, zones, dongs and counselling fields; no contact persons."),
    ),
    SCHEDULE: (
        _l("Working schedule"),
        _l("Seasons and their events as they are planned now, also what is not yet released."),
    ),
    FIGURES: (
        _l("Figures that are not public"),
        _l("Seasons, figures, targets and single counts with the names that they are told by; "
           "small numbers are not hidden. Each reading of figures is recorded in the access log."),
    ),
}  # fmt: skip
