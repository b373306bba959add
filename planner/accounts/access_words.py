"""What a line of the access log says, in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from planner.accounts.action_words import FILES, SENTENCES, SUBJECTS, THINGS, VERBS


def action_label(action: str) -> str:
    """An action of the access log in words; one without words keeps its name."""
    if action.startswith("export "):
        name, _dot, kind = action.removeprefix("export ").partition(".")
        told = FILES.get(name) or THINGS.get(name)
        return str(_l("Downloaded the file %(name)s")) % {
            "name": f"{told} ({kind})" if told else action.removeprefix("export ")
        }
    words = find_words(action)
    return action if words is None else words


def find_words(action: str) -> str | None:
    """What an endpoint or another action is called, if it has words."""
    if action in SENTENCES:
        return str(SENTENCES[action])
    area, _dot, name = action.partition(".")
    verb, _line, thing = name.partition("_")
    told = THINGS.get(f"{area}.{thing}") or THINGS.get(thing) or THINGS.get(action)
    if verb not in VERBS or told is None:
        return None
    return str(VERBS[verb]) % {"what": told}


def subject_label(subject: str) -> str:
    """What an action was about: 'campaign_id=1 event_id=3' and 'campaign 1' as their rows."""
    plain = subject.removeprefix("campaign ")
    if plain != subject and plain.isdigit():
        return f"{SUBJECTS['campaign_id']} {plain}"
    parts = []
    for part in subject.split():
        name, mark, number = part.partition("=")
        parts.append(f"{SUBJECTS[name]} {number}" if mark and name in SUBJECTS else part)
    return ", ".join(parts)
